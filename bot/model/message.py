"""Words, facts, links, buttons and a picture, before any platform's markup.

Text in here is plain text from anywhere: only a renderer (`chat/*`) knows how to escape and cut it for its chat.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of text with one look; with `url` it is a link (mere text where that is not http or https)."""

    text: str
    url: str | None = None
    bold: bool = False
    italic: bool = False
    code: bool = False


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The headline of a message or of a section of it."""

    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text."""

    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Somebody else's words, verbatim: the sentences of a summary."""

    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list; `numbered` counts from 1."""

    lines: tuple[Line, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Short labelled values, such as `Matched: S-400 (air defence)`."""

    pairs: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns of short text, in fixed width where the chat has it."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Small print."""

    line: Line


Part = Heading | Paragraph | Quote | Bullets | Facts | Table | Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button that asks `command` (`find "air defence" page:2`), as if the presser had typed it."""

    label: str
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A PNG with words for those who cannot see it."""

    png: bytes
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is to be said. A renderer keeps the order and shortens the longest text first where a chat is narrow."""

    parts: tuple[Part, ...]
    buttons: tuple[Button, ...] = ()
    picture: Picture | None = None


def text(words: str) -> Line:
    """A line of plain words."""
    return (Span(text=words),)


def say(*paragraphs: str) -> Message:
    """A message of plain paragraphs."""
    return Message(parts=tuple(Paragraph(line=text(words)) for words in paragraphs))
