"""`timeline`: a story report by report."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat import slack_blocks, telegram_html
from bot.errors import UsageError
from bot.model.alert import Alert
from bot.model.delivery import Delivery, State
from bot.model.message import Message
from bot.model.story import Changes, Report, Revision, Story
from handlers.timeline import PAGE, timeline
from tests.fakes.any_message import ATTACKS
from tests.fakes.archive import NOON, FakeArchive, make_entity, make_mention, make_question, make_report
from tests.fakes.messages import commands, plain
from tests.fakes.slack_checks import pings, refusal
from tests.fakes.telegram_checks import check_text

FIRST = make_report(7, "Launchers roll west", make_mention("s-400", "S-400"), ago=timedelta(minutes=26))
SECOND = replace(
    make_report(
        9, "Launchers on rails", make_mention("s-400", "S-400"), make_mention("tigr", "Tigers"),
        feed="Wire", joined=("same title words .71", "14 min apart"),
    ),
    feed_id=2,
    repeats=7,
    repeats_because="same text as Rail Watch",
    revisions=(
        Revision(
            number=1,
            at=NOON,
            changes=Changes(
                title=("Nine launchers on rails", "Launchers on rails"),
                numbers=(("9",), ("8", "S-400")),
                url=("https://example.org/a", "https://example.org/9"),
                gained=("s-400",),
                lost=("gone-from-the-list",),
                text=True,
            ),
        ),
    ),
)  # fmt: skip
STORY = Story(id=7, reports=(FIRST, SECOND))
ENTITIES = (make_entity("s-400", "S-400"), make_entity("tigr", "GAZ Tigr"))
ALERT = Alert(
    id=3,
    channel="desk",
    story=STORY,
    catches=(),
    at=NOON,
    delivery=Delivery(id=1, channel="desk", state=State.SENT, due=None, queued_at=NOON),
)


async def ask(args: str, *stories: Story) -> Message:
    archive = FakeArchive(entities=ENTITIES, stories=stories or (STORY,), alerts=[ALERT])
    return await timeline(args, make_question(), archive)


async def test_a_timeline_tells_who_was_first_why_others_joined_and_what_was_changed() -> None:
    assert plain(await ask("story 7")) == (
        "Story 7: Launchers roll west<https://example.org/7>\n"
        "Reports: 2 reports, 1 independent\n"
        "First: Rail Watch, 18 Jan 11:34, 14 min before Wire\n"
        "18 Jan 11:34 · Rail Watch: Launchers roll west<https://example.org/7> · report 7\n"
        "- names S-400\n"
        "18 Jan 11:48 · +14 min · Wire: Launchers on rails<https://example.org/9> · report 9\n"
        "- joined: same title words .71, 14 min apart\n"
        "- no source of its own: same text as Rail Watch\n"
        "- first to name GAZ Tigr\n"
        "- changed 18 Jan 12:00: the headline was “Nine launchers on rails”; 9 became 8, S-400; now names S-400; "
        "no longer names gone-from-the-list; moved to another link; the text was rewritten\n"
        "All times are UTC."
    )


@pytest.mark.parametrize("args", ["3", "#3", "alert 3", "story 7", "Story #7", "report 9", "7"])
async def test_a_story_is_named_by_an_alert_itself_or_a_report(args: str) -> None:
    assert plain(await ask(args)).startswith("Story 7: ")


async def test_reports_stand_in_the_order_of_publication_whenever_they_reached_us() -> None:
    early = replace(make_report(12, "Seen at four", ago=timedelta(hours=8), feed="Slow Weekly"), feed_id=2)
    told = plain(await ask("story 7", Story(id=7, reports=(FIRST, early))))
    assert told.index("Seen at four") < told.index("report 7")
    assert "First: Slow Weekly, 18 Jan 04:00, 8 h before Rail Watch" in told


async def test_two_who_publish_at_one_moment_are_first_together() -> None:
    both = make_report(12, "Seen at dawn", ago=timedelta(minutes=26), feed="Wire")
    told = plain(await ask("story 7", Story(id=7, reports=(FIRST, replace(both, feed_id=2)))))
    assert "First: Rail Watch, 18 Jan 11:34, together with Wire" in told


async def test_a_long_story_comes_in_pages() -> None:
    reports: tuple[Report, ...] = tuple(make_report(n, f"Report number {n}", feed=f"Feed {n}") for n in range(1, 20))
    long = Story(id=1, reports=reports)
    message = await ask("story 1", long)
    assert plain(message).count("· report ") == PAGE
    assert commands(message) == ["timeline story 1 page:2"]
    last = await ask("story 1 page:9", long)
    assert commands(last) == ["timeline story 1 page:3"]
    assert "Report number 19" in plain(last)
    assert "Page 4 of 4" in plain(last)


async def test_many_changes_are_cut_with_a_count() -> None:
    revisions = tuple(Revision(number=n, at=NOON, changes=Changes(text=True)) for n in (1, 2, 7, 8, 9))
    told = plain(await ask("story 7", Story(id=7, reports=(replace(FIRST, revisions=revisions),))))
    assert told.count("the text was rewritten") == 3
    assert "changed 6 times before that" in told


async def test_names_are_cut_with_a_count_and_a_title_that_never_ends_is_cut() -> None:
    mentions = [make_mention(f"unit-{n}", f"Unit {n}") for n in range(9)]
    told = plain(await ask("story 7", Story(id=7, reports=(make_report(7, "x" * 5000, *mentions),))))
    assert "unit-5 and 3 others" in told
    assert len(told) < 1000


async def test_hostile_words_of_feeds_are_only_words_in_every_chat() -> None:
    reports = tuple(
        replace(
            make_report(n, attack * 90, feed=attack, joined=(attack,)),
            feed_id=n,
            repeats=1,
            repeats_because=attack,
            revisions=(
                Revision(number=1, at=NOON, changes=Changes(title=(attack * 90, "x"), numbers=((attack,), ()))),
            ),
        )
        for n, attack in enumerate(ATTACKS, 1)
    )
    story = Story(id=1, reports=reports)
    for page in range(1, -(-len(reports) // PAGE) + 1):
        message = await ask(f"story 1 page:{page}", story)
        assert check_text(telegram_html.render(message).html, "HTML").pings == []
        rendered = slack_blocks.render(message)
        payload = {"channel": "C1", "text": rendered.text, "blocks": rendered.blocks}
        assert refusal(payload) is None
        assert pings(payload) == []


@pytest.mark.parametrize(
    ("args", "words"),
    [("", "which story"), ("yesterday", "names no story"), ("99", "no alert or story 99"), ("alert 7", "no alert 7"),
     ("story 3", "no story 3"), ("story 7 soon", "is no page")],
)  # fmt: skip
async def test_what_is_no_story_is_explained(args: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        await ask(args)
