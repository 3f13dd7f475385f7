"""`split` and `merge`: what an editor ruled is done, kept, and respected by what comes later and after a restart."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.errors import UsageError
from bot.flows.rulings import Rulings
from bot.model.delivery import Never, State
from bot.model.feed import Item
from bot.model.mention import Mention
from bot.model.ruling import Ruled, Verb
from bot.model.status import ItemState
from bot.model.story import Placement
from bot.model.watch import Person
from bot.store import outbox, rulings, stories
from bot.store.desk import StoreDesk
from bot.store.schema import alerts, items
from bot.store.schema import rulings as ruling_table
from bot.stories import Index
from tests.flows.desk import NOW, ONE, TWO, Desk, desk, words

EDITOR = Person(platform="slack", id="U1")
HOMIEL = "S-400 launchers unloaded at Homiel station"
BREST = "Buyers abroad ask for the price of an S-400"


async def split(one: Desk, report: int) -> Ruled:
    return await StoreDesk(one.database).split(report, by=EDITOR, at=one.clock())


async def merge(one: Desk, story: int, other: int) -> Ruled:
    return await StoreDesk(one.database).merge(story, other, by=EDITOR, at=one.clock())


async def told(one: Desk) -> dict[int, list[int]]:
    """The stories, each with the numbers of its reports."""
    found: dict[int, list[int]] = {}
    async with one.database.read() as connection:
        for row in await connection.execute(select(items).order_by(items.c.id)):
            found.setdefault(row.story_id, []).append(row.id)
    return found


async def state(one: Desk, item: int) -> str:
    async with one.database.read() as connection:
        return str((await connection.execute(select(items.c.state).where(items.c.id == item))).scalar_one())


async def check(one: Desk) -> None:
    assert (await one.ledger()).difference == 0


@asynccontextmanager
async def joined(tmp_path: Path) -> AsyncIterator[Desk]:
    """Two reports of one story, and the message about it sent to both chats."""
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, HOMIEL)
        await one.poll()
        one.publisher.publish(TWO, "S-400 launchers unloaded at the Homiel station")
        await one.poll()
        await one.send()
        assert await told(one) == {1: [1, 2]}
        yield one


@asynccontextmanager
async def apart(tmp_path: Path) -> AsyncIterator[Desk]:
    """Two stories, and a message about each sent to both chats."""
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, HOMIEL)
        await one.poll()
        await one.send()
        one.publisher.publish(TWO, BREST)
        await one.poll()
        await one.send()
        assert await told(one) == {1: [1], 2: [2]}
        yield one


async def test_a_report_that_is_split_off_is_told_on_its_own_and_leaves_the_other_message(tmp_path: Path) -> None:
    async with joined(tmp_path) as one:
        ruled = await split(one, 2)
        assert (ruled.verb, ruled.story, ruled.other, ruled.reports) == (Verb.SPLIT, 1, 2, 1)
        assert sorted(ruled.queued) == ["desk", "field"]
        await one.send()
        assert await told(one) == {1: [1], 2: [2]}
        assert "Also reported by" not in words(one.slack.edited[-1][2])
        assert "the Homiel station" in words(one.slack.sent[1][1])
        assert (len(one.slack.sent), len(one.telegram.sent)) == (2, 2)
        await check(one)


async def test_later_reports_follow_the_rows_whoever_wrote_them(tmp_path: Path) -> None:
    async with joined(tmp_path) as one:
        await split(one, 2)  # beside the running sentry, as `vedette ask` does
        one.publisher.publish(TWO, "Wagons leave the yard", url="https://two.example/rss/Two-0")
        await one.poll()
        assert await told(one) == {1: [1], 2: [2, 3]}
        await check(one)


async def test_a_story_without_its_first_report_keeps_its_number_with_it(tmp_path: Path) -> None:
    async with joined(tmp_path) as one:
        one.publisher.publish(ONE, "S-400 launchers were unloaded at Homiel station")
        await one.poll()
        assert await told(one) == {1: [1, 2, 3]}
        ruled = await split(one, 1)
        assert (ruled.story, ruled.other, ruled.reports, ruled.others) == (1, 2, 1, 2)
        assert await told(one) == {1: [1], 2: [2, 3]}
        await check(one)


async def test_the_message_goes_where_all_went_that_a_watch_had_caught(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        link = "https://agency.example/launchers"
        one.publisher.publish(ONE, "Night unloading at Homiel", url=link)
        await one.poll()
        one.publisher.publish(TWO, HOMIEL, url=link)
        await one.poll()
        await one.send()
        assert await told(one) == {1: [1, 2]}
        assert (await split(one, 2)).queued == ()
        await one.send()
        assert len(one.slack.sent) == 1
        assert "S-400 launchers" in words(one.slack.edited[-1][2])
        assert await state(one, 1) == ItemState.NO_MATCH
        await check(one)


async def test_a_joined_report_that_is_split_off_ends_as_what_it_names(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        link = "https://agency.example/launchers"
        one.publisher.publish(ONE, HOMIEL, url=link)
        await one.poll()
        one.publisher.publish(TWO, "Belarus at night", url=link)
        await one.poll()
        assert await state(one, 2) == ItemState.JOINED
        assert (await split(one, 2)).queued == ()
        assert await state(one, 2) == ItemState.MATCHED
        await check(one)


async def test_merged_stories_are_told_by_the_first_message_and_the_other_points_to_it(tmp_path: Path) -> None:
    async with apart(tmp_path) as one:
        ruled = await merge(one, 2, 1)
        assert (ruled.story, ruled.other, ruled.reports, len(ruled.silenced)) == (1, 2, 2, 2)
        await one.send()
        assert await told(one) == {1: [1, 2]}
        edits = {ref: words(message) for _, ref, message in one.slack.edited}
        assert "Also reported by\nTwo" in edits["slack-1"]
        assert "The same story as alert 1" in edits["slack-2"]
        assert len(one.slack.sent) == 2
        one.publisher.publish(ONE, "S-400 price asked by buyers abroad", url="https://two.example/rss/Two-0")
        await one.poll()
        await one.send()
        assert await told(one) == {1: [1, 2, 3]}
        assert len(one.slack.sent) == 2
        assert [ref for _, ref, _ in one.slack.edited].count("slack-2") == 1
        await check(one)


async def test_a_message_that_waits_is_not_sent_once_its_story_was_merged(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, HOMIEL)
        one.publisher.publish(TWO, BREST)
        await one.poll()
        await merge(one, 1, 2)
        await one.send()
        assert (len(one.slack.sent), len(one.telegram.sent)) == (1, 1)
        assert (await one.ledger()).deliveries == {State.SENT: 2, State.MERGED: 2}
        await check(one)


async def test_a_message_that_is_on_its_way_while_its_story_is_merged_points_to_the_other(tmp_path: Path) -> None:
    async with apart(tmp_path) as one:
        one.publisher.publish(ONE, "T-80BV tanks on a ferry to the island")
        await one.poll()
        send = one.slack.send

        async def slow(address: str, message: object) -> object:
            one.slack.send = send  # type: ignore[method-assign]
            await merge(one, 1, 3)
            return await send(address, message)  # type: ignore[arg-type]

        one.slack.send = slow  # type: ignore[assignment,method-assign]
        await one.send()
        await one.send()
        assert "The same story as alert 1" in {ref: words(said) for _, ref, said in one.slack.edited}["slack-3"]
        await check(one)


async def test_the_message_that_was_sent_tells_on_even_if_the_older_storys_was_not(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.slack.outcomes = [Never(why="too long")]
        one.publisher.publish(ONE, HOMIEL)
        await one.poll()
        await one.send()
        one.publisher.publish(TWO, BREST)
        await one.poll()
        await one.send()
        assert len(one.slack.sent) == 1
        await merge(one, 1, 2)
        await one.send()
        assert "Also reported by" in words(one.slack.edited[-1][2])
        async with one.database.read() as connection:
            rows = (await connection.execute(select(alerts).where(alerts.c.channel == "desk"))).all()
            told_by = {row.id: row.merged_into for row in rows}
            silent = await outbox.alert(connection, min(told_by))
        assert [into for into in told_by.values() if into is None] == [None]
        assert silent is not None
        assert silent.merged_into == max(told_by)
        assert silent.story.id == 1
        await check(one)


async def test_what_was_merged_can_be_split_off_again(tmp_path: Path) -> None:
    async with apart(tmp_path) as one:
        await merge(one, 1, 2)
        await one.send()
        assert (await split(one, 2)).queued == ()
        await one.send()
        assert await told(one) == {1: [1], 2: [2]}
        assert BREST in {ref: words(message) for _, ref, message in one.slack.edited}["slack-2"]
        assert len(one.slack.sent) == 2
        await check(one)


async def test_a_message_that_a_merge_kept_back_goes_out_after_a_split(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, HOMIEL)
        one.publisher.publish(TWO, BREST)
        await one.poll()
        await merge(one, 1, 2)
        await one.send()
        assert sorted((await split(one, 2)).queued) == ["desk", "field"]
        await one.send()
        assert (len(one.slack.sent), len(one.telegram.sent)) == (2, 2)
        await check(one)


async def test_rulings_hold_after_a_restart(tmp_path: Path) -> None:
    async with joined(tmp_path) as one:
        await split(one, 2)
    async with desk(tmp_path) as one:
        fresh = Index()
        async with one.database.read() as connection:
            for story, report in await stories.open_reports(connection, NOW):
                fresh.add(report.item, report.mentions, story)
            (ruling,) = await rulings.since(connection, 0, NOW)
        twin = one.publisher
        twin.publish(TWO, "Anything", url="https://two.example/rss/Two-0")
        assert fresh.place(twin.items[TWO.url][0]).story == 2
        assert (ruling.by, ruling.verb, ruling.story, ruling.other) == (EDITOR, Verb.SPLIT, 1, 2)


async def test_a_revision_stays_in_the_story_that_an_editor_gave_it(tmp_path: Path) -> None:
    async with joined(tmp_path) as one:
        await split(one, 2)
        one.publisher.edit(TWO, title=f"{HOMIEL}: nine of them")
        await one.poll()
        assert await told(one) == {1: [1], 2: [2]}
        await check(one)


async def test_what_cannot_be_done_is_said_and_changes_nothing(tmp_path: Path) -> None:
    async with apart(tmp_path) as one:
        for wrong in (split(one, 1), split(one, 9), merge(one, 1, 1), merge(one, 1, 9)):
            with pytest.raises(UsageError):
                await wrong
        assert await told(one) == {1: [1], 2: [2]}
        async with one.database.read() as connection:
            assert await rulings.since(connection, 0, NOW) == ()


class TwoStories(Index):
    """Takes every item into story 1 unless that is barred, though the nearest report is story 2's."""

    def place(self, item: Item, mentions: Sequence[Mention] = (), *, barred: Collection[int] = ()) -> Placement:
        return Placement(story=next((story for story in (1, 2) if story not in barred), None), reasons=self.reasons)

    def likenesses(self, item: Item, mentions: Sequence[Mention] = ()) -> Iterator[tuple[int, Any]]:
        yield from ((1, SimpleNamespace(probability=0.6)), (2, SimpleNamespace(probability=0.9)))

    reasons: tuple[str, ...] = ("same words",)


