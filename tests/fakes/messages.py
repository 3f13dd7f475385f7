"""Messages as plain text, to read in tests what a person would read."""

from __future__ import annotations

from bot.model.message import Bullets, Facts, Line, Message, Part, Table


def plain(message: Message) -> str:
    """The words of all parts, a line each, then the buttons as `[label: command]`."""
    buttons = [f"[{button.label}: {button.command}]" for button in message.buttons]
    return "\n".join([*(words for part in message.parts for words in _words(part)), *buttons])


def commands(message: Message) -> list[str]:
    """What the buttons ask."""
    return [button.command for button in message.buttons]


def _words(part: Part) -> list[str]:
    match part:
        case Bullets(lines=lines):
            return [f"- {_line(line)}" for line in lines]
        case Facts(pairs=pairs):
            return [f"{label}: {_line(line)}" for label, line in pairs]
        case Table(header=header, rows=rows):
            return [" | ".join(row) for row in (header, *rows)]
        case _:
            return [_line(part.line)]


def _line(line: Line) -> str:
    return "".join(f"{span.text}<{span.url}>" if span.url else span.text for span in line)
