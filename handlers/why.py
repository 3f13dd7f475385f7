"""`why`: the reasons behind an alert."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.errors import UsageError
from bot.model.alert import Alert
from bot.model.delivery import Delivery, State
from bot.model.entity import Entity
from bot.model.mention import Evidence, Mention, Rejection
from bot.model.message import Bullets, Facts, Heading, Line, Message, Note, Paragraph, Part, Span, text
from bot.model.question import Question
from bot.model.story import Report
from bot.model.words import age, plural, until
from bot.ports import Archive
from handlers._pieces import alert_number, report_line

REPORTS, MENTIONS, REJECTED = 5, 8, 5
"""How many of each are spelled out; the rest are counted."""
_RULES = {
    "exact": "as the list has it",
    "inflected": "a form of “{alias}”",
    "designation": "a spelling of “{alias}”",
    "transliteration": "“{alias}” in another script",
    "organisation": "named by what it is and whose: “{alias}”",
}


async def why(args: str, question: Question, archive: Archive) -> Message:
    """Why you were told: watch, words and evidence.

    Usage: why ALERT

    Every alert ends with its number. The answer names the watch that asked for it, what was recognised in each report
    and by what rule, what looked like a name and was set aside, why later reports joined, and what became of the
    message.

    Examples:
        why 3
    """
    number = alert_number(args, "why")
    alert = await archive.alert(number)
    if alert is None:
        raise UsageError(f"I know no alert {number}")
    title = alert.story.first.item
    parts: list[Part] = [
        Heading(
            line=(Span(text=f"Alert {alert.id}: "), Span(text=title.title or "Untitled", url=title.url, bold=True))
        ),
        Facts(pairs=tuple(_circumstances(alert, archive.entities, question.at))),
    ]
    for report in alert.story.reports[:REPORTS]:
        parts += _reasons(report, archive.entities, question.at)
    more = len(alert.story.reports) - REPORTS
    if more > 0:
        parts.append(Note(line=text(f"And {plural(more, 'more report')}.")))
    return Message(parts=tuple(parts))


def _circumstances(alert: Alert, entities: Mapping[str, Entity], now: datetime) -> Iterator[tuple[str, Line]]:
    asked: dict[str, dict[str, None]] = {}
    for catch in alert.catches:
        terms = (entities[term].name if term in entities else f"“{term}”" for term in catch.met)
        asked.setdefault(catch.watch, {}).update(dict.fromkeys(terms))
    for watch, names in asked.items():
        yield "Watch", (Span(text=watch, bold=True), Span(text=f", which asks for {', '.join(names) or 'everything'}"))
    yield "Channel", text(alert.channel)
    yield "Message", text(_delivery(alert.delivery, now))
    yield "Story", text(f"number {alert.story.id}, {plural(len(alert.story.reports), 'report')}")


def _delivery(delivery: Delivery, now: datetime) -> str:
    tried = f" after {plural(delivery.attempts, 'try', 'tries')}" if delivery.attempts else ""
    because = f": {delivery.why}" if delivery.why else ""
    due = f", due {until(delivery.due or now, now)}"
    sent = f"sent {age(delivery.sent_at, now)}" if delivery.sent_at else "sent"
    match delivery.state:
        case State.QUEUED:
            return f"waiting{due}{tried}{because}"
        case State.SENT:
            return f"{sent}{because}"
        case State.STALE:
            return f"{sent}; an edit that tells of later reports is to follow{due}{because}"
        case State.HELD:
            return f"held{tried}{because}"
        case State.MERGED:
            return "not sent: an editor merged its story into one that the channel was told of"
        case State.REFUSED:
            return f"refused by the chat{because}"


def _reasons(report: Report, entities: Mapping[str, Entity], now: datetime) -> Iterator[Part]:
    yield Paragraph(line=report_line(report, now))
    if report.joined_because:
        yield Note(line=text(f"Joined the story: {', '.join(report.joined_because)}"))
    grouped: dict[tuple[str, str], list[Mention]] = {}
    for mention in report.mentions:
        grouped.setdefault((mention.entity, mention.surface.casefold()), []).append(mention)
    lines = [_mention(group, entities) for group in grouped.values()]
    if lines:
        yield Bullets(lines=tuple(lines[:MENTIONS]))
    aside = [_rejection(rejection, entities) for rejection in report.rejected[:REJECTED]]
    unsaid = max(0, len(lines) - MENTIONS), max(0, len(report.rejected) - REJECTED)
    if aside:
        yield Paragraph(line=text("Seen and set aside:"))
        yield Bullets(lines=tuple(aside))
    if any(unsaid):
        counts = (plural(unsaid[0], "more name"), plural(unsaid[1], "more set aside", "more set aside"))
        yield Note(line=text("And " + ", ".join(words for words, count in zip(counts, unsaid, strict=True) if count)))


def _mention(group: Sequence[Mention], entities: Mapping[str, Entity]) -> Line:
    first = group[0]
    entity = entities.get(first.entity)
    times = f", {len(group)} times" if len(group) > 1 else ""
    rule = _RULES.get(first.rule, first.rule).format(alias=first.alias)
    details = [rule, *first.notes, *_evidence(first.evidence, first.score)]
    return (
        Span(text=f"“{first.surface}”"),
        Span(text=f" in the {first.field}{times}: "),
        Span(text=entity.name if entity else first.entity, bold=True),
        Span(text=f", {'; '.join(details)}"),
    )


def _rejection(rejection: Rejection, entities: Mapping[str, Entity]) -> Line:
    entity = entities.get(rejection.entity)
    name = entity.name if entity else rejection.entity
    details = "; ".join([rejection.why, *_evidence(rejection.evidence, rejection.score)])
    return text(f"“{rejection.surface}” in the {rejection.field}, not {name}: {details}")


def _evidence(evidence: Sequence[Evidence], score: float | None) -> list[str]:
    """`context +2.5: class cue "missile" +1.5, head noun "system" +1`: what spoke for a name, and what against it."""
    if score is None:
        return []
    told = ", ".join(f"{piece.what} {piece.weight:+g}" for piece in evidence) or "nothing around it"
    return [f"context {score:+g}: {told}"]
