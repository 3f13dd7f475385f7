"""Items and what they name, as they came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.feed import Item
from bot.model.mention import Evidence, Findings, Mention, Rejection
from bot.model.status import ItemState
from bot.store.schema import items, mentions, tallies
from bot.stories.revisions import fingerprint

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
                "said": entry.item.said,
                "url": entry.item.url,
                "published": entry.item.published,
                "seen": entry.item.seen,
                "lang": entry.item.lang,
                "story_id": entry.story,
                "joined_because": list(entry.reasons),
                "state": entry.state,
                "why": entry.why,
                "words": fingerprint(entry.item),
            }
            for entry in entries
        ],
    )
    found = [row for entry in entries for row in mention_rows(entry.item.id, entry.findings)]
    if found:
        await connection.execute(insert(mentions), found)


async def mark_joined(connection: AsyncConnection, item_ids: Sequence[int]) -> None:
    """Items that no watch caught, but whose story was alerted, end as joined."""
    if item_ids:
        await connection.execute(update(items).where(items.c.id.in_(item_ids)).values(state=ItemState.JOINED))


def item_of(row: Row[Any]) -> Item:
    """The noun in a row of `items`."""
    return Item(
        id=row.id,
        key=row.key,
        title=row.title,
        text=row.text,
        said=row.said,
        url=row.url,
        published=row.published,
        seen=row.seen,
        lang=row.lang,
    )


async def named(
    connection: AsyncConnection, ids: Sequence[int], *, rejected: bool = True
) -> dict[int, list[Mention | Rejection]]:
    """What the items with these ids name, by item."""
    found: dict[int, list[Mention | Rejection]] = {}
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
            found.setdefault(row.item_id, []).append(noun)
    return found


def mention_rows(item: int, findings: Findings) -> Iterable[dict[str, Any]]:
    """The rows of `mentions` for what an item names."""
    found: tuple[Mention | Rejection, ...] = (*findings.mentions, *findings.rejected)
    for one in found:
        detail = asdict(one)
        yield {
            "item_id": item,
            "entity": detail.pop("entity"),
            "rejected": isinstance(one, Rejection),
            "detail": detail,
        }
