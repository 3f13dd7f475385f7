"""Keeps us from crowding: a few looks at one host at once, and a few dozen in all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class Slots:
    """At most `per_host` holders for one host and `total` in all; others wait their turn."""

    def __init__(self, *, per_host: int, total: int) -> None:
        self._per_host = per_host
        self._total = asyncio.Semaphore(total)
        # Weak: a host is forgotten with its last holder, however many hosts redirects make up.
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def hold(self, host: str) -> AsyncIterator[None]:
        """Hold a slot. The host's own comes first, so that those who queue for a busy host hold up nobody else."""
        of_host = self._hosts.get(host)
        if of_host is None:
            of_host = self._hosts[host] = asyncio.Semaphore(self._per_host)
        async with of_host, self._total:
            yield
