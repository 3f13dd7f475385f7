"""From a feed's items to planned deliveries: nothing twice, nothing lost, no flood, every item in a recorded state."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.errors import StoreError
from bot.flows.detect import Detected, Detector
from bot.model.feed import Item
from bot.model.fetching import FetchStatus
from bot.model.status import ItemState
from bot.store import feeds, stories
from bot.store.schema import deliveries
from bot.store.schema import items as item_table
from tests.flows.desk import NOW, ONE, TWO, WATCHES, Desk, desk


async def states(one: Desk) -> dict[str, str]:
    async with one.database.read() as connection:
        return {row.title: row.state for row in await connection.execute(select(item_table).order_by(item_table.c.id))}


async def test_a_watched_item_becomes_one_delivery_a_channel(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, "S-400 launchers near Homiel")
        assert sum(looked.alerts for looked in await one.poll()) == 2
        async with one.database.read() as connection:
            rows = (await connection.execute(select(deliveries))).all()
        assert sorted((row.channel, row.state, row.due) for row in rows) == [
            ("desk", "queued", NOW + timedelta(seconds=30)),
            ("field", "queued", NOW + timedelta(seconds=30)),
        ]


async def test_every_item_ends_in_a_recorded_state(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, "Rain on Monday")
        one.publisher.publish(ONE, "Belarus opens a library")
        one.publisher.publish(ONE, "S-400 launchers near Homiel")
        one.publisher.publish(ONE, "S-400 on parade last week", at=NOW - timedelta(days=6))
        await one.poll()
        assert await states(one) == {
            "S-400 on parade last week": ItemState.SUPPRESSED,
            "Rain on Monday": ItemState.NO_MATCH,
            "Belarus opens a library": ItemState.MATCHED,
            "S-400 launchers near Homiel": ItemState.ALERTED,
        }
        sums = await one.ledger()
        assert (sums.received, sums.difference) == (4, 0)


async def test_the_same_document_again_brings_nothing(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, "S-400 launchers near Homiel")
        await one.poll()
        async with one.database.write() as connection:  # as if the body had changed in some other place
            for state in await feeds.claim(
                connection, one.clock() + timedelta(days=1), owner="x", lease=timedelta(0), limit=9
            ):
                await feeds.save(connection, replace(state, body_hash=None))
        assert sum(looked.items for looked in await one.poll()) == 0
        assert (await one.ledger()).received == 1


async def test_a_variant_counts_for_its_family(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, "Twenty T-80BV tanks unloaded")
        assert sum(looked.alerts for looked in await one.poll()) == 1


async def test_the_first_sight_of_a_feed_floods_nobody(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        for hours in (1, 5, 7, 100):
            one.publisher.publish(ONE, f"S-400 battery number {hours} moves", at=NOW - timedelta(hours=hours))
        one.publisher.publish(ONE, "S-400 crews train somewhere", at=None)
        await one.poll()
        assert await states(one) == {
            "S-400 battery number 100 moves": ItemState.SUPPRESSED,
            "S-400 battery number 7 moves": ItemState.SUPPRESSED,
            "S-400 battery number 5 moves": ItemState.ALERTED,
            "S-400 battery number 1 moves": ItemState.ALERTED,
            "S-400 crews train somewhere": ItemState.SUPPRESSED,
        }


async def test_what_was_published_while_we_were_away_alerts(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        await one.poll()
        one.publisher.publish(ONE, "S-400 launchers near Homiel", at=NOW + timedelta(hours=1))
        one.clock.forward(days=2)
        assert sum(looked.alerts for looked in await one.poll()) == 2


async def test_old_items_brought_out_again_do_not_alert(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        await one.poll()
        one.publisher.publish(ONE, "S-400 launchers near Homiel", at=NOW - timedelta(days=30))
        assert sum(looked.alerts for looked in await one.poll()) == 0
        assert await states(one) == {"S-400 launchers near Homiel": ItemState.SUPPRESSED}


async def test_reports_of_one_event_are_one_story(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, "S-400 launchers unloaded at Homiel station")
        one.publisher.publish(TWO, "S-400 launchers unloaded at the Homiel station")
        await one.poll()
        async with one.database.read() as connection:
            (story,) = {story for story, _ in await stories.open_reports(connection, NOW - timedelta(days=1))}
            (whole,) = await stories.whole(connection, [story])
        assert {report.feed_name for report in whole.reports} == {"One", "Two"}
        assert whole.reports[1].joined_because
        assert len((await one.ledger()).deliveries) == 1
        assert (await one.ledger()).planned == 2


async def test_a_report_that_names_nothing_joins_a_story_that_was_told(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        link = "https://agency.example/launchers"
        one.publisher.publish(ONE, "S-400 launchers unloaded at Homiel station", url=link)
        await one.poll()
        one.publisher.publish(TWO, "Night unloading at Homiel", url=link)
        await one.poll()
        assert (await states(one))["Night unloading at Homiel"] == ItemState.JOINED
        assert (await one.ledger()).difference == 0


async def test_phrases_and_places_narrow_a_watch(tmp_path: Path) -> None:
    (air_defence, _) = WATCHES
    narrowed = replace(
        air_defence,
        all=(replace(air_defence.any[0], text="belarus", entity="belarus"),),
        none=(replace(air_defence.any[0], text="video game", entity=None),),
    )
    async with desk(tmp_path, watches=[narrowed]) as one:
        one.publisher.publish(ONE, "S-400 launchers in Belarus")
        one.publisher.publish(ONE, "S-400 launchers in Syria")
        one.publisher.publish(ONE, "S-400 crews of Belarus star in a new video game")
        await one.poll()
        found = await states(one)
        assert [title for title, state in found.items() if state == ItemState.ALERTED] == ["S-400 launchers in Belarus"]


async def test_a_feed_that_fails_says_why_and_the_others_go_on(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.status[ONE.url] = FetchStatus.HTTP_ERROR
        one.publisher.unreadable.add(TWO.url)
        errors = {looked.feed: looked.error for looked in await one.poll()}
        assert errors == {"One": "it broke", "Two": "this is a web page, not a feed"}


async def test_a_commit_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, "S-400 launchers near Homiel")

        async def full(*_: object, **__: object) -> None:
            raise StoreError("disk full")

        with monkeypatch.context() as broken:
            broken.setattr(feeds, "save", full)
            await one.poll()
        assert (await one.ledger()).received == 0
        one.clock.forward(hours=2)  # the lease runs out
        assert sum(looked.alerts for looked in await one.poll()) == 2


async def test_a_feed_that_is_gone_is_told_once(tmp_path: Path) -> None:
    async with desk(tmp_path, notices=["desk"], configured=[ONE]) as one:
        one.publisher.status[ONE.url] = FetchStatus.GONE
        await one.poll()
        await one.poll()
        await one.send()
        assert len(one.slack.sent) == 1


async def test_without_a_network_feeds_keep_their_pace(tmp_path: Path) -> None:
    configured = [replace(ONE, url=f"https://{number}.example/rss", name=str(number)) for number in range(4)]
    async with desk(tmp_path, configured=configured) as one:
        one.publisher.status = {feed.url: FetchStatus.UNREACHABLE for feed in configured}
        for _ in range(30):
            await one.poll()
        async with one.database.read() as connection:
            waits = [line.next_poll_at - one.clock() for line in await feeds.health(connection)]
        assert max(waits) <= timedelta(minutes=2)


async def test_one_unreachable_feed_among_others_is_asked_ever_more_patiently(tmp_path: Path) -> None:
    configured = [replace(ONE, url=f"https://{number}.example/rss", name=str(number)) for number in range(4)]
    async with desk(tmp_path, configured=configured) as one:
        one.publisher.status = {configured[0].url: FetchStatus.UNREACHABLE}
        for _ in range(6):
            await one.poll()
        async with one.database.read() as connection:
            (failing, *_) = await feeds.health(connection)
        assert (failing.failures, failing.next_poll_at - one.clock() > 20 * ONE.every) == (6, True)


async def test_an_item_that_cannot_be_examined_keeps_nothing_else_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Detector.detect

    def detect(self: Detector, item: Item, tags: frozenset[str]) -> Detected:
        if "bad" in item.title:
            raise RuntimeError("a bug")
        return real(self, item, tags)

    monkeypatch.setattr(Detector, "detect", detect)
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, "A bad item")
        one.publisher.publish(ONE, "S-400 launchers near Homiel")
        assert sum(looked.alerts for looked in await one.poll()) == 2
        assert (await states(one))["A bad item"] == ItemState.NO_MATCH


async def test_a_look_that_fails_by_our_own_fault_shows_in_feeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(tmp_path, configured=[ONE]) as one:
        one.publisher.publish(ONE, "S-400 launchers near Homiel")

        def broken(*_: object, **__: object) -> None:
            raise RuntimeError("a bug")

        monkeypatch.setattr(one.index, "place", broken)
        (looked,) = await one.poll()
        async with one.database.read() as connection:
            (line,) = await feeds.health(connection)
        assert (looked.error, line.error, line.failures) == ("could not be kept: RuntimeError",) * 2 + (1,)
