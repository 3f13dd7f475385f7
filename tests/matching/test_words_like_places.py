"""Everyday words that look or sound like a place or a person in some case or language, and stay silent."""

from __future__ import annotations

import pytest

from bot.matching import Lexicon, compile_lexicon, find
from bot.matching.declensions import surname
from bot.matching.forms import expanded, shapes
from bot.model.entity import Alias, Case, Entity, Kind


def place(id_: str, class_: str, country: str, name: str, **names: str) -> Entity:
    aliases = tuple(Alias(text=text, lang=lang) for lang, texts in names.items() for text in texts.split(", "))
    return Entity(id=id_, kind=Kind.PLACE, class_=class_, country=country, name=name, aliases=aliases, derive=True)


PLACES = (
    place("crimea", "region", "UA", "Crimea", uk="Крим", ru="Крым", be="Крым"),
    place("poland", "country", "PL", "Poland", en="Polish", uk="Польща, польський", ru="Польша, польский"),
    place("mali", "country", "ML", "Mali", uk="Малі", ru="Мали"),
    place("sweden", "country", "SE", "Sweden", uk="Швеція", ru="Швеция"),
    place("denmark", "country", "DK", "Denmark", uk="Данія", ru="Дания"),
    place("syria", "country", "SY", "Syria", uk="Сирія", ru="Сирия"),
    place("russia", "country", "RU", "Russia", uk="Росія, російський", ru="Россия, российский"),
    place("bakhmut", "town", "UA", "Bakhmut", uk="Бахмут, бахмутський"),
    Entity(
        id="zelenskyy",
        kind=Kind.ACTOR,
        class_="person",
        name="Volodymyr Zelenskyy",
        aliases=(Alias(text="Володимир Зеленський", lang="uk"), Alias(text="Зеленський", lang="uk")),
    ),
    Entity(
        id="lavrov",
        kind=Kind.ACTOR,
        class_="person",
        name="Sergey Lavrov",
        aliases=(Alias(text="Сергей Лавров", lang="ru"), Alias(text="Лавров", lang="ru")),
    ),
    Entity(
        id="united-states",
        kind=Kind.PLACE,
        class_="country",
        name="United States",
        aliases=(Alias(text="US", lang="en", case=Case.EXACT),),
    ),
)


@pytest.fixture(scope="module")
def places() -> Lexicon:
    return compile_lexicon(PLACES)


@pytest.mark.parametrize(
    "text",
    [
        "Крім цього, ворог не полишає спроб.",  # except; leaves
        "За сведениями очевидцев, они мали малі шанси.",  # reports; had, small
        "Даних про обстріл у сірій зоні нема.",  # data; grey
        "Fields near Bakhmutske burned.",  # a village of its own
        "Олена Зеленська відкрила школу; слово Зеленської почули.",
        "Лавровая роща и лавровая ветвь.",
        "The USS Nimmerland left port.",
    ],
)
def test_words_that_only_look_or_sound_so(places: Lexicon, text: str) -> None:
    assert find(places, text).mentions == ()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("На Криму, у Криму, Кримом, крымский мост.", {"crimea"}),
        ("Новини про росію та польського міністра.", {"russia", "poland"}),
        ("Російсько-польський кордон.", {"russia", "poland"}),
        ("Зеленського, Зеленському, Зеленським; зеленського теж.", {"zelenskyy"}),
        ("Лаврову, Лавровым, о Лаврове.", {"lavrov"}),
        ("US's and US troops.", {"united-states"}),
    ],
)
def test_the_names_themselves_are_found(places: Lexicon, text: str, ids: set[str]) -> None:
    assert {mention.entity for mention in find(places, text).mentions} == ids


def test_a_surname_is_a_mans_or_a_womans() -> None:
    assert expanded(surname("лавров")).isdisjoint({"лаврової", "лавровой", "лавровою"})
    assert {"зеленського", "зеленському", "зеленським"} <= expanded(shapes("Зеленський", "uk", person=True))
    assert expanded(shapes("Зеленський", "uk", person=True)).isdisjoint({"зеленська", "зеленської", "зеленську"})
    assert {"захарової", "захаровой", "захарову"} <= expanded(shapes("Захарова", "ru", person=True))
    assert "захаров" not in expanded(shapes("Захарова", "ru", person=True))
