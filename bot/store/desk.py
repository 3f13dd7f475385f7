"""The desk of an editor: what a command may change, each change in one transaction."""

from __future__ import annotations

from datetime import datetime

from bot.model.ruling import Ruled
from bot.model.watch import Person
from bot.store import rulings
from bot.store.database import Database


class StoreDesk:
    """The `Desk` port over a database. A sentry that runs on it takes the changes from the rows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def split(self, report: int, *, by: Person, at: datetime) -> Ruled:
        """Take a report out of its story."""
        async with self._database.write() as connection:
            return await rulings.split(connection, report, by=by, at=at)

    async def merge(self, one: int, other: int, *, by: Person, at: datetime) -> Ruled:
        """Make one story of two."""
        async with self._database.write() as connection:
            return await rulings.merge(connection, one, other, by=by, at=at)
