"""The parts of a message as Rich draws them on a terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never
from urllib.parse import urlsplit

from rich import box
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.style import Style
from rich.table import Table as Grid
from rich.text import Text

from bot.chat.cutting import clean, cut, web_url
from bot.chat.layout import one_line, some_lines, visible
from bot.model.message import Bullets, Facts, Heading, Line, Message, Note, Paragraph, Part, Quote, Table

LONGEST_ADDRESS = 76
LONGEST_HEADLINE = 72
LONGEST_LABEL = 32
_BAR = Segment("▎ ", Style(color="cyan"))
_SPACE = Text("")


def body(message: Message) -> list[RenderableType]:
    """What stands on the card, from top to bottom."""
    drawn: list[RenderableType] = []
    before: Part | None = None
    for part in message.parts:
        if not visible(part):
            continue
        if before is not None and _apart(before, part):
            drawn.append(_SPACE)
        drawn += _draw(part)
        before = part
    return drawn


def headline(message: Message) -> str:
    """The words of the first heading; without one, of the first part."""
    for part in sorted(message.parts, key=lambda part: not isinstance(part, Heading)):
        if isinstance(part, Heading | Paragraph | Quote | Note) and visible(part):
            return cut(_text(part.line).plain, LONGEST_HEADLINE)
    return ""


def commands(message: Message) -> list[str]:
    """What the buttons ask."""
    return [command for button in message.buttons if (command := one_line(button.command).strip())]


class _Quoted:
    """Text with a bar along its left side."""

    def __init__(self, words: Text) -> None:
        self._words = words

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        narrower = options.update(width=max(1, options.max_width - 2))
        for line in console.render_lines(self._words, narrower, pad=False):
            yield _BAR
            yield from line
            yield Segment.line()


def _draw(part: Part) -> Iterator[RenderableType]:
    match part:
        case Heading(line=line):
            yield _text(line, "bold")
            if address := next((url for span in line if (url := web_url(span.url))), None):
                yield Text(_short(address), Style(dim=True, link=address))
        case Paragraph(line=line):
            yield _text(line, lines=True)
        case Quote(line=line):
            yield _Quoted(_text(line, lines=True))
        case Note(line=line):
            yield _text(line, "dim")
        case Bullets(lines=lines, numbered=numbered):
            grid = _grid()
            for number, line in enumerate(lines, 1):
                grid.add_row(Text(f"{number}." if numbered else "•", "dim"), _text(line))
            yield grid
        case Facts(pairs=pairs):
            grid = _grid()
            for label, line in pairs:
                grid.add_row(Text(cut(one_line(label), LONGEST_LABEL), "dim"), _text(line))
            yield grid
        case Table(header=header, rows=rows):
            yield _table(header, rows)
        case _:
            assert_never(part)


def _grid() -> Grid:
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    return grid


def _table(header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Grid:
    table = Grid(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, show_header=any(header), header_style="dim")
    for column in range(max(map(len, (header, *rows)))):
        table.add_column(Text(one_line(header[column]) if column < len(header) else ""))
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    return table


def _text(line: Line, style: str = "", *, lines: bool = False) -> Text:
    words = Text(style=style, overflow="fold")
    for span in line:
        url = web_url(span.url)
        look = Style(bold=span.bold or None, italic=span.italic or None, color="cyan" if span.code else None, link=url)
        words.append((some_lines if lines else one_line)(span.text), look)
    return words


def _short(address: str) -> str:
    """An address as a reader needs it: without its scheme, and not too long. The whole of it is in the link."""
    parts = urlsplit(address)
    return cut(clean(parts.netloc.removeprefix("www.") + parts.path.rstrip("/")), LONGEST_ADDRESS)


def _apart(before: Part, after: Part) -> bool:
    """Is there an empty line between the two?"""
    if isinstance(before, Heading):
        return not isinstance(after, Heading | Paragraph | Bullets | Note)
    return not (isinstance(before, Note) and isinstance(after, Note))
