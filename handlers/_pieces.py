"""Pieces of messages that several commands say: lines for stories and reports, names, nearest names, pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.errors import UsageError
from bot.model.entity import Entity
from bot.model.message import Bullets, Button, Line, Message, Paragraph, Part, Span, text
from bot.model.story import Report, Story
from bot.model.words import age, plural
from bot.ports import Archive

_ALERT = re.compile(r"(?:alert\s*)?(?:#|№|no\.?\s*)?\s*(\d{1,18})", re.IGNORECASE)
_PAGE = re.compile(r"(?:(?:page|p)\s*:?\s*)?(\d{1,4})", re.IGNORECASE)

_NUMBER = re.compile(
    r"(?:(?P<kind>alert|story|report)\s*)?(?:#|№|no\.?\s*)?\s*(?P<number>\d{1,18})(?:\s+(?P<rest>.*))?",
    re.IGNORECASE | re.DOTALL,
)

_CLASSES = {
    "apc": "armoured personnel carrier",
    "atgm": "anti-tank missile",
    "ew": "electronic-warfare system",
    "ifv": "infantry fighting vehicle",
    "manpads": "shoulder-fired air-defence missile",
    "mlrs": "rocket artillery",
    "recon": "reconnaissance vehicle",
    "sam": "air-defence system",
    "spaag": "anti-aircraft gun",
    "uav": "drone",
}
"""Classes that the catalogue abbreviates, in words."""


def name_in(args: str) -> str:
    """The name somebody typed, without quotation marks around it."""
    return args.strip().strip('"').strip()


def alert_number(args: str, verb: str) -> int:
    """The number in `3`, `alert 3` or `#3`, of which `verb` asks.

    Raises:
        UsageError: it is none.
    """
    asked = _ALERT.fullmatch(args.strip())
    if asked is None:
        wrong = f"“{args.strip()[:40]}” is no alert's number"
        words = wrong if args.strip() else f"{verb} what? Give me an alert's number"
        raise UsageError(f"{words}; every alert ends with its own")
    return int(asked[1])


def page_in(args: str) -> int:
    """The page that `page:2` or `2` asks for; 1 for nothing.

    Raises:
        UsageError: it is no page.
    """
    if not args.strip():
        return 1
    asked = _PAGE.fullmatch(args.strip())
    if asked is None or int(asked[1]) < 1:
        raise UsageError(f"“{args.strip()[:40]}” is no page")
    return int(asked[1])


def number_in(args: str) -> tuple[str, int, str] | None:
    """What `story 7`, `#3` or `alert 3 page:2` names: its kind (perhaps empty), its number, and the words after it."""
    found = _NUMBER.fullmatch(args.strip())
    return ((found["kind"] or "").lower(), int(found["number"]), found["rest"] or "") if found else None


async def story_named(args: str, archive: Archive, *, surely: bool = False) -> tuple[Story, str]:
    """The story that is named at the head of `args` by its number, an alert's or a report's; and what follows.

    A bare number is an alert's: that is the number that a channel sees. Where there is no such alert it is taken for a
    story's, unless it must be `surely` meant.

    Raises:
        UsageError: there is none.
    """
    named = number_in(args)
    if named is None:
        words = f"“{args.strip()[:40]}” names no story" if args.strip() else "which story?"
        raise UsageError(f"{words}; give me an alert's number, or one like “story 7”")
    kind, number, rest = named
    if kind in {"", "alert"}:
        alert = await archive.alert(number)
        if alert is not None:
            return alert.story, rest
        if kind or surely:
            raise UsageError(f"I know no alert {number}; a story goes by “story {number}”")
    story = await archive.story(number)
    if story is None:
        raise UsageError(f"I know no {kind or 'alert or story'} {number}")
    return story, rest


def report_line(report: Report, now: datetime) -> Line:
    """`Title · 12 min ago · European Pravda`, the title a link."""
    return (
        Span(text=report.item.title or report.item.text[:80] or "Untitled", url=report.item.url),
        Span(text=f" · {age(report.item.when, now)} · {report.feed_name}"),
    )


def story_line(story: Story, now: datetime) -> Line:
    """The line of the story's first report, and how many more there are."""
    more = len(story.reports) - 1
    line = report_line(story.first, now)
    return (*line, Span(text=f" and {plural(more, 'more report')}")) if more else line


def story_list(stories: Iterable[Story], now: datetime) -> Bullets:
    """Stories, a line each."""
    return Bullets(lines=tuple(story_line(story, now) for story in stories))


def what_it_is(entity: Entity, entities: Mapping[str, Entity]) -> str:
    """`air-defence system, Russia` and the like: what the desk calls its class, and whose it is."""
    kind = _CLASSES.get(entity.class_) or entity.class_.replace("-", " ") or entity.kind.value
    if not entity.country or entity.class_ == "country":
        return kind
    countries = (one.name for one in entities.values() if one.class_ == "country" and one.country == entity.country)
    return f"{kind}, {next(countries, entity.country)}"


def unknown_name(name: str, verb: str, archive: Archive) -> Message:
    """Says that nobody on the list goes by `name`, and offers `verb` for the nearest names."""
    near = archive.nearest(name)
    words = f"I know nobody and nothing by the name “{name[:60]}”."
    parts: list[Part] = [Paragraph(line=text(words + (" The nearest:" if near else "")))]
    if near:
        parts.append(
            Bullets(
                lines=tuple(
                    (Span(text=entity.name, bold=True), Span(text=f" · {what_it_is(entity, archive.entities)}"))
                    for entity in near
                )
            )
        )
    buttons = [Button(label=entity.name, command=f"{verb} {entity.id}") for entity in near]
    buttons.append(Button(label="Search the news for it", command=f'find "{name[:60]}"'))
    return Message(parts=tuple(parts), buttons=tuple(buttons))


def watched(archive: Archive) -> tuple[Entity, ...]:
    """The entities that watches ask for by name, each once, in their order."""
    ids = dict.fromkeys(
        term.entity for watch in archive.watches for term in (*watch.any, *watch.all) if term.entity is not None
    )
    return tuple(archive.entities[one] for one in ids if one in archive.entities)
