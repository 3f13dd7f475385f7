"""A make-believe internet: names of our choosing, every dial noted, and behind all addresses one loopback server."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Iterable, Mapping, Sequence

import httpcore

from bot.fetch.ending import Ending
from bot.fetch.guard import IPAddress
from bot.model.fetching import FetchStatus

PUBLIC = "93.184.215.14"


class FakeNames:
    """DNS. Each name has one or more answers, given in turn, the last for ever: rebinding is two answers."""

    def __init__(self, names: Mapping[str, Sequence[Sequence[str]]]) -> None:
        self._names = {name: list(answers) for name, answers in names.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str) -> Sequence[IPAddress]:
        """The addresses of `host`, which may be an address itself."""
        self.asked.append(host)
        await asyncio.sleep(0)
        try:
            return (ipaddress.ip_address(host),)
        except ValueError:
            pass
        answers = self._names.get(host)
        if not answers:
            raise Ending(FetchStatus.UNREACHABLE, f"DNS knows no host {host}")
        return tuple(ipaddress.ip_address(address) for address in (answers.pop(0) if len(answers) > 1 else answers[0]))


class FakeDialler(httpcore.AsyncNetworkBackend):
    """Notes who is dialled; all addresses lead to `port` of this machine, but for `elsewhere` and the `dead`."""

    def __init__(self, port: int, *, elsewhere: Mapping[str, int] | None = None, dead: Iterable[str] = ()) -> None:
        self._port = port
        self._elsewhere = dict(elsewhere or {})
        self._dead = frozenset(dead)
        self._real = httpcore.AnyIOBackend()
        self.dialled: list[tuple[str, int]] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Dial the server behind everything."""
        self.dialled.append((host, port))
        if host in self._dead:
            raise httpcore.ConnectError(OSError(113, "No route to host"))
        port = self._elsewhere.get(host, self._port)
        return await self._real.connect_tcp("127.0.0.1", port, timeout, local_address, socket_options)
