"""Bodies within bounds, inflated piece by piece."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetch.body import PIECE, Inflater, read_body
from bot.fetch.ending import Ending
from bot.model.fetching import FetchStatus
from tests.fakes import feed_documents as documents


async def sent(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@given(st.lists(st.binary(max_size=3000), max_size=4), st.integers(1, 500), st.booleans())
async def test_inflates_what_was_deflated_however_it_is_cut(parts: list[bytes], size: int, padding: bool) -> None:
    coded = b"".join(gzip.compress(part) for part in parts) + (bytes(3) if padding and parts else b"")
    assert await read_body(sent(*cut(coded, size)), inflate=True, limit=20_000) == b"".join(parts)


async def test_zlib_data_is_inflated_too() -> None:
    assert await read_body(sent(zlib.compress(b"news" * 100)), inflate=True, limit=1000) == b"news" * 100


def test_no_piece_is_larger_than_it_may_be() -> None:
    inflater = Inflater()
    for number, piece in enumerate(inflater.pieces(documents.gzip_bomb()[:65536])):
        assert len(piece) <= PIECE
        if number == 500:
            break
    assert number == 500  # the caller stops it: the bomb goes on


@pytest.mark.parametrize("inflate", [False, True])
async def test_the_limit_is_exact(inflate: bool) -> None:
    fits = gzip.compress(bytes(100)) if inflate else bytes(100)
    large = gzip.compress(bytes(101)) if inflate else bytes(101)
    assert len(await read_body(sent(fits), inflate=inflate, limit=100)) == 100
    with pytest.raises(Ending) as raised:
        await read_body(sent(large), inflate=inflate, limit=100)
    assert raised.value.status is FetchStatus.TOO_LARGE


async def test_data_that_inflates_to_nothing_is_counted_as_it_comes() -> None:
    nothing = gzip.compress(b"")
    with pytest.raises(Ending, match="larger than"):
        await read_body(sent(*[nothing * 10] * 100), inflate=True, limit=1000)


@pytest.mark.parametrize("coded", [b"plain text", gzip.compress(b"news", mtime=0)[:-1], b"\x1f\x8b"])
async def test_what_is_not_gzip_is_said_to_be_damaged(coded: bytes) -> None:
    with pytest.raises(Ending, match="gzip data is damaged"):
        await read_body(sent(coded), inflate=True, limit=1000)


async def test_an_empty_body_is_empty_whatever_its_coding() -> None:
    assert await read_body(sent(), inflate=True, limit=1000) == b""
