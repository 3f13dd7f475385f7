"""Web pages are read in the same processes as feeds, under the same limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot import sandbox
from bot.errors import ArticleUnreadable
from bot.sandbox import Sandbox, wire
from tests.fakes.pages import PARAGRAPHS, page

URL = "https://courier.example/homiel"


@pytest.fixture
async def reader() -> AsyncIterator[Sandbox]:
    async with Sandbox(seconds=20) as reader:
        yield reader


async def extract(reader: Sandbox, body: bytes) -> str:
    return await reader.extract(body, url=URL, content_type="text/html")


async def test_an_article_comes_through(reader: Sandbox) -> None:
    text = await extract(reader, page())
    assert all(words in text for words in PARAGRAPHS)


async def test_the_same_worker_reads_feeds_and_pages(reader: Sandbox) -> None:
    await extract(reader, page())
    (worker,) = reader._idle
    feed = b'<rss version="2.0"><channel><title>F</title></channel></rss>'
    document = await reader.read(feed, url=URL, content_type="text/xml", now=datetime(2026, 11, 22, tzinfo=UTC))
    await extract(reader, page())
    assert document.title == "F"
    assert reader._idle == [worker]


async def test_a_page_without_an_article_says_so_and_the_worker_stays(reader: Sandbox) -> None:
    with pytest.raises(ArticleUnreadable, match="no article"):
        await extract(reader, b"<html></html>")
    assert len(reader._idle) == 1


async def test_a_page_that_takes_too_long_is_stopped() -> None:
    async with Sandbox(seconds=0.01) as hasty:
        with pytest.raises(ArticleUnreadable, match=r"took longer than 0\.01 s"):
            await extract(hasty, b"<p>" + b"<a href='/x'>word</a> <b>" * 120_000)
        assert not hasty._idle


async def test_a_page_beyond_the_limit_is_refused_unread(reader: Sandbox) -> None:
    with pytest.raises(ArticleUnreadable, match="16 MB is the limit"):
        await extract(reader, b"x" * (sandbox.MAX_BODY + 1))
    assert not reader._idle


@pytest.mark.parametrize("line", [b"[]", b'{"article": 5}', b"{}", b"nonsense"])
def test_what_a_worker_never_says_is_not_believed(line: bytes) -> None:
    with pytest.raises(wire.Garbled):
        wire.decode_article(line)
