"""The cue files: well formed, nothing said twice, and forms that catch what they should and no neighbour of it."""

from __future__ import annotations

import pytest

from bot.matching.cuebook import LANGUAGES, _data, cue_forms

FILES = ("general", "classes", "ambiguous", "given-names")


def word_lists(name: str) -> list[tuple[str, list[str]]]:
    data = _data(name)
    if name == "given-names":
        return [("", row) for row in data]
    rows = data if isinstance(data, list) else list(data.values())
    parts = (
        [row.get(role, {}) for row in rows for role in ("near", "avoid", "require")] if name == "ambiguous" else rows
    )
    return [(lang, part[lang]) for part in parts for lang in LANGUAGES if lang in part]


@pytest.mark.parametrize("name", FILES)
def test_words_are_single_lower_case_and_in_their_script(name: str) -> None:
    for lang, words in word_lists(name):
        for word in words:
            assert word == word.lower().strip(), word
            assert " " not in word, word
            cyrillic = any("\u0400" <= c <= "\u04ff" for c in word)
            assert not (lang == "en" and cyrillic), word


@pytest.mark.parametrize("name", FILES)
def test_no_word_stands_twice_in_a_list(name: str) -> None:
    for lang, words in word_lists(name):
        twice = {word for word in words if words.count(word) > 1}
        assert not twice, (name, lang)


def test_every_class_belongs_to_one_group() -> None:
    classes = [class_ for row in _data("classes").values() for class_ in row["classes"]]
    assert len(classes) == len(set(classes))


def test_an_ambiguous_name_has_one_row() -> None:
    names = [name for row in _data("ambiguous") for name in row["names"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("cue", "lang", "caught", "spared"),
    [
        ("квітка", "uk", "квітками", "квітня"),
        ("поэт", "ru", "поэтом", "поэтому"),
        ("opera", "en", "operas", "operates"),
        ("роза", "ru", "розами", "розповів"),
        ("ракета", "uk", "ракетою", "ракетка"),
        ("збити", "uk", "збили", "збитки"),
        ("missile", "en", "missiles", "missing"),
        ("бой", "ru", "боях", "бойкот"),
    ],
)
def test_cues_are_word_forms_not_prefixes(cue: str, lang: str, caught: str, spared: str) -> None:
    assert caught in cue_forms(cue, lang)
    assert spared not in cue_forms(cue, lang)


@pytest.mark.parametrize(("word", "form"), [("самолёт", "самолета"), ("миномёт", "минометов"), ("сапёр", "саперы")])
def test_a_word_with_two_dots_has_all_its_forms(word: str, form: str) -> None:
    assert form in cue_forms(word, "ru")
