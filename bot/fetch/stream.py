"""A connection that is read in small sips, and not for long, until an answer has begun in earnest.

A server may send interim answers (100, 103) without end. httpcore takes all that a read brought in one go, so with its
64 KiB a flood of them holds the event loop for a fifth of a second at a time, until the deadline. (Chunks of a body it
hands on one by one, so that `read_body` can let others run.)
"""

from __future__ import annotations

import ssl
from typing import Any

import httpcore

from bot.fetch.ending import Ending
from bot.model.fetching import FetchStatus

SIP = 4 * 1024
MAX_HEAD = 64 * 1024
"""Bytes from the request to the end of the answer's header fields; beginnings of the body may be among them."""


class SippedStream(httpcore.AsyncNetworkStream):
    """Wraps a stream; after each request it gives `MAX_HEAD` bytes, and more once `head_is_read` was called."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._head: int | None = 0

    def head_is_read(self) -> None:
        """From here on it is the body, which its reader bounds."""
        self._head = None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's
        """Up to `max_bytes`, and up to `SIP` before the body.

        Raises:
            Ending: the answer does not come to its point.
        """
        if self._head is None:
            return await self._stream.read(max_bytes, timeout)
        data = await self._stream.read(min(max_bytes, SIP), timeout)
        self._head += len(data)
        if self._head > MAX_HEAD:
            raise Ending(FetchStatus.UNREACHABLE, f"no valid answer: {MAX_HEAD // 1024} KiB of header and no end")
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's
        """Send (part of) a request; the next answer begins."""
        self._head = 0
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's
    ) -> httpcore.AsyncNetworkStream:
        """The same, under TLS."""
        return SippedStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """What the wrapped stream says."""
        return self._stream.get_extra_info(info)
