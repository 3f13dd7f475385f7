"""Questions on Slack: however they are asked they are acknowledged at once, and answered where they were asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.chat import slack_listening
from bot.chat.slack import SlackChat
from bot.chat.slack_blocks import LONGEST_COMMAND
from bot.chat.slack_listening import asked_of, typed
from bot.model.message import Button, Message, Picture, say
from bot.model.question import Answer, DestinationNews, Question
from tests.contracts.chat_stages import COMMANDS, House, now
from tests.fakes.slack import FakeSlack, Fault
from tests.fakes.slack_workspace import ALICE_DM, APP_TOKEN, BOT_TOKEN, BOT_USER, DESK, Posted


class Desk(House):
    """A house whose answers can be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.answer: Answer | None = None

    async def ask(self, question: Question) -> Answer:
        said = await super().ask(question)
        return self.answer or said


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as slack:
        yield slack


@pytest.fixture
def house() -> Desk:
    return Desk()


@pytest.fixture
async def chat(slack: FakeSlack, house: Desk) -> AsyncIterator[SlackChat]:
    chat = SlackChat(BOT_TOKEN, APP_TOKEN, base_url=slack.base_url, commands=COMMANDS, clock=now)
    await chat.start(house)
    await slack.until(lambda: slack.people.connected)
    yield chat
    await chat.stop()


async def shown(slack: FakeSlack, count: int = 1) -> list[Posted]:
    await slack.until(lambda: len(slack.workspace.messages) >= count)
    return slack.workspace.messages


async def test_a_command_is_answered_for_all_to_see(slack: FakeSlack, chat: SlackChat, house: Desk) -> None:
    await slack.people.command("lookup S-400")
    (answer,) = await shown(slack)
    assert (answer.seen, answer.channel, answer.user) == ("You asked: lookup S-400", DESK, None)
    assert house.questions[0].user == "U0ALICE"
    assert not house.questions[0].private


async def test_a_private_answer_is_for_the_asker_alone(slack: FakeSlack, chat: SlackChat, house: Desk) -> None:
    house.answer = Answer(message=say("Only configured people may ask."), private=True)
    await slack.people.command("status")
    await slack.people.mention("status")
    assert {message.via: message.user for message in await shown(slack, 2)} == {
        "response_url": "asker",
        "chat.postEphemeral": "U0ALICE",
    }


async def test_a_bare_command_asks_for_help(slack: FakeSlack, chat: SlackChat, house: Desk) -> None:
    await slack.people.command("  ")
    await slack.people.mention("")
    await shown(slack, 2)
    assert [question.text for question in house.questions] == ["help", "help"]


async def test_a_mention_is_answered_in_its_thread(slack: FakeSlack, chat: SlackChat) -> None:
    await slack.people.mention("lookup S-400")
    (first,) = await shown(slack)
    assert first.seen == "You asked: lookup S-400"
    assert first.thread_ts is not None
    await slack.people.mention("latest", thread_ts=first.thread_ts)
    _, second = await shown(slack, 2)
    assert second.thread_ts == first.thread_ts


async def test_a_direct_message_is_a_question(slack: FakeSlack, chat: SlackChat, house: Desk) -> None:
    await slack.people.direct('find "air &amp; missile defence"')
    (answer,) = await shown(slack)
    assert answer.seen == 'You asked: find "air & missile defence"'
    assert (answer.channel, answer.thread_ts) == (ALICE_DM, None)
    assert house.questions[0].private


@pytest.mark.parametrize(
    "more", [{"bot_id": "B1"}, {"subtype": "message_changed"}, {"user": None}, {"channel_type": "channel"}]
)
async def test_what_is_no_question_is_let_pass(
    slack: FakeSlack, chat: SlackChat, house: Desk, more: dict[str, object]
) -> None:
    event = {"type": "message", "channel_type": "im", "channel": ALICE_DM, "user": "U0ALICE", "text": "x", "ts": "1.1"}
    envelope = await slack.people.event(event | more)
    await slack.until(lambda: slack.people.acks[envelope])
    await slack.people.direct("a question")
    await shown(slack)
    assert [question.text for question in house.questions] == ["a question"]


