"""Facts: the words of a report that say who, how many, what, where and when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Asks(StrEnum):
    """The questions that facts answer."""

    WHO = "who"
    HOW_MANY = "how many"
    WHAT = "what"
    WHERE = "where"
    WHEN = "when"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Words of a report that answer a question about it, copied: `field[start:end] == text`."""

    asks: Asks
    text: str
    field: str
    """`title` or `text`."""
    start: int
    end: int
    negated: bool = False
    """A denial or a "not" stands before it in its sentence."""
