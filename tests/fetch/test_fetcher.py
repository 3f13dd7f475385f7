"""One look at one feed: what each kind of answer comes to."""

from __future__ import annotations

import asyncio
import base64
from datetime import timedelta

import pytest
import structlog

from bot.fetch import HttpFetcher
from bot.model.fetching import FetchStatus
from tests.fakes import feed_documents as documents
from tests.fakes.network import PUBLIC, FakeDialler, FakeNames
from tests.fakes.raw_server import Connection, RawServer

FEEDS = "http://feeds.example"


def hasty(dialler: FakeDialler, seconds: float = 0.4) -> HttpFetcher:
    names = FakeNames({"feeds.example": [[PUBLIC]], "other.example": [[PUBLIC]]})
    return HttpFetcher(resolve=names, dialler=dialler, deadline=timedelta(seconds=seconds))


async def test_a_sound_feed_arrives_whole_with_its_validators(fetcher: HttpFetcher) -> None:
    fetched = await fetcher.fetch(f"{FEEDS}/good/1")
    assert fetched.status is FetchStatus.OK
    assert fetched.body == documents.rss("Observer /good/1")
    assert fetched.content_type == "application/rss+xml"
    assert fetched.etag == '"/good/1"'
    assert fetched.last_modified == "Thu, 20 Jan 2022 04:05:00 GMT"
    assert fetched.max_age == timedelta(seconds=60)
    assert fetched.url == f"{FEEDS}/good/1"
    assert fetched.moved_to is None
    assert timedelta(0) < fetched.elapsed < timedelta(seconds=10)


async def test_what_has_not_changed_is_not_sent_again(fetcher: HttpFetcher, server: RawServer) -> None:
    first = await fetcher.fetch(f"{FEEDS}/good/1")
    second = await fetcher.fetch(f"{FEEDS}/good/1", etag=first.etag, last_modified=first.last_modified)
    assert second.status is FetchStatus.NOT_MODIFIED
    assert second.body == b""
    asked = server.requests("/good/1")[1].headers
    assert asked["if-none-match"] == '"/good/1"'
    assert asked["if-modified-since"] == "Thu, 20 Jan 2022 04:05:00 GMT"


async def test_says_who_asks_and_what_it_can_take(fetcher: HttpFetcher, server: RawServer) -> None:
    await fetcher.fetch(f"{FEEDS}/good/1")
    asked = server.requests("/good/1")[0].headers
    assert asked["host"] == "feeds.example"
    assert asked["user-agent"].startswith("Vedette/")
    assert asked["accept-encoding"] == "gzip"
    assert "application/atom+xml" in asked["accept"]


async def test_a_few_interim_answers_do_no_harm(fetcher: HttpFetcher) -> None:
    fetched = await fetcher.fetch(f"{FEEDS}/early-hints")
    assert fetched.body == documents.rss("After some hints")


