"""A destination is lost or back: recorded, said once to the channels that hear of trouble, and what was held let go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import destinations, outbox


async def lost(
    connection: AsyncConnection,
    platform: str,
    address: str,
    why: str,
    *,
    channels: Collection[str],
    notices: Collection[str],
    now: datetime,
) -> None:
    """Nothing reaches `channels`, which live at `address`; the other `notices` are told, once."""
    if await destinations.lost(connection, platform, address, why, now):
        words = f"{platform}: nothing reaches {_listed(channels)}: {why}. Messages are kept; it is tried every hour."
        await outbox.notify(connection, [name for name in notices if name not in channels], words, now)


async def back(
    connection: AsyncConnection,
    platform: str,
    addresses: Collection[str],
    *,
    channels: Collection[str],
    notices: Collection[str],
    now: datetime,
) -> None:
    """Messages reach `channels` again: what was held for them goes out, and who was told of the loss is told of it."""
    news = [await destinations.back(connection, platform, address) for address in sorted(addresses)]
    await outbox.release_held(connection, channels, now)
    if any(news):
        words = f"{platform}: messages reach {_listed(channels)} again."
        await outbox.notify(connection, [name for name in notices if name not in channels], words, now)


def _listed(channels: Collection[str]) -> str:
    return ", ".join(sorted(channels))
