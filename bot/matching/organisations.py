"""Bodies of state named by what they are and whose they are: "the Belarusian foreign ministry", «беларускім МЗС».

Nobody writes the official name. Each type of body and each country has a handful of names a language
(`organisations.yaml`), and every combination is a paraphrase; another country's ministry is another combination.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from bot.matching.folding import reading
from bot.model.entity import Alias, Entity, Org


def paraphrases(org: Org) -> tuple[Alias, ...]:
    """Every way to name `org`; empty for a type or country that the templates do not know."""
    types, countries = _templates()["types"], _templates()["countries"]
    if org.type not in types or org.country not in countries:
        return ()
    return tuple(_paraphrases(types[org.type], countries[org.country]))


def known_org(entity: Entity) -> Org | None:
    """The body that `entity` is: as it says itself, or because its name is one of a template's paraphrases."""
    return entity.org or _by_name().get(reading(entity.name)) if entity.kind == "actor" else None


def _paraphrases(type_: Mapping[str, Any], country: Mapping[str, Any]) -> Iterator[Alias]:
    for name in type_["en"]:
        yield from (Alias(text=f"{adjective} {name}", lang="en") for adjective in country["en"]["adjectives"])
        for whose in country["en"]["names"]:
            yield Alias(text=f"{name} of {whose}", lang="en")
            yield Alias(text=f"{whose}'s {name}", lang="en")
            yield Alias(text=f"{whose} {name}", lang="en")
    for lang in ("uk", "ru", "be"):
        for body in type_[lang]:
            yield from (Alias(text=f"{body['name']} {whose}", lang=lang) for whose in country[lang]["genitives"])
            adjectives = country[lang]["adjectives"]
            for adjective in adjectives.get(body["gender"]) or adjectives["m"]:
                yield Alias(text=f"{adjective} {body['name']}", lang=lang)


@cache
def _templates() -> Mapping[str, Any]:
    text = resources.files("bot.matching").joinpath("organisations.yaml").read_text(encoding="utf-8")
    templates: Mapping[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 (strings only, no tags)
    return templates


@cache
def _by_name() -> Mapping[str, Org]:
    orgs = (Org(type=t, country=c) for t in _templates()["types"] for c in _templates()["countries"])
    return {reading(alias.text): org for org in orgs for alias in paraphrases(org) if alias.lang == "en"}