async def test_keeps_a_connection_for_the_next_feed_of_the_host(fetcher: HttpFetcher, server: RawServer) -> None:
    await fetcher.fetch(f"{FEEDS}/good/1")
    await fetcher.fetch(f"{FEEDS}/good/2")
    assert server.connections == 1


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/500", FetchStatus.HTTP_ERROR, "the server answers 500 (Internal Server Error)"),
        ("/503", FetchStatus.HTTP_ERROR, "503"),
        ("/nothing-here", FetchStatus.HTTP_ERROR, "404 (Not Found)"),
        ("/410", FetchStatus.GONE, "410 (Gone)"),
        ("/304", FetchStatus.HTTP_ERROR, "to one who has never read it"),
        ("/nowhere", FetchStatus.HTTP_ERROR, "without saying where to"),
        ("/bot-wall", FetchStatus.BLOCKED, "Cloudflare"),
        ("/loop", FetchStatus.REFUSED, "redirects in a circle"),
        ("/on-and-on/0", FetchStatus.REFUSED, "redirects more than 5 times"),
        ("/to-file", FetchStatus.REFUSED, "http:// or https://"),
        ("/to-nonsense", FetchStatus.REFUSED, "redirects to a malformed address"),
        ("/to-mail-port", FetchStatus.REFUSED, "redirects to port 25"),
        ("/triple-gzip", FetchStatus.REFUSED, "compressed 3 times over"),
        ("/brotli", FetchStatus.REFUSED, "compressed in a way that was not asked for"),
        ("/gzip-bomb", FetchStatus.TOO_LARGE, "larger than 8 MiB"),
        ("/30-mb", FetchStatus.TOO_LARGE, "larger than 8 MiB"),
        ("/30-mb-announced", FetchStatus.TOO_LARGE, "larger than 8 MiB"),
        ("/30-mb-chunked", FetchStatus.TOO_LARGE, "larger than 8 MiB"),
        ("/bad-gzip", FetchStatus.UNREACHABLE, "gzip data is damaged"),
        ("/not-gzip", FetchStatus.UNREACHABLE, "gzip data is damaged"),
        ("/bad-length", FetchStatus.UNREACHABLE, "no valid answer"),
        ("/endless-headers", FetchStatus.UNREACHABLE, "64 KiB of header and no end"),
        ("/1xx-flood", FetchStatus.UNREACHABLE, "64 KiB of header and no end"),
        ("/not-http", FetchStatus.UNREACHABLE, "no valid answer"),
        ("/hang-up", FetchStatus.UNREACHABLE, ""),
    ],
)
async def test_every_misfortune_has_its_words(fetcher: HttpFetcher, path: str, status: FetchStatus, words: str) -> None:
    fetched = await fetcher.fetch(FEEDS + path)
    assert fetched.status is status
    assert words in fetched.detail
    assert fetched.detail
    assert fetched.body == b""
    assert fetched.moved_to is None


@pytest.mark.parametrize("path", ["/drip-body", "/drip-headers", "/silence"])
async def test_slowness_ends_at_the_deadline_however_it_is_dressed(dialler: FakeDialler, path: str) -> None:
    async with hasty(dialler) as fetcher:
        fetched = await fetcher.fetch(FEEDS + path)
    assert fetched.status is FetchStatus.TOO_SLOW
    assert fetched.detail == "no complete answer within 0.4 seconds"


async def test_the_deadline_covers_dns(dialler: FakeDialler) -> None:
    async def silent(host: str) -> tuple[()]:
        await asyncio.Event().wait()
        return ()

    async with HttpFetcher(resolve=silent, dialler=dialler, deadline=timedelta(seconds=0.1)) as fetcher:
        fetched = await fetcher.fetch(f"{FEEDS}/good/1")
    assert fetched.status is FetchStatus.TOO_SLOW


async def test_cancellation_is_not_an_outcome(fetcher: HttpFetcher, server: RawServer) -> None:
    looking = asyncio.create_task(fetcher.fetch(f"{FEEDS}/silence"))
    await server.heard(1)
    looking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await looking


@pytest.mark.parametrize(
    "url", ["", "feeds", "http://", "http:///x", "http://[::1", "http://a b/", "ftp://feeds.example/", "http://x" * 900]
)
async def test_what_is_no_address_is_refused_in_words(fetcher: HttpFetcher, dialler: FakeDialler, url: str) -> None:
    fetched = await fetcher.fetch(url)
    assert fetched.status in {FetchStatus.REFUSED, FetchStatus.UNREACHABLE}
    assert fetched.detail
    assert dialler.dialled == []


@pytest.mark.parametrize("path", ["/gzip", "/gzip-in-parts"])
async def test_gzip_is_unpacked(fetcher: HttpFetcher, path: str) -> None:
    fetched = await fetcher.fetch(FEEDS + path)
    title = "Packed" if path == "/gzip" else "In parts"
    assert fetched.body == documents.rss(title)


