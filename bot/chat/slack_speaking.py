"""Putting a message to Slack: into a channel, a thread, one person's view of it, or back along a response URL."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

import structlog
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.cutting import clean, cut
from bot.chat.slack_blocks import fallback, render
from bot.chat.slack_outcomes import FAILURES, Meaning, trouble
from bot.model.message import Message, Note, Picture, text

log = structlog.get_logger(__name__)

PATIENCE = 10
"""Seconds that an answer waits when Slack asks for a pause. An alert does not wait: its delivery comes back later."""
QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False, "parse": "none", "link_names": False}
"""No previews; no searching of our text for names to notify."""

_T = TypeVar("_T")


async def post(client: AsyncWebClient, channel: str, message: Message, *, thread: str | None = None) -> tuple[str, str]:
    """Say `message` in `channel`; the channel's id and the message's, which together find it again."""
    answer = await _either(
        lambda said: client.chat_postMessage(channel=channel, thread_ts=thread, mrkdwn=False, **said, **QUIET), message
    )
    channel, ts = str(answer["channel"]), str(answer["ts"])
    if message.picture is not None:
        await show(client, channel, message.picture, thread=thread or ts)
    return channel, ts


async def update(client: AsyncWebClient, channel: str, ts: str, message: Message) -> None:
    """Replace the message `ts`. A picture that came with it stays as it is, in its thread."""
    names: dict[str, Any] = {"parse": "none", "link_names": False}  # `chat.update` alone would look for them
    await _either(lambda said: client.chat_update(channel=channel, ts=ts, **said, **names), message)


async def show(client: AsyncWebClient, channel: str, picture: Picture, *, thread: str | None = None) -> None:
    """Put `picture` into `channel`; where Slack will not have it, say what it shows.

    Never raises: the message it belongs to has been said, and must not be said again for its sake.
    """
    try:
        await _upload(client, channel, picture, thread)
    except FAILURES as error:
        log.warning("slack_picture_not_shown", channel=channel, why=trouble(error).why)
        with suppress(*FAILURES):
            await post(client, channel, in_words(Message(parts=(), picture=picture)), thread=thread)


async def _upload(client: AsyncWebClient, channel: str, picture: Picture, thread: str | None) -> None:
    alt = cut(clean(picture.alt).strip(), 900) or "picture"
    name, title = "picture.png", cut(alt, 100)
    await client.files_upload_v2(
        content=picture.png, filename=name, title=title, alt_txt=alt, channel=channel, thread_ts=thread
    )


def in_words(message: Message) -> Message:
    """`message` with what its picture shows told in words, for places that take no files."""
    if message.picture is None:
        return message
    note = Note(line=text(f"Picture: {clean(message.picture.alt).strip() or 'without description'}"))
    return replace(message, parts=(*message.parts, note), picture=None)


class Reply(Protocol):
    """Where the answer to one question goes."""

    async def say(self, message: Message, *, private: bool) -> None:
        """Say `message`, to the asker alone if `private`.

        Raises:
            SlackClientError: Slack refused; `trouble` says why.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class InThread:
    """Answers by the bot itself, below what was asked."""

    client: AsyncWebClient
    channel: str
    user: str
    thread: str | None

    async def say(self, message: Message, *, private: bool) -> None:
        """Say `message` in the thread."""
        if not private:
            await _patiently(lambda: post(self.client, self.channel, message, thread=self.thread))
            return
        await _patiently(lambda: _either(self._whisper, in_words(message)))

    async def _whisper(self, said: dict[str, Any]) -> object:
        where: dict[str, Any] = {"channel": self.channel, "user": self.user, "thread_ts": self.thread}
        return await self.client.chat_postEphemeral(**where, **said, parse="none", link_names=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByUrl:
    """Answers along the response URL of a command or button, which works in channels that the bot is not in.

    Slack takes five of them within half an hour.
    """

    respond: AsyncRespond
    client: AsyncWebClient
    channel: str

    async def say(self, message: Message, *, private: bool) -> None:
        """Say `message` where the command was given."""
        kind = "ephemeral" if private else "in_channel"
        worded = in_words(message) if private else message
        rendered = render(worded)
        status, why = await self._respond(kind, text=rendered.text, blocks=rendered.blocks)
        if status == 400:
            log.warning("slack_blocks_refused", why=why)
            status, why = await self._respond(kind, text=fallback(worded, links=True))
        if status != 200:
            raise SlackClientError(f"the answer was not taken: HTTP {status}, {why}")
        if worded.picture is not None:
            await show(self.client, self.channel, worded.picture)

    async def _respond(self, kind: str, **said: Any) -> tuple[int, str]:
        quiet: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False, "replace_original": False}
        answer = await self.respond(response_type=kind, **said, **quiet)
        return answer.status_code, str(answer.body)[:200]


async def _either(call: Callable[[dict[str, Any]], Awaitable[_T]], message: Message) -> _T:
    """`call` with the blocks of `message`; where Slack finds them unfit, once more with its words alone."""
    rendered = render(message)
    try:
        return await call({"text": rendered.text, "blocks": rendered.blocks})
    except SlackClientError as error:
        found = trouble(error)
        if found.meaning is not Meaning.UNFIT:
            raise
        log.warning("slack_blocks_refused", why=found.why)
    return await call({"text": fallback(message, links=True), "blocks": []})


async def _patiently(call: Callable[[], Awaitable[object]]) -> None:
    """`call`, once more after the pause that Slack asks for, if that is short."""
    try:
        await call()
    except SlackClientError as error:
        found = trouble(error)
        if found.meaning is not Meaning.THROTTLED or found.pause > PATIENCE:
            raise
        await asyncio.sleep(found.pause)
        await call()
