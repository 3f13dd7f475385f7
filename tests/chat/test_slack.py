"""Alerts on Slack: each refusal means something else for a delivery; pictures, plain text and health."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.slack import SlackChat
from bot.chat.slack_outcomes import GONE, LOCKED_OUT
from bot.model.delivery import Later, Never, Outcome, Sent
from bot.model.message import Heading, Message, Note, Paragraph, Picture, Span, say, text
from tests.fakes.slack import FakeSlack, Fault
from tests.fakes.slack_workspace import APP_TOKEN, BOT_TOKEN, DESK

NOW = datetime(2022, 1, 20, 8, 0, tzinfo=UTC)
PLOT = Message(parts=say("Mentions of Iskander").parts, picture=Picture(png=b"PNG", alt="Twelve on Monday, none since"))
LINK = Span(text="S-400 & more", url="https://example.org/1")
LINKED = Message(parts=(Heading(line=(LINK,)), Note(line=text("now"))))


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as slack:
        yield slack


@pytest.fixture
def chat(slack: FakeSlack) -> SlackChat:
    """Not started: sending needs no connection."""
    return SlackChat(BOT_TOKEN, APP_TOKEN, base_url=slack.base_url, commands=(), clock=lambda: NOW)


async def refused(slack: FakeSlack, chat: SlackChat, **fault: object) -> Outcome:
    slack.faults.append(Fault(method="chat.postMessage", **fault))  # type: ignore[arg-type]
    return await chat.send(DESK, say("An alert"))


@pytest.mark.parametrize("code", ["channel_not_found", "not_in_channel", "is_archived"])
async def test_a_channel_that_takes_nothing_is_given_up_with_what_to_do(
    slack: FakeSlack, chat: SlackChat, code: str
) -> None:
    assert await refused(slack, chat, error=code) == Never(why=GONE[code], destination=True)
    assert "/invite" in GONE["not_in_channel"]


@pytest.mark.parametrize("code", ["token_revoked", "invalid_auth", "account_inactive"])
async def test_a_lost_token_loses_no_alert(slack: FakeSlack, chat: SlackChat, code: str) -> None:
    outcome = await refused(slack, chat, error=code)
    assert outcome == Later(until=NOW + timedelta(minutes=1), why=LOCKED_OUT[code], destination=True)
    assert not chat.health().up
    assert "SLACK_BOT_TOKEN" in chat.health().detail


async def test_health_forgets_a_lost_token_once_it_works_again(slack: FakeSlack, chat: SlackChat) -> None:
    await refused(slack, chat, error="token_revoked")
    await chat.send(DESK, say("An alert"))
    assert chat.health().detail == "not started"


@pytest.mark.parametrize(("hint", "pause"), [(3, 3), (None, 30), (86_400, 3600), (0, 1)])
async def test_a_pause_is_kept_to(slack: FakeSlack, chat: SlackChat, hint: int | None, pause: int) -> None:
    outcome = await refused(slack, chat, status=429, retry_after=hint)
    assert isinstance(outcome, Later)
    assert outcome.until == NOW + timedelta(seconds=pause)
    assert outcome.destination


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 503}, {"error": "internal_error"}, {"hang_up": True}])
async def test_trouble_passes(slack: FakeSlack, chat: SlackChat, fault: dict[str, object]) -> None:
    outcome = await refused(slack, chat, **fault)
    assert isinstance(outcome, Later)
    assert not outcome.destination
    assert outcome.until > NOW


async def test_a_refusal_nobody_heard_of_is_final_for_the_message_alone(slack: FakeSlack, chat: SlackChat) -> None:
    assert await refused(slack, chat, error="as_yet_unknown") == Never(why="Slack refuses (as_yet_unknown)")


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_blocks_too_long"])
async def test_refused_blocks_go_out_as_plain_words(slack: FakeSlack, chat: SlackChat, code: str) -> None:
    slack.faults.append(Fault(method="chat.postMessage", error=code))
    assert isinstance(await chat.send(DESK, LINKED), Sent)
    (shown,) = slack.workspace.messages
    assert shown.blocks == []
    assert shown.seen == "S-400 & more (https://example.org/1)\nnow"


async def test_what_slack_will_not_have_even_as_plain_words_is_refused(slack: FakeSlack, chat: SlackChat) -> None:
    outcome = await refused(slack, chat, error="invalid_blocks", times=2)
    assert outcome == Never(why="Slack refuses the message (invalid_blocks)")


async def test_refused_blocks_are_edited_away_too(slack: FakeSlack, chat: SlackChat) -> None:
    sent = await chat.send(DESK, LINKED)
    assert isinstance(sent, Sent)
    slack.faults.append(Fault(method="chat.update", error="invalid_blocks"))
    assert await chat.edit(DESK, sent.ref, say("Also reported")) == sent
    assert slack.workspace.messages[0].seen == "Also reported"


@pytest.mark.parametrize("code", ["message_not_found", "cant_update_message", "edit_window_closed"])
async def test_an_edit_that_slack_will_not_have_is_given_up(slack: FakeSlack, chat: SlackChat, code: str) -> None:
    sent = await chat.send(DESK, LINKED)
    assert isinstance(sent, Sent)
    slack.faults.append(Fault(method="chat.update", error=code))
    assert await chat.edit(DESK, sent.ref, say("x")) == Never(why=f"Slack refuses ({code})")


@pytest.mark.parametrize("name", ["#desk", "desk", "C0 DESK", "c0desk00001"])
async def test_a_channel_is_addressed_by_its_id(slack: FakeSlack, chat: SlackChat, name: str) -> None:
    outcome = await chat.send(name, say("x"))
    assert isinstance(outcome, Never)
    assert outcome.destination
    assert "C0123456789" in outcome.why
    assert slack.calls == []


async def test_alerts_unfurl_nothing_and_look_for_no_names(slack: FakeSlack, chat: SlackChat) -> None:
    sent = await chat.send(DESK, say("@here https://example.org/"))
    assert isinstance(sent, Sent)
    await chat.edit(DESK, sent.ref, say("@everyone"))
    for said in slack.arguments["chat.postMessage"] + slack.arguments["chat.update"]:
        assert said["parse"] == "none"
        assert said["link_names"] is False
    assert slack.arguments["chat.postMessage"][0]["unfurl_links"] is False
    assert slack.arguments["chat.postMessage"][0]["unfurl_media"] is False
    assert slack.workspace.pinged == []


async def test_a_picture_hangs_below_its_message_with_words_for_the_blind(slack: FakeSlack, chat: SlackChat) -> None:
    sent = await chat.send(DESK, PLOT)
    assert isinstance(sent, Sent)
    (file,) = slack.workspace.files
    assert PLOT.picture is not None
    assert (file["body"], file["alt"]) == (PLOT.picture.png, PLOT.picture.alt)
    assert (file["channel"], file["thread_ts"]) == tuple(sent.ref.split(":"))


async def test_a_picture_that_slack_will_not_have_is_told_in_words(slack: FakeSlack, chat: SlackChat) -> None:
    slack.faults.append(Fault(method="files.getUploadURLExternal", error="missing_scope"))
    assert isinstance(await chat.send(DESK, PLOT), Sent)
    assert [message.seen for message in slack.workspace.messages] == [
        "Mentions of Iskander",
        "Picture: Twelve on Monday, none since",
    ]


async def test_a_message_is_not_said_twice_for_its_picture(slack: FakeSlack, chat: SlackChat) -> None:
    slack.faults.append(Fault(method="files.completeUploadExternal", hang_up=True))
    sending = asyncio.create_task(chat.send(DESK, PLOT))
    await slack.until(lambda: slack.workspace.messages)
    slack.faults.append(Fault(method="chat.postMessage", status=503))
    assert isinstance(await sending, Sent)


async def test_a_proxys_page_in_slacks_place_is_trouble_that_passes(slack: FakeSlack, chat: SlackChat) -> None:
    outcome = await refused(slack, chat, page="Please sign in to the guest network")
    assert isinstance(outcome, Later)
    assert "made no sense" in outcome.why


async def test_messages_go_out_side_by_side(slack: FakeSlack, chat: SlackChat) -> None:
    slack.faults.append(Fault(method="chat.postMessage", channel=DESK, delay=0.5))
    slow = asyncio.create_task(chat.send(DESK, say("slow")))
    await asyncio.sleep(0)
    assert isinstance(await chat.send("C0OTHER0001", say("quick")), Sent)
    assert not slow.done()
    assert isinstance(await slow, Sent)


async def test_a_message_may_hold_anything(slack: FakeSlack, chat: SlackChat) -> None:
    odd = Message(parts=(Paragraph(line=text("\ud800\x00\u202e<!channel> 💥 " * 900)),))
    assert isinstance(await chat.send(DESK, odd), Sent)
