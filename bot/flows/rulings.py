"""What editors ruled about stories, respected when items are placed: the rows tell, whoever wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.feed import Item
from bot.model.mention import Mention
from bot.model.ruling import Ruling, Verb
from bot.model.story import Placement
from bot.store import rulings, stories
from bot.stories import Index

SAME_LINK = "same link"
"""The reason that no likeness of words outweighs."""
WINDOW = timedelta(hours=72)
"""How long a ruling matters to new reports: as long as its stories take any in."""


class Rulings:
    """The stories that are kept apart, and an index of reports that follows what is ruled while it is in use."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._last = 0
        self._apart: set[frozenset[int]] = set()

    async def heed(self, connection: AsyncConnection, now: datetime) -> None:
        """Take in what was ruled since the last time, by this process or another one."""
        for ruling in await rulings.since(connection, self._last, now - WINDOW):
            both = {ruling.story, ruling.other}
            for story, report in await stories.open_reports(connection, now - WINDOW, of=both):
                self._index.add(report.item, report.mentions, story)
            self._keep_apart(ruling)
            self._last = ruling.id

    def _keep_apart(self, ruling: Ruling) -> None:
        """Of each story, those that it was split from; a story that was merged away leaves its own to the other."""
        if ruling.verb is Verb.SPLIT:
            self._apart.add(frozenset({ruling.story, ruling.other}))
            return
        became = {ruling.other: ruling.story}
        pairs = (frozenset(became.get(one, one) for one in pair) for pair in self._apart)
        self._apart = {pair for pair in pairs if len(pair) > 1}

    def place(self, item: Item, mentions: Sequence[Mention]) -> Placement:
        """The story that `item` belongs to; of stories that an editor keeps apart, the one with the nearest report."""
        placement = self._index.place(item, mentions)
        if placement.story is None or not self._rivals(placement.story) or SAME_LINK in placement.reasons:
            return placement
        near = [(likeness.probability, story) for story, likeness in self._index.likenesses(item, mentions)]
        _, nearest = max(near, default=(0.0, placement.story))
        if nearest not in self._rivals(placement.story):
            return placement
        return self._index.place(item, mentions, barred=self._rivals(nearest))

    def _rivals(self, story: int) -> set[int]:
        """The stories that an editor keeps apart from this one."""
        return {one for pair in self._apart if story in pair for one in pair if one != story}
