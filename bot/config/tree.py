"""YAML as a tree of plain strings that remembers where everything stands, so that errors can point at it.

Every scalar stays the text that was typed: model numbers such as 3.10, 012 or 2E3, a country called NO and times such
as 12:30 would otherwise become numbers, booleans and seconds. The tree is built from the parser's events and not by
PyYAML's composer, which overflows the stack on deep nesting and expands aliases without end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.config.yamlfaults import Mark, point, refuse, split_lines, syntax, undecodable
from bot.errors import ConfigError, Problem

try:
    from yaml import CBaseLoader as Loader  # ten times as fast
except ImportError:  # PyYAML was built without libyaml
    from yaml import BaseLoader as Loader  # type: ignore[assignment]

MAX_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 20
MAX_REPEATED = 10_000
"""Nodes that aliases (`*name`) may stand for in all; ten lines of YAML can otherwise ask for billions."""

Route = tuple[str | int, ...]
"""The way to a value: keys and list positions, from the root."""


@dataclass(slots=True, kw_only=True)
class Node:
    """A value and where it stands; `keys` are the places of a mapping's keys, `size` counts it and all below it."""

    at: Mark
    value: str | list[Node] | dict[str, Node]
    keys: dict[str, Mark] = field(default_factory=dict)
    quoted: bool = False
    size: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A YAML document: `data` as dicts, lists and strings (a key without a value is left out), and its places."""

    where: str
    lines: tuple[str, ...]
    root: Node
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
        return self._nearest(route)[0].quoted

    def problem(self, route: Route, what: str, suggestion: str | None = None, *, key: bool = False) -> Problem:
        """A problem with the value at `route` (with `key`, the key before it), or with the nearest thing around it."""
        node, key_at = self._nearest(route)
        return point(self.where, self.lines, key_at if key and key_at else node.at, what, suggestion)

    def _nearest(self, route: Route) -> tuple[Node, Mark | None]:
        """The node at `route`, or the last one on the way to it; and where its key stands, if it has one."""
        node, key_at = self.root, None
        for step in route:
            held = node.value
            if isinstance(held, dict) and step in held:
                node, key_at = held[str(step)], node.keys[str(step)]
            elif isinstance(held, list) and isinstance(step, int) and step < len(held):
                node, key_at = held[step], None
            else:
                return node, None
        return node, key_at


def parse(text: str, where: str) -> Tree:
    """The tree of the one YAML document in `text`; `where` names it in errors.

    Raises:
        ConfigError: it is no YAML, empty, too large or deep, repeats a key, or repeats itself through aliases.
    """
    if len(text) > MAX_BYTES:
        raise refuse(where, f"is larger than {MAX_BYTES // 2**20} MB", "is it the right file?")
    lines = split_lines(text)
    builder = _Builder(where=where, lines=lines)
    try:
        root = builder.document(yaml.parse(text, Loader=Loader))
    except yaml.MarkedYAMLError as error:
        raise ConfigError([*builder.problems, syntax(where, lines, error)]) from None
    except (yaml.reader.ReaderError, UnicodeEncodeError) as error:
        raise undecodable(where, text, error) from None
    if root is None or root.value == "":
        raise refuse(where, "the file is empty", "README.md shows what belongs in it")
    if builder.problems:
        raise ConfigError(builder.problems)
    return Tree(where=where, lines=lines, root=root, data=_plain(root))


def _plain(node: Node) -> Any:
    match node.value:
        case list(children):
            return [_plain(child) for child in children]
        case dict(children):
            # `key:` with nothing after it is left out, as YAML's null would be
            return {key: _plain(child) for key, child in children.items() if child.value != "" or child.quoted}
        case text:
            return text


class _Builder:
    """Builds nodes from events; notes what is wrong with keys and goes on, stops at what is too deep or too much."""

    def __init__(self, *, where: str, lines: tuple[str, ...]) -> None:
        self.where = where
        self.lines = lines
        self.problems: list[Problem] = []
        self.events: Iterator[yaml.Event] = iter(())
        self.anchors: dict[str, Node] = {}
        self.repeated = 0

    def document(self, events: Iterator[yaml.Event]) -> Node | None:
        """The root of the one document; None where there is none."""
        self.events = events
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise self.stop(event.start_mark, "a second document starts here", "remove the line `---`")
                root = self.node(next(events), 0)
        return root

    def node(self, event: yaml.Event, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self.stop(event.start_mark, "this is nested too deeply", "no more than a few levels are needed")
        if isinstance(event, yaml.ScalarEvent):
            node = Node(at=event.start_mark, value=event.value, quoted=bool(event.style))
        elif isinstance(event, yaml.MappingStartEvent):
            node = self.mapping(event, depth)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self.sequence(event, depth)
        elif isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        else:
            raise TypeError(f"the YAML parser broke its own grammar: {event}")
        if event.anchor:
            self.anchors[event.anchor] = node  # only now that it is whole: it cannot hold itself
        return node

    def alias(self, event: yaml.AliasEvent) -> Node:
        node = self.anchors.get(str(event.anchor))
        if node is None:
            what = f"there is no '&{event.anchor}' before this"
            raise self.stop(event.start_mark, what, "text that starts with '*' needs quotes")
        self.repeated += node.size
        if self.repeated > MAX_REPEATED:
            raise self.stop(event.start_mark, "aliases repeat too much", "write it out instead")
        return node

    def sequence(self, start: yaml.SequenceStartEvent, depth: int) -> Node:
        children: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            children.append(self.node(event, depth + 1))
        return Node(at=start.start_mark, value=children, size=1 + sum(child.size for child in children))

    def mapping(self, start: yaml.MappingStartEvent, depth: int) -> Node:
        children: dict[str, Node] = {}
        keys: dict[str, Mark] = {}
        size = 1
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key, value = self.node(event, depth + 1), self.node(next(self.events), depth + 1)
            size += key.size + value.size
            if not isinstance(key.value, str):
                self.note(key.at, "a key should be a word", "text that starts with '{' or '[' needs quotes")
            elif key.value in children:
                first = keys[key.value].line + 1
                self.note(event.start_mark, f"the key {key.value!r} is here already, in line {first}", "keep one")
            else:
                keys[key.value], children[key.value] = event.start_mark, value
        return Node(at=start.start_mark, value=children, keys=keys, size=size)

    def note(self, at: Mark, what: str, suggestion: str) -> None:
        self.problems.append(point(self.where, self.lines, at, what, suggestion))

    def stop(self, at: Mark, what: str, suggestion: str) -> ConfigError:
        self.note(at, what, suggestion)
        return ConfigError(self.problems)
