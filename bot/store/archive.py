"""Everything that a look-up may know, read from the store. Changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import UsageError
from bot.model.alert import Alert
from bot.model.delivery import State
from bot.model.entity import Entity
from bot.model.question import ChatHealth
from bot.model.status import FeedHealth, ItemState, Ledger, Status
from bot.model.story import Counts, Report, Story
from bot.model.summary import Summary
from bot.model.watch import Channel, Watch
from bot.store import destinations, feeds, items, outbox, revisions, stories
from bot.store.database import Database
from bot.store.schema import catches, chats, deliveries, mentions, pulse, tallies
from bot.store.schema import feeds as feed_table
from bot.store.schema import items as item_table
from bot.summaries.telling import SENTENCES, verbatim, watched_by

SCAN = 2_000
"""How many of the newest mentions are looked through for distinct stories."""

LOOK_UP = 10.0
"""Seconds that one look-up may keep a reader busy: as long as an answer may take."""


class StoreArchive:
    """The `Archive` port over a database, a catalogue and the watches in force."""

    def __init__(
        self,
        database: Database,
        *,
        entities: Mapping[str, Entity],
        watches: Sequence[Watch],
        channels: Mapping[str, Channel],
        resolve: Callable[[str], str | None],
        nearest: Callable[[str, int], Sequence[str]],
        sentences: int = SENTENCES,
    ) -> None:
        self._database = database
        self._entities = entities
        self._watches = tuple(watches)
        self._channels = channels
        self._resolve = resolve
        self._nearest = nearest
        self._sentences = sentences
        self._members: dict[str, set[str]] = {}
        for entity in entities.values():
            for ancestor in lineage(entity.id, entities):
                self._members.setdefault(ancestor, set()).add(entity.id)

    @property
    def entities(self) -> Mapping[str, Entity]:
        """The catalogue in force, by id."""
        return self._entities

    @property
    def watches(self) -> Sequence[Watch]:
        """The watches in force."""
        return self._watches

    def resolve(self, name: str) -> Entity | None:
        """The entity that goes by `name`."""
        found = self._resolve(name)
        return self._entities.get(found) if found is not None else None

    def nearest(self, name: str, *, limit: int = 5) -> tuple[Entity, ...]:
        """Entities whose names look most like `name`."""
        return tuple(self._entities[one] for one in self._nearest(name, limit) if one in self._entities)

    async def counts(self, entity: str, now: datetime) -> Counts:
        """How many items named `entity` or one of its family lately."""
        async with self._database.read(within=LOOK_UP) as connection:
            day, week, month = [
                (
                    await connection.execute(
                        select(func.count(mentions.c.item_id.distinct()))
                        .join(item_table, item_table.c.id == mentions.c.item_id)
                        .where(self._names(entity), item_table.c.seen > now - timedelta(days=days))
                    )
                ).scalar_one()
                for days in (1, 7, 30)
            ]
        return Counts(day=day, week=week, month=month)

    async def latest(self, entity: str | None = None, *, limit: int = 5) -> tuple[Story, ...]:
        """The newest stories that name `entity`, or anything in the catalogue."""
        named = (
            select(mentions.c.item_id)
            .where(self._names(entity) if entity is not None else ~mentions.c.rejected)
            .distinct()
            .order_by(mentions.c.item_id.desc())
            .limit(SCAN)
            .subquery()
        )
        newest = (
            select(item_table.c.story_id)
            .join(named, named.c.item_id == item_table.c.id)
            .group_by(item_table.c.story_id)
            .order_by(func.max(item_table.c.id).desc())
            .limit(limit)
        )
        async with self._database.read(within=LOOK_UP) as connection:
            return await stories.whole(connection, list(await connection.scalars(newest)))

    async def find(self, terms: str, *, before: int | None = None, limit: int = 10) -> tuple[Report, ...]:
        """Items that hold all of `terms`, newest first.

        Raises:
            UsageError: there is no word in `terms`.
        """
        query = text(
            "SELECT rowid FROM items_text WHERE items_text MATCH :match AND rowid < :before "
            "ORDER BY rowid DESC LIMIT :limit"
        ).bindparams(match=_match(terms), before=before if before is not None else 2**62, limit=limit)
        async with self._database.read(within=LOOK_UP) as connection:
            return await stories.reports(connection, list(await connection.scalars(query)))

    async def alert(self, number: int) -> Alert | None:
        """The alert with that number."""
        async with self._database.read(within=LOOK_UP) as connection:
            return await outbox.alert(connection, number)

    async def verbatim(self, number: int) -> Summary | None:
        """The summary of the alert with that number in its reports' own words, whatever the chat was told."""
        found = await self.alert(number)
        return verbatim(found.story, watched_by(found, self._entities), self._sentences) if found else None

    async def story(self, number: int) -> Story | None:
        """The story that the report with that number belongs to."""
        async with self._database.read() as connection:
            here = await stories.story_of(connection, number)
            found = await stories.whole(connection, [here]) if here is not None else ()
        return next(iter(found), None)

    async def feeds(self) -> tuple[FeedHealth, ...]:
        """Every configured feed, failing ones first, then by name."""
        async with self._database.read(within=LOOK_UP) as connection:
            return await feeds.health(connection)

    async def status(self) -> Status:
        """How the sentry is doing, all read in one consistent view."""
        async with self._database.read(within=LOOK_UP) as connection:
            beat = (await connection.execute(select(pulse))).one_or_none()
            feed_counts = (
                await connection.execute(
                    select(
                        func.count(),
                        func.count().filter(feed_table.c.failures > 0),
                        func.count().filter(feed_table.c.succeeded_at.is_(None)),
                    ).where(feed_table.c.configured)
                )
            ).one()
            return Status(
                started_at=beat.started_at if beat else None,
                ticked_at=beat.ticked_at if beat else None,
                feeds=feed_counts[0],
                feeds_failing=feed_counts[1],
                feeds_unread=feed_counts[2],
                ledger=await ledger(connection),
                destinations=await destinations.health(connection, self._channels),
                chats=tuple(
                    ChatHealth(platform=row.platform, up=row.up, detail=row.detail, since=row.since)
                    for row in await connection.execute(select(chats).order_by(chats.c.platform))
                ),
            )

    def _names(self, entity: str) -> ColumnElement[bool]:
        members = self._members.get(entity, {entity})
        return and_(mentions.c.entity.in_(members), ~mentions.c.rejected)


