"""`feeds`, `watches` and `status`: is the sentry itself all right."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import UsageError
from bot.model.message import Message
from bot.model.question import ChatHealth
from bot.model.status import DestinationHealth, FeedHealth, Ledger, Status
from bot.model.watch import Term, Watch
from handlers.feeds import feeds
from handlers.status import status
from handlers.watches import watches
from tests.fakes.archive import NOON, QUIET, FakeArchive, make_entity, make_question
from tests.fakes.messages import commands, plain


def feed(
    number: int, *, failures: int = 0, error: str | None = None, read: bool = True, gone: bool = False
) -> FeedHealth:
    return FeedHealth(
        id=number,
        name=f"Feed {number}",
        url=f"https://example.org/{number}/rss",
        items=1200 + number,
        polled_at=NOON - timedelta(minutes=3),
        succeeded_at=NOON - timedelta(minutes=3) if read else None,
        next_poll_at=NOON + timedelta(minutes=7),
        failures=failures,
        error=error,
        gone=gone,
    )


async def ask_feeds(*known: FeedHealth, args: str = "") -> Message:
    return await feeds(args, make_question(), FakeArchive(feeds=known))


async def test_a_feed_in_trouble_says_what_is_wrong_before_those_that_are_well() -> None:
    assert plain(await ask_feeds(feed(2, failures=3, error="HTTP 500", read=False), feed(1))) == (
        "2 feeds, 1 in trouble\n"
        "- Feed 2<https://example.org/2/rss>: HTTP 500 (3 failures in a row); never read, 1,202 items; "
        "next look in 7 min\n"
        "Feed | Items | Read | Next\n"
        "Feed 1 | 1,201 | 3 min ago | in 7 min"
    )


async def test_a_feed_that_is_gone_and_one_not_read_yet_are_told_apart() -> None:
    told = plain(await ask_feeds(feed(1, gone=True), feed(2, read=False)))
    assert "1 in trouble, 1 not read yet" in told
    assert "the publisher says it is gone" in told
    assert "Feed 2 | 1,202 | not yet" in told


async def test_an_overdue_look_is_due_now() -> None:
    assert "| now" in plain(await ask_feeds(replace(feed(1), next_poll_at=NOON - timedelta(hours=1))))


async def test_many_feeds_come_in_pages() -> None:
    known = [feed(n) for n in range(1, 41)]
    first, second, last = [await ask_feeds(*known, args=args) for args in ("", "page:2", "99")]
    assert "Feed 15 |" in plain(first)
    assert "Feed 16 |" not in plain(first)
    assert commands(first) == ["feeds 2"]
    assert "Feed 16 |" in plain(second)
    assert commands(second) == ["feeds 1", "feeds 3"]
    assert "Page 3 of 3." in plain(last)
    assert commands(last) == ["feeds 2"]


@pytest.mark.parametrize("args", ["x", "0", "page:", "-1"])
async def test_what_is_no_page_is_said_to_be_none(args: str) -> None:
    with pytest.raises(UsageError, match="no page"):
        await ask_feeds(feed(1), args=args)


async def test_no_feeds_says_where_to_add_some() -> None:
    assert "feeds.yaml" in plain(await ask_feeds())


WATCH = Watch(
    name="Build-up",
    to=("desk", "field"),
    any=(Term(text="s-400", entity="s-400"), Term(text="rail depot")),
    none=(Term(text="video game"),),
    from_=frozenset({"uk", "en"}),
)


async def test_a_watch_is_told_with_names_phrases_feeds_and_channels() -> None:
    archive = FakeArchive(entities=[make_entity("s-400", "S-400")], watches=[WATCH])
    assert plain(await watches("", make_question(), archive)) == (
        "Build-up\nAny of: S-400, “rail depot”\nNone of: “video game”\nFrom: feeds tagged en, uk\nTo: desk, field"
    )


async def test_many_watches_come_in_pages_and_none_says_so() -> None:
    archive = FakeArchive(watches=[replace(WATCH, name=f"Watch {n}", from_=frozenset()) for n in range(7)])
    first = await watches("", make_question(), archive)
    assert "all feeds" in plain(first)
    assert commands(first) == ["watches 2"]
    assert "Watch 6" in plain(await watches("2", make_question(), archive))
    assert "Nothing is watched for" in plain(await watches("", make_question(), FakeArchive()))


RUNNING = Status(
    started_at=NOON - timedelta(hours=5),
    ticked_at=NOON - timedelta(seconds=1),
    feeds=64,
    feeds_failing=2,
    feeds_unread=1,
    ledger=Ledger(
        received=1204,
        items={"no match": 1100, "matched": 104},
        planned=9,
        deliveries={"sent": 8, "held": 1},
        unaccounted=0,
        revised=3,
        revisions=3,
    ),
    destinations=(
        DestinationHealth(
            channel="desk", platform="slack", waiting=2, held=0, refused=1, not_before=NOON + timedelta(seconds=90)
        ),
        DestinationHealth(
            channel="field", platform="telegram", waiting=0, held=1, refused=0, gone="the bot was removed"
        ),
    ),
    chats=(ChatHealth(platform="telegram", up=False, detail="bad token", since=NOON - timedelta(minutes=5)),),
)


async def ask_status(found: Status) -> str:
    return plain(await status("", make_question(), FakeArchive(status=found)))


async def test_status_adds_the_ledger_up() -> None:
    assert (await ask_status(RUNNING)).startswith(
        "On watch for 5 h\n"
        "Last tick: just now\n"
        "Feeds: 64 feeds, 2 in trouble, 1 not read yet\n"
        "Items: 1,204 = 1,100 no match + 104 matched; changed later: 3 times\n"
        "Messages: 9 = 8 sent + 1 held\n"
        "Difference: 0\n"
        "- telegram is DOWN: bad token (for 5 min)\n"
        "- desk (slack): 2 waiting; 1 refused; slack asked for patience: next message in 2 min\n"
        "- field (telegram): 1 held; cannot be reached: the bot was removed\n"
    )


async def test_a_difference_is_called_a_defect() -> None:
    lost = replace(RUNNING, ledger=replace(RUNNING.ledger, received=1205, unaccounted=1))
    told = await ask_status(lost)
    assert "Difference: 2 (1 alerted item without a message)" in told
    assert "That is a defect" in told
    assert "defect" not in await ask_status(RUNNING)


async def test_a_sentry_that_stopped_ticking_is_not_called_running() -> None:
    assert "not running: its last tick was 3 h ago" in await ask_status(
        replace(QUIET, ticked_at=NOON - timedelta(hours=3))
    )
    assert "has not run yet" in await ask_status(replace(QUIET, started_at=None, ticked_at=None))


async def test_a_revision_that_left_no_row_shows_in_the_difference() -> None:
    assert "Difference: 1\n" in await ask_status(replace(RUNNING, ledger=replace(RUNNING.ledger, revisions=2)))
