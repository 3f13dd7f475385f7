"""Alerts: a story that a watch caught, for one channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.delivery import Delivery
from bot.model.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Catch:
    """Why an item matters to a channel: the watch that took it, and the terms that were met."""

    watch: str
    channel: str
    met: tuple[str, ...]
    """Entity ids and phrases, in the watch's own order."""
    group_wait: timedelta = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A story that one or more watches caught, for one channel; a channel gets one alert a story."""

    id: int
    """The number that `why` takes."""
    channel: str
    story: Story
    catches: tuple[Catch, ...]
    at: datetime
    delivery: Delivery
    merged_into: int | None = None
    """The alert that tells of this one's story since an editor merged the two."""

    @property
    def version(self) -> int:
        """Which version of its story a message built now speaks of; 0 where it only points to another alert."""
        return 0 if self.merged_into is not None else self.story.version
