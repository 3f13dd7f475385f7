"""What editors rule about stories: a report is taken out of one, or two become one; and what follows for the alerts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, exists, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import UsageError
from bot.model.alert import Catch
from bot.model.delivery import merged, revived
from bot.model.ruling import Ruled, Ruling, Verb
from bot.model.status import ItemState
from bot.model.watch import Person
from bot.store import outbox, stories
from bot.store.schema import alerts, catches, deliveries, items, mentions, rulings


async def split(connection: AsyncConnection, report: int, *, by: Person, at: datetime) -> Ruled:
    """Take a report out of its story. A story keeps the number of its first report: without that one, the others leave.

    Raises:
        UsageError: there is no such report, or it is alone in its story.
    """
    story = await _story_of(connection, report)
    members = await _members(connection, story)
    if len(members) == 1:
        raise UsageError(f"report {report} is alone in its story already")
    leaving = [report] if report != story else [one for one in members if one != story]
    new = leaving[0]
    await connection.execute(update(items).where(items.c.id.in_(leaving)).values(story_id=new))
    await connection.execute(update(items).where(items.c.id == new).values(joined_because=[]))
    queued = await _part_alerts(connection, story, new, leaving, at)
    await _settle(connection, (story, new), at)
    await _remember(connection, Verb.SPLIT, story, new, by=by, at=at)
    return Ruled(
        verb=Verb.SPLIT,
        story=story,
        other=new,
        title=await _title(connection, report),
        reports=len(members) - len(leaving),
        others=len(leaving),
        queued=tuple(queued),
    )


async def merge(connection: AsyncConnection, one: int, other: int, *, by: Person, at: datetime) -> Ruled:
    """Make one story of the two that these reports belong to; it goes by the older number.

    Of two alerts in one channel the one that was sent first tells on, and the other points to it.

    Raises:
        UsageError: there is no such report, or they belong to one story already.
    """
    found = sorted([await _story_of(connection, one), await _story_of(connection, other)])
    story, gone = found
    if story == gone:
        raise UsageError(f"they are one story already: story {story}")
    title, come = await _title(connection, gone), await _members(connection, gone)
    await connection.execute(update(items).where(items.c.id == gone).values(joined_because=["merged by an editor"]))
    await connection.execute(update(items).where(items.c.story_id == gone).values(story_id=story))
    silenced = await _join_alerts(connection, story, gone)
    await _settle(connection, (story, gone), at)
    await _remember(connection, Verb.MERGE, story, gone, by=by, at=at)
    return Ruled(
        verb=Verb.MERGE,
        story=story,
        other=gone,
        title=title,
        reports=len(await _members(connection, story)),
        others=len(come),
        silenced=tuple(silenced),
    )


async def since(connection: AsyncConnection, ruling: int, at: datetime) -> tuple[Ruling, ...]:
    """The rulings after that number and not before that time, in order."""
    query = select(rulings).where(rulings.c.id > ruling, rulings.c.at >= at).order_by(rulings.c.id)
    return tuple(
        Ruling(
            id=row.id,
            at=row.at,
            by=Person(platform=row.platform, id=row.user),
            verb=Verb(row.verb),
            story=row.story,
            other=row.other,
        )
        for row in await connection.execute(query)
    )


async def _part_alerts(
    connection: AsyncConnection, story: int, new: int, leaving: Collection[int], at: datetime
) -> list[str]:
    """Let each alert of `story` go where what was caught goes; what leaves one that stays gets an alert of its own."""
    queued = await _revive(connection, new, at)
    rows = (await connection.execute(select(alerts).where(alerts.c.story_id == story))).all()
    for row in rows:
        caught = (await connection.execute(select(catches).where(catches.c.alert_id == row.id))).all()
        gone = [one for one in caught if one.item_id in leaving]
        known = await _alert_in(connection, new, row.channel)
        if gone and len(gone) == len(caught) and known is None:
            await connection.execute(update(alerts).where(alerts.c.id == row.id).values(story_id=new))
            continue
        for one in gone:
            catch = Catch(watch=one.watch, channel=row.channel, met=tuple(one.met))
            if await outbox.plan(connection, new, one.item_id, [catch], at):
                queued.append(row.channel)
        await connection.execute(
            delete(catches).where(catches.c.alert_id == row.id, catches.c.item_id.in_([one.item_id for one in gone]))
        )
    return queued


async def _revive(connection: AsyncConnection, story: int, at: datetime) -> list[str]:
    """Let the alerts speak again that were silenced when `story` became another. Returns channels not told before."""
    queued = []
    query = (
        select(deliveries)
        .join(alerts, alerts.c.id == deliveries.c.alert_id)
        .where(alerts.c.story_id == story, alerts.c.merged_into.is_not(None))
    )
    for row in (await connection.execute(query)).all():
        before = outbox.delivery_of(row)
        if (after := revived(before, at)) != before:
            await outbox.save(connection, after)
            queued.append(before.channel)
    await connection.execute(update(alerts).where(alerts.c.story_id == story).values(merged_into=None))
    return queued


async def _join_alerts(connection: AsyncConnection, story: int, gone: int) -> list[int]:
    """Give `story` the alerts of `gone`; where a channel has one of each, the later is silenced. Returns those."""
    silenced = []
    query = select(alerts).where(alerts.c.story_id == gone, alerts.c.merged_into.is_(None))
    for row in (await connection.execute(query)).all():
        rival = await _alert_in(connection, story, row.channel)
        if rival is None:
            await connection.execute(update(alerts).where(alerts.c.id == row.id).values(story_id=story))
            continue
        first, later = await _in_order(connection, row.id, rival.id)
        if first == row.id:  # the two change places: the one that tells on is the story's
            await connection.execute(update(alerts).where(alerts.c.id == rival.id).values(channel=""))
            await connection.execute(update(alerts).where(alerts.c.id == row.id).values(story_id=story))
            values = {"story_id": gone, "channel": row.channel}
            await connection.execute(update(alerts).where(alerts.c.id == rival.id).values(values))
        await _silence(connection, later, first)
        silenced.append(later)
    return silenced


async def _in_order(connection: AsyncConnection, *both: int) -> list[int]:
    """The two alerts, the one whose message was sent first before the other."""
    query = select(deliveries.c.alert_id).where(deliveries.c.alert_id.in_(both))
    query = query.order_by(deliveries.c.sent_at.is_(None), deliveries.c.sent_at, deliveries.c.alert_id)
    return list(await connection.scalars(query))


async def _silence(connection: AsyncConnection, later: int, first: int) -> None:
    """Let the alert `first` tell of what `later` was caught for, and `later` point to it."""
    for row in (await connection.execute(select(catches).where(catches.c.alert_id == later))).all():
        statement = upsert(catches).values(alert_id=first, item_id=row.item_id, watch=row.watch, met=row.met)
        await connection.execute(statement.on_conflict_do_nothing())
    await connection.execute(update(alerts).where(alerts.c.id == later).values(merged_into=first))
    row = (await connection.execute(select(deliveries).where(deliveries.c.alert_id == later))).one()
    before = outbox.delivery_of(row)
    if (after := merged(before)) != before:
        await outbox.save(connection, after)


async def _settle(connection: AsyncConnection, both: Sequence[int], at: datetime) -> None:
    """Bring in line what depends on the stories' reports: where items ended that no watch caught, and messages sent."""
    for story in both:
        told = await stories.alerted(connection, [story])
        here = update(items).where(items.c.story_id == story)
        if told:
            quiet = items.c.state.in_([ItemState.NO_MATCH, ItemState.MATCHED])
            await connection.execute(here.where(quiet).values(state=ItemState.JOINED))
        else:
            names = exists().where(mentions.c.item_id == items.c.id, ~mentions.c.rejected)
            joined = here.where(items.c.state == ItemState.JOINED)
            await connection.execute(joined.where(names).values(state=ItemState.MATCHED))
            await connection.execute(joined.where(~names).values(state=ItemState.NO_MATCH))
        await outbox.grow(connection, story, at)


async def _remember(
    connection: AsyncConnection, verb: Verb, story: int, other: int, *, by: Person, at: datetime
) -> None:
    await connection.execute(
        insert(rulings).values(at=at, platform=by.platform, user=by.id, verb=verb, story=story, other=other)
    )


async def _story_of(connection: AsyncConnection, report: int) -> int:
    story = await stories.story_of(connection, report)
    if story is None:
        raise UsageError(f"I know no report or story {report}")
    return story


async def _members(connection: AsyncConnection, story: int) -> list[int]:
    return list(await connection.scalars(select(items.c.id).where(items.c.story_id == story).order_by(items.c.id)))


async def _title(connection: AsyncConnection, report: int) -> str:
    return str((await connection.execute(select(items.c.title).where(items.c.id == report))).scalar_one())


async def _alert_in(connection: AsyncConnection, story: int, channel: str) -> Row[Any] | None:
    query = select(alerts).where(alerts.c.story_id == story, alerts.c.channel == channel)
    return (await connection.execute(query)).one_or_none()
