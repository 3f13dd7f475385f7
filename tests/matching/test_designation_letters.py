"""A Latin designation alone is found in Cyrillic, letter by letter or by shape; and no longer word is taken for one."""

from __future__ import annotations

import pytest

from bot.matching import compile_lexicon, find
from bot.model.entity import Entity, Kind


def equipment(name: str) -> Entity:
    return Entity(id="thing", kind=Kind.EQUIPMENT, class_="vehicle", name=name)


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("CV90", "ЦВ90"),
        ("CV90", "БМП ЦВ-90"),
        ("FH-70", "ФХ-70"),
        ("PzH2000", "ПзХ2000"),
        ("AMX-10RC", "АМХ-10РЦ"),
        ("BWP-1", "БВП-1"),
        ("B-52", "Б-52"),
        ("B-52", "В-52"),
        ("PAC-3", "ПАЦ-3"),
        ("PAC-3", "РАС-3"),
        ("SH-60", "СХ-60"),
        ("HQ-9", "ХК-9"),
        ("UJ-22", "УДЖ-22"),
        ("Yak-130", "Як-130"),
        ("Kh-101", "Х-101"),
    ],
)
def test_a_designation_is_found_in_cyrillic(name: str, spelled: str) -> None:
    text = f"Військові показали {spelled} і дві ракети."
    assert [m.surface for m in find(compile_lexicon([equipment(name)]), text).mentions] == [
        spelled.removeprefix("БМП ")
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("M-ATV", "Військові слухали, як Матвієнко говорив про ракети."),
        ("C-130", "Ракета Ц-13 і танк Ц-1300."),
        ("S-75", "Ракета Ц-75."),
    ],
)
def test_another_word_or_number_is_none(name: str, text: str) -> None:
    assert find(compile_lexicon([equipment(name)]), text).mentions == ()
