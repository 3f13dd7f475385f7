"""The whole house, in one process: a feed of headlines, its articles, a model, and a channel with a language."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from aiohttp import web
from rich.console import Console

from bot import app
from bot.config import Settings
from bot.house import house
from tests.fakes.completions import KEY, FakeCompletions
from tests.fakes.pages import PARAGRAPHS, page

WRITTEN = "Two railway employees said that eight S-400 launchers were unloaded before dawn east of Homiel."
UKRAINIAN = "Двоє залізничників сказали, що вісім пускових S-400 вивантажили на світанку на схід від Гомеля."


@asynccontextmanager
async def site() -> AsyncIterator[str]:
    """A feed of one headline, and its article; yields the site's address."""
    asked: list[str] = []

    async def feed(request: web.Request) -> web.Response:
        item = (
            f"<item><title>A night at the station</title><link>http://{request.host}/night</link>"
            f"<pubDate>{format_datetime(datetime.now(UTC))}</pubDate></item>"
        )
        document = f'<rss version="2.0"><channel><title>Courier</title>{item}</channel></rss>'
        return web.Response(text=document, content_type="application/rss+xml")

    async def article(request: web.Request) -> web.Response:
        asked.append(request.headers["User-Agent"])
        return web.Response(body=page(), content_type="text/html")

    served = web.Application()
    served.router.add_get("/rss", feed)
    served.router.add_get("/night", article)
    runner = web.AppRunner(served, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        assert [agent.split("/")[0] for agent in asked] == ["Vedette"]
    finally:
        await runner.cleanup()


async def test_a_headline_becomes_an_alert_in_the_channels_language(tmp_path: Path) -> None:
    def model(instructions: str, material: str) -> str:
        if "Ukrainian" in instructions:
            return UKRAINIAN
        assert all(paragraph.partition(". ")[0] in material for paragraph in PARAGRAPHS)
        return WRITTEN

    async with site() as base, FakeCompletions(model) as endpoint:
        (tmp_path / "feeds.yaml").write_text(
            f"""
channels: {{kyiv: {{to: console, lang: uk}}, here: console}}
feeds: [{{url: "{base}/rss", name: Courier, fulltext: true, allow_private: true}}]
summaries: {{llm: {{url: "{endpoint.url}", model: small, key_env: LLM_KEY}}}}
watches: [{{name: Air defence, any: [s-400], to: [kyiv, here], group_wait: 0s}}]
""",
            encoding="utf-8",
        )
        settings = Settings.from_environment(
            {"LLM_KEY": KEY, "VEDETTE_CONFIG": str(tmp_path / "feeds.yaml"),
             "VEDETTE_DATABASE_URL": f"sqlite:///{tmp_path}/vedette.db"}
        )  # fmt: skip
        config, entities = app.configuration(settings)
        screen = io.StringIO()
        console = Console(file=screen, width=300, highlight=False)
        async with house(config, settings, entities, console=console) as parts:
            await parts.rounds.poll()
            await parts.rounds.settle()
            await parts.rounds.write_all(app.WRITING)
            await app.send_all(parts, config.channels)
            summary = await parts.archive.verbatim(1)
        told = screen.getvalue()
        assert UKRAINIAN in told
        assert WRITTEN in told
        assert "original 1" in told
        assert summary is not None
        assert summary.text.startswith("Eight S-400 launchers and a radar were unloaded")
        assert KEY not in told
        assert KEY in app.secrets(settings, config)
