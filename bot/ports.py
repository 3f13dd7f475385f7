"""The Protocols that adapters stand behind. All are asynchronous, for one event loop; none needs to be thread-safe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model.alert import Alert
from bot.model.delivery import Outcome
from bot.model.entity import Entity
from bot.model.feed import Document
from bot.model.fetching import Fetched
from bot.model.message import Message
from bot.model.question import Answer, ChatHealth, DestinationNews, Question
from bot.model.ruling import Ruled
from bot.model.status import FeedHealth, Status
from bot.model.story import Counts, Report, Story
from bot.model.summary import Summary
from bot.model.watch import Person, Watch


class Fetcher(Protocol):
    """The way out to feeds."""

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, allow_private: bool = False
    ) -> Fetched:
        """Look at `url` once, bounded in bytes and time; what it came to is the value, never an exception."""
        ...


class Reader(Protocol):
    """Reads hostile bytes where they can do no harm."""

    async def read(self, body: bytes, *, url: str, content_type: str | None, now: datetime) -> Document:
        """The document in `body`.

        Raises:
            FeedUnreadable: it is no feed, or reading it took too long or too much memory.
        """
        ...


class Extractor(Protocol):
    """Finds articles on hostile web pages where they can do no harm."""

    async def extract(self, body: bytes, *, url: str, content_type: str | None) -> str:
        """The text of the article on the page in `body`, a line a paragraph.

        Raises:
            ArticleUnreadable: there is none, or finding it took too long or too much memory.
        """
        ...


class Writer(Protocol):
    """A language model. What it answers is a stranger's text, to be checked before anybody sees it."""

    model: str
    """Which one: an answer of one model is not that of another."""

    async def answer(self, instructions: str, material: str) -> str:
        """What it makes of `material` (which is data, whatever it says) by `instructions`.

        Raises:
            WriterFailed: nothing that can be used, in the time that it has.
        """
        ...


class Listener(Protocol):
    """What a chat adapter tells the house."""

    async def ask(self, question: Question) -> Answer:
        """Answer a question; never raises, and never takes longer than the answer's time limit."""
        ...

    async def noticed(self, news: DestinationNews) -> None:
        """A destination moved, is gone or is back."""
        ...


class Chat(Protocol):
    """One chat platform."""

    platform: str

    async def start(self, listener: Listener) -> None:
        """Begin to connect and listen, in the background. Returns at once and never raises: see `health`."""
        ...

    async def stop(self) -> None:
        """Disconnect; waits for what is being sent."""
        ...

    async def send(self, address: str, message: Message) -> Outcome:
        """Say something at `address`. Never raises for what the platform or the network does."""
        ...

    async def edit(self, address: str, ref: str, message: Message) -> Outcome:
        """Replace the message `ref` that `send` reported. "Not modified" counts as sent."""
        ...

    def health(self) -> ChatHealth:
        """How it is doing now, in words."""
        ...


class Archive(Protocol):
    """What a look-up may know; it changes nothing. Counts and lists take a family's members in with it."""

    @property
    def entities(self) -> Mapping[str, Entity]:
        """The catalogue in force, by id."""
        ...

    @property
    def watches(self) -> Sequence[Watch]:
        """The watches in force, in the order of feeds.yaml."""
        ...

    def resolve(self, name: str) -> Entity | None:
        """The entity that goes by `name` (an id, or any spelling that the matcher knows)."""
        ...

    def nearest(self, name: str, *, limit: int = 5) -> tuple[Entity, ...]:
        """Entities whose names look most like `name`, best first; empty where none comes near."""
        ...

    async def counts(self, entity: str, now: datetime) -> Counts:
        """How many items named `entity` lately."""
        ...

    async def latest(self, entity: str | None = None, *, limit: int = 5) -> tuple[Story, ...]:
        """The newest stories that name `entity` (any entity: None), newest first."""
        ...

    async def find(self, terms: str, *, before: int | None = None, limit: int = 10) -> tuple[Report, ...]:
        """Items that hold all words of `terms` (quoted: in that order), newest first, with ids under `before`.

        Raises:
            UsageError: `terms` holds no word.
        """
        ...

    async def alert(self, number: int) -> Alert | None:
        """The alert with that number."""
        ...

    async def verbatim(self, number: int) -> Summary | None:
        """The summary of the alert with that number in its reports' own words, whatever the chat was told."""
        ...

    async def story(self, number: int) -> Story | None:
        """The story that the report with that number belongs to; a story has the number of its first report."""
        ...

    async def feeds(self) -> tuple[FeedHealth, ...]:
        """Every configured feed, failing ones first, then by name."""
        ...

    async def status(self) -> Status:
        """How the sentry is doing."""
        ...


class Desk(Protocol):
    """What a command may change. Every change is kept with its author and its time."""

    async def split(self, report: int, *, by: Person, at: datetime) -> Ruled:
        """Take a report out of its story: it is a story of its own from now on, and stays apart.

        Raises:
            UsageError: there is no such report, or it is alone in its story.
        """
        ...

    async def merge(self, one: int, other: int, *, by: Person, at: datetime) -> Ruled:
        """Make one story of the two that these reports belong to.

        Raises:
            UsageError: there is no such report, or they belong to one story already.
        """
        ...


class Change(Protocol):
    """A command that changes something, for those who may: like a `Handler`, with the desk besides."""

    __name__: str

    async def __call__(self, args: str, question: Question, archive: Archive, desk: Desk, /) -> Message:
        """Do what `args` asks for, and say what was understood and done.

        Raises:
            UsageError: `args` cannot be understood, or cannot be done; nothing was changed.
        """
        ...


class Handler(Protocol):
    """A command: its name is the verb, its docstring the help text (`model.manual` reads it)."""

    __name__: str

    async def __call__(self, args: str, question: Question, archive: Archive, /) -> Message:
        """What to say to `question`, whose words after the verb are `args`, with any quotation marks as `"`.

        Raises:
            UsageError: `args` cannot be understood; the usage line is shown beneath the message.
        """
        ...
