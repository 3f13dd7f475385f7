"""Which watches take an item: the rules that need no desk."""

from __future__ import annotations

import pytest

from bot.catalogue import load
from bot.matching import compile_lexicon, find
from bot.model.entity import Alias, Entity, Kind, Org
from bot.watching import homes_of, with_families

ENTITIES = {
    entity.id: entity
    for entity in (
        Entity(id="belarus", kind=Kind.PLACE, class_="country", country="BY", name="Belarus"),
        Entity(
            id="mfa-belarus",
            kind=Kind.ACTOR,
            class_="ministry",
            country="BY",
            name="Foreign Ministry of Belarus",
            org=Org(type="mfa", country="BY"),
        ),
        Entity(
            id="volat",
            kind=Kind.EQUIPMENT,
            class_="truck",
            country="BY",
            name="MZKT-6922",
            aliases=(Alias(text="MZKT", lang="en"),),
        ),
        Entity(id="minister", kind=Kind.ACTOR, class_="person", country="BY", name="Jan Volat"),
    )
}


@pytest.mark.parametrize(
    ("text", "named", "homes"),
    [
        ("The MFA of Belarus kept silent.", {"mfa-belarus"}, {"belarus"}),
        ("The Belarusian Foreign Ministry kept silent.", {"mfa-belarus"}, {"belarus"}),
        ("A MZKT-6922 truck broke down.", {"volat"}, set()),
        ("Jan Volat spoke.", {"minister"}, set()),
        ("Nothing of the kind.", set(), set()),
    ],
)
def test_a_body_of_state_brings_its_country(text: str, named: set[str], homes: set[str]) -> None:
    mentions = find(compile_lexicon(ENTITIES.values()), text).mentions
    assert with_families(mentions, ENTITIES) == named
    bodies = homes_of(ENTITIES.values())
    assert {bodies[mention.entity] for mention in mentions if mention.entity in bodies} == homes


def test_every_country_of_the_catalogue_has_one_home() -> None:
    codes = [entity.country for entity in load({"countries"}) if entity.class_ == "country"]
    assert len(codes) == len(set(codes))
