"""What the tests of fetching share: a hostile server, and fetchers that believe it to be on the public internet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.fetch import HttpFetcher
from tests.fakes.hostile import hostile_server
from tests.fakes.network import PUBLIC, FakeDialler, FakeNames
from tests.fakes.raw_server import RawServer


@pytest.fixture
async def server() -> AsyncIterator[RawServer]:
    async with hostile_server() as running:
        yield running


@pytest.fixture
def dialler(server: RawServer) -> FakeDialler:
    return FakeDialler(server.port)


@pytest.fixture
async def fetcher(dialler: FakeDialler) -> AsyncIterator[HttpFetcher]:
    """A fetcher for which `feeds.example` and `other.example` are public hosts, served by the hostile server."""
    names = FakeNames({"feeds.example": [[PUBLIC]], "other.example": [[PUBLIC]]})
    async with HttpFetcher(resolve=names, dialler=dialler, deadline=timedelta(seconds=10)) as made:
        yield made
