"""The exception tree; the class says what the caller should do.

::

    VedetteError
    ├── ConfigError          a person must change feeds.yaml or the environment; carries every problem found
    ├── FeedUnreadable       a document is no feed: count a failure, keep the feed, look again later
    ├── ArticleUnreadable    a web page holds no article: keep what the feed said of it
    ├── WriterFailed         a language model gave no answer that can be used: go without
    ├── StoreError           the database refused: stop this unit of work, nothing was half done
    │   ├── StoreBusy        another process holds the database: stop, say who
    │   └── StoreSlow        a look-up was stopped: ask for less, or later
    └── UsageError           a question could not be understood: say how it is asked

What a fetch or a send came to is not an exception but a value: `model.fetching.Fetched`, `model.delivery.Outcome`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class VedetteError(Exception):
    """Base of all errors that we raise on purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong in a file or the environment, and what to do about it.

    `line` and `column` count from 1 and are None where there is no place to point at; `source_line` is the line's text.
    """

    where: str
    what: str
    line: int | None = None
    column: int | None = None
    source_line: str | None = None
    suggestion: str | None = None

    def __str__(self) -> str:
        place = self.where
        if self.line is not None:
            place += f":{self.line}" + (f":{self.column}" if self.column is not None else "")
        text = f"{place}: {self.what}"
        if self.suggestion:
            text += f"; {self.suggestion}"
        if self.source_line is not None and self.column is not None:
            text += f"\n    {self.source_line}\n    {' ' * (self.column - 1)}^"
        return text


class ConfigError(VedetteError):
    """The configuration cannot be used; `problems` lists all that is wrong, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class FeedUnreadable(VedetteError):
    """The document is not a feed that we can read; the message says why in words for a person."""


class ArticleUnreadable(VedetteError):
    """The page holds no article that we can read; the message says why in words for a person."""


class WriterFailed(VedetteError):
    """A language model gave no answer that can be used; the message says why, and holds no secret.

    `patience`: seconds that it asks to be left alone, where it says so.
    """

    def __init__(self, why: str, *, patience: float | None = None) -> None:
        self.patience = patience
        super().__init__(why)


class StoreError(VedetteError):
    """The database refused or failed; the unit of work was rolled back."""


class StoreBusy(StoreError):
    """Another process runs on this database."""


class StoreSlow(StoreError):
    """A query took longer than its reader may, and was stopped."""


class UsageError(VedetteError):
    """A question could not be understood; the message says how it is asked."""
