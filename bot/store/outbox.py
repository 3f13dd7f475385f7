"""Alerts and deliveries: what is to be said to which channel, who is saying it, and how that went."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.alert import Alert, Catch
from bot.model.delivery import Delivery, State, grown, merged, released
from bot.model.watch import Channel
from bot.store import items as item_rows
from bot.store import stories
from bot.store.destinations import FARTHEST, whereabouts
from bot.store.schema import alerts, catches, deliveries, items, revisions

PLANNED = "deliveries planned"
ACTIVE = (State.QUEUED, State.STALE)


async def plan(connection: AsyncConnection, story: int, item: int, caught: Sequence[Catch], now: datetime) -> int:
    """Record that watches caught `item` of `story`, and queue a message for each channel that has none of it yet.

    Returns:
        How many messages were queued.
    """
    queued = 0
    for catch in caught:
        opened = await connection.execute(
            upsert(alerts)
            .values(story_id=story, channel=catch.channel, at=now)
            .on_conflict_do_nothing()
            .returning(alerts.c.id)
        )
        alert = opened.scalar_one_or_none()
        if alert is not None:
            queued += 1
            await item_rows.count_up(connection, PLANNED, 1)
            await connection.execute(
                insert(deliveries).values(
                    channel=catch.channel,
                    alert_id=alert,
                    state=State.QUEUED,
                    due=now + catch.group_wait,
                    attempts=0,
                    told=0,
                    queued_at=now,
                )
            )
        else:
            query = select(alerts.c.id).where(alerts.c.story_id == story, alerts.c.channel == catch.channel)
            alert = (await connection.execute(query)).scalar_one()
        await connection.execute(
            upsert(catches)
            .values(alert_id=alert, item_id=item, watch=catch.watch, met=list(catch.met))
            .on_conflict_do_nothing()
        )
    return queued


async def grow(connection: AsyncConnection, story: int, now: datetime) -> None:
    """Make the messages that were sent about `story` due for an edit, where they speak of another version of it."""
    rows = await connection.execute(
        select(deliveries)
        .join(alerts, alerts.c.id == deliveries.c.alert_id)
        .where(alerts.c.story_id == story, deliveries.c.state == State.SENT, deliveries.c.told != _version(story))
    )
    for row in rows.all():
        before = delivery_of(row)
        after = grown(before, now)
        if after != before:
            await save(connection, after)


async def notify(connection: AsyncConnection, channels: Collection[str], words: str, now: datetime) -> None:
    """Queue a notice about the sentry itself for each of `channels`."""
    for channel in channels:
        await item_rows.count_up(connection, PLANNED, 1)
        await connection.execute(
            insert(deliveries).values(
                channel=channel, notice=words, state=State.QUEUED, due=now, attempts=0, told=0, queued_at=now
            )
        )


async def claim(
    connection: AsyncConnection,
    now: datetime,
    *,
    channels: Mapping[str, Channel],
    owner: str,
    lease: timedelta,
    busy: Collection[str] = (),
    limit: int = 20,
) -> tuple[Delivery, ...]:
    """Lease the deliveries that are due: one a channel, new messages before edits, oldest first.

    One at a time keeps a channel's messages in order and lets a chat's "slow down" stop the next one. Channels that are
    `busy`, or whose destination asked for patience or is gone, are left alone; those that are no longer configured are
    taken, for the caller to hold.
    """
    located = await whereabouts(connection, channels)
    unready = {*busy, *(name for name, place in located.items() if not place.ready(now))}
    waiting = (
        select(
            deliveries.c.id,
            func.row_number()
            .over(
                partition_by=deliveries.c.channel,
                order_by=(deliveries.c.state == State.STALE, deliveries.c.due, deliveries.c.id),
            )
            .label("turn"),
            deliveries.c.due,
        )
        .where(
            or_(deliveries.c.due <= now, deliveries.c.due > now + FARTHEST),
            deliveries.c.state.in_(ACTIVE),
            or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until < now),
            deliveries.c.channel.not_in(unready),
        )
        .subquery()
    )
    first = select(waiting.c.id).where(waiting.c.turn == 1).order_by(waiting.c.due).limit(limit)
    rows = await connection.execute(
        update(deliveries)
        .where(deliveries.c.id.in_(first.scalar_subquery()))
        .values(lease_until=now + lease, lease_owner=owner)
        .returning(deliveries)
    )
    return tuple(sorted((delivery_of(row) for row in rows), key=lambda delivery: delivery.id))


async def unsaid(connection: AsyncConnection, limit: int) -> tuple[Delivery, ...]:
    """Alerts that wait to be sent or edited, the next one due first: what there is to write for."""
    waiting = select(deliveries).where(deliveries.c.state.in_(ACTIVE), deliveries.c.alert_id.is_not(None))
    return tuple(delivery_of(row) for row in await connection.execute(waiting.order_by(deliveries.c.due).limit(limit)))


async def retell(connection: AsyncConnection, number: int, now: datetime) -> None:
    """Make a message that was sent due for an edit: what it says can be said better now."""
    row = (await connection.execute(select(deliveries).where(deliveries.c.id == number))).one()
    before = delivery_of(row)
    if grown(before, now) != before:
        await save(connection, grown(before, now))


async def next_due(connection: AsyncConnection, channels: Mapping[str, Channel]) -> datetime | None:
    """When the next message may go out; None where none waits, or only for destinations that are lost."""
    located = await whereabouts(connection, channels)
    query = (
        select(deliveries.c.channel, func.min(deliveries.c.due))
        .where(deliveries.c.state.in_(ACTIVE))
        .group_by(deliveries.c.channel)
    )
    times = []
    for channel, due in await connection.execute(query):
        place = located.get(channel)
        if place is None or place.gone is None:
            patience = place.not_before if place else None
            times.append(max(due, patience) if patience else due)
    return min(times, default=None)


async def record(connection: AsyncConnection, delivery: Delivery, now: datetime, *, told: int | None) -> None:
    """Keep how a delivery went and give up its lease. `told`: which version of its story the message speaks of.

    A report that came while the message was on its way makes it due for an edit at once.
    """
    await save(connection, delivery, told=told)
    if delivery.alert is None:
        return
    row = (await connection.execute(select(alerts).where(alerts.c.id == delivery.alert))).one()
    if row.merged_into is not None:  # while it was on its way
        await save(connection, merged(delivery))
    if told is not None:
        await grow(connection, row.story_id, now)


async def release_all(connection: AsyncConnection) -> None:
    """Give up every lease: for the one sentry on its own database, at start."""
    await connection.execute(update(deliveries).values(lease_until=None, lease_owner=None))


async def release_held(
    connection: AsyncConnection, channels: Collection[str], now: datetime, *, most: int | None = None
) -> int:
    """Queue again what was held for these channels, the oldest first, `most` of it at the most; how many."""
    rows = await connection.execute(
        select(deliveries)
        .where(deliveries.c.channel.in_(channels), deliveries.c.state == State.HELD)
        .order_by(deliveries.c.id)
        .limit(most)
    )
    freed = [released(delivery_of(row), now) for row in rows.all()]
    for delivery in freed:
        await save(connection, delivery)
    return len(freed)


async def alert(connection: AsyncConnection, number: int) -> Alert | None:
    """The alert with that number, its story whole; of one that was merged, the story as the other alert tells it."""
    row = (await connection.execute(select(alerts).where(alerts.c.id == number))).one_or_none()
    if row is None:
        return None
    told_by = row
    while told_by.merged_into is not None:
        told_by = (await connection.execute(select(alerts).where(alerts.c.id == told_by.merged_into))).one()
    delivery = (await connection.execute(select(deliveries).where(deliveries.c.alert_id == number))).one()
    (story,) = await stories.whole(connection, [told_by.story_id])
    caught = await connection.execute(select(catches).where(catches.c.alert_id == number).order_by(catches.c.item_id))
    return Alert(
        id=row.id,
        channel=row.channel,
        story=story,
        catches=tuple(Catch(watch=one.watch, channel=row.channel, met=tuple(one.met)) for one in caught),
        at=row.at,
        delivery=delivery_of(delivery),
        merged_into=told_by.id if told_by.id != number else None,
    )


def _version(story: int) -> ColumnElement[int]:
    """`Story.version`, counted by the database."""
    last = select(func.max(revisions.c.number).label("last"))
    last = last.join(items, items.c.id == revisions.c.item_id).where(items.c.story_id == story)
    revised = last.group_by(revisions.c.item_id).subquery()
    reports = select(func.count()).where(items.c.story_id == story).scalar_subquery()
    return reports + select(func.coalesce(func.sum(revised.c.last), 0)).scalar_subquery()


def delivery_of(row: Row[Any]) -> Delivery:
    """The noun in a row of `deliveries`."""
    return Delivery(
        id=row.id,
        channel=row.channel,
        state=State(row.state),
        due=row.due,
        attempts=row.attempts,
        ref=row.ref,
        why=row.why,
        alert=row.alert_id,
        notice=row.notice,
        queued_at=row.queued_at,
        sent_at=row.sent_at,
    )


async def save(connection: AsyncConnection, delivery: Delivery, *, told: int | None = None) -> None:
    """Write where a delivery is in its life, and give up its lease."""
    values: dict[str, Any] = {
        "state": delivery.state,
        "due": delivery.due,
        "attempts": delivery.attempts,
        "ref": delivery.ref,
        "why": delivery.why,
        "sent_at": delivery.sent_at,
        "lease_until": None,
        "lease_owner": None,
    }
    if told is not None:
        values["told"] = told
    await connection.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(values))
