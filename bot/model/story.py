"""Stories: items of one event, first report first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.feed import Item
from bot.model.mention import Mention, Rejection


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a publisher changed of an item. Pairs are (before, after); None: as it was."""

    title: tuple[str, str] | None = None
    numbers: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    """Numbers of title and lead that went, and those that came in their place."""
    url: tuple[str, str] | None = None
    text: bool = False
    """Was enough of the text rewritten to matter?"""
    gained: tuple[str, ...] = ()
    """Entities that are named only since."""
    lost: tuple[str, ...] = ()
    """Entities that are no longer named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """An item was changed by its publisher: the `number`-th time, noticed `at`, and in what."""

    number: int
    at: datetime
    changes: Changes


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
    revisions: tuple[Revision, ...] = ()
    """How it was changed since, oldest first; of very many the first and the last."""
    repeats: int | None = None
    """The item id of an earlier report of the story that has the same source; None: a source of its own."""
    repeats_because: str = ""
    """What shows it, in words (`same text as Rail Watch`)."""

    @property
    def reported_at(self) -> datetime:
        """When it was published; when it reached us, where the feed gives no earlier time."""
        return min(self.item.when, self.item.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Items of one event, in the order in which they reached us."""

    id: int
    reports: tuple[Report, ...]

    @property
    def first(self) -> Report:
        """The report that opened the story."""
        return self.reports[0]

    @property
    def independent(self) -> int:
        """How many sources of their own the reports have: copies of one text, or of one agency, are one."""
        return sum(report.repeats is None for report in self.reports)

    @property
    def reporters(self) -> tuple[Report, ...]:
        """Each feed's first report, in the order in which they were published: the first one led the others."""
        first: dict[int, Report] = {}
        for report in sorted(self.reports, key=lambda report: report.reported_at):
            first.setdefault(report.feed_id, report)
        return tuple(first.values())

    @property
    def version(self) -> int:
        """Grows with each report and each revision of one: what a message that was sent may be behind of."""
        return sum(1 + (report.revisions[-1].number if report.revisions else 0) for report in self.reports)


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
