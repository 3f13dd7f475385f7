"""The badge line: who, how many, what, where and when, each copied from the report."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest

from bot.matching import compile_lexicon, find
from bot.model.entity import Alias, Entity, Kind
from bot.model.fact import Asks, Fact
from bot.summaries.facts import LONGEST, MOST, facts

ENTITIES = {
    one.id: one
    for one in (
        Entity(id="s-400", kind=Kind.EQUIPMENT, class_="air-defence", name="S-400"),
        Entity(
            id="shahed",
            kind=Kind.EQUIPMENT,
            class_="uav",
            name="Shahed",
            aliases=(Alias(text="шахед", lang="uk"), Alias(text="шахед", lang="ru")),
        ),
        Entity(
            id="hur",
            kind=Kind.ACTOR,
            class_="intelligence",
            name="HUR",
            aliases=(Alias(text="ГУР", lang="uk"), Alias(text="ГУР", lang="ru")),
        ),
        Entity(
            id="gomel",
            kind=Kind.PLACE,
            class_="town",
            name="Homiel",
            aliases=(
                Alias(text="Гомель", lang="uk"),
                Alias(text="Гомель", lang="ru"),
                Alias(text="Гомель", lang="be"),
            ),
        ),
        Entity(
            id="russia",
            kind=Kind.PLACE,
            class_="country",
            name="Russia",
            aliases=(Alias(text="Russian", lang="en"), Alias(text="російський", lang="uk")),
        ),
    )
}
KINDS = {entity.id: entity.kind for entity in ENTITIES.values()}
LEXICON = compile_lexicon(ENTITIES.values())


def found(text: str, title: str = "", watched: frozenset[str] = frozenset({"s-400", "shahed"})) -> tuple[Fact, ...]:
    mentions = find(LEXICON, text, title=title).mentions
    told = facts(text, title=title, mentions=mentions, kinds=KINDS, watched=watched)
    for fact in told:
        source = {"title": title, "text": text}[fact.field]
        assert source[fact.start : fact.end] == fact.text
    return told


def told(text: str, title: str = "") -> Mapping[str, list[str]]:
    by_question: dict[str, list[str]] = {}
    for fact in found(text, title):
        by_question.setdefault(fact.asks.value, []).append(fact.text)
    return by_question


def test_english() -> None:
    assert told("HUR says that 12 Russian S-400 launchers reached Homiel early on Tuesday, 17 January.") == {
        "who": ["HUR"],
        "how many": ["12 Russian S-400 launchers"],
        "where": ["Homiel"],
        "when": ["Tuesday, 17 January"],
    }


def test_ukrainian() -> None:
    assert told("ГУР: 36 «шахедів» вночі летіли на Гомель, 15 загиблих.") == {
        "who": ["ГУР"],
        "how many": ["36 «шахедів»", "15 загиблих"],
        "where": ["Гомель"],
        "when": ["вночі"],
    }


def test_russian() -> None:
    assert told("По данным ГУР, 17 января у Гомеля упали двадцать два шахеда, ранены три человека.") == {
        "who": ["ГУР"],
        "how many": ["двадцать два шахеда", "три человека"],
        "where": ["Гомеля"],
        "when": ["17 января"],
    }


def test_belarusian() -> None:
    assert told("Учора пад Гомель прывезлі S-400 і пяць машын.") == {
        "how many": ["пяць машын"],
        "what": ["S-400"],
        "where": ["Гомель"],
        "when": ["Учора"],
    }


def test_the_sentences_that_name_what_is_watched_come_first() -> None:
    text = "HUR counted 90 trains and 80 lorries in May. Two S-400 launchers stood at Homiel on Friday."
    assert told(text)["how many"][0] == "Two S-400 launchers"
    assert told(text)["when"] == ["Friday"]


def test_a_sentence_that_names_nothing_gives_no_fact() -> None:
    assert told("The festival drew 5,000 people on Sunday. S-400 launchers stood near by.") == {"what": ["S-400"]}


def test_a_denied_name_is_marked() -> None:
    (fact,) = found("There is no S-400 here.")
    assert (fact.text, fact.negated) == ("S-400", True)


def test_a_people_is_no_place() -> None:
    assert "where" not in told("Russian S-400 crews and російські шахеди.")


def test_an_abbreviation_may_be_what_is_counted() -> None:
    assert told("ГУР: збито 38 ударних БпЛА і шахед.")["how many"] == ["38 ударних БпЛА"]


def test_a_calibre_counts_nothing() -> None:
    assert "how many" not in told("S-400 поруч із гарматою 155 мм.")


@pytest.mark.parametrize(
    "text", ["S-400 у 2022 році", "S-400, 12 of them", "S-400 від 3 Іваненко", "one man in an S-400"]
)
def test_a_number_that_counts_nothing_is_no_fact(text: str) -> None:
    assert "how many" not in told(text)


def test_each_question_has_few_and_short_answers() -> None:
    text = " ".join(
        f"On {day} May {day} S-400 launchers and {day} other vehicles left Homiel." for day in range(10, 30)
    )
    for asks in Asks:
        answers = [fact for fact in found(text) if fact.asks is asks]
        assert len(answers) <= MOST[asks]
        assert all(len(fact.text) <= LONGEST for fact in answers)


def test_the_number_of_a_name_counts_nothing() -> None:
    name = Entity(id="leopard-2", kind=Kind.EQUIPMENT, class_="tank", name="Leopard 2")
    text = "Fourteen Leopard 2 tanks may go."
    mentions = find(compile_lexicon([name]), text).mentions
    (fact,) = facts(text, mentions=mentions, kinds={"leopard-2": Kind.EQUIPMENT}, watched={"leopard-2"})
    assert fact.text == "Fourteen Leopard 2 tanks"


def test_what_is_counted_is_not_named_again() -> None:
    assert told("Two S-400 batteries came.", title="S-400 seen") == {"how many": ["Two S-400 batteries"]}


def test_the_same_fact_is_told_once() -> None:
    assert told("Two S-400 batteries came. Two S-400 batteries came.", title="S-400 in Homiel") == {
        "how many": ["Two S-400 batteries"],
        "where": ["Homiel"],
    }


@pytest.mark.parametrize("unit", ["1 ", "22 of ", "12 Russian ", "May ", "a-", "S-400 "])
def test_hostile_text_costs_no_more_than_news(unit: str) -> None:
    text = "S-400 " + (unit * 60_000)[:60_000]
    mentions = find(LEXICON, text[:200]).mentions
    began = time.process_time()
    facts(text, mentions=mentions, kinds=KINDS)
    assert time.process_time() - began < 5
