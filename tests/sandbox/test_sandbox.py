"""Documents are read in processes that can be killed, and nothing that one does harms us or the next one."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bot import feeds, sandbox
from bot.errors import FeedUnreadable
from bot.model.feed import Document
from bot.sandbox import Sandbox

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
URL = "https://news.example/rss"
ROOT = Path(__file__).resolve().parents[2]
REDOS = "<item><author>" + "a." * 40_000 + "@</author></item>"


def rss(inside: str, before: str = "") -> bytes:
    return f'{before}<rss version="2.0"><channel><title>F</title>{inside}</channel></rss>'.encode()


def items(count: int) -> str:
    return "".join(
        f"<item><title>Звіт {n}</title><guid>{n}</guid><pubDate>Sun, 22 Nov 2026 09:00:00 GMT</pubDate></item>"
        for n in range(count)
    )


async def read(reader: Sandbox, body: bytes) -> Document:
    return await reader.read(body, url=URL, content_type="text/xml", now=NOW)


def alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


@pytest.fixture
async def reader() -> AsyncIterator[Sandbox]:
    async with Sandbox(seconds=20) as reader:
        yield reader


@pytest.fixture
async def hasty() -> AsyncIterator[Sandbox]:
    async with Sandbox(seconds=0.5, memory=256 << 20) as reader:
        yield reader


async def until(true: Callable[[], bool]) -> None:
    while not true():  # noqa: ASYNC110 -- what is waited for happens in another process
        await asyncio.sleep(0.005)


def pids(reader: Sandbox) -> list[int]:
    return [worker._process.pid for worker in reader._idle]


async def test_the_document_is_what_reading_it_here_gives(reader: Sandbox) -> None:
    body = rss(items(300) + "<item><title>cut & broken")
    document = await read(reader, body)
    assert document == feeds.read(body, url=URL, content_type="text/xml", now=NOW)
    assert len(document.items) == 301


async def test_what_is_no_feed_is_told_as_reading_it_here_tells(reader: Sandbox) -> None:
    with pytest.raises(FeedUnreadable, match="this is a web page, not a feed"):
        await read(reader, b"<html>")


async def test_workers_are_kept_for_the_next_document(reader: Sandbox) -> None:
    await read(reader, rss(items(1)))
    (first,) = pids(reader)
    with pytest.raises(FeedUnreadable):
        await read(reader, b"")
    await read(reader, rss(items(1)))
    assert pids(reader) == [first]


async def test_documents_are_read_side_by_side_but_not_all_at_once(reader: Sandbox) -> None:
    documents = await asyncio.gather(*(read(reader, rss(items(n))) for n in range(12)))
    assert [len(document.items) for document in documents] == list(range(12))
    assert len(pids(reader)) == 2


async def test_a_document_that_takes_too_long_is_stopped_and_the_next_one_reads(hasty: Sandbox) -> None:
    await read(hasty, rss(items(1)))
    doomed = hasty._idle[0]._process
    with pytest.raises(FeedUnreadable, match=r"took longer than 0\.5 s"):
        await read(hasty, rss(REDOS))
    assert doomed.returncode == -signal.SIGKILL
    assert len((await read(hasty, rss(items(3)))).items) == 3


async def test_the_event_loop_goes_on_while_a_document_hangs(hasty: Sandbox) -> None:
    hanging = asyncio.create_task(read(hasty, rss(REDOS)))
    turns = 0
    while not hanging.done():
        await asyncio.sleep(0.01)
        turns += 1
    assert turns > 10
    assert isinstance(hanging.exception(), FeedUnreadable)


async def test_a_document_that_takes_too_much_memory_is_stopped() -> None:
    small = Sandbox(seconds=20, memory=100 << 20)
    attributes = " ".join(f'a{n}="1"' for n in range(150_000))
    with pytest.raises(FeedUnreadable, match=r"memory|crashes"):
        await read(small, rss(f"<item><b {attributes}/></item>"))
    assert len((await read(small, rss(items(1)))).items) == 1
    await small.aclose()


async def test_billion_laughs_stay_contained(reader: Sandbox) -> None:
    entities = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    document = await read(reader, rss("<item><title>&l9;</title></item>", f"<!DOCTYPE rss [{entities}]>"))
    assert len(document.items[0].title) < 1000


async def test_a_body_beyond_the_limit_is_refused_unread(reader: Sandbox) -> None:
    with pytest.raises(FeedUnreadable, match="16 MB is the limit"):
        await read(reader, b"x" * (sandbox.MAX_BODY + 1))
    assert not pids(reader)


async def test_an_idle_worker_that_was_killed_is_replaced(reader: Sandbox) -> None:
    await read(reader, rss(items(1)))
    os.kill(pids(reader)[0], signal.SIGKILL)
    assert len((await read(reader, rss(items(2)))).items) == 2


async def test_a_worker_killed_while_it_reads_is_replaced_once(
    reader: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []
    start = sandbox._Worker.start

    async def noted(memory: int, seconds: float) -> sandbox._Worker:
        worker = await start(memory, seconds)
        started.append(worker._process.pid)
        return worker

    monkeypatch.setattr(sandbox._Worker, "start", noted)
    reading = asyncio.create_task(read(reader, rss(REDOS)))
    for attempt in (1, 2):
        await until(partial(lambda wanted: len(started) >= wanted, attempt))
        os.kill(started[-1], signal.SIGKILL)
    with pytest.raises(FeedUnreadable, match="crashes the parser"):
        await reading
    assert len(started) == 2


async def test_a_cancelled_read_leaves_no_process(hasty: Sandbox) -> None:
    await read(hasty, rss(items(1)))
    (pid,) = pids(hasty)
    reading = asyncio.create_task(read(hasty, rss(REDOS)))
    await until(lambda: not pids(hasty))
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert not alive(pid)


async def test_closing_ends_all_processes_and_pipes() -> None:
    reader = Sandbox()
    await asyncio.gather(read(reader, rss(items(1))), read(reader, rss(items(1))))
    ended = pids(reader)
    await reader.aclose()
    assert len(ended) == 2
    assert not any(map(alive, ended))
    gc.collect()  # an unclosed pipe would warn, and a warning fails the test


async def test_a_worker_sees_no_secret_of_ours(reader: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "secret")
    await read(reader, rss(items(1)))
    environment = await asyncio.to_thread(Path(f"/proc/{pids(reader)[0]}/environ").read_bytes)
    assert environment == b""


@pytest.mark.parametrize("how", ["-m", "script", "-c"])
def test_it_works_whatever_the_main_module_is(how: str, tmp_path: Path) -> None:
    code = (
        "import asyncio, sys\nfrom datetime import UTC, datetime\nfrom bot.sandbox import Sandbox\n"
        "async def go():\n  async with Sandbox() as reader:\n"
        "    print((await reader.read(sys.stdin.buffer.read(), url='https://a.example', content_type=None,"
        " now=datetime.now(UTC))).title)\n"
        "asyncio.run(go())\nprint('once')\n"  # unguarded: a child that imported this would start children of its own
    )
    (tmp_path / "unguarded.py").write_text(code)
    command = {"-m": ["-m", "unguarded"], "script": [str(tmp_path / "unguarded.py")], "-c": ["-c", code]}[how]
    run = subprocess.run(
        [sys.executable, *command],
        input=rss(items(1)),
        capture_output=True,
        check=False,
        timeout=60,
        cwd=tmp_path,
        env={"PYTHONPATH": f"{ROOT}:{tmp_path}"},
    )
    assert (run.stdout.split(), run.stderr) == ([b"F", b"once"], b"")


def test_workers_end_with_us_even_if_we_are_killed() -> None:
    code = (
        "import asyncio\nfrom datetime import UTC, datetime\nfrom bot.sandbox import Sandbox\n"
        "async def go():\n  reader = Sandbox()\n"
        "  await reader.read(b'<rss/>', url='https://a.example', content_type=None, now=datetime.now(UTC))\n"
        "  print(reader._idle[0]._process.pid, flush=True)\n  await asyncio.sleep(60)\n"
        "asyncio.run(go())\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        watch = os.pidfd_open(pid)
        parent.kill()
    try:
        os.set_blocking(watch, False)
        import select

        assert select.select([watch], [], [], 30)[0], "the worker outlived us"
    finally:
        os.close(watch)
