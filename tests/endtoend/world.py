"""A world for the real program: a publisher and both chats on loopback, and `vedette run` as a process in the midst."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from aiohttp import web

from bot.model.status import Ledger
from bot.store import archive, feeds
from bot.store.database import Database
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_workspace import APP_TOKEN, BOT_TOKEN, DESK
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_world import FAKE_TOKEN

ROOT = Path(__file__).resolve().parents[2]
GROUP = -1001
CONFIG = """\
version: 1
defaults: {{every: 30s, group_wait: 1s}}
packs: [air-defence]   # a small catalogue starts fast
channels:
  desk: slack:{desk}
  field: telegram:{group}
feeds:
{feeds}
watches:
  - {{name: Air defence, any: [s-400], to: [desk, field]}}
people: {{admins: ["telegram:41"]}}
"""


class Publisher:
    """Serves RSS; each path is a feed. Answers 304 to who has the current one."""

    def __init__(self) -> None:
        self.items: dict[str, list[tuple[str, str, datetime]]] = {}
        self.answers: Counter[tuple[str, int]] = Counter()
        self.base = ""

    def publish(self, feed: str, title: str, text: str = "") -> None:
        self.items.setdefault(feed, []).append((title, text, datetime.now(UTC)))

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        app = web.Application()
        app.router.add_get("/{feed}", self._serve)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield
        finally:
            await runner.cleanup()

    async def _serve(self, request: web.Request) -> web.Response:
        feed = request.match_info["feed"]
        shelf = self.items.get(feed, [])
        etag = f"{feed}-{len(shelf)}"
        fresh = request.if_none_match and any(one.value == etag for one in request.if_none_match)
        self.answers[feed, 304 if fresh else 200] += 1
        if fresh:
            return web.Response(status=304, headers={"ETag": f'"{etag}"'})
        items = "".join(
            f"<item><title>{escape(title)}</title><description>{escape(text)}</description>"
            f"<link>{self.base}/{feed}/{number}</link><guid>{feed}-{number}</guid>"
            f"<pubDate>{format_datetime(at)}</pubDate></item>"
            for number, (title, text, at) in enumerate(shelf)
        )
        body = f'<rss version="2.0"><channel><title>{feed}</title>{items}</channel></rss>'
        return web.Response(body=body.encode(), headers={"ETag": f'"{etag}"', "Content-Type": "application/rss+xml"})


class World:
    """Everything around the sentry, and the sentry."""

    def __init__(self, folder: Path, publisher: Publisher, telegram: FakeTelegram, slack: FakeSlack) -> None:
        self.folder = folder
        self.publisher = publisher
        self.telegram = telegram
        self.slack = slack
        self.process: asyncio.subprocess.Process | None = None

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder}/vedette.db"

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return inherited | {
            "VEDETTE_CONFIG": str(self.folder / "feeds.yaml"),
            "VEDETTE_DATABASE_URL": self.database_url,
            "VEDETTE_LOG": "info/json",
            "TELEGRAM_BOT_TOKEN": FAKE_TOKEN,
            "TELEGRAM_API_BASE_URL": self.telegram.base_url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_BASE_URL": self.slack.base_url,
        }

    def configure(self, *feeds: str) -> None:
        lines = "\n".join(
            f'  - {{url: "{self.publisher.base}/{feed}", name: {feed}, allow_private: true}}' for feed in feeds
        )
        text = CONFIG.format(desk=DESK, group=GROUP, feeds=lines)
        (self.folder / "feeds.yaml").write_text(text, encoding="utf-8")

    async def start(self) -> None:
        log = (self.folder / "log").open("ab")
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=ROOT, env=self.environment, stdout=log, stderr=log
        )
        log.close()

    async def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(60):
            return await self.process.wait()

    async def until(self, holds: Callable[[], object], seconds: float = 60) -> None:
        """Wait for something in either chat or at the publisher."""
        try:
            async with asyncio.timeout(seconds):
                while not holds():  # noqa: ASYNC110 - three servers may bring it about; none tells of the others
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"it never came; the program says:\n{self.log()[-3000:]}") from None

    async def make_due(self) -> None:
        """Let the feeds be looked at now, instead of in half a minute."""
        async with await Database(self.database_url).open(exclusive=False) as database, database.write() as connection:
            await feeds.make_due(connection, datetime.now(UTC))

    async def ledger(self) -> Ledger:
        async with await Database(self.database_url).open(exclusive=False) as database, database.read() as connection:
            return await archive.ledger(connection)

    async def run(self, command: str) -> tuple[int, str]:
        """The exit code of another command, and what it says but for its log."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", command, cwd=ROOT, env=self.environment, stdout=PIPE, stderr=STDOUT
        )
        said, _ = await process.communicate()
        lines = [line for line in said.decode().splitlines() if line and not line.startswith("{")]
        return process.returncode or 0, "\n".join(lines)

    def seen(self) -> dict[str, list[str]]:
        """What each chat shows now, oldest first."""
        slack = [one.seen for one in self.slack.workspace.messages if one.channel == DESK]
        return {"telegram": self.telegram.world.shown(GROUP), "slack": slack}

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")


@asynccontextmanager
async def world(folder: Path, **parts: Any) -> AsyncIterator[World]:
    publisher = Publisher()
    async with publisher.open(), FakeTelegram(**parts) as telegram, FakeSlack() as slack:
        one = World(folder, publisher, telegram, slack)
        try:
            yield one
        finally:
            if one.process is not None and one.process.returncode is None:
                await one.kill()
