"""Full text: what a feed only hints at is matched, summarised and stored from the article, and stays one item."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from bot.store.schema import items
from tests.flows.desk import NOW, ONE, Desk, desk, words

FULL = replace(ONE, fulltext=True)
TEASER = "What two railway employees saw before dawn."
ARTICLE = (
    "Two railway employees were awake before dawn. Eight S-400 launchers left the siding under escort, they told us. "
    "Nobody at the ministry would say where they went. The second train waited outside the town until noon."
)


async def row(one: Desk) -> tuple[str, str | None, str]:
    async with one.database.read() as connection:
        found = (await connection.execute(select(items))).one()
        return found.text, found.said, found.state


async def test_the_article_is_matched_summarised_and_stored(tmp_path: Path) -> None:
    async with desk(tmp_path, configured=[FULL]) as one:
        one.publisher.publish(FULL, "A night at the station", TEASER, url="https://one.example/night")
        one.publisher.pages["https://one.example/night"] = ARTICLE
        await one.poll()
        await one.send()
        assert await row(one) == (ARTICLE, TEASER, "alerted")
        assert "Eight S-400 launchers left the siding under escort, they told us." in words(one.slack.sent[0][1])


async def test_without_an_article_the_feeds_words_are_kept(tmp_path: Path) -> None:
    async with desk(tmp_path, configured=[FULL]) as one:
        one.publisher.publish(FULL, "S-400 at the station", TEASER, url="https://one.example/night")
        await one.poll()
        await one.send()
        assert await row(one) == (TEASER, None, "alerted")
        assert len(one.slack.sent) == 1


async def test_a_feed_that_does_not_ask_for_it_is_read_as_it_is(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.publisher.publish(ONE, "A night at the station", TEASER, url="https://one.example/night")
        one.publisher.pages["https://one.example/night"] = ARTICLE
        await one.poll()
        assert await row(one) == (TEASER, None, "no match")


async def test_another_look_at_the_feed_revises_nothing_and_reads_no_article_again(tmp_path: Path) -> None:
    async with desk(tmp_path, configured=[FULL]) as one:
        one.publisher.publish(FULL, "A night at the station", TEASER, url="https://one.example/night")
        one.publisher.pages["https://one.example/night"] = ARTICLE
        await one.poll()
        del one.publisher.pages["https://one.example/night"]
        one.publisher.publish(FULL, "Harvest festival opens", "With songs and honey.", at=NOW)
        (looked,) = await one.poll()
        assert (looked.items, looked.revised) == (1, 0)
        async with one.database.read() as connection:
            assert (await connection.execute(select(items.c.text).where(items.c.id == 1))).scalar_one() == ARTICLE


async def test_a_corrected_teaser_is_a_revision_that_keeps_the_article(tmp_path: Path) -> None:
    async with desk(tmp_path, configured=[FULL]) as one:
        one.publisher.publish(FULL, "A night at the station", TEASER, url="https://one.example/night")
        one.publisher.pages["https://one.example/night"] = ARTICLE
        await one.poll()
        one.publisher.edit(FULL, title="Nine launchers: a night at the station")
        (looked,) = await one.poll()
        assert (looked.items, looked.revised) == (0, 1)
        assert (await row(one))[:2] == (ARTICLE, TEASER)
        assert (await one.ledger()).difference == 0
