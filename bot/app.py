"""The composition root: the one room that knows all others. Builds the house from its configuration, and runs it."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from types import MappingProxyType

import structlog
from rich.console import Console

from bot import catalogue, logs, matching
from bot.chat.console import ConsoleChat
from bot.chat.slack import SlackChat
from bot.chat.telegram import TelegramChat
from bot.config import Config, Settings, load
from bot.engine.local import LocalEngine, Tick
from bot.feeds import article
from bot.fetch import HttpFetcher
from bot.flows.answer import Answerer
from bot.flows.articles import Articles
from bot.flows.collect import Collected, Collector
from bot.flows.deliver import Deliverer
from bot.flows.detect import Detector
from bot.flows.listen import Switchboard
from bot.flows.rounds import STORY_WINDOW, Rounds
from bot.flows.writing import Editor, naming
from bot.model.entity import Entity
from bot.model.question import Question
from bot.model.watch import Channel
from bot.model.words import span
from bot.ports import Change, Chat, Handler
from bot.progress import FirstRound
from bot.sandbox import Sandbox
from bot.store import destinations, feeds, health, outbox, stories
from bot.store.archive import StoreArchive
from bot.store.database import Database
from bot.store.desk import StoreDesk
from bot.stories import Index, Places
from bot.summaries.llm import ChatCompletions
from bot.summaries.verifying import Names
from handlers import CHANGES, COMMANDS

log = structlog.get_logger(__name__)
TICK = timedelta(seconds=1)
BEAT = timedelta(seconds=10)
PATIENCE = timedelta(minutes=2)
"""How long `once` waits for a chat that asks for patience."""
WRITING = timedelta(minutes=1)
"""How long `once` waits for summaries that a language model writes."""
SILENCE = 6 * BEAT
"""Longer without a tick, and the sentry is taken for dead."""
READERS = 4
"""Feeds that are read at once: two that never end must not keep the others waiting until they are stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The parts that a command works with, built and open."""

    database: Database
    archive: StoreArchive
    answerer: Answerer
    rounds: Rounds
    chats: Mapping[str, Chat]
    switchboard: Switchboard


async def run(settings: Settings) -> int:
    """Watch until told to stop. Returns the exit code.

    Raises:
        ConfigError: feeds.yaml or the environment cannot be used.
        StoreError: the database cannot be used.
    """
    config, entities = configuration(settings)
    console = Console(stderr=True, highlight=False)
    logs.configure(settings.log_level, settings.log_format, secrets(settings, config))
    progress = FirstRound(console)
    async with house(config, settings, entities, collected=progress.add) as parts:
        async with parts.database.write() as connection:
            await health.started(connection, now())
            due = await feeds.count_due(connection, now())
        engine = LocalEngine(
            [
                Tick(name="beat", every=BEAT, look=parts.rounds.beat),
                Tick(name="poll", every=TICK, look=parts.rounds.poll),
                Tick(name="send", every=TICK, look=parts.rounds.send),
                Tick(name="write", every=TICK, look=parts.rounds.write),
            ]
        )
        progress.start(due, len(config.feeds))
        for chat in parts.chats.values():
            await chat.start(parts.switchboard)
        engine.start()
        try:
            await told_to_stop()
        finally:
            progress.stop()
            console.print("stopping ...")
            await engine.stop()
            await parts.rounds.drain()
            for chat in parts.chats.values():
                await chat.stop()
    return 0


async def once(settings: Settings) -> int:
    """Look at every feed once, deliver what follows without waiting for more reports, and end. For a cron job."""
    config, entities = configuration(settings)
    # Nobody waits for a second report here.
    config = replace(config, watches=tuple(replace(watch, group_wait=timedelta(0)) for watch in config.watches))
    logs.configure(settings.log_level, settings.log_format, secrets(settings, config))
    progress = FirstRound(Console(stderr=True, highlight=False))
    async with house(config, settings, entities, collected=progress.add) as parts:
        async with parts.database.write() as connection:
            await health.started(connection, now())
            await feeds.make_due(connection, now())
        progress.start(len(config.feeds), len(config.feeds))
        while await parts.rounds.poll():
            await parts.rounds.settle()
        progress.stop()
        for chat in parts.chats.values():
            await chat.start(parts.switchboard)
        await parts.rounds.write_all(WRITING)
        waiting = await send_all(parts, config.channels)
        await parts.rounds.beat()
        for chat in parts.chats.values():
            await chat.stop()
    if waiting:
        log.error("messages_wait", until=waiting.isoformat(timespec="seconds"))
    return 1 if waiting else 0


async def send_all(parts: House, channels: Mapping[str, Channel]) -> datetime | None:
    """Send what waits, at the pace that the chats ask for. Returns when the next is due, if that is too far away."""
    while True:
        while await parts.rounds.send():
            await parts.rounds.settle()
        async with parts.database.read() as connection:
            due = await outbox.next_due(connection, channels)
        if due is None or due - now() > PATIENCE:
            return due
        await asyncio.sleep(max(0.05, (due - now()).total_seconds()))


async def ask(text: str, settings: Settings, console: Console) -> int:
    """Answer one question in the terminal, beside a running sentry or without one."""
    config, entities = configuration(settings)
    logs.configure("warning", settings.log_format, secrets(settings, config))
    async with await Database(settings.database_url.reveal()).open(exclusive=False) as database:
        channels = destinations_of(config, settings)
        archive = archive_of(database, config, channels, entities, catalogue.ready(entities.values()))
        answer = await answerer_of(database, archive, config).ask(
            Question(text=text, platform="console", address="", user="console", at=now(), private=True)
        )
    ConsoleChat(console).show(answer.message)
    return 0


def configuration(settings: Settings) -> tuple[Config, Mapping[str, Entity]]:
    """feeds.yaml, and the catalogue that it leads to, by id.

    Raises:
        ConfigError: with everything that is wrong.
    """
    config = load(settings.config, {entity.id for entity in catalogue.load()})
    builtin = catalogue.load(config.packs)
    if config.packs is not None:
        # Once more, to refuse a watch on an entity of a pack that is not in use: it would never fire.
        config = load(settings.config, {entity.id for entity in builtin})
    merged = catalogue.merge(builtin, config.entities)
    return config, MappingProxyType({entity.id: entity for entity in merged})


@asynccontextmanager
async def house(
    config: Config,
    settings: Settings,
    entities: Mapping[str, Entity],
    *,
    console: Console | None = None,
    clock: Callable[[], datetime] | None = None,
    collected: Callable[[Collected], None] = lambda _: None,
) -> AsyncIterator[House]:
    """Build everything that `run`, `once` and `demo` need, as the one sentry on the database; close it at the end."""
    clock = clock or now
    lexicon = catalogue.ready(entities.values())
    channels = destinations_of(config, settings)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(await Database(settings.database_url.reveal()).open())
        reader = Sandbox(workers=READERS)
        stack.push_async_callback(reader.aclose)
        fetcher = await stack.enter_async_context(HttpFetcher())
        archive = archive_of(database, config, channels, entities, lexicon)
        answerer = answerer_of(database, archive, config)
        chats = chats_of(settings, console or Console(highlight=False))
        index = Index(Places(entities.values()))
        await prepare(database, config=config, channels=channels, chats=chats, index=index, at=clock())
        fulltext = any(feed.fulltext for feed in config.feeds)
        if fulltext and not article.installed():
            log.warning("fulltext_missing", what="the extra `fulltext` is not installed: articles are not read")
        collector = Collector(
            database=database,
            fetcher=fetcher,
            reader=reader,
            detector=Detector(lexicon, entities=entities, watches=config.watches, leaning=config.leaning),
            index=index,
            clock=clock,
            jitter=random.random,
            first_sight=config.first_sight,
            notices=config.notices,
            articles=Articles(fetcher=fetcher, extractor=reader, clock=clock)
            if fulltext and article.installed()
            else None,
        )
        editor = await editor_of(
            stack,
            config,
            settings,
            database=database,
            names=naming(lexicon, entities),
            entities=entities,
            clock=clock,
        )
        deliverer = Deliverer(
            database=database,
            chats=chats,
            channels=channels,
            entities=entities,
            clock=clock,
            notices=config.notices,
            sentences=config.sentences,
            editor=editor,
        )
        yield House(
            database=database,
            archive=archive,
            answerer=answerer,
            rounds=Rounds(
                database=database,
                collector=collector,
                deliverer=deliverer,
                channels=channels,
                chats=chats,
                index=index,
                clock=clock,
                owner=f"{socket.gethostname()}:{os.getpid()}",
                collected=collected,
                editor=editor,
            ),
            chats=chats,
            switchboard=Switchboard(
                answerer=answerer, database=database, channels=channels, clock=clock, notices=config.notices
            ),
        )


async def editor_of(
    stack: AsyncExitStack,
    config: Config,
    settings: Settings,
    *,
    database: Database,
    names: Names,
    entities: Mapping[str, Entity],
    clock: Callable[[], datetime],
) -> Editor | None:
    """Who has summaries written and translated, where feeds.yaml names a language model."""
    llm = config.llm
    if llm is None:
        return None
    key = settings.key(llm.key_env).reveal() if llm.key_env else None
    writer = await stack.enter_async_context(
        ChatCompletions(url=llm.url, model=llm.model, key=key, seconds=llm.patience.total_seconds())
    )
    return Editor(
        writer=writer,
        llm=llm,
        database=database,
        entities=entities,
        names=names,
        sentences=config.sentences,
        clock=clock,
    )


async def prepare(
    database: Database,
    *,
    config: Config,
    channels: Mapping[str, Channel],
    chats: Mapping[str, Chat],
    index: Index,
    at: datetime,
) -> None:
    """Bring the rows in line with the configuration, and the index of stories with the rows."""
    async with database.write() as connection:
        await feeds.configure(connection, config.feeds, at)
        # We hold the database's lock, so whoever held these leases is dead.
        await feeds.release_all(connection)
        await outbox.release_all(connection)
        # A destination may have come back while nobody listened: one message each will show.
        await destinations.forget_gone(connection)
        await outbox.release_held(connection, [name for name, one in channels.items() if one.platform in chats], at)
    async with database.read() as connection:
        for story, report in await stories.open_reports(connection, at - STORY_WINDOW):
            index.add(report.item, report.mentions, story)


def destinations_of(config: Config, settings: Settings) -> Mapping[str, Channel]:
    """The channels in force: as configured, or all on the console where there is no chat token at all."""
    if settings.telegram_bot_token or settings.slack_bot_token:
        return config.channels
    return {
        name: channel
        if channel.platform == "console"
        else replace(channel, platform="console", address=f"{channel.platform}:{channel.address}")
        for name, channel in config.channels.items()
    }


def chats_of(settings: Settings, console: Console) -> Mapping[str, Chat]:
    """The chat adapters that the environment has tokens for; the console always."""
    commands: tuple[Handler | Change, ...] = (*COMMANDS, *CHANGES)
    menu = [(command.__name__, (command.__doc__ or "").strip().splitlines()[0]) for command in commands]
    chats: dict[str, Chat] = {"console": ConsoleChat(console)}
    if settings.telegram_bot_token:
        chats["telegram"] = TelegramChat(
            settings.telegram_bot_token.reveal(), base_url=settings.telegram_api_base_url, commands=menu, clock=now
        )
    if settings.slack_bot_token and settings.slack_app_token:
        chats["slack"] = SlackChat(
            settings.slack_bot_token.reveal(),
            settings.slack_app_token.reveal(),
            base_url=settings.slack_api_base_url,
            commands=menu,
            clock=now,
        )
    return chats


def archive_of(
    database: Database,
    config: Config,
    channels: Mapping[str, Channel],
    entities: Mapping[str, Entity],
    lexicon: matching.Lexicon,
) -> StoreArchive:
    """What look-ups read from."""
    return StoreArchive(
        database,
        entities=entities,
        watches=config.watches,
        channels=channels,
        resolve=partial(matching.resolve, lexicon),
        nearest=partial(matching.nearest, lexicon),
        sentences=config.sentences,
    )


def answerer_of(database: Database, archive: StoreArchive, config: Config) -> Answerer:
    """Who answers questions: in the configured channels, wherever they have moved to."""

    async def moved_here(platform: str, address: str) -> bool:
        async with database.read() as connection:
            places = await destinations.whereabouts(connection, config.channels)
        return any(
            config.channels[name].platform == platform and address in {place.address, place.address.partition("/")[0]}
            for name, place in places.items()
        )

    return Answerer(
        commands=COMMANDS,
        archive=archive,
        changes=CHANGES,
        desk=StoreDesk(database),
        admins=config.admins,
        channels=tuple(config.channels.values()),
        people=config.admins | config.readers,
        moved_here=moved_here,
    )


def secrets(settings: Settings, config: Config) -> list[str]:
    """What must never be printed."""
    tokens = [settings.telegram_bot_token, settings.slack_bot_token, settings.slack_app_token]
    if config.llm is not None and config.llm.key_env is not None:
        tokens.append(settings.lookup(config.llm.key_env))
    return [token.reveal() for token in tokens if token is not None]


async def told_to_stop() -> None:
    """Wait for SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()


def now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


async def healthy(settings: Settings) -> str | None:
    """What is wrong with the sentry on this database; None while it ticks. For a container's health check."""
    database = await Database(settings.database_url.reveal()).open(exclusive=False, upgrade=False)
    async with database, database.read() as connection:
        last = await health.last_tick(connection)
    if last is None:
        return "no sentry has run on this database"
    silence = now() - last
    if silence < -SILENCE:
        return f"the last tick is {span(-silence)} in the future: the clock was set"
    return f"the last tick was {span(silence)} ago" if silence > SILENCE else None
