"""Reports that open with different places tell of different events; those that may mean one place do not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.catalogue import load
from bot.matching import compile_lexicon, find
from bot.model.entity import Kind
from bot.model.feed import Item
from bot.stories import Index, Places

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ENTITIES = [entity for entity in load() if entity.kind is Kind.PLACE]
LEXICON = compile_lexicon(ENTITIES)
PLACES = Places(ENTITIES)


def told(title: str, text: str = "") -> frozenset[str]:
    return PLACES.told(find(LEXICON, text, title=title).mentions)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Shells hit a school in Kharkiv", "Shells hit a school in Sumy", True),
        ("Shells hit a school in Kharkiv", "Снаряди влучили в школу в Харкові", False),
        ("Shells hit a school in Kharkiv", "Shells hit a school in the Kharkiv region", False),
        ("Shells hit a school in the Kharkiv region", "Shells hit a school in the Sumy region", True),
        ("Launchers unloaded at Baranavichy airfield", "Launchers unloaded at Luninets airfield", True),
        ("Launchers unloaded at Baranavichy airfield", "Launchers unloaded near Baranavichy", False),
        ("Shells hit a school in Kharkiv", "Shells hit a school in Ukraine", False),
        ("Shells hit a school in Kharkiv", "Kyiv counts the shells of the night", False),
        ("Sumy and Kharkiv under fire", "Kharkiv under fire", False),
    ],
)
def test_places_in_titles(one: str, other: str, apart: bool) -> None:
    assert PLACES.apart(told(one), told(other)) is apart
    assert PLACES.apart(told(other), told(one)) is apart


def test_where_the_title_names_no_place_the_opening_of_the_text_does() -> None:
    assert told("Shells hit a school", "Officials in Lviv said so.") == {"lviv"}
    assert told("Shells hit a school in Sumy", "Officials in Lviv said so.") == {"sumy"}
    assert (
        told("Shells hit a school", f"{'Nobody was in class when they fell. ' * 6} Officials in Lviv said so.") == set()
    )


def test_a_look_alike_in_another_town_opens_a_story_of_its_own() -> None:
    index = Index(PLACES)
    body = "Eight launchers left the siding under escort before dawn, two railway workers say."
    for number, (title, story) in enumerate(
        [
            ("S-400 battery unloaded at Baranavichy airfield", None),
            ("S-400 battery unloaded at Luninets airfield", None),
            ("S-400 battery is unloaded at Baranavichy airfield", 1),
        ],
        1,
    ):
        item = Item(key=title, title=title, text=body, url=None, published=NOON, seen=NOON, id=number)
        mentions = find(LEXICON, body, title=title).mentions
        placement = index.place(item, mentions)
        assert placement.story == story
        index.add(item, mentions, placement.story or number)


def test_without_a_catalogue_nothing_is_apart() -> None:
    assert not Places().apart(frozenset(), frozenset())
