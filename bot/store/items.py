"""Items, what they name, and the stories that they tell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.feed import Item
from bot.model.mention import Evidence, Findings, Mention, Rejection
from bot.model.status import ItemState
from bot.model.story import Report, Story
from bot.store.schema import alerts, feeds, items, mentions, tallies

RECEIVED = "items received"
CHUNK = 500
"""Values in one IN list; databases bound it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger: an item, the feed that brought it, what it names, its story, and where it ended."""

    item: Item
    feed_id: int
    findings: Findings
    story: int
    reasons: tuple[str, ...]
    state: ItemState
    why: str | None = None


async def unknown(connection: AsyncConnection, feed_id: int, keys: Sequence[str]) -> set[str]:
    """Those of `keys` that the feed has not brought before."""
    known: set[str] = set()
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        known.update(
            await connection.scalars(select(items.c.key).where(items.c.feed_id == feed_id, items.c.key.in_(chunk)))
        )
    return set(keys) - known


async def number(connection: AsyncConnection, count: int) -> range:
    """Take `count` item ids: the tally of received items, so that ids have no gaps and a missing row would show."""
    end = await count_up(connection, RECEIVED, count)
    return range(end - count + 1, end + 1)


async def count_up(connection: AsyncConnection, name: str, by: int) -> int:
    """Add to a tally; what it then stands at."""
    statement = upsert(tallies).values(name=name, total=by)
    statement = statement.on_conflict_do_update(index_elements=["name"], set_={"total": tallies.c.total + by})
    return int((await connection.execute(statement.returning(tallies.c.total))).scalar_one())


async def keep(connection: AsyncConnection, entries: Sequence[Entry]) -> None:
    """Write items and what they name, in order."""
    if not entries:
        return
    await connection.execute(
        insert(items),
        [
            {
                "id": entry.item.id,
                "feed_id": entry.feed_id,
                "key": entry.item.key,
                "title": entry.item.title,
                "text": entry.item.text,
                "url": entry.item.url,
                "published": entry.item.published,
                "seen": entry.item.seen,
                "lang": entry.item.lang,
                "story_id": entry.story,
                "joined_because": list(entry.reasons),
                "state": entry.state,
                "why": entry.why,
            }
            for entry in entries
        ],
    )
    named = [row for entry in entries for row in _mention_rows(entry)]
    if named:
        await connection.execute(insert(mentions), named)


async def mark_joined(connection: AsyncConnection, item_ids: Sequence[int]) -> None:
    """Items that no watch caught, but whose story was alerted, end as joined."""
    if item_ids:
        await connection.execute(update(items).where(items.c.id.in_(item_ids)).values(state=ItemState.JOINED))


async def alerted(connection: AsyncConnection, stories: Collection[int]) -> set[int]:
    """Those of `stories` that some channel has an alert of."""
    if not stories:
        return set()
    return set(await connection.scalars(select(alerts.c.story_id).where(alerts.c.story_id.in_(stories))))


async def open_reports(connection: AsyncConnection, since: datetime) -> list[tuple[int, Report]]:
    """Reports seen since then, oldest first, each with its story: what an index of stories is filled with at start."""
    rows = (await connection.execute(_reports().where(items.c.seen >= since).order_by(items.c.id))).all()
    named = await _named(connection, [row.id for row in rows], rejected=False)
    return [(row.story_id, report_of(row, named.get(row.id, []))) for row in rows]


async def stories(connection: AsyncConnection, ids: Sequence[int]) -> tuple[Story, ...]:
    """The stories with these ids, in the order given, each whole."""
    rows = (await connection.execute(_reports().where(items.c.story_id.in_(ids)).order_by(items.c.id))).all()
    named = await _named(connection, [row.id for row in rows])
    reports: dict[int, list[Report]] = {}
    for row in rows:
        reports.setdefault(row.story_id, []).append(report_of(row, named.get(row.id, [])))
    return tuple(Story(id=story, reports=tuple(reports[story])) for story in ids if story in reports)


async def reports(connection: AsyncConnection, ids: Sequence[int]) -> tuple[Report, ...]:
    """The reports with these item ids, in the order given."""
    rows = (await connection.execute(_reports().where(items.c.id.in_(ids)))).all()
    named = await _named(connection, ids)
    found = {row.id: report_of(row, named.get(row.id, [])) for row in rows}
    return tuple(found[item_id] for item_id in ids if item_id in found)


def _reports() -> Select[Any]:
    return select(items, feeds.c.name.label("feed_name")).join(feeds, feeds.c.id == items.c.feed_id)


def report_of(row: Row[Any], named: Iterable[Mention | Rejection]) -> Report:
    """The noun in a row of `items` with its feed's name."""
    found = list(named)
    return Report(
        item=Item(
            id=row.id,
            key=row.key,
            title=row.title,
            text=row.text,
            url=row.url,
            published=row.published,
            seen=row.seen,
            lang=row.lang,
        ),
        feed_id=row.feed_id,
        feed_name=row.feed_name,
        mentions=tuple(one for one in found if isinstance(one, Mention)),
        rejected=tuple(one for one in found if isinstance(one, Rejection)),
        joined_because=tuple(row.joined_because),
    )


async def _named(
    connection: AsyncConnection, ids: Sequence[int], *, rejected: bool = True
) -> dict[int, list[Mention | Rejection]]:
    named: dict[int, list[Mention | Rejection]] = {}
    for start in range(0, len(ids), CHUNK):
        query = select(mentions).where(mentions.c.item_id.in_(ids[start : start + CHUNK])).order_by(mentions.c.id)
        if not rejected:
            query = query.where(~mentions.c.rejected)
        for row in await connection.execute(query):
            detail = dict(row.detail)
            evidence = tuple(Evidence(**piece) for piece in detail.pop("evidence"))
            noun: Mention | Rejection
            if row.rejected:
                noun = Rejection(entity=row.entity, evidence=evidence, **detail)
            else:
                notes = tuple(detail.pop("notes"))
                noun = Mention(entity=row.entity, evidence=evidence, notes=notes, **detail)
            named.setdefault(row.item_id, []).append(noun)
    return named


def _mention_rows(entry: Entry) -> Iterable[dict[str, Any]]:
    named: tuple[Mention | Rejection, ...] = (*entry.findings.mentions, *entry.findings.rejected)
    for one in named:
        detail = asdict(one)
        yield {
            "item_id": entry.item.id,
            "entity": detail.pop("entity"),
            "rejected": isinstance(one, Rejection),
            "detail": detail,
        }
