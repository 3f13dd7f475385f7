"""Two bodies that share their words are two mentions, and one body beside a country is one."""

from __future__ import annotations

import pytest

from bot.matching import Lexicon, compile_lexicon, find
from bot.model.entity import Alias, Entity, Kind

BOTH = {"mfa-belarus", "mfa-russia"}


@pytest.mark.parametrize(
    "text",
    [
        "The Russian and Belarusian foreign ministries met.",
        "Belarusian and Russian Foreign Ministry officials met.",
        "The foreign ministries of Russia and Belarus met.",
        "Belarus's and Russia's foreign ministries met.",
        "Зустріч провели російське та білоруське МЗС.",
        "Про це повідомили в МЗС Росії й Білорусі.",
        "Российский и белорусский МИД высказались одинаково.",
        "В МИД Белоруссии и России высказались одинаково.",
        "Расійскае і беларускае МЗС маўчаць.",
        "У МЗС Беларусі ды Расіі маўчаць.",
    ],
)
def test_whose_stands_twice_and_what_once(lexicon: Lexicon, text: str) -> None:
    assert {mention.entity for mention in find(lexicon, text).mentions} == BOTH


def test_the_other_body_is_shown_by_its_own_word(lexicon: Lexicon) -> None:
    first, second = find(lexicon, "The Russian and Belarusian foreign ministries met.").mentions
    assert (first.entity, first.surface, first.notes) == ("mfa-russia", "Russian", ("shares “foreign ministries”",))
    assert (second.entity, second.surface, second.notes) == ("mfa-belarus", "Belarusian foreign ministries", ())


REGIONS = tuple(
    Entity(
        id=id_,
        kind=Kind.PLACE,
        class_=class_,
        name=english,
        aliases=(Alias(text=ukrainian, lang="uk"), Alias(text=russian, lang="ru")),
    )
    for id_, class_, english, ukrainian, russian in (
        ("sumy-oblast", "oblast", "Sumy region", "Сумська область", "Сумская область"),
        ("kherson-oblast", "oblast", "Kherson region", "Херсонська область", "Херсонская область"),
        (
            "frankivsk-oblast",
            "oblast",
            "Ivano-Frankivsk region",
            "Івано-Франківська область",
            "Ивано-Франковская область",
        ),
        ("kherson", "town", "Kherson", "Херсон", "Херсон"),
        ("siversk", "town", "Siversk", "Сіверськ", "Северск"),
    )
)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (
            "Тривога в Івано-Франківській, Херсонській та Сумській областях.",
            {"frankivsk-oblast", "kherson-oblast", "sumy-oblast"},
        ),
        ("Взрывы в Херсонской и Сумской областях.", {"kherson-oblast", "sumy-oblast"}),
        (
            "Sirens in the Ivano-Frankivsk, Kherson, and Sumy regions.",
            {"frankivsk-oblast", "kherson-oblast", "sumy-oblast"},
        ),
        ("From Kherson and the Sumy region.", {"kherson", "sumy-oblast"}),
        ("Херсон та Сумська область.", {"kherson", "sumy-oblast"}),
        ("Новгород-Сіверський і Сіверськ-на-Донці.", {"siversk"}),
        ("Новгород-Сіверський тихий.", set()),
    ],
)
def test_regions_stand_in_rows(text: str, ids: set[str]) -> None:
    assert {mention.entity for mention in find(compile_lexicon(REGIONS), text).mentions} == ids


@pytest.mark.parametrize(
    "text",
    [
        "The Foreign Ministry of Belarus and Russia's envoy agreed.",
        "Russia and the Belarusian foreign ministry agreed.",
        "Nice and Belarusian foreign ministry words.",
        "Минск и белорусский МИД молчат.",
    ],
)
def test_a_country_beside_one_body_is_no_second_body(lexicon: Lexicon, text: str) -> None:
    assert {m.entity for m in find(lexicon, text).mentions} & BOTH == {"mfa-belarus"}
