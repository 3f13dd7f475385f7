"""A catalogue compiled for reading text: every name as a path of words and marks, and what the gates must know.

A name is a path through a tree. Its steps are words (any form of «Іскандер») and marks (the `m` of Iskander-M, the `2`
of Leopard 2). Designations stand beside the tree under their keys. `anchors` are the beginnings, in coarse letters, of
everything that may start a name: `scan` looks for those in one pass and does exact work only there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick

from bot.matching.transliteration import CYRILLIC, masked, mixed, sound, unmasked
from bot.model.entity import Context, Kind

WORD, RUN, DENIAL, PRODUCT = 1, 2, 4, 8
"""What an anchor may begin: a name in the tree, a designation; or it is a denial, or a product. One may be several."""

SHADOW = -1
"""Owner of a phrase in which a name is something else ("Tiger tank", Sea of Azov): it swallows the name."""

LONG = 6
"""Letters from which on a word may be recognised by its sound, if its key keeps `LONG - 1`."""
_LONGEST_ENDING = 9
_ENDING_SOUND = re.compile(r"[aeiou]{0,3}(?:m|mi|h|v|go|mu|s)?[aeiou]?")
_NUMBERED = re.compile(r"[^\W\d_]{3,}(?=\d)")


@dataclass(frozen=True, slots=True)
class Name:
    """One catalogue name of one entity, or a phrase that swallows names."""

    owner: int
    alias: str
    folded: str
    context: Context
    exact: bool
    """Capitals as in the alias are asked for."""
    capital: bool
    """A capital is asked for: one Latin word or a country far away, which in lower case is a word like any other."""
    variants: bool
    cyrillic: bool
    organisation: bool
    heard: bool
    """It may be recognised by its sound."""
    class_noun: bool
    """A short acronym that may only say what another name is: БМП «Бредли»."""


@dataclass(slots=True)
class Node:
    """A place in the tree: what may come next, and the names that end here."""

    words: dict[int, int] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)
    starts: set[bytes] = field(default_factory=set)
    """The first two coarse letters of each thing that may come next: a look at them saves most of the exact work."""


@dataclass(frozen=True, slots=True)
class Owner:
    """What the matcher must know of an entity."""

    id: str
    kind: Kind
    class_: str
    country: str
    families: tuple[str, ...]
    given: tuple[str, ...]
    """Sounds of a person's given names, in all spellings."""
    weighs: dict[int, str]
    """Which groups of cues concern it, and as what: `class`, `near`, `avoid`, `military`, `region`, `everyday`."""
    allies: frozenset[str]
    """Entities whose presence speaks for it."""
    demand: str
    """What must be near, whatever else speaks for the name: `require`, one of those cues; `own`, anything of its own
    (a cue of its class, a head noun, a designator, other names); or nothing."""
    sense: str
    """What its names mean elsewhere, where that is known: a `common` noun, a `proper` name."""
    head: str
    """Which head nouns name it: `equipment-heads`, `force-heads` or none."""


class Recognised(NamedTuple):
    """What a token may be: numbers of words, by what rule, with what notes, and how much of it is the word."""

    words: tuple[int, ...]
    rule: str
    notes: tuple[str, ...]
    length: int


class Beginning(NamedTuple):
    """A first step into the tree: the node, and how the token was recognised."""

    node: Node
    rule: str
    notes: tuple[str, ...]
    length: int


_NOTHING = Recognised((), "", (), 0)


@dataclass(frozen=True)
class Lexicon:
    """A compiled catalogue. Made by `compile_lexicon` or `load`; never changed afterwards."""

    owners: tuple[Owner, ...]
    names: tuple[Name, ...]
    nodes: tuple[Node, ...]
    endings: tuple[frozenset[str], ...]
    stems: dict[str, tuple[tuple[int, int], ...]]
    """Folded stem -> the endings that may follow it, by number, and the word that it then is."""
    sounds: dict[str, tuple[int, ...]]
    """Sound of a dictionary form without its last vowels -> words."""
    runs: dict[str, tuple[int, ...]]
    """Key of a designation -> names."""
    cues: dict[str, tuple[int, ...]]
    """Folded word form -> groups of cues that it belongs to."""
    phrases: tuple[tuple[tuple[frozenset[str], ...], int], ...]
    """Cues of several words ("las vegas"): the forms of each word, and the group that they belong to."""
    groups: tuple[str, ...]
    """What each group of cues is called in evidence."""
    roles: dict[str, frozenset[str]]
    """Word forms with a part of their own in the reasoning: head nouns, plain neighbours, military words."""
    given_names: dict[str, int]
    """Sound of a form of an everyday given name -> which name it is: Oleksandr and Alexander are one."""
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
    def phrases_by_end(self) -> dict[str, list[tuple[tuple[frozenset[str], ...], int]]]:
        """The cues of several words, by each form of their last one."""
        found: dict[str, list[tuple[tuple[frozenset[str], ...], int]]] = {}
        for words, group in self.phrases:
            for form in words[-1]:
                found.setdefault(form, []).append((words, group))
        return found

    @cached_property
    def by_id(self) -> dict[str, int]:
        """Number of each owner by entity id."""
        return {owner.id: number for number, owner in enumerate(self.owners)}

    @cached_property
    def begin(self) -> Callable[[str], tuple[Beginning, ...]]:
        """Where in the tree a token leads from the root; remembers like `recognise`."""
        return lru_cache(maxsize=65536)(self._begin)

    def _begin(self, token: str) -> tuple[Beginning, ...]:
        seen = self.recognise(token)
        root = self.nodes[0].words
        return tuple(
            Beginning(self.nodes[root[word]], seen.rule, seen.notes, seen.length) for word in seen.words if word in root
        )

    @cached_property
    def recognise(self) -> Callable[[str], Recognised]:
        """What a folded token may be. Remembers the last tens of thousands: news repeats its words."""
        return lru_cache(maxsize=65536)(self._recognise)

    def _recognise(self, token: str) -> Recognised:
        if words := self._inflected(token):
            return Recognised(words, "inflected", (), len(token))
        if "'" in token and (words := self._inflected(token[: token.index("'")])):
            return Recognised(words, "inflected", ("possessive",), len(token))
        if mixed(token):
            for spelled in (unmasked(token), masked(token)):
                if words := self._inflected(spelled):
                    return Recognised(words, "inflected", ("look-alike letters",), len(token))
        if (letters := _NUMBERED.match(token)) and (words := self._inflected(letters.group())):
            return Recognised(words, "inflected", (), letters.end())
        if words := self._heard(token):
            return Recognised(words, "transliteration", (), len(token))
        return _NOTHING

    def _inflected(self, token: str) -> tuple[int, ...]:
        """Words that have `token` among their forms."""
        found: dict[int, None] = {}
        for cut in range(len(token), max(0, len(token) - _LONGEST_ENDING), -1):
            for endings, word in self.stems.get(token[:cut], ()):
                if token[cut:] in self.endings[endings]:
                    found[word] = None
        return tuple(found)

    def _heard(self, token: str) -> tuple[int, ...]:
        """Words that sound like `token`; a Cyrillic token may have an ending, a Latin one only other vowels."""
        if len(token) < LONG or not token.isalpha():
            return ()
        key = sound(token)
        bare = key.rstrip("aeiou")
        if bare in self.sounds:
            return self.sounds[bare]
        for cut in range(len(bare) - 1, LONG - 2, -1) if CYRILLIC.search(token) else ():
            if key[:cut] in self.sounds and _ENDING_SOUND.fullmatch(key, cut):
                return self.sounds[key[:cut]]
        return ()
