"""One request and its answer: what to send, and what each kind of answer comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

import httpcore
import httpx

from bot.fetch import headers as said
from bot.fetch.address import Address
from bot.fetch.body import read_body, too_large
from bot.fetch.stream import SippedStream
from bot.model.fetching import Fetched, FetchStatus

ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8"
PERMANENT = frozenset({301, 308})
REDIRECTS = PERMANENT | {302, 303, 307}


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """The answer points elsewhere."""

    location: str
    permanent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is the same in every request of one fetch."""

    user_agent: str
    etag: str | None
    last_modified: str | None

    def request(self, address: Address) -> httpcore.Request:
        """The request to send to `address`."""
        fields: dict[str, str | None] = {
            "User-Agent": self.user_agent,
            "Accept": ACCEPT,
            "Accept-Encoding": "gzip",
            "If-None-Match": self.etag,
            "If-Modified-Since": self.last_modified,
            "Authorization": address.authorization,
        }
        url = httpcore.URL(scheme=address.scheme, host=address.host, port=address.port, target=address.target)
        given = [(name.encode("ascii"), value.encode("ascii")) for name, value in fields.items() if value]
        return httpcore.Request("GET", url, headers=[(b"Host", address.netloc), *given])

    @property
    def conditional(self) -> bool:
        """May the answer be "not modified"?"""
        return bool(self.etag or self.last_modified)


async def ask(
    pool: httpcore.AsyncConnectionPool, asking: Asking, address: Address, *, max_body: int, now: datetime
) -> Fetched | Redirect:
    """Send one request and read its answer, within `max_body` bytes; the deadline is the caller's.

    Raises:
        Ending: there is an answer, and nothing to be had from it.
        httpcore.NetworkError, httpcore.ProtocolError: there is none.
    """
    response = await pool.handle_async_request(asking.request(address))
    try:
        stream = response.extensions["network_stream"]
        if isinstance(stream, SippedStream):  # it is another one under "101 Switching Protocols"
            stream.head_is_read()
        headers = httpx.Headers(response.headers)
        if response.status in REDIRECTS and "location" in headers:
            return Redirect(location=headers["location"], permanent=response.status in PERMANENT)
        status, detail = _judge(response.status, headers, asking)
        body = b""
        if status is FetchStatus.OK:
            _check_length(headers, max_body)
            body = await read_body(response.aiter_stream(), inflate=said.is_compressed(headers), limit=max_body)
        return Fetched(
            status=status,
            detail=detail,
            url=address.url,
            http_status=response.status,
            body=body,
            content_type=headers.get("content-type"),
            etag=said.etag(headers),
            last_modified=said.last_modified(headers),
            max_age=said.max_age(headers, now),
            retry_after=said.retry_after(headers, now),
        )
    finally:
        await response.aclose()


def _judge(status: int, headers: httpx.Headers, asking: Asking) -> tuple[FetchStatus, str]:
    if wall := said.bot_wall(status, headers):
        return FetchStatus.BLOCKED, f"{wall}'s check for browsers answers in the publisher's place (HTTP {status})"
    if 200 <= status < 300:
        return FetchStatus.OK, ""
    answer = f"the server answers {_status_in_words(status)}"
    match status:
        case HTTPStatus.NOT_MODIFIED if asking.conditional:
            return FetchStatus.NOT_MODIFIED, ""
        case HTTPStatus.NOT_MODIFIED:
            return FetchStatus.HTTP_ERROR, f"{answer} to one who has never read it"
        case HTTPStatus.TOO_MANY_REQUESTS:
            return FetchStatus.THROTTLED, answer
        case HTTPStatus.SERVICE_UNAVAILABLE if "retry-after" in headers:
            return FetchStatus.THROTTLED, answer
        case HTTPStatus.GONE:
            return FetchStatus.GONE, answer
        case _ if status in REDIRECTS:
            return FetchStatus.HTTP_ERROR, f"{answer} without saying where to"
        case _:
            return FetchStatus.HTTP_ERROR, answer


def _status_in_words(status: int) -> str:
    try:
        return f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)


def _check_length(headers: httpx.Headers, max_body: int) -> None:
    # Said in advance, it need not be read. (Unsaid or a lie, the reading finds out.)
    length = headers.get("content-length", "")
    if length.isascii() and length.isdigit() and (len(length) > 18 or int(length) > max_body):
        raise too_large(max_body)
