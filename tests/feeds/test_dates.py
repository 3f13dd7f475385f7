"""Dates as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.dates import parse, plausible

NOON = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "Sun, 22 Nov 2026 12:30:00 GMT",
        "Sun, 22 Nov 2026 14:30:00 +0200",
        "22 Nov 26 12:30 UT",
        "Sun, 22 Nov 2026 14:30:00 EET",
        "Sun, 22 Nov 2026 14:30:00 CEST",
        "Sun, 22 Nov 2026 15:30:00 MSK",
        "Sun, 22 Nov 2026 07:30:00 EST",
        "Sun, 22 Nov 2026 15:30:00 GMT+3",
        "Sun, 22 Nov 2026 12:30:00 +0000 (UTC)",
        "So, 22 Nov 2026 13:30:00 +0100",
        "Вс, 22 ноя 2026 15:30:00 MSK",
        "нд, 22 лис 2026 14:30:00 +0200",
        "Sunday, November 22, 2026 - 12:30",
        "November 22nd, 2026 at 12:30 pm",
        "Nov 22, 2026 12:30 PM",
        "22 ноября 2026 г. в 12:30",
        "22 листопада 2026, 12:30",
        "22 лістапада 2026 12:30",
        "22.11.2026 12:30",
        "12:30, 22.11.2026",
        "2026-11-22T12:30:00Z",
        "2026-11-22T14:30+0200",
        "2026-11-22 12:30:00.000000000",
        "2026/11/22 12:30",
        "Sun Nov 22 12:30:00 2026",
        "Sun Nov 22 14:30:00 EET 2026",
        "2026年11月22日 12:30",
        "22/11/2026 12:30",
        "1795350600",
        "1795350600000",
    ],
)
def test_one_moment_in_many_spellings(written: str) -> None:
    assert parse(written) == NOON


@pytest.mark.parametrize("written", ["22.11.2026", "Nov 22, 2026", "22. November 2026", "2026年11月22日", "2026-11-22"])
def test_a_day_alone_begins_at_midnight(written: str) -> None:
    assert parse(written) == datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "month"),
    [
        *[("січня", 1), ("февраля", 2), ("сакавіка", 3), ("квітня", 4), ("мая", 5), ("траўня", 5), ("червня", 6)],
        *[("июля", 7), ("жніўня", 8), ("вересня", 9), ("кастрычніка", 10), ("грудня", 12), ("juillet", 7), ("Mai", 5)],
    ],
)
def test_month_names(name: str, month: int) -> None:
    assert parse(f"3 {name} 2026") == datetime(2026, month, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    ["", "soon", "11/10/2026", "32 Nov 2026", "2026-13-01", "22 Blah 2026", "9" * 500, "2026", "1/1/1", "0.0.0000"],
)
def test_what_is_no_date_or_says_two_things(written: str) -> None:
    assert parse(written) is None


def test_the_edges_of_the_clock() -> None:
    assert parse("Sun, 22 Nov 2026 24:00:00 GMT") == datetime(2026, 11, 23, tzinfo=UTC)
    assert parse("Sun, 22 Nov 2026 12:29:60 GMT") == NOON
    assert parse("0001-01-01T00:00:00+14:00") is None
    assert parse("9999-12-31T23:59:59-14:00") is None


def test_only_what_can_be_true_is_believed() -> None:
    assert plausible(NOON + timedelta(hours=23), NOON)
    assert plausible(NOON + timedelta(hours=25), NOON) is None
    assert plausible(datetime(1989, 12, 31, tzinfo=UTC), NOON) is None
    assert plausible(None, NOON) is None


@given(st.text(alphabet="0123456789 :./-+TZ,novPM年月日", max_size=40))
def test_anything_is_a_utc_moment_or_none(written: str) -> None:
    moment = parse(written)
    assert moment is None or moment.utcoffset() == timedelta(0)
