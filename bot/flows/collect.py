"""Collects one feed: fetch and read outside any transaction, then commit everything that follows from it in one.

A crash before the commit repeats the fetch. Nothing is half done: items, what they name, their stories, the deliveries
that they plan and the feed's next due time stand or fall together.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import cadence
from bot.errors import FeedUnreadable
from bot.flows.detect import Detected, Detector
from bot.flows.line import UNHEARD, Line
from bot.flows.notices import about_feed
from bot.model.feed import Document, FeedState, Item
from bot.model.fetching import Fetched, FetchStatus
from bot.model.mention import Findings
from bot.model.status import ItemState
from bot.ports import Fetcher, Reader
from bot.store import feeds, items, outbox
from bot.store.database import Database
from bot.stories import Index

log = structlog.get_logger(__name__)
REISSUED_AFTER = timedelta(days=7)
"""An item dated this long before the last good look at its feed is an old one that the publisher brings out again."""
BREATH = 20
"""Items placed between two chances for the rest of the program: placing one takes a millisecond or two."""
NETWORK_PAUSE = timedelta(minutes=2)
"""Between two tries of a feed while nothing at all can be reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What one look at a feed came to: new items, alerts queued, and why it failed where it did."""

    id: int
    """The feed's."""
    feed: str
    status: FetchStatus
    items: int = 0
    alerts: int = 0
    error: str | None = None


