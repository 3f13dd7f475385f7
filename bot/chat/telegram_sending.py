"""Hands messages to Telegram, and again in another manner where it refuses the first."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

import structlog
from telegram import Bot, InputMediaPhoto, LinkPreviewOptions, ReplyParameters
from telegram import Message as TelegramMessage
from telegram.constants import ParseMode
from telegram.error import ChatMigrated, TelegramError

from bot.chat.telegram_errors import Manner, instead, outcome_of, unchanged
from bot.chat.telegram_html import render
from bot.model.delivery import RETRY_FIRST, Later, Never, Outcome, Sent
from bot.model.message import Message, Note, text

log = structlog.get_logger(__name__)

CALL_SECONDS = 20
"""For one call in all; a slower one is tried again later."""
MOST_MANNERS = 6
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_ADDRESS = re.compile(r"(?P<chat>-?\d{1,19})(?:/(?P<thread>\d{1,10}))?")
_REF = re.compile(r"(?P<chat>-?\d{1,19}):(?P<message>\d{1,19})(?P<photo>:photo)?")
_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError)
"""What the library raises where an answer is JSON but not the Bot API's."""


class TelegramSender:
    """Sends and edits. A reference holds the chat too, in case it moves: `-1001234567890:77`, `...:77:photo`."""

    def __init__(
        self,
        bot: Bot,
        *,
        clock: Callable[[], datetime],
        words: Callable[[Exception], str],
        moved: Callable[[int, int], Awaitable[None]],
    ) -> None:
        """Sends as `bot`.

        Args:
            bot: Whose messages they are.
            clock: The time now, aware.
            words: An error in words, without secrets.
            moved: Told that the chat of the first id has become the chat of the second.
        """
        self._bot = bot
        self._clock = clock
        self._words = words
        self._moved = moved

    async def send(self, address: str, message: Message, *, replies_to: int | None = None) -> Outcome:
        """Say something at `address`; a deleted topic falls back on its chat, a refused picture on its words."""
        where = _ADDRESS.fullmatch(address)
        if where is None:
            return Never(why=f"{address!r} is no Telegram chat: a number such as -1001234567890", destination=True)
        thread = int(where["thread"]) if where["thread"] else None
        picture = message.picture is not None
        return await self._hand_over(
            Manner(chat=int(where["chat"]), thread=thread, replies_to=replies_to, picture=picture), message
        )

    async def edit(self, ref: str, message: Message) -> Outcome:
        """Replace what `ref` says. A picture stays one and a text too: Telegram cannot turn one into the other."""
        what = _REF.fullmatch(ref)
        if what is None:
            return Never(why=f"{ref!r} is no reference to a Telegram message")
        return await self._hand_over(
            Manner(chat=int(what["chat"]), replaces=int(what["message"]), picture=what["photo"] is not None), message
        )

    async def _hand_over(self, manner: Manner, message: Message) -> Outcome:
        for _ in range(MOST_MANNERS):
            try:
                async with asyncio.timeout(CALL_SECONDS):
                    return Sent(ref=await self._call(manner, message))
            except TimeoutError:
                return Later(until=self._clock() + RETRY_FIRST, why=f"no answer from Telegram in {CALL_SECONDS} s")
            except TelegramError as error:
                if isinstance(error, ChatMigrated):
                    await self._moved(manner.chat, error.new_chat_id)
                other = instead(manner, error)
                if other is None:
                    return outcome_of(error, self._words(error), self._clock())
                log.warning("telegram_refused", why=self._words(error), chat=manner.chat, trying="another manner")
                manner = other
            except _UNREADABLE as error:
                why = f"Telegram's answer could not be read ({type(error).__name__})"
                return Later(until=self._clock() + RETRY_FIRST, why=why)
        return Later(until=self._clock() + RETRY_FIRST, why="Telegram refuses it in every manner")

    async def _call(self, manner: Manner, message: Message) -> str:
        """Send or edit, and the reference to what stands there now."""
        if manner.replaces is None:
            return _ref(await (self._post_picture if manner.picture else self._post_text)(manner, message))
        try:
            await self._change(manner, manner.replaces, message)
        except TelegramError as error:
            if not unchanged(error):
                raise
        return f"{manner.chat}:{manner.replaces}" + (":photo" if manner.picture else "")

    async def _post_text(self, manner: Manner, message: Message) -> TelegramMessage:
        if message.picture is not None:
            message = replace(message, parts=(*message.parts, Note(line=text(message.picture.alt))))
        rendered = render(message)
        return await self._bot.send_message(
            manner.chat,
            rendered.html if manner.html else rendered.plain,
            parse_mode=ParseMode.HTML if manner.html else None,
            link_preview_options=_NO_PREVIEW,
            message_thread_id=manner.thread,
            reply_parameters=_reply(manner),
            reply_markup=rendered.keyboard,
        )

    async def _post_picture(self, manner: Manner, message: Message) -> TelegramMessage:
        rendered = render(message, caption=True)
        return await self._bot.send_photo(
            manner.chat,
            message.picture.png if message.picture else b"",
            caption=rendered.html if manner.html else rendered.plain,
            parse_mode=ParseMode.HTML if manner.html else None,
            filename="picture.png",
            message_thread_id=manner.thread,
            reply_parameters=_reply(manner),
            reply_markup=rendered.keyboard,
        )

    async def _change(self, manner: Manner, number: int, message: Message) -> None:
        rendered = render(message, caption=manner.picture)
        words = rendered.html if manner.html else rendered.plain
        mode = ParseMode.HTML if manner.html else None
        keyboard = rendered.keyboard
        if not manner.picture:
            await self._bot.edit_message_text(
                words, manner.chat, number, parse_mode=mode, link_preview_options=_NO_PREVIEW, reply_markup=keyboard
            )
        elif message.picture is None:
            await self._bot.edit_message_caption(
                manner.chat, number, caption=words, parse_mode=mode, reply_markup=keyboard
            )
        else:
            photo = InputMediaPhoto(message.picture.png, caption=words, parse_mode=mode, filename="picture.png")
            await self._bot.edit_message_media(photo, manner.chat, number, reply_markup=keyboard)


def _ref(sent: TelegramMessage) -> str:
    return f"{sent.chat.id}:{sent.message_id}" + (":photo" if sent.photo else "")


def _reply(manner: Manner) -> ReplyParameters | None:
    if manner.replies_to is None:
        return None
    return ReplyParameters(manner.replies_to, allow_sending_without_reply=True)
