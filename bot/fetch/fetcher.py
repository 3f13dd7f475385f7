"""The HTTP fetcher: one look at one feed, redirects included, always with a `Fetched` at the end.

It drives httpcore, the engine inside httpx, whose pool takes our network guard by a public parameter; there is thus no
cookie jar, no proxy from the environment and no redirect that we did not look at first.
"""

from __future__ import annotations

import asyncio
import os
import ssl
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from types import TracebackType
from typing import Self

import httpcore
import httpx
import structlog

from bot.fetch.address import Address, without_credentials
from bot.fetch.ending import Ending
from bot.fetch.exchange import Asking, Redirect, ask
from bot.fetch.guard import PORTS, AddressRefused, Guard, PortRefused, Resolve
from bot.fetch.resolver import Resolver
from bot.fetch.slots import Slots
from bot.model.fetching import Fetched, FetchStatus

DEADLINE = timedelta(seconds=20)
MAX_BODY = 8 * 2**20
MAX_REDIRECTS = 5
PER_HOST = 2
TOTAL = 50
KEEP_ALIVE = 10
"""Idle connections kept. Few, because the pool scans them all at each request, and feeds are polled minutes apart."""
KEEP_ALIVE_SECONDS = 5.0

log = structlog.get_logger(__name__)


class _Stopwatch:
    """Seconds of a fetch on the wire. The wait for a slot is not its host's fault and does not count."""

    def __init__(self, deadline: timedelta) -> None:
        self._deadline = deadline.total_seconds()
        self._spent = 0.0

    @property
    def elapsed(self) -> timedelta:
        return timedelta(seconds=self._spent)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run; raises TimeoutError once the deadline has passed, whatever the body of the `with` waits for."""
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            async with asyncio.timeout(self._deadline - self._spent):
                yield
        finally:
            self._spent += clock() - began


def _utc_now() -> datetime:
    return datetime.now(UTC)


class HttpFetcher:
    """The way out to feeds over HTTP. Use it as an asynchronous context manager, on one event loop.

    `deadline` bounds a whole look with its redirects, name look-ups and body; `max_body` is in bytes, inflated.
    `tls` is the place for a certificate authority of one's own; `resolve`, `dialler` and `now` are seams for tests.
    """

    def __init__(
        self,
        *,
        deadline: timedelta = DEADLINE,
        max_body: int = MAX_BODY,
        user_agent: str | None = None,
        tls: ssl.SSLContext | None = None,
        resolve: Resolve | None = None,
        dialler: httpcore.AsyncNetworkBackend | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._deadline = deadline
        self._max_body = max_body
        self._user_agent = user_agent or f"Vedette/{version('vedette')} (news feed reader)"
        self._now = now
        self._slots = Slots(per_host=PER_HOST, total=TOTAL)
        tls = tls or httpx.create_ssl_context(trust_env=False)
        resolve = resolve or Resolver()
        dialler = dialler or httpcore.AnyIOBackend()

        def pool(*, allow_private: bool) -> httpcore.AsyncConnectionPool:
            return httpcore.AsyncConnectionPool(
                ssl_context=tls,
                max_connections=TOTAL,
                max_keepalive_connections=KEEP_ALIVE,
                keepalive_expiry=KEEP_ALIVE_SECONDS,
                network_backend=Guard(resolve=resolve, dialler=dialler, allow_private=allow_private),
            )

        # Two pools, so that no feed rides on a connection that only another feed was permitted to open.
        self._public = pool(allow_private=False)
        self._private = pool(allow_private=True)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections that are kept alive."""
        await self._public.aclose()
        await self._private.aclose()

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, allow_private: bool = False
    ) -> Fetched:
        """Look at `url` once, as `ports.Fetcher` has it; only cancellation is raised.

        `allow_private` holds for the host of `url` alone: a redirect elsewhere must lead to a public address, or
        whoever controls one page of an intranet could point us at all others.
        """
        asking = Asking(user_agent=self._user_agent, etag=etag, last_modified=last_modified)
        stopwatch = _Stopwatch(self._deadline)
        try:
            fetched = await self._follow(Address.parse(url), asking, stopwatch, allow_private=allow_private)
            return replace(fetched, elapsed=stopwatch.elapsed)
        except Ending as ending:
            status, detail = ending.status, ending.detail
        except TimeoutError:
            status = FetchStatus.TOO_SLOW
            detail = f"no complete answer within {self._deadline.total_seconds():g} seconds"
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            status, detail = FetchStatus.UNREACHABLE, _in_words(error)
        except Exception as error:  # noqa: BLE001 - what an answer provokes in a library must not stop the sentry
            # Without the traceback's values, among which the address's credentials may be.
            at = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
            log.warning("fetch_failed_oddly", error=type(error).__name__, at=at)
            status, detail = FetchStatus.UNREACHABLE, f"the answer could not be handled ({type(error).__name__})"
        return Fetched(status=status, url=without_credentials(url), detail=detail, elapsed=stopwatch.elapsed)

    async def _follow(self, home: Address, asking: Asking, stopwatch: _Stopwatch, *, allow_private: bool) -> Fetched:
        here = home
        seen = {home.url}
        unbroken, moved_to = True, None
        for _ in range(MAX_REDIRECTS + 1):
            private = allow_private and here.host == home.host
            answer = await self._look(here, asking, stopwatch, private=private, redirected=here is not home)
            if isinstance(answer, Fetched):
                found = answer.status in {FetchStatus.OK, FetchStatus.NOT_MODIFIED}
                return replace(answer, moved_to=moved_to if found else None)
            here = here.redirected(answer.location)
            if here.url in seen:
                raise Ending(FetchStatus.REFUSED, "redirects in a circle")
            seen.add(here.url)
            unbroken = unbroken and answer.permanent
            moved_to = here.url if unbroken else moved_to
        raise Ending(FetchStatus.REFUSED, f"redirects more than {MAX_REDIRECTS} times")

    async def _look(
        self, address: Address, asking: Asking, stopwatch: _Stopwatch, *, private: bool, redirected: bool
    ) -> Fetched | Redirect:
        pool = self._private if private else self._public
        async with self._slots.hold(address.host), stopwatch.running():
            try:
                return await ask(pool, asking, address, max_body=self._max_body, now=self._now())
            except AddressRefused as refused:
                raise Ending(FetchStatus.REFUSED, _address_refusal(refused, redirected=redirected)) from refused
            except PortRefused as refused:
                raise Ending(FetchStatus.REFUSED, _port_refusal(refused, redirected=redirected)) from refused