async def test_an_event_told_twice_is_answered_once(slack: FakeSlack, chat: SlackChat, house: Desk) -> None:
    ts = slack.workspace.said_by_somebody(DESK)
    event = {"type": "app_mention", "text": f"<@{BOT_USER}> latest", "channel": DESK, "user": "U0ALICE", "ts": ts}
    for _ in range(2):
        await slack.people.event(event, event_id="Ev1")
    await slack.people.command("status")
    await shown(slack, 2)
    assert sorted(question.text for question in house.questions) == ["latest", "status"]


async def test_a_button_is_answered_below_its_message(slack: FakeSlack, chat: SlackChat, house: Desk) -> None:
    await chat.send(DESK, Message(parts=say("Alert").parts, buttons=(Button(label="Why", command="why 3"),)))
    await slack.people.press(slack.workspace.messages[0].ts, "Why", user="U0BORYS")
    alert, answer = await shown(slack, 2)
    assert (answer.seen, answer.thread_ts) == ("You asked: why 3", alert.ts)
    assert house.questions[0].user == "U0BORYS"


async def test_a_button_of_a_private_answer_is_answered_along_its_own_url(
    slack: FakeSlack, chat: SlackChat, house: Desk
) -> None:
    buttons = (Button(label="More", command="find x page:2"),)
    house.answer = Answer(message=Message(parts=say("Page 1").parts, buttons=buttons), private=True)
    await slack.people.command("find x")
    (first,) = await shown(slack)
    await slack.people.press(first.ts, "More")
    _, second = await shown(slack, 2)
    assert second.via == "response_url"
    assert [question.text for question in house.questions] == ["find x", "find x page:2"]


async def test_everything_is_acknowledged_at_once_however_long_the_answer_takes(
    slack: FakeSlack, chat: SlackChat, house: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack_listening, "SLOW", 0.05)
    house.open.clear()
    envelopes = [await slack.people.command("trend"), await slack.people.mention("trend")]
    await slack.until(lambda: all(slack.people.acks[envelope] is not None for envelope in envelopes))
    working = await shown(slack, 2)
    assert [message.seen for message in working] == ["Working on it …"] * 2
    assert all(message.user for message in working), "to the asker alone"
    house.open.set()
    answered = await shown(slack, 4)
    assert [message.seen for message in answered[2:]] == ["You asked: trend"] * 2


async def test_a_question_longer_than_we_read_is_turned_down(slack: FakeSlack, chat: SlackChat, house: Desk) -> None:
    await slack.people.command("find " + "x" * LONGEST_COMMAND)
    (answer,) = await shown(slack)
    assert str(LONGEST_COMMAND) in answer.seen
    assert answer.user
    assert house.questions == []


async def test_a_flood_of_questions_is_bounded(
    slack: FakeSlack, chat: SlackChat, house: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack_listening, "MOST_WAITING", 12)
    monkeypatch.setattr(slack_listening, "MOST_TOLD", 20)
    house.open.clear()
    for number in range(24):
        await slack.people.command(f"lookup {number}")
    await slack.until(lambda: sum("busy" in message.seen for message in slack.workspace.messages) >= 8)
    assert len(house.questions) == slack_listening.AT_ONCE, "no more at once"
    house.open.set()
    await slack.until(lambda: sum("You asked" in message.seen for message in slack.workspace.messages) == 12)


async def test_an_answer_waits_when_slack_asks_for_a_short_pause(slack: FakeSlack, chat: SlackChat) -> None:
    slack.faults.append(Fault(method="chat.postMessage", status=429, retry_after=1))
    await slack.people.mention("latest")
    (answer,) = await shown(slack)
    assert answer.seen == "You asked: latest"


