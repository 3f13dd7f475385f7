"""Numbers are read as news writes them, in four languages; designations are none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.summaries.numerals import numbers


def read(text: str) -> list[set[Decimal]]:
    return [set(number.readings) for number in numbers(text)]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", "12"),
        ("1 200", "1200"),
        ("1\u00a0200", "1200"),
        ("1,234,567", "1234567"),
        ("1.2 thousand", "1200"),
        ("1,2 тис.", "1200"),
        ("1,2 тыс.", "1200"),
        ("5,5 млрд", "5500000000"),
        ("$3m", "3000000"),
        ("twelve", "12"),
        ("twenty-one", "21"),
        ("two dozen", "24"),
        ("two hundred thousand", "200000"),
        ("двадцять один", "21"),
        ("двадцати пяти", "25"),
        ("дев'яноста", "90"),
        ("п’ятьох", "5"),
        ("дзевяноста", "90"),
        ("пяцьдзясят два", "52"),
    ],
)
def test_one_number_however_it_is_written(written: str, value: str) -> None:
    assert read(f"до {written} of them") == [{Decimal(value)}]


def test_a_comma_or_a_point_before_three_digits_may_be_either() -> None:
    assert read("1,200 men") == [{Decimal(1200), Decimal("1.2")}]


@pytest.mark.parametrize("text", ["S-400", "Т-72", "9K720", "Ка-52"])
def test_a_designation_is_no_number(text: str) -> None:
    assert read(text) == []


def test_each_is_where_it_says() -> None:
    text = "Of 1,200 men twenty-one stayed; 3 тис. пішли."
    assert [text[number.start : number.end] for number in numbers(text)] == ["1,200", "twenty-one", "3 тис."]


def test_an_endless_row_of_digits_is_no_number() -> None:
    assert read("9" * 10_000) == []
