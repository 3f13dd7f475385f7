"""Ends a fetch early: what it came to, raised wherever that is found out and caught in one place, the fetcher."""

from __future__ import annotations

from bot.model.fetching import FetchStatus


class Ending(Exception):
    """The fetch is over without a body; `detail` is in words for a person and holds no secret."""

    def __init__(self, status: FetchStatus, detail: str) -> None:
        self.status = status
        self.detail = detail
        super().__init__(detail)
