"""The line to Slack: tokens are tried first, drops are mended, and health says what is wrong."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.chat import slack_connection
from bot.chat.slack import SlackChat
from tests.contracts.chat_stages import COMMANDS, House, now
from tests.fakes.slack import FakeSlack, Fault
from tests.fakes.slack_workspace import APP_TOKEN, BOT_TOKEN


@pytest.fixture
async def slack(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeSlack]:
    monkeypatch.setattr(slack_connection, "LOOK_EVERY", 0.02)
    monkeypatch.setattr(slack_connection, "GIVE_UP_AFTER", 0.2)
    async with FakeSlack() as slack:
        yield slack


@pytest.fixture
async def chat(slack: FakeSlack) -> AsyncIterator[SlackChat]:
    chat = chat_with(slack)
    await chat.start(House())
    await slack.until(lambda: slack.people.connected)
    yield chat
    await chat.stop()


def chat_with(slack: FakeSlack, bot: str = BOT_TOKEN, app: str = APP_TOKEN) -> SlackChat:
    pause = timedelta(milliseconds=20)
    return SlackChat(bot, app, base_url=slack.base_url, commands=COMMANDS, clock=now, first_pause=pause)


async def until_detail(chat: SlackChat, words: str, *, up: bool) -> None:
    async with asyncio.timeout(10):
        while words not in chat.health().detail or chat.health().up is not up:  # noqa: ASYNC110 - a value, not an event
            await asyncio.sleep(0.01)


async def test_health_names_the_workspace(chat: SlackChat) -> None:
    await until_detail(chat, "connected to Desk as @vedette", up=True)


@pytest.mark.parametrize(
    ("bot", "app", "words"),
    [
        ("xoxb-mistyped", APP_TOKEN, "SLACK_BOT_TOKEN"),
        (BOT_TOKEN, "xapp-mistyped", "SLACK_APP_TOKEN"),
        (APP_TOKEN, BOT_TOKEN, "swapped"),
        ("", APP_TOKEN, "SLACK_BOT_TOKEN"),
        ("xoxb-mistyped\nSLACK=1", APP_TOKEN, "SLACK_BOT_TOKEN"),
        (BOT_TOKEN, "", "SLACK_APP_TOKEN"),
    ],
)
async def test_a_wrong_token_is_named_and_never_printed(
    slack: FakeSlack, bot: str, app: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    chat = chat_with(slack, bot, app)
    await chat.start(House())
    await until_detail(chat, words, up=False)
    await chat.stop()
    assert "mistyped" not in caplog.text + repr(chat.health())
    assert slack.people.connections == 0


async def test_missing_permissions_are_named(slack: FakeSlack) -> None:
    slack.workspace.scopes = slack.workspace.scopes.replace(",files:write", "")
    chat = chat_with(slack)
    await chat.start(House())
    await until_detail(chat, "the app lacks files:write", up=True)
    await chat.stop()


async def test_a_refresh_brings_a_new_connection(slack: FakeSlack, chat: SlackChat) -> None:
    await slack.people.disconnect()
    await slack.until(lambda: slack.people.connections == 2)
    await slack.people.command("latest")
    await slack.until(lambda: slack.workspace.messages)


async def test_a_dropped_connection_is_mended(slack: FakeSlack, chat: SlackChat) -> None:
    await slack.people.hang_up()
    await slack.until(lambda: slack.people.connections == 2)
    await until_detail(chat, "connected", up=True)


async def test_a_connection_that_stays_down_is_built_anew_from_the_tokens(slack: FakeSlack, chat: SlackChat) -> None:
    slack.workspace.refused_token = "token_revoked"
    slack.faults.append(Fault(method="apps.connections.open", error="internal_error", times=3))
    await slack.people.hang_up()
    await until_detail(chat, "the bot token was revoked: reinstall the app", up=False)
    slack.workspace.refused_token = None
    await until_detail(chat, "connected", up=True)


async def test_a_pause_that_slack_asks_for_before_connecting_is_kept_to(slack: FakeSlack) -> None:
    slack.faults.append(Fault(method="apps.connections.open", status=429, retry_after=60))
    chat = chat_with(slack)
    await chat.start(House())
    await until_detail(chat, "pause of 60 s", up=False)
    await asyncio.sleep(0.1)
    assert slack.people.connections == 0
    await chat.stop()


async def test_socket_mode_that_is_switched_off_is_told(slack: FakeSlack, chat: SlackChat) -> None:
    await slack.people.disconnect("link_disabled")
    await until_detail(chat, "Socket Mode is off: turn it on", up=False)


async def test_starting_returns_at_once_and_stopping_ends_all_attempts(slack: FakeSlack) -> None:
    slack.faults.append(Fault(method="auth.test", delay=5))
    chat = chat_with(slack)
    async with asyncio.timeout(1):
        await chat.start(House())
        assert chat.health().detail == "connecting"
        await chat.stop()
    assert chat.health().detail == "stopped"


async def test_the_sdk_logs_no_ticket(slack: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    slack_connection.quiet_logger().error(
        "cannot open wss://x/link?ticket=abc-123&app_id=A1 with xoxb-1-2", exc_info=True
    )
    assert "abc-123" not in caplog.text
    assert "xoxb" not in caplog.text
    assert "app_id=A1" in caplog.text
