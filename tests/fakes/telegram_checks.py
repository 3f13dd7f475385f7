"""What Telegram refuses in a message, and what it would make of the text: entities, pings, commands.

Wording of the errors as the Bot API sends them. Stricter than Telegram in three ways: a bare "&", a link that is not
http or https, and an unknown attribute are refused, since each means that something was not escaped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_CALLBACK = 64
MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
TAGS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TOKEN = re.compile(
    r"""<(?P<close>/?)(?P<tag>[a-z\-]+)(?P<attributes>(?:\ [a-z]+="[^"<>]*")*)>  # a tag
      | &(?:(?P<name>[a-z]+)|\#(?P<number>x[0-9a-f]{1,6}|\d{1,7}));                             # a character
      | (?P<text>[^<&]+)""",
    re.VERBOSE,
)
MENTION = re.compile(r"(?<!\w)@(\w{2,32})\b", re.ASCII)
COMMAND = re.compile(r"(?<![\w/<>])/(\w{1,64})(?:@\w{3,32})?(?![\w/<>])")
VERBATIM = frozenset({"code", "pre"})


class Refused(Exception):
    """The Bot API says no."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass(slots=True)
class Parsed:
    """Text as a reader sees it, with Telegram's entities (offsets in UTF-16 units)."""

    text: str
    entities: list[Json] = field(default_factory=list)

    @property
    def pings(self) -> list[str]:
        """The names that would be notified."""
        return MENTION.findall(self._open_text())

    @property
    def commands(self) -> list[str]:
        """The words that a tap would send as a command."""
        return COMMAND.findall(self._open_text())

    def _open_text(self) -> str:
        """The text with code blanked out: Telegram looks for nothing there."""
        units = self.text.encode("utf-16-le")
        for entity in self.entities:
            if entity["type"] in VERBATIM:
                start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
                units = units[:start] + " ".encode("utf-16-le") * entity["length"] + units[end:]
        return units.decode("utf-16-le")


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def bad_request(why: str, **parameters: int) -> Refused:
    """A refusal with status 400."""
    return Refused(400, f"Bad Request: {why}", **parameters)


def parse_html(html: str) -> Parsed:
    """Read the markup, or refuse it with "can't parse entities"."""
    parsed = Parsed("")
    open_tags: list[tuple[str, Json]] = []
    position = 0
    while position < len(html):
        token = TOKEN.match(html, position)
        at = f"at byte offset {len(html[:position].encode())}"
        if token is None:
            raise bad_request(f"can't parse entities: unexpected {html[position]!r} {at}")
        if token["text"] is not None:
            parsed.text += token["text"]
        elif token["tag"] is None:
            parsed.text += _character(token, at)
        elif token["close"]:
            _close(token["tag"], open_tags, parsed, at)
        else:
            open_tags.append((token["tag"], _opened(token, open_tags, parsed, at)))
        position = token.end()
    if open_tags:
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1][0]}\"")
    return parsed


def _character(token: re.Match[str], at: str) -> str:
    if token["number"]:
        digits = token["number"]
        return chr(int(digits[1:], 16) if digits.startswith("x") else int(digits))
    if token["name"] not in CHARACTERS:
        raise bad_request(f"can't parse entities: unknown character &{token['name']}; {at}")
    return CHARACTERS[token["name"]]


def _opened(token: re.Match[str], open_tags: list[tuple[str, Json]], parsed: Parsed, at: str) -> Json:
    tag, attributes = token["tag"], dict(re.findall(r'([a-z]+)="([^"]*)"', token["attributes"]))
    if tag not in TAGS or (tag in {"a", "blockquote"} and any(tag == other for other, _ in open_tags)):
        raise bad_request(f'can\'t parse entities: Unsupported start tag "{tag}" {at}')
    entity: Json = {"type": TAGS[tag], "offset": units(parsed.text)}
    if tag == "a":
        entity["url"] = parse_html(attributes.pop("href", "")).text
        if urlsplit(entity["url"]).scheme not in {"http", "https"} or not urlsplit(entity["url"]).hostname:
            raise bad_request(f"can't parse entities: a link to {entity['url']!r} {at}")
    if attributes:
        raise bad_request(f"can't parse entities: unknown attributes {sorted(attributes)} {at}")
    return entity


def _close(tag: str, open_tags: list[tuple[str, Json]], parsed: Parsed, at: str) -> None:
    if not open_tags or open_tags[-1][0] != tag:
        raise bad_request(f'can\'t parse entities: Unmatched end tag "{tag}" {at}')
    _, entity = open_tags.pop()
    entity["length"] = units(parsed.text) - entity["offset"]
    if entity["length"]:
        parsed.entities.append(entity)


def check_text(text: str, parse_mode: str | None, *, caption: bool = False) -> Parsed:
    """A message's text or caption, read and measured."""
    if parse_mode not in {None, "HTML"}:
        raise bad_request("unsupported parse_mode")
    parsed = parse_html(text) if parse_mode else Parsed(text)
    if not _readable(parsed.text):
        if caption and not text:
            return parsed
        raise bad_request("message text is empty")
    if units(parsed.text) > (LONGEST_CAPTION if caption else LONGEST_TEXT):
        raise bad_request("message caption is too long" if caption else "message is too long")
    return parsed


def _readable(text: str) -> bool:
    return any(character.isprintable() and not character.isspace() for character in text)


def check_keyboard(markup: Json | None) -> list[list[Json]]:
    """The rows of an inline keyboard."""
    rows: list[list[Json]] = (markup or {}).get("inline_keyboard", [])
    if sum(map(len, rows)) > MOST_BUTTONS or any(not 0 < len(row) <= MOST_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")
    for button in (button for row in rows for button in row):
        if not _readable(button.get("text", "")):
            raise bad_request("inline keyboard button text can't be empty")
        if not 0 < len(button.get("callback_data", "").encode()) <= LONGEST_CALLBACK:
            raise bad_request("BUTTON_DATA_INVALID")
    return rows


def check_commands(commands: list[Json]) -> list[Json]:
    """The menu of `setMyCommands`."""
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return commands
