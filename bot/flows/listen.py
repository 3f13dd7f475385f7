"""What the chats tell the house: questions go to the answerer, news of destinations into the store."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Protocol

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from bot.flows import places
from bot.model.question import Answer, DestinationNews, Question
from bot.model.watch import Channel
from bot.store import destinations
from bot.store.database import Database

log = structlog.get_logger(__name__)


class Asked(Protocol):
    """Whoever answers questions."""

    async def ask(self, question: Question) -> Answer:
        """The answer; never raises."""
        ...


class Switchboard:
    """The `Listener` that every chat adapter is given."""

    def __init__(
        self,
        *,
        answerer: Asked,
        database: Database,
        channels: Mapping[str, Channel],
        clock: Callable[[], datetime],
        notices: Collection[str] = (),
    ) -> None:
        self._answerer = answerer
        self._database = database
        self._channels = channels
        self._clock = clock
        self._notices = tuple(notices)

    async def ask(self, question: Question) -> Answer:
        """Pass a question on."""
        return await self._answerer.ask(question)

    async def noticed(self, news: DestinationNews) -> None:
        """Keep what a platform says of a destination, and release what was held for one that is back."""
        try:
            await self._keep(news)
        except StoreError as error:
            # Not lost for good: the next message sent there runs into the same thing.
            log.error("destination_news_lost", platform=news.platform, address=news.address, why=str(error))  # noqa: TRY400, the reason is enough

    async def _keep(self, news: DestinationNews) -> None:
        now = self._clock()
        async with self._database.write() as connection:
            here = await self._channels_at(connection, news)
            if not here:
                return
            bound = log.bind(platform=news.platform, address=news.address, channels=sorted(here))
            names, addresses = here.keys(), {news.address, *here.values()}
            if news.moved_to is not None:
                bound.warning("destination_moved", to=news.moved_to)
                await destinations.note(connection, news.platform, news.address, moved_to=news.moved_to)
            if news.gone is not None:
                bound.error("destination_gone", why=news.gone)
                await places.lost(
                    connection, news.platform, news.address, news.gone, channels=names, notices=self._notices, now=now
                )
            else:
                bound.info("destination_back")
                await places.back(connection, news.platform, addresses, channels=names, notices=self._notices, now=now)

    async def _channels_at(self, connection: AsyncConnection, news: DestinationNews) -> dict[str, str]:
        """The channels that the news is about, with where they are now: at its address, and the topics of that chat."""
        located = await destinations.whereabouts(connection, self._channels)
        return {
            name: place.address
            for name, place in located.items()
            if self._channels[name].platform == news.platform
            and news.address in {place.address, place.address.partition("/")[0]}
        }
