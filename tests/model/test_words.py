from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.model.words import age, day, plural, span, until

NOW = datetime(2022, 1, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(seconds=-60), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(seconds=95), "2 min ago"),
        (timedelta(minutes=12, seconds=10), "12 min ago"),
        (timedelta(minutes=99), "99 min ago"),
        (timedelta(hours=2), "2 h ago"),
        (timedelta(hours=47), "47 h ago"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=14), "4 Jan 2022"),
        (timedelta(minutes=-5), "in 5 min"),
        (timedelta(days=-30), "17 Feb 2022"),
    ],
)
def test_age_is_told_in_the_readers_terms(ago: timedelta, words: str) -> None:
    assert age(NOW - ago, NOW) == words


def test_a_day_is_told_in_utc_whatever_the_zone() -> None:
    assert day(datetime.fromisoformat("2022-01-01T01:00+03:00")) == "31 Dec 2021"


@pytest.mark.parametrize(
    ("count", "noun", "words"),
    [(0, "item", "0 items"), (1, "item", "1 item"), (1204, "item", "1,204 items"), (2, "story", "2 stories"),
     (2, "day", "2 days"), (3, "watch", "3 watches"), (1, "watch", "1 watch")],
)  # fmt: skip
def test_plurals(count: int, noun: str, words: str) -> None:
    assert plural(count, noun) == words


def test_an_irregular_plural_is_given() -> None:
    assert plural(2, "person", "people") == "2 people"


@pytest.mark.parametrize(
    ("length", "words"),
    [(timedelta(seconds=40), "40 s"), (timedelta(minutes=5), "5 min"), (timedelta(hours=5), "5 h"),
     (timedelta(days=1.6), "38 h"), (timedelta(days=9), "9 days"), (timedelta(seconds=-3), "0 s")],
)  # fmt: skip
def test_spans_keep_their_largest_fitting_unit(length: timedelta, words: str) -> None:
    assert span(length) == words


def test_until_is_now_once_it_is_past() -> None:
    assert until(NOW + timedelta(seconds=20), NOW) == "in 20 s"
    assert until(NOW, NOW) == until(NOW - timedelta(days=1), NOW) == "now"
