"""What stands beside a name: it can make it somebody or something else, or vouch for it."""

from __future__ import annotations

import pytest

from bot.matching import Lexicon, compile_lexicon, find
from bot.model.entity import Alias, Context, Entity, Kind


def entity(id_: str, kind: Kind, class_: str, *safe: str, unsure: tuple[str, ...] = (), country: str = "") -> Entity:
    lang = "uk" if any("а" <= c.lower() <= "я" for c in safe[0]) else "en"
    aliases = [Alias(text=text, lang=lang) for text in safe]
    aliases += [Alias(text=text, lang=lang, context=Context.REQUIRED) for text in unsure]
    return Entity(id=id_, kind=kind, class_=class_, country=country, name=safe[0], aliases=tuple(aliases))


ENTITIES = (
    entity("beaver", Kind.EQUIPMENT, "uav", "дрон Бобер", unsure=("Бобер",)),
    entity("minister", Kind.ACTOR, "person", "Олекса Дрозд", unsure=("Дрозд",)),
    entity("secretary", Kind.ACTOR, "person", "Ivan Thrush", unsure=("Thrush",)),
    entity("town", Kind.PLACE, "town", "місто Ковальськ", "Ковальськ", country="UA"),
    entity("other-town", Kind.PLACE, "town", "місто Рівно", unsure=("Рівно",), country="UA"),
    entity("ukraine", Kind.PLACE, "country", "Україна", country="UA"),
    entity("turkey", Kind.PLACE, "country", "Republic of Turkey", unsure=("Turkey",), country="TR"),
    entity("poland", Kind.PLACE, "country", "Poland", country="PL"),
)


@pytest.fixture(scope="module")
def small() -> Lexicon:
    return compile_lexicon(ENTITIES)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Сержант Віктор «Бобер» Ковалюк керував дроном.", "a callsign"),
        ("Оператор дрона з позивним «Бобер» відзначився.", "a callsign"),
        ("Іван Ковальськ вийшов на сцену.", "a person: Іван"),
        ("Новий-Ковальськ далеко.", "part of “Новий-Ковальськ”"),
        ("Ковальська ОВА попередила.", "a region, not the town"),
    ],
)
def test_it_makes_it_something_else(small: Lexicon, text: str, why: str) -> None:
    found = find(small, text)
    assert found.mentions == ()
    assert why in {rejection.why for rejection in found.rejected}


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("Армія готує зміни, — Дрозд", "minister"),
        ("Військові отримають більше, заявив Дрозд.", "minister"),
        ("Thrush: the army needs shells", "secretary"),
        ("The road to Turkey runs through Poland.", "turkey"),
        ("Ковальськ і Рівно разом.", "other-town"),
    ],
)
def test_it_vouches_for_it(small: Lexicon, text: str, id_: str) -> None:
    assert id_ in {mention.entity for mention in find(small, text).mentions}


@pytest.mark.parametrize(
    "text",
    [
        "Дрозд співав у саду.",
        "Розділили рівно навпіл: військові ракети й танки.",
        "Turkey with stuffing was served to the troops.",
    ],
)
def test_without_it_the_word_is_a_word(small: Lexicon, text: str) -> None:
    assert find(small, text).mentions == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Heron flew off with a launch rail.", {"heron"}),
        ("The Heron stood near launch rails.", {"heron"}),
        ("The Heron flew over rail and launch.", set()),
        ("The Heron stood on a launch rail at the bird show.", set()),
    ],
)
def test_a_cue_of_several_words_counts_as_a_whole(text: str, found: set[str]) -> None:
    heron = Entity(
        id="heron",
        kind=Kind.EQUIPMENT,
        class_="uav",
        name="UX-77",
        aliases=(Alias(text="Heron", lang="en", context=Context.REQUIRED),),
        near=("launch rail",),
        avoid=("bird show",),
    )
    assert {mention.entity for mention in find(compile_lexicon([heron]), text).mentions} == found
