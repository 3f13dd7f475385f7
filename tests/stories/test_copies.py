"""Independence: copies of one text, or of one agency, are one source, however many outlets bring them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.model.feed import Item
from bot.model.story import Report, Story
from bot.stories.copies import credited, marked
from bot.stories.owners import owner

NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)
AGENCY = (
    "A train with eight launchers reached the station before dawn, three residents said. Two locomotives pulled it, "
    "and a guard of forty soldiers kept people off the platform until noon. The railway gave no timetable for it."
)
OWN = (
    "Our correspondent counted nine covered vehicles on flat wagons beside the grain elevator, and spoke to a driver "
    "who had waited at the crossing since four. He was told that the line would stay closed for a week."
)


def report(number: int, feed: str, text: str = "", *, title: str = "", url: str | None = None) -> Report:
    when = NOON + timedelta(minutes=number)
    item = Item(
        id=number, key=str(number), title=title or f"Report by {feed}", text=text,
        url=url or f"https://{feed.lower().replace(' ', '-')}.example/{number}", published=when, seen=when,
    )  # fmt: skip
    return Report(item=item, feed_id=sum(map(ord, feed)), feed_name=feed)


def because(*reports: Report) -> list[str]:
    return [one.repeats_because for one in marked(reports)]


def test_six_reports_of_which_two_have_a_source_of_their_own() -> None:
    reports = [
        report(1, "Rail Watch", AGENCY),
        report(2, "Wire", AGENCY),
        report(3, "Morning", f"{AGENCY} Follow us for more.", title="Launchers by rail"),
        report(4, "Courier", OWN),
        report(5, "Herald", AGENCY.partition(". ")[0] + "."),
        report(6, "Courier", "The line is open again after the wagons left."),
    ]
    story = Story(id=1, reports=marked(reports))
    assert story.independent == 2
    assert [one.repeats for one in story.reports] == [None, 1, 1, None, 1, 4]
    assert story.reports[2].repeats_because == "same text as Rail Watch"


def test_a_report_in_other_words_is_independent() -> None:
    assert because(report(1, "Rail Watch", AGENCY), report(2, "Courier", OWN)) == ["", ""]


def test_a_copy_with_small_edits_is_a_copy() -> None:
    edited = AGENCY.replace("eight", "8").replace("before dawn", "at dawn")
    assert because(report(1, "Rail Watch", AGENCY), report(2, "Wire", edited))[1] == "same text as Rail Watch"


def test_bare_titles_are_copies_if_they_are_the_same_and_telling() -> None:
    title = "Launchers reach Homiel by rail"
    one, two = report(1, "Wire", title=title), report(2, "Herald", title=title.upper())
    assert because(one, two) == ["", "same title as Wire"]
    assert because(report(1, "Wire", title="Air raid alert"), report(2, "Herald", title="Air raid alert")) == ["", ""]


def test_the_same_title_over_two_texts_is_no_copy() -> None:
    title = "Launchers reach Homiel by rail"
    assert because(report(1, "Wire", AGENCY, title=title), report(2, "Courier", OWN, title=title)) == ["", ""]


@pytest.mark.parametrize(
    ("credit", "agency"),
    [
        ("KYIV, Jan 20 (Reuters) - A train came.", "Reuters"),
        ("A train came, Reuters reports.", "Reuters"),
        ("A train came, as reported by the news agency AFP.", "AFP"),
        ("МИНСК, 20 января. /ТАСС/. Пришёл поезд.", "TASS"),
        ("Пришёл поезд, сообщает ТАСС.", "TASS"),
        ("Пришёл поезд, передаёт «Интерфакс».", "Interfax"),
        ("Пришёл поезд, передает агентство Интерфакс-Украина.", "Interfax-Ukraine"),
        ("Об этом пишет РБК-Украина со ссылкой на очевидцев.", "RBC-Ukraine"),
        ("Прийшов потяг, повідомляє Укрінформ.", "Ukrinform"),
        ("Про це пише УНІАН з посиланням на очевидців.", "UNIAN"),
        ("Прыйшоў цягнік, паведамляе БелТА.", "BelTA"),
        ("A train came. — Bloomberg", "Bloomberg"),
        ("РИА Новости: пришёл поезд.", "RIA Novosti"),
    ],
)
def test_credits_are_read_in_four_languages(credit: str, agency: str) -> None:
    assert list(dict.fromkeys(credited(credit))) == [agency]


@pytest.mark.parametrize(
    "text",
    [
        "The Reuters building stands by the river.",
        "Shares of Bloomberg and others fell.",
        "Здание ТАСС видно с бульвара.",
        "He reported late. The CNN tower was lit.",
        "A tassel hung from the lamp, witnesses said.",
    ],
)
def test_a_name_that_is_no_credit_is_none(text: str) -> None:
    assert list(credited(text)) == []


def test_reports_that_credit_one_agency_have_one_source() -> None:
    one = report(1, "Wire", f"{AGENCY} (Reuters)")
    two = report(2, "Herald", f"{OWN} Reuters reported it first.")
    assert because(one, two) == ["", "credits Reuters, as Wire does"]


def test_a_report_that_credits_the_agency_itself_or_another_outlet_depends_on_it() -> None:
    assert because(report(1, "Ukrinform", AGENCY), report(2, "Herald", "Прийшов потяг, повідомляє Укрінформ. " + OWN))[
        1
    ]
    told = report(2, "Herald", f"{OWN} The story was reported by Rail Watch.")
    assert because(report(1, "Rail Watch", AGENCY), told) == ["", "credits Rail Watch"]


def test_feeds_of_one_outlet_are_one_source() -> None:
    one = report(1, "Paper", AGENCY, url="https://www.paper.example/a")
    two = report(2, "Paper in English", OWN, url="https://en.paper.example/b")
    assert because(one, two) == ["", "same outlet as Paper"]


@pytest.mark.parametrize(
    ("url", "who"),
    [
        ("https://www.paper.example/a", "paper.example"),
        ("https://news.paper.com.ua/a", "paper.com.ua"),
        ("https://t.me/channel_one/55", "t.me/channel_one"),
        ("https://t.me/s/channel_one", "t.me/channel_one"),
        ("https://desk.substack.com/p/a", "desk.substack.com"),
        ("https://news.google.com/articles/xyz", None),
        ("https://192.0.2.1/a", None),
        ("http://[::1", None),
        (None, None),
    ],
)
def test_who_stands_behind_a_link(url: str | None, who: str | None) -> None:
    assert owner(url) == who


def test_the_first_reporter_is_the_first_to_publish_not_the_first_to_reach_us() -> None:
    late, early = report(5, "Slow to fetch", AGENCY), report(2, "Early", OWN)
    story = Story(id=1, reports=(late, early, report(9, "Early", "More of it")))
    assert [one.feed_name for one in story.reporters] == ["Early", "Slow to fetch"]
