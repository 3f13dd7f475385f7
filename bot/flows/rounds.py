"""The rounds: claim what is due and hand it out. Every tick asks the rows; nothing here has to be remembered."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.engine.local import Crew
from bot.errors import StoreError
from bot.flows.collect import Collected, Collector
from bot.flows.deliver import Deliverer
from bot.flows.writing import Editor
from bot.model.delivery import Delivery
from bot.model.feed import FeedState
from bot.model.fetching import FetchStatus
from bot.model.watch import Channel
from bot.ports import Chat
from bot.store import destinations, feeds, health, outbox
from bot.store.database import Database
from bot.stories import Index

log = structlog.get_logger(__name__)
FEED_LEASE = timedelta(hours=1)
"""Longer than a fetch at its deadline, a reading at its limit and the wait for both, when many feeds share one host."""
DELIVERY_LEASE = timedelta(minutes=2)
"""Longer than a send at its deadline. A crash between send and record repeats the message after this, once."""
COLLECTING = 500
"""Looks under way; most of them wait for their host, and the fetcher bounds what is on the wire."""
SENDING = 20
WRITING = 2
UNSAID = 200
"""Waiting alerts that are looked at in one tick; the rest have their turn when these are out."""
REMEMBERED = 10_000
STORY_WINDOW = timedelta(hours=72)
"""How long a story takes in new reports."""


class Rounds:
    """What the engine's ticks do."""

    def __init__(
        self,
        *,
        database: Database,
        collector: Collector,
        deliverer: Deliverer,
        channels: Mapping[str, Channel],
        chats: Mapping[str, Chat],
        index: Index,
        clock: Callable[[], datetime],
        owner: str,
        collected: Callable[[Collected], None] = lambda _: None,
        editor: Editor | None = None,
    ) -> None:
        self._database = database
        self._collector = collector
        self._deliverer = deliverer
        self._channels = channels
        self._chats = chats
        self._index = index
        self._clock = clock
        self._owner = owner
        self._collected = collected
        self._editor = editor
        self._collecting = Crew("collect", COLLECTING)
        self._sending = Crew("deliver", SENDING)
        self._writing = Crew("write", WRITING)
        self._written: OrderedDict[tuple[int, datetime | None], None] = OrderedDict()
        """Deliveries that were written for, each as it was due then: an edit may have to be written for anew."""
        self._busy: set[str] = set()
        self._draining = False

    async def poll(self) -> int:
        """Start a look at every feed that is due, as far as there are hands; how many."""
        if self._draining or not self._collecting.free:
            return 0
        async with self._database.write() as connection:
            due = await feeds.claim(
                connection, self._clock(), owner=self._owner, lease=FEED_LEASE, limit=self._collecting.free
            )
        for state in due:
            self._collecting.start(self._collect(state))
        return len(due)

    async def send(self) -> int:
        """Start every delivery that is due, one a channel; how many."""
        if self._draining or not self._sending.free:
            return 0
        async with self._database.write() as connection:
            due = await outbox.claim(
                connection,
                self._clock(),
                channels=self._channels,
                owner=self._owner,
                lease=DELIVERY_LEASE,
                busy=frozenset(self._busy),
                limit=self._sending.free,
            )
        for delivery in due:
            self._busy.add(delivery.channel)
            self._sending.start(self._deliver(delivery))
        return len(due)

    async def write(self) -> int:
        """Start writing for the alerts that wait, as far as there are hands; for how many."""
        if self._editor is None or self._draining or not self._writing.free:
            return 0
        async with self._database.read() as connection:
            waiting = await outbox.unsaid(connection, UNSAID)
        new = [one for one in waiting if (one.id, one.due) not in self._written][: self._writing.free]
        for delivery in new:
            self._written[delivery.id, delivery.due] = None
            self._writing.start(self._write(self._editor, delivery))
        while len(self._written) > REMEMBERED:
            self._written.popitem(last=False)
        return len(new)

    async def write_all(self, limit: timedelta) -> None:
        """Write for all alerts that wait, for `limit` at most; the rest go as they are."""
        try:
            async with asyncio.timeout(limit.total_seconds()):
                while await self.write():
                    await self._writing.drain()
        except TimeoutError:
            await self._writing.cancel()

    async def beat(self) -> None:
        """Say that we are alive and how the chats are, and let go of stories that are over."""
        now = self._clock()
        async with self._database.write() as connection:
            await health.ticked(connection, now, [chat.health() for chat in self._chats.values()])
            await self._probe(connection, now)
        self._index.forget(now - STORY_WINDOW)

    async def _probe(self, connection: AsyncConnection, now: datetime) -> None:
        """Let one held message try each lost destination whose time for another try has come."""
        places = await destinations.whereabouts(connection, self._channels)
        for name, place in places.items():
            if place.gone is not None and place.ready(now) and name not in self._busy:
                await outbox.release_held(connection, [name], now, most=1)

    async def drain(self) -> None:
        """Start nothing more, leave looks at feeds where they are (none is half done), wait for what is being sent."""
        self._draining = True
        await self._collecting.cancel()
        await self._writing.cancel()
        await self._sending.drain()

    async def settle(self) -> None:
        """Wait until what was started, and what that started, is done."""
        await self._collecting.drain()
        await self._sending.drain()

    async def _collect(self, state: FeedState) -> None:
        with structlog.contextvars.bound_contextvars(feed=state.feed.name):
            try:
                collected = await self._collector.collect(state)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is put on record
                collected = await self._failed(state, error)
            self._collected(collected)

    async def _failed(self, state: FeedState, error: Exception) -> Collected:
        """Put on record that a look failed through no fault of the feed, and let it be tried again ever later."""
        known = isinstance(error, StoreError)
        log.error("look_failed", why=str(error), exc_info=None if known else error)
        words = f"could not be kept: {error if known else type(error).__name__}"
        now = self._clock()
        wait = min(state.feed.every * 2 ** min(state.failures, 10), timedelta(days=1))
        after = replace(state, polled_at=now, failures=state.failures + 1, error=words, next_poll_at=now + wait)
        try:
            async with self._database.write() as connection:
                await feeds.save(connection, after)
        except StoreError as again:
            log.error("feed_state_not_kept", why=str(again))  # noqa: TRY400 - the lease runs out, and it is tried again
        return Collected(id=state.id, feed=state.feed.name, status=FetchStatus.OK, error=words)

    async def _write(self, editor: Editor, delivery: Delivery) -> None:
        channel = self._channels.get(delivery.channel)
        async with self._database.read() as connection:
            alert = await outbox.alert(connection, delivery.alert or 0)
        if channel is None or alert is None:
            return
        before = await editor.ready(alert, channel.lang)
        after = await editor.prepare(alert, channel.lang)
        if after != before:  # where the message is out already, it is edited
            async with self._database.write() as connection:
                await outbox.retell(connection, delivery.id, self._clock())

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            await self._deliverer.deliver(delivery)
        finally:
            self._busy.discard(delivery.channel)
        await self.send()  # the channel may have more
