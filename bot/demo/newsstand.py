"""The bundled newsstand: sample feeds in our own words, served over loopback as publishers serve theirs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib.resources import files

from aiohttp import web

FEEDS = ("courier.xml", "wire.xml", "monitor.atom", "ledger.xml", "visnyk.atom", "khronika.json", "nyoman.xml")
CONTENT_TYPES = {"xml": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1)}
LATER = re.compile(r"<!-- second look -->(.*?)<!-- /second look -->\s*", re.DOTALL)


class Newsstand:
    """Serves the sample feeds; `second_edition` adds the report that was not out at first."""

    def __init__(self, opened_at: datetime) -> None:
        self.base = ""
        self.second_edition = False
        self._opened_at = opened_at

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Serve on a free port of the loopback address; yields the base address."""
        app = web.Application()
        app.router.add_get("/{name}", self._serve)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            self.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield self.base
        finally:
            await runner.cleanup()

    def document(self, name: str) -> bytes:
        """A feed's bytes, in the encoding that it declares."""
        source = (files("bot.demo") / "newsstand" / name).read_text(encoding="utf-8")
        source = LATER.sub(r"\1" if self.second_edition else "", source)
        text = fill(source, self.base, self._opened_at)
        declared = re.match(r'<\?xml[^>]*encoding="([^"]+)"', text)
        return text.encode(declared.group(1) if declared else "utf-8")

    async def _serve(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in FEEDS:
            raise web.HTTPNotFound
        body = self.document(name)
        etag = hashlib.sha256(body).hexdigest()[:16]
        if request.if_none_match and any(one.value == etag for one in request.if_none_match):
            return web.Response(status=304, headers={"ETag": f'"{etag}"'})
        content_type = CONTENT_TYPES[name.rpartition(".")[2]]
        return web.Response(body=body, headers={"Content-Type": content_type, "ETag": f'"{etag}"'})


def fill(template: str, base: str, opened_at: datetime) -> str:
    """Put the newsstand's address, and times so long before it opened, into a sample: `{{base}}`, `{{rfc822 14m}}`."""

    def time(match: re.Match[str]) -> str:
        kind, count, unit = match.groups()
        when = (opened_at - int(count) * UNITS[unit]).astimezone(UTC).replace(microsecond=0)
        return format_datetime(when) if kind == "rfc822" else when.isoformat()

    return re.sub(r"\{\{(rfc822|iso) (\d+)([mh])\}\}", time, template.replace("{{base}}", base))