async def test_a_body_of_single_bytes_lets_others_run(fetcher: HttpFetcher) -> None:
    looking = asyncio.create_task(fetcher.fetch(f"{FEEDS}/tiny-chunks"))
    turns = 0
    while not looking.done() and turns < 1000:
        await asyncio.sleep(0)
        turns += 1
    looking.cancel()
    assert turns == 1000


async def test_what_nobody_foresaw_is_an_outcome_too_and_tells_no_secret(
    dialler: FakeDialler,
) -> None:
    async def broken(host: str) -> tuple[()]:
        raise ZeroDivisionError(host)

    async with HttpFetcher(resolve=broken, dialler=dialler) as fetcher:
        with structlog.testing.capture_logs() as logged:
            fetched = await fetcher.fetch("http://reader:s3cret@feeds.example/good/1")
    assert fetched.status is FetchStatus.UNREACHABLE
    assert fetched.detail == "the answer could not be handled (ZeroDivisionError)"
    assert logged[0]["event"] == "fetch_failed_oddly"
    assert "s3cret" not in repr(logged)


class TestThrottling:
    async def test_seconds(self, fetcher: HttpFetcher) -> None:
        fetched = await fetcher.fetch(f"{FEEDS}/429")
        assert (fetched.status, fetched.retry_after) == (FetchStatus.THROTTLED, timedelta(seconds=120))

    async def test_a_date_is_read_by_the_servers_own_clock(self, fetcher: HttpFetcher) -> None:
        fetched = await fetcher.fetch(f"{FEEDS}/429-date")
        assert (fetched.status, fetched.retry_after) == (FetchStatus.THROTTLED, timedelta(seconds=120))

    async def test_unavailable_with_a_time_to_return(self, fetcher: HttpFetcher) -> None:
        fetched = await fetcher.fetch(f"{FEEDS}/503-later")
        assert (fetched.status, fetched.retry_after) == (FetchStatus.THROTTLED, timedelta(seconds=90))


class TestRedirects:
    async def test_a_permanent_chain_is_followed_and_reported(self, fetcher: HttpFetcher) -> None:
        fetched = await fetcher.fetch(f"{FEEDS}/moved")
        assert fetched.status is FetchStatus.OK
        assert fetched.url == f"{FEEDS}/good/moved"
        assert fetched.moved_to == f"{FEEDS}/good/moved"

    async def test_a_chain_is_permanent_up_to_its_first_temporary_link(self, fetcher: HttpFetcher) -> None:
        fetched = await fetcher.fetch(f"{FEEDS}/moved-in-part")
        assert fetched.url == f"{FEEDS}/good/today"
        assert fetched.moved_to == f"{FEEDS}/elsewhere-today"

    async def test_what_follows_a_temporary_link_is_not_permanent(self, fetcher: HttpFetcher) -> None:
        fetched = await fetcher.fetch(f"{FEEDS}/elsewhere-for-now")
        assert fetched.url == f"{FEEDS}/good/moved"
        assert fetched.moved_to is None

    async def test_a_move_to_a_place_that_fails_is_no_move(self, fetcher: HttpFetcher) -> None:
        fetched = await fetcher.fetch(f"{FEEDS}/moved-to-ruin")
        assert fetched.status is FetchStatus.HTTP_ERROR
        assert fetched.moved_to is None

    async def test_validators_are_asked_about_where_the_chain_ends(self, fetcher: HttpFetcher) -> None:
        first = await fetcher.fetch(f"{FEEDS}/moved")
        second = await fetcher.fetch(f"{FEEDS}/moved", etag=first.etag)
        assert second.status is FetchStatus.NOT_MODIFIED
        assert second.moved_to == f"{FEEDS}/good/moved"


