"""The words that speak for or against a name, gathered into groups and spread into word forms.

The data files in `cues/` and an entity's own `near`, `avoid` and `require` list words in dictionary form. Here each
becomes the forms it takes in text, by the same generator that makes the forms of names: a prefix would be shorter and
wrong (a rule that «квіт» is a flower forbids April, квітень). A group is a list of words with one meaning ("class cue
tank", "avoid tiger"); an owner knows which groups concern it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from bot.matching import forms
from bot.matching.folding import reading
from bot.matching.transliteration import CYRILLIC, sound
from bot.model.entity import Entity, Kind

LANGUAGES = ("en", "uk", "ru", "be")
FORCES = frozenset({"force"})
_PART = re.compile(r"[^\W_]+(?:'[^\W\d_]+)*")


class Cuebook:
    """Cue groups in the making, while entities are compiled."""

    def __init__(self) -> None:
        self._forms: dict[str, set[int]] = {}
        self._groups: list[str] = []
        self._phrases: list[tuple[tuple[frozenset[str], ...], int]] = []
        self._by_class: dict[str, list[int]] = {}
        self._class_groups: dict[str, str] = {}
        general = _data("general")
        self._general = {
            role: self._group(label, _words(general[role]))
            for role, label in (("military", "military"), ("region", "region"), ("everyday", "everyday"))
        }
        for name, row in _data("classes").items():
            group = self._group(f"class {name}", _words(row))
            for class_ in row["classes"]:
                self._by_class.setdefault(class_, []).append(group)
                self._class_groups[class_] = name
        self._ambiguous: dict[str, list[Mapping[str, Any]]] = {}
        for row in _data("ambiguous"):
            for name in row["names"]:
                self._ambiguous.setdefault(reading(name), []).append(row)
        self._row_groups: dict[tuple[str, str], int] = {}

    def watched(self, role: str) -> frozenset[str]:
        """Forms of the words of a role that is looked for in every text: `negation`, `product`."""
        return frozenset(_spread(_words(_data("general")[role])))

    def concerns(
        self, entity: Entity, names: Iterable[str], entities: Mapping[str, Entity]
    ) -> tuple[dict[int, str], frozenset[str]]:
        """Which groups concern `entity`, and as what; and the entities among its `near` words.

        `names` are its names, folded: an ambiguous one brings the cues that are known of it.
        """
        weighs = {group: role for role, group in self._general.items()}
        weighs |= dict.fromkeys(self._by_class.get(entity.class_, ()), "class")
        for name in sorted(names):
            for row in self._ambiguous.get(name, ()):
                for role in ("near", "avoid", "require"):
                    if role in row:
                        weighs[self._row_group(role, row)] = role
        allies = frozenset(word for word in entity.near if word in entities)
        for role, words in (("near", entity.near), ("avoid", entity.avoid), ("require", entity.require)):
            own = [(word, "") for word in words if word not in allies]
            if own:
                weighs[self._group(role, own)] = role
        return weighs, allies

    def demand(self, entity: Entity, names: Iterable[str], weighs: Mapping[int, str]) -> str:
        """What `entity` asks for at least: `require` (one of those cues), `own` (any of its own); `` for nothing.

        Words of war do not make a word a place: wherever there is war, places are named with places.
        """
        if "require" in weighs.values():
            return "require"
        at_home = any("own" in row for name in names for row in self._ambiguous.get(name, ()))
        return "own" if at_home or entity.kind is Kind.PLACE else ""

    def sense(self, names: Iterable[str]) -> str:
        """What the other meaning of the names is, as far as is known: a `common` noun, a `proper` name."""
        return next((row["sense"] for n in sorted(names) for row in self._ambiguous.get(n, ()) if "sense" in row), "")

    def head(self, entity: Entity) -> str:
        """Which head nouns may stand beside the entity's name."""
        if entity.kind is Kind.EQUIPMENT:
            return "equipment-heads"
        return "force-heads" if self._class_groups.get(entity.class_) in FORCES else ""

    def cues(self) -> dict[str, tuple[int, ...]]:
        """Groups by word form."""
        return {form: tuple(sorted(groups)) for form, groups in self._forms.items()}

    def phrases(self) -> tuple[tuple[tuple[frozenset[str], ...], int], ...]:
        """Cues of several words: the forms of each word, and the group."""
        return tuple(self._phrases)

    def groups(self) -> tuple[str, ...]:
        """What each group is called."""
        return tuple(self._groups)

    def roles(self) -> dict[str, frozenset[str]]:
        """Word forms with a part of their own in the reasoning, by part."""
        general = _data("general")
        return {
            role: frozenset(_spread(_words(general[role])))
            for role in ("equipment-heads", "force-heads", "plain-neighbours", "military", "speech")
        }

    def given_names(self) -> dict[str, int]:
        """Sound of each form of an everyday given name -> which name it is, in whatever language."""
        return {
            sound(form): number
            for number, row in enumerate(_data("given-names"))
            for name in row
            for form in _given_forms(reading(name))
        }

    def _row_group(self, role: str, row: Mapping[str, Any]) -> int:
        key = (role, row["names"][0])
        if key not in self._row_groups:
            self._row_groups[key] = self._group(f"{role} {row['names'][0]}", _words(row[role]))
        return self._row_groups[key]

    def _group(self, label: str, words: Iterable[tuple[str, str]]) -> int:
        number = len(self._groups)
        self._groups.append(label)
        for word, lang in words:
            parts = _PART.findall(reading(word))
            if len(parts) > 1:
                self._phrases.append((tuple(cue_forms(part, lang) for part in parts), number))
                continue
            for form in cue_forms(word, lang):
                self._forms.setdefault(form, set()).add(number)
        return number


def _words(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(word, lang) for lang in LANGUAGES for word in row.get(lang, ())]


def _spread(words: Iterable[tuple[str, str]]) -> set[str]:
    made: set[str] = set()
    for word, lang in words:
        made |= cue_forms(word, lang)
    return made


@cache
def cue_forms(word: str, lang: str) -> frozenset[str]:
    """The folded forms of a cue word; `lang` is `` for a word of an entity's own, whose language nobody said."""
    base = reading(word)
    if not CYRILLIC.search(base):
        return frozenset(_english(base))
    if lang in {"uk", "ru"}:
        return forms.lexeme(base, lang)
    return frozenset(forms.expanded(forms.shapes(base, lang)))


def _english(base: str) -> set[str]:
    """Noun and verb endings: it does no harm to look for a form that does not exist."""
    if len(base) <= 3:  # short words have other words among their longer ones
        return {base, base + "s", base + "'s"}
    stem = base.removesuffix("e")
    verbs = {stem + "ed", stem + "ing"}
    if base.endswith("y"):
        verbs |= {base[:-1] + "ied"}
    return forms.expanded(forms.shapes(base)) | verbs


def _given_forms(name: str) -> set[str]:
    return forms.expanded(forms.shapes(name, "be")) if CYRILLIC.search(name) else {name, name + "'s"}


@cache
def _data(name: str) -> Any:
    text = resources.files("bot.matching").joinpath("cues", f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 (strings only, no tags)
