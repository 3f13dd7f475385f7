"""What people and Slack itself tell the bot: commands, mentions, direct messages, buttons, the fate of channels."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack_blocks import ACTION, LONGEST_COMMAND, render
from bot.chat.slack_outcomes import FAILURES, trouble
from bot.chat.slack_speaking import ByUrl, InThread, Reply
from bot.model.message import Facts, Heading, Message, Note, say, text
from bot.model.question import Answer, DestinationNews, Question
from bot.ports import Listener

log = structlog.get_logger(__name__)

PLATFORM = "slack"
SLOW = 1.0
"""Seconds after which an asker is told that the answer takes longer."""
AT_ONCE = 8
MOST_WAITING = 32
"""Questions that are being answered or wait for their turn; the next asker is asked to come back."""
MOST_TOLD = 4 * MOST_WAITING
"""Beyond this many even that is not said any more: a flood of questions may not become a flood of calls."""
WORKING = say("Working on it …")
BUSY = say("I am busy with other questions. Please ask again in a moment.")
TOO_LONG = say(f"That is longer than I read: please ask in at most {LONGEST_COMMAND} characters.")

GONE = {
    "channel_archive": "the channel was archived",
    "group_archive": "the channel was archived",
    "channel_deleted": "the channel was deleted: name another in feeds.yaml",
    "group_deleted": "the channel was deleted: name another in feeds.yaml",
    "channel_left": "the bot was removed from the channel: /invite @vedette there",
    "group_left": "the bot was removed from the channel: /invite @vedette there",
    "member_left_channel": "the bot was removed from the channel: /invite @vedette there",
}
BACK = frozenset({"channel_unarchive", "group_unarchive", "member_joined_channel"})
OF_A_MEMBER = frozenset({"member_left_channel", "member_joined_channel"})
"""Told of everybody; only the bot's own coming and going is news."""
MOVED = "channel_id_changed"

_MARKUP = re.compile(r"<(@|#|!subteam\^|!)?([^<>|]*)(?:\|([^<>]*))?>")


def typed(markup: str) -> str:
    """What a person typed, from what Slack made of it: `<http://x.org|x.org>` was x.org, `&amp;` was &."""
    words = _MARKUP.sub(_spoken, markup)
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def _spoken(found: re.Match[str]) -> str:
    sigil, target, label = found.groups()
    if sigil is None:
        return label or target
    return ("#" if sigil == "#" else "@") + (label or target).lstrip("#@")


def asked_of(bot: str, markup: str) -> str:
    """The command in a message that mentions the bot: what follows the mention, else what precedes it."""
    before, _, after = markup.partition(f"<@{bot}")
    after = after.partition(">")[2]
    return typed(after) or typed(before)


