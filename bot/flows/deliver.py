"""Delivers one message: builds it from its story as it now stands, hands it to its chat, and records what came back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from bot.flows import places
from bot.flows.compose import alert_message
from bot.flows.writing import Editor
from bot.model.alert import Alert
from bot.model.delivery import Delivery, Later, Never, Outcome, Sent, State, after, backoff
from bot.model.entity import Entity
from bot.model.message import Message, say
from bot.model.summary import Summary
from bot.model.watch import Channel
from bot.ports import Chat
from bot.store import destinations, outbox
from bot.store.database import Database
from bot.store.destinations import Whereabouts
from bot.summaries.telling import SENTENCES

log = structlog.get_logger(__name__)
PATIENCE = 0.5
"""Seconds that a message waits for another to be recorded before it is sent all the same."""
PAUSE = timedelta(seconds=1)
"""Between two messages to one destination: both platforms ask for about one a second."""


class Deliverer:
    """Delivers messages that are leased to us; calls for different channels may run at once."""

    def __init__(
        self,
        *,
        database: Database,
        chats: Mapping[str, Chat],
        channels: Mapping[str, Channel],
        entities: Mapping[str, Entity],
        clock: Callable[[], datetime],
        notices: Collection[str] = (),
        sentences: int = SENTENCES,
        editor: Editor | None = None,
    ) -> None:
        self._database = database
        self._chats = chats
        self._channels = channels
        self._entities = entities
        self._clock = clock
        self._notices = tuple(notices)
        self._sentences = sentences
        self._editor = editor
        self._recorded = asyncio.Lock()

    async def deliver(self, delivery: Delivery) -> Delivery:
        """Send or edit the message, record how that went, and return the delivery as it then stands.

        Raises:
            StoreError: it was perhaps sent, and not recorded: the lease runs out and it is sent once more.
        """
        channel = self._channels.get(delivery.channel)
        place = await self._place(channel)
        async with self._turn():
            told, outcome = await self._say(delivery, channel, place)
            now = self._clock()
            settled = after(delivery, outcome, now)
            async with self._database.write() as connection:
                # An edit that was given up counts as told: it is not to be tried again for the same reports.
                await outbox.record(connection, settled, now, told=told if settled.state is State.SENT else None)
                if channel is not None:
                    await self._heed(connection, channel, place, outcome, now)
        _log(delivery, outcome)
        return settled

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Let one message at a time be between its sending and its record: a crash then repeats one at most.

        Who has waited long enough goes all the same: a chat that hangs must not stall another.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                await self._recorded.acquire()
        except TimeoutError:
            yield
            return
        try:
            yield
        finally:
            self._recorded.release()

    async def _place(self, channel: Channel | None) -> Whereabouts | None:
        if channel is None:
            return None
        async with self._database.read() as connection:
            return (await destinations.whereabouts(connection, {channel.name: channel}))[channel.name]

    async def _say(
        self, delivery: Delivery, channel: Channel | None, place: Whereabouts | None
    ) -> tuple[int | None, Outcome]:
        """Build and send the message: the version of its story that it tells, and what came of it."""
        told = None
        try:
            message, told = await self._prepare(delivery, channel)
            outcome = await self._send(delivery, channel, place, message)
        except StoreError:
            raise
        except Exception as error:
            log.exception("delivery_defect", delivery=delivery.id)
            outcome = Later(until=self._clock(), why=f"a defect of ours ({type(error).__name__}); see the log")
        if isinstance(outcome, Later) and not outcome.destination:
            # The chat knows what went wrong; how long to wait is ours to say, and grows.
            wait = backoff(delivery.attempts + 1)
            outcome = Later(until=max(outcome.until, self._clock() + wait), why=outcome.why)
        return told, outcome

    async def _prepare(self, delivery: Delivery, channel: Channel | None) -> tuple[Message, int | None]:
        if delivery.alert is None:
            return say(delivery.notice or ""), None
        async with self._database.read() as connection:
            alert = await outbox.alert(connection, delivery.alert)
        if alert is None:
            raise LookupError(f"delivery {delivery.id} is for alert {delivery.alert}, which is not in the store")
        summary = await self._written(alert, channel)
        message = alert_message(alert, self._entities, self._clock(), sentences=self._sentences, summary=summary)
        return message, alert.version

    async def _written(self, alert: Alert, channel: Channel | None) -> Summary | None:
        """The summary that was written ahead, if any. No trouble with it may keep the alert."""
        if self._editor is None or channel is None:
            return None
        try:
            return await self._editor.ready(alert, channel.lang)
        except Exception:
            log.exception("writing_defect", alert=alert.id)
            return None

    async def _send(
        self, delivery: Delivery, channel: Channel | None, place: Whereabouts | None, message: Message
    ) -> Outcome:
        if channel is None or place is None:
            return Never(why=f"the channel {delivery.channel} is no longer in feeds.yaml", destination=True)
        chat = self._chats.get(channel.platform)
        if chat is None:
            return Never(why=f"{channel.platform} has no token here", destination=True)
        if delivery.state is State.STALE and delivery.ref is not None:
            return await chat.edit(place.address, delivery.ref, message)
        return await chat.send(place.address, message)

    async def _heed(
        self,
        connection: AsyncConnection,
        channel: Channel,
        place: Whereabouts | None,
        outcome: Outcome,
        now: datetime,
    ) -> None:
        """Remember what the outcome says of the destination itself."""
        address = place.address if place else channel.address
        match outcome:
            case Later(until=until, destination=True):
                await destinations.note(connection, channel.platform, address, not_before=until)
            case Never(why=why, destination=True) if channel.platform in self._chats:
                await places.lost(
                    connection,
                    channel.platform,
                    address,
                    why,
                    channels={channel.name},
                    notices=self._notices,
                    now=now,
                )
            case Sent() if channel.platform != "console":
                # It takes messages: what was held for it in worse times may go, too.
                await places.back(
                    connection,
                    channel.platform,
                    {address},
                    channels={channel.name},
                    notices=self._notices,
                    now=now,
                )
                await destinations.note(connection, channel.platform, address, not_before=now + PAUSE)
            case _:
                pass


def _log(delivery: Delivery, outcome: Outcome) -> None:
    bound = log.bind(delivery=delivery.id, alert=delivery.alert, channel=delivery.channel)
    match outcome:
        case Sent():
            bound.info("edited" if delivery.state is State.STALE else "sent")
        case Later(until=until, why=why):
            bound.warning("postponed", until=until.isoformat(timespec="seconds"), why=why)
        case Never(why=why, destination=True):
            bound.error("held", why=why)
        case Never(why=why):
            bound.error("refused", why=why)
