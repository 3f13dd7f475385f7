"""Alerts and deliveries in the store: planned once, claimed in turn, edited when their story grows, summed to zero."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete

from bot.model.alert import Catch
from bot.model.delivery import Delivery, Later, Never, Sent, State, after
from bot.model.feed import Feed, Item
from bot.model.mention import Findings
from bot.model.status import ItemState, Ledger
from bot.model.story import Changes, Revision
from bot.model.watch import Channel
from bot.store import archive, destinations, feeds, items, outbox, revisions
from bot.store.database import Database
from bot.store.schema import items as item_table

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
WAIT = timedelta(seconds=30)
LEASE = timedelta(minutes=2)
DUE = NOW + WAIT
CHANNELS = {
    "desk": Channel(name="desk", platform="slack", address="C1"),
    "field": Channel(name="field", platform="telegram", address="-100/42"),
    "group": Channel(name="group", platform="telegram", address="-100"),
}


@pytest.fixture
async def feed(database: Database) -> int:
    async with database.write() as connection:
        await feeds.configure(connection, [Feed(url="https://one.example/rss", name="One")], NOW)
        (state,) = await feeds.claim(connection, NOW, owner="a", lease=LEASE, limit=1)
    return state.id


async def tell(
    database: Database, feed: int, *to: str, story: int | None = None, state: ItemState = ItemState.ALERTED
) -> int:
    """An item that a watch caught for the channels `to`; returns its id."""
    async with database.write() as connection:
        (number,) = await items.number(connection, 1)
        item = Item(id=number, key=str(number), title="t", text="", url=None, published=None, seen=NOW)
        entry = items.Entry(
            item=item, feed_id=feed, findings=Findings(), story=story or number, reasons=(), state=state
        )
        await items.keep(connection, [entry])
        caught = [Catch(watch="w", channel=channel, met=("s-400",), group_wait=WAIT) for channel in to]
        await outbox.plan(connection, entry.story, number, caught, NOW)
        await outbox.grow(connection, entry.story, NOW)
    return number


async def claim(
    database: Database, now: datetime = DUE, *, busy: Collection[str] = (), owner: str = "a"
) -> tuple[Delivery, ...]:
    async with database.write() as connection:
        return await outbox.claim(connection, now, channels=CHANNELS, owner=owner, lease=LEASE, busy=busy)


async def record(database: Database, delivery: Delivery, *, told: int | None = None, now: datetime = DUE) -> None:
    async with database.write() as connection:
        await outbox.record(connection, delivery, now, told=told)


async def ledger(database: Database) -> Ledger:
    async with database.read() as connection:
        return await archive.ledger(connection)


async def test_an_alert_waits_for_more_reports_and_is_then_due(database: Database, feed: int) -> None:
    await tell(database, feed, "desk")
    assert await claim(database, DUE - timedelta(seconds=1)) == ()
    (delivery,) = await claim(database)
    assert (delivery.channel, delivery.state, delivery.alert) == ("desk", State.QUEUED, 1)


async def test_a_channel_gets_one_message_a_story_whoever_catches_it(database: Database, feed: int) -> None:
    story = await tell(database, feed, "desk")
    await tell(database, feed, "desk", story=story)
    assert len(await claim(database)) == 1
    async with database.read() as connection:
        alert = await outbox.alert(connection, 1)
    assert alert is not None
    assert [report.item.id for report in alert.story.reports] == [1, 2]
    assert [catch.watch for catch in alert.catches] == ["w", "w"]


async def test_a_claimed_message_is_nobody_elses_until_the_lease_runs_out(database: Database, feed: int) -> None:
    await tell(database, feed, "desk")
    assert len(await claim(database)) == 1
    assert await claim(database, owner="b") == ()
    assert len(await claim(database, DUE + LEASE + timedelta(seconds=1), owner="b")) == 1


async def test_a_channel_is_served_one_message_at_a_time_in_order(database: Database, feed: int) -> None:
    for _ in range(3):
        await tell(database, feed, "desk")
    (first,) = await claim(database)
    assert await claim(database, busy={"desk"}) == ()
    await record(database, after(first, Sent(ref="1"), DUE), told=1)
    (second,) = await claim(database)
    assert [first.alert, second.alert] == [1, 2]


async def test_new_messages_go_before_edits(database: Database, feed: int) -> None:
    story = await tell(database, feed, "desk")
    (sent,) = await claim(database)
    await record(database, after(sent, Sent(ref="1"), DUE), told=1)
    await tell(database, feed, story=story, state=ItemState.JOINED)
    await tell(database, feed, "desk")
    (turn,) = await claim(database, DUE + timedelta(hours=1))
    assert turn.state is State.QUEUED


async def test_a_later_report_makes_the_sent_message_due_for_an_edit(database: Database, feed: int) -> None:
    story = await tell(database, feed, "desk")
    (sent,) = await claim(database)
    await record(database, after(sent, Sent(ref="1"), DUE), told=1)
    await tell(database, feed, story=story, state=ItemState.JOINED)
    (edit,) = await claim(database, DUE + timedelta(minutes=1))
    assert (edit.id, edit.state, edit.ref) == (sent.id, State.STALE, "1")


async def test_a_report_that_came_while_the_message_was_on_its_way_is_told_too(database: Database, feed: int) -> None:
    story = await tell(database, feed, "desk")
    (sending,) = await claim(database)
    await tell(database, feed, story=story, state=ItemState.JOINED)
    await record(database, after(sending, Sent(ref="1"), DUE), told=1)
    (edit,) = await claim(database, DUE + timedelta(minutes=1))
    assert edit.state is State.STALE


async def test_a_correction_that_came_while_the_message_was_on_its_way_is_told_too(
    database: Database, feed: int
) -> None:
    story = await tell(database, feed, "desk")
    (sending,) = await claim(database)
    async with database.write() as connection:
        item = (await revisions.stored(connection, [story]))[story]
        await revisions.keep(connection, item, Revision(number=1, at=NOW, changes=Changes(text=True)))
    await record(database, after(sending, Sent(ref="1"), DUE), told=1)
    (edit,) = await claim(database, DUE + timedelta(minutes=1))
    assert edit.state is State.STALE
    await record(database, after(edit, Sent(ref="1"), DUE), told=2)
    assert await claim(database, DUE + timedelta(hours=1)) == ()


async def test_one_chats_patience_does_not_stall_another(database: Database, feed: int) -> None:
    await tell(database, feed, "desk", "group")
    async with database.write() as connection:
        await destinations.note(connection, "telegram", "-100", not_before=DUE + timedelta(hours=1))
    assert [delivery.channel for delivery in await claim(database)] == ["desk"]
    later = DUE + timedelta(hours=1)
    assert {delivery.channel for delivery in await claim(database, later)} == {"desk", "group"}


async def test_what_holds_for_a_chat_holds_for_its_topics(database: Database, feed: int) -> None:
    await tell(database, feed, "field")
    async with database.write() as connection:
        assert await destinations.lost(connection, "telegram", "-100", "removed", DUE)
        assert not await destinations.lost(connection, "telegram", "-100", "removed", DUE)
    assert await claim(database) == ()
    async with database.write() as connection:
        assert await destinations.back(connection, "telegram", "-100")
        await destinations.note(connection, "telegram", "-100", moved_to="-200")
        places = await destinations.whereabouts(connection, CHANNELS)
    assert (places["field"].address, places["group"].address) == ("-200/42", "-200")
    assert len(await claim(database)) == 1


async def test_a_circle_of_moves_ends(database: Database) -> None:
    async with database.write() as connection:
        await destinations.note(connection, "telegram", "-100", moved_to="-200")
        await destinations.note(connection, "telegram", "-200", moved_to="-100")
        places = await destinations.whereabouts(connection, CHANNELS)
    assert places["group"].address in {"-100", "-200"}


async def test_what_was_held_is_released_when_the_destination_is_back(database: Database, feed: int) -> None:
    await tell(database, feed, "desk")
    (delivery,) = await claim(database)
    await record(database, after(delivery, Never(why="removed", destination=True), DUE))
    assert await claim(database, DUE + timedelta(days=1)) == ()
    async with database.write() as connection:
        assert await outbox.release_held(connection, {"desk"}, DUE) == 1
    assert len(await claim(database)) == 1


async def test_a_postponed_message_is_due_when_it_says(database: Database, feed: int) -> None:
    await tell(database, feed, "desk")
    (delivery,) = await claim(database)
    until = DUE + timedelta(minutes=3)
    await record(database, after(delivery, Later(until=until, why="502"), DUE))
    assert await claim(database, until - timedelta(seconds=1)) == ()
    (again,) = await claim(database, until)
    assert (again.attempts, again.why) == (1, "502")


async def test_the_sums_come_to_zero(database: Database, feed: int) -> None:
    story = await tell(database, feed, "desk", "field")
    await tell(database, feed, story=story, state=ItemState.JOINED)
    await tell(database, feed, state=ItemState.NO_MATCH)
    delivery, _ = await claim(database)
    await record(database, after(delivery, Never(why="too long"), DUE))
    async with database.write() as connection:
        await outbox.notify(connection, ["desk"], "a feed is gone", NOW)
    sums = await ledger(database)
    assert sums.items == {"alerted": 1, "joined": 1, "no match": 1}
    assert sums.deliveries == {State.QUEUED: 2, State.REFUSED: 1}
    assert (sums.received, sums.planned, sums.difference) == (3, 3, 0)


async def test_an_item_marked_as_alerted_without_a_delivery_shows_in_the_sums(database: Database, feed: int) -> None:
    await tell(database, feed, state=ItemState.ALERTED)
    assert (await ledger(database)).difference == 1


async def test_a_row_that_vanished_shows_in_the_sums(database: Database, feed: int) -> None:
    number = await tell(database, feed, state=ItemState.NO_MATCH)
    async with database.write() as connection:
        await connection.execute(delete(item_table).where(item_table.c.id == number))
    sums = await ledger(database)
    assert sums.difference == 1
    assert replace(sums, received=0).difference == 0