async def test_refused_blocks_are_answered_in_plain_words(slack: FakeSlack, chat: SlackChat) -> None:
    slack.faults.append(Fault(method="response_url", error="invalid_blocks"))
    await slack.people.command("latest")
    (answer,) = await shown(slack)
    assert (answer.blocks, answer.text) == ([], "You asked: latest")


async def test_pictures_are_shown_to_all_and_told_to_one(slack: FakeSlack, chat: SlackChat, house: Desk) -> None:
    plot = Message(parts=say("Trend").parts, picture=Picture(png=b"png", alt="Rising"))
    house.answer = Answer(message=plot)
    await slack.people.command("trend")
    await slack.until(lambda: slack.workspace.files)
    house.answer = Answer(message=plot, private=True)
    await slack.people.command("trend")
    _, private = await shown(slack, 2)
    assert private.seen == "Trend\nPicture: Rising"
    assert len(slack.workspace.files) == 1


@pytest.mark.parametrize(
    ("event", "news"),
    [
        ({"type": "channel_archive", "channel": DESK, "user": "U1"}, {"gone": "the channel was archived"}),
        ({"type": "channel_left", "channel": DESK}, {"gone": slack_listening.GONE["channel_left"]}),
        ({"type": "group_deleted", "channel": DESK}, {"gone": slack_listening.GONE["group_deleted"]}),
        (
            {"type": "member_left_channel", "channel": DESK, "user": BOT_USER},
            {"gone": slack_listening.GONE["channel_left"]},
        ),
        ({"type": "channel_unarchive", "channel": DESK, "user": "U1"}, {}),
        ({"type": "member_joined_channel", "channel": DESK, "user": BOT_USER}, {}),
        ({"type": "channel_id_changed", "old_channel_id": DESK, "new_channel_id": "C0NEW"}, {"moved_to": "C0NEW"}),
    ],
)
async def test_the_fate_of_channels_is_news(
    slack: FakeSlack, chat: SlackChat, house: Desk, event: dict[str, str], news: dict[str, str]
) -> None:
    others = {"type": "member_joined_channel", "channel": DESK, "user": "U0ALICE"}
    for told in (others, others | {"type": "member_left_channel"}, event):
        await slack.people.event(told)
    async with asyncio.timeout(10):
        while not house.news:  # noqa: ASYNC110 - the house has no event for it
            await asyncio.sleep(0.01)
    assert house.news == [
        DestinationNews(platform="slack", address=DESK, moved_to=news.get("moved_to"), gone=news.get("gone"))
    ]


async def test_the_home_page_lists_the_commands(slack: FakeSlack, chat: SlackChat) -> None:
    await slack.people.event({"type": "app_home_opened", "user": "U0ALICE", "tab": "home", "channel": ALICE_DM})
    await slack.until(lambda: "U0ALICE" in slack.workspace.homes)
    page = str(slack.workspace.homes["U0ALICE"])
    assert all(f"/vedette {verb}" in page and what in page for verb, what in COMMANDS)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("lookup S-400", "lookup S-400"),
        ("find <http://example.org|example.org> &amp; &lt;more&gt;", "find example.org & <more>"),
        ("find <https://example.org/a>", "find https://example.org/a"),
        ("ask <@U0BORYS> in <#C0DESK00001|desk> <!here>", "ask @U0BORYS in #desk @here"),
        ("for <!subteam^S1|@team> and <@U1|anna>", "for @team and @anna"),
        ("find &amp;lt;", "find &lt;"),
    ],
)
def test_what_slack_made_of_words_is_undone(markup: str, words: str) -> None:
    assert typed(markup) == words


@pytest.mark.parametrize(
    "markup", ["<@U0V> latest", "hello <@U0V|vedette> latest", "latest <@U0V>", "<@U0V>latest", " <@U0V>  latest "]
)
def test_the_command_is_what_stands_by_the_mention(markup: str) -> None:
    assert asked_of("U0V", markup) == "latest"
