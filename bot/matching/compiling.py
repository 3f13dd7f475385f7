"""From entities to a lexicon: each name becomes a path of words and marks, or the key of a designation."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from bot.matching import designations, formations, forms, organisations
from bot.matching.cuebook import Cuebook
from bot.matching.declensions import Shape
from bot.matching.folding import coarse, fold, reading
from bot.matching.lexicon import DENIAL, LONG, PRODUCT, RUN, SHADOW, WORD, Lexicon, Name, Node, Owner
from bot.matching.transliteration import CYRILLIC, masked, openings, sound
from bot.model.entity import Alias, Case, Context, Entity, Kind

_Key = TypeVar("_Key", int, str)
_STEP = re.compile(r"[^\W_]+(?:'[^\W\d_]+)*")
_ARTICLE = re.compile(r"^[Tt]he (?=\S)")
_WORD_AND_MARK = re.compile(r"[A-ZА-ЯІЇЄЎ][a-zа-яіїєўё]{2,}-")
_STRICTNESS = (Context.OFF, Context.WEAK, Context.REQUIRED)
_OPENING = 6
"""Coarse letters that an anchor of a romanised name holds: enough to be rare, few enough to hold all spellings. The
first word of a longer name, which is often an everyday one, is anchored by as many."""
_ENDING = 3
"""Letters at most of a number's ending."""
_SURE_START = 4
"""Letters from which on an anchor need not be a whole word, so that what is glued to a name does not hide it."""


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
        self.words: dict[tuple[str, bool, bool, bool, bool], int] = {}
        self.shapes: list[set[Shape]] = []
        self.heads: list[set[str]] = []
        self.made: set[tuple[int, str]] = set()
        self.endings: dict[frozenset[str], int] = {}
        self.stems: dict[str, list[tuple[int, int]]] = {}
        self.sounds: dict[str, dict[int, None]] = {}
        self.runs: dict[str, list[int]] = {}
        self.anchors: dict[bytes, int] = {}

    def lexicon(self) -> Lexicon:
        """Everything, taken in and frozen."""
        for entity in self.entities.values():
            self._add(entity)
        for role, kind in (("negation", DENIAL), ("product", PRODUCT)):
            for form in self.cuebook.watched(role):
                self._anchor(f"{coarse(form)} ", kind)
        for node in self.nodes:
            node.starts = {start.encode("ascii") for word in node.words for start in self.heads[word]}
        return Lexicon(
            owners=tuple(self.owners),
            names=tuple(self.names),
            nodes=tuple(self.nodes),
            endings=tuple(self.endings),
            stems={stem: tuple(shapes) for stem, shapes in self.stems.items()},
            sounds={key: tuple(words) for key, words in self.sounds.items()},
            runs={key: tuple(names) for key, names in self.runs.items()},
            cues=self.cuebook.cues(),
            phrases=self.cuebook.phrases(),
            groups=self.cuebook.groups(),
            roles=self.cuebook.roles(),
            given_names=self.cuebook.given_names(),
            anchors=_without_longer(self.anchors),
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
                country=entity.country or "",
                families=tuple(_families(entity, self.entities)),
                given=tuple(sorted(given)),
                weighs=weighs,
                allies=allies,
                demand=self.cuebook.demand(entity, written, weighs),
                sense=self.cuebook.sense(written),
                head=self.cuebook.head(entity),
            )
        )
        for alias in aliases:
            self._add_name(alias, number, entity)
        org = organisations.known_org(entity)
        for alias in organisations.paraphrases(org) if org else ():
            if reading(alias.text) not in written:
                self._add_name(alias, number, entity, organisation=True)
        for alias in {other.text: other for known in aliases for other in formations.spellings(known)}.values():
            if entity.kind is Kind.ACTOR and reading(alias.text) not in written:
                self._add_name(alias, number, entity)
        for phrase in entity.not_:
            self._add_name(Alias(text=phrase, lang="", variants=False), SHADOW, entity)

    def _add_name(self, alias: Alias, owner: int, entity: Entity, *, organisation: bool = False) -> None:
        text = _ARTICLE.sub("", fold(alias.text).clean.strip())
        steps = list(_STEP.finditer(text))
        if not steps:
            return
        weapon = entity.kind is Kind.EQUIPMENT and owner != SHADOW
        short = text.isalpha() and forms.is_acronym(text)
        cyrillic = CYRILLIC.search(text) is not None
        name = Name(
            owner=owner,
            alias=alias.text,
            folded=text.lower(),
            context=alias.context,
            exact=alias.case is Case.EXACT,
            capital=owner != SHADOW and len(steps) == 1 and text[0].isupper() and (not cyrillic or _is_foreign(entity)),
            variants=alias.variants and weapon,
            cyrillic=cyrillic,
            organisation=organisation,
            heard=owner == SHADOW or _may_be_heard(alias, entity),
            class_noun=weapon and short and len(text) == 3,
        )
        number = len(self.names)
        self.names.append(name)
        if owner != SHADOW and (designations.is_designation(text) or (weapon and short)):
            for key in designations.listed_keys(text):
                self.runs.setdefault(key, []).append(number)
            self._anchor_run(text)
            if not short and not _WORD_AND_MARK.match(text):
                return
        ending = self._add_path(steps, alias, entity)
        if not any(replace(other, alias=name.alias) == name for other in ending.names):
            ending.names.append(name)

    def _add_path(self, steps: list[re.Match[str]], alias: Alias, entity: Entity) -> Node:
        """The node at the end of a name's steps; anchored by the first step, or the first two where one says little."""
        node = self.nodes[0]
        starts: list[set[str]] = []
        first_word: int | None = None
        freely = len(steps) == 1 or entity.class_ == "person"
        for step in steps:
            text, before = step.group(), step.string[step.start() - 1 : step.start()]
            if _is_mark(text, joined=before == "-"):
                node = self._next(node.marks, designations.key(text))
                starts.append(designations.spellings_of_run(text))
            else:
                text = forms.ORDINAL if _is_ending(step) else text
                word = self._word(text, alias, entity, last=step is steps[-1])
                first_word = word if not starts else first_word
                node = self._next(node.words, word)
                sure = _SURE_START if freely or starts else _OPENING
                starts.append(self._starts(text, word, by_sound=freely, sure=sure))
        self._anchor_path(steps[0].group(), first_word, starts)
        return node

    def _anchor_path(self, first: str, first_word: int | None, starts: list[set[str]]) -> None:
        """A Latin word or a number that begins a longer name is everywhere: the anchor takes in the next step."""
        if len(starts) == 1 or (CYRILLIC.search(first) and len(first) > 2 and not forms.is_acronym(first)):
            pairs = starts[0]
        else:
            whole = {first} if first_word is None else forms.expanded(self.shapes[first_word])
            pairs = {
                f"{coarse(form)}{gap}{second}"
                for form in whole
                for gap in (("", " ", "  ") if first[-1].isdigit() else (" ", "  "))
                for second in starts[1]
            }
        for start in pairs:
            self._anchor(start, WORD)

    def _next(self, children: dict[_Key, int], key: _Key) -> Node:
        if key not in children:
            children[key] = len(self.nodes)
            self.nodes.append(Node())
        return self.nodes[children[key]]

    def _word(self, word: str, alias: Alias, entity: Entity, *, last: bool) -> int:
        """The number of `word`; its shapes are made when it is first seen in a language."""
        derive = last and (entity.derive or entity.class_ == "person")
        members = last and entity.derive
        lang = alias.lang if alias.lang in {"uk", "ru", "be"} else ""
        person = last and entity.class_ == "person"
        key = (word if forms.is_acronym(word) else reading(word), alias.inflect, derive, members, person)
        number = self.words.setdefault(key, len(self.words))
        if (number, lang) in self.made:
            return number
        self.made.add((number, lang))
        if alias.inflect:
            made = forms.shapes(word, lang, derive=derive, members=members, person=person)
        else:
            made = {Shape(reading(word), frozenset({""}))}
        if number == len(self.shapes):
            self.shapes.append(set())
            self.heads.append(_romanised_heads(word))
        made -= self.shapes[number]
        self.shapes[number] |= made
        self.heads[number] |= {head for shape in made for head in _heads(shape)}
        for shape in sorted(made, key=lambda s: s.stem):
            endings = self.endings.setdefault(shape.endings, len(self.endings))
            self.stems.setdefault(shape.stem, []).append((endings, number))
        if _by_sound(word) and len(heard := sound(reading(word)).rstrip("aeiou")) >= LONG - 1:
            self.sounds.setdefault(heard, {})[number] = None
        return number

    def _starts(self, word: str, number: int, *, by_sound: bool, sure: int) -> set[str]:
        """How a word's forms begin, in coarse letters: `sure` of them, or the whole form where it is shorter.

        With `by_sound`, also how romanisations of it do.
        """
        starts = set()
        for shape in self.shapes[number]:
            stem = coarse(shape.stem)
            if len(stem) >= sure:
                starts.add(stem)
            else:
                whole = {coarse(shape.stem + ending) for ending in shape.endings}
                starts |= {form[:sure] if len(form) >= sure else f"{form} " for form in whole}
        if by_sound and _by_sound(word):
            starts |= openings(reading(word), coarse(word), _OPENING)
        return {start for start in starts if not any(start[:cut] in starts for cut in range(3, len(start)))}

    def _anchor_run(self, text: str) -> None:
        """Anchors for the first pieces of a designation, in every script and joined or not."""
        pieces = re.findall(r"[^\W\d_]+|\d+", text)
        for start in designations.spellings_of_run("-".join(pieces[: 3 if pieces[0].isdigit() else 2])):
            self._anchor(start, RUN)

    def _anchor(self, start: str, kind: int) -> None:
        pattern = f" {start}".encode("ascii")
        self.anchors[pattern] = self.anchors.get(pattern, 0) | kind


