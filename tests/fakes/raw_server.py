"""A loopback HTTP server that sends whatever bytes a page gives it, which no server library would agree to do."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

DRIP = 0.02
"""Seconds between the bytes of the slow paths."""

TLS_HANDSHAKE = b"\x16"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it arrived; header names in lower case."""

    path: str
    headers: Mapping[str, str]


class Hangup(Exception):
    """A page is done with this connection."""


class Connection:
    """What a page writes its answer to."""

    def __init__(
        self, server: RawServer, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.server = server
        self.asked = asked
        self._reader = reader
        self._writer = writer

    async def send(self, raw: bytes) -> None:
        """Send bytes as they are."""
        self._writer.write(raw)
        await self._writer.drain()

    async def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send a complete, correct answer. `content_type` and the like become header names."""
        fields = {"Content-Length": str(len(body))} | {k.replace("_", "-").title(): v for k, v in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        await self.send(f"HTTP/1.1 {status} As It Is\r\n{head}\r\n".encode() + body)

    async def wait(self) -> None:
        """Wait until the other side hangs up."""
        await self._reader.read()
        raise Hangup

    async def drip(self, raw: bytes) -> None:
        """Send a byte at a time, and then go on with white space for ever."""
        for byte in raw:
            await self.send(bytes([byte]))
            await asyncio.sleep(DRIP)
        while True:
            await self.send(b" ")
            await asyncio.sleep(DRIP)


Page = Callable[[Connection], Awaitable[None]]


class RawServer:
    """Serves pages on a free port of 127.0.0.1 and notes who asked for what."""

    port: int

    def __init__(self, pages: Mapping[str, Page]) -> None:
        """`pages` by path; each serves its path and all below it."""
        self._pages = pages
        self.asked: list[Asked] = []
        self.hellos: list[bytes] = []
        """Opening words of clients that wanted TLS, which there is none."""
        self.connections = 0
        self._heard = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a page, straight to this server."""
        return f"http://{host}:{self.port}{path}"

    def requests(self, path: str) -> list[Asked]:
        """What was asked of a path."""
        return [asked for asked in self.asked if asked.path == path]

    async def heard(self, count: int) -> None:
        """Wait until `count` requests have arrived in all."""
        async with self._heard:
            await self._heard.wait_for(lambda: len(self.asked) >= count)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[RawServer]:
        """Listen; all connections are cut at the end."""
        listener = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=2**20)
        self.port = listener.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            listener.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await listener.wait_closed()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(Hangup, ConnectionError, asyncio.IncompleteReadError):
                while True:
                    first = await reader.readexactly(1)
                    if first == TLS_HANDSHAKE:
                        self.hellos.append(await reader.read(2**16))
                        raise Hangup
                    asked = _parse(first + await reader.readuntil(b"\r\n\r\n"))
                    async with self._heard:
                        self.asked.append(asked)
                        self._heard.notify_all()
                    await self._page(asked.path)(Connection(self, asked, reader, writer))
        except asyncio.CancelledError:
            writer.transport.abort()
            raise
        writer.close()

    def _page(self, path: str) -> Page:
        below = path.split("?", maxsplit=1)[0]
        while below and below not in self._pages:
            below = below.rpartition("/")[0]
        return self._pages.get(below, _not_found)


def _parse(head: bytes) -> Asked:
    first, *lines = head.decode("latin-1").split("\r\n")
    fields = (line.partition(":") for line in lines if line)
    return Asked(path=first.split(" ")[1], headers={name.lower(): value.strip() for name, _, value in fields})


async def _not_found(to: Connection) -> None:
    await to.answer(404)
