"""Reads a body within bounds: what counts is what it inflates to, piece by piece, before it is in memory.

A gzip stream of 275 bytes under three codings becomes gigabytes in a library that inflates first and counts later
(`aiter_bytes` of httpx does); so we take the raw bytes, at most one coding, and inflate at most `PIECE` bytes a step.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterable, Iterator

from bot.fetch.ending import Ending
from bot.model.fetching import FetchStatus

PIECE = 64 * 1024
GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
GZIP_BEGINS = b"\x1f"  # the second byte of its magic number may be in the next chunk


class Inflater:
    """Inflates gzip (all members of it) or zlib data in pieces of bounded size."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(GZIP_OR_ZLIB)

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        """What `chunk` inflates to. Raises `zlib.error` where it is no such data."""
        while chunk:
            if self._member.eof:
                if not chunk.startswith(GZIP_BEGINS):
                    return  # padding after the last member
                self._member = zlib.decompressobj(GZIP_OR_ZLIB)
            yield self._member.decompress(chunk, PIECE)
            chunk = self._member.unused_data if self._member.eof else self._member.unconsumed_tail

    def last(self) -> bytes:
        """What is still held back when all is fed; at most the output of one code of the stream."""
        rest = self._member.flush()
        if not self._member.eof:
            raise zlib.error("it breaks off")
        return rest


async def read_body(raw: AsyncIterable[bytes], *, inflate: bool, limit: int) -> bytes:
    """All of the body, at most `limit` bytes of it, on the wire and inflated.

    Raises:
        Ending: it is larger (TOO_LARGE), or is not the gzip data it claims to be (UNREACHABLE).
    """
    inflater = Inflater() if inflate else None
    body = bytearray()
    received = 0
    try:
        async for chunk in raw:
            received += len(chunk)
            for piece in inflater.pieces(chunk) if inflater else (chunk,):
                body += piece
                if max(received, len(body)) > limit:
                    raise too_large(limit)
                await asyncio.sleep(0)  # a body of single bytes or of long runs must not keep the loop to itself
        if inflater and received:
            body += inflater.last()
    except zlib.error as error:
        raise Ending(FetchStatus.UNREACHABLE, f"the answer's gzip data is damaged: {error}") from error
    return bytes(body)


def too_large(limit: int) -> Ending:
    """How a fetch of more than `limit` bytes ends."""
    return Ending(FetchStatus.TOO_LARGE, f"the document is larger than {limit / 2**20:g} MiB")
