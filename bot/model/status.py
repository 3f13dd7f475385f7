"""What the sentry says of itself: health of feeds, the ledger's sums, the parts that are up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.question import ChatHealth


class ItemState(StrEnum):
    """Where an item ended."""

    NO_MATCH = "no match"  # it names nothing in the catalogue
    MATCHED = "matched"  # it names something; no watch asks for it
    ALERTED = "alerted"  # a watch caught it; its deliveries tell the rest
    JOINED = "joined"  # no watch caught it, but it tells of a story that was alerted
    SUPPRESSED = "suppressed"  # a watch caught it and it was kept back; `why` says for what reason


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealth:
    """One feed's line in `feeds`."""

    id: int
    name: str
    url: str
    items: int
    polled_at: datetime | None
    succeeded_at: datetime | None
    next_poll_at: datetime
    failures: int
    error: str | None
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationHealth:
    """One channel's line in `status`: what waits for it, and what is wrong with it."""

    channel: str
    platform: str
    waiting: int
    held: int
    refused: int
    not_before: datetime | None = None
    gone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The sums that prove that nothing was lost.

    `received` counts items as feeds brought them, at the moment they came; `items` counts the stored ones by the state
    they ended in. An item that came again is not counted again: `revised` counts its revisions as they were noticed,
    `revisions` those that the rows speak of. `planned` counts deliveries as alerts made them; `deliveries` counts them
    by state. `unaccounted` counts items marked as alerted for which some caught channel has no delivery.
    """

    received: int
    items: Mapping[str, int]
    planned: int
    deliveries: Mapping[str, int]
    unaccounted: int
    revised: int = 0
    revisions: int = 0

    @property
    def difference(self) -> int:
        """What the sums leave unexplained; anything but zero is a defect."""
        return (
            abs(self.received - sum(self.items.values()))
            + abs(self.revised - self.revisions)
            + abs(self.planned - sum(self.deliveries.values()))
            + self.unaccounted
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Everything that `status` shows. `started_at` and `ticked_at` are None while no sentry has run on this store."""

    started_at: datetime | None
    ticked_at: datetime | None
    feeds: int
    feeds_failing: int
    feeds_unread: int
    ledger: Ledger
    destinations: tuple[DestinationHealth, ...] = ()
    chats: tuple[ChatHealth, ...] = field(default_factory=tuple)
