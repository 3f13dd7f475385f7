"""`vedette match --explain`: what each name was taken for, and why, for a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.curating import explain
from bot.model.entity import Alias, Context, Entity, Kind

T_80BV = Entity(id="t-80bv", kind=Kind.EQUIPMENT, class_="tank", country="RU", name="T-80BV")
NONA = Entity(
    id="nona",
    kind=Kind.EQUIPMENT,
    class_="artillery",
    name="2S9 Nona",
    aliases=(Alias(text="Nona", lang="en", context=Context.REQUIRED),),
)


def test_a_mention_says_name_rule_and_what_was_put_up_with() -> None:
    assert explain("Два Т-80БB стояли біля мосту.", (T_80BV,)) == (
        "+ “Т-80БB” (text 4-10) is t-80bv: T-80BV, tank, RU\n"
        "    name “T-80BV”: a spelling of it (designation); look-alike letters\n"
        "\n"
        "1 mention, 0 set aside"
    )


def test_an_ambiguous_name_shows_its_score_and_each_piece_of_evidence() -> None:
    told = explain("The howitzer battery fired its Nona guns.", (NONA,))
    assert told.startswith("+ “Nona” (text 31-35) is nona: 2S9 Nona, artillery\n")
    assert "    context +" in told
    assert '"howitzer"' in told
    assert told.endswith("1 mention, 0 set aside")


def test_what_was_set_aside_says_why() -> None:
    told = explain("Nona sang at the wedding until the flowers wilted.", (NONA,))
    assert told.startswith("- “Nona” (text 0-4) is not nona: 2S9 Nona, artillery\n    name “Nona”: context: ")
    assert told.endswith("0 mentions, 1 set aside")


def test_a_near_miss_is_marked_and_counted() -> None:
    told = explain("Nona was late for dinner with the troops.", (NONA,))
    assert told.startswith("~ “Nona” (text 0-4) is not nona")
    assert "near miss, context: +1 of 2 needed" in told
    assert told.endswith("0 mentions, 1 set aside, 1 near miss")


def test_a_text_without_names() -> None:
    assert explain("The weather stays fine.", (NONA,)) == "No name of the catalogue is in it."


CATALOGUE = """\
entities:
  - {id: t-80bv, kind: equipment, class: tank, name: T-80BV}
"""


@pytest.fixture
def entities(tmp_path: Path) -> str:
    file = tmp_path / "entities.yaml"
    file.write_text(CATALOGUE, encoding="utf-8")
    return str(file)


def call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def test_the_command_takes_a_text_of_several_words(entities: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("match", "--entities", entities, "--explain", "A", "T-80BV", "burned") == 0
    assert capsys.readouterr().out.startswith("+ “T-80BV” (text 2-8) is t-80bv: T-80BV, tank\n")


def test_a_text_without_explain_is_a_wrong_call(entities: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("match", "--entities", entities, "A T-80BV burned") == 2
    assert "--explain" in capsys.readouterr().err
