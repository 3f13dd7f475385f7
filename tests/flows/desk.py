"""A desk in a box for the flow tests: the real store, matcher, stories and rows, with scripted feeds and chats."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.config import Llm
from bot.errors import ArticleUnreadable, FeedUnreadable
from bot.flows.articles import Articles
from bot.flows.collect import Collected, Collector
from bot.flows.deliver import Deliverer
from bot.flows.detect import Detector
from bot.flows.rounds import Rounds
from bot.flows.writing import Editor, naming
from bot.matching import compile_lexicon
from bot.model.delivery import Outcome, Sent
from bot.model.entity import Alias, Entity, Kind
from bot.model.feed import Document, Feed, Item
from bot.model.fetching import Fetched, FetchStatus
from bot.model.message import Message
from bot.model.question import ChatHealth
from bot.model.status import Ledger
from bot.model.watch import Channel, Term, Watch
from bot.ports import Listener, Writer
from bot.store import archive, feeds, outbox
from bot.store.database import Database
from bot.stories import Index

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
ENTITIES = {
    one.id: one
    for one in (
        Entity(id="s-400", kind=Kind.EQUIPMENT, class_="air-defence", name="S-400"),
        Entity(id="t-80", kind=Kind.EQUIPMENT, class_="tank", name="T-80"),
        Entity(id="t-80bv", kind=Kind.EQUIPMENT, class_="tank", name="T-80BV", parent="t-80"),
        Entity(
            id="belarus",
            kind=Kind.PLACE,
            class_="country",
            name="Belarus",
            aliases=(Alias(text="Беларусь", lang="ru"),),
        ),
    )
}
CHANNELS = {
    "desk": Channel(name="desk", platform="slack", address="C1"),
    "field": Channel(name="field", platform="telegram", address="-100"),
}
WATCHES = (
    Watch(name="Air defence", any=(Term(text="s-400", entity="s-400"),), to=("desk", "field")),
    Watch(name="Tanks", any=(Term(text="t-80", entity="t-80"),), to=("desk",)),
)
LLM = Llm(url="http://127.0.0.1", model="small")
ONE = Feed(url="https://one.example/rss", name="One", tags=frozenset({"en"}))
TWO = Feed(url="https://two.example/rss", name="Two", tags=frozenset({"en"}))


class Clock:
    """Stands still until told."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


class Publisher:
    """Fetcher, reader and extractor in one: each url serves a list of items, or a page, or fails."""

    def __init__(self) -> None:
        self.items: dict[str, list[Item]] = {}
        self.pages: dict[str, str] = {}
        self.status: dict[str, FetchStatus] = {}
        self.unreadable: set[str] = set()

    def publish(
        self, feed: Feed, title: str, text: str = "", *, at: datetime | None = NOW, url: str | None = None
    ) -> None:
        shelf = self.items.setdefault(feed.url, [])
        key = f"{feed.name}-{len(shelf)}"
        shelf.append(Item(key=key, title=title, text=text, url=url or f"{feed.url}/{key}", published=at, seen=NOW))

    def edit(self, feed: Feed, position: int = 0, **changes: Any) -> None:
        """Bring an item out again, changed."""
        shelf = self.items[feed.url]
        shelf[position] = replace(shelf[position], **changes)

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, allow_private: bool = False
    ) -> Fetched:
        if url in self.pages:
            return Fetched(status=FetchStatus.OK, url=url, body=self.pages[url].encode())
        if url.endswith("/robots.txt"):
            return Fetched(status=FetchStatus.HTTP_ERROR, url=url, http_status=404)
        status = self.status.get(url, FetchStatus.OK)
        body = f"{url} {self.items.get(url, [])}".encode() if status is FetchStatus.OK else b""
        return Fetched(status=status, url=url, body=body, detail="" if body else "it broke")

    async def extract(self, body: bytes, *, url: str, content_type: str | None) -> str:
        if url not in self.pages:
            raise ArticleUnreadable("no article is found on the page")
        return body.decode()

    async def read(self, body: bytes, *, url: str, content_type: str | None, now: datetime) -> Document:
        if url in self.unreadable:
            raise FeedUnreadable("this is a web page, not a feed")
        return Document(title=url, items=tuple(self.items.get(url, [])))


