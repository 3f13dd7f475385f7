"""What is found in running text, phenomenon by phenomenon."""

from __future__ import annotations

import pytest

from bot.matching import Lexicon, find

DESIGNATIONS = [
    ("A T-80BV stood by the gate.", {"t-80bv"}),
    ("A T80BV stood by the gate with a tank crew.", {"t-80bv"}),
    ("Two T‑80 BVs and a T-80 BVM's turret.", {"t-80bv", "t-80bvm"}),
    ("Два Т-80БВ і один T-80БВ з латинською літерою.", {"t-80bv"}),
    ("Officials said the S-\n400 battery had moved.", {"s-400"}),
    ("S–400, S—400 and S−400 are one.", {"s-400"}),
    ("Комплекс С-300В4 і ракета Х-101.", {"s-300v4", "kh-101"}),
    ("Штурмовий МіГ-29 та Су-34.", {"mig-29", "su-34"}),
    ("MiG-29fighters took off.", {"mig-29"}),
    ("Тягач МТ-ЛБ і самохідка 2С19.", {"mt-lb", "2s19"}),
    ("Транспортник С-130 сів.", {"c-130"}),
    ("ЗСУ-23-4 на параді.", {"zsu"}),
]


@pytest.mark.parametrize(("text", "entities"), DESIGNATIONS)
def test_designations_in_every_spelling(lexicon: Lexicon, text: str, entities: set[str]) -> None:
    assert {m.entity for m in find(lexicon, text).mentions} == entities
