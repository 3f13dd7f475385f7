"""The sentry's own pulse and the state of its chats, for `status` and the container's health check."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.question import ChatHealth
from bot.store.schema import chats, pulse


async def started(connection: AsyncConnection, now: datetime) -> None:
    """A sentry starts on this database."""
    statement = upsert(pulse).values(id=1, started_at=now, ticked_at=now)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["id"], set_={"started_at": now, "ticked_at": now})
    )


async def ticked(connection: AsyncConnection, now: datetime, states: Iterable[ChatHealth]) -> None:
    """It is alive, and this is how its chats are."""
    await connection.execute(update(pulse).values(ticked_at=now))
    await connection.execute(delete(chats))
    rows = [{"platform": one.platform, "up": one.up, "detail": one.detail, "since": one.since} for one in states]
    if rows:
        await connection.execute(insert(chats), rows)


async def last_tick(connection: AsyncConnection) -> datetime | None:
    """When a sentry last ticked on this database."""
    return (await connection.execute(select(pulse.c.ticked_at))).scalar_one_or_none()
