"""Feeds in the store: configured, leased, remembered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.model.feed import Feed, FeedState
from bot.store import feeds
from bot.store.database import Database

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
LEASE = timedelta(minutes=5)
ONE = Feed(url="https://one.example/rss", name="One", tags=frozenset({"en", "ukraine"}), every=timedelta(minutes=5))
TWO = Feed(url="https://two.example/rss", name="Two", allow_private=True)


async def configure(database: Database, *configured: Feed, now: datetime = NOW) -> None:
    async with database.write() as connection:
        await feeds.configure(connection, configured, now)


async def claim(database: Database, now: datetime = NOW, *, limit: int = 10, owner: str = "a") -> tuple[FeedState, ...]:
    async with database.write() as connection:
        return await feeds.claim(connection, now, owner=owner, lease=LEASE, limit=limit)


async def save(database: Database, state: FeedState, received: int = 0) -> None:
    async with database.write() as connection:
        await feeds.save(connection, state, received=received)


async def test_a_new_feed_is_due_at_once_and_comes_back_as_configured(database: Database) -> None:
    await configure(database, ONE, TWO)
    assert [state.feed for state in await claim(database)] == [ONE, TWO]


async def test_a_leased_feed_is_nobody_elses_until_the_lease_runs_out(database: Database) -> None:
    await configure(database, ONE)
    assert len(await claim(database)) == 1
    assert await claim(database, owner="b") == ()
    assert len(await claim(database, NOW + LEASE + timedelta(seconds=1), owner="b")) == 1


async def test_the_longest_overdue_feed_goes_first(database: Database) -> None:
    await configure(database, ONE)
    await configure(database, ONE, TWO, now=NOW - timedelta(hours=1))
    assert [state.feed.name for state in await claim(database, limit=1)] == ["Two"]


async def test_what_a_look_taught_is_remembered_and_the_lease_given_up(database: Database) -> None:
    await configure(database, ONE)
    (state,) = await claim(database)
    learnt = replace(
        state,
        next_poll_at=NOW + timedelta(minutes=7),
        etag='"abc"',
        failures=2,
        error="502",
        moved_to="https://new.example/rss",
        moved_days=("2026-01-19", "2026-01-20"),
        ttl=timedelta(minutes=30),
        polled_at=NOW,
    )
    await save(database, learnt)
    assert await claim(database) == ()
    assert await claim(database, learnt.next_poll_at) == (learnt,)


async def test_a_feed_taken_out_is_not_polled_and_keeps_its_memory(database: Database) -> None:
    await configure(database, ONE, TWO)
    (state, _) = await claim(database)
    await save(database, replace(state, etag='"abc"'))
    await configure(database, TWO)
    later = NOW + timedelta(days=1)
    assert [state.feed.name for state in await claim(database, later)] == ["Two"]
    await configure(database, ONE, TWO, now=later)
    assert [state.etag for state in await claim(database, later)] == ['"abc"']


async def test_a_feed_that_was_edited_is_looked_at_at_once(database: Database) -> None:
    await configure(database, ONE)
    (state,) = await claim(database)
    await save(database, replace(state, next_poll_at=NOW + timedelta(days=1), failures=9))
    await configure(database, replace(ONE, name="Uno"), now=NOW)
    assert [(state.feed.name, state.failures) for state in await claim(database)] == [("Uno", 9)]


async def test_health_lists_failing_feeds_first(database: Database) -> None:
    await configure(database, ONE, TWO)
    _, two = await claim(database)
    await save(database, replace(two, failures=1, error="500"))
    async with database.read() as connection:
        lines = await feeds.health(connection)
    assert [(line.name, line.error) for line in lines] == [("Two", "500"), ("One", None)]
