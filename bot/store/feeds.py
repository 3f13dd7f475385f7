"""Feeds and what is remembered of them: who is due, the lease on each, and its state after a look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.feed import Feed, FeedState
from bot.model.status import FeedHealth
from bot.store.schema import feeds, items

FARTHEST = timedelta(hours=30)
"""No cadence plans a look farther ahead than a day and its jitter."""


async def configure(connection: AsyncConnection, configured: Sequence[Feed], now: datetime) -> None:
    """Make `configured` the feeds that are polled: new ones are due now, changed ones keep their memory.

    A feed that is no longer configured keeps its items and its memory, and is not polled.
    """
    known = {row.url: row for row in await connection.execute(select(feeds))}
    new, changed = [], []
    for feed in configured:
        values = {
            "url": feed.url,
            "name": feed.name,
            "tags": sorted(feed.tags),
            "every": feed.every.total_seconds(),
            "allow_private": feed.allow_private,
            "fulltext": feed.fulltext,
            "configured": True,
        }
        row = known.pop(feed.url, None)
        if row is None:
            new.append(values | {"next_poll_at": now, "moved_days": [], "failures": 0, "gone": False, "received": 0})
        elif any(getattr(row, name) != value for name, value in values.items()):
            # A person touched it: look now, whatever the back-off says.
            changed.append((row.id, values | {"next_poll_at": now}))
    if new:
        await connection.execute(insert(feeds), new)
    for feed_id, values in changed:
        await connection.execute(update(feeds).where(feeds.c.id == feed_id).values(values))
    dropped = [row.id for row in known.values() if row.configured]
    if dropped:
        await connection.execute(update(feeds).where(feeds.c.id.in_(dropped)).values(configured=False))


async def claim(
    connection: AsyncConnection, now: datetime, *, owner: str, lease: timedelta, limit: int
) -> tuple[FeedState, ...]:
    """Lease up to `limit` feeds that are due, longest overdue first. An expired lease is as good as none."""
    due = (
        select(feeds.c.id).where(feeds.c.configured, is_due(now), free(now)).order_by(feeds.c.next_poll_at).limit(limit)
    )
    claimed = await connection.execute(
        update(feeds)
        .where(feeds.c.id.in_(due.scalar_subquery()))
        .values(lease_until=now + lease, lease_owner=owner)
        .returning(feeds)
    )
    return tuple(sorted((state_of(row) for row in claimed), key=lambda state: state.next_poll_at))


async def count_due(connection: AsyncConnection, now: datetime) -> int:
    """How many feeds are to be looked at now."""
    query = select(func.count()).select_from(feeds).where(feeds.c.configured, is_due(now))
    return int((await connection.execute(query)).scalar_one())


async def make_due(connection: AsyncConnection, now: datetime) -> None:
    """Let every configured feed be looked at now."""
    await connection.execute(
        update(feeds).where(feeds.c.configured, feeds.c.next_poll_at > now).values(next_poll_at=now)
    )


async def release_all(connection: AsyncConnection) -> None:
    """Give up every lease: for the one sentry on its own database, at start. Those that held them are dead."""
    await connection.execute(update(feeds).values(lease_until=None, lease_owner=None))


async def save(connection: AsyncConnection, state: FeedState, *, received: int = 0) -> None:
    """Keep what a look taught, count the items it brought, and give up the lease."""
    await connection.execute(
        update(feeds)
        .where(feeds.c.id == state.id)
        .values(
            next_poll_at=state.next_poll_at,
            lease_until=None,
            lease_owner=None,
            effective_url=state.effective_url,
            etag=state.etag,
            last_modified=state.last_modified,
            body_hash=state.body_hash,
            polled_at=state.polled_at,
            succeeded_at=state.succeeded_at,
            failures=state.failures,
            error=state.error,
            moved_to=state.moved_to,
            moved_days=list(state.moved_days),
            gone=state.gone,
            ttl=state.ttl.total_seconds() if state.ttl is not None else None,
            received=feeds.c.received + received,
        )
    )


async def health(connection: AsyncConnection) -> tuple[FeedHealth, ...]:
    """Every configured feed, failing ones first, then by name."""
    counted = select(items.c.feed_id, func.count().label("count")).group_by(items.c.feed_id).subquery()
    rows = await connection.execute(
        select(feeds, func.coalesce(counted.c.count, 0).label("items"))
        .outerjoin(counted, counted.c.feed_id == feeds.c.id)
        .where(feeds.c.configured)
        .order_by(feeds.c.failures == 0, feeds.c.name)
    )
    return tuple(
        FeedHealth(
            id=row.id,
            name=row.name,
            url=row.url,
            items=row.items,
            polled_at=row.polled_at,
            succeeded_at=row.succeeded_at,
            next_poll_at=row.next_poll_at,
            failures=row.failures,
            error=row.error,
            gone=row.gone,
        )
        for row in rows
    )


def is_due(now: datetime) -> Any:
    """The condition that a feed is to be looked at: its time has come, or lies so far ahead that a clock was wrong."""
    return or_(feeds.c.next_poll_at <= now, feeds.c.next_poll_at > now + FARTHEST)


def free(now: datetime) -> Any:
    """The condition that nobody holds a lease on a feed at `now`."""
    return or_(feeds.c.lease_until.is_(None), feeds.c.lease_until < now, feeds.c.lease_until > now + FARTHEST)


def state_of(row: Row[Any]) -> FeedState:
    """The noun in a row of `feeds`."""
    return FeedState(
        id=row.id,
        feed=Feed(
            url=row.url,
            name=row.name,
            tags=frozenset(row.tags),
            every=timedelta(seconds=row.every),
            allow_private=row.allow_private,
            fulltext=row.fulltext,
        ),
        next_poll_at=row.next_poll_at,
        effective_url=row.effective_url,
        etag=row.etag,
        last_modified=row.last_modified,
        body_hash=row.body_hash,
        polled_at=row.polled_at,
        succeeded_at=row.succeeded_at,
        failures=row.failures,
        error=row.error,
        moved_to=row.moved_to,
        moved_days=tuple(row.moved_days),
        gone=row.gone,
        ttl=timedelta(seconds=row.ttl) if row.ttl is not None else None,
    )
