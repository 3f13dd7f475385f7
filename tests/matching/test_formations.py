"""Numbered formations are found however a staff, a channel or an agency writes them."""

from __future__ import annotations

import pytest

from bot.matching import Lexicon, compile_lexicon, find
from bot.model.entity import Alias, Entity, Kind


def unit(name: str, **written: str) -> Entity:
    aliases = tuple(Alias(text=text, lang=lang) for lang, text in written.items())
    return Entity(id=name, kind=Kind.ACTOR, class_="formation", name=name, aliases=aliases)


@pytest.fixture(scope="module")
def staff() -> Lexicon:
    return compile_lexicon(
        [
            unit("147th Mechanised Brigade", uk="147-ма механізована бригада", ru="147-я механизированная бригада"),
            unit("58th Combined Arms Army", uk="58-ма загальновійськова армія", ru="58-я общевойсковая армия"),
            unit(
                "176th Guards Air Assault Division", uk="176-та десантно-штурмова дивізія", ru="176-я гвардейская дшд"
            ),
            unit("310th Naval Infantry Brigade", ru="310-я бригада морской пехоты"),
            unit("105th Airborne Brigade", be="105-я паветрана-дэсантная брыгада"),
        ]
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Бійці 147-ї механізованої бригади тримають рубіж.", "147th Mechanised Brigade"),
        ("Бійці 147 окремої механізованої бригади тримають рубіж.", "147th Mechanised Brigade"),
        ("Оператори 147 ОМБр і 147-ї омбр.", "147th Mechanised Brigade"),
        ("Сообщили в 147-й отдельной механизированной бригаде.", "147th Mechanised Brigade"),
        ("The 147th Separate Mechanized Brigade held the road.", "147th Mechanised Brigade"),
        ("Штаб 58 ОА переехал.", "58th Combined Arms Army"),
        ("Підрозділи 58-ї гвардійської ЗВА.", "58th Combined Arms Army"),
        ("Elements of the 58th CAA are near the river.", "58th Combined Arms Army"),
        ("Части 58-й общевойсковой армии.", "58th Combined Arms Army"),
        ("Десантники 176-й дивизии ВДВ.", "176th Guards Air Assault Division"),
        ("Позиції 176 дшд та 176 гв. дшд.", "176th Guards Air Assault Division"),
        ("Elements of the 176th VDV Division.", "176th Guards Air Assault Division"),
        ("Бойцы 310-й отдельной гвардейской бригады морской пехоты, 310 обрмп.", "310th Naval Infantry Brigade"),
        ("Вучэнні 105-й асобнай паветрана-дэсантнай брыгады.", "105th Airborne Brigade"),
    ],
)
def test_one_name_gives_all_ways_to_write_it(staff: Lexicon, text: str, named: str) -> None:
    assert {mention.entity for mention in find(staff, text).mentions} == {named}


@pytest.mark.parametrize(
    "text",
    [
        "Бійці 47-ї механізованої бригади.",
        "158 ОА и 5 ОА.",
        "147 бригад і 58 армій.",
        "58-я армия",
        "The 147th Brigade.",
    ],
)
def test_another_number_or_kind_is_another_formation(staff: Lexicon, text: str) -> None:
    assert find(staff, text).mentions == ()
