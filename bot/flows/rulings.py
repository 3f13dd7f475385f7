"""What editors ruled about stories, respected when items are placed: the rows tell, whoever wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.feed import Item
from bot.model.mention import Mention
from bot.model.story import Placement
from bot.store import rulings, stories
from bot.stories import Index

WINDOW = timedelta(hours=72)
"""How long a ruling matters to new reports: as long as its stories take any in."""


class Rulings:
    """An index of reports that follows what is ruled while it is in use."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._last = 0

    async def heed(self, connection: AsyncConnection, now: datetime) -> None:
        """Take in what was ruled since the last time, by this process or another one."""
        for ruling in await rulings.since(connection, self._last, now - WINDOW):
            both = {ruling.story, ruling.other}
            for story, report in await stories.open_reports(connection, now - WINDOW, of=both):
                self._index.add(report.item, report.mentions, story)
            self._last = ruling.id

    def place(self, item: Item, mentions: Sequence[Mention]) -> Placement:
        """The story that `item` belongs to."""
        return self._index.place(item, mentions)
