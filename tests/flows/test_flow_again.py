"""The same item, again: one item, one alert, a revision that keeps the change; and no other item is silenced."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text, update

from bot.errors import StoreError
from bot.flows.detect import Detected, Detector
from bot.model.feed import Item
from bot.model.question import Question
from bot.model.status import ItemState
from bot.model.story import Revision
from bot.store import feeds, revisions
from bot.store.archive import StoreArchive
from bot.store.schema import item_keys, items
from bot.store.schema import revisions as revision_table
from bot.stories.revisions import RESTLESS
from handlers.timeline import timeline
from tests.flows.desk import CHANNELS, ENTITIES, NOW, ONE, TWO, WATCHES, Desk, desk, words

TITLE = "S-400 launchers unloaded at Homiel"
TEXT = "Residents counted 8 launchers on the platform before dawn, and two lorries that carried the crews."
QUIET = "Harvest festival opens with songs and a market of honey"


async def rows(one: Desk) -> list[tuple[str, str]]:
    async with one.database.read() as connection:
        found = await connection.execute(select(items).order_by(items.c.id))
        return [(row.title, row.state) for row in found]


async def revised(one: Desk, item: int = 1) -> tuple[Revision, ...]:
    async with one.database.read() as connection:
        return (await revisions.of(connection, [item])).get(item, ())


async def sums(one: Desk) -> tuple[int, int, int]:
    ledger = await one.ledger()
    return ledger.received, ledger.revised, ledger.difference


@pytest.mark.parametrize(
    "churned",
    [
        {"key": "another-guid"},
        {"key": "another-guid", "published": NOW + timedelta(hours=1)},
        {"published": NOW + timedelta(hours=1)},
        {"key": "another-guid", "url": "https://one.example/moved/homiel"},
        {"url": "https://one.example/rss/One-0?utm_source=feed"},
    ],
    ids=["guid", "guid and date", "date", "guid and link", "parameters of the link"],
)
async def test_churn_makes_no_new_item_and_no_second_alert(tmp_path: Path, churned: dict[str, Any]) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, TITLE, TEXT, at=NOW + timedelta(minutes=1))
        await one.poll()
        await one.send()
        one.publisher.edit(ONE, **churned)
        one.clock.forward(hours=1)
        (looked, *_) = [looked for looked in await one.poll() if looked.feed == "One"]
        await one.send()
        assert (looked.items, looked.alerts) == (0, 0)
        assert (len(one.slack.sent), len(one.telegram.sent)) == (1, 1)
        assert (await sums(one))[::2] == (1, 0)


async def test_a_corrected_headline_is_a_revision_and_an_edit_of_the_message(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, TITLE, TEXT)
        await one.poll()
        await one.send()
        one.publisher.edit(ONE, title="S-300 launchers unloaded at Homiel", text=TEXT.replace("8", "6"))
        (looked, *_) = [looked for looked in await one.poll() if looked.feed == "One"]
        await one.send()
        assert (looked.items, looked.revised, looked.alerts) == (0, 1, 0)
        (revision,) = await revised(one)
        assert revision.changes.title == (TITLE, "S-300 launchers unloaded at Homiel")
        assert revision.changes.numbers == (("S-400", "8"), ("S-300", "6"))
        assert revision.changes.lost == ("s-400",)
        assert len(one.slack.sent) == 1
        ((_, _, edit),) = one.slack.edited
        assert "S-300 launchers unloaded" in words(edit)
        assert await rows(one) == [("S-300 launchers unloaded at Homiel", ItemState.ALERTED)]
        assert await sums(one) == (1, 1, 0)


async def test_the_old_words_stay_in_the_revision_and_leave_the_search(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, TITLE, TEXT)
        await one.poll()
        one.publisher.edit(ONE, title="Launchers unloaded at Brest")
        await one.poll()
        async with one.database.read() as connection:
            (kept,) = (await connection.execute(select(revision_table))).all()
            query = text("SELECT rowid FROM items_text WHERE items_text MATCH :word")
            found = [list(await connection.scalars(query.bindparams(word=word))) for word in ("Homiel", "Brest")]
        assert (kept.title, kept.text) == (TITLE, TEXT)
        assert found == [[], [1]]


async def test_new_words_that_a_watch_asks_for_alert_for_the_first_time(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, "Launchers unloaded at Homiel", TEXT)
        assert sum(looked.alerts for looked in await one.poll()) == 0
        one.publisher.edit(ONE, text=TEXT.replace("launchers", "S-400 launchers"))
        assert sum(looked.alerts for looked in await one.poll()) == 2
        await one.send()
        assert len(one.slack.sent) == 1
        assert await rows(one) == [("Launchers unloaded at Homiel", ItemState.ALERTED)]
        assert await sums(one) == (1, 1, 0)


async def test_a_second_watch_that_the_new_words_bring_edits_the_message(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, TITLE, TEXT)
        await one.poll()
        await one.send()
        one.publisher.edit(ONE, text=TEXT + " Twelve T-80BV tanks came with them.")
        assert sum(looked.alerts for looked in await one.poll()) == 0
        await one.send()
        assert len(one.slack.sent) == 1
        assert "Tanks (T-80)" in words(one.slack.edited[0][2])


async def test_an_old_item_that_is_edited_does_not_alert(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, "Launchers unloaded at Homiel", TEXT, at=NOW - timedelta(days=30))
        await one.poll()
        one.publisher.edit(ONE, text=TEXT.replace("launchers", "S-400 launchers"))
        assert sum(looked.alerts for looked in await one.poll()) == 0
        assert await rows(one) == [("Launchers unloaded at Homiel", ItemState.SUPPRESSED)]


async def test_a_page_with_counters_and_clocks_is_never_revised(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, TITLE, TEXT)
        for views in range(0, 5000, 1000):
            one.publisher.edit(ONE, title=f"{TITLE} (updated 1{views // 1000}:30)", text=f"{TEXT} {views} views")
            await one.poll()
        assert await revised(one) == ()
        assert await sums(one) == (1, 0, 0)


async def test_a_page_with_moving_parts_is_revised_a_bounded_number_of_times(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, TITLE)
        for number in range(RESTLESS + 6):
            one.publisher.edit(ONE, title=f"{TITLE}: offer number {number}")
            await one.poll()
        kept = [revision.number for revision in await revised(one)]
        assert kept == [1, 2, *range(RESTLESS - revisions.LAST + 1, RESTLESS + 1)]
        assert await sums(one) == (1, RESTLESS, 0)
        assert (await rows(one))[0][0] == f"{TITLE}: offer number {RESTLESS + 5}"


async def test_another_article_under_a_reused_guid_is_new_and_alerts(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        slot = "https://one.example/latest"
        one.publisher.publish(ONE, TITLE, TEXT, url=slot)
        await one.poll()
        other: dict[str, Any] = {
            "title": "Buyer abroad signs for the S-400",
            "text": "The contract was shown to reporters in the capital.",
        }
        one.publisher.edit(ONE, **other, published=NOW + timedelta(hours=4))
        one.clock.forward(hours=5)
        assert sum(looked.alerts for looked in await one.poll()) == 2
        assert await sums(one) == (2, 0, 0)
        one.publisher.edit(ONE, title="Buyer abroad signs for two S-400", published=NOW + timedelta(hours=4))
        assert sum(looked.items for looked in await one.poll()) == 0  # the key is the newer article's now
        assert [len(await revised(one, item)) for item in (1, 2)] == [0, 1]


async def test_a_slot_that_goes_back_to_an_article_that_we_know_brings_nothing(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, TITLE, TEXT)
        first = one.publisher.items[ONE.url][0]
        await one.poll()
        one.publisher.edit(ONE, title="Buyer abroad signs for the S-400", text="The contract was shown to reporters.")
        await one.poll()
        one.publisher.items[ONE.url] = [first]
        assert sum(looked.items + looked.alerts for looked in await one.poll()) == 0
        assert await sums(one) == (2, 0, 0)


async def test_both_keys_listed_are_two_items(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, TITLE, TEXT)
        await one.poll()
        one.publisher.publish(ONE, TITLE, TEXT)
        await one.poll()
        assert await sums(one) == (2, 0, 0)
        assert (await one.ledger()).planned == 2


async def test_another_feeds_item_is_never_taken_for_ours(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, TITLE, TEXT, url="https://agency.example/homiel")
        await one.poll()
        one.publisher.publish(TWO, TITLE, TEXT, url="https://agency.example/homiel")
        await one.poll()
        assert await sums(one) == (2, 0, 0)


async def test_a_key_made_up_at_every_look_is_remembered_a_few_times(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, TITLE, TEXT)
        for number in range(revisions.MOST_KEYS + 5):
            one.publisher.edit(ONE, key=f"random-{number}")
            await one.poll()
            one.clock.forward(minutes=10)
        async with one.database.read() as connection:
            assert (
                await connection.execute(select(func.count()).select_from(item_keys))
            ).scalar_one() == revisions.MOST_KEYS
        assert await sums(one) == (1, 0, 0)


async def test_rows_from_before_fingerprints_are_not_all_revised(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, TITLE, TEXT)
        one.publisher.publish(ONE, QUIET)
        await one.poll()
        async with one.database.write() as connection:
            await connection.execute(update(items).values(words=None))
        one.publisher.publish(ONE, "Rain on Monday")
        await one.poll()
        async with one.database.read() as connection:
            assert None not in list(await connection.scalars(select(items.c.words)))
        assert await sums(one) == (3, 0, 0)


async def test_a_revision_that_cannot_be_kept_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, TITLE, TEXT)
        await one.poll()
        one.publisher.edit(ONE, title="S-300 launchers unloaded at Homiel")

        async def full(*_: object, **__: object) -> None:
            raise StoreError("disk full")

        with monkeypatch.context() as broken:
            broken.setattr(feeds, "save", full)
            await one.poll()
        assert await rows(one) == [(TITLE, ItemState.ALERTED)]
        assert await sums(one) == (1, 0, 0)
        one.clock.forward(hours=2)
        await one.poll()
        assert await sums(one) == (1, 1, 0)


async def test_an_edit_that_cannot_be_examined_harms_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Detector.detect

    def detect(self: Detector, item: Item, tags: frozenset[str]) -> Detected:
        if "bad" in item.title:
            raise RuntimeError("a bug")
        return real(self, item, tags)

    monkeypatch.setattr(Detector, "detect", detect)
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, TITLE, TEXT)
        await one.poll()
        one.publisher.edit(ONE, title=f"{TITLE}, which is bad")
        one.publisher.publish(ONE, "T-80BV tanks near Brest")
        assert sum(looked.alerts for looked in await one.poll()) == 1
        assert (await rows(one))[0] == (TITLE, ItemState.ALERTED)


async def test_a_timeline_tells_what_the_rows_hold(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, TITLE, TEXT, at=NOW - timedelta(minutes=20))
        await one.poll()
        one.publisher.publish(TWO, TITLE, TEXT)
        await one.poll()
        one.publisher.edit(TWO, title="S-300 launchers unloaded at Homiel")
        await one.poll()
        archive = StoreArchive(
            one.database,
            entities=ENTITIES,
            watches=WATCHES,
            channels=CHANNELS,
            resolve=lambda _: None,
            nearest=lambda _name, _limit: (),
        )
        question = Question(text="timeline 1", platform="console", address="", user="me", at=NOW)
        said = words(await timeline("1", question, archive))
        by_report = words(await timeline("report 2", question, archive))
    assert by_report == said
    assert "2 reports, 1 independent" in said
    assert "One, 20 Jan 11:40, 20 min before Two" in said
    assert "joined: " in said
    assert "no source of its own: same text as One" in said
    assert f"the headline was “{TITLE}”; S-400 became S-300; no longer names S-400" in said
