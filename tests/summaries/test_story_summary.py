"""The summary of a story whose reports come from several outlets."""

from __future__ import annotations

from bot.model.mention import Mention
from bot.summaries import Source, split, summarise_story

LEAD = "Eight launchers crossed the bridge near Orsha before dawn on Tuesday."
RADAR = "A radar and two lorries with missiles followed the launchers over the bridge an hour later."
TALE = "Orsha is known for its linen mill, which opened ninety years ago."
UKRAINIAN = "Вісім пускових установок перейшли міст біля Орші до світанку у вівторок."


def told(*reports: Source, count: int = 2) -> list[tuple[int, str]]:
    return [(choice.report, choice.sentence.text) for choice in summarise_story(reports, sentences=count)]


def named(text: str, surface: str) -> tuple[Mention, ...]:
    start = text.index(surface)
    return (
        Mention(
            entity=surface, start=start, end=start + len(surface), field="text", surface=surface, alias="", rule="exact"
        ),
    )


def test_what_another_outlet_opens_with_is_not_told_twice() -> None:
    first = Source(title="Launchers move", text=f"{LEAD} A police car led the way.")
    again = "Residents of Orsha saw eight launchers cross the bridge before dawn on Tuesday."
    second = Source(title="Bridge crossed", text=f"{again} Traffic was stopped for two hours on both banks.")
    assert again not in [sentence for _, sentence in told(first, second)]


def test_the_best_sentences_may_come_from_several_reports() -> None:
    first = Source(title="Launchers move", text=f"{LEAD} {TALE}")
    second = Source(title="Radar on the move", text=RADAR)
    assert told(first, second) == [(0, LEAD), (1, RADAR)]


def test_every_sentence_is_a_slice_of_its_own_report() -> None:
    reports = (Source(text=f"{LEAD} {TALE}"), Source(text=f"Today.\n{RADAR}"))
    for choice in summarise_story(reports, sentences=4):
        text = reports[choice.report].text
        assert text[choice.sentence.start : choice.sentence.end] == choice.sentence.text
        assert choice.sentence.text in split(text)[choice.place].text


def test_a_copy_adds_nothing() -> None:
    assert told(Source(text=LEAD), Source(text=LEAD), Source(text=f"{LEAD} {LEAD}")) == [(0, LEAD)]


def test_an_echo_of_the_first_headline_adds_nothing_whoever_says_it() -> None:
    title = "Eight launchers cross bridge near Orsha"
    echo = "Eight launchers cross the bridge near Orsha."
    assert told(Source(title=title, text=RADAR), Source(title="More", text=echo)) == [(0, RADAR)]


def test_a_report_of_a_title_alone_leaves_the_summary_to_the_next() -> None:
    assert told(Source(title="Launchers move", text="Launchers move."), Source(title="Bridge", text=LEAD)) == [
        (1, LEAD)
    ]


def test_one_summary_is_in_one_language() -> None:
    assert told(Source(text=UKRAINIAN), Source(text=f"{LEAD} {RADAR}")) == [(0, UKRAINIAN)]
    assert told(Source(text=LEAD), Source(text=UKRAINIAN), Source(text=RADAR)) == [(0, LEAD), (2, RADAR)]


def test_what_is_watched_comes_first_from_whichever_report_names_it() -> None:
    tank = "A T-90 tank stood beside the bridge, unmanned."
    assert told(Source(text=LEAD), Source(text=tank, mentions=named(tank, "T-90")), count=1) == [(1, tank)]


def test_no_reports_and_empty_reports_say_nothing() -> None:
    assert summarise_story([]) == ()
    assert summarise_story([Source(text=""), Source(text="", title="Bridge")]) == ()
