"""Questions to the language model and its answers: each is paid for once, and only so many an hour and a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.schema import writings

KEPT_FOR = timedelta(days=30)
"""No alert is edited after that long, so no answer is needed again."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A question that was asked: its answer, and why there is none or why it may not be told."""

    text: str | None
    why: str | None

    @property
    def holds(self) -> str | None:
        """The answer, where it may be told."""
        return self.text if self.why is None else None


async def known(connection: AsyncConnection, key: str) -> Writing | None:
    """What came of the question; None where it was never asked."""
    row = (await connection.execute(select(writings).where(writings.c.key == key))).one_or_none()
    return None if row is None else Writing(text=row.text, why=row.why)


async def reserve(connection: AsyncConnection, key: str, now: datetime, *, per_hour: int, per_day: int) -> bool:
    """Take a question out of the budget before it is asked, so that a crash cannot ask it twice.

    False where it was asked before, or the budget is spent.
    """
    await connection.execute(delete(writings).where(writings.c.at < now - KEPT_FOR))
    for span, most in ((HOUR, per_hour), (DAY, per_day)):
        query = select(func.count()).select_from(writings).where(writings.c.at > now - span)
        if (await connection.execute(query)).scalar_one() >= most:
            return False
    taken = await connection.execute(
        upsert(writings).values(key=key, at=now).on_conflict_do_nothing().returning(writings.c.key)
    )
    return taken.scalar_one_or_none() is not None


async def answered(connection: AsyncConnection, key: str, writing: Writing) -> None:
    """Keep what came of a question."""
    values = {"text": writing.text, "why": writing.why}
    await connection.execute(update(writings).where(writings.c.key == key).values(values))
