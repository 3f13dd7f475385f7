"""Armies, divisions and brigades go by number: «47-ма механізована бригада» is «47 ОМБр» and «47-ї окремої…».

The number stands with or without its ending, "Guards" and "Separate" come and go, and staffs write the kind of unit as
an abbreviation. `formations.yaml` lists kinds and qualifiers by language; a name in any of these ways gives all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

import yaml

from bot.matching.transliteration import CYRILLIC
from bot.model.entity import Alias

_NUMBERED = re.compile(r"(\d{1,3})(?:-([а-яіїєў]{1,3})|(st|nd|rd|th))? (.+)")


def spellings(alias: Alias) -> Iterator[Alias]:
    """Every other way to write the numbered formation that `alias` names; none if it names no such thing."""
    numbered = _NUMBERED.fullmatch(alias.text)
    if not numbered:
        return
    number, ending, english, rest = numbered.groups()
    for lang, words in _words().items():
        if lang == alias.lang or (not alias.lang and (lang == "en") != bool(CYRILLIC.search(rest))):
            for kind, tail in _kinds(rest, words):
                for text in _written(number, ending, english, kind, words):
                    if (text := f"{text}{tail}") != alias.text:
                        yield replace(alias, text=text)


def _kinds(rest: str, words: Mapping[str, Any]) -> Iterator[tuple[list[str], str]]:
    """The ways to say the kind of unit that `rest` begins with, qualifiers aside; and what follows it."""
    for qualifier in sorted(words["qualifiers"], key=len, reverse=True):
        if rest.lower().startswith(f"{qualifier} ".lower()):
            rest = rest[len(qualifier) + 1 :]
            break
    for ways in words["kinds"]:
        for way in ways:
            if re.match(rf"{re.escape(way)}(?!\w)", rest, re.IGNORECASE):
                yield ways, rest[len(way) :]
                return


def _written(
    number: str, ending: str | None, english: str | None, kind: list[str], words: Mapping[str, Any]
) -> Iterator[str]:
    """The formation with each qualifier and each way to say what it is."""
    for qualifier in ("", *words["qualifiers"]):
        for way in kind:
            unit = f"{qualifier} {way}" if qualifier else way
            if english:
                yield f"{number}{english} {unit}"
            else:
                yield f"{number} {unit}"
                yield f"{number}-{ending or words['ending']} {unit}"


@cache
def _words() -> Mapping[str, Any]:
    text = resources.files("bot.matching").joinpath("formations.yaml").read_text(encoding="utf-8")
    words: Mapping[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 (strings only, no tags)
    return words
