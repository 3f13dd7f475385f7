"""The lines of a message: one layout for every chat that shows text, whatever its markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Protocol, assert_never

from bot.chat.cutting import clean, cut, readable, web_url
from bot.model.message import Bullets, Facts, Heading, Line, Message, Note, Paragraph, Part, Quote, Span, Table

WIDEST_CELL = 32
"""Characters; a phone shows about 40 in fixed width before it wraps a row and the columns are lost."""


class Style(Protocol):
    """A chat's markup. Every argument but `span`'s is finished markup already; all text has been through `clean`."""

    def span(self, text: str, span: Span) -> str:
        """`text` with the looks and the link of `span`, escaped."""
        ...

    def heading(self, words: str) -> str:
        """A headline."""
        ...

    def quote(self, words: str) -> str:
        """Somebody else's words."""
        ...

    def label(self, words: str) -> str:
        """What a fact is about, with its colon."""
        ...

    def columns(self, text: str) -> str:
        """Rows of fixed width, not escaped yet."""
        ...

    def note(self, words: str) -> str:
        """Small print."""
        ...


class Plain:
    """No markup at all; a link is followed by its address in brackets, unless `links` is off."""

    def __init__(self, *, links: bool = True) -> None:
        self._links = links

    def span(self, text: str, span: Span) -> str:
        """The words, then where they lead."""
        url = web_url(span.url) if self._links else None
        return f"{text} ({url})" if url and url != text else text

    def _as_it_is(self, words: str) -> str:
        return words

    heading = quote = label = columns = note = _as_it_is


def plain(message: Message, *, links: bool = True) -> str:
    """`message` as plain text, for chats and terminals that take no markup."""
    return lay_out(message, Plain(links=links))


def lay_out(message: Message, style: Style) -> str:
    """`message` in the markup of `style`, its parts in order; parts without visible text are left out."""
    laid: list[str] = []
    before: Part | None = None
    for part in message.parts:
        body = _part(part, style)
        if not body:
            continue
        if before is not None:
            laid.append("\n" if _close(before, part) else "\n\n")
        laid.append(body)
        before = part
    return "".join(laid)


def visible(part: Part) -> bool:
    """Is there anything to see in `part`?"""
    return readable(_part(part, Plain(links=False)))


def columns(table: Table) -> str:
    """`table` as lines of plain text with aligned columns, cells cut to `WIDEST_CELL`."""
    rows = [[cut(one_line(cell).strip(), WIDEST_CELL) for cell in row] for row in (table.header, *table.rows)]
    rows = [row for row in rows if any(row)]
    across = range(max(map(len, rows), default=0))
    widths = [max(len(row[column]) for row in rows if column < len(row)) for column in across]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip() for row in rows
    )


def _part(part: Part, style: Style) -> str:
    match part:
        case Heading(line=line):
            return _wrapped(style.heading, _line(line, style))
        case Paragraph(line=line):
            return _line(line, style, paragraphs=True)
        case Quote(line=line):
            return _wrapped(style.quote, _line(line, style, paragraphs=True))
        case Note(line=line):
            return _wrapped(style.note, _line(line, style))
        case Bullets(lines=lines, numbered=numbered):
            laid = (_line(line, style) for line in lines)
            marks = (f"{number}. " if numbered else "• " for number in range(1, len(lines) + 1))
            return "\n".join(mark + words for mark, words in zip(marks, laid, strict=True) if words)
        case Facts(pairs=pairs):
            return "\n".join(_facts(pairs, style))
        case Table():
            return _wrapped(style.columns, columns(part))
        case _:
            assert_never(part)


def _facts(pairs: Iterable[tuple[str, Line]], style: Style) -> Iterable[str]:
    for label, line in pairs:
        words = _line(line, style)
        if words:
            named = one_line(label).strip()
            yield f"{style.label(style.span(named + ':', Span(text=named)))} {words}" if named else words


def _line(line: Line, style: Style, *, paragraphs: bool = False) -> str:
    texts = [some_lines(span.text) if paragraphs else one_line(span.text) for span in line]
    if not readable("".join(texts)):
        return ""
    texts = _trimmed(texts)
    return "".join(style.span(text, span) for text, span in zip(texts, line, strict=True) if text)


def _trimmed(texts: list[str]) -> list[str]:
    """`texts` without white space at their common beginning and end."""
    first = next(place for place, text in enumerate(texts) if text.strip())
    last = next(place for place in reversed(range(len(texts))) if texts[place].strip())
    kept = [text if first <= place <= last else "" for place, text in enumerate(texts)]
    kept[first] = kept[first].lstrip()
    kept[last] = kept[last].rstrip()
    return kept


def one_line(text: str) -> str:
    """`text`, clean and on one line."""
    return re.sub(r"\s+", " ", clean(text))


def some_lines(text: str) -> str:
    """`text`, clean and with one empty line at most between two paragraphs."""
    return re.sub(r" ?\n ?(?:\n ?)+", "\n\n", re.sub(r"[^\S\n]+", " ", clean(text)))


def _wrapped(wrap: Callable[[str], str], words: str) -> str:
    return wrap(words) if words else ""


def _close(before: Part, after: Part) -> bool:
    """Do the two stand without an empty line between them?"""
    if isinstance(before, Heading | Quote) or isinstance(after, Quote):
        return True
    return isinstance(before, Facts | Note) and isinstance(after, Facts | Note)
