"""What may be wrong with one name: too short, an everyday word, somebody's name, two entities', noise in plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import pymorphy3
import yaml

from bot.matching import compile_lexicon, find
from bot.matching.designations import is_designation
from bot.matching.folding import reading
from bot.matching.lexicon import LONG
from bot.matching.transliteration import CYRILLIC, sound
from bot.model.entity import Alias, Case, Context, Entity, Kind

SHORT = 3
"""Letters up to which a name is proof of nothing without its capitals or its context."""
LATIN_EVERYWHERE = frozenset({"hacker-group"})
"""Classes whose names stay in Latin letters in Cyrillic text."""
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)?")
_PROPER = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"})
_RELATIVE = re.compile(r"[сзц]ь?к(?:ий|ой|і)$")

Owners = Mapping[str, frozenset[str]]
"""A name without case and dashes -> the entities that it is proof of."""
Fired = Mapping[tuple[str, str], str]
"""Entity and name -> an everyday sentence in which it is recognised."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is doubtful about a name, and what to write instead."""

    what: str
    fix: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A name as a file lists it; `sure`: the editor has said why it is proof alone."""

    entity: Entity
    alias: Alias
    sure: bool


def of_name(listed: Listed, fired: Fired) -> Iterator[Doubt]:
    """What speaks against a name that counts without context; the first finding of its kind says enough."""
    alias, text = listed.alias, listed.alias.text
    if listed.sure:
        return
    gate = f"write {{t: {text}, ctx: required}}, or say why it is proof alone: {{t: {text}, sure: ...}}"
    gate = gate if alias.lang else f"list it among the `aliases` too and there {gate}"
    if alias.context is Context.OFF and alias.case is Case.ANY and _WORD.fullmatch(text):
        if len(text) <= SHORT:
            yield Doubt(f"{text!r} has {len(text)} letters, and any case will do", f"add `case: exact`, or {gate}")
            return
        if is_given_name(text):
            yield Doubt(f"{text!r} is a given name", gate)
            return
        if listed.entity.class_ == "person" and is_common_surname(text):
            yield Doubt(f"{text!r} is the surname of many", gate)
            return
        if is_everyday(text, alias.lang, listed.entity.kind):
            yield Doubt(f"{text!r} is a word of the dictionary", gate)
            return
    if sentence := fired.get((listed.entity.id, text)):
        fix = gate if alias.context is Context.OFF else "add what stands beside it to `avoid` or `not`"
        yield Doubt(f"{text!r} is recognised in everyday text: “{sentence}”", fix)


def shared(listed: Listed, owners: Owners) -> Iterator[Doubt]:
    """A name that is proof of two entities is proof of neither."""
    if listed.alias.context is not Context.OFF:
        return
    if others := sorted(owners[plain(listed.alias.text)] - {listed.entity.id}):
        text = listed.alias.text
        what = f"{text!r} is also a name of {', '.join(map(repr, others))}"
        yield Doubt(what, f"remove it from one of them, or write {{t: {text}, ctx: required}} in both")


def of_scripts(entity: Entity) -> Iterator[Doubt]:
    """Is there no way from the entity's Latin names to how Cyrillic text calls it?"""
    names = [entity.name, *(alias.text for alias in entity.aliases)]
    told = {alias.lang for alias in entity.aliases} & {"uk", "ru", "be"}
    if told or entity.org or entity.class_ in LATIN_EVERYWHERE or any(map(_crosses_scripts, names)):
        return
    what = f"{entity.name!r} has no Cyrillic name, and none can be derived from its Latin ones"
    yield Doubt(what, "add `aliases: {uk: [...], ru: [...]}`")


def _crosses_scripts(name: str) -> bool:
    """A designation is found in both scripts by its letters, a long word by its sound; acronyms stay as they are."""
    if CYRILLIC.search(name) or is_designation(name) or name.upper() == name:
        return True
    return name.isalpha() and len(name) >= LONG


def owners(entities: Iterable[Entity]) -> Owners:
    """Which entities each name is proof of."""
    found: dict[str, set[str]] = {}
    for entity in entities:
        gated = {plain(alias.text) for alias in entity.aliases if alias.context is not Context.OFF}
        for name in {plain(entity.name), *(plain(alias.text) for alias in entity.aliases)}:
            found.setdefault(name, set()).update(set() if name in gated else {entity.id})
    return {name: frozenset(ids) for name, ids in found.items()}


def fired(entities: Iterable[Entity]) -> Fired:
    """The names that are recognised in everyday sentences."""
    lexicon = compile_lexicon(entities)
    found: dict[tuple[str, str], str] = {}
    for sentences in data("plain").values():
        for sentence in sentences:
            for mention in find(lexicon, sentence).mentions:
                found.setdefault((mention.entity, mention.alias), sentence)
    return found


def is_given_name(word: str) -> bool:
    """Does somebody bear `word` as a given name?"""
    return reading(word) in _given_names()


def is_common_surname(word: str) -> bool:
    """Do so many bear the surname that nobody is meant without a given name?"""
    return sound(reading(word)) in _surnames()


def is_everyday(word: str, lang: str, kind: Kind) -> bool:
    """Is `word`, as it stands, an everyday word of its language (`lang` empty: of any)?

    The names of places and bodies stand in dictionaries as what they are. The Russian dictionary marks such proper
    nouns; the Ukrainian one does not, and is asked about equipment alone.
    """
    plain_word = word.lower()
    if not CYRILLIC.search(word):
        return lang in {"en", ""} and plain_word in _words("en")
    if kind is Kind.PLACE and word[0].islower():  # «белорус»: who or what is of the place
        return False
    return (
        (lang in {"be", ""} and plain_word in _words("be"))
        or (lang in {"ru", ""} and _is_common("ru", plain_word))
        or (lang in {"uk", ""} and kind is Kind.EQUIPMENT and _is_common("uk", plain_word))
    )


def plain(name: str) -> str:
    """`name` without what two spellings of one name differ in."""
    return re.sub(r"[\W_]", "", reading(name))


def _is_common(lang: str, word: str) -> bool:
    """Does the dictionary know `word` as the dictionary form of a common noun or an adjective?"""
    analyzer = _analyzer(lang)
    if not analyzer.word_is_known(word) or _RELATIVE.search(word):
        return False
    tags = [parse.tag for parse in analyzer.parse(word)]
    if any("Abbr" in tag for tag in tags):
        return False
    return any(tag.POS in {"NOUN", "ADJF"} and "nomn" in tag and not _PROPER & set(tag.grammemes) for tag in tags)


@cache
def _analyzer(lang: str) -> Any:
    return pymorphy3.MorphAnalyzer(lang=lang)


@cache
def _given_names() -> frozenset[str]:
    text = (resources.files("bot.matching") / "cues" / "given-names.yaml").read_text(encoding="utf-8")
    rows = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 (strings only, no tags)
    return frozenset(reading(name) for row in rows for name in row)


@cache
def _surnames() -> frozenset[str]:
    return frozenset(sound(name) for row in data("everyday")["surnames"] for name in row)


@cache
def _words(lang: str) -> frozenset[str]:
    return frozenset(word for row in data("everyday")[lang] for word in row)


@cache
def data(name: str) -> Any:
    """One of this room's data files."""
    text = (resources.files("bot.curating") / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 (strings only, no tags)
