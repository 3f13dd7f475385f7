from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.mention import Mention
from bot.summaries import summarise
from bot.summaries.extractive import LONGEST

TITLE = "Russia moves armour to Belarus"
LEAD = "Trains from the Far East have been crossing the border since Monday evening."
TIGERS = "On the platforms stood Tiger armoured vehicles and BMP-3 fighting vehicles."
AIR = "S-400 and Pantsir systems are to follow, railwaymen say."
AGAIN = "Nobody in Minsk would say how long the Tiger vehicles are to stay."
TEXT = f"{LEAD} {TIGERS} {AGAIN} {AIR}"


def mention(text: str, surface: str, entity: str, *, nth: int = 0, field: str = "text") -> Mention:
    start = -1
    for _ in range(nth + 1):
        start = text.index(surface, start + 1)
    return Mention(
        entity=entity, field=field, start=start, end=start + len(surface), surface=surface, alias=surface, rule="exact"
    )


def words(text: str, *, title: str = "", mentions: tuple[Mention, ...] = (), count: int = 2) -> list[str]:
    return [sentence.text for sentence in summarise(text, title=title, mentions=mentions, sentences=count)]


def test_without_mentions_the_first_sentences_lead() -> None:
    assert words(TEXT, title=TITLE) == [LEAD, TIGERS]


def test_sentences_with_watched_names_come_first_in_line_but_stay_in_text_order() -> None:
    assert words(TEXT, title=TITLE, mentions=(mention(TEXT, "S-400", "s-400"),), count=1) == [AIR]
    assert words(TEXT, title=TITLE, mentions=(mention(TEXT, "S-400", "s-400"),)) == [TIGERS, AIR]


def test_names_that_nobody_told_yet_come_before_a_repetition() -> None:
    named = (
        mention(TEXT, "Tiger", "tigr"),
        mention(TEXT, "Tiger", "tigr", nth=1),
        mention(TEXT, "S-400", "s-400"),
    )
    assert words(TEXT, title=TITLE, mentions=named) == [TIGERS, AIR]


def test_mentions_in_the_title_choose_nothing_in_the_text() -> None:
    assert words(TEXT, mentions=(mention(TEXT, "S-400", "s-400", field="title"),)) == [LEAD, TIGERS]


@pytest.mark.parametrize(("count", "got"), [(0, 0), (1, 1), (3, 3), (9, 4)])
def test_as_many_sentences_as_asked_for_and_there_are(count: int, got: int) -> None:
    assert len(words(TEXT, count=count)) == got


def test_an_echo_of_the_title_is_passed_over() -> None:
    assert words(f"Russia moves armour to Belarus. {LEAD}", title=TITLE) == [LEAD]


@pytest.mark.parametrize("text", ["", TITLE, f"{TITLE}.", "Russia moves armour to Belarus… Read more", " \n "])
def test_a_text_that_says_no_more_than_the_title_has_no_summary(text: str) -> None:
    assert words(text, title=TITLE) == []


def test_a_sentence_is_not_said_twice() -> None:
    assert words(f"{LEAD}\n{LEAD}\n{TIGERS}") == [LEAD, TIGERS]


@pytest.mark.parametrize(
    "cruft",
    [
        "Read more about it on our pages today.",
        "Subscribe to our channel and miss nothing.",
        "By Jane Miller, defence correspondent in Kyiv",
        "Photo: press service of the railway of Belarus",
        "The post Trains roll west appeared first on Rail Watch.",
        "Читайте також про рух потягів на заході країни.",
        "Підписуйтесь на наш канал у месенджері вже зараз.",
        "Подписывайтесь на наш канал, чтобы ничего не пропустить.",
        "Источник: пресс-служба железной дороги Беларуси",
        "Чытайце таксама пра рух цягнікоў на захадзе.",
        "https://example.org/a-link-and-nothing-else",
        "#ukraine #war #belarus #trains #tanks",
        "— Rail Watch.",
    ],
)
def test_the_pages_own_words_are_left_out(cruft: str) -> None:
    assert words(f"{cruft}\n{LEAD}\n{cruft}") == [LEAD]


