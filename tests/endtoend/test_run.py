"""The real program between a publisher and both chats: an alert, an edit, a look-up, and kills."""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.store.database import Database
from bot.store.health import started
from tests.endtoend.world import GROUP, World, world
from tests.fakes.slack_workspace import APP_TOKEN, BOT_TOKEN
from tests.fakes.telegram_world import FAKE_TOKEN

KILLS = 8
SYLLABLES = ("bar", "cho", "dul", "fem", "gri", "hon", "jav", "kel", "lum", "mos", "nar", "pov", "rit", "sug", "zan")


def names(count: int, dice: random.Random) -> list[str]:
    """Place names that no story can take for one another."""
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(dice.choices(SYLLABLES, k=3)).capitalize()] = None
    return list(found)


def tell(one: World, name: str, dice: random.Random) -> None:
    """A report of its own: another place, another event, other words."""
    words = " ".join(names(12, dice))
    one.publisher.publish("herald", f"{name}: S-400 {words[:20]}", f"{words}.")


async def test_an_alert_reaches_both_chats_is_edited_and_look_ups_are_answered(tmp_path: Path) -> None:
    async with world(tmp_path) as one:
        one.configure("herald", "courier")
        one.publisher.publish("herald", "S-400 launchers unloaded at Homiel station", "Eight left the siding at dawn.")
        await one.start()
        await one.until(lambda: all(one.seen().values()))
        assert all("S-400 launchers unloaded at Homiel station" in text for (text,) in one.seen().values())

        one.publisher.publish("courier", "S-400 launchers unloaded at the Homiel station", "Residents counted eight.")
        await one.make_due()
        await one.until(lambda: all("courier" in text for (text,) in one.seen().values()))

        assert await one.run("health") == (0, "ticking")
        one.telegram.world.say(chat=GROUP, text="/lookup S-400")
        await one.slack.people.command("lookup S-400")
        await one.until(lambda: len(one.seen()["telegram"]) == 2)
        await one.until(lambda: any("S-400" in text for text in one.seen()["slack"][1:]))
        assert await one.stop() == 0
        assert (await one.ledger()).difference == 0
        for secret in (FAKE_TOKEN, BOT_TOKEN, APP_TOKEN):
            assert secret not in one.log()


async def test_once_sends_all_that_it_found(tmp_path: Path) -> None:
    dice = random.Random(7)
    async with world(tmp_path) as one:
        one.configure("herald")
        for place in names(4, dice):
            tell(one, place, dice)
        assert await one.run("once") == (
            0,
            "first look at 1 feed ...\nfirst look: 1 of 1 feed, 4 items, 8 alerts. Watching.",
        )
        assert [len(set(numbers(texts))) for texts in one.seen().values()] == [4, 4]
        assert dict((await one.ledger()).deliveries) == {"sent": 8}


async def test_health_fails_when_the_ticks_stop(tmp_path: Path) -> None:
    async with world(tmp_path) as one:
        one.configure("herald")
        assert await one.run("health") == (1, f"error: {tmp_path}/vedette.db: there is no such database")
        async with await Database(one.database_url).open() as database, database.write() as connection:
            await started(connection, datetime.now(UTC) - timedelta(minutes=2))
        assert await one.run("health") == (1, "unhealthy: the last tick was 2 min ago")


async def test_kills_at_random_moments_lose_nothing(tmp_path: Path) -> None:
    await kill_and_count(tmp_path, kills=KILLS, seed=20220120)


async def kill_and_count(folder: Path, *, kills: int, seed: int) -> Counter[str]:
    """Kill the program so many times while it delivers; returns how often each alert was said in each chat."""
    dice = random.Random(seed)
    async with world(folder) as one:
        one.configure("herald")
        places = names(max(12, 2 * kills), dice)
        for place in places:
            tell(one, place, dice)
        for _ in range(kills):
            said, patience = sum(map(len, one.seen().values())), Pause(10)
            await one.start()
            # At any moment from its first message on; if all is said, at any moment at all.
            await one.until(lambda: sum(map(len, one.seen().values())) > said or patience.over())  # noqa: B023
            await one.until(Pause(dice.random() * 0.7).over)
            await one.kill()
        await one.start()
        while set((sums := await one.ledger()).deliveries) != {"sent"}:
            await one.until(Pause(1).over)
        assert await one.stop() == 0
        counted = Counter(f"{chat} {number}" for chat, texts in one.seen().items() for number in numbers(texts))
        assert (sums.received, sums.difference) == (len(places), 0)
        assert len(counted) == sums.planned
        assert counted.total() - len(counted) <= kills
    return counted


def numbers(texts: list[str]) -> list[str]:
    """The alerts among these messages, by number."""
    return [match.group(1) for text in texts if (match := re.search(r"alert (\d+)", text))]


class Pause:
    """Over after so many looks of `World.until`."""

    def __init__(self, seconds: float) -> None:
        self._looks = round(seconds / 0.05)

    def over(self) -> bool:
        """Count one look."""
        self._looks -= 1
        return self._looks < 0
