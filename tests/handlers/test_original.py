"""`original`: the reports' own words, behind what a machine wrote or translated."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.model.alert import Alert, Catch
from bot.model.delivery import Delivery, State
from bot.model.message import Quote
from bot.model.story import Story
from bot.store.archive import StoreArchive
from handlers.original import original
from tests.fakes.archive import NOON, FakeArchive, make_mention, make_question, make_report
from tests.fakes.messages import plain
from tests.flows.desk import CHANNELS, ENTITIES, ONE, WATCHES, desk

FIRST = make_report(1, "Пускові установки S-400 у Гомелі", make_mention("s-400", "S-400"))
FIRST = replace(FIRST, item=replace(FIRST.item, text="Вісім пускових установок S-400 вивантажили в Гомелі."))


def archive(text: str | None = None) -> FakeArchive:
    first = FIRST if text is None else replace(FIRST, item=replace(FIRST.item, text=text))
    delivery = Delivery(id=1, channel="desk", state=State.SENT, due=None, queued_at=NOON, sent_at=NOON)
    catch = Catch(watch="Air defence", channel="desk", met=("s-400",))
    story = Story(id=1, reports=(first,))
    return FakeArchive(alerts=[Alert(id=3, channel="desk", story=story, catches=(catch,), at=NOON, delivery=delivery)])


@pytest.mark.parametrize("args", ["3", "alert 3", "#3"])
async def test_it_quotes_the_report_in_its_own_language_with_its_link(args: str) -> None:
    answer = await original(args, make_question(f"original {args}"), archive())
    assert "Alert 3: Пускові установки S-400 у Гомелі" in plain(answer)
    (quote,) = [part for part in answer.parts if isinstance(part, Quote)]
    assert quote.line[0].text == "Вісім пускових установок S-400 вивантажили в Гомелі."
    assert FIRST.feed_name in plain(answer)


async def test_other_outlets_are_credited() -> None:
    known = archive()
    known.credits = ("Wire", "Monitor")
    assert "With words of Wire, Monitor" in plain(await original("3", make_question("original 3"), known))


async def test_a_report_that_is_all_headline_says_so() -> None:
    answer = await original("3", make_question("original 3"), archive(""))
    assert "The reports say no more than their headlines." in plain(answer)


@pytest.mark.parametrize(
    ("args", "says"), [("", "original what?"), ("that one", "“that one” is no alert's number"), ("4", "no alert 4")]
)
async def test_what_is_no_alert_is_told(args: str, says: str) -> None:
    with pytest.raises(UsageError, match=says.replace("?", r"\?")):
        await original(args, make_question(f"original {args}"), archive())


async def test_the_store_gives_the_same_sentences_as_an_alert_without_a_model(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, "A night at the station", "Eight S-400 launchers left the siding before dawn.")
        await one.poll()
        await one.send()
        known = StoreArchive(
            one.database,
            entities=ENTITIES,
            watches=WATCHES,
            channels=CHANNELS,
            resolve=lambda _: None,
            nearest=lambda _name, _limit: (),
        )
        (quote,) = [part for part in one.slack.sent[0][1].parts if isinstance(part, Quote)]
        summary = await known.verbatim(1)
        assert summary is not None
        assert summary.text == quote.line[0].text
        assert await known.verbatim(99) is None
