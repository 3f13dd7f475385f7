"""Look-ups by any spelling, the nearest names, and a watch's own phrases."""

from __future__ import annotations

import pytest

from bot.matching import Lexicon, compile_phrases, find_phrases, nearest, resolve


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("S-400", "s-400"),
        ("s400", "s-400"),
        ("С-400", "s-400"),
        ("t-80bv", "t-80bv"),
        ("тигр", "tigr"),
        ("Tiger", "tigr"),
        ("лукашенко", "lukashenka"),
        ("МЗС Білорусі", "mfa-belarus"),
        ("iskander m", "iskander-m"),
        ("gru", "gru"),
        ("M2 Bradley", "bradley"),
        ("MFA of Belarus.", "mfa-belarus"),
        ("no such thing", None),
        ("", None),
    ],
)
def test_any_spelling_resolves(lexicon: Lexicon, name: str, entity: str | None) -> None:
    assert resolve(lexicon, name) == entity


def test_the_nearest_names_come_best_first(lexicon: Lexicon) -> None:
    assert nearest(lexicon, "Iskandr", 3)[0] == "iskander"
    assert "leopard" in nearest(lexicon, "Леопрд", 3)
    assert nearest(lexicon, "qqqqqqqq", 3) == ()
    assert nearest(lexicon, "", 3) == ()


def test_phrases_are_whole_words_in_any_form() -> None:
    phrases = compile_phrases(["air defence", "протиповітряна оборона", "мінський", "!!!"])
    assert find_phrases(phrases, "The AIR\ndefences held.") == {"air defence"}
    assert find_phrases(phrases, "Засоби протиповітряної оборони.", "У Мінському районі") == {
        "протиповітряна оборона",
        "мінський",
    }
    assert find_phrases(phrases, "fair defence, air of defence") == frozenset()
    assert find_phrases(compile_phrases([]), "anything") == frozenset()
