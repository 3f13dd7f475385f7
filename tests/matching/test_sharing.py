"""Two bodies that share their words are two mentions, and one body beside a country is one."""

from __future__ import annotations

import pytest

from bot.matching import Lexicon, find

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
