"""From a planned delivery to a message: built late, sent once, edited when the story grows, held and not dropped."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.flows.listen import Switchboard
from bot.model.delivery import MAX_ATTEMPTS, Later, Never, Outcome, Sent
from bot.model.message import Message
from bot.model.question import Answer, DestinationNews, Question
from bot.model.watch import Channel
from bot.store.schema import deliveries, destinations
from tests.flows.desk import CHANNELS, NOW, ONE, TWO, Desk, desk, words


async def told(
    one: Desk,
    title: str = "S-400 launchers unloaded at Homiel station",
    text: str = "Eight S-400 launchers left the siding at dawn. Nobody would comment.",
) -> None:
    one.publisher.publish(ONE, title, text)
    await one.poll()


async def rows(one: Desk) -> dict[str, tuple[str, str | None]]:
    async with one.database.read() as connection:
        return {row.channel: (row.state, row.why) for row in await connection.execute(select(deliveries))}


async def test_an_alert_says_what_why_who_and_when(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        await told(one)
        await one.send()
        ((address, message),) = one.slack.sent
        text = words(message)
        assert address == "C1"
        assert "S-400 launchers unloaded at Homiel station" in text
        assert "Eight S-400 launchers left the siding at dawn." in text
        assert "Air defence (S-400)" in text
        assert "just now · One · alert 1" in text
        assert message.buttons[0].command == "why 1"


async def test_nothing_is_sent_before_its_time_nor_twice(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        await told(one)
        await one.send(after=timedelta(seconds=29))
        assert one.slack.sent == []
        await one.send()
        await one.send(after=timedelta(days=1))
        assert (len(one.slack.sent), len(one.telegram.sent)) == (1, 1)


async def test_reports_that_come_while_it_waits_are_in_the_first_message(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        await told(one)
        one.publisher.publish(TWO, "S-400 launchers unloaded at the Homiel station")
        await one.poll()
        await one.send()
        assert "Also reported by\nTwo" in words(one.slack.sent[0][1])
        assert one.slack.edited == []


async def test_the_message_says_how_many_of_its_sources_are_independent(tmp_path: Path) -> None:
    copied = "Residents counted eight launchers on flat wagons and two lorries with crews beside the grain elevator."
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, "S-400 launchers unloaded at Homiel station", copied)
        one.publisher.publish(TWO, "S-400 launchers unloaded at the Homiel station", copied)
        await one.poll()
        await one.send()
        assert " · 1 independent" in words(one.slack.sent[0][1])


async def test_a_later_report_edits_the_message_and_keeps_its_age(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        await told(one)
        await one.send()
        one.clock.forward(minutes=40)
        one.publisher.publish(TWO, "S-400 launchers unloaded at the Homiel station")
        await one.poll()
        await one.send()
        ((address, ref, message),) = one.slack.edited
        assert (address, ref) == ("C1", "slack-1")
        assert "Also reported by\nTwo" in words(message)
        assert "just now · One" in words(message)
        assert len(one.slack.sent) == 1


async def test_one_chats_patience_stalls_no_other(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        await told(one)
        one.telegram.outcomes.append(Later(until=NOW + timedelta(hours=1), why="too many requests", destination=True))
        await one.send()
        assert (len(one.slack.sent), len(one.telegram.sent)) == (1, 0)
        await one.send(after=timedelta(minutes=30))
        assert one.telegram.sent == []
        await one.send(after=timedelta(minutes=31))
        assert len(one.telegram.sent) == 1


async def test_a_passing_fault_is_tried_again_ever_more_patiently(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        await told(one)
        one.slack.outcomes += [Later(until=NOW, why="bad gateway")] * 3
        await one.send()
        waits = 0
        while not one.slack.sent:
            await one.send(after=timedelta(seconds=1))
            waits += 1
            assert waits < 120
        assert waits >= 5 + 10 + 20 - 3 * 2


async def test_a_fault_that_stays_ends_held_and_says_why(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        await told(one)
        one.slack.outcomes += [Later(until=NOW, why="bad gateway")] * MAX_ATTEMPTS
        for _ in range(MAX_ATTEMPTS):
            await one.send(after=timedelta(hours=7))
        assert (await rows(one))["desk"] == ("held", "bad gateway")
        assert (await one.ledger()).difference == 0


async def test_a_lost_destination_holds_this_message_and_keeps_the_next_waiting(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        await told(one)
        one.telegram.outcomes.append(Never(why="the bot was removed", destination=True))
        await one.send()
        await told(one, "A second battalion arrives in Brest", "S-400 crews were met by a band.")
        await one.send()
        assert (len(one.slack.sent), len(one.telegram.sent)) == (2, 0)
        async with one.database.read() as connection:
            (gone,) = [row.gone for row in await connection.execute(select(destinations)) if row.gone]
        assert gone == "the bot was removed"


async def test_a_channel_without_its_chat_is_held_not_lost(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        await told(one)
        one.rounds._deliverer._chats = {"telegram": one.telegram}
        await one.send()
        assert (await rows(one))["desk"] == ("held", "slack has no token here")


async def test_a_message_for_a_channel_that_was_taken_out_is_held(tmp_path: Path) -> None:
    channels = dict(CHANNELS)
    async with desk(tmp_path, channels=channels) as one:
        await told(one)
        del channels["desk"]
        await one.send()
        assert (await rows(one))["desk"] == ("held", "the channel desk is no longer in feeds.yaml")


async def test_a_refused_edit_leaves_the_message_and_says_why(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        await told(one)
        await one.send()
        one.publisher.publish(TWO, "S-400 launchers unloaded at the Homiel station")
        await one.poll()
        one.slack.outcomes.append(Never(why="the message was deleted"))
        await one.send()
        assert (await rows(one))["desk"] == ("sent", "the message was deleted")


async def test_a_chat_that_hangs_stalls_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(tmp_path) as one:
        await told(one)
        other_sent, answered = asyncio.Event(), asyncio.Event()

        async def hang(address: str, message: Message) -> Outcome:
            await answered.wait()
            return Sent(ref="1")

        async def send(address: str, message: Message) -> Outcome:
            other_sent.set()
            return Sent(ref="2")

        monkeypatch.setattr(one.slack, "send", hang)
        monkeypatch.setattr(one.telegram, "send", send)
        one.clock.forward(seconds=30)
        await one.rounds.send()
        await other_sent.wait()
        answered.set()
        await one.rounds.settle()
        assert {state for state, _ in (await rows(one)).values()} == {"sent"}


async def test_what_was_held_goes_out_when_its_destination_takes_a_message_again(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        await told(one)
        one.slack.outcomes += [Later(until=NOW, why="bad gateway")] * MAX_ATTEMPTS
        for _ in range(MAX_ATTEMPTS):
            await one.send(after=timedelta(hours=7))
        await told(one, "A second battalion arrives in Brest", "S-400 crews were met by a band.")
        await one.send()
        await one.send()
        assert len(one.slack.sent) == 2


async def test_a_lost_destination_is_tried_every_hour_and_told_of_once(tmp_path: Path) -> None:
    async with desk(tmp_path, notices=["desk"]) as one:
        await told(one)
        one.telegram.outcomes += [Never(why="chat not found", destination=True)] * 3
        for _ in range(10):
            await one.send(after=timedelta(minutes=61))
            await one.rounds.beat()
        assert len(one.telegram.sent) == 1
        notices = [words(message) for _, message in one.slack.sent[1:]]
        assert [notice.partition(":")[2].partition(":")[0] for notice in notices] == [
            " nothing reaches field",
            " messages reach field again.",
        ]


async def test_a_topic_is_back_when_its_chat_is(tmp_path: Path) -> None:
    channels = {"desk": CHANNELS["desk"], "field": replace(CHANNELS["field"], address="-100/42")}
    async with desk(tmp_path, channels=channels) as one:
        await told(one)
        one.telegram.outcomes.append(Never(why="kicked", destination=True))
        await one.send()
        await switchboard(one, channels).noticed(DestinationNews(platform="telegram", address="-100"))
        await one.send()
        assert [address for address, _ in one.telegram.sent] == ["-100/42"]


async def test_what_was_held_follows_a_group_that_moved(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        await told(one)
        one.telegram.outcomes.append(Never(why="kicked", destination=True))
        await one.send()
        told_of = switchboard(one, CHANNELS)
        await told_of.noticed(DestinationNews(platform="telegram", address="-100", moved_to="-200"))
        await told_of.noticed(DestinationNews(platform="telegram", address="-100", gone="left"))
        await one.send()
        assert [address for address, _ in one.telegram.sent] == ["-200"]


async def test_a_defect_in_sending_has_a_recorded_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(tmp_path) as one:
        await told(one)

        async def broken(address: str, message: Message) -> Outcome:
            raise RuntimeError("a bug")

        monkeypatch.setattr(one.slack, "send", broken)
        for _ in range(MAX_ATTEMPTS):
            await one.send(after=timedelta(hours=7))
        assert (await rows(one))["desk"] == ("held", "a defect of ours (RuntimeError); see the log")


def switchboard(one: Desk, channels: Mapping[str, Channel]) -> Switchboard:
    return Switchboard(answerer=Nobody(), database=one.database, channels=channels, clock=one.clock)


class Nobody:
    async def ask(self, question: Question) -> Answer:
        raise AssertionError("nobody asked")