async def ledger(connection: AsyncConnection) -> Ledger:
    """The sums that prove that nothing was lost; see `Ledger`."""
    totals = {row.name: row.total for row in await connection.execute(select(tallies))}
    by_item = await connection.execute(select(item_table.c.state, func.count()).group_by(item_table.c.state))
    by_delivery = await connection.execute(select(deliveries.c.state, func.count()).group_by(deliveries.c.state))
    delivered = exists().where(catches.c.item_id == item_table.c.id, deliveries.c.alert_id == catches.c.alert_id)
    orphans = select(func.count()).where(item_table.c.state == ItemState.ALERTED, ~delivered)
    return Ledger(
        received=totals.get(items.RECEIVED, 0),
        items={row[0]: row[1] for row in by_item},
        planned=totals.get(outbox.PLANNED, 0),
        deliveries={State(row[0]): row[1] for row in by_delivery},
        unaccounted=(await connection.execute(orphans)).scalar_one(),
        revised=totals.get(revisions.REVISED, 0),
        revisions=await revisions.total(connection),
    )


def lineage(entity: str, entities: Mapping[str, Entity]) -> tuple[str, ...]:
    """The entity and the families it belongs to, nearest first. Stops at an unknown parent or a circle."""
    line: list[str] = []
    here: str | None = entity
    while here is not None and here not in line:
        line.append(here)
        found = entities.get(here)
        here = found.parent if found else None
    return tuple(line)


def _match(terms: str) -> str:
    """Terms as FTS5 asks for them: each word or quoted phrase a string of its own, so that no operator gets in."""
    folded = terms.translate(dict.fromkeys(map(ord, "“”„«»‟＂"), '"'))
    phrases = [quoted or word for quoted, word in re.findall(r'"([^"]*)"|([^\s"]+)', folded)]
    strings = [
        '"' + phrase.replace('"', " ").replace("\0", " ") + '"' for phrase in phrases if re.search(r"\w", phrase)
    ]
    if not strings:
        raise UsageError("there is no word to look for")
    return " ".join(strings)
