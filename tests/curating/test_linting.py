"""`vedette lint`: each kind of doubtful name, its place and what to write instead; the built-in catalogue is clean."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.curating import doubts, lint
from bot.errors import ConfigError
from bot.model.entity import Kind

FEEDS = """\
feeds:
  - {url: "https://example.org/rss"}
"""


def linted(tmp_path: Path, entities: str, *, before: str = "") -> list[str]:
    """What lint says of some entities, without places."""
    file = tmp_path / "own.yaml"
    file.write_text(f"{before}entities:\n{entities}\n", encoding="utf-8")
    return [f"{problem.what}; {problem.suggestion}" for problem in lint(file)]


def bomb(aliases: str, *, name: str = "BX-77", rest: str = "") -> str:
    return f"  - {{id: own, kind: equipment, class: bomb, name: {name}, aliases: {{{aliases}}}{rest}}}"


DOUBTFUL = [
    ("en: [Rak]", "'Rak' has 3 letters, and any case will do"),
    ("ru: [Тор]", "'Тор' has 3 letters, and any case will do"),
    ("en: [Hammer]", "'Hammer' is a word of the dictionary"),
    ("ru: [Молоток]", "'Молоток' is a word of the dictionary"),
    ("uk: [Волошка]", "'Волошка' is a word of the dictionary"),
    ("be: [Чмель]", "'Чмель' is a word of the dictionary"),
    ("en: [Ivan]", "'Ivan' is a given name"),
    ("uk: [Олена]", "'Олена' is a given name"),
    ("ru: [С-400]", "'С-400' is also a name of 's-400'"),
    ("en: [snow leopard]", "'snow leopard' is recognised in everyday text: “She tracked a snow leopard for a month"),
]
SAFE = [
    "en: [{t: RAK, case: exact}]",
    "en: [{t: Hammer, ctx: required}]",
    "ru: [{t: Молоток, sure: there is no other hammer here}]",
    "en: [Hammer-2, Crimson Hammer]",
    "ru: [Кувалда-М]",
]


@pytest.mark.parametrize(("aliases", "what"), DOUBTFUL, ids=[what for _, what in DOUBTFUL])
def test_a_doubtful_name_is_told(aliases: str, what: str, tmp_path: Path) -> None:
    (told,) = linted(tmp_path, bomb(aliases))
    assert told.startswith(what)


@pytest.mark.parametrize("aliases", SAFE)
def test_a_name_that_is_safe_or_made_so_is_not(aliases: str, tmp_path: Path) -> None:
    assert linted(tmp_path, bomb(aliases)) == []


def test_the_fix_is_told_in_words_that_can_be_typed(tmp_path: Path) -> None:
    (told,) = linted(tmp_path, bomb("ru: [Молоток]"))
    assert told.endswith("; write {t: Молоток, ctx: required}, or say why it is proof alone: {t: Молоток, sure: ...}")
    for fixed in ("{t: Молоток, ctx: required}", "{t: Молоток, sure: it is ours}"):
        assert linted(tmp_path, bomb(f"ru: [{fixed}]")) == []


def test_a_name_that_fires_although_it_is_gated_asks_for_cues(tmp_path: Path) -> None:
    (told,) = linted(tmp_path, bomb("en: [{t: harpoon, ctx: required}]", rest=", near: [whaling, trident, compass]"))
    assert told.startswith("'harpoon' is recognised in everyday text: “The harpoon hangs in the whaling museum")
    assert told.endswith("; add what stands beside it to `avoid` or `not`")


def test_a_common_surname_alone_is_nobody(tmp_path: Path) -> None:
    def person(aliases: str) -> list[str]:
        names = f"name: Pavlo Tkachenko, aliases: {{{aliases}}}"
        return linted(tmp_path, f"  - {{id: own, kind: actor, class: person, {names}}}")

    assert [told.split(";")[0] for told in person("uk: [Ткаченко]")] == ["'Ткаченко' is the surname of many"]
    assert person("uk: [Павло Ткаченко]") == []
    assert person("uk: [Тхорибайло]") == []


def test_a_latin_name_that_cyrillic_text_cannot_meet(tmp_path: Path) -> None:
    depot = "  - {id: own, kind: actor, class: facility, name: %s}"
    (told,) = linted(tmp_path, depot % "Old Depot")
    assert told == (
        "'Old Depot' has no Cyrillic name, and none can be derived from its Latin ones; "
        "add `aliases: {uk: [...], ru: [...]}`"
    )
    for derivable in ("BX-77", "Kravatron", "Склад номер 5"):
        assert linted(tmp_path, depot % derivable) == []


def test_two_entities_of_one_file_may_not_share_a_name(tmp_path: Path) -> None:
    two = "\n".join((bomb("en: [Crimson Fang]"), bomb("uk: [Crimson Fang]", name="BX-78").replace("own", "other")))
    assert [told.split(";")[0] for told in linted(tmp_path, two)] == [
        "'Crimson Fang' is also a name of 'other'",
        "'Crimson Fang' is also a name of 'own'",
    ]


def test_a_teams_entity_may_take_the_place_of_a_built_in_one(tmp_path: Path) -> None:
    entities = "  - {id: s-400, kind: equipment, class: sam, name: S-400, aliases: {uk: [С-400]}}"
    assert linted(tmp_path, entities, before=FEEDS) == []


def test_the_place_is_told_in_a_feeds_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "feeds.yaml"
    file.write_text(f"{FEEDS}entities:\n{bomb('en: [Hammer]')}\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["lint", str(file)])
    assert ended.value.code == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith(f"{file}:4:73: 'Hammer' is a word of the dictionary; write {{t: Hammer, ctx: required}}")
    assert told[1].index("Hammer") == told[2].index("^")
    assert told[3] == "1 problem"


def test_a_clean_file_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(f"entities:\n{bomb('ru: [Кувалда-М]')}\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["lint", str(file)])
    assert not ended.value.code
    assert capsys.readouterr().out == f"{file}: no name is doubtful\n"


def test_a_file_that_is_wrong_as_such_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("entities:\n  - {id: own, kind: thing, class: bomb, name: BX-77}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="'thing' is not one of"):
        lint(file)


def test_the_built_in_catalogue_is_clean() -> None:
    assert [str(problem) for problem in lint()] == []


def test_proper_nouns_of_the_dictionary_are_no_everyday_words() -> None:
    assert not doubts.is_everyday("Москва", "ru", Kind.PLACE)
    assert not doubts.is_everyday("белорус", "ru", Kind.PLACE)
    assert not doubts.is_everyday("Путин", "ru", Kind.ACTOR)
    assert doubts.is_everyday("Изюм", "ru", Kind.PLACE)


def test_the_word_lists_repeat_nothing() -> None:
    for rows in doubts.data("everyday").values():
        assert all(len(row) == len(set(row)) for row in rows)
        assert all(word == word.lower() for row in rows for word in row)
