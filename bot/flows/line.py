"""Is it the feed or is it our own line? Feeds must not be given up on because this machine has no network."""

from __future__ import annotations

import structlog

from bot.model.fetching import FetchStatus

log = structlog.get_logger(__name__)
UNHEARD = frozenset({FetchStatus.UNREACHABLE, FetchStatus.TOO_SLOW})
DISTINCT = 3
"""So many different hosts unreachable one after another, and none that answers in between: the line is down."""


class Line:
    """Keeps track of who answers. Any answer at all, an error too, shows that the line is up."""

    def __init__(self) -> None:
        self._unheard: set[str] = set()

    @property
    def down(self) -> bool:
        """Is it our own network that is missing?"""
        return len(self._unheard) >= DISTINCT

    def note(self, host: str, status: FetchStatus) -> None:
        """Take in what a look at a feed of `host` came to."""
        was_down = self.down
        if status in UNHEARD:
            self._unheard.add(host)
        elif status is not FetchStatus.REFUSED:  # a refusal is our own, and says nothing of the line
            self._unheard.clear()
        if self.down != was_down:
            log.warning("network_down" if self.down else "network_back")
