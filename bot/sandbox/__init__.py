"""Reads feeds and web pages in worker processes that may be killed: the one place where hostile bytes meet a parser.

feedparser can be made to run for minutes or to fill the memory (a crafted author, nested entities), and nothing stops
Python code from inside. So it runs in a process of its own, with a limit of time and of memory, no environment (so no
secret to leak) and JSON as its only way to answer. A worker over its limit is killed; the next read gets a new one.

Plain subprocesses and not `multiprocessing` or `anyio.to_process`: these answer in pickles, which can run code in us,
hand on the environment, and import our `__main__` again in every worker.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Self, TypeVar

from bot.errors import ArticleUnreadable, FeedUnreadable
from bot.model.feed import Document, Item
from bot.sandbox import wire

T = TypeVar("T")
_Unreadable = type[FeedUnreadable] | type[ArticleUnreadable]

MAX_BODY = 16 << 20
"""Bytes; twice what the fetcher lets through. A longer body is refused unread."""
_CHUNK = 1 << 18  # bytes written at a time, so that the loop gets its turns
_START_SECONDS = 30  # for Python to start and import, on a machine that is busy
_MAX_ANSWER = 64 << 20
_RETIRE_AFTER = 500  # documents: whatever leaks in a parser leaks a while only
_BIG = 1 << 20  # a longer body leaves a heap that is not given back
_BATCH = 25  # items decoded between two turns of the event loop: 1 to 3 ms
_BOOT = "import sys; sys.path[:] = sys.argv[3:]; from bot.sandbox.worker import serve; serve(*map(int, sys.argv[1:3]))"


class Sandbox:
    """A few workers, started when first needed; implements `ports.Reader` and `ports.Extractor`.

    `seconds` and `memory` (bytes of address space) bound one document; at most `workers` are read at a time.
    """

    def __init__(self, *, seconds: float = 5, memory: int = 512 << 20, workers: int = 2) -> None:
        self._seconds = seconds
        self._memory = memory
        self._turns = asyncio.Semaphore(workers)
        self._idle: list[_Worker] = []
        self._closed = False

    async def read(self, body: bytes, *, url: str, content_type: str | None, now: datetime) -> Document:
        """The document in `body`; see `feeds.read`.

        Raises:
            FeedUnreadable: it is no feed, or reading it took too long or too much memory.
        """
        announcement = wire.encode_request(body, url=url, content_type=content_type, now=now)
        return await self._answer(body, lambda worker: worker.read(announcement, body), FeedUnreadable)

    async def extract(self, body: bytes, *, url: str, content_type: str | None) -> str:
        """The article on the web page in `body`; see `feeds.article.extract`.

        Raises:
            ArticleUnreadable: there is none, or finding it took too long or too much memory.
        """
        announcement = wire.encode_request(body, url=url, content_type=content_type)
        return await self._answer(body, lambda worker: worker.extract(announcement, body), ArticleUnreadable)

    async def aclose(self) -> None:
        """End all workers; one that is reading ends when its document does, at the latest at the time limit."""
        self._closed = True
        while self._idle:
            await self._idle.pop().end()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def _answer(self, body: bytes, ask: Callable[[_Worker], Awaitable[T]], unreadable: _Unreadable) -> T:
        if len(body) > MAX_BODY:
            raise unreadable(f"the document has {len(body) >> 20} MB; {MAX_BODY >> 20} MB is the limit")
        async with self._turns:
            try:
                return await self._try(body, ask, unreadable)
            except (OSError, EOFError):
                # The worker died, perhaps for a reason of its own (the kernel was out of memory): another one shows.
                try:
                    return await self._try(body, ask, unreadable)
                except (OSError, EOFError) as error:
                    raise unreadable(f"reading it crashes the parser ({error})") from error

    async def _try(self, body: bytes, ask: Callable[[_Worker], Awaitable[T]], unreadable: _Unreadable) -> T:
        worker = self._idle.pop() if self._idle else await _Worker.start(self._memory, self._seconds)
        reusable = False
        try:
            async with asyncio.timeout(self._seconds):
                answer = await ask(worker)
            reusable = True
        except (FeedUnreadable, ArticleUnreadable) as error:
            reusable = str(error) != wire.OUT_OF_MEMORY
            raise
        except TimeoutError:
            raise unreadable(f"reading it took longer than {self._seconds:g} s; it was stopped") from None
        except ValueError as error:
            raise unreadable(f"reading it led the parser astray ({error})") from error
        finally:
            if reusable and worker.documents < _RETIRE_AFTER and len(body) <= _BIG and not self._closed:
                self._idle.append(worker)
            else:
                await worker.end()
        return answer


class _Worker:
    """One worker process and the pipes to it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin  # noqa: S101 -- both are pipes, as `start` asked
        assert process.stdout  # noqa: S101
        self._process, self._to, self._from = process, process.stdin, process.stdout
        self.documents = 0

    @classmethod
    async def start(cls, memory: int, seconds: float) -> _Worker:
        """A worker that has said that it is ready.

        Raises:
            OSError: it did not start.
        """
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-B", "-c", _BOOT),
            *(str(memory), str(math.ceil(seconds) + 1), *filter(None, sys.path)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=wire.MAX_LINE,
            env={},
            start_new_session=True,  # an interrupt from the keyboard is ours to handle
        )
        worker = cls(process)
        try:
            async with asyncio.timeout(_START_SECONDS):
                ready = await worker._from.readline() == wire.READY
        except TimeoutError:
            ready = False
        except BaseException:
            await worker.end()
            raise
        if not ready:
            await worker.end()
            raise OSError("its process does not start")
        return worker

    async def read(self, announcement: bytes, body: bytes) -> Document:
        """The document in `body`.

        Raises:
            FeedUnreadable: the worker found none.
            OSError, EOFError: the worker died.
            ValueError: it answered what it never answers.
        """
        await self._say(announcement, body)
        head = wire.Head(await self._line())
        if head.unreadable is not None:
            raise FeedUnreadable(head.unreadable)
        items: list[Item] = []
        room = _MAX_ANSWER
        while len(items) < head.items:
            line = await self._line()
            room -= len(line)
            if room < 0:
                raise wire.Garbled("an endless answer")
            items.append(wire.decode_item(line))
            if len(items) % _BATCH == 0:
                await asyncio.sleep(0)
        return head.document(items)

    async def extract(self, announcement: bytes, body: bytes) -> str:
        """The article on the web page in `body`.

        Raises:
            ArticleUnreadable: the worker found none.
            OSError, EOFError: the worker died.
            ValueError: it answered what it never answers.
        """
        await self._say(announcement, body)
        text, why = wire.decode_article(await self._line())
        if text is None:
            raise ArticleUnreadable(why)
        return text

    async def end(self) -> None:
        """Kill the process and wait for it, whatever it is doing."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._to.close()
        await asyncio.shield(self._process.wait())

    async def _say(self, announcement: bytes, body: bytes) -> None:
        self.documents += 1
        self._to.write(announcement)
        for start in range(0, len(body), _CHUNK):
            self._to.write(body[start : start + _CHUNK])
            await self._to.drain()
        await self._to.drain()

    async def _line(self) -> bytes:
        line = await self._from.readline()
        if not line.endswith(b"\n"):
            raise EOFError("its process ended")
        return line
