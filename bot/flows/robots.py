"""May we read this page? What a site's robots.txt says to us, asked once a day (RFC 9309)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from bot.model.fetching import Fetched, FetchStatus
from bot.ports import Fetcher

AGENT = "Vedette"
KEPT_FOR = timedelta(days=1)
MOST_SITES = 500
LONGEST = 500 * 1024
"""Bytes of a robots.txt that are read, as RFC 9309 has it."""


class Robots:
    """Remembers what sites said; one call at a time for one site."""

    def __init__(self, fetcher: Fetcher, clock: Callable[[], datetime]) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._sites: OrderedDict[str, tuple[RobotFileParser, datetime]] = OrderedDict()

    async def allow(self, url: str, *, allow_private: bool) -> bool:
        """Does the site of `url` let us read it? A site that has no rules does; one that cannot be asked does not."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        known = self._sites.get(site)
        if known is None or known[1] < self._clock():
            fetched = await self._fetcher.fetch(f"{site}/robots.txt", allow_private=allow_private)
            known = _rules(fetched), self._clock() + KEPT_FOR
            self._sites[site] = known
            while len(self._sites) > MOST_SITES:
                self._sites.popitem(last=False)
        return known[0].can_fetch(AGENT, url)


def _rules(fetched: Fetched) -> RobotFileParser:
    rules = RobotFileParser()
    if fetched.status is FetchStatus.OK:
        rules.parse(fetched.body[:LONGEST].decode("utf-8", "replace").splitlines())
    elif fetched.status is FetchStatus.GONE or (fetched.http_status or 500) in range(400, 429):
        rules.parse(())
    else:
        rules.disallow_all = True  # type: ignore[attr-defined] # typeshed does not know it
    return rules