class Collector:
    """Collects feeds, one call each; many calls may run at once."""

    def __init__(
        self,
        *,
        database: Database,
        fetcher: Fetcher,
        reader: Reader,
        detector: Detector,
        index: Index,
        clock: Callable[[], datetime],
        jitter: Callable[[], float],
        first_sight: timedelta,
        notices: Collection[str] = (),
    ) -> None:
        self._database = database
        self._fetcher = fetcher
        self._reader = reader
        self._detector = detector
        self._index = index
        self._clock = clock
        self._jitter = jitter
        self._first_sight = first_sight
        self._notices = tuple(notices)
        self._line = Line()
        self._placing = asyncio.Lock()
        """Two items of one event must not open two stories: only one commit at a time reads and writes the index."""

    async def collect(self, state: FeedState) -> Collected:
        """Look at a feed that is leased to us and keep what it brings.

        Raises:
            StoreError: nothing was kept; the lease runs out and the feed is looked at again.
        """
        fetched = await self._fetcher.fetch(
            state.effective_url or state.feed.url,
            etag=state.etag,
            last_modified=state.last_modified,
            allow_private=state.feed.allow_private,
        )
        document, unreadable = await self._read(state, fetched)
        now = self._clock()
        after = cadence.plan(state, fetched, now=now, jitter=self._jitter(), document=document, unreadable=unreadable)
        self._line.note(urlsplit(fetched.url).hostname or "", fetched.status)
        if self._line.down and fetched.status in UNHEARD:
            # Not the feed's fault: it is to be read soon after the network is back.
            after = replace(
                state,
                polled_at=now,
                failures=max(state.failures, 1),
                error=after.error,
                next_poll_at=min(after.next_poll_at, now + NETWORK_PAUSE),
            )
        detected = await self._detect(state, document.items) if document else []
        alerts = await self._commit(state, after, detected, now)
        return Collected(
            id=state.id,
            feed=state.feed.name,
            status=fetched.status,
            items=len(detected),
            alerts=alerts,
            error=after.error,
        )

    async def _read(self, state: FeedState, fetched: Fetched) -> tuple[Document | None, str | None]:
        """The document, and why it could not be read. A body that was read before is not read again."""
        if fetched.status is not FetchStatus.OK or cadence.fingerprint(fetched.body) == state.body_hash:
            return None, None
        try:
            document = await self._reader.read(
                fetched.body, url=fetched.url, content_type=fetched.content_type, now=self._clock()
            )
        except FeedUnreadable as error:
            return None, str(error)
        for warning in document.warnings:
            log.debug("feed_odd", warning=warning)
        return document, None

    async def _detect(self, state: FeedState, found: Sequence[Item]) -> list[Detected]:
        async with self._database.read() as connection:
            unknown = await items.unknown(connection, state.id, [item.key for item in found])
        fresh = sorted((item for item in found if item.key in unknown), key=lambda item: item.when)
        # In a thread: a long feed takes hundreds of milliseconds, and the loop has chats to serve.
        return await asyncio.to_thread(lambda: [self._detected(item, state) for item in fresh])

    def _detected(self, item: Item, state: FeedState) -> Detected:
        try:
            return self._detector.detect(item, state.feed.tags)
        except Exception:
            # One item that we cannot examine must not keep the rest of its feed from anybody.
            log.exception("item_not_examined", key=item.key)
            return Detected(item=item, findings=Findings(), catches=(), trouble="it could not be examined; see the log")

    async def _commit(self, before: FeedState, after: FeedState, detected: Sequence[Detected], now: datetime) -> int:
        placed: list[int] = []
        async with self._placing:
            try:
                async with self._database.write() as connection:
                    alerts = await self._keep(connection, before, detected, now, placed) if detected else 0
                    await feeds.save(connection, after, received=len(detected))
                    words = about_feed(before, after, now)
                    if words is not None:
                        log.warning("feed_notice", feed=after.feed.name, notice=words)
                        await outbox.notify(connection, self._notices, words, now)
            except BaseException:
                for item in placed:
                    self._index.remove(item)
                raise
        return alerts

    async def _keep(
        self,
        connection: AsyncConnection,
        state: FeedState,
        detected: Sequence[Detected],
        now: datetime,
        placed: list[int],
    ) -> int:
        entries = []
        for number, found in zip(await items.number(connection, len(detected)), detected, strict=True):
            item = replace(found.item, id=number)
            placement = self._index.place(item, found.findings.mentions)
            story = placement.story if placement.story is not None else number
            self._index.add(item, found.findings.mentions, story)
            placed.append(number)
            if len(placed) % BREATH == 0:
                await asyncio.sleep(0)
            kept_back = self._kept_back(state, item)
            entries.append(
                items.Entry(
                    item=item,
                    feed_id=state.id,
                    findings=found.findings,
                    story=story,
                    reasons=placement.reasons,
                    state=_state(found, kept_back),
                    why=kept_back if found.catches else found.trouble,
                )
            )
        await items.keep(connection, entries)
        queued = 0
        for entry, found in zip(entries, detected, strict=True):
            if entry.state is ItemState.ALERTED:
                queued += await outbox.plan(connection, entry.story, entry.item.id, found.catches, now)
        await self._join(connection, entries, now)
        return queued

    async def _join(self, connection: AsyncConnection, entries: Sequence[items.Entry], now: datetime) -> None:
        """Let the messages about stories that were alerted tell of their new reports too."""
        alerted = await items.alerted(connection, {entry.story for entry in entries})
        quiet = {ItemState.NO_MATCH, ItemState.MATCHED}
        await items.mark_joined(
            connection, [entry.item.id for entry in entries if entry.story in alerted and entry.state in quiet]
        )
        for story in sorted(alerted):
            await outbox.grow(connection, story, now)

    def _kept_back(self, state: FeedState, item: Item) -> str | None:
        """Why an item must not alert though a watch asks for it; None where it may."""
        if state.succeeded_at is None:
            if item.published is None:
                return "undated, and there before this feed was first read"
            if item.seen - item.published > self._first_sight:
                return "published before this feed was first read"
        elif item.published is not None and state.succeeded_at - item.published > REISSUED_AFTER:
            return "an old item that the feed brought out again"
        return None


def _state(found: Detected, kept_back: str | None) -> ItemState:
    if found.catches:
        return ItemState.SUPPRESSED if kept_back else ItemState.ALERTED
    return ItemState.MATCHED if found.findings.mentions else ItemState.NO_MATCH