class TestSecrets:
    async def test_credentials_are_sent_to_their_host_and_shown_nowhere(
        self, fetcher: HttpFetcher, server: RawServer
    ) -> None:
        fetched = await fetcher.fetch("http://reader:s3cret@feeds.example/good/1")
        sent = server.requests("/good/1")[0].headers["authorization"]
        assert base64.b64decode(sent.removeprefix("Basic ")) == b"reader:s3cret"
        assert "s3cret" not in repr(fetched)

    async def test_credentials_stay_behind_when_a_redirect_leaves_the_host(self, dialler: FakeDialler) -> None:
        seen = await _redirected(dialler, "http://reader:s3cret@feeds.example/start", "http://other.example/end")
        assert "authorization" not in seen["/end"]

    async def test_credentials_go_along_within_the_host(self, dialler: FakeDialler) -> None:
        seen = await _redirected(dialler, "http://reader:s3cret@feeds.example/start", "/end")
        assert "authorization" in seen["/end"]

    async def test_credentials_that_a_redirect_brings_are_not_used_on_another_port(self, dialler: FakeDialler) -> None:
        seen = await _redirected(dialler, "http://reader:s3cret@feeds.example/start", "http://feeds.example:8080/end")
        assert "authorization" not in seen["/end"]

    @pytest.mark.parametrize(
        "url",
        [
            "http://reader:s3cret@feeds.example/500",
            "http://reader:s3cret@nowhere.example/",
            "http://reader:s3cret@[::1/",
            "ftp://reader:s3cret@feeds.example/",
            "http://reader:s3cret@feeds.example:25/",
            "http://reader:s3cret@127.0.0.1/",
        ],
    )
    async def test_failures_do_not_tell_them_either(self, fetcher: HttpFetcher, url: str) -> None:
        fetched = await fetcher.fetch(url)
        assert fetched.status is not FetchStatus.OK
        assert "s3cret" not in repr(fetched)

    async def test_no_cookie_is_kept(self, fetcher: HttpFetcher, server: RawServer) -> None:
        await fetcher.fetch(f"{FEEDS}/cookie")
        await fetcher.fetch(f"{FEEDS}/cookie")
        assert all("cookie" not in asked.headers for asked in server.asked)

    async def test_the_environment_names_no_proxy(
        self, fetcher: HttpFetcher, monkeypatch: pytest.MonkeyPatch, dialler: FakeDialler
    ) -> None:
        monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
        async with hasty(dialler, 5) as late:
            assert (await late.fetch(f"{FEEDS}/good/1")).status is FetchStatus.OK
        assert dialler.dialled == [(PUBLIC, 80)]


async def _redirected(dialler: FakeDialler, url: str, location: str) -> dict[str, dict[str, str]]:
    async def start(to: Connection) -> None:
        await to.answer(301, location=location)

    async def end(to: Connection) -> None:
        await to.answer(200, documents.rss("The end"))

    async with RawServer({"/start": start, "/end": end}).running() as server:
        async with hasty(FakeDialler(server.port), 5) as fetcher:
            assert (await fetcher.fetch(url)).status is FetchStatus.OK
        return {asked.path: dict(asked.headers) for asked in server.asked}


class TestCrowding:
    async def test_two_at_a_time_for_one_host(self, fetcher: HttpFetcher, server: RawServer) -> None:
        looks = [asyncio.create_task(fetcher.fetch(f"{FEEDS}/silence/{n}")) for n in range(6)]
        await server.heard(2)
        await asyncio.sleep(0.1)  # long enough for a third to arrive, if it were let through
        assert len(server.asked) == 2
        other = await fetcher.fetch("http://other.example/good/1")
        assert other.status is FetchStatus.OK
        for look in looks:
            look.cancel()
        await asyncio.gather(*looks, return_exceptions=True)

    async def test_the_wait_for_a_turn_is_nobodys_slowness(self, dialler: FakeDialler) -> None:
        async with hasty(dialler, 0.3) as fetcher:
            looks = [fetcher.fetch(f"{FEEDS}/silence/{n}") for n in range(2)]
            looks += [fetcher.fetch(f"{FEEDS}/good/{n}") for n in range(4)]
            outcomes = await asyncio.gather(*looks)
        assert [o.status for o in outcomes] == [FetchStatus.TOO_SLOW] * 2 + [FetchStatus.OK] * 4
