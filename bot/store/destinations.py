"""What is known of the places that messages go to: patience asked for, moved, gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.delivery import State
from bot.model.status import DestinationHealth
from bot.model.watch import Channel
from bot.store.schema import deliveries, destinations

PROBE = timedelta(hours=1)
"""Between two tries of a destination that was lost: not every platform says that one is back."""
FARTHEST = timedelta(days=8)
"""No chat asks for more patience; a time beyond was set by a wrong clock."""


async def note(
    connection: AsyncConnection,
    platform: str,
    address: str,
    **values: str | datetime | None,
) -> None:
    """Remember `moved_to`, `gone` or `not_before` of a destination; None clears it."""
    statement = upsert(destinations).values(platform=platform, address=address, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["platform", "address"], set_=values))


async def lost(connection: AsyncConnection, platform: str, address: str, why: str, now: datetime) -> bool:
    """Nothing can be sent there, until a try an hour from now shows otherwise. Was that news?"""
    query = select(destinations.c.gone).where(destinations.c.platform == platform, destinations.c.address == address)
    before = (await connection.execute(query)).scalar_one_or_none()
    await note(connection, platform, address, gone=why, not_before=now + PROBE)
    return before is None


async def back(connection: AsyncConnection, platform: str, address: str) -> bool:
    """Messages reach it again, and the chat that it is a topic of. Was that news?"""
    here = {address, address.partition("/")[0]}
    where = (destinations.c.platform == platform, destinations.c.address.in_(here))
    gone = list(await connection.scalars(select(destinations.c.gone).where(*where)))
    await connection.execute(update(destinations).where(*where).values(gone=None, not_before=None))
    return any(gone)


async def forget_gone(connection: AsyncConnection) -> None:
    """Take every destination for present again, until a message to it shows otherwise."""
    await connection.execute(update(destinations).values(gone=None, not_before=None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where a channel is now, and what keeps messages from it."""

    address: str
    gone: str | None = None
    not_before: datetime | None = None

    def ready(self, now: datetime) -> bool:
        """May a message be sent there at `now`? One that is gone is tried now and then."""
        return self.not_before is None or self.not_before <= now or self.not_before > now + FARTHEST


async def whereabouts(connection: AsyncConnection, channels: Mapping[str, Channel]) -> dict[str, Whereabouts]:
    """Where each channel is now. What is known of a chat (`-100123`) holds for each of its topics (`-100123/42`)."""
    known = {(row.platform, row.address): row for row in await connection.execute(select(destinations))}
    return {name: _locate(channel, known) for name, channel in channels.items()}


def _locate(channel: Channel, known: Mapping[tuple[str, str], Row[Any]]) -> Whereabouts:
    chat, slash, topic = channel.address.partition("/")
    seen: set[str] = set()
    while (row := known.get((channel.platform, chat))) is not None and row.moved_to and row.moved_to not in seen:
        seen.add(row.moved_to)
        chat = row.moved_to
    address = chat + slash + topic
    rows = [row for at in {chat, address} if (row := known.get((channel.platform, at))) is not None]
    return Whereabouts(
        address=address,
        gone=next((row.gone for row in rows if row.gone is not None), None),
        not_before=max((row.not_before for row in rows if row.not_before is not None), default=None),
    )


async def health(connection: AsyncConnection, channels: Mapping[str, Channel]) -> tuple[DestinationHealth, ...]:
    """Every configured channel, and any other that messages still wait for."""
    counts: dict[str, dict[str, int]] = {name: {} for name in channels}
    query = select(deliveries.c.channel, deliveries.c.state, func.count()).group_by(
        deliveries.c.channel, deliveries.c.state
    )
    for name, state, count in await connection.execute(query):
        counts.setdefault(name, {})[state] = count
    located = await whereabouts(connection, channels)
    found = []
    for name, by_state in counts.items():
        channel = channels.get(name)
        place = located.get(name)
        found.append(
            DestinationHealth(
                channel=name,
                platform=channel.platform if channel else "",
                waiting=by_state.get(State.QUEUED, 0) + by_state.get(State.STALE, 0),
                held=by_state.get(State.HELD, 0),
                refused=by_state.get(State.REFUSED, 0),
                not_before=place.not_before if place else None,
                gone=place.gone if place else "this channel is no longer in feeds.yaml",
            )
        )
    return tuple(found)
