"""Slack: alerts by the Web API, questions by Socket Mode, so that no port need be open to the internet."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

import aiohttp
import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack_connection import Connection, quiet_logger
from bot.chat.slack_listening import PLATFORM, Listening
from bot.chat.slack_outcomes import FAILURES, Meaning, outcome, trouble
from bot.chat.slack_speaking import post, update
from bot.model.delivery import Never, Outcome, Sent
from bot.model.message import Message
from bot.model.question import ChatHealth
from bot.ports import Listener

log = structlog.get_logger(__name__)

CALL_WITHIN = aiohttp.ClientTimeout(total=15)
FINISH_WITHIN = 20
"""Seconds that `stop` waits for what is being sent."""

FIRST_PAUSE = timedelta(seconds=2)
"""Between two attempts to connect; doubles up to a minute."""

_ADDRESS = re.compile(r"[CGDUW][A-Z0-9]{2,30}")
_REF = re.compile(r"(?P<channel>[CGD][A-Z0-9]{2,30}):(?P<ts>\d+\.\d+)")
_NO_ADDRESS = "is no Slack channel id, such as C0123456789 (in Slack: click the channel's name, then About, at the end)"


def _presentable(token: str) -> str:
    """`token`, or what Slack will refuse in its place: the SDK raises where it is empty or fits in no header."""
    return token if re.fullmatch("[!-~]+", token) else "none"


class SlackChat:
    """The `Chat` port for one Slack workspace.

    An address is the id of a channel (`C…`), of a direct message (`D…`) or of a person (`U…`); names of channels change
    and are not taken. A message's `ref` is `channel:ts`, which the Web API asks for to edit it.
    """

    platform = PLATFORM

    def __init__(
        self,
        bot_token: str,
        app_token: str,
        *,
        base_url: str | None,
        commands: Sequence[tuple[str, str]],
        clock: Callable[[], datetime],
        first_pause: timedelta = FIRST_PAUSE,
    ) -> None:
        self._first_pause = first_pause
        self._app_token = _presentable(app_token)
        self._commands = tuple(commands)
        self._clock = clock
        # No retries in here: a sleeping call would hold a worker, and the delivery comes back by itself.
        self._client = AsyncWebClient(
            token=_presentable(bot_token),
            base_url=base_url or AsyncWebClient.BASE_URL,
            logger=quiet_logger(),
            retry_handlers=[],
        )
        self._listening: Listening | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._sending = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._line = self._state(up=False, detail="not started")
        self._locked_out: ChatHealth | None = None

    async def start(self, listener: Listener) -> None:
        """Begin to connect and listen, in the background."""
        self._line = self._state(up=False, detail="connecting")
        self._client.session = aiohttp.ClientSession(timeout=CALL_WITHIN)
        app = AsyncApp(client=self._client, logger=quiet_logger())
        self._listening = Listening(client=self._client, listener=listener, commands=self._commands, clock=self._clock)
        self._listening.attach(app)
        connection = Connection(
            app=app,
            app_token=self._app_token,
            tell=self._tell,
            signed_in=self._signed_in,
            first_pause=self._first_pause,
        )
        self._keeper = asyncio.create_task(connection.keep(), name="slack")

    async def stop(self) -> None:
        """Disconnect; waits for what is being sent."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        if self._listening is not None:
            await self._listening.stop()
        try:
            await asyncio.wait_for(self._idle.wait(), FINISH_WITHIN)
        except TimeoutError:
            log.warning("slack_stopped_while_sending", messages=self._sending)
        if self._client.session is not None:
            await self._client.session.close()
        self._locked_out = None
        self._line = self._state(up=False, detail="stopped")

    async def send(self, address: str, message: Message) -> Outcome:
        """Say something at `address`; `Never` with `destination` where the bot is not, or not any more."""
        if not _ADDRESS.fullmatch(address):
            return Never(why=f"{address!r} {_NO_ADDRESS}", destination=True)

        async def say() -> Sent:
            channel, ts = await post(self._client, address, message)
            return Sent(ref=f"{channel}:{ts}")

        return await self._try(say)

    async def edit(self, address: str, ref: str, message: Message) -> Outcome:
        """Replace the message `ref`; the same words once more are fine with Slack."""
        found = _REF.fullmatch(ref)
        if found is None:
            return Never(why=f"{ref!r} is no message in {address}")

        async def change() -> Sent:
            await update(self._client, found["channel"], found["ts"], message)
            return Sent(ref=ref)

        return await self._try(change)

    def health(self) -> ChatHealth:
        """How it is doing; a token refused while sending tells more than the connection."""
        return self._locked_out or self._line

    async def _try(self, call: Callable[[], Awaitable[Sent]]) -> Outcome:
        with self._at_work():
            try:
                sent = await call()
            except FAILURES as error:
                found = trouble(error)
                if found.meaning is Meaning.LOCKED_OUT:
                    self._lock_out(found.why)
                return outcome(found, self._clock())
        self._locked_out = None
        return sent

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        self._sending += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._sending -= 1
            if not self._sending:
                self._idle.set()

    def _signed_in(self, bot: str) -> None:
        self._locked_out = None
        if self._listening is not None:
            self._listening.bot = bot

    def _lock_out(self, why: str) -> None:
        if self._locked_out is None or self._locked_out.detail != why:
            self._locked_out = self._state(up=False, detail=why)
            log.error("slack_down", why=why)

    def _tell(self, *, up: bool, detail: str) -> None:
        if (self._line.up, self._line.detail) == (up, detail):
            return
        self._line = self._state(up=up, detail=detail)
        if up:
            log.info("slack_up", detail=detail)
        else:
            log.error("slack_down", why=detail)

    def _state(self, *, up: bool, detail: str) -> ChatHealth:
        return ChatHealth(platform=PLATFORM, up=up, detail=detail, since=self._clock())
