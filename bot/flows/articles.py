"""Reads the article itself where a feed gives little more than its headline: politely, once, and never for long."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

import structlog

from bot.errors import ArticleUnreadable
from bot.flows.robots import Robots
from bot.model.feed import Feed, Item
from bot.model.fetching import Fetched, FetchStatus
from bot.ports import Extractor, Fetcher

log = structlog.get_logger(__name__)
SHORT = 500
"""Characters; a feed that gives more has said what there is to match and to summarise."""
MOST = 20
"""Articles read in one look at a feed, the newest first: a first look must not read a whole archive."""
PATIENCE = 60.0
"""Seconds in all that one look waits for articles; what is not there by then stays as the feed gave it."""
PAUSE = 1.0
"""Seconds between two requests to one host."""
REMEMBERED = 300
"""Articles, and pages without one, that are not asked for again: other feeds list them too."""
REST = timedelta(minutes=10)
"""How long a host that asks for patience, or cannot be reached, is left alone, where it does not say."""
_NOT_NOW = {FetchStatus.THROTTLED, FetchStatus.BLOCKED, FetchStatus.UNREACHABLE, FetchStatus.TOO_SLOW}


class Articles:
    """Fills items with their articles; many calls may run at once, and a host is asked one thing at a time."""

    def __init__(
        self, *, fetcher: Fetcher, extractor: Extractor, clock: Callable[[], datetime], pause: float = PAUSE
    ) -> None:
        self._fetcher = fetcher
        self._extractor = extractor
        self._clock = clock
        self._pause = pause
        self._robots = Robots(fetcher, clock)
        self._hosts: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._resting: dict[str, datetime] = {}
        self._known: OrderedDict[str, str | None] = OrderedDict()

    async def fill(self, feed: Feed, items: Sequence[Item]) -> tuple[Item, ...]:
        """The items, in their order, those that say little with the text of their article.

        What cannot be read stays as the feed gave it; how many that were is logged.
        """
        lacking = [item for item in items if len(item.text) < SHORT and item.url]
        wanted = sorted(lacking, key=lambda item: item.when, reverse=True)[:MOST]
        if not wanted:
            return tuple(items)
        found: dict[str, str] = {}
        reasons: list[str] = []

        async def look(item: Item) -> None:
            try:
                text = await self._article(item.url or "", feed)
            except ArticleUnreadable as error:
                log.debug("article_unread", url=item.url, why=str(error))
                reasons.append(str(error))
                return
            if len(text) > len(item.text):
                found[item.key] = text

        try:
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*(look(item) for item in wanted))
        except TimeoutError:
            reasons.append(f"{PATIENCE:g} seconds were over")
        log.info("articles", read=len(found), failed=len(reasons), left=len(lacking) - len(wanted), why=_most(reasons))
        return tuple(
            replace(item, text=found[item.key], said=item.text) if item.key in found else item for item in items
        )

    async def _article(self, url: str, feed: Feed) -> str:
        """The article at `url`.

        Raises:
            ArticleUnreadable: there is none, or it is not to be had.
        """
        host = urlsplit(url).hostname or ""
        lock = self._hosts.get(host)
        if lock is None:
            lock = self._hosts[host] = asyncio.Lock()
        async with lock:
            if url not in self._known:
                self._remember(url, None)
                self._remember(url, await self._read(url, host, feed))
            text = self._known[url]
        if text is None:
            raise ArticleUnreadable("it could not be read a while ago")
        return text

    async def _read(self, url: str, host: str, feed: Feed) -> str:
        if self._resting.get(host, self._clock()) > self._clock():
            raise ArticleUnreadable("its host is left alone for a while")
        private = feed.allow_private and host == urlsplit(feed.url).hostname
        if not await self._robots.allow(url, allow_private=private):
            raise ArticleUnreadable("the site's robots.txt asks us not to")
        fetched = await self._fetcher.fetch(url, allow_private=private)
        await asyncio.sleep(self._pause)
        if fetched.status is not FetchStatus.OK:
            self._heed(host, fetched)
            raise ArticleUnreadable(fetched.detail or fetched.status.value)
        return await self._extractor.extract(fetched.body, url=fetched.url, content_type=fetched.content_type)

    def _heed(self, host: str, fetched: Fetched) -> None:
        now = self._clock()
        self._resting = {one: until for one, until in self._resting.items() if until > now}
        if fetched.status in _NOT_NOW:
            self._resting[host] = now + (fetched.retry_after or REST)

    def _remember(self, url: str, text: str | None) -> None:
        self._known[url] = text
        self._known.move_to_end(url)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


def _most(reasons: Iterable[str]) -> str | None:
    counted: dict[str, int] = {}
    for reason in reasons:
        counted[reason] = counted.get(reason, 0) + 1
    return max(counted, key=lambda reason: counted[reason], default=None)
