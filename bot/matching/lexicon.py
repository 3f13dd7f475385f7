"""A catalogue compiled for reading text: every name as a path of word forms and marks, and what the gates must know.

A name is a path through a tree. Its steps are words (any form of «Іскандер») and marks (the `m` of Iskander-M, the `2`
of Leopard 2). Designations stand beside the tree under their keys. `anchors` are the beginnings, in coarse letters, of
everything that may start a name: `scan` looks for those in one pass and does exact work only there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from ahocorasick_rs import BytesAhoCorasick

from bot.model.entity import Context, Kind

WORD, RUN, NEGATION = 1, 2, 4
"""What an anchor may begin: a word of the tree, a designation, a denial. One anchor may begin several."""

SHADOW = -1
"""Owner of a phrase in which a name is something else ("Tiger tank", Sea of Azov): it swallows the name."""


@dataclass(frozen=True, slots=True)
class Name:
    """One catalogue name of one entity."""

    owner: int
    alias: str
    context: Context
    exact: bool
    variants: bool
    cyrillic: bool
    organisation: bool = False


@dataclass(slots=True)
class Node:
    """A place in the tree: what may come next, and the names that end here."""

    words: dict[int, int] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    names: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Owner:
    """What the matcher must know of an entity."""

    id: str
    kind: Kind
    class_: str
    families: tuple[str, ...]
    given: tuple[str, ...]
    """Sounds of a person's given names, in all spellings."""
    weighs: dict[int, str]
    """Which groups of cues concern it, and as what: `class`, `near`, `avoid`, `military`, `region`, `everyday`."""
    allies: frozenset[str]
    """Entities whose presence speaks for it."""
    demanding: bool
    """A cue of its own must be near, whatever else speaks for the name."""
    head: str
    """Which head nouns name it: `equipment`, `force` or none."""


@dataclass(frozen=True)
class Lexicon:
    """A compiled catalogue. Made by `compile_lexicon` or `load`; never changed afterwards."""

    owners: tuple[Owner, ...]
    names: tuple[Name, ...]
    nodes: tuple[Node, ...]
    forms: dict[str, tuple[int, ...]]
    """Folded word form -> numbers of the words that it may be a form of."""
    sounds: dict[str, tuple[int, ...]]
    """Sound of any form -> words: what a Cyrillic token is compared with."""
    base_sounds: dict[str, tuple[int, ...]]
    """Sound of a dictionary form -> words: what a Latin token is compared with."""
    runs: dict[str, tuple[int, ...]]
    """Key of a designation -> names."""
    cues: dict[str, tuple[int, ...]]
    """Folded word form -> groups of cues that it belongs to."""
    groups: tuple[str, ...]
    """What each group of cues is called in evidence."""
    roles: dict[str, frozenset[str]]
    """Word forms with a part of their own in the reasoning: head nouns, products, plain neighbours."""
    given_names: frozenset[str]
    """Sounds of everyday given names."""
    anchors: dict[bytes, int]

    @cached_property
    def automaton(self) -> BytesAhoCorasick:
        """The anchors as one machine; takes milliseconds to build."""
        return BytesAhoCorasick(list(self.anchors))

    @cached_property
    def kinds(self) -> bytes:
        """What each anchor may begin, by its number in the automaton."""
        return bytes(self.anchors.values())

    @cached_property
    def by_id(self) -> dict[str, int]:
        """Number of each owner by entity id."""
        return {owner.id: number for number, owner in enumerate(self.owners)}