class Listening:
    """The listeners of one Bolt app. Each acknowledges first and works afterwards."""

    def __init__(
        self,
        *,
        client: AsyncWebClient,
        listener: Listener,
        commands: Sequence[tuple[str, str]],
        clock: Callable[[], datetime],
    ) -> None:
        self.bot = ""
        """The bot's own user id, known once it has signed in."""
        self._client = client
        self._listener = listener
        self._commands = tuple(commands)
        self._clock = clock
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()
        self._seen: deque[str] = deque(maxlen=500)

    def attach(self, app: AsyncApp) -> None:
        """Have `app` bring everything here."""
        app.command(re.compile("^/"))(self.commanded)
        app.action(re.compile(f"^{ACTION}:"))(self.pressed)
        app.event("app_mention")(self.mentioned)
        app.event("message")(self.written)
        app.event("app_home_opened")(self.visited)
        for kind in (*GONE, *BACK, MOVED):
            app.event(kind)(self.told)

    async def stop(self) -> None:
        """Give up the questions that are still being answered."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def commanded(self, ack: AsyncAck, command: dict[str, Any], respond: AsyncRespond) -> None:
        """Somebody typed `/vedette …`."""
        await ack()
        channel = str(command["channel_id"])
        reply = ByUrl(respond=respond, client=self._client, channel=channel)
        self._take(typed(command.get("text") or ""), channel, str(command["user_id"]), reply)

    async def mentioned(self, event: dict[str, Any], body: dict[str, Any]) -> None:
        """Somebody wrote `@vedette …`."""
        if not self._again(body) and event.get("user"):
            thread = event.get("thread_ts") or event["ts"]
            self._take_written(event, asked_of(self.bot, event.get("text") or ""), thread)

    async def written(self, event: dict[str, Any], body: dict[str, Any]) -> None:
        """Somebody wrote to the bot alone; other messages, edits and what bots say are nobody's question."""
        by_a_person = event.get("user") and not event.get("bot_id") and not event.get("subtype")
        if event.get("channel_type") == "im" and by_a_person and not self._again(body):
            markup = event.get("text") or ""
            words = asked_of(self.bot, markup) if f"<@{self.bot}" in markup else typed(markup)
            self._take_written(event, words, event.get("thread_ts"))

    async def pressed(self, ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], respond: AsyncRespond) -> None:
        """Somebody pressed a button: its value is asked as if they had typed it."""
        await ack()
        container, user = body.get("container", {}), str(body["user"]["id"])
        channel = str(container.get("channel_id") or body.get("channel", {}).get("id") or user)
        reply: Reply = ByUrl(respond=respond, client=self._client, channel=channel)
        if not container.get("is_ephemeral") and (message := body.get("message")):
            thread = message.get("thread_ts") or message["ts"]
            reply = InThread(client=self._client, channel=channel, user=user, thread=thread)
        self._take(str(action.get("value") or ""), channel, user, reply)

    async def visited(self, event: dict[str, Any]) -> None:
        """Somebody opened the app's own page: show what it answers."""
        if event.get("tab") != "home":
            return
        facts = Facts(pairs=tuple((f"/vedette {verb}", text(what)) for verb, what in self._commands))
        how = Note(line=text("Also by mention, or in a message to me alone, without the /vedette."))
        page = Message(parts=(Heading(line=text("Ask Vedette")), facts, how))
        try:
            await self._client.views_publish(
                user_id=event["user"], view={"type": "home", "blocks": render(page).blocks}
            )
        except FAILURES as error:
            log.warning("slack_home_not_shown", why=trouble(error).why)

    async def told(self, event: dict[str, Any]) -> None:
        """A channel was archived, deleted or renumbered, or the bot was taken out of it or let in."""
        kind = str(event["type"])
        if kind in OF_A_MEMBER and event.get("user") != self.bot:
            return
        address = str(event.get("old_channel_id") if kind == MOVED else event.get("channel"))
        moved_to = str(event["new_channel_id"]) if kind == MOVED else None
        news = DestinationNews(platform=PLATFORM, address=address, moved_to=moved_to, gone=GONE.get(kind))
        await self._listener.noticed(news)

    def _again(self, body: dict[str, Any]) -> bool:
        """Was this event delivered before? Slack repeats what was not acknowledged in time."""
        event = str(body.get("event_id"))
        if event in self._seen:
            return True
        self._seen.append(event)
        return False

    def _take_written(self, event: dict[str, Any], words: str, thread: str | None) -> None:
        channel, user = str(event["channel"]), str(event["user"])
        self._take(words, channel, user, InThread(client=self._client, channel=channel, user=user, thread=thread))

    def _take(self, words: str, channel: str, user: str, reply: Reply) -> None:
        question = Question(
            text=words or "help",
            platform=PLATFORM,
            address=channel,
            user=user,
            at=self._clock(),
            private=channel.startswith("D"),
        )
        if len(self._tasks) >= MOST_TOLD:
            log.warning("slack_question_dropped", address=channel)
        elif len(self._tasks) >= MOST_WAITING:
            self._begin(self._say(reply, BUSY))
        elif len(words) > LONGEST_COMMAND:
            self._begin(self._say(reply, TOO_LONG))
        else:
            self._begin(self._serve(question, reply))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, question: Question, reply: Reply) -> None:
        asking = asyncio.create_task(self._in_turn(question))
        try:
            done, _ = await asyncio.wait({asking}, timeout=SLOW)
            if not done:
                await self._say(reply, WORKING)
            answer = await asking
            if answer.message.parts:  # without any, nothing is to be said
                await self._say(reply, answer.message, private=answer.private)
        finally:
            asking.cancel()

    async def _say(self, reply: Reply, message: Message, *, private: bool = True) -> None:
        try:
            await reply.say(message, private=private)
        except FAILURES as error:
            log.warning("slack_answer_lost", why=trouble(error).why)

    async def _in_turn(self, question: Question) -> Answer:
        async with self._turns:
            return await self._listener.ask(question)
