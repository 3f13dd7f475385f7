"""Messages that are too long for a chat, made to fit before they are rendered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import assert_never

from bot.chat.cutting import ELLIPSIS, cut, utf16
from bot.model.message import Bullets, Facts, Heading, Line, Message, Note, Paragraph, Part, Quote, Span, Table, text

LEAST = 24
"""UTF-16 units that every part keeps before any part is left out."""
MOST = 40_000
"""UTF-16 units that no chat takes; a longer message is cut to about this before anything is rendered, for speed."""
MOST_PARTS = 400
LEFT_OUT = Note(line=text("… the rest is too long for one message"))


def fitted(message: Message, fits: Callable[[Message], bool]) -> Message:
    """The fullest form of `message` that `fits`.

    The longest parts give way first, down to a common length; texts end between words, lists and tables say how many
    lines they lost. Only if that is not enough are parts left out, from the end. The order never changes. `fits` asks
    the renderer, so that markup, bullets and escapes are counted; where it takes nothing at all, the result is its
    last refusal: a single line.
    """
    message = _bounded(message)
    if fits(message):
        return message

    def with_room(room: int) -> Message:
        return replace(message, parts=tuple(squeeze(part, room) for part in message.parts))

    def with_parts(count: int) -> Message:
        return replace(shortest, parts=(*shortest.parts[:count], LEFT_OUT))

    shortest = with_room(LEAST)
    if fits(shortest):
        longest = max(map(_length, message.parts), default=LEAST)
        return with_room(_most(lambda room: fits(with_room(room)), LEAST, longest))
    return with_parts(_most(lambda count: fits(with_parts(count)), 0, len(message.parts)))


def _bounded(message: Message) -> Message:
    parts = message.parts[:MOST_PARTS]
    room = _level([_length(part) for part in parts], MOST)
    bounded = tuple(squeeze(part, max(room, LEAST)) for part in parts)
    return replace(message, parts=bounded if len(parts) == len(message.parts) else (*bounded, LEFT_OUT))


def squeeze(part: Part, room: int) -> Part:
    """`part` with about `room` UTF-16 units of text at most."""
    if _length(part) <= room:
        return part
    match part:
        case Heading() | Paragraph() | Quote() | Note():
            return replace(part, line=cut_line(part.line, room))
        case Bullets(lines=lines):
            kept = _kept([_line_length(line) + 1 for line in lines], room)
            cut_lines = tuple(cut_line(line, room) for line in lines[:kept])
            return replace(part, lines=(*cut_lines, text(_more(len(lines) - kept)))[: len(lines)])
        case Facts(pairs=pairs):
            few = pairs[: max(1, room // LEAST)]
            level = _level([utf16(label) + _line_length(line) for label, line in few], room)
            facts = tuple((cut(label, level // 2, utf16), cut_line(line, level)) for label, line in few)
            return replace(part, pairs=(*facts, ("", text(_more(len(pairs) - len(few)))))[: len(pairs)])
        case Table(rows=rows):
            kept = _kept([_row_length(row) for row in rows], room)
            return replace(part, rows=(*rows[:kept], (_more(len(rows) - kept),))[: len(rows)])
        case _:
            assert_never(part)


def cut_line(line: Line, room: int) -> Line:
    """`line` with at most `room` UTF-16 units; the span in which the end falls is cut, those after it go."""
    line = tuple(span for span in line if span.text)
    words = "".join(span.text for span in line)
    short = cut(words, room, utf16)
    if short == words:
        return line
    left = len(short) - len(ELLIPSIS) if short else 0
    kept: list[Span] = []
    for span in line:
        if left <= len(span.text):
            kept.append(replace(span, text=span.text[:left].rstrip() + ELLIPSIS))
            break
        kept.append(span)
        left -= len(span.text)
    return tuple(kept)


def _most(works: Callable[[int], bool], least: int, most: int) -> int:
    """The largest number from `least` (which works, or is the best there is) to `most` that works, by bisection."""
    while most > least:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if works(middle) else (least, middle - 1)
    return least


def _kept(lengths: Sequence[int], room: int) -> int:
    """How many of lines so long, the first of them at least, have room together."""
    used = 0
    for count, length in enumerate(lengths):
        used += length
        if count and used > room:
            return count
    return len(lengths)


def _level(lengths: Sequence[int], room: int) -> int:
    """The length to which the longest must be cut so that all of `lengths` together have `room`."""
    return _most(lambda level: sum(min(length, level) for length in lengths) <= room, 1, max(lengths, default=1))


def _more(count: int) -> str:
    return f"… {count} more" if count else ""


def _line_length(line: Line) -> int:
    """Units of text; each span counts one more, so that nothing is endless and yet of no length."""
    return sum(utf16(span.text) for span in line) + len(line)


def _length(part: Part) -> int:
    match part:
        case Heading(line=line) | Paragraph(line=line) | Quote(line=line) | Note(line=line):
            return _line_length(line)
        case Bullets(lines=lines):
            return sum(map(_line_length, lines)) + len(lines)
        case Facts(pairs=pairs):
            return sum(utf16(label) + _line_length(line) for label, line in pairs) + len(pairs)
        case Table(header=header, rows=rows):
            return sum(map(_row_length, (header, *rows)))
        case _:
            assert_never(part)


def _row_length(row: Sequence[str]) -> int:
    return sum(map(utf16, row)) + len(row) + 1
