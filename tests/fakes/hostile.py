"""A loopback HTTP server that misbehaves in every way we know of, path by path; and serves sound feeds, to compare.

``async with hostile_server() as server: server.url("/gzip-bomb")``. `CASES` lists the paths in the order of a table.
"""

from __future__ import annotations

import gzip
import itertools
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.fakes import feed_documents as documents
from tests.fakes.raw_server import Connection, Hangup, Page, RawServer

RSS = "application/rss+xml"

CASES: dict[str, str] = {
    "500": "/500",
    "429 with Retry-After": "/429",
    "301 chain": "/moved",
    "redirect to 127.0.0.1": "/to-loopback",
    "redirect loop": "/loop",
    "redirects without end": "/on-and-on/0",
    "gzip bomb": "/gzip-bomb",
    "triple gzip": "/triple-gzip",
    "slow drip, body": "/drip-body",
    "slow drip, headers": "/drip-headers",
    "silence": "/silence",
    "1xx flood": "/1xx-flood",
    "endless headers": "/endless-headers",
    "bodies of single bytes": "/tiny-chunks",
    "billion laughs": "/billion-laughs",
    "80 KB author ReDoS": "/author-redos",
    "100,000 nested elements": "/nested",
    "30 MB body": "/30-mb",
    "30 MB body, unannounced": "/30-mb-chunked",
    "HTML instead of XML": "/html",
    "empty body": "/empty",
    "truncated XML": "/truncated",
    "NUL bytes": "/nul",
    "dates in 1795 and 2099": "/dates",
    "wrong content length": "/bad-length",
    "damaged gzip": "/bad-gzip",
    "brotli unasked": "/brotli",
    "not HTTP": "/not-http",
    "hangs up": "/hang-up",
    "bot wall": "/bot-wall",
    "410": "/410",
    "windows-1251": "/windows-1251",
}


def hostile_server() -> AbstractAsyncContextManager[RawServer]:
    """The server, while the context lasts."""
    return RawServer(PAGES).running()


def _says(status: int, body: bytes = b"", **headers: str) -> Page:
    async def page(to: Connection) -> None:
        await to.answer(status, body, **headers)

    return page


def _serves(body: bytes, **headers: str) -> Page:
    return _says(200, body, **({"content_type": RSS} | headers))


async def good(to: Connection) -> None:
    """A sound feed for each number, with validators and their 304."""
    etag = f'"{to.asked.path}"'
    modified = "Thu, 20 Jan 2022 04:05:00 GMT"
    if to.asked.headers.get("if-none-match") == etag:
        await to.answer(304, etag=etag)
    else:
        body = documents.rss(f"Observer {to.asked.path}")
        await to.answer(200, body, content_type=RSS, etag=etag, last_modified=modified, cache_control="max-age=60")


async def come_back_on_a_date(to: Connection) -> None:
    """429 with a date, by a clock that is a day behind."""
    now = datetime.now(UTC) - timedelta(days=1)
    then = format_datetime(now + timedelta(minutes=2), usegmt=True)
    await to.answer(429, date=format_datetime(now, usegmt=True), retry_after=then)


async def to_loopback(to: Connection) -> None:
    """A redirect to this very machine."""
    await to.answer(302, location=to.server.url("/secret"))


async def on_and_on(to: Connection) -> None:
    """Redirects to ever new pages."""
    await to.answer(302, location=f"/on-and-on/{int(to.asked.path.rpartition('/')[2]) + 1}")


async def drip_body(to: Connection) -> None:
    """Promises a feed and sends it byte by byte."""
    await to.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n")
    await to.drip(documents.rss("Drop by drop"))


async def drip_headers(to: Connection) -> None:
    """Sends the head byte by byte."""
    await to.drip(b"HTTP/1.1 200 OK\r\nX-Patience: ")


async def silence(to: Connection) -> None:
    """Takes the request and says nothing until we hang up."""
    await to.wait()


async def flood_of_1xx(to: Connection) -> None:
    """Interim answers for ever."""
    while True:
        await to.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


