"""Messages as Slack's Block Kit.

Running text goes into `rich_text` blocks: their text and link elements are never parsed, so nothing that a feed
publishes can become markup, a link or a ping, and nothing needs escaping
(https://docs.slack.dev/reference/block-kit/blocks/rich-text-block). Small print and buttons are `plain_text`. There is
no `mrkdwn` in our blocks at all. Only `text`, the words of a notification, is read by Slack as markup; it is escaped.

Limits, with what they are held to: 50 blocks a message, 3,000 characters a text, 25 buttons a block, 75 characters a
button's label. All blocks together: Slack answers `msg_blocks_too_long` at about 13,200 characters, a figure found by
its users (slackapi/bolt-js issue 2509) that counts more than the words (issue 2867); we count the JSON as sent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, assert_never

from bot.chat.cutting import clean, cut, utf16, web_url
from bot.chat.fitting import cut_line, fitted
from bot.chat.layout import columns, plain
from bot.model.message import (
    Bullets,
    Button,
    Facts,
    Heading,
    Line,
    Message,
    Note,
    Paragraph,
    Part,
    Quote,
    Span,
    Table,
)

Json = dict[str, Any]

MOST_BLOCKS = 50
MOST_BUTTONS = 25
LONGEST_TEXT = 2900
"""UTF-16 units of one text; Slack refuses 3,001 characters."""
LARGEST_BLOCKS = 12_000
"""Characters of JSON for all blocks together."""
LARGEST_BUTTONS = 4000
"""Characters of JSON for the row of buttons; those beyond it are left out."""
LONGEST_FALLBACK = 3000
"""UTF-16 units after escaping. Slack cuts at 40,000 and splits from 4,000 on."""
LONGEST_LABEL = 75
LONGEST_COMMAND = 500
"""UTF-16 units of a button's command, or of any question: nobody types more."""
ACTION = "ask"
"""Button actions are called `ask:0`, `ask:1`, …; the value is the command."""
NOTHING = "(nothing to show)"