@dataclass
class ScriptedChat:
    """Takes what it is given unless an outcome is scripted."""

    platform: str
    sent: list[tuple[str, Message]] = field(default_factory=list)
    edited: list[tuple[str, str, Message]] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    async def start(self, listener: Listener) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, address: str, message: Message) -> Outcome:
        if self.outcomes:
            return self.outcomes.pop(0)
        self.sent.append((address, message))
        return Sent(ref=f"{self.platform}-{len(self.sent)}")

    async def edit(self, address: str, ref: str, message: Message) -> Outcome:
        if self.outcomes:
            return self.outcomes.pop(0)
        self.edited.append((address, ref, message))
        return Sent(ref=ref)

    def health(self) -> ChatHealth:
        return ChatHealth(platform=self.platform, up=True, detail="connected", since=NOW)


@dataclass
class Desk:
    database: Database
    rounds: Rounds
    publisher: Publisher
    clock: Clock
    slack: ScriptedChat
    telegram: ScriptedChat
    collected: list[Collected]
    index: Index

    async def poll(self) -> list[Collected]:
        """Look at every feed, due or not."""
        self.collected.clear()
        async with self.database.write() as connection:
            await feeds.make_due(connection, self.clock())
        while await self.rounds.poll():
            await self.rounds.settle()
        return list(self.collected)

    async def send(self, after: timedelta = timedelta(seconds=30)) -> None:
        """Let time pass, then send all that is due, at the pace that the chats ask for."""
        self.clock.now += after
        while await self.rounds.send():
            await self.rounds.settle()
            self.clock.forward(seconds=2)

    async def ledger(self) -> Ledger:
        async with self.database.read() as connection:
            return await archive.ledger(connection)


@asynccontextmanager
async def desk(
    folder: Path,
    *,
    watches: Sequence[Watch] = WATCHES,
    channels: Mapping[str, Channel] = CHANNELS,
    configured: Sequence[Feed] = (ONE, TWO),
    notices: Sequence[str] = (),
    writer: Writer | None = None,
    llm: Llm = LLM,
) -> AsyncIterator[Desk]:
    clock, publisher, index = Clock(), Publisher(), Index()
    lexicon = compile_lexicon(ENTITIES.values())
    slack, telegram = ScriptedChat("slack"), ScriptedChat("telegram")
    collected: list[Collected] = []
    async with await Database(f"sqlite:///{folder}/vedette.db").open() as database:
        async with database.write() as connection:
            await feeds.configure(connection, configured, clock())
            await feeds.release_all(connection)
            await outbox.release_all(connection)
        editor = (
            None
            if writer is None
            else Editor(
                writer=writer,
                llm=llm,
                database=database,
                entities=ENTITIES,
                names=naming(lexicon, ENTITIES),
                sentences=2,
                clock=clock,
            )
        )
        rounds = Rounds(
            database=database,
            collector=Collector(
                database=database,
                fetcher=publisher,
                reader=publisher,
                detector=Detector(lexicon, entities=ENTITIES, watches=watches),
                index=index,
                clock=clock,
                jitter=lambda: 0.5,
                first_sight=timedelta(hours=6),
                notices=notices,
                articles=Articles(fetcher=publisher, extractor=publisher, clock=clock, pause=0),
            ),
            deliverer=Deliverer(
                database=database,
                chats={"slack": slack, "telegram": telegram},
                channels=channels,
                entities=ENTITIES,
                clock=clock,
                notices=notices,
                editor=editor,
            ),
            channels=channels,
            chats={"slack": slack, "telegram": telegram},
            index=index,
            clock=clock,
            owner="test",
            collected=collected.append,
            editor=editor,
        )
        yield Desk(
            database=database,
            rounds=rounds,
            publisher=publisher,
            clock=clock,
            slack=slack,
            telegram=telegram,
            collected=collected,
            index=index,
        )


def words(message: Message) -> str:
    """All the text of a message, for looking into."""
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, tuple):
            for one in value:
                walk(one)
        elif hasattr(value, "__slots__"):
            for name in value.__slots__:
                walk(getattr(value, name))

    walk(message.parts)
    return "\n".join(found)
