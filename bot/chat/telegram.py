"""Telegram: connects by long polling, answers questions, hears where it was added, moved or removed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import quote

import structlog
from telegram import Bot, BotCommand, Update
from telegram.constants import ChatAction
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.chat.cutting import cut
from bot.chat.telegram_errors import pause_after, trouble
from bot.chat.telegram_sending import CALL_SECONDS, TelegramSender
from bot.chat.telegram_updates import KINDS, PLATFORM, understand
from bot.model.delivery import Later, Outcome, Sent
from bot.model.message import Message
from bot.model.question import ChatHealth, DestinationNews, Question
from bot.ports import Listener

log = structlog.get_logger(__name__)
Result = TypeVar("Result")

POLL_SECONDS = 30
MOST_ANSWERS = 8
"""Questions being answered at once; Telegram keeps the rest for us meanwhile."""
TYPING_AFTER = 1.0
TYPING_AGAIN = 4.5
"""Seconds; Telegram shows "typing" for five."""
LONGEST_WAIT = timedelta(seconds=30)
"""That an answer waits out a 429; nobody looks for it after that."""
LONGEST_MENU_LINE = 256
LONGEST_REASON = 200


class TelegramChat:
    """Behind `ports.Chat`. An address is `-1001234567890`, or `-1001234567890/42` for a forum topic.

    The loop that polls is ours, on the library's `Bot`: its `Updater` ends for ever on one 401, and tells its error
    callback of neither that nor of timeouts, so that `health` could not be true.
    """

    platform = PLATFORM

    def __init__(
        self,
        token: str,
        *,
        base_url: str | None,
        commands: Sequence[tuple[str, str]],
        clock: Callable[[], datetime],
        first_pause: timedelta = timedelta(seconds=1),
    ) -> None:
        """Not connected yet.

        Args:
            token: From BotFather.
            base_url: Of another Bot API server (`http://127.0.0.1:8081`); None: Telegram's own.
            commands: Verb and menu line of each command.
            clock: The time now, aware.
            first_pause: Between the first failure to connect and the next try; doubles from there.
        """
        os.environ.setdefault("PTB_TIMEDELTA", "1")  # else the library warns of its own future at every 429
        for chatty in ("httpx", "httpcore", "telegram"):  # below warning they print our address; the token is in it
            logging.getLogger(chatty).setLevel(logging.WARNING)
        logging.getLogger("telegram.request").setLevel(
            logging.CRITICAL
        )  # a traceback at every 502; we say it in a line
        server = (base_url or "https://api.telegram.org").rstrip("/").removesuffix("/bot")
        self._requests = (HTTPXRequest(connection_pool_size=2), HTTPXRequest(connection_pool_size=32, pool_timeout=10))
        self._secret = quote(token.strip(), safe=":")
        self._bot = Bot(self._secret, f"{server}/bot", get_updates_request=self._requests[0], request=self._requests[1])
        self._sender = TelegramSender(self._bot, clock=clock, words=self._words, moved=self._moved)
        self._menu = [BotCommand(verb, cut(line, LONGEST_MENU_LINE)) for verb, line in commands]
        self._clock = clock
        self._first_pause = first_pause
        self._health = ChatHealth(platform=PLATFORM, up=False, detail="not started", since=clock())
        self._listener: Listener | None = None
        self._listening: asyncio.Task[None] | None = None
        self._under_way: set[asyncio.Task[Any]] = set()
        self._places = asyncio.Semaphore(MOST_ANSWERS)
        self._offset = 0

    async def start(self, listener: Listener) -> None:
        """Begin to connect and listen, in the background."""
        self._listener = listener
        self._tell(up=False, detail="connecting to Telegram")
        self._listening = asyncio.create_task(self._listen(listener), name="telegram")

    async def stop(self) -> None:
        """Stop listening, wait for what is being sent, disconnect."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=CALL_SECONDS)
        for task in self._under_way:
            task.cancel()
        if self._offset and self._health.up:
            with contextlib.suppress(TelegramError, TimeoutError):  # else the last questions come once more
                async with asyncio.timeout(2):
                    await self._bot.get_updates(offset=self._offset, timeout=0)
        for request in self._requests:
            await request.shutdown()
        self._tell(up=False, detail="stopped")

    def health(self) -> ChatHealth:
        """How it is doing now, in words."""
        return self._health

    async def send(self, address: str, message: Message) -> Outcome:
        """Say something at `address`."""
        return await self._tracked(self._sender.send(address, message))

    async def edit(self, address: str, ref: str, message: Message) -> Outcome:  # noqa: ARG002 - the reference holds it
        """Replace what `ref` says."""
        return await self._tracked(self._sender.edit(ref, message))

    async def _listen(self, listener: Listener) -> None:
        """Connect and poll for ever; each failure is told, waited out and tried again."""
        failures = 0
        while True:
            try:
                await self._connect()
                wait = 0  # the first poll only shows that polling works
                while True:
                    updates = await self._poll(wait)
                    failures, wait = 0, POLL_SECONDS
                    self._tell(up=True, detail=f"listening as @{self._bot.username}")
                    for update in updates:
                        await self._take(update, listener)
            except Exception as error:  # noqa: BLE001 - whatever Telegram sends, we keep listening
                failures += 1
                self._tell(up=False, detail=trouble(error, self._words(error)), failing=True)
                pause = pause_after(error, failures, self._first_pause)
            await asyncio.sleep(pause.total_seconds())

    async def _connect(self) -> None:
        async with asyncio.timeout(3 * CALL_SECONDS):
            await self._bot.get_me()
            await self._bot.delete_webhook()  # Telegram refuses polling while one is set
            try:
                await self._bot.set_my_commands(self._menu)
            except TelegramError as error:
                log.warning("telegram_menu_refused", why=self._words(error))

    async def _poll(self, wait: int) -> tuple[Update, ...]:
        async with asyncio.timeout(wait + CALL_SECONDS):
            return await self._bot.get_updates(offset=self._offset, timeout=wait, allowed_updates=KINDS)

    async def _take(self, update: Update, listener: Listener) -> None:
        """Act on one update, once there is room for it; the next poll, or `stop`, confirms it."""
        meaning = self._meaning(update)
        if isinstance(meaning, Question):
            await self._places.acquire()
            self._track(self._answer(meaning, update, listener)).add_done_callback(lambda _: self._places.release())
        elif meaning is not None:
            self._track(listener.noticed(meaning))
        self._offset = update.update_id + 1

    def _meaning(self, update: Update) -> Question | DestinationNews | None:
        try:
            return understand(update, username=self._bot.username, at=self._clock())
        except Exception as error:  # noqa: BLE001 - Telegram would send the one that we cannot read for ever
            log.error("telegram_update_unreadable", update=update.update_id, why=self._words(error))  # noqa: TRY400
            return None

    async def _answer(self, question: Question, update: Update, listener: Listener) -> None:
        """Ask the house and say what it answers, a private answer too: a bot cannot whisper in a group."""
        if update.callback_query:
            with contextlib.suppress(TelegramError):  # only stops the button's hourglass; it may be too old for that
                await update.callback_query.answer()
        typing = self._track(self._type(question.address))
        try:
            answer = await listener.ask(question)
        finally:
            typing.cancel()
        if not answer.message.parts:  # nothing is to be said
            return
        asked = None if question.private or update.callback_query else update.effective_message
        replies_to = asked.message_id if asked else None
        outcome = await self._sender.send(question.address, answer.message, replies_to=replies_to)
        if isinstance(outcome, Later) and (wait := outcome.until - self._clock()) <= LONGEST_WAIT:
            await asyncio.sleep(wait.total_seconds())
            outcome = await self._sender.send(question.address, answer.message, replies_to=replies_to)
        if not isinstance(outcome, Sent):
            log.warning("telegram_answer_lost", address=question.address, why=outcome.why)

    async def _type(self, address: str) -> None:
        """Show that a slow answer is being worked on, until cancelled."""
        chat, _, thread = address.partition("/")
        await asyncio.sleep(TYPING_AFTER)
        while True:
            with contextlib.suppress(TelegramError):  # the answer itself will tell what is wrong
                await self._bot.send_chat_action(chat, ChatAction.TYPING, message_thread_id=int(thread or 0) or None)
            await asyncio.sleep(TYPING_AGAIN)

    async def _moved(self, old: int, new: int) -> None:
        if self._listener is not None:
            await self._listener.noticed(DestinationNews(platform=PLATFORM, address=str(old), moved_to=str(new)))

    def _tell(self, *, up: bool, detail: str, failing: bool = False) -> None:
        if (up, detail) != (self._health.up, self._health.detail):
            self._health = ChatHealth(platform=PLATFORM, up=up, detail=detail, since=self._clock())
            (log.warning if failing else log.info)("telegram", up=up, detail=detail)

    def _words(self, error: Exception) -> str:
        """`error` in words for a person; the token, which is a part of every address we call, blotted out."""
        words = (str(error) or type(error).__name__).partition(". Parsing the server response")[0]
        return cut(re.sub(r"\d+:[\w%-]{10,}", "***", words.replace(self._secret, "***")), LONGEST_REASON)

    async def _tracked(self, work: Coroutine[Any, Any, Result]) -> Result:
        return await self._track(work)

    def _track(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Run `work` such that `stop` waits for it, and a defect in it is heard of."""
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("telegram_task_failed", why=self._words(error) if isinstance(error, Exception) else repr(error))
