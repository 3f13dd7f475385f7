"""Stories and their reports, read whole: with what each names and how it was revised."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.mention import Mention, Rejection
from bot.model.story import Report, Revision, Story
from bot.store import revisions
from bot.store.items import item_of, named
from bot.store.schema import alerts, feeds, items
from bot.stories.copies import marked


async def alerted(connection: AsyncConnection, stories: Collection[int]) -> set[int]:
    """Those of `stories` that some channel has an alert of."""
    if not stories:
        return set()
    return set(await connection.scalars(select(alerts.c.story_id).where(alerts.c.story_id.in_(stories))))


async def open_reports(
    connection: AsyncConnection, since: datetime, *, of: Collection[int] | None = None
) -> list[tuple[int, Report]]:
    """Reports (of these stories) seen since then, oldest first, each with its story: what an index is filled with."""
    query = _reports().where(items.c.seen >= since).order_by(items.c.id)
    rows = (await connection.execute(query if of is None else query.where(items.c.story_id.in_(of)))).all()
    found = await named(connection, [row.id for row in rows], rejected=False)
    return [(row.story_id, _report_of(row, found, {})) for row in rows]


async def whole(connection: AsyncConnection, ids: Sequence[int]) -> tuple[Story, ...]:
    """The stories with these ids, in the order given, each with all of its reports."""
    rows = (await connection.execute(_reports().where(items.c.story_id.in_(ids)).order_by(items.c.id))).all()
    told: dict[int, list[Report]] = {}
    for row, report in zip(rows, await _read(connection, rows), strict=True):
        told.setdefault(row.story_id, []).append(report)
    return tuple(Story(id=story, reports=marked(told[story])) for story in ids if story in told)


async def reports(connection: AsyncConnection, ids: Sequence[int]) -> tuple[Report, ...]:
    """The reports with these item ids, in the order given."""
    rows = (await connection.execute(_reports().where(items.c.id.in_(ids)))).all()
    found = {report.item.id: report for report in await _read(connection, rows)}
    return tuple(found[item_id] for item_id in ids if item_id in found)


async def story_of(connection: AsyncConnection, item: int) -> int | None:
    """The story that the item is a report of."""
    return (await connection.execute(select(items.c.story_id).where(items.c.id == item))).scalar_one_or_none()


async def _read(connection: AsyncConnection, rows: Sequence[Row[Any]]) -> list[Report]:
    ids = [row.id for row in rows]
    found, revised = await named(connection, ids), await revisions.of(connection, ids)
    return [_report_of(row, found, revised) for row in rows]


def _reports() -> Select[Any]:
    return select(items, feeds.c.name.label("feed_name")).join(feeds, feeds.c.id == items.c.feed_id)


def _report_of(
    row: Row[Any],
    found: Mapping[int, Sequence[Mention | Rejection]],
    revised: Mapping[int, tuple[Revision, ...]],
) -> Report:
    here = found.get(row.id, ())
    return Report(
        item=item_of(row),
        feed_id=row.feed_id,
        feed_name=row.feed_name,
        mentions=tuple(one for one in here if isinstance(one, Mention)),
        rejected=tuple(one for one in here if isinstance(one, Rejection)),
        joined_because=tuple(row.joined_because),
        revisions=revised.get(row.id, ()),
    )
