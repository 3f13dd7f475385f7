"""`status`: how the sentry itself is doing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.model.message import Bullets, Button, Facts, Heading, Line, Message, Note, Part, Span, text
from bot.model.question import ChatHealth, Question
from bot.model.status import DestinationHealth, Ledger, Status
from bot.model.words import age, plural, span, until
from bot.ports import Archive

SILENCE = timedelta(minutes=2)
"""A sentry that runs ticks every second or so; after this long without a tick it is stuck or not running."""


async def status(args: str, question: Question, archive: Archive) -> Message:
    """How I am doing: feeds, messages, chats.

    Usage: status

    Every item and every message is counted twice, as it comes and by how it ended; the difference must be zero. An item
    that comes again, under another guid or link or with another headline, is not counted again.

    Examples:
        status
    """
    now = question.at
    found = await archive.status()
    parts: list[Part] = [Heading(line=text(_running(found, now))), Facts(pairs=_sums(found, now))]
    destinations = [_destination(one, now) for one in found.destinations]
    chats = [_chat(one, now) for one in found.chats]
    if destinations or chats:
        parts.append(Bullets(lines=(*chats, *destinations)))
    if found.ledger.difference:
        words = "The sums differ: something was lost or counted twice. That is a defect; please report it."
        parts.append(Note(line=(Span(text=words, bold=True),)))
    buttons = [Button(label="Feeds", command="feeds"), Button(label="Watches", command="watches")]
    return Message(parts=tuple(parts), buttons=tuple(buttons))


def _running(found: Status, now: datetime) -> str:
    if found.started_at is None or found.ticked_at is None:
        return "The sentry has not run yet"
    if now - found.ticked_at > SILENCE:
        return f"The sentry is not running: its last tick was {age(found.ticked_at, now)}"
    return f"On watch for {span(now - found.started_at)}"


def _sums(found: Status, now: datetime) -> tuple[tuple[str, Line], ...]:
    ledger = found.ledger
    feeds = [plural(found.feeds, "feed")]
    feeds.append(f"{found.feeds_failing:,} in trouble" if found.feeds_failing else "none in trouble")
    if found.feeds_unread:
        feeds.append(f"{found.feeds_unread:,} not read yet")
    return (
        ("Last tick", text(age(found.ticked_at, now) if found.ticked_at else "none")),
        ("Feeds", text(", ".join(feeds))),
        ("Items", text(_sum(ledger.received, ledger.items) + _revised(ledger))),
        ("Messages", text(_sum(ledger.planned, ledger.deliveries))),
        ("Difference", (Span(text=_difference(ledger), bold=bool(ledger.difference)),)),
    )


def _sum(total: int, by_state: Mapping[str, int]) -> str:
    """`1,204 = 1,100 no match + 104 matched`."""
    terms = [f"{count:,} {state}" for state, count in by_state.items() if count]
    return f"{total:,} = {' + '.join(terms)}" if terms else f"{total:,}"


def _revised(ledger: Ledger) -> str:
    """An item that came again, changed, is no new one."""
    return f"; changed later: {plural(ledger.revised, 'time')}" if ledger.revised else ""


def _difference(ledger: Ledger) -> str:
    orphans = f" ({plural(ledger.unaccounted, 'alerted item')} without a message)" if ledger.unaccounted else ""
    return f"{ledger.difference:,}{orphans}"


def _chat(chat: ChatHealth, now: datetime) -> Line:
    return (
        Span(text=chat.platform, bold=True),
        Span(text=f" is {'up' if chat.up else 'DOWN'}: {chat.detail} (for {span(now - chat.since)})"),
    )


def _destination(one: DestinationHealth, now: datetime) -> Line:
    counts = (("waiting", one.waiting), ("held", one.held), ("refused", one.refused))
    words = [f"{count:,} {what}" for what, count in counts if count] or ["nothing waits"]
    if one.not_before is not None and one.not_before > now:
        words.append(f"{one.platform} asked for patience: next message {until(one.not_before, now)}")
    if one.gone:
        words.append(f"cannot be reached: {one.gone}")
    return (Span(text=one.channel, bold=True), Span(text=f" ({one.platform}): {'; '.join(words)}"))