async def early_hints(to: Connection) -> None:
    """A sound feed after a few interim answers."""
    await to.send(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n" * 3)
    await to.answer(200, documents.rss("After some hints"), content_type=RSS)


async def endless_headers(to: Connection) -> None:
    """A head that does not end."""
    await to.send(b"HTTP/1.1 200 OK\r\n")
    for number in itertools.count():
        await to.send(f"X-Header-{number}: {'x' * 1000}\r\n".encode())


async def tiny_chunks(to: Connection) -> None:
    """A million chunks of one byte."""
    await to.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(1000):
        await to.send(b"1\r\n \r\n" * 1000)
    await to.send(b"0\r\n\r\n")


async def thirty_megabytes(to: Connection) -> None:
    """A body larger than any feed, announced by its length."""
    await to.answer(200, documents.padded(30_000_000), content_type=RSS)


async def boast(to: Connection) -> None:
    """Announces 30 MB and sends none of them."""
    await to.send(b"HTTP/1.1 200 OK\r\nContent-Length: 30000000\r\n\r\n")
    await to.wait()


async def thirty_megabytes_chunked(to: Connection) -> None:
    """The same, in chunks of a megabyte."""
    await to.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(30):
        await to.send(b"F4240\r\n" + b" " * 1_000_000 + b"\r\n")
    await to.send(b"0\r\n\r\n")


async def gzip_bomb(to: Connection) -> None:
    """A gigabyte in one megabyte."""
    await to.answer(200, documents.gzip_bomb(), content_encoding="gzip")


async def triple_gzip(to: Connection) -> None:
    """Four gigabytes in some hundred bytes."""
    await to.answer(200, documents.triple_gzip(), content_encoding="gzip, gzip, gzip")


async def bad_length(to: Connection) -> None:
    """Hangs up early."""
    await to.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + documents.rss("Short of breath"))
    raise Hangup


async def not_http(to: Connection) -> None:
    """Speaks another protocol."""
    await to.send(b"220 mail.example ESMTP ready\r\n")
    raise Hangup


async def hang_up(to: Connection) -> None:
    """Says nothing and is gone."""
    raise Hangup


PAGES: dict[str, Page] = {
    "/good": good,
    "/secret": _serves(documents.rss("Nobody may read this")),
    "/500": _says(500),
    "/503": _says(503),
    "/503-later": _says(503, retry_after="90"),
    "/429": _says(429, retry_after="120"),
    "/429-date": come_back_on_a_date,
    "/410": _says(410),
    "/304": _says(304),
    "/bot-wall": _says(403, documents.html_page(), content_type="text/html", cf_mitigated="challenge"),
    "/moved": _says(301, location="/moved-further"),
    "/moved-further": _says(308, location="/good/moved"),
    "/moved-in-part": _says(301, location="/elsewhere-today"),
    "/elsewhere-today": _says(302, location="/good/today"),
    "/elsewhere-for-now": _says(302, location="/moved"),
    "/moved-to-ruin": _says(301, location="/500"),
    "/nowhere": _says(302),
    "/to-loopback": to_loopback,
    "/to-file": _says(302, location="file:///etc/hostname"),
    "/to-nonsense": _says(302, location="http://[::1"),
    "/to-mail-port": _says(302, location="http://feeds.example:25/"),
    "/loop": _says(301, location="/loop-back"),
    "/loop-back": _says(301, location="/loop"),
    "/on-and-on": on_and_on,
    "/gzip": _serves(gzip.compress(documents.rss("Packed")), content_encoding="gzip"),
    "/gzip-in-parts": _serves(
        gzip.compress(documents.rss("In parts")[:100]) + gzip.compress(documents.rss("In parts")[100:]) + bytes(8),
        content_encoding="gzip",
    ),
    "/gzip-bomb": gzip_bomb,
    "/triple-gzip": triple_gzip,
    "/bad-gzip": _serves(gzip.compress(documents.rss("Damaged"))[:-20], content_encoding="gzip"),
    "/not-gzip": _serves(documents.rss("Not packed at all"), content_encoding="gzip"),
    "/brotli": _serves(b"\x8b\x00\x80feed\x03", content_encoding="br"),
    "/drip-body": drip_body,
    "/drip-headers": drip_headers,
    "/silence": silence,
    "/1xx-flood": flood_of_1xx,
    "/early-hints": early_hints,
    "/endless-headers": endless_headers,
    "/tiny-chunks": tiny_chunks,
    "/30-mb": thirty_megabytes,
    "/30-mb-announced": boast,
    "/30-mb-chunked": thirty_megabytes_chunked,
    "/bad-length": bad_length,
    "/not-http": not_http,
    "/hang-up": hang_up,
    "/cookie": _serves(documents.rss("With a cookie"), set_cookie="id=4711; Path=/"),
    "/billion-laughs": _serves(documents.billion_laughs()),
    "/author-redos": _serves(documents.author_redos()),
    "/nested": _serves(documents.deeply_nested()),
    "/html": _serves(documents.html_page(), content_type="text/html"),
    "/empty": _serves(b""),
    "/truncated": _serves(documents.truncated()),
    "/nul": _serves(documents.nul_bytes()),
    "/dates": _serves(documents.rss("Impossible dates", documents.IMPOSSIBLE_DATES)),
    "/windows-1251": _serves(documents.windows_1251()),
}
