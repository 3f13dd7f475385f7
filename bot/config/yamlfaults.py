"""What is wrong with a YAML file as a file: unreadable, not UTF-8, no YAML; told in words for a person."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.errors import ConfigError, Problem

SHOWN_WIDTH = 160
_LINE_BREAK = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")  # as libyaml counts lines
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]")


Mark = Any
"""Where something stands, `line` and `column` counted from 0. PyYAML's two parsers have a class each."""


class Place(NamedTuple):
    """A mark of our own."""

    line: int
    column: int


class _Fault(NamedTuple):
    said: str
    """Part of what libyaml says."""
    what: str
    do: str
    at_start: bool = False
    """Point at where the thing begins that went wrong, not at where the parser gave up."""


_QUOTES = "text that starts with * & @ ` or % needs quotes"
_FAULTS = (
    _Fault("cannot start any token", "this character cannot start a text", _QUOTES),
    _Fault("alphabetic or numeric character", "a name is expected after this character", _QUOTES),
    _Fault("mapping values are not allowed", "a colon is not expected here", "is the line above indented alike?"),
    _Fault("could not find expected ':'", "this line has no colon", "write `key: value`, with a space", at_start=True),
    _Fault("expected key", "this does not line up with the keys above it", "indent it as they are"),
    _Fault("expected '-' indicator", "this does not line up with the list above it", "start it with '- ' as there"),
    _Fault("expected ',' or ']'", "this list lacks a comma or its end", "close it with ']'", at_start=True),
    _Fault("expected ',' or '}'", "these braces lack a comma or their end", "close them with '}'", at_start=True),
    _Fault("unexpected end of stream", "this quote is never closed", "add the closing quote", at_start=True),
)


def read(path: Path, *, max_bytes: int) -> str:
    """The text of a configuration file.

    Raises:
        ConfigError: it is missing, unreadable, larger than `max_bytes` or not UTF-8.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(max_bytes + 1)
    except FileNotFoundError:
        raise refuse(str(path), "there is no such file", "give its path with --config or VEDETTE_CONFIG") from None
    except IsADirectoryError:
        raise refuse(str(path), "this is a folder", f"did you mean '{path / 'feeds.yaml'}'?") from None
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise refuse(str(path), f"cannot be read: {why}", "check the path and its permissions") from None
    if len(raw) > max_bytes:
        raise refuse(str(path), f"is larger than {max_bytes // 2**20} MB", "is it the right file?")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        problem = Problem(where=str(path), what=what, line=line, suggestion="save the file as UTF-8")
        raise ConfigError([problem]) from None


def refuse(where: str, what: str, suggestion: str) -> ConfigError:
    """The error for a file that is wrong as a whole."""
    return ConfigError([Problem(where=where, what=what, suggestion=suggestion)])


def split_lines(text: str) -> tuple[str, ...]:
    """The lines of `text`, counted as YAML counts them."""
    return tuple(_LINE_BREAK.split(text))


def point(where: str, lines: tuple[str, ...], at: Mark, what: str, suggestion: str | None = None) -> Problem:
    """A problem at a place, with its line; without it where the line is too wide to show."""
    shown = _UNPRINTABLE.sub(" ", lines[at.line].rstrip()) if at.line < len(lines) else ""
    if len(shown) > SHOWN_WIDTH:
        shown = shown[: SHOWN_WIDTH - 1] + "…"
    return Problem(
        where=where,
        what=what,
        line=at.line + 1,
        column=at.column + 1,
        source_line=shown if shown and at.column <= len(shown) else None,
        suggestion=suggestion,
    )


def syntax(where: str, lines: tuple[str, ...], error: yaml.MarkedYAMLError) -> Problem:
    """What the parser stumbled over."""
    said, at = error.problem or "this is not YAML", error.problem_mark or error.context_mark or Place(0, 0)
    line = lines[at.line] if at.line < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        at = Place(at.line, line.index("\t"))
        return point(where, lines, at, "a tab stands where YAML expects spaces", "indent with spaces only")
    for fault in _FAULTS:
        if fault.said in said:
            start = error.context_mark if fault.at_start else None
            return point(where, lines, start or at, fault.what, fault.do)
    return point(where, lines, at, said)


def undecodable(where: str, text: str, error: yaml.reader.ReaderError | UnicodeEncodeError) -> ConfigError:
    """The error for a character that YAML does not allow."""
    found = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    if found is None:
        return refuse(where, f"is not YAML: {error}", "save the file anew as plain UTF-8")
    line = len(_LINE_BREAK.findall(text, 0, found.start())) + 1
    what = f"the character U+{ord(found[0]):04X} is not allowed in YAML"
    problem = Problem(where=where, what=what, line=line, suggestion="delete it: it is invisible in most editors")
    return ConfigError([problem])
