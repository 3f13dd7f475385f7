"""Items that came again: which keys and words are known, and what was changed of an item since it was first kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Text, cast, delete, func, insert, literal, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.feed import Item
from bot.model.mention import Findings
from bot.model.status import ItemState
from bot.model.story import Changes, Revision
from bot.store import items as item_rows
from bot.store.schema import item_keys, items, mentions, revisions

REVISED = "revisions"
MOST_KEYS = 8
"""Keys remembered of an item besides its own: some feeds make up a new one at every look."""
FIRST, LAST = 2, 6
"""Revisions kept of an item that was revised more often than both together."""
_PAIRS = ("title", "numbers", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is behind a key: an item, and the fingerprint of what was last said under it."""

    item: int
    words: str | None
    own: bool
    """Is it the key in the item's row?"""


async def known(connection: AsyncConnection, feed_id: int, keys: Sequence[str]) -> dict[str, Known]:
    """Those of `keys` that the feed has used before."""
    found: dict[str, Known] = {}
    for start in range(0, len(keys), item_rows.CHUNK):
        chunk = keys[start : start + item_rows.CHUNK]
        again = (
            select(item_keys.c.key, items.c.id, items.c.words)
            .join(items, items.c.id == item_keys.c.item_id)
            .where(item_keys.c.feed_id == feed_id, item_keys.c.key.in_(chunk))
        )
        own = select(items.c.key, items.c.id, items.c.words).where(items.c.feed_id == feed_id, items.c.key.in_(chunk))
        for query, is_own in ((again, False), (own, True)):
            for key, item, words in await connection.execute(query):
                found[key] = Known(item=item, words=words, own=is_own)
    return found


async def stored(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, Item]:
    """The items with these ids."""
    found: dict[int, Item] = {}
    for start in range(0, len(ids), item_rows.CHUNK):
        query = select(items).where(items.c.id.in_(ids[start : start + item_rows.CHUNK]))
        found.update({row.id: item_rows.item_of(row) for row in await connection.execute(query)})
    return found


async def latest(connection: AsyncConnection, feed_id: int, limit: int) -> tuple[Item, ...]:
    """The newest `limit` items of a feed, newest first."""
    query = select(items).where(items.c.feed_id == feed_id).order_by(items.c.id.desc()).limit(limit)
    return tuple(item_rows.item_of(row) for row in await connection.execute(query))


async def note(
    connection: AsyncConnection,
    feed_id: int,
    *,
    words: Mapping[int, str],
    keys: Mapping[str, int],
    reused: Collection[str],
    now: datetime,
) -> None:
    """Remember how known items were last worded, the new `keys` they came under, and that others took theirs over."""
    for item, said in words.items():
        await connection.execute(update(items).where(items.c.id == item).values(words=said))
    for key in reused:
        former = items.c.key + literal("|until ") + cast(items.c.id, Text)
        await connection.execute(update(items).where(items.c.feed_id == feed_id, items.c.key == key).values(key=former))
        await connection.execute(delete(item_keys).where(item_keys.c.feed_id == feed_id, item_keys.c.key == key))
    for key, item in keys.items():
        statement = upsert(item_keys).values(feed_id=feed_id, key=key, item_id=item, at=now)
        await connection.execute(
            statement.on_conflict_do_update(index_elements=["feed_id", "key"], set_={"item_id": item, "at": now})
        )
    for item in set(keys.values()):
        newest = select(item_keys.c.key).where(item_keys.c.item_id == item).order_by(item_keys.c.at.desc())
        kept = newest.limit(MOST_KEYS).scalar_subquery()
        await connection.execute(delete(item_keys).where(item_keys.c.item_id == item, item_keys.c.key.not_in(kept)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an item stands when a revision of it is to be kept."""

    story: int
    state: ItemState
    why: str | None
    revised: int
    """How often it was revised before."""


async def standing(connection: AsyncConnection, item: int) -> Standing:
    """Where the item stands now: an editor may have moved it to another story since it was looked at."""
    row = (await connection.execute(select(items).where(items.c.id == item))).one()
    query = select(func.coalesce(func.max(revisions.c.number), 0)).where(revisions.c.item_id == item)
    revised = (await connection.execute(query)).scalar_one()
    return Standing(story=row.story_id, state=ItemState(row.state), why=row.why, revised=revised)


async def renew(
    connection: AsyncConnection, item: Item, findings: Findings, *, state: ItemState, why: str | None
) -> None:
    """Write the newest words of an item, what they name, and where it now ended."""
    values: dict[str, Any] = {
        "title": item.title,
        "text": item.text,
        "said": item.said,
        "url": item.url,
        "lang": item.lang,
    }
    values |= {"published": item.published, "state": state, "why": why}
    await connection.execute(update(items).where(items.c.id == item.id).values(values))
    await connection.execute(delete(mentions).where(mentions.c.item_id == item.id))
    named = list(item_rows.mention_rows(item.id, findings))
    if named:
        await connection.execute(insert(mentions), named)


async def keep(connection: AsyncConnection, before: Item, revision: Revision) -> None:
    """Write a revision of an item, with the words that it had `before`. Of very many those between are let go."""
    await connection.execute(
        insert(revisions).values(
            item_id=before.id,
            number=revision.number,
            at=revision.at,
            title=before.title,
            text=before.text,
            changes=asdict(revision.changes),
        )
    )
    await item_rows.count_up(connection, REVISED, 1)
    await connection.execute(
        delete(revisions).where(
            revisions.c.item_id == before.id,
            revisions.c.number > FIRST,
            revisions.c.number <= revision.number - LAST,
        )
    )


async def of(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, tuple[Revision, ...]]:
    """The revisions of these items, oldest first."""
    found: dict[int, list[Revision]] = {}
    for start in range(0, len(ids), item_rows.CHUNK):
        chunk = ids[start : start + item_rows.CHUNK]
        query = select(revisions).where(revisions.c.item_id.in_(chunk)).order_by(revisions.c.number)
        for row in await connection.execute(query):
            found.setdefault(row.item_id, []).append(_revision_of(row))
    return {item: tuple(revised) for item, revised in found.items()}


async def total(connection: AsyncConnection) -> int:
    """How many revisions the rows speak of, those let go included: what the tally must come to."""
    last = select(func.max(revisions.c.number).label("last")).group_by(revisions.c.item_id).subquery()
    return int((await connection.execute(select(func.coalesce(func.sum(last.c.last), 0)))).scalar_one())


def _revision_of(row: Row[Any]) -> Revision:
    changes = dict(row.changes)
    title, numbers, url = (changes.pop(name) for name in _PAIRS)
    return Revision(
        number=row.number,
        at=row.at,
        changes=Changes(
            title=_pair(title),
            numbers=(tuple(numbers[0]), tuple(numbers[1])) if numbers else None,
            url=_pair(url),
            text=changes["text"],
            gained=tuple(changes["gained"]),
            lost=tuple(changes["lost"]),
        ),
    )


def _pair(stored: Iterable[str] | None) -> tuple[str, str] | None:
    if stored is None:
        return None
    before, after = stored
    return before, after
