"""Dates, days and times of day, the same thing in every language."""

from __future__ import annotations

import pytest

from bot.summaries.moments import moments


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("22 November", "11-22"),
        ("22nd of November", "11-22"),
        ("November 22", "11-22"),
        ("Nov. 22", "11-22"),
        ("22 листопада", "11-22"),
        ("22 ноября", "11-22"),
        ("22 лістапада", "11-22"),
        ("22.11.2026", "11-22"),
        ("22.11.26", "11-22"),
        ("2026-11-22", "11-22"),
        ("in November", "11"),
        ("у жовтні", "10"),
        ("on Friday", "friday"),
        ("в пятницу", "friday"),
        ("у п’ятницю", "friday"),
        ("у пятніцу", "friday"),
        ("yesterday", "yesterday"),
        ("учора", "yesterday"),
        ("overnight", "night"),
        ("вночі", "night"),
        ("ночью", "night"),
        ("at 14:30", "14:30"),
        ("at 2.30 p.m.", "14:30"),
        ("6 утра", "06:00"),
    ],
)
def test_one_moment_however_it_is_written(written: str, what: str) -> None:
    assert [moment.what for moment in moments(f"So {written}, it is said")] == [what]


def test_the_year_is_told_where_it_stands() -> None:
    assert [moment.year for moment in moments("22 ноября 2026 года, 4 May, 01.02.24")] == [2026, None, 2024]


@pytest.mark.parametrize("text", ["They may march.", "5.45 мм", "version 3.11.4", "99.99.2026", "среди них"])
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert moments(text) == ()


def test_each_is_where_it_says() -> None:
    text = "Late on Friday, 22 November 2026, at 14:30."
    assert [text[one.start : one.end] for one in moments(text)] == ["Friday", "22 November 2026", "14:30"]
