"""What holds for any text: offsets, boundaries, stability, and no input that hurts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching import Lexicon, compile_lexicon, find, forms
from bot.matching.folding import fold
from bot.matching.transliteration import unmasked
from bot.model.entity import Alias, Entity, Kind
from bot.model.mention import Mention, Rejection

FRAGMENTS = [
    "S-400",
    "С-400",
    "Iskander",
    "«Тигр»",
    "Т-80БВ",
    "Wagner",
    " ",
    "\n",
    "-",
    "\u00ad",
    "\u0301",
    "#",
    "'s",
    ", ",
]
texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join),
    st.text(alphabet=st.characters(min_codepoint=0xD800, max_codepoint=0xE000), max_size=20),
)


@given(title=texts, text=texts)
@settings(max_examples=300, deadline=None)
def test_offsets_slice_to_the_surface(lexicon: Lexicon, title: str, text: str) -> None:
    findings = find(lexicon, text, title=title)
    everything: list[Mention | Rejection] = [*findings.mentions, *findings.rejected]
    for seen in everything:
        field = title if seen.field == "title" else text
        assert field[seen.start : seen.end] == seen.surface != ""


@given(text=texts)
@settings(max_examples=300, deadline=None)
def test_folding_is_stable_and_keeps_its_offsets(text: str) -> None:
    folded = fold(text)
    assert len(folded.clean) == len(folded.read) == len(folded.coarse)
    assert fold(folded.read).read == folded.read or "#" in text or "-" in folded.read
    assert folded.origin is None or folded.origin == sorted(folded.origin)


@pytest.mark.parametrize("dash", "-‐‑‒–—−")
@pytest.mark.parametrize("space", ["", " ", "\u00a0", "\u202f"])
def test_designations_survive_any_dash_and_space(lexicon: Lexicon, dash: str, space: str) -> None:
    assert {m.entity for m in find(lexicon, f"a T{dash}80{space}BVM tank").mentions} == {"t-80bvm"}


@pytest.mark.parametrize("text", ["S-4000", "S-401", "AS-400", "S-400000", "1S-400", "С-4001"])
def test_a_number_is_never_cut(lexicon: Lexicon, text: str) -> None:
    assert not {m.entity for m in find(lexicon, text).mentions} & {"s-40", "s-400"}


@pytest.mark.parametrize(
    ("word", "lang"), [("Іскандер", "uk"), ("Панцирь", "ru"), ("Герань", "ru"), ("Точка", "uk"), ("Лукашэнка", "be")]
)
def test_each_derived_form_is_found(word: str, lang: str) -> None:
    lexicon = compile_lexicon(
        [Entity(id="it", kind=Kind.EQUIPMENT, class_="missile", name=word, aliases=(Alias(text=word, lang=lang),))]
    )
    for form in forms.expanded(forms.shapes(word, lang)):
        for surface in (form, form.title(), form.upper(), f"«{form}»", f"{form[:3]}\u00ad{form[3:]}"):
            assert {m.entity for m in find(lexicon, surface).mentions} == {"it"}, surface


@pytest.mark.parametrize("designation", ["C-300", "T-80BB", "X-101", "MT-LB", "2C19"])
def test_latin_look_alikes_in_cyrillic_text(lexicon: Lexicon, designation: str) -> None:
    assert unmasked(designation) != designation
    assert find(lexicon, f"Військові збили ракету з комплексу {designation} біля міста вночі.").mentions


NASTY = [
    *("S-", "\u0301", "a", '"', "«", "T-80 ", "Тигр, ", "Wagner ", "T-72, -80, ", "#AaAa", "#aaaa", "S-\n", "a@a."),
    *("x.com/", "- \n", "Ministry of Foreign Affairs of ", "не С-300 ", "\ud800", "M1 ", "Tiger tank "),
    *("Град", "S-300/400/", "T-80."),
]


@pytest.mark.parametrize("unit", NASTY)
def test_no_text_takes_more_than_its_length(lexicon: Lexicon, unit: str) -> None:
    """Four times the text may take four times as long, with room for a busy machine; sixteen times is a square."""

    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        began = time.process_time()
        find(lexicon, text)
        return time.process_time() - began

    seconds(2_000)
    assert seconds(32_000) < 9 * seconds(8_000) + 0.05


@pytest.mark.parametrize("unit", ["S-", "\u0301", "a", '"', "«"])
def test_a_megabyte_of_one_thing_is_read(lexicon: Lexicon, unit: str) -> None:
    assert not find(lexicon, unit * (1_000_000 // len(unit))).mentions
