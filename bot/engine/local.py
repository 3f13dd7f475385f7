"""The embedded engine: APScheduler's clock in our own loop, for one process and no server."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import StoreError

log = structlog.get_logger(__name__)
CLOCK_LOOK = 2.0
"""Seconds between two looks at whether the wall clock still keeps step with time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Something to look at every so often."""

    name: str
    every: timedelta
    look: Callable[[], Awaitable[object]]


class LocalEngine:
    """Ticks until it is stopped.

    A tick that is late, after a frozen machine or a suspend, comes once as soon as it can; a tick that is still busy is
    not started again; one that fails is logged and comes again.
    """

    def __init__(self, ticks: Sequence[Tick], *, wall: Callable[[], float] = time.time) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._ticks = tuple(ticks)
        self._running: set[asyncio.Task[None]] = set()
        self._wall = wall
        self._watch: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; each tick comes at once for the first time."""
        for tick in self._ticks:
            self._scheduler.add_job(
                self._guarded,
                "interval",
                args=[tick],
                seconds=tick.every.total_seconds(),
                next_run_time=datetime.now(UTC),
            )
        self._scheduler.start()
        self._watch = asyncio.create_task(self._watch_clock())

    async def stop(self) -> None:
        """Start nothing more and wait for what runs: the scheduler's own shutdown would cancel it half-way."""
        if self._watch is not None:
            self._watch.cancel()
        self._scheduler.pause()
        if self._running:
            await asyncio.wait(self._running)
        self._scheduler.shutdown(wait=False)

    async def _watch_clock(self) -> None:
        """Tick at once after the clock was set: the scheduler waits by it, and sits out what was set back."""
        loop = asyncio.get_running_loop()
        apart = self._wall() - loop.time()
        while True:
            await asyncio.sleep(CLOCK_LOOK)
            jumped = self._wall() - loop.time() - apart
            if abs(jumped) > CLOCK_LOOK:
                log.warning("clock_jumped", seconds=round(jumped))
                apart += jumped
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=datetime.now(UTC))

    async def _guarded(self, tick: Tick) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
        try:
            await tick.look()
        except StoreError as error:
            log.error("tick_failed", tick=tick.name, why=str(error))  # noqa: TRY400 - the reason is enough
        except Exception:
            log.exception("tick_failed", tick=tick.name)
        finally:
            if task is not None:
                self._running.discard(task)


class Crew:
    """Runs up to `size` units of work at a time, each on its own; one that fails is logged and takes no other along."""

    def __init__(self, name: str, size: int) -> None:
        self._name = name
        self._size = size
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def free(self) -> int:
        """How many more units could start now."""
        return self._size - len(self._tasks)

    def start(self, work: Coroutine[None, None, object]) -> None:
        """Begin a unit of work."""
        task = asyncio.create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: work.close())  # one that was cancelled before it began was never awaited

    async def drain(self) -> None:
        """Wait until all that was started is done."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def cancel(self) -> None:
        """Stop all that was started, and wait until it has stopped."""
        for task in self._tasks:
            task.cancel()
        await self.drain()

    async def _guarded(self, work: Coroutine[None, None, object]) -> None:
        try:
            await work
        except StoreError as error:
            log.error("work_failed", crew=self._name, why=str(error))  # noqa: TRY400 - the reason is enough
        except Exception:
            log.exception("work_failed", crew=self._name)
