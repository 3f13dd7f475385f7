"""A compiled lexicon as bytes and back, so that a start need not make word forms again.

Plain JSON: whatever stands in the file, reading it makes strings and numbers and runs nothing. `fingerprint` names the
catalogue content, the cue data and the format that a lexicon was made of; keep the bytes under that name, and a change
of any of them is simply not found.
"""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from importlib import resources
from typing import Any, TypeVar

from bot.matching.lexicon import Lexicon, Name, Node, Owner
from bot.model.entity import Context, Entity, Kind

FORMAT = 11
"""Raised whenever compiling or this layout changes."""
_Value = TypeVar("_Value")
_DATA = (
    "organisations.yaml",
    "formations.yaml",
    "cues/general.yaml",
    "cues/classes.yaml",
    "cues/ambiguous.yaml",
    "cues/given-names.yaml",
)


def fingerprint(entities: Iterable[Entity]) -> str:
    """A name for what a lexicon of `entities` is made of: 32 hexadecimal digits."""
    digest = hashlib.blake2b(f"{FORMAT}".encode(), digest_size=16)
    package = resources.files("bot.matching")
    for name in _DATA:
        digest.update(package.joinpath(name).read_bytes())
    for entity in entities:
        digest.update(repr(entity).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def dump(lexicon: Lexicon) -> bytes:
    """`lexicon` as bytes for `load`."""
    numbers = {id(name): number for number, name in enumerate(lexicon.names)}
    content = {
        "format": FORMAT,
        "owners": [[_plain(getattr(owner, f.name)) for f in fields(Owner)] for owner in lexicon.owners],
        "names": [[getattr(name, f.name) for f in fields(Name)] for name in lexicon.names],
        "nodes": [
            [
                list(node.words.items()),
                node.marks,
                [numbers[id(name)] for name in node.names],
                b"".join(sorted(node.starts)).decode("ascii"),
            ]
            for node in lexicon.nodes
        ],
        "endings": [sorted(endings) for endings in lexicon.endings],
        "stems": lexicon.stems,
        "sounds": lexicon.sounds,
        "runs": lexicon.runs,
        "cues": _by_value(lexicon.cues),
        "phrases": [[[sorted(forms) for forms in words], group] for words, group in lexicon.phrases],
        "groups": lexicon.groups,
        "roles": {role: sorted(words) for role, words in lexicon.roles.items()},
        "given_names": lexicon.given_names,
        "anchors": _by_value({anchor.decode("ascii"): kind for anchor, kind in lexicon.anchors.items()}),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def load(data: bytes) -> Lexicon:
    """The lexicon that `dump` wrote.

    Raises:
        ValueError: `data` is damaged, or of another format; compile afresh.
    """
    try:
        with _uncollected():
            content = json.loads(data)
            if content["format"] != FORMAT:
                raise ValueError(f"a lexicon of format {content['format']}, not {FORMAT}")
            return _lexicon(content)
    except (KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise ValueError("no lexicon of ours, or a damaged one") from error


def _lexicon(content: dict[str, Any]) -> Lexicon:
    names = tuple(_name(row) for row in content["names"])
    return Lexicon(
        owners=tuple(_owner(row) for row in content["owners"]),
        names=names,
        nodes=tuple(
            Node(dict(words), marks, [names[number] for number in ending], _pairs(starts.encode("ascii")))
            for words, marks, ending, starts in content["nodes"]
        ),
        endings=tuple(frozenset(endings) for endings in content["endings"]),
        stems={stem: tuple((e, w) for e, w in shapes) for stem, shapes in content["stems"].items()},
        sounds=_tuples(content["sounds"]),
        runs=_tuples(content["runs"]),
        cues=_by_key([(tuple(groups), forms) for groups, forms in content["cues"]]),
        phrases=tuple((tuple(frozenset(f) for f in words), group) for words, group in content["phrases"]),
        groups=tuple(content["groups"]),
        roles={role: frozenset(words) for role, words in content["roles"].items()},
        given_names=content["given_names"],
        anchors={anchor.encode("ascii"): kind for anchor, kind in _by_key(content["anchors"]).items()},
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for garbage: half a million small objects are made, and none of them is any."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _by_value(table: Mapping[str, _Value]) -> list[tuple[_Value, str]]:
    """The rows of a table with few different values: each value once, and its keys a line each."""
    keys: dict[_Value, list[str]] = {}
    for key, value in table.items():
        keys.setdefault(value, []).append(key)
    return [(value, "\n".join(those)) for value, those in keys.items()]


def _by_key(rows: Iterable[tuple[_Value, str]]) -> dict[str, _Value]:
    return {key: value for value, keys in rows for key in keys.split("\n")}


def _pairs(starts: bytes) -> set[bytes]:
    return {starts[place : place + 2] for place in range(0, len(starts), 2)}


def _tuples(table: dict[str, list[int]]) -> dict[str, tuple[int, ...]]:
    return {key: tuple(values) for key, values in table.items()}


def _name(row: list[Any]) -> Name:
    owner, alias, folded, context, *flags = row
    return Name(owner, alias, folded, Context(context), *flags)


def _owner(row: list[Any]) -> Owner:
    id_, kind, class_, country, families, given, weighs, allies, *rest = row
    return Owner(
        id_, Kind(kind), class_, country, tuple(families), tuple(given), dict(weighs), frozenset(allies), *rest
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return list(value.items())
    return sorted(value) if isinstance(value, frozenset) else value
