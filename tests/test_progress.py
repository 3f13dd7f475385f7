"""What `vedette run` says while it works."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from bot.flows.collect import Collected
from bot.model.fetching import FetchStatus
from bot.progress import FirstRound


def said(*looks: Collected, due: int, configured: int | None = None) -> str:
    stream = StringIO()
    progress = FirstRound(Console(file=stream, width=200))
    progress.start(due, configured if configured is not None else due)
    for look in looks:
        progress.add(look)
    return stream.getvalue()


def look(number: int, status: FetchStatus = FetchStatus.OK, *, items: int = 0, alerts: int = 0) -> Collected:
    error = None if status is FetchStatus.OK else "it broke"
    return Collected(id=number, feed="same name", status=status, items=items, alerts=alerts, error=error)


def test_the_first_round_is_summed_up_once_every_feed_was_looked_at() -> None:
    looks = (look(1, items=3, alerts=1), look(1, items=9), look(2, FetchStatus.HTTP_ERROR), look(3, items=4))
    assert said(*looks, due=3) == (
        "first look at 3 feeds ...\nfirst look: 3 of 3 feeds, 7 items, 1 alert, 1 failure. Watching.\n"
    )


def test_without_a_network_it_says_so_once_and_points_at_the_demo() -> None:
    looks = [look(number, FetchStatus.UNREACHABLE) for number in (1, 2, 1, 2)]
    text = said(*looks, due=2)
    assert text.count("no network") == 1
    assert "make demo" in text


def test_a_restart_waits_only_for_what_is_due() -> None:
    assert "first look: 1 of 1 feed" in said(look(5), due=1, configured=80)
    assert said(due=0, configured=80) == "80 feeds, all looked at lately. Watching.\n"


def test_a_file_without_feeds_is_told() -> None:
    assert "names no feeds" in said(due=0, configured=0)
