"""No feed, however it spells an address, makes us dial one that is not of the public internet."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from datetime import timedelta

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetch import HttpFetcher
from bot.fetch.guard import special
from bot.fetch.resolver import Resolver
from bot.model.fetching import FetchStatus
from tests.fakes.network import PUBLIC, FakeDialler, FakeNames
from tests.fakes.raw_server import Connection, RawServer

SPELLINGS = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",  # decimal
    "http://0x7f000001/",  # hexadecimal
    "http://0x7f.1/",
    "http://0177.0.0.1/",  # octal
    "http://127.0.0.1./",
    "http://0.0.0.0/",
    "http://0/",
    "http://127。0。0。1/",  # ideographic full stops
    "http://１２７.0.0.1/",  # full-width digits
    "http://localhost/",
    "http://LOCALHOST./",
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",  # mapped
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",  # compatible
    "http://[64:ff9b::127.0.0.1]/",  # NAT64
    "http://[64:ff9b:1::a00:1]/",
    "http://[2002:7f00:1::]/",  # 6to4
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",  # Teredo
    "http://[fe80::1%25eth0]/",  # zone
    "http://[fe80::1%25lo]/",
    "http://[fd00::1]/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.0.1/",
    "http://100.64.0.1/",  # carrier-grade NAT
    "http://169.254.169.254/latest/meta-data/",  # cloud metadata
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://feeds.example@127.0.0.1/",  # userinfo that looks like the host
    "http://feeds.example:80@127.0.0.1/",
    "http://feeds.example\\@127.0.0.1/",
    "http://127.0.0.1#@feeds.example/",
    "http://127.0.0.1:80?@feeds.example/",
]

NAMES = {
    "feeds.example": [[PUBLIC]],
    "inside.example": [["10.1.2.3"]],
    "partly-inside.example": [[PUBLIC, "192.168.1.1"]],
    "turning.example": [[PUBLIC], ["127.0.0.1"]],
    "v6-inside.example": [["2606:2800:21f:cb07::1", "fd12::1"]],
}


class SystemNames(Resolver):
    """The system's own reading of numbers, and our names: no question leaves this machine."""

    def __init__(self) -> None:
        super().__init__()
        self._fake = FakeNames(NAMES)

    async def __call__(self, host: str) -> tuple[ipaddress.IPv4Address | ipaddress.IPv6Address, ...]:
        source = self._fake if host in NAMES else super().__call__
        return tuple(await source(host))


@pytest.fixture
async def guarded(dialler: FakeDialler) -> HttpFetcher:
    return HttpFetcher(resolve=SystemNames(), dialler=dialler, deadline=timedelta(seconds=10))


@pytest.mark.parametrize("url", SPELLINGS)
async def test_no_spelling_reaches_a_private_address(guarded: HttpFetcher, dialler: FakeDialler, url: str) -> None:
    fetched = await guarded.fetch(url)
    assert fetched.status in {FetchStatus.REFUSED, FetchStatus.UNREACHABLE}
    assert dialler.dialled == []


@pytest.mark.parametrize("url", SPELLINGS)
async def test_nor_does_a_redirect(url: str) -> None:
    async def elsewhere(to: Connection) -> None:
        await to.answer(302, location=url)

    async with RawServer({"/x": elsewhere}).running() as server:
        dialler = FakeDialler(server.port)
        async with HttpFetcher(resolve=SystemNames(), dialler=dialler, deadline=timedelta(seconds=10)) as fetcher:
            fetched = await fetcher.fetch("http://feeds.example/x")
    assert fetched.status in {FetchStatus.REFUSED, FetchStatus.UNREACHABLE}
    assert dialler.dialled == [(PUBLIC, 80)]


@pytest.mark.parametrize("host", ["inside.example", "partly-inside.example", "v6-inside.example"])
async def test_one_private_address_among_many_is_enough(guarded: HttpFetcher, dialler: FakeDialler, host: str) -> None:
    fetched = await guarded.fetch(f"http://{host}/")
    assert fetched.status is FetchStatus.REFUSED
    assert "private address" in fetched.detail
    assert dialler.dialled == []


async def test_rebinding_changes_nothing_between_the_check_and_the_dial(
    guarded: HttpFetcher, dialler: FakeDialler
) -> None:
    first = await guarded.fetch("http://turning.example/good/1")
    assert first.status is FetchStatus.OK
    assert dialler.dialled == [(PUBLIC, 80)]
    await guarded.aclose()
    second = await guarded.fetch("http://turning.example/good/1")
    assert second.status is FetchStatus.REFUSED
    assert dialler.dialled == [(PUBLIC, 80)]


async def test_a_redirect_home_says_where_it_led_and_what_would_help(guarded: HttpFetcher, server: RawServer) -> None:
    fetched = await guarded.fetch("http://feeds.example/to-loopback")
    assert fetched.status is FetchStatus.REFUSED
    assert server.requests("/secret") == []
    assert fetched.detail == (
        "redirects to the loopback address 127.0.0.1, which feeds may not reach; "
        "if the feed lives there, give that address itself, with allow_private: true"
    )


