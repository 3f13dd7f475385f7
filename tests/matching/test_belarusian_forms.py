"""Belarusian words decline by our own rules, for want of a dictionary."""

from __future__ import annotations

import pytest

from bot.matching.forms import expanded, shapes


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("рухомы", {"рухомага", "рухомаму", "рухомым", "рухомыя", "рухомых", "рухомымі", "рухомая", "рухомую"}),
        ("беларускія", {"беларускіх", "беларускім", "беларускімі"}),
        ("спецслужбы", {"спецслужб", "спецслужбаў", "спецслужбам", "спецслужбамі", "спецслужбах"}),
        ("Асіповічы", {"асіповічаў", "асіповічам", "асіповічамі", "асіповічах"}),
        ("разведка", {"разведкі", "разведку", "разведкай", "разведцы"}),
        ("Панцыр", {"панцыра", "панцыры", "панцыраў", "панцырамі"}),
    ],
)
def test_cases_and_numbers(word: str, forms: set[str]) -> None:
    assert forms <= expanded(shapes(word, "be"))


def test_a_short_bare_stem_is_another_word() -> None:
    assert "брод" not in expanded(shapes("Броды", "be"))
