"""What the commands do with the house: run it, look once, ask it, and see whether it is well."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

import structlog
from rich.console import Console

from bot import catalogue, logs
from bot.chat.console import ConsoleChat
from bot.config import Config, Settings, load
from bot.engine.local import LocalEngine, Tick
from bot.house import House, answerer_of, archive_of, destinations_of, house, now
from bot.model.entity import Entity
from bot.model.question import Question
from bot.model.watch import Channel
from bot.model.words import span
from bot.progress import FirstRound
from bot.store import feeds, health, outbox
from bot.store.database import Database

log = structlog.get_logger(__name__)
TICK = timedelta(seconds=1)
BEAT = timedelta(seconds=10)
PATIENCE = timedelta(minutes=2)
"""How long `once` waits for a chat that asks for patience."""
WRITING = timedelta(minutes=1)
"""How long `once` waits for summaries that a language model writes."""
SILENCE = 6 * BEAT
"""Longer without a tick, and the sentry is taken for dead."""


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
