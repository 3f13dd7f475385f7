"""Collects one feed: fetch and read outside any transaction, then commit everything that follows from it in one.

A crash before the commit repeats the fetch. Nothing is half done: items, what they name, their stories, the deliveries
that they plan and the feed's next due time stand or fall together.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import cadence
from bot.errors import FeedUnreadable
from bot.flows import again
from bot.flows.again import Revised
from bot.flows.articles import Articles
from bot.flows.detect import Detected, Detector
from bot.flows.line import UNHEARD, Line
from bot.flows.notices import about_feed
from bot.flows.rulings import Rulings
from bot.model.feed import Document, FeedState, Item
from bot.model.fetching import Fetched, FetchStatus
from bot.model.mention import Findings
from bot.model.status import ItemState
from bot.ports import Fetcher, Reader
from bot.store import feeds, items, outbox, revisions, stories
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
    """What one look at a feed came to: new items, known ones that were changed, alerts queued, why it failed."""

    id: int
    """The feed's."""
    feed: str
    status: FetchStatus
    items: int = 0
    revised: int = 0
    alerts: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Brought:
    """What a document holds for us."""

    fresh: tuple[Detected, ...] = ()
    revised: tuple[Revised, ...] = ()
    known: again.Sorted = field(default_factory=again.Sorted)


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
        articles: Articles | None = None,
    ) -> None:
        self._database = database
        self._fetcher = fetcher
        self._reader = reader
        self._detector = detector
        self._index = index
        self._rulings = Rulings(index)
        self._clock = clock
        self._jitter = jitter
        self._first_sight = first_sight
        self._notices = tuple(notices)
        self._articles = articles
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
        brought = await self._detect(state, document.items) if document else _Brought()
        alerts = await self._commit(state, after, brought, now)
        return Collected(
            id=state.id,
            feed=state.feed.name,
            status=fetched.status,
            items=len(brought.fresh),
            revised=len(brought.revised),
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

    async def _detect(self, state: FeedState, found: Sequence[Item]) -> _Brought:
        async with self._database.read() as connection:
            memory = await again.recall(connection, state.id, found)

        # In threads: a long feed takes hundreds of milliseconds, and the loop has chats to serve.
        known = await asyncio.to_thread(again.sort, found, memory)
        if self._articles is not None and state.feed.fulltext:
            known.fresh = list(await self._articles.fill(state.feed, known.fresh))

        def work() -> _Brought:
            revised = (again.revise(old, new, lambda item: self._detected(item, state)) for old, new in known.changed)
            return _Brought(
                fresh=tuple(self._detected(item, state) for item in known.fresh),
                revised=tuple(one for one in revised if one is not None),
                known=known,
            )

        return await asyncio.to_thread(work)

    def _detected(self, item: Item, state: FeedState) -> Detected:
        try:
            return self._detector.detect(item, state.feed.tags)
        except Exception:
            # One item that we cannot examine must not keep the rest of its feed from anybody.
            log.exception("item_not_examined", key=item.key)
            return Detected(item=item, findings=Findings(), catches=(), trouble="it could not be examined; see the log")

    async def _commit(self, before: FeedState, after: FeedState, brought: _Brought, now: datetime) -> int:
        undo: list[Callable[[], None]] = []
        async with self._placing:
            try:
                async with self._database.write() as connection:
                    await self._rulings.heed(connection, now)
                    await revisions.note(
                        connection,
                        before.id,
                        words=brought.known.words,
                        keys=brought.known.keys,
                        reused=brought.known.reused,
                        now=now,
                    )
                    alerts = await self._keep(connection, before, brought, now, undo) if brought.fresh else 0
                    alerts += await self._renew(connection, before, brought.revised, now, undo)
                    await feeds.save(connection, after, received=len(brought.fresh))
                    words = about_feed(before, after, now)
                    if words is not None:
                        log.warning("feed_notice", feed=after.feed.name, notice=words)
                        await outbox.notify(connection, self._notices, words, now)
            except BaseException:
                for step in reversed(undo):
                    step()
                raise
        return alerts

    async def _keep(
        self,
        connection: AsyncConnection,
        state: FeedState,
        brought: _Brought,
        now: datetime,
        undo: list[Callable[[], None]],
    ) -> int:
        entries = []
        for number, found in zip(await items.number(connection, len(brought.fresh)), brought.fresh, strict=True):
            item = replace(found.item, id=number)
            # The link of a slot that now holds another article says nothing of the story.
            told = replace(item, url=None) if item.key in brought.known.reused else item
            placement = self._rulings.place(told, found.findings.mentions)
            story = placement.story if placement.story is not None else number
            self._index.add(item, found.findings.mentions, story)
            undo.append(partial(self._index.remove, number))
            if len(undo) % BREATH == 0:
                await asyncio.sleep(0)
            kept_back = self._kept_back(state, item.published, item.seen)
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
        for entry, found in zip(entries, brought.fresh, strict=True):
            if entry.state is ItemState.ALERTED:
                queued += await outbox.plan(connection, entry.story, entry.item.id, found.catches, now)
        await self._join(connection, entries, now)
        return queued

    async def _join(self, connection: AsyncConnection, entries: Sequence[items.Entry], now: datetime) -> None:
        """Let the messages about stories that were alerted tell of their new reports too."""
        alerted = await stories.alerted(connection, {entry.story for entry in entries})
        quiet = {ItemState.NO_MATCH, ItemState.MATCHED}
        await items.mark_joined(
            connection, [entry.item.id for entry in entries if entry.story in alerted and entry.state in quiet]
        )
        for story in sorted(alerted):
            await outbox.grow(connection, story, now)

    async def _renew(
        self,
        connection: AsyncConnection,
        state: FeedState,
        revised: Sequence[Revised],
        now: datetime,
        undo: list[Callable[[], None]],
    ) -> int:
        queued = 0
        for one in revised:
            kept_back = self._kept_back(state, one.published, now) if one.catches else None
            story, alerts = await again.keep(connection, one, kept_back=kept_back, now=now)
            queued += alerts
            undo.append(partial(self._index.add, one.before, one.had, story))
            self._index.add(one.item, one.findings.mentions, story)
        return queued

    def _kept_back(self, state: FeedState, published: datetime | None, seen: datetime) -> str | None:
        """Why an item must not alert though a watch asks for it; None where it may."""
        if state.succeeded_at is None:
            if published is None:
                return "undated, and there before this feed was first read"
            if seen - published > self._first_sight:
                return "published before this feed was first read"
        elif published is not None and state.succeeded_at - published > REISSUED_AFTER:
            return "an old item that the feed brought out again"
        return None


def _state(found: Detected, kept_back: str | None) -> ItemState:
    if found.catches:
        return ItemState.SUPPRESSED if kept_back else ItemState.ALERTED
    return ItemState.MATCHED if found.findings.mentions else ItemState.NO_MATCH
