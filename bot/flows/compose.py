"""Builds the message of an alert from its story as it now stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice

from bot.model.alert import Alert
from bot.model.entity import Entity, Kind
from bot.model.fact import Asks, Fact
from bot.model.mention import Mention
from bot.model.message import Button, Facts, Heading, Line, Message, Note, Paragraph, Part, Quote, Span, text
from bot.model.story import Report, Story
from bot.model.summary import Origin, Summary
from bot.model.words import age, plural
from bot.summaries.facts import facts
from bot.summaries.telling import SENTENCES, verbatim, watched_by

LABELS = {Kind.EQUIPMENT: "Equipment", Kind.ACTOR: "Actors", Kind.PLACE: "Places"}
ALSO = 5
"""Other reports that are linked by name; the rest are counted."""
_LABELLED = {
    Origin.WRITTEN: "Summary written by a machine; names, numbers, dates and quotations checked against the report.",
    Origin.TRANSLATED: "Translated by a machine; names, numbers and dates checked.",
    Origin.WRITTEN_TRANSLATED: "Summary written and translated by a machine; names, numbers and dates checked.",
}


def alert_message(
    alert: Alert,
    entities: Mapping[str, Entity],
    now: datetime,
    *,
    sentences: int = SENTENCES,
    summary: Summary | None = None,
) -> Message:
    """The message: headline, summary, facts, what is named and which watch asked, other reports, source and age.

    Without `summary` it has `sentences` of the reports' own. The age is told as of the first sending, so that an edit
    does not change it.
    """
    if alert.merged_into is not None:
        return _pointer(alert, alert.merged_into)
    story = alert.story
    at = alert.delivery.sent_at or now
    first = story.first
    watched = watched_by(alert, entities)
    told = summary or verbatim(story, watched, sentences)
    parts: list[Part] = [Heading(line=(Span(text=first.item.title or "Untitled", url=first.item.url),))]
    parts += _gist(told)
    pairs = [*_facts(story, told, entities, watched), *_named(story, entities), _asked(alert, entities)]
    also = _also(story)
    if also:
        pairs.append(("Also reported by", also))
    parts.append(Facts(pairs=tuple(pairs)))
    parts.append(Note(line=text(f"{age(first.item.when, at)} · {first.feed_name} · alert {alert.id}")))
    buttons = [Button(label="Why?", command=f"why {alert.id}")]
    if told.origin is not Origin.VERBATIM:
        buttons.append(Button(label="Original", command=f"original {alert.id}"))
    return Message(parts=tuple(parts), buttons=tuple(buttons))


def _pointer(alert: Alert, other: int) -> Message:
    """What is left of a message once an editor found that another one tells the same story."""
    first = alert.story.first.item
    return Message(
        parts=(
            Heading(line=(Span(text=first.title or "Untitled", url=first.url),)),
            Note(line=text(f"The same story as alert {other}, which tells on · alert {alert.id}")),
        ),
        buttons=(Button(label="Timeline", command=f"timeline {other}"),),
    )


def _gist(summary: Summary) -> Iterator[Part]:
    """Sentences of the reports stand as a quotation; a machine's own stand as running text, and are labelled."""
    if not summary.text:
        return
    if summary.origin is Origin.VERBATIM:
        yield Quote(line=text(summary.text))
        if summary.credits:
            yield Note(line=text(f"With words of {', '.join(summary.credits)}"))
    else:
        yield Paragraph(line=text(summary.text))
        yield Note(line=text(_LABELLED[summary.origin]))


def _facts(
    story: Story, told: Summary, entities: Mapping[str, Entity], watched: Collection[str]
) -> Iterator[tuple[str, Line]]:
    """The badge line: the facts of the report that the summary is of, word for word; names alone stand below anyway."""
    kinds = {name: entity.kind for name, entity in entities.items()}
    for report in story.reports:
        if report.feed_id != story.first.feed_id and report.feed_name not in told.credits:
            continue
        item = report.item
        found = facts(item.text, title=item.title, mentions=report.mentions, kinds=kinds, watched=watched)
        if any(fact.negated or fact.asks in {Asks.HOW_MANY, Asks.WHEN} for fact in found):
            yield "Facts", text(" · ".join(_badge(fact) for fact in found))
            return


def _badge(fact: Fact) -> str:
    words = " ".join(fact.text.split())
    return f"{words} (negated)" if fact.negated else words


def _named(story: Story, entities: Mapping[str, Entity]) -> list[tuple[str, Line]]:
    """Each kind's entities that the story names, in the order in which they first come."""
    by_kind: dict[Kind, list[str]] = {kind: [] for kind in LABELS}
    for mention in _distinct(mention for report in story.reports for mention in report.mentions):
        entity = entities.get(mention.entity)
        if entity is not None:
            by_kind[entity.kind].append(entity.name)
    return [(LABELS[kind], text(", ".join(names))) for kind, names in by_kind.items() if names]


def _distinct(mentions: Iterable[Mention]) -> Iterable[Mention]:
    seen = set()
    for mention in mentions:
        if mention.entity not in seen:
            seen.add(mention.entity)
            yield mention


def _asked(alert: Alert, entities: Mapping[str, Entity]) -> tuple[str, Line]:
    """Which watches asked, and for what."""
    met: dict[str, dict[str, None]] = {}
    for catch in alert.catches:
        names = (entities[term].name if term in entities else f"“{term}”" for term in catch.met)
        met.setdefault(catch.watch, {}).update(dict.fromkeys(names))
    return "Watch", text("; ".join(f"{watch} ({', '.join(names)})" for watch, names in met.items()))


def _also(story: Story) -> Line:
    """Who else reports it: each feed once, its newest report linked, five by name; how many sources they have."""
    others: dict[str, Report] = {}
    for report in story.reports[1:]:
        if report.feed_id != story.first.feed_id:
            others[report.feed_name] = report
    if not others:
        return ()
    spans: list[Span] = []
    for name, report in islice(others.items(), ALSO):
        spans += [Span(text=", ")] if spans else []
        spans.append(Span(text=name, url=report.item.url))
    if len(others) > ALSO:
        spans.append(Span(text=f" and {plural(len(others) - ALSO, 'other')}"))
    spans.append(Span(text=f" · {story.independent} independent"))
    return tuple(spans)