@pytest.mark.parametrize(
    "dateline",
    ["MINSK, Jan 18 (Reuters) - ", "MINSK, Jan. 18 (Reuters) — ", "БАРАНАВІЧЫ (Вестка) — ", "КИЕВ, 18 января, ТАСС — "],
)
def test_a_dateline_is_cut_off_and_offsets_still_point_at_the_words(dateline: str) -> None:
    text = f"{dateline}{LEAD}"
    (sentence,) = summarise(text)
    assert sentence.text == LEAD == text[sentence.start : sentence.end]


def test_words_in_brackets_are_no_dateline() -> None:
    text = "The S-400 (a long-range system) - eight launchers of it - arrived at dawn."
    assert words(text) == [text]


def test_a_teaser_cut_off_by_its_feed_gives_way_to_whole_sentences() -> None:
    teaser = "The convoy then turned north along the river and the…"
    assert words(f"{LEAD} {teaser}") == [LEAD]
    assert words(teaser) == [teaser]


def test_an_endless_sentence_ends_with_a_whole_word() -> None:
    text = "platform " * 500
    (sentence,) = words(text)
    assert len(sentence) <= LONGEST
    assert sentence.endswith("platform")


def test_a_name_beyond_the_cut_of_an_endless_sentence_does_not_count() -> None:
    endless = "platform " * 200 + "S-400"
    text = f"{LEAD}\n{endless}"
    assert words(text, mentions=(mention(text, "S-400", "s-400"),)) == [LEAD]


@given(st.text(alphabet="абвAB .!?…\n«»-—1", max_size=400), st.integers(0, 4))
def test_every_sentence_is_verbatim_and_whole_words(text: str, count: int) -> None:
    chosen = summarise(text, sentences=count)
    assert len(chosen) <= count
    for sentence in chosen:
        assert text[sentence.start : sentence.end] == sentence.text
        assert not (sentence.end < len(text) and text[sentence.end].isalnum() and text[sentence.end - 1].isalnum())
    assert [s.start for s in chosen] == sorted(s.start for s in chosen)


@pytest.mark.parametrize(
    "second",
    [
        "He would not say where they were going to next week.",
        "However, the ministry spoke of a drill of railway troops.",
        "91st Guards Railway Brigade of Slutsk",
    ],
)
def test_a_summary_is_rather_short_than_hard_to_understand(second: str) -> None:
    assert words(f"{LEAD}\nRain fell.\n{second}") == [LEAD]


def test_a_sentence_that_leans_may_follow_the_one_that_it_leans_on() -> None:
    governor = "The governor of Orsha, Ivan Petrenko, met the crews of the trains at the station."
    he = "He told them that Tiger vehicles may not leave the station."
    text = f"Rain fell. {governor} {he}"
    assert words(text, mentions=(mention(text, "Tiger", "tigr"),)) == [governor, he]


def test_an_echo_of_the_title_is_told_where_nothing_else_names_what_is_watched() -> None:
    title, echo = "Tiger vehicles reach Orsha", "Tiger vehicles reach Orsha."
    more = "Nobody in the town had seen so many trains since the spring."
    text = f"{echo} {more}"
    assert words(text, title=title, mentions=(mention(text, "Tiger", "tigr"),)) == [echo, more]
    assert words(echo, title=title, mentions=(mention(echo, "Tiger", "tigr"),)) == []


def test_a_post_of_three_words_is_told_where_it_is_all_there_is() -> None:
    text = "Мінська область, тривога!"
    assert words(text, mentions=(mention(text, "Мінська область", "minsk"),)) == [text]
    assert words(text) == []


@given(
    st.lists(st.sampled_from([LEAD, TIGERS, AIR, AGAIN, "He left.", "Why?", "Read more here now.", "…", "\n"])),
    st.integers(1, 4),
)
def test_what_is_watched_is_told_wherever_a_sentence_names_it(parts: list[str], count: int) -> None:
    text = " ".join(parts)
    if "S-400" not in text:
        return
    named = mention(text, "S-400", "s-400")
    assert any(s.start <= named.start < s.end for s in summarise(text, mentions=(named,), sentences=count))


@pytest.mark.parametrize(
    "unit", [".", '"', "a", "\n", "« ", ".\n", "a. ", "(a. ", "@a ", "Ten tanks go to Minsk today. "]
)
def test_hostile_text_costs_linear_work(unit: str) -> None:
    """Quadratic work on a million characters would run into the suite's time limit."""
    summarise(unit * (1_000_000 // len(unit)), title="x", sentences=4)