async def test_the_words_of_a_refusal(guarded: HttpFetcher) -> None:
    direct = await guarded.fetch("http://127.0.0.1/")
    assert direct.detail == (
        "is at the loopback address 127.0.0.1, which feeds may not reach; allow_private: true permits it for this feed"
    )
    named = await guarded.fetch("http://inside.example/")
    assert named.detail.startswith("is at the private address 10.1.2.3, which feeds may not reach")
    port = await guarded.fetch("http://feeds.example:25/")
    assert port.detail == (
        "is at port 25, and feeds may use 80, 443, 8000, 8080, 8443; allow_private: true permits any for this feed"
    )
    nowhere = await guarded.fetch("http://0.0.0.0/")
    assert nowhere.detail == "is at the unspecified address 0.0.0.0, which no feed can have"


class TestAllowPrivate:
    """`allow_private: true` is for a feed of the intranet; it is the feed's own host that is trusted, no other."""

    async def test_it_permits_the_feeds_own_host_on_any_port(self, server: RawServer) -> None:
        async with HttpFetcher() as fetcher:
            fetched = await fetcher.fetch(server.url("/good/1"), allow_private=True)
        assert fetched.status is FetchStatus.OK

    async def test_it_permits_redirects_within_that_host(self, server: RawServer) -> None:
        async with HttpFetcher() as fetcher:
            fetched = await fetcher.fetch(server.url("/to-loopback"), allow_private=True)
        assert fetched.status is FetchStatus.OK

    async def test_it_does_not_permit_a_redirect_to_another_private_host(self, server: RawServer) -> None:
        async with HttpFetcher() as fetcher:
            fetched = await fetcher.fetch(server.url("/to-loopback", host="localhost"), allow_private=True)
        assert fetched.status is FetchStatus.REFUSED
        assert server.requests("/secret") == []

    async def test_a_connection_it_opened_carries_no_other_feed(self, server: RawServer) -> None:
        async def local(host: str) -> Iterable[ipaddress.IPv4Address]:
            return (ipaddress.IPv4Address("127.0.0.1"),)

        dialler = FakeDialler(server.port)
        async with HttpFetcher(resolve=local, dialler=dialler) as fetcher:  # type: ignore[arg-type]
            assert (await fetcher.fetch("http://inside/good/1", allow_private=True)).status is FetchStatus.OK
            assert (await fetcher.fetch("http://inside/good/2")).status is FetchStatus.REFUSED
        assert server.requests("/good/2") == []


class TestDialling:
    async def test_the_next_address_is_tried_when_one_is_dead(self, server: RawServer) -> None:
        names = FakeNames({"feeds.example": [["2606:2800:21f:cb07::1", PUBLIC]]})
        dialler = FakeDialler(server.port, dead={"2606:2800:21f:cb07::1"})
        async with HttpFetcher(resolve=names, dialler=dialler) as fetcher:
            assert (await fetcher.fetch("http://feeds.example/good/1")).status is FetchStatus.OK
        assert dialler.dialled == [("2606:2800:21f:cb07::1", 80), (PUBLIC, 80)]

    async def test_all_dead_is_unreachable_in_words(self, server: RawServer) -> None:
        names = FakeNames({"feeds.example": [[PUBLIC]]})
        async with HttpFetcher(resolve=names, dialler=FakeDialler(server.port, dead={PUBLIC})) as fetcher:
            fetched = await fetcher.fetch("http://feeds.example/good/1")
        assert fetched.status is FetchStatus.UNREACHABLE
        assert fetched.detail == "no connection: No route to host"

    async def test_tls_names_the_host_though_a_number_is_dialled(self, server: RawServer) -> None:
        dialler = FakeDialler(server.port)
        names = FakeNames({"feeds.example": [[PUBLIC]]})
        async with HttpFetcher(resolve=names, dialler=dialler) as fetcher:
            fetched = await fetcher.fetch("https://feeds.example/")
        assert dialler.dialled == [(PUBLIC, 443)]
        assert fetched.status is FetchStatus.UNREACHABLE  # the server speaks no TLS, which is as well
        assert b"feeds.example" in server.hellos[0]


PUBLIC_ONES = ["93.184.215.14", "8.8.8.8", "172.15.0.1", "100.128.0.1", "2606:2800:21f:cb07::1", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", PUBLIC_ONES)
def test_the_public_internet_is_open(address: str) -> None:
    assert special(ipaddress.ip_address(address)) is None


@given(st.ip_addresses())
def test_nothing_is_open_that_python_calls_private(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        assert special(address) is not None or address in ipaddress.ip_network("64:ff9b::/96")


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_in_ipv6_clothes_is_judged_no_better(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    nat64 = ipaddress.IPv6Address((0x64FF9B << 96) | number)
    assert special(nat64) == special(address)
    for prefix in (0xFFFF << 32, 0):
        assert special(ipaddress.IPv6Address(prefix | number)) is not None


def test_the_backend_is_one_that_httpcore_accepts(dialler: FakeDialler) -> None:
    assert isinstance(dialler, httpcore.AsyncNetworkBackend)
