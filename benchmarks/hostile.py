"""What feeds at their worst do to the sentry, and to the feeds beside them.

    .venv/bin/python -m benchmarks.hostile [--deadline SECONDS] [--workers N] [--case WORDS] [--together]

Serves every page of `tests/fakes/hostile.py` from a process of its own, and takes each through the fetcher and the
reading sandbox while 20 sound feeds, served by another process, are polled once a second. The network guard works as in
earnest; only DNS and the last step of the dial are made up, so that public names lead to the servers. Columns:

- fetched, read: what the fetch and the reading came to, with seconds;
- memory: peak of this process and of its reading workers, in MB (Linux; elsewhere 0);
- stall: the longest time for which the event loop served nobody, in ms;
- delay: the longest time from when a sound feed was due to when it was read, in ms.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import multiprocessing
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.errors import FeedUnreadable
from bot.fetch import HttpFetcher
from bot.model.fetching import FetchStatus
from bot.sandbox import Sandbox
from tests.fakes.hostile import CASES, hostile_server
from tests.fakes.network import PUBLIC, FakeDialler, FakeNames

GOOD = 20
EVERY = 1.0
SOUND = "151.101.1.1"
"""Where the sound feeds live, in the made-up internet."""
HOSTS = {"evil.example": [[PUBLIC]], **{f"good{n}.example": [[SOUND]] for n in range(GOOD)}}


def serve(port: Connection) -> None:
    """A server, for a process of its own, so that its labours are not ours."""

    async def run() -> None:
        async with hostile_server() as server:
            port.send(server.port)
            await asyncio.Event().wait()

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run())


class Server:
    """A server in a process of its own."""

    def __init__(self) -> None:
        self._ours, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        self.pid = self._process.pid or 0
        self.port: int = self._ours.recv()

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.join()


@dataclass
class Gauges:
    """The worst of each kind since they were last reset."""

    stall: float = 0.0
    delays: list[float] = field(default_factory=list)
    failures: int = 0
    workers: float = 0.0

    def reset(self) -> None:
        """Begin anew, the memory mark of this process included."""
        self.stall, self.delays, self.failures, self.workers = 0.0, [], 0, 0.0
        with contextlib.suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _status(pid: str, key: str) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith(f"{key}:"):
                return int(line.split()[1])
    return 0


def _workers_megabytes(servers: set[int]) -> float:
    me = os.getpid()
    pids = [entry.name for entry in Path("/proc").glob("[0-9]*")]
    ours = [pid for pid in pids if _status(pid, "PPid") == me and int(pid) not in servers]
    return max((_status(pid, "VmHWM") for pid in ours), default=0) / 1024


async def watch_the_loop(gauges: Gauges) -> None:
    """Notes how much later than asked a short sleep ends."""
    clock = asyncio.get_running_loop().time
    while True:
        before = clock()
        await asyncio.sleep(0.005)
        gauges.stall = max(gauges.stall, clock() - before - 0.005)


async def watch_the_workers(gauges: Gauges, servers: set[int]) -> None:
    """Notes the largest worker; in a thread, not to be a stall itself."""
    while True:
        gauges.workers = max(gauges.workers, await asyncio.to_thread(_workers_megabytes, servers))
        await asyncio.sleep(0.2)


@dataclass(frozen=True)
class Desk:
    """A fetcher and a reader, as the sentry has them."""

    fetcher: HttpFetcher
    sandbox: Sandbox

    async def look(self, url: str) -> tuple[str, str]:
        """Fetch and read; what each came to, in words."""
        began = time.perf_counter()
        fetched = await self.fetcher.fetch(url)
        words = f"{fetched.status.value} {time.perf_counter() - began:.1f} s"
        if fetched.status is not FetchStatus.OK:
            return f"{words}: {fetched.detail}", "-"
        began = time.perf_counter()
        try:
            document = await self.sandbox.read(
                fetched.body, url=fetched.url, content_type=fetched.content_type, now=datetime.now(UTC)
            )
            read = f"{len(document.items)} items"
        except FeedUnreadable as unreadable:
            read = str(unreadable)
        return words, f"{read} ({time.perf_counter() - began:.1f} s)"

    async def poll(self, number: int, gauges: Gauges) -> None:
        """Look at a sound feed once a second, for ever."""
        clock = asyncio.get_running_loop().time
        due = clock() + number * EVERY / GOOD
        while True:
            await asyncio.sleep(max(due - clock(), 0))
            fetched, read = await self.look(f"http://good{number}.example/good/{number}")
            gauges.delays.append(clock() - due)
            gauges.failures += not (fetched.startswith("ok") and read.startswith("3 items"))
            due += EVERY


@asynccontextmanager
async def at_work(deadline: float, workers: int, gauges: Gauges) -> AsyncIterator[Desk]:
    """A desk with its 20 sound feeds under way, and the gauges on."""
    evil, sound = await asyncio.gather(asyncio.to_thread(Server), asyncio.to_thread(Server))
    dialler = FakeDialler(evil.port, elsewhere={SOUND: sound.port})
    fetcher = HttpFetcher(resolve=FakeNames(HOSTS), dialler=dialler, deadline=timedelta(seconds=deadline))
    async with fetcher, Sandbox(workers=workers) as sandbox:
        desk = Desk(fetcher, sandbox)
        chores = [watch_the_loop(gauges), watch_the_workers(gauges, {evil.pid, sound.pid})]
        tasks = [asyncio.create_task(chore) for chore in chores + [desk.poll(n, gauges) for n in range(GOOD)]]
        try:
            await asyncio.sleep(3)  # the workers start
            yield desk
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            evil.stop()
            sound.stop()


async def measure(arguments: argparse.Namespace, console: Console) -> None:
    """Run the cases one after the other, or all together, and print the table."""
    gauges = Gauges()
    table = Table("case", "fetched", "read", "memory, workers", "stall", "delay", "sound looks", title="Hostile feeds")

    def row(case: str, fetched: str, read: str) -> None:
        memory = f"{_status('self', 'VmHWM') / 1024:.0f}, {gauges.workers:.0f}"
        looks = f"{len(gauges.delays)}" + (f", {gauges.failures} failed" if gauges.failures else "")
        worst = f"{max(gauges.delays, default=0) * 1000:.0f}"
        table.add_row(case, fetched, read, memory, f"{gauges.stall * 1000:.0f}", worst, looks)

    async with at_work(arguments.deadline, arguments.workers, gauges) as desk:
        gauges.reset()
        await asyncio.sleep(5)
        row("none", "", "")
        chosen = {name: path for name, path in CASES.items() if arguments.case in name}
        for name, path in chosen.items():
            console.print(f"{name} ...", style="dim")
            gauges.reset()
            outcome = await desk.look(f"http://evil.example{path}")
            await asyncio.sleep(EVERY)  # every sound feed is looked at beside each case
            row(name, *outcome)
        if arguments.together:
            console.print("all together ...", style="dim")
            gauges.reset()
            await asyncio.gather(*(desk.look(f"http://evil.example{path}") for path in chosen.values()))
            row("all together", "", "")
    console.print(table)


def main() -> None:
    """Parse the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deadline", type=float, default=20, help="seconds for one fetch (default: %(default)g)")
    parser.add_argument("--workers", type=int, default=2, help="reading processes (default: %(default)d)")
    parser.add_argument("--case", default="", help="only cases whose name contains this")
    parser.add_argument("--together", action="store_true", help="also all cases at the same time")
    asyncio.run(measure(parser.parse_args(), Console(width=200)))


if __name__ == "__main__":
    main()
