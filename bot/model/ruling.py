"""Rulings: what an editor decided about stories, and what followed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.watch import Person


class Verb(StrEnum):
    """What was decided."""

    SPLIT = "split"  # `story` and `other` are two, and stay apart
    MERGE = "merge"  # `other` was the same story as `story`, and became it


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One decision, kept for good with its author."""

    id: int
    at: datetime
    by: Person
    verb: Verb
    story: int
    other: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What a ruling came to."""

    verb: Verb
    story: int
    other: int
    title: str
    """Of the report that was taken out; of the story that was merged away."""
    reports: int
    """Left in `story` (split), or now in it (merge)."""
    others: int = 1
    """Now in `other` (split), or come from it (merge)."""
    queued: tuple[str, ...] = ()
    """Channels that get a message of their own about what was taken out."""
    silenced: tuple[int, ...] = ()
    """Alerts that only point to another one from now on."""
