"""YAML as a tree of plain strings that remembers where everything stands, so that errors can point at it.

Every scalar stays the text that was typed (PyYAML's base loader): model numbers such as 3.10, 012 or 2E3, a country
called NO and times such as 12:30 would otherwise become numbers, booleans and seconds. Size, depth and the repetition
of anchors are bounded, so a hostile file costs no more than a long one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.errors import ConfigError, Problem

try:
    from yaml import CBaseLoader as Loader  # ten times as fast
except ImportError:  # PyYAML was built without libyaml
    from yaml import BaseLoader as Loader  # type: ignore[assignment]

MAX_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 20
MAX_REPEATED = 10_000
"""Nodes that aliases (`*name`) may stand for in all; ten lines of YAML can otherwise ask for billions."""
SHOWN_WIDTH = 160

Route = tuple[str | int, ...]
"""The way to a value: keys and list positions, from the root."""

_LINE_BREAK = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")  # as libyaml counts lines
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_ADVICE = (
    ("cannot start any token", "YAML is indented with spaces, never with tabs"),
    ("mapping values are not allowed", "check the indentation; text that holds ': ' needs quotes"),
    ("could not find expected ':'", "a key needs a colon and a space after it, as in `name: Example`"),
    ("did not find expected key", "line it up with the keys above it"),
    ("did not find expected '-' indicator", "line it up with the '- ' above it"),
    ("did not find expected ',' or ']'", "close the list with ']', and put a comma between its entries"),
    ("did not find expected ',' or '}'", "close the braces with '}', and put a comma between the keys"),
    ("unexpected end of stream", "a quote is opened and never closed"),
    ("undefined alias", "text that starts with '*' needs quotes"),
    ("alphabetic or numeric character", "text that starts with '*' or '&' needs quotes"),
    ("control characters are not allowed", "delete the invisible character, or save the file anew as plain UTF-8"),
    ("expected a single document", "one file holds one document: remove the line '---'"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A YAML document: `data` as dicts, lists and strings (a key without a value is left out), and its marks."""

    where: str
    lines: tuple[str, ...]
    root: yaml.Node
    data: Any

    def each(self, *route: str | int) -> Iterator[tuple[Route, Any]]:
        """Whatever stands in the list or mapping at `route`, with its route; nothing where there is neither."""
        held = self.data
        for step in route:
            try:
                held = held[step]
            except (KeyError, IndexError, TypeError):
                return
        if isinstance(held, dict):
            yield from (((*route, key), value) for key, value in held.items())
        elif isinstance(held, list):
            yield from (((*route, position), value) for position, value in enumerate(held))

    def quoted(self, route: Route) -> bool:
        """Was the scalar at `route` written in quotes, or as a block of text?"""
        return bool(getattr(self._node(route), "style", None))

    def problem(self, route: Route, what: str, suggestion: str | None = None, *, key: bool = False) -> Problem:
        """A problem with the value at `route` (with `key`, the key before it), or with the nearest thing around it."""
        return _problem(self.where, self.lines, self._node(route, key=key).start_mark, what, suggestion)

    def _node(self, route: Route, *, key: bool = False) -> yaml.Node:
        node = self.root
        for depth, step in enumerate(route):
            if isinstance(node, yaml.MappingNode):
                found = next(((k, v) for k, v in node.value if k.value == step), None)
                if found is None:
                    break
                node = found[0] if key and depth == len(route) - 1 else found[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                break
        return node


def read(path: Path) -> str:
    """The text of a configuration file.

    Raises:
        ConfigError: it is missing, unreadable, larger than `MAX_BYTES` or not UTF-8.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _refused(path, "there is no such file", "give its path with --config or VEDETTE_CONFIG") from None
    except IsADirectoryError:
        raise _refused(path, "this is a folder, not a file", f"did you mean {path / 'feeds.yaml'}?") from None
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror}", "check its permissions") from None
    if len(raw) > MAX_BYTES:
        raise _refused(path, f"is larger than {MAX_BYTES // 2**20} MB", "is it the right file?")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        raise ConfigError(
            [Problem(where=str(path), what=what, line=line, suggestion="save the file as UTF-8")]
        ) from None


def parse(text: str, where: str) -> Tree:
    """The tree of the one YAML document in `text`; `where` names it in errors.

    Raises:
        ConfigError: it is no YAML, empty, too deep, repeats a key, or repeats itself through aliases without end.
    """
    lines = tuple(_LINE_BREAK.split(text))
    if len(text) > MAX_BYTES:
        raise ConfigError([Problem(where=where, what=f"is larger than {MAX_BYTES // 2**20} MB")])
    try:
        root = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        raise ConfigError([_syntax(where, lines, error)]) from None
    except yaml.reader.ReaderError as error:
        suggestion = next(advice for words, advice in _ADVICE if words.startswith("control"))
        what = f"character U+{_code(error.character):04X} is not allowed in YAML"
        line = len(_LINE_BREAK.findall(text.encode()[: error.position].decode(errors="replace")))
        raise ConfigError([Problem(where=where, what=what, line=line + 1, suggestion=suggestion)]) from None
    if root is None or (isinstance(root, yaml.ScalarNode) and not root.value):
        raise ConfigError([Problem(where=where, what="the file is empty", suggestion="see README.md for an example")])
    walk = _Walk(where=where, lines=lines)
    data = walk.plain(root, 0)
    if walk.problems:
        raise ConfigError(walk.problems)
    return Tree(where=where, lines=lines, root=root, data=data)


class _Walk:
    """One walk over the nodes: makes plain data of them, counts what aliases repeat, notes repeated keys."""

    def __init__(self, *, where: str, lines: tuple[str, ...]) -> None:
        self.where = where
        self.lines = lines
        self.problems: list[Problem] = []
        self.seen: set[int] = set()
        self.repeated = 0

    def plain(self, node: yaml.Node, depth: int) -> Any:
        if id(node) in self.seen:
            self.repeated += 1
        self.seen.add(id(node))
        if depth > MAX_DEPTH or self.repeated > MAX_REPEATED:
            what = "nested too deeply" if depth > MAX_DEPTH else "aliases repeat too much"
            raise ConfigError([*self.problems, self._problem(node, what, "write it out plainly")])
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(child, depth + 1) for child in node.value]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, depth)
        return node.value

    def _mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        first: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.problems.append(self._problem(key, "a key should be a word", "quote text that starts with { or ["))
                continue
            if key.value in first:
                what = f"the key {key.value!r} is here twice, first in line {first[key.value]}"
                self.problems.append(self._problem(key, what, "keep one of them"))
                continue
            first[key.value] = key.start_mark.line + 1
            plain = self.plain(value, depth + 1)
            if plain != "" or value.style:  # `key:` with nothing after it is left out, as YAML's null would be
                data[key.value] = plain
        return data

    def _problem(self, node: yaml.Node, what: str, suggestion: str) -> Problem:
        return _problem(self.where, self.lines, node.start_mark, what, suggestion)


def _problem(where: str, lines: tuple[str, ...], mark: yaml.Mark, what: str, suggestion: str | None = None) -> Problem:
    """A problem at `mark`; a line too wide to show it is left away."""
    shown = _UNPRINTABLE.sub(" ", lines[mark.line].rstrip()) if mark.line < len(lines) else ""
    if len(shown) > SHOWN_WIDTH:
        shown = shown[: SHOWN_WIDTH - 1] + "…"
    fits = bool(shown) and mark.column <= len(shown)
    return Problem(
        where=where,
        what=what,
        line=mark.line + 1,
        column=mark.column + 1,
        source_line=shown if fits else None,
        suggestion=suggestion,
    )


def _syntax(where: str, lines: tuple[str, ...], error: yaml.MarkedYAMLError) -> Problem:
    words = error.problem or "this is not YAML"
    mark = error.problem_mark or error.context_mark
    suggestion = next((advice for known, advice in _ADVICE if known in words), None)
    if mark is None:
        return Problem(where=where, what=words, suggestion=suggestion)
    if mark.line < len(lines) and "\t" in lines[mark.line][: mark.column + 1]:
        words, suggestion = "a tab where YAML expects spaces", _ADVICE[0][1]
    return _problem(where, lines, mark, words, suggestion)


def _refused(path: Path, what: str, suggestion: str) -> ConfigError:
    return ConfigError([Problem(where=str(path), what=what, suggestion=suggestion)])


def _code(character: str | int | bytes) -> int:
    return character if isinstance(character, int) else ord(character)