def _port_refusal(refused: PortRefused, *, redirected: bool) -> str:
    ports = ", ".join(map(str, sorted(PORTS)))
    if redirected:
        return f"redirects to port {refused.port}, and feeds may use {ports}"
    return f"is at port {refused.port}, and feeds may use {ports}; allow_private: true permits any for this feed"


def _address_refusal(refused: AddressRefused, *, redirected: bool) -> str:
    where = f"the {refused.kind} address {refused.address}"
    if not redirected:
        where = f"is at {where}"
    elif refused.host == str(refused.address):
        where = f"redirects to {where}"
    else:
        where = f"redirects to {refused.host}, which is at {where}"
    if not refused.permissible:
        return f"{where}, which no feed can have"
    if redirected:
        advice = "if the feed lives there, give that address itself, with allow_private: true"
    else:
        advice = "allow_private: true permits it for this feed"
    return f"{where}, which feeds may not reach; {advice}"


def _in_words(error: Exception) -> str:
    match _root(error):
        case ssl.SSLCertVerificationError() as fault:
            return f"its certificate does not hold: {fault.verify_message}"
        case ssl.SSLError() as fault:
            return f"no secure connection: {fault.reason or fault}"
        case OSError() as fault:
            return f"no connection: {os.strerror(fault.errno) if fault.errno else fault}"
        case fault:
            return f"no valid answer: {fault}" if str(fault) else "the connection broke off"


def _root(error: BaseException) -> BaseException:
    # httpcore hands the error it met on as an argument, anyio as a cause.
    while (deeper := next((a for a in error.args if isinstance(a, BaseException)), error.__cause__)) is not None:
        error = deeper
    return error
