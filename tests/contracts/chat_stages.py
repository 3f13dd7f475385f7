"""Stages for the contract of `ports.Chat`: one per platform, each a chat adapter in front of its fake.

To put a new platform through the contract, write its stage and add it to `STAGES` in `test_chat.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol, Self

from bot.chat.slack import SlackChat
from bot.chat.telegram import TelegramChat
from bot.model.message import Message, say
from bot.model.question import Answer, DestinationNews, Question
from bot.ports import Chat
from tests.fakes.slack import FakeSlack, Fault
from tests.fakes.slack_workspace import APP_TOKEN, DESK, OTHER
from tests.fakes.telegram import FakeTelegram

COMMANDS = (("help", "What I can do"), ("lookup", "All about a name"))


def now() -> datetime:
    """The clock of all stages."""
    return datetime.now(UTC)


class House:
    """A listener that keeps what it hears, and answers a question with its own words."""

    def __init__(self) -> None:
        self.questions: list[Question] = []
        self.news: list[DestinationNews] = []
        self.open = asyncio.Event()
        """While it is cleared, answers are awaited."""
        self.open.set()

    async def ask(self, question: Question) -> Answer:
        """The question, said back; to "hush", nothing."""
        self.questions.append(question)
        await self.open.wait()
        if question.text == "hush":
            return Answer(message=Message(parts=()))
        return Answer(message=say(f"You asked: {question.text}"))

    async def noticed(self, news: DestinationNews) -> None:
        """Kept."""
        self.news.append(news)


class Stage(Protocol):
    """A platform under the contract. Addresses: `here` and `elsewhere` take messages, `nowhere` does not exist."""

    here: str
    elsewhere: str
    nowhere: str
    secret: str
    setting: str
    """The environment variable to name where `secret` is refused."""

    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *error: object) -> None: ...

    def chat(self, *, good_secret: bool = True) -> Chat:
        """A chat adapter, not started."""
        ...

    def shown(self, address: str) -> list[str]:
        """The bot's messages there as a reader sees them now, without markup, oldest first."""
        ...

    def pinged(self) -> list[str]:
        """Everybody whom the bot's messages notified."""
        ...

    def busy(self, address: str, seconds: int) -> None:
        """The next message there is answered with a 429."""
        ...

    def failing(self, times: int) -> None:
        """The next messages are answered with a 5xx."""
        ...

    def slow(self, seconds: float) -> None:
        """The next message takes so long."""
        ...

    def remove_bot(self, address: str) -> None:
        """The bot may not write there any more."""
        ...

    async def down(self) -> None:
        """The platform cannot be reached."""
        ...

    async def up(self) -> None:
        """It can again."""
        ...

    async def ask(self, words: str) -> None:
        """Somebody asks the bot, `here`, in the way of the platform."""
        ...

    async def press(self, label: str) -> None:
        """Somebody presses a button, `here`."""
        ...

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until what the platform saw makes `holds` true."""
        ...


class TelegramStage:
    """Telegram in front of `FakeTelegram`."""

    here, elsewhere, nowhere = "-1001", "41", "-1009"
    setting = "TELEGRAM_BOT_TOKEN"

    def __init__(self) -> None:
        self.fake = FakeTelegram()
        self.world = self.fake.world
        self.secret = self.world.token

    async def __aenter__(self) -> Self:
        await self.fake.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.down()

    def chat(self, *, good_secret: bool = True) -> Chat:
        token = self.secret if good_secret else "123456:not-the-one-that-BotFather-gave"
        return TelegramChat(
            token,
            base_url=self.fake.base_url,
            commands=COMMANDS,
            clock=now,
            first_pause=timedelta(milliseconds=20),
        )

    def shown(self, address: str) -> list[str]:
        return self.world.shown(int(address))

    def pinged(self) -> list[str]:
        return [name for post in self.world.posts for name in post.pings]

    def busy(self, address: str, seconds: int) -> None:
        self.world.fail("throttle", method="sendMessage", chat=int(address), seconds=seconds)

    def failing(self, times: int) -> None:
        self.world.fail("status", method="sendMessage", times=times)

    def slow(self, seconds: float) -> None:
        self.world.fail("slow", method="sendMessage", seconds=seconds)

    def remove_bot(self, address: str) -> None:
        self.world.remove_bot(int(address))

    async def down(self) -> None:
        await self.fake.__aexit__(None, None, None)

    async def up(self) -> None:
        await self.fake.__aenter__()

    async def ask(self, words: str) -> None:
        self.world.say(int(self.here), f"/{words}")

    async def press(self, label: str) -> None:
        self.world.press(int(self.here), label)

    async def until(self, holds: Callable[[], object]) -> None:
        await self.world.until(holds)


class SlackStage:
    """Slack in front of `FakeSlack`."""

    here, elsewhere, nowhere = DESK, OTHER, "C0NOWHERE01"
    setting = "SLACK_BOT_TOKEN"

    def __init__(self) -> None:
        self.fake = FakeSlack()
        self.workspace = self.fake.workspace
        self.secret = self.workspace.tokens["bot"]

    async def __aenter__(self) -> Self:
        await self.fake.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.down()

    def chat(self, *, good_secret: bool = True) -> Chat:
        return SlackChat(
            self.secret if good_secret else "xoxb-not-the-one-of-the-app",
            APP_TOKEN,
            base_url=self.fake.base_url,
            commands=COMMANDS,
            clock=now,
            first_pause=timedelta(milliseconds=20),
        )

    def shown(self, address: str) -> list[str]:
        return [post.seen for post in self.workspace.messages if post.channel == address and post.user is None]

    def pinged(self) -> list[str]:
        return self.workspace.pinged

    def busy(self, address: str, seconds: int) -> None:
        self.fake.faults.append(Fault(method="chat.postMessage", channel=address, status=429, retry_after=seconds))

    def failing(self, times: int) -> None:
        self.fake.faults.append(Fault(method="chat.postMessage", status=503, times=times))

    def slow(self, seconds: float) -> None:
        self.fake.faults.append(Fault(method="chat.postMessage", delay=seconds))

    def remove_bot(self, address: str) -> None:
        self.workspace.channels[address].member = False
        self.workspace.channels[address].private = True

    async def down(self) -> None:
        await self.fake.close()

    async def up(self) -> None:
        await self.fake.__aenter__()

    async def ask(self, words: str) -> None:
        await self.fake.people.command(words, channel=self.here)

    async def press(self, label: str) -> None:
        await self.fake.people.press(self.workspace.messages[-1].ts, label)

    async def until(self, holds: Callable[[], object]) -> None:
        await self.fake.until(holds)
