"""The embedded engine: ticks come, one that fails comes again, a set clock stops nothing, stopping waits."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import pytest

from bot.engine import local
from bot.engine.local import Crew, LocalEngine, Tick
from bot.errors import StoreError

SOON = timedelta(milliseconds=20)


class Looks:
    """Counts looks; tells when there were enough."""

    def __init__(self, enough: int, *, error: Exception | None = None) -> None:
        self.count = 0
        self.enough = enough
        self.reached = asyncio.Event()
        self._error = error

    async def __call__(self) -> None:
        self.count += 1
        if self.count >= self.enough:
            self.reached.set()
        if self._error:
            raise self._error


@pytest.mark.parametrize("error", [None, StoreError("disk full"), RuntimeError("a bug")])
async def test_a_tick_comes_again_whatever_became_of_the_last(error: Exception | None) -> None:
    looks = Looks(3, error=error)
    engine = LocalEngine([Tick(name="t", every=SOON, look=looks)])
    engine.start()
    await looks.reached.wait()
    await engine.stop()


async def test_stopping_waits_for_the_tick_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        begun.set()
        await may_end.wait()
        ended.set()

    engine = LocalEngine([Tick(name="t", every=SOON, look=slow)])
    engine.start()
    await begun.wait()
    stopping = asyncio.create_task(engine.stop())
    await asyncio.sleep(0)
    may_end.set()
    await stopping
    assert ended.is_set()


async def test_a_clock_that_was_set_makes_every_tick_come_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "CLOCK_LOOK", 0.02)
    ahead = 0.0
    looks, first = Looks(2), asyncio.Event()

    async def look() -> None:
        await looks()
        first.set()

    engine = LocalEngine([Tick(name="t", every=timedelta(hours=1), look=look)], wall=lambda: time.time() + ahead)
    engine.start()
    await first.wait()
    ahead = -3600.0
    await looks.reached.wait()
    await engine.stop()


async def test_a_crew_has_so_many_hands_and_one_failure_takes_no_other_along() -> None:
    crew, may_end, done = Crew("c", 3), asyncio.Event(), []

    async def work(name: str) -> None:
        await may_end.wait()
        if name == "bad":
            raise RuntimeError("a bug")
        done.append(name)

    for name in ("a", "bad", "b"):
        crew.start(work(name))
    assert crew.free == 0
    may_end.set()
    await crew.drain()
    assert (crew.free, sorted(done)) == (3, ["a", "b"])


async def test_a_crew_can_be_told_to_stop() -> None:
    crew = Crew("c", 1)
    crew.start(asyncio.Event().wait())
    await crew.cancel()
    assert crew.free == 1
