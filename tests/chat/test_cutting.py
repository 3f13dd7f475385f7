"""Cutting, cleaning and links: whatever a feed sends, a chat gets something short, visible and harmless."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.cutting import LONGEST_URL, clean, cut, utf16, web_url

FAMILY = "👨‍👩‍👧‍👦"
GLYPHS = ("a", "ї", " ", "й", "🇺🇦", FAMILY, "👍🏽", "각", "1️⃣", "❤️", "-", "武")
texts = st.one_of(st.text(), st.lists(st.sampled_from(GLYPHS)).map("".join))


def test_a_short_text_stays_as_it_is() -> None:
    assert cut("Iskander seen near Mazyr", 24) == "Iskander seen near Mazyr"


def test_a_long_text_ends_after_a_whole_word() -> None:
    assert cut("Iskander seen near Mazyr", 20) == "Iskander seen near…"


def test_punctuation_before_the_gap_goes_too() -> None:
    assert cut("Three tanks, – two guns", 16) == "Three tanks…"


def test_a_script_without_spaces_is_cut_between_characters() -> None:
    assert cut("武器系统已经部署到白俄罗斯", 6) == "武器系统已…"


def test_one_long_word_does_not_cost_the_rest() -> None:
    assert cut("See https://example.org/a/very/long/address", 20) == "See https://example…"


@pytest.mark.parametrize("glyph", ["🇺🇦", FAMILY, "👍🏽", "й", "1️⃣", "각"])
def test_a_glyph_is_kept_whole_or_left_out(glyph: str) -> None:
    for limit in range(1, 3 * len(glyph) + 1):
        kept = cut(glyph * 4, limit).removesuffix("…")
        assert kept == glyph * (len(kept) // len(glyph))


def test_no_room_gives_nothing() -> None:
    assert cut("anything", 0) == ""
    assert cut("anything", 1) == "…"


def test_telegram_counts_an_emoji_twice() -> None:
    assert utf16("a🚀") == 3
    assert cut("🚀🚀🚀", 5, utf16) == "🚀🚀…"


@given(texts, st.integers(0, 80), st.sampled_from([len, utf16, lambda text: len(text.encode("utf-8", "replace"))]))
def test_what_is_cut_fits_and_is_the_beginning(text: str, limit: int, size: Callable[[str], int]) -> None:
    short = cut(text, limit, size)
    assert size(short) <= limit
    assert short == text or text.startswith(short.removesuffix("…"))


@given(texts, st.integers(2, 60))
def test_no_mark_or_joiner_is_left_behind(text: str, limit: int) -> None:
    short = cut(text, limit)
    if short != text and len(short) > 1:
        rest = text[len(short) - 1 :]
        assert unicodedata.category(rest[0]) not in {"Mn", "Mc", "Me"}
        assert not rest.startswith("\u200d")


@given(st.text(st.characters(codec="utf-16")))
def test_utf16_is_what_the_codec_counts(text: str) -> None:
    assert utf16(text) == len(text.encode("utf-16-le")) // 2


def test_what_cannot_be_seen_is_not_passed_on() -> None:
    assert clean("a\x00b\x1b[31mc\u202ed\u2066e\r\nf\ud800") == "a b [31mcde\nf\ufffd"


@given(st.text())
def test_clean_text_is_encodable_and_clean_again(text: str) -> None:
    once = clean(text)
    once.encode()
    assert clean(once) == once
    assert not any(unicodedata.category(character) == "Cc" and character != "\n" for character in once)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a?b=c&d=1#e", "https://example.org/a?b=c&d=1#e"),
        (" http://example.org:8080/ \n", "http://example.org:8080/"),
        ("https://приклад.укр/стаття", "https://приклад.укр/стаття"),
        ("http://[::1]:80/", "http://[::1]:80/"),
        ('https://example.org/a b"<c>|d', "https://example.org/a%20b%22%3Cc%3E%7Cd"),
    ],
)
def test_web_addresses_pass(url: str, safe: str) -> None:
    assert web_url(url) == safe


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,hi",
        "tg://resolve?domain=x",
        "//example.org/",
        "https:///no-host",
        "https://",
        "https://bank.example@elsewhere.example/",
        "https://example.org\\@elsewhere.example/",
        "https://example.org:99999/",
        "https://exa\u202emple.org/",
        "https://example.org/\x00",
        "https://example.org/a\tb",
        "https://[::1/",
        "https://example.org/" + "a" * LONGEST_URL,
        "https://example.org/" + '"' * 1000,
    ],
)
def test_anything_else_is_no_link(url: str | None) -> None:
    assert web_url(url) is None


@given(st.text().map(lambda tail: "https://example.org/" + tail))
def test_a_link_can_break_no_markup(url: str) -> None:
    safe = web_url(url)
    if safe is not None:
        assert not set(safe) & set(' "<>|\\\n\r\t\x00')
        assert len(safe) <= LONGEST_URL
