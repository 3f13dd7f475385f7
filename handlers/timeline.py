"""`timeline`: how a story came about, report by report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.model.entity import Entity
from bot.model.message import Bullets, Button, Facts, Heading, Line, Message, Note, Paragraph, Part, Span, text
from bot.model.question import Question
from bot.model.story import Changes, Report, Story
from bot.model.words import minute, plural, span
from bot.ports import Archive
from handlers._pieces import page_in, story_named

PAGE = 6
"""Reports a page."""
REVISIONS, NAMES = 3, 6
"""Spelled out of each report; the rest are counted."""
_TITLE = 160


async def timeline(args: str, question: Question, archive: Archive) -> Message:
    """How a story came about, report by report.

    Usage: timeline STORY [PAGE]

    STORY is an alert's number, or a story's own: “story 7”. Reports stand in the order in which they were published,
    each with why it joined, what it repeats, what it names first, and how its publisher changed it since.

    Examples:
        timeline 3
        timeline story 7
    """
    story, rest = await story_named(args, archive)
    page = page_in(rest)
    reports = sorted(story.reports, key=lambda report: report.reported_at)
    pages = -(-len(reports) // PAGE)
    page = min(page, pages)
    first = story.first.item
    parts: list[Part] = [
        Heading(
            line=(
                Span(text=f"Story {story.id}: "),
                Span(text=first.title[:_TITLE] or "Untitled", url=first.url, bold=True),
            )
        ),
        Facts(pairs=tuple(_sums(story))),
    ]
    shown = reports[(page - 1) * PAGE : page * PAGE]
    named = {mention.entity for report in reports[: (page - 1) * PAGE] for mention in report.mentions}
    for report in shown:
        parts.append(Paragraph(line=_head(report, reports[0])))
        notes = [text(note) for note in _notes(report, named, archive.entities)]
        if notes:
            parts.append(Bullets(lines=tuple(notes)))
        named |= {mention.entity for mention in report.mentions}
    buttons = []
    if pages > 1:
        parts.append(Note(line=text(f"Page {page} of {pages}. All times are UTC.")))
        buttons = [
            Button(label=label, command=f"timeline story {story.id} page:{number}")
            for label, number in (("Back", page - 1), ("More", page + 1))
            if 1 <= number <= pages
        ]
    else:
        parts.append(Note(line=text("All times are UTC.")))
    return Message(parts=tuple(parts), buttons=tuple(buttons))


def _sums(story: Story) -> Iterator[tuple[str, Line]]:
    yield "Reports", text(f"{plural(len(story.reports), 'report')}, {story.independent} independent")
    first, *others = story.reporters
    told = f"{first.feed_name}, {minute(first.reported_at)}"
    if others:
        lead = others[0].reported_at - first.reported_at
        told += f", {span(lead) + ' before' if lead else 'together with'} {others[0].feed_name}"
    yield "First", text(told)


def _head(report: Report, first: Report) -> Line:
    """`20 Jan 11:48 · +14 min · Rail Watch: Title · report 12`."""
    after = report.reported_at - first.reported_at
    since = f" · +{span(after)}" if after else ""
    return (
        Span(text=f"{minute(report.reported_at)}{since} · "),
        Span(text=report.feed_name, bold=True),
        Span(text=": "),
        Span(text=report.item.title[:_TITLE] or report.item.text[:80] or "Untitled", url=report.item.url),
        Span(text=f" · report {report.item.id}"),
    )


def _notes(report: Report, known: set[str], entities: Mapping[str, Entity]) -> Iterator[str]:
    """What a report added to its story, and what came of it."""
    if report.joined_because:
        yield f"joined: {', '.join(report.joined_because)}"
    if report.repeats is not None:
        yield f"no source of its own: {report.repeats_because}"
    names = dict.fromkeys(mention.entity for mention in report.mentions if mention.entity not in known)
    if names:
        yield f"first to name {_names(tuple(names), entities)}" if known else f"names {_names(tuple(names), entities)}"
    for revision in report.revisions[-REVISIONS:]:
        yield f"changed {minute(revision.at)}: {'; '.join(_changes(revision.changes, entities))}"
    before = report.revisions[-1].number - REVISIONS if report.revisions else 0
    if before > 0:
        yield f"changed {plural(before, 'time')} before that"


def _changes(changes: Changes, entities: Mapping[str, Entity]) -> Iterator[str]:
    if changes.title is not None:
        yield f"the headline was “{changes.title[0][:_TITLE]}”"
    if changes.numbers is not None:
        yield f"{', '.join(changes.numbers[0][:NAMES])} became {', '.join(changes.numbers[1][:NAMES])}"
    if changes.gained:
        yield f"now names {_names(changes.gained, entities)}"
    if changes.lost:
        yield f"no longer names {_names(changes.lost, entities)}"
    if changes.url is not None:
        yield "moved to another link"
    if changes.text:
        yield "the text was rewritten"


def _names(ids: Sequence[str], entities: Mapping[str, Entity]) -> str:
    told = [entities[one].name if one in entities else one for one in ids]
    more = f" and {plural(len(told) - NAMES, 'other')}" if len(told) > NAMES else ""
    return ", ".join(told[:NAMES]) + more
