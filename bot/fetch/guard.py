"""The network guard: which addresses may be dialled, decided on the very address that is then dialled.

A check before the connection is worthless, because DNS may answer twice in two ways ("rebinding"); so the guard is the
network backend itself: it resolves once, judges every address of the answer, and dials one of those as a number. TLS
still names and verifies the host.
"""

from __future__ import annotations

import contextlib
import ipaddress
from collections.abc import Awaitable, Callable, Iterable, Sequence

import httpcore

from bot.fetch.stream import SippedStream

PORTS = frozenset({80, 443, 8000, 8080, 8443})
"""Where the web's feeds are served. Other ports belong to other services, which a redirect could make us talk to."""

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str], Awaitable[Sequence[IPAddress]]]
"""Addresses of a host name, best first; raises `Ending` where there are none."""

MAX_DIALS = 4
"""Addresses tried before a host counts as unreachable."""
IMPATIENCE = 4.0
"""Seconds given to each address but the last: a dead IPv6 route must leave time for IPv4."""

# IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890 and its updates), in the words that a person is told.
# Spelt out, because what `ipaddress.is_global` says differs between patch releases of Python.
_SPECIAL_V4 = {
    "0.0.0.0/8": "unspecified",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "carrier-internal",
    "127.0.0.0/8": "loopback",
    "169.254.0.0/16": "link-local",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "reserved",
    "192.0.2.0/24": "documentation",
    "192.88.99.0/24": "reserved",
    "192.168.0.0/16": "private",
    "198.18.0.0/15": "benchmarking",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
}
_SPECIAL_V6 = {
    "::/128": "unspecified",
    "::1/128": "loopback",
    "::ffff:0:0/96": "IPv4-mapped",
    "64:ff9b:1::/48": "private",
    "2001::/32": "tunnel (Teredo)",
    "2001::/23": "reserved",
    "2001:db8::/32": "documentation",
    "2002::/16": "tunnel (6to4)",
    "3fff::/20": "documentation",
    "fc00::/7": "private",
    "fe80::/10": "link-local",
    "fec0::/10": "private",
    "ff00::/8": "multicast",
}
_SPECIAL = tuple((ipaddress.ip_network(network), kind) for network, kind in (_SPECIAL_V4 | _SPECIAL_V6).items())
_UNICAST_V6 = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NEVER = frozenset({"unspecified", "multicast"})
"""Not even a feed of the intranet lives there."""


def special(address: IPAddress) -> str | None:
    """What kind of special address this is ("loopback", "private", ...); None for one of the public internet."""
    if isinstance(address, ipaddress.IPv6Address) and address in _NAT64:
        # Networks without IPv4 reach the public IPv4 internet this way; what counts is where the gateway leads.
        return special(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    for network, kind in _SPECIAL:
        if address.version == network.version and address in network:
            return kind
    if isinstance(address, ipaddress.IPv6Address) and address not in _UNICAST_V6:
        return "reserved"
    return None


class AddressRefused(Exception):
    """A host leads to an address that this fetch may not reach."""

    def __init__(self, host: str, address: IPAddress, kind: str) -> None:
        self.host = host
        self.address = address
        self.kind = kind
        super().__init__(f"{host}: {kind} address {address}")

    @property
    def permissible(self) -> bool:
        """Would `allow_private` help?"""
        return self.kind not in _NEVER


class PortRefused(Exception):
    """A host is asked on a port where no feed is served."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__(f"port {port}")


class Guard(httpcore.AsyncNetworkBackend):
    """A network backend that dials public addresses on `PORTS` only; `allow_private`: any unicast one on any."""

    def __init__(self, *, resolve: Resolve, dialler: httpcore.AsyncNetworkBackend, allow_private: bool) -> None:
        self._resolve = resolve
        self._dialler = dialler
        self._allow_private = allow_private

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve once, judge all, dial one.

        Raises:
            AddressRefused: any of the host's addresses is out of bounds; nothing was dialled.
            PortRefused: the port is; nothing was dialled.
            Ending: the name does not resolve.
            httpcore.ConnectError: nobody answers.
        """
        addresses = await self._resolve(host)
        for address in addresses:
            kind = special(address)
            if kind is not None and (kind in _NEVER or not self._allow_private):
                raise AddressRefused(host, address, kind)
        if port not in PORTS and not self._allow_private:
            raise PortRefused(port)
        *others, last = addresses[:MAX_DIALS]
        for address in others:
            with contextlib.suppress(httpcore.ConnectError, httpcore.ConnectTimeout):  # the last one's failure is told
                return SippedStream(
                    await self._dialler.connect_tcp(str(address), port, IMPATIENCE, local_address, socket_options)
                )
        return SippedStream(await self._dialler.connect_tcp(str(last), port, timeout, local_address, socket_options))
