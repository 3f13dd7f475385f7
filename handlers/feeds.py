"""`feeds`: how each feed is doing."""

from __future__ import annotations

from datetime import datetime

from bot.model.message import Bullets, Button, Heading, Line, Message, Note, Paragraph, Part, Span, Table, text
from bot.model.question import Question
from bot.model.status import FeedHealth
from bot.model.words import age, plural, until
from bot.ports import Archive
from handlers._pieces import page_in

PAGE = 15


async def feeds(args: str, question: Question, archive: Archive) -> Message:
    """How each feed is doing, those in trouble first.

    Usage: feeds [PAGE]

    For each: items so far, the last time it was read, and when I look again; for one in trouble, what is wrong.

    Examples:
        feeds
        feeds 2
    """
    page = page_in(args)
    known = await archive.feeds()
    if not known:
        return Message(parts=(Paragraph(line=text("No feed is configured. Add some to feeds.yaml.")),))
    pages = -(-len(known) // PAGE)
    page = min(page, pages)
    shown = known[(page - 1) * PAGE : page * PAGE]
    troubled = [feed for feed in shown if _is_troubled(feed)]
    well = [feed for feed in shown if not _is_troubled(feed)]
    parts: list[Part] = [Heading(line=text(_summary(known)))]
    if troubled:
        parts.append(Bullets(lines=tuple(_trouble(feed, question.at) for feed in troubled)))
    if well:
        rows = tuple(_row(feed, question.at) for feed in well)
        parts.append(Table(header=("Feed", "Items", "Read", "Next"), rows=rows))
    buttons = []
    if pages > 1:
        parts.append(Note(line=text(f"Page {page} of {pages}.")))
        buttons = [
            Button(label=label, command=f"feeds {number}")
            for label, number in (("Back", page - 1), ("More", page + 1))
            if 1 <= number <= pages
        ]
    return Message(parts=tuple(parts), buttons=tuple(buttons))


def _is_troubled(feed: FeedHealth) -> bool:
    return bool(feed.failures or feed.error or feed.gone)


def _summary(known: tuple[FeedHealth, ...]) -> str:
    troubled = sum(map(_is_troubled, known))
    unread = sum(feed.succeeded_at is None and not _is_troubled(feed) for feed in known)
    words = [plural(len(known), "feed")]
    words.append(f"{troubled:,} in trouble" if troubled else "none in trouble")
    if unread:
        words.append(f"{unread:,} not read yet")
    return ", ".join(words)


def _trouble(feed: FeedHealth, now: datetime) -> Line:
    reason = feed.error or ("the publisher says it is gone" if feed.gone else "no reason recorded")
    failures = f" ({plural(feed.failures, 'failure')} in a row)" if feed.failures else ""
    read = f"last read {age(feed.succeeded_at, now)}" if feed.succeeded_at else "never read"
    again = f"next look {until(feed.next_poll_at, now)}"
    return (
        Span(text=feed.name, url=feed.url, bold=True),
        Span(text=f": {reason}{failures}; {read}, {plural(feed.items, 'item')}; {again}"),
    )


def _row(feed: FeedHealth, now: datetime) -> tuple[str, ...]:
    read = age(feed.succeeded_at, now) if feed.succeeded_at else "not yet"
    return (feed.name, f"{feed.items:,}", read, until(feed.next_poll_at, now))
