"""DNS off the loop: slow names hold up nobody but themselves."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from typing import Any

import pytest

from bot.fetch.ending import Ending
from bot.fetch.resolver import MAX_LOOKUPS, Resolver
from bot.model.fetching import FetchStatus


class SlowNames:
    """`getaddrinfo` that does not answer for names under `slow.` until it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.asked: list[str] = []

    def __call__(self, host: str, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
        self.asked.append(host)
        if host.startswith("slow."):
            self.let_go.wait(30)
        if host == "unknown.example":
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        if host == "unsure.example":
            raise socket.gaierror(socket.EAI_AGAIN, "try again")
        if host == "empty.example":
            return []
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 0))] * 2


async def test_an_address_is_its_own_answer() -> None:
    names = SlowNames()
    resolver = Resolver(names)
    assert await resolver("192.0.2.1") == (ipaddress.ip_address("192.0.2.1"),)
    assert await resolver("::1") == (ipaddress.ip_address("::1"),)
    assert names.asked == []


async def test_a_name_is_asked_and_doublets_dropped() -> None:
    assert await Resolver(SlowNames())("feeds.example") == (ipaddress.ip_address("93.184.215.14"),)


async def test_slow_names_hold_up_nobody_else_and_take_one_thread_each() -> None:
    names = SlowNames()
    resolver = Resolver(names)
    waiting = [asyncio.create_task(resolver(f"slow.{n % 60}.example")) for n in range(120)]
    await asyncio.sleep(0)
    assert await asyncio.wait_for(resolver("feeds.example"), 10)
    names.let_go.set()
    await asyncio.gather(*waiting)
    assert len(names.asked) == 61


async def test_one_who_gives_up_leaves_the_answer_to_the_others() -> None:
    names = SlowNames()
    resolver = Resolver(names)
    impatient, patient = (asyncio.create_task(resolver("slow.example")) for _ in range(2))
    await asyncio.sleep(0)
    impatient.cancel()
    await asyncio.sleep(0)
    names.let_go.set()
    assert await patient
    assert impatient.cancelled()


async def test_there_is_an_end_to_threads() -> None:
    names = SlowNames()
    resolver = Resolver(names)
    waiting = [asyncio.create_task(resolver(f"slow.{n}.example")) for n in range(MAX_LOOKUPS)]
    await asyncio.sleep(0)
    with pytest.raises(Ending, match="too many names"):
        await resolver("feeds.example")
    names.let_go.set()
    await asyncio.gather(*waiting)
    assert await resolver("feeds.example")


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("unknown.example", "DNS knows no host unknown.example"),
        ("unsure.example", "DNS gives no answer for unsure.example just now"),
        ("empty.example", "DNS knows no address of empty.example"),
    ],
)
async def test_no_answer_is_said_in_words(host: str, words: str) -> None:
    with pytest.raises(Ending, match=words) as raised:
        await Resolver(SlowNames())(host)
    assert raised.value.status is FetchStatus.UNREACHABLE


async def test_a_label_too_long_for_dns_is_no_host() -> None:
    with pytest.raises(Ending, match=r"cannot be looked up|DNS knows no host"):
        await Resolver()("x" * 64 + ".example")
