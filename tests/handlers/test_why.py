from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import UsageError
from bot.model.alert import Alert, Catch
from bot.model.delivery import Delivery, State
from bot.model.mention import Evidence, Mention, Rejection
from bot.model.story import Report, Story
from handlers.why import MENTIONS, REPORTS, why
from tests.fakes.archive import NOON, FakeArchive, make_entity, make_mention, make_question, make_report
from tests.fakes.messages import plain

TIGER = Mention(
    entity="tigr",
    field="title",
    start=0,
    end=6,
    surface="Tigers",
    alias="Tiger",
    rule="inflected",
    notes=("plural",),
    score=2.5,
    evidence=(Evidence(weight=3, what='head noun "vehicles"'), Evidence(weight=-0.5, what='avoid "zoo"')),
)
LEOPARD = Rejection(
    entity="leopard-2",
    field="text",
    start=4,
    end=11,
    surface="leopard",
    alias="Leopard",
    why="nothing speaks for a tank",
    score=-1,
)
FIRST = make_report(1, "Tigers and S-400 roll west", TIGER, make_mention("s-400", "S-400"), rejected=(LEOPARD,))
SECOND = make_report(
    2, "S-400 on rails", make_mention("s-400", "S-400"), make_mention("s-400", "s-400"),
    feed="Wire", joined=("same title words .71", "14 min apart"),
)  # fmt: skip
SENT = Delivery(
    id=1,
    channel="desk",
    state=State.SENT,
    due=None,
    queued_at=NOON - timedelta(minutes=12),
    sent_at=NOON - timedelta(minutes=11),
)
ALERT = Alert(
    id=3,
    channel="desk",
    story=Story(id=7, reports=(FIRST, SECOND)),
    catches=(
        Catch(watch="Build-up", channel="desk", met=("s-400", "rail depot")),
        Catch(watch="Build-up", channel="desk", met=("s-400", "tigr")),
        Catch(watch="Armour", channel="desk", met=("tigr",)),
    ),
    at=NOON,
    delivery=SENT,
)
ENTITIES = (make_entity("s-400", "S-400"), make_entity("tigr", "GAZ Tigr"), make_entity("leopard-2", "Leopard 2"))


async def ask(args: str, alert: Alert = ALERT) -> str:
    return plain(await why(args, make_question(), FakeArchive(entities=ENTITIES, alerts=[alert])))


async def test_why_tells_watch_words_evidence_doubts_and_delivery() -> None:
    assert await ask("3") == (
        "Alert 3: Tigers and S-400 roll west<https://example.org/1>\n"
        "Watch: Build-up, which asks for S-400, “rail depot”, GAZ Tigr\n"
        "Watch: Armour, which asks for GAZ Tigr\n"
        "Channel: desk\n"
        "Message: sent 11 min ago\n"
        "Story: number 7, 2 reports\n"
        "Tigers and S-400 roll west<https://example.org/1> · 12 min ago · Rail Watch\n"
        "- “Tigers” in the title: GAZ Tigr, a form of “Tiger”; plural; "
        'context +2.5: head noun "vehicles" +3, avoid "zoo" -0.5\n'
        "- “S-400” in the title: S-400, as the list has it\n"
        "Seen and set aside:\n"
        "- “leopard” in the text, not Leopard 2: nothing speaks for a tank; context -1: nothing around it\n"
        "S-400 on rails<https://example.org/2> · 12 min ago · Wire\n"
        "Joined the story: same title words .71, 14 min apart\n"
        "- “S-400” in the title, 2 times: S-400, as the list has it"
    )


@pytest.mark.parametrize("args", ["#3", "alert 3", " Alert #3 ", "№3", "no. 3"])
async def test_the_number_may_be_written_as_people_write_it(args: str) -> None:
    assert (await ask(args)).startswith("Alert 3")


@pytest.mark.parametrize(
    ("state", "changes", "words"),
    [
        (State.QUEUED, {"due": NOON + timedelta(minutes=5), "attempts": 2, "why": "Slack is down"},
         "waiting, due in 5 min after 2 tries: Slack is down"),
        (State.QUEUED, {"due": NOON}, "waiting, due now"),
        (State.STALE, {"due": NOON + timedelta(seconds=20)},
         "sent 11 min ago; an edit that tells of later reports is to follow, due in 20 s"),
        (State.HELD, {"attempts": 12, "why": "the bot was removed"}, "held after 12 tries: the bot was removed"),
        (State.MERGED, {}, "not sent: an editor merged its story into one that the channel was told of"),
        (State.REFUSED, {"why": "message is too long"}, "refused by the chat: message is too long"),
        (State.SENT, {"why": "edit given up: message not found"}, "sent 11 min ago: edit given up: message not found"),
    ],
)  # fmt: skip
async def test_what_became_of_the_message(state: State, changes: dict[str, object], words: str) -> None:
    delivery = replace(SENT, state=state, **changes)  # type: ignore[arg-type]
    assert f"Message: {words}\n" in await ask("3", replace(ALERT, delivery=delivery))


async def test_a_long_story_is_cut_with_a_count() -> None:
    many = tuple(make_mention("s-400", f"S-400 {n}") for n in range(MENTIONS + 2))
    reports: tuple[Report, ...] = tuple(make_report(n, f"Report {n}", *many) for n in range(1, REPORTS + 4))
    told = await ask("3", replace(ALERT, story=Story(id=7, reports=reports)))
    assert "And 2 more names" in told
    assert told.endswith("And 3 more reports.")
    assert f"Report {REPORTS + 1}" not in told


@pytest.mark.parametrize(
    ("args", "words"), [("", "why what"), ("yesterday", "no alert's number"), ("99", "no alert 99")]
)
async def test_what_is_no_alert_is_explained(args: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        await ask(args)


async def test_entities_that_left_the_catalogue_are_told_by_id() -> None:
    told = plain(await why("3", make_question(), FakeArchive(alerts=[ALERT])))
    assert "in the title: tigr" in told