def _without_longer(anchors: dict[bytes, int]) -> dict[bytes, int]:
    """Without those anchors that begin with another one of their kind: it reports the place already."""
    return {
        anchor: kind
        for anchor, kind in anchors.items()
        if not any(anchors.get(anchor[:cut], 0) & kind == kind for cut in range(2, len(anchor)))
    }


def _heads(shape: Shape) -> set[str]:
    """The first two coarse letters of a shape's forms, look-alike letters among them."""
    forms_of = {shape.stem} if len(shape.stem) > 1 else {shape.stem + ending for ending in shape.endings}
    return {
        coarse(f"{one}{other}")
        for form in forms_of
        for one, other in itertools.product(*({letter, masked(letter)} for letter in f"{form} "[:2]))
    }


def _romanised_heads(word: str) -> set[str]:
    """The same of the ways to romanise a word that may be recognised by its sound: Peskov, Pieskov."""
    written = openings(reading(word), coarse(word), 2) if _by_sound(word) else set()
    return written | {f"{head[0]}i" for head in written}


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


def _is_ending(step: re.Match[str]) -> bool:
    """Is a step the ending of the number before it («47-ма»)?"""
    before = step.string[: step.start()]
    return before.endswith("-") and before[-2:-1].isdigit() and step.group().islower() and len(step.group()) <= _ENDING


def _is_foreign(entity: Entity) -> bool:
    """Is it a place far from the war? Nobody there is spited with a small letter, and «малі», «даний» are words."""
    return entity.kind is Kind.PLACE and entity.country not in {"UA", "RU", "BY", "IR"}


def _may_be_heard(alias: Alias, entity: Entity) -> bool:
    """May the name be recognised by sound? Countries have too many words beside them: Polish, «полишає»."""
    return alias.variants and entity.class_ != "country" and not alias.text[:1].islower()


def _by_sound(word: str) -> bool:
    """May `word` be recognised by its sound? Short words and acronyms sound like too many others."""
    return len(word) >= LONG and word.isalpha() and not forms.is_acronym(word)
