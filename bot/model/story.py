"""Stories: items of one event, first report first."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.feed import Item
from bot.model.mention import Mention, Rejection


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One item of a story, with the feed it came from and what it names."""

    item: Item
    feed_id: int
    feed_name: str
    mentions: tuple[Mention, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    joined_because: tuple[str, ...] = ()
    """Why it was placed in this story; empty for the first report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Items of one event, in the order in which they reached us."""

    id: int
    reports: tuple[Report, ...]

    @property
    def first(self) -> Report:
        """The report that opened the story."""
        return self.reports[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where an item belongs: in the story `story`, or in a new one where that is None; and why."""

    story: int | None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A verbatim sentence of a summary: `source[start:end] == text`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Items that name an entity (or one of its family) in the last day, week and 30 days."""

    day: int
    week: int
    month: int