_EMPTY = Paragraph(line=())
_WORD_JOINER = "\u2060"
_BROADCAST = re.compile(r"@(?=here\b|channel\b|everyone\b|group\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A message for Slack: `blocks` are shown, `text` is what notifications and screen readers say."""

    text: str
    blocks: list[Json]


def render(message: Message) -> Rendered:
    """`message` for Slack, shortened to its limits. The picture is left to the sender: it is a file, not a block."""
    parts = tuple(_within_limits(part) for part in message.parts)
    short = fitted(replace(message, parts=parts), lambda candidate: _accepted(_blocks(candidate)))
    return Rendered(text=fallback(short), blocks=_blocks(short))


def fallback(message: Message, *, links: bool = False) -> str:
    """`message` as one text without markup: for notifications, and (with `links`) where blocks were refused."""
    words = plain(message, links=links).strip() or _instead(message)
    return escaped(cut(words, LONGEST_FALLBACK, lambda some: utf16(escaped(some))))


def escaped(words: str) -> str:
    """`words` with the three characters that Slack reads as markup replaced, and no word in it that calls a channel.

    Plain `@here` calls nobody while we ask Slack not to look for names; the invisible joiner in it is a second lock.
    """
    words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _BROADCAST.sub(f"@{_WORD_JOINER}", words)


def size(blocks: Sequence[Json]) -> int:
    """Characters of `blocks` as JSON."""
    return len(json.dumps(blocks, ensure_ascii=False))


def _accepted(blocks: Sequence[Json]) -> bool:
    return len(blocks) <= MOST_BLOCKS and size(blocks) <= LARGEST_BLOCKS


def _within_limits(part: Part) -> Part:
    """`part` with every text in it short enough for one element."""
    match part:
        case Heading(line=line) | Paragraph(line=line) | Quote(line=line) | Note(line=line):
            return replace(part, line=cut_line(line, LONGEST_TEXT))
        case Bullets(lines=lines):
            return replace(part, lines=tuple(cut_line(line, LONGEST_TEXT) for line in lines))
        case Facts(pairs=pairs):
            return replace(part, pairs=tuple((cut(label, 200), cut_line(line, LONGEST_TEXT)) for label, line in pairs))
        case Table():
            return part
        case _:
            assert_never(part)


def _blocks(message: Message) -> list[Json]:
    elements = [(part, element) for part in message.parts if (element := _element(part))]
    if not elements:
        elements = [(_EMPTY, {"type": "rich_text_section", "elements": [_run(_instead(message))]})]
    buttons = _buttons(message.buttons)
    row = [{"type": "actions", "elements": buttons}] if buttons else []
    if len(elements) + len(row) > MOST_BLOCKS:
        return _joined(elements) + row
    return [_small_print(part) or _rich(element) for part, element in elements] + row


def _joined(elements: Sequence[tuple[Part, Json]]) -> list[Json]:
    """A long message in few blocks: one from each heading to the next, or one for all where that is too many still."""
    apart = sum(isinstance(part, Heading) for part, _ in elements) < MOST_BLOCKS - 1
    blocks: list[Json] = []
    for part, element in elements:
        if not blocks or (apart and isinstance(part, Heading)):
            blocks.append(_rich(element))
            continue
        inside = blocks[-1]["elements"]
        if inside[-1]["type"] == element["type"] == "rich_text_section":
            inside[-1]["elements"] += [_run("\n"), *element["elements"]]
        else:
            inside.append(element)
    return blocks


def _instead(message: Message) -> str:
    """What to say where there are no words: the picture's, which follows."""
    alt = clean(message.picture.alt).strip() if message.picture else ""
    return cut(alt, LONGEST_TEXT, utf16) or NOTHING


def _small_print(part: Part) -> Json | None:
    """A note as a context block, small and grey; None for one with links, which context takes as mrkdwn only."""
    if not isinstance(part, Note) or any(web_url(span.url) for span in part.line):
        return None
    words = "".join(clean(span.text) for span in part.line)
    return {"type": "context", "elements": [{"type": "plain_text", "text": words, "emoji": False}]}


def _element(part: Part) -> Json | None:
    """The rich text of `part`; None where there is nothing to see in it."""
    match part:
        case Heading(line=line):
            return _section(_runs(line, bold=True))
        case Paragraph(line=line) | Note(line=line):
            return _section(_runs(line))
        case Quote(line=line):
            return _holding("rich_text_quote", _runs(line))
        case Bullets(lines=lines, numbered=numbered):
            items = _holding("rich_text_list", [item for line in lines if (item := _section(_runs(line)))])
            return {**items, "style": "ordered" if numbered else "bullet"} if items else None
        case Facts(pairs=pairs):
            return _section(_facts(pairs))
        case Table():
            words = cut(columns(part), LONGEST_TEXT, utf16)
            return _holding("rich_text_preformatted", [_run(words)] if words.strip() else [])
        case _:
            assert_never(part)


def _facts(pairs: Sequence[tuple[str, Line]]) -> list[Json]:
    facts: list[Json] = []
    for label, line in pairs:
        runs = _runs(line)
        if not runs:
            continue
        if facts:
            facts.append(_run("\n"))
        if named := " ".join(clean(label).split()):
            facts.append(_run(f"{named}: ", bold=True))
        facts.extend(runs)
    return facts


def _runs(line: Line, *, bold: bool = False) -> list[Json]:
    """The text and link elements of `line`; none where there is nothing to see in it."""
    texts = [clean(span.text) for span in line]
    if not "".join(texts).strip():
        return []
    return [_span(words, span, bold=bold) for words, span in zip(texts, line, strict=True) if words]


def _span(words: str, span: Span, *, bold: bool) -> Json:
    bold = bold or span.bold
    url = web_url(span.url)
    if url is None or not words.strip():
        return _run(words, bold=bold, italic=span.italic, code=span.code)
    run = _run(" ".join(words.split()), bold=bold, italic=span.italic, code=span.code)
    return {**run, "type": "link", "url": url}


def _run(words: str, *, bold: bool = False, italic: bool = False, code: bool = False) -> Json:
    style = {name: True for name, on in (("bold", bold), ("italic", italic), ("code", code)) if on}
    return {"type": "text", "text": words} | ({"style": style} if style else {})


def _section(runs: list[Json]) -> Json | None:
    return _holding("rich_text_section", runs)


def _holding(kind: str, elements: list[Json]) -> Json | None:
    return {"type": kind, "elements": elements} if elements else None


def _rich(element: Json) -> Json:
    return {"type": "rich_text", "elements": [element]}


def _buttons(buttons: Sequence[Button]) -> list[Json]:
    """Buttons as elements, as many as there is room for.

    A command too long to be asked is no button: cut, it would ask something else.
    """
    elements: list[Json] = []
    for button in buttons:
        command = clean(button.command).strip()
        label = cut(" ".join(clean(button.label).split()) or command, LONGEST_LABEL, utf16)
        if not command or utf16(command) > LONGEST_COMMAND:
            continue
        element = {
            "type": "button",
            "action_id": f"{ACTION}:{len(elements)}",
            "text": {"type": "plain_text", "text": label, "emoji": False},
            "value": command,
        }
        if len(elements) == MOST_BUTTONS or size([*elements, element]) > LARGEST_BUTTONS:
            break
        elements.append(element)
    return elements
