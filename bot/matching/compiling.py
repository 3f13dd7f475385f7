"""From entities to a lexicon: each name becomes a path of words and marks, or the key of a designation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from bot.matching import designations, forms, organisations
from bot.matching.cuebook import Cuebook
from bot.matching.folding import coarse, fold, reading
from bot.matching.lexicon import NEGATION, RUN, SHADOW, WORD, Lexicon, Name, Node, Owner
from bot.matching.transliteration import CYRILLIC, openings, sound
from bot.model.entity import Alias, Case, Context, Entity, Kind

_Key = TypeVar("_Key", int, str)
_STEP = re.compile(r"[^\W_]+(?:'[^\W\d_]+)*")
_WORD_AND_MARK = re.compile(r"[A-ZА-ЯІЇЄЎ][a-zа-яіїєўё]{2,}-")
_STRICTNESS = (Context.OFF, Context.WEAK, Context.REQUIRED)
_OPENING = 6
"""Coarse letters that an anchor of a romanised name holds: enough to be rare, few enough to hold all spellings."""
_LONG = 6
"""Letters from which on a word may be recognised by its sound."""
_SURE_START = 4
"""Letters from which on an anchor need not be a whole word."""


def compile_lexicon(entities: Iterable[Entity]) -> Lexicon:
    """The lexicon of `entities`; about a second for a thousand names, nearly all of it spent on word forms."""
    compiler = _Compiler(tuple(entities))
    return compiler.lexicon()


class _Compiler:
    """A lexicon in the making."""

    def __init__(self, entities: tuple[Entity, ...]) -> None:
        self.entities = {entity.id: entity for entity in entities}
        self.cuebook = Cuebook()
        self.owners: list[Owner] = []
        self.names: list[Name] = []
        self.nodes: list[Node] = [Node()]
        self.made: list[frozenset[str]] = []
        self.words: dict[tuple[str, str, bool, bool], int] = {}
        self.forms: dict[str, list[int]] = {}
        self.sounds: dict[str, list[int]] = {}
        self.base_sounds: dict[str, list[int]] = {}
        self.runs: dict[str, list[int]] = {}
        self.anchors: dict[bytes, int] = {}

    def lexicon(self) -> Lexicon:
        """Everything, taken in and frozen."""
        for entity in self.entities.values():
            self._add(entity)
        for form in self.cuebook.negations:
            self._anchor(f"{coarse(form)} ", NEGATION)
        return Lexicon(
            owners=tuple(self.owners),
            names=tuple(self.names),
            nodes=tuple(self.nodes),
            forms={form: tuple(words) for form, words in self.forms.items()},
            sounds={key: tuple(words) for key, words in self.sounds.items()},
            base_sounds={key: tuple(words) for key, words in self.base_sounds.items()},
            runs={key: tuple(names) for key, names in self.runs.items()},
            cues=self.cuebook.cues(),
            groups=self.cuebook.groups(),
            roles=self.cuebook.roles(),
            given_names=self.cuebook.given_names(),
            anchors=self.anchors,
        )

    def _add(self, entity: Entity) -> None:
        aliases = _own_names(entity)
        written = {reading(alias.text) for alias in aliases}
        given = {sound(reading(a.text.split()[0])) for a in aliases if entity.class_ == "person" and " " in a.text}
        weighs, allies = self.cuebook.concerns(entity, written, self.entities)
        number = len(self.owners)
        self.owners.append(
            Owner(
                id=entity.id,
                kind=entity.kind,
                class_=entity.class_,
                families=tuple(_families(entity, self.entities)),
                given=tuple(sorted(given)),
                weighs=weighs,
                allies=allies,
                demanding="require" in weighs.values(),
                head=self.cuebook.head(entity),
            )
        )
        for alias in aliases:
            self._add_name(alias, number, entity)
        org = organisations.known_org(entity)
        for alias in organisations.paraphrases(org) if org else ():
            if reading(alias.text) not in written:
                self._add_name(alias, number, entity, organisation=True)
        for phrase in entity.not_:
            self._add_name(Alias(text=phrase, lang="", variants=False), SHADOW, entity)

    def _add_name(self, alias: Alias, owner: int, entity: Entity, *, organisation: bool = False) -> None:
        text = fold(alias.text).clean.strip().replace("’", "'")
        number = len(self.names)
        self.names.append(
            Name(
                owner=owner,
                alias=alias.text,
                context=alias.context,
                exact=alias.case is Case.EXACT,
                variants=alias.variants and entity.kind is Kind.EQUIPMENT and owner != SHADOW,
                cyrillic=CYRILLIC.search(text) is not None,
                organisation=organisation,
            )
        )
        if owner != SHADOW and self._is_run(text, entity):
            for key in designations.listed_keys(text):
                self.runs.setdefault(key, []).append(number)
            self._anchor_run(text, RUN)
            if designations.is_designation(text) and not _WORD_AND_MARK.match(text):
                return
        node = self.nodes[0]
        for place, found in enumerate(_STEP.finditer(text)):
            step = found.group()
            if _is_mark(step, joined=text[found.start() - 1] == "-" if place else False):
                node = self._next(node.marks, designations.key(step))
                if not place:
                    self._anchor_run(step, WORD)
            else:
                word = self._word(step, alias, entity, by_sound=owner != SHADOW)
                node = self._next(node.words, word)
                if not place:
                    self._anchor_word(step, word, by_sound=owner != SHADOW)
        node.names.append(number)

    def _next(self, children: dict[_Key, int], key: _Key) -> Node:
        if key not in children:
            children[key] = len(self.nodes)
            self.nodes.append(Node())
        return self.nodes[children[key]]

    def _is_run(self, text: str, entity: Entity) -> bool:
        """Is it a designation? An acronym of equipment (БМП) is one too, besides being a word: it begins БМП-97."""
        acronym = entity.kind is Kind.EQUIPMENT and text.isalpha() and forms.is_acronym(text)
        return acronym or designations.is_designation(text)

    def _word(self, word: str, alias: Alias, entity: Entity, *, by_sound: bool) -> int:
        """The number of `word`; its forms are made when it is first seen."""
        derive = entity.derive or entity.class_ == "person"
        lang = alias.lang if alias.lang in {"uk", "ru", "be"} else ""
        key = (word if forms.is_acronym(word) else reading(word), lang, alias.inflect, derive)
        if key in self.words:
            return self.words[key]
        number = self.words[key] = len(self.words)
        made = forms.forms(word, lang, derive=derive, members=entity.derive) if alias.inflect else {reading(word)}
        self.made.append(frozenset(made))
        for form in made:
            self.forms.setdefault(form, []).append(number)
        if by_sound and _by_sound(word):
            base = reading(word)
            for heard in {sound(form) for form in (made if CYRILLIC.search(base) else {base})}:
                self.sounds.setdefault(heard, []).append(number)
            self.base_sounds.setdefault(sound(base), []).append(number)
        return number

    def _anchor_word(self, word: str, number: int, *, by_sound: bool) -> None:
        """Anchors for a word that begins a name: what its forms have in common, and how others may spell it."""
        spelled = {coarse(form) for form in self.made[number]}
        common = _common_start(spelled)
        if len(common) >= _SURE_START:
            starts = {common}
        else:
            starts = {form[:_SURE_START] if len(form) >= _SURE_START else f"{form} " for form in spelled}
        if by_sound and _by_sound(word):
            base = reading(word)
            starts |= openings(base, coarse(base), _OPENING)
        for start in starts:
            self._anchor(start, WORD)

    def _anchor_run(self, text: str, kind: int) -> None:
        """Anchors for the first pieces of a designation, in every script and joined or not."""
        pieces = re.findall(r"[^\W\d_]+|\d+", text)
        starts = {""}
        for place, piece in enumerate(pieces[: 3 if pieces[0].isdigit() else 2]):
            joins = ("", " ") if place else ("",)
            starts = {start + join + way for start in starts for join in joins for way in designations.spellings(piece)}
        for start in starts:
            self._anchor(start, kind)

    def _anchor(self, start: str, kind: int) -> None:
        pattern = f" {start}".encode("ascii")
        self.anchors[pattern] = self.anchors.get(pattern, 0) | kind


def _own_names(entity: Entity) -> list[Alias]:
    """The entity's name and aliases, once each; the strictest wins, and English in both spellings."""
    names: dict[tuple[str, str], Alias] = {}
    for alias in (*entity.aliases, Alias(text=entity.name, lang="")):
        for text in forms.respelled(alias.text):
            key = reading(text)
            same = [other for (other_text, _), other in names.items() if other_text == key]
            if same and (not alias.lang or alias.lang in {other.lang for other in same}):
                continue
            strictest = max((alias, *same), key=lambda a: _STRICTNESS.index(a.context))
            exact = any(a.case is Case.EXACT for a in (alias, *same))
            merged = replace(alias, text=text, context=strictest.context, case=Case.EXACT if exact else Case.ANY)
            for (other_text, lang), other in list(names.items()):
                if other_text == key:
                    names[other_text, lang] = replace(other, context=merged.context, case=merged.case)
            names[key, alias.lang] = merged
    return list(names.values())


def _families(entity: Entity, entities: dict[str, Entity]) -> Iterator[str]:
    seen = {entity.id}
    parent = entity.parent
    while parent and parent not in seen:
        yield parent
        seen.add(parent)
        parent = entities[parent].parent if parent in entities else None


def _is_mark(step: str, *, joined: bool) -> bool:
    """Is a step of a name a mark (the `M` of Iskander-M, `TB2`, `2000`) rather than a word (the `РФ` of МИД РФ)?"""
    return any(c.isdigit() for c in step) or (joined and len(step) <= 2 and step.isupper())


def _by_sound(word: str) -> bool:
    """May `word` be recognised by its sound? Short words and acronyms sound like too many others."""
    return len(word) >= _LONG and word.isalpha() and not forms.is_acronym(word)


def _common_start(words: set[str]) -> str:
    first, last = min(words), max(words)
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:same]
