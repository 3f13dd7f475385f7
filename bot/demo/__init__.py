"""`vedette demo`: the real pipeline on the bundled newsstand, into a database that is thrown away."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.rule import Rule

from bot import app, logs
from bot.chat.console import ConsoleChat
from bot.config import Secret, Settings
from bot.demo.newsstand import FEEDS, Newsstand
from bot.flows.collect import Collected
from bot.house import House, house, now
from bot.model.question import Question
from bot.model.words import plural
from bot.store import feeds

SAMPLES = ("lookup S-400", "why 1")
"""What is asked where nobody is there to ask."""
HINTS = 'Ask away: lookup S-400 · latest · find "air defence" · why 3 · status · help.   Empty line or Ctrl-D ends.'


def demo() -> int:
    """Run the demo in this terminal. Returns the exit code."""
    console = Console(highlight=False)
    logs.configure("error", "text")
    with TemporaryDirectory(prefix="vedette-demo-") as folder:
        asyncio.run(_demo(console, Path(folder)))
    return 0


async def _demo(console: Console, folder: Path) -> None:
    clock = Clock()
    newsstand = Newsstand(clock())
    async with newsstand.open() as base:
        sample = (files("bot.demo") / "feeds.yaml").read_text(encoding="utf-8")
        (folder / "feeds.yaml").write_text(sample.replace("{{base}}", base), encoding="utf-8")
        settings = Settings(config=folder / "feeds.yaml", database_url=Secret(f"sqlite:///{folder}/vedette.db"))
        config, entities = app.configuration(settings)
        console.print(
            f"A newsstand of {plural(len(FEEDS), 'feed')} in four languages opens at {base}; "
            f"{plural(len(entities), 'entity')} in the catalogue, {plural(len(config.watches), 'watch')}.",
            soft_wrap=True,
        )
        tally = Tally()
        async with house(config, settings, entities, console=console, clock=clock, collected=tally.add) as parts:
            console.print(Rule("first look"))
            await look(parts, clock, tally, console)
            newsstand.second_edition = True
            clock.forward(timedelta(minutes=5))
            async with parts.database.write() as connection:
                await feeds.make_due(connection, clock())
            console.print(Rule("five minutes later: one more report of a story that was told"))
            await look(parts, clock, tally, console)
            await talk(parts, clock, console)


async def look(parts: House, clock: Clock, tally: Tally, console: Console) -> None:
    """Poll what is due, let the alerts wait for company as they would, and send them."""
    before = tally.items, tally.alerts
    while await parts.rounds.poll():
        await parts.rounds.settle()
    new, to_tell = tally.items - before[0], tally.alerts - before[1]
    console.print(f"{plural(new, 'new item')}, {plural(to_tell, 'story')} to tell.")
    clock.forward(timedelta(seconds=30))
    while await parts.rounds.send():
        await parts.rounds.settle()


async def talk(parts: House, clock: Callable[[], datetime], console: Console) -> None:
    """Look-ups: from the keyboard where there is one, else the samples."""
    await parts.rounds.beat()
    chat = ConsoleChat(console)
    console.print(Rule("look-ups"))
    if not sys.stdin.isatty():
        for sample in SAMPLES:
            console.print(f"> {sample}")
            await _answer(parts, clock, chat, sample)
        return
    console.print(HINTS)
    while True:
        try:
            line = await asyncio.to_thread(input, "> ")
        except (EOFError, KeyboardInterrupt):
            break
        if not line.strip():
            break
        await _answer(parts, clock, chat, line)


async def _answer(parts: House, clock: Callable[[], datetime], chat: ConsoleChat, line: str) -> None:
    question = Question(text=line, platform="console", address="", user="you", at=clock(), private=True)
    chat.show((await parts.answerer.ask(question)).message)


class Clock:
    """The time, which the demo may put forward instead of waiting."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    def __call__(self) -> datetime:
        """The demo's time, aware, in UTC."""
        return now() + self._ahead

    def forward(self, by: timedelta) -> None:
        """Let time pass."""
        self._ahead += by


class Tally:
    """Adds up what was collected."""

    def __init__(self) -> None:
        self.items = self.alerts = 0

    def add(self, collected: Collected) -> None:
        """Count one look."""
        self.items += collected.items
        self.alerts += collected.alerts
