"""The composition root: the one room that knows all others, and builds the house from its configuration."""

from __future__ import annotations

import os
import random
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

import structlog
from rich.console import Console

from bot import catalogue, matching
from bot.chat.console import ConsoleChat
from bot.chat.slack import SlackChat
from bot.chat.telegram import TelegramChat
from bot.config import Config, Settings
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
from bot.model.watch import Channel
from bot.ports import Change, Chat, Handler
from bot.sandbox import Sandbox
from bot.store import destinations, feeds, outbox, stories
from bot.store.archive import StoreArchive
from bot.store.database import Database
from bot.store.desk import StoreDesk
from bot.stories import Index, Places
from bot.summaries.llm import ChatCompletions
from bot.summaries.verifying import Names
from handlers import CHANGES, COMMANDS

log = structlog.get_logger(__name__)
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


def now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)