@pytest.mark.parametrize(
    ("ruled", "reasons", "story"),
    [
        ([], ("same words",), 1),
        ([(Verb.SPLIT, 1, 2)], ("same words",), 2),
        ([(Verb.SPLIT, 2, 1)], ("same words",), 2),
        ([(Verb.SPLIT, 1, 2)], ("same link",), 1),
        ([(Verb.SPLIT, 1, 2), (Verb.MERGE, 1, 2)], ("same words",), 1),
        ([(Verb.SPLIT, 1, 3), (Verb.MERGE, 2, 3)], ("same words",), 2),
        ([(Verb.SPLIT, 1, 3)], ("same words",), 1),
    ],
)
async def test_of_stories_kept_apart_a_later_report_follows_the_nearest(
    tmp_path: Path, ruled: list[tuple[Verb, int, int]], reasons: tuple[str, ...], story: int
) -> None:
    async with desk(tmp_path) as one:
        for number in range(3):
            one.publisher.publish(ONE, f"T-80 number {number} of the {'abc'[number]} plant", at=NOW)
        await one.poll()
        index = TwoStories()
        index.reasons = reasons
        obeyed = Rulings(index)
        async with one.database.write() as connection:
            for verb, kept, other in ruled:
                row = {"at": NOW, "platform": "slack", "user": "U1", "verb": verb, "story": kept, "other": other}
                await connection.execute(insert(ruling_table).values(row))
            await obeyed.heed(connection, NOW)
        assert obeyed.place(one.publisher.items[ONE.url][0], ()).story == story
