"""Asks DNS without holding up the event loop, or anybody else's feed."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from typing import Any

from bot.fetch.ending import Ending
from bot.fetch.guard import IPAddress
from bot.model.fetching import FetchStatus

MAX_LOOKUPS = 128
"""Names asked about at once. Only names whose servers hang stay long enough to add up."""

GetAddrInfo = Callable[..., Sequence[tuple[Any, ...]]]


class Resolver:
    """The system's resolver, one thread a name.

    `getaddrinfo` cannot be cancelled, so a name whose servers hang keeps its thread for up to a minute. Hence neither
    the loop's small shared pool, which a handful of such names would fill, nor a pool whose threads the interpreter
    waits for when it ends: a daemon thread for each name, shared by all who ask for it meanwhile.
    """

    def __init__(self, getaddrinfo: GetAddrInfo = socket.getaddrinfo) -> None:
        self._getaddrinfo = getaddrinfo
        self._asked: dict[str, asyncio.Future[tuple[IPAddress, ...]]] = {}

    async def __call__(self, host: str) -> Sequence[IPAddress]:
        """The addresses of `host`, in the order of the system's preference; it may be an address itself."""
        with contextlib.suppress(ValueError):
            return (ipaddress.ip_address(host),)
        if (asked := self._asked.get(host)) is None:
            if len(self._asked) >= MAX_LOOKUPS:
                raise Ending(FetchStatus.UNREACHABLE, "DNS does not answer: too many names wait for it")
            asked = self._asked[host] = asyncio.get_running_loop().create_future()
            asked.add_done_callback(lambda _: self._asked.pop(host, None))
            threading.Thread(target=self._look_up, args=(host, asked), name=f"dns {host}", daemon=True).start()
        return await asyncio.shield(asked)

    def _look_up(self, host: str, asked: asyncio.Future[tuple[IPAddress, ...]]) -> None:
        found: tuple[IPAddress, ...] = ()
        ending: Ending | None = None
        try:
            answers = self._getaddrinfo(host, None, type=socket.SOCK_STREAM)
            found = tuple(dict.fromkeys(ipaddress.ip_address(answer[4][0]) for answer in answers))
        except socket.gaierror as error:
            unsure = error.errno == socket.EAI_AGAIN
            words = f"DNS gives no answer for {host} just now" if unsure else f"DNS knows no host {host}"
            ending = Ending(FetchStatus.UNREACHABLE, words)
        except (OSError, ValueError) as error:  # UnicodeError for a label over 63 letters among them
            ending = Ending(FetchStatus.UNREACHABLE, f"{host} cannot be looked up: {error}")
        if not found and ending is None:
            ending = Ending(FetchStatus.UNREACHABLE, f"DNS knows no address of {host}")

        def tell() -> None:
            if asked.done():
                return
            if ending is None:
                asked.set_result(found)
            else:
                asked.set_exception(ending)

        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody is left to tell
            asked.get_loop().call_soon_threadsafe(tell)
