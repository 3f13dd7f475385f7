"""The fake Slack is as strict as Slack: a renderer that passes here has been looked at."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import aiohttp
import pytest

from tests.fakes.slack import FakeSlack
from tests.fakes.slack_checks import pings, refusal
from tests.fakes.slack_workspace import APP_TOKEN, BOT_TOKEN, DESK

Json = dict[str, Any]


def rich(*runs: Json, kind: str = "rich_text_section") -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(runs)}]}


def run(words: str = "x", **more: Any) -> Json:
    return {"type": "text", "text": words, **more}


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "Go"}, "value": "help", **more}


def actions(*buttons: Json) -> Json:
    return {"type": "actions", "elements": list(buttons)}


def section(markup: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": markup}}


@pytest.mark.parametrize(
    "block",
    [
        rich(run()),
        rich(run("x" * 3000)),
        rich({"type": "link", "url": "https://example.org/", "text": "x"}, kind="rich_text_quote"),
        actions(button()),
        section("x" * 3000),
        {"type": "context", "elements": [{"type": "plain_text", "text": "x", "emoji": False}]},
        {"type": "divider"},
    ],
)
def test_it_takes_what_is_right(block: Json) -> None:
    assert refusal({"blocks": [block]}) is None


@pytest.mark.parametrize(
    "block",
    [
        {"type": "carousel_of_tanks"},
        {"type": "input"},
        {"type": "rich_text", "elements": []},
        rich(),
        rich(run("")),
        rich(run("x" * 3001)),
        rich(run("a\x00b")),
        rich(run(style={"loud": True})),
        rich(run(style={"bold": False})),
        rich(run(colour="red")),
        rich(run(), kind="rich_text_marquee"),
        rich({"type": "link", "url": "javascript:alert(1)", "text": "x"}),
        rich({"type": "link", "url": "https://example.org/a b", "text": "x"}),
        rich({"type": "link", "url": "https://example.org/", "text": ""}),
        {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "dashed", "elements": [rich(run())]}]},
        actions(),
        actions(button(), button()),
        actions(*(button(action_id=str(number)) for number in range(26))),
        actions(button(text={"type": "mrkdwn", "text": "Go"})),
        actions(button(text={"type": "plain_text", "text": "x" * 76})),
        actions(button(value="x" * 2001)),
        section("x" * 3001),
        {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
        {"type": "context", "elements": [{"type": "plain_text", "text": "x"}] * 11},
        {"type": "context", "elements": [{"type": "plain_text", "text": " "}]},
    ],
)
def test_it_refuses_what_slack_refuses(block: Json) -> None:
    refused = refusal({"text": "x", "blocks": [block]})
    assert refused is not None
    assert refused[0] == "invalid_blocks"


def test_it_refuses_too_many_too_large_and_empty_messages() -> None:
    assert refusal({"blocks": [rich(run())] * 51}) == ("invalid_blocks", ["no more than 50 items allowed"])
    assert refusal({"blocks": [rich(run("x" * 2900))] * 5}) == ("msg_blocks_too_long", [])
    assert refusal({"blocks": [{**rich(run()), "block_id": "same"}] * 2}) == (
        "invalid_blocks",
        ["block_id is not unique"],
    )
    assert refusal({"text": " ", "blocks": []}) == ("no_text", [])
    assert refusal({"text": "x" * 40_001}) == ("msg_too_long", [])


@pytest.mark.parametrize(
    "message",
    [
        {"text": "<!channel> look"},
        {"text": "<@U0ALICE> look"},
        {"text": "@here look", "link_names": True},
        {"text": "@here look", "parse": "full"},
        {"blocks": [section("<!here>")]},
        {"blocks": [section("@channel")]},
        {"blocks": [rich({"type": "broadcast", "range": "here"})]},
        {"blocks": [rich({"type": "user", "user_id": "U0ALICE"})]},
    ],
)
def test_it_sees_every_kind_of_ping(message: Json) -> None:
    assert pings(message)


@pytest.mark.parametrize("message", [{"text": "@here &lt;!channel&gt;"}, {"blocks": [rich(run("<!channel> @here"))]}])
def test_it_sees_no_ping_where_slack_looks_for_none(message: Json) -> None:
    assert pings(message) == []


async def call(base: str, method: str, token: str, **arguments: Any) -> str:
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(base + method, json=arguments, headers=headers) as answer,
    ):
        body = await answer.json()
    return str(body.get("error", "ok"))


async def test_it_looks_at_tokens_and_channels() -> None:
    async with FakeSlack() as slack:
        base = slack.base_url
        assert await call(base, "auth.test", "") == "not_authed"
        assert await call(base, "auth.test", "xoxb-other") == "invalid_auth"
        assert await call(base, "auth.test", APP_TOKEN) == "not_allowed_token_type"
        assert await call(base, "apps.connections.open", BOT_TOKEN) == "not_allowed_token_type"
        assert await call(base, "chat.postMessage", BOT_TOKEN, channel="C0NOWHERE01", text="x") == "channel_not_found"
        assert await call(base, "chat.update", BOT_TOKEN, channel=DESK, ts="1.1", text="x") == "message_not_found"
        assert await call(base, "chat.levitate", BOT_TOKEN) == "unknown_method"


async def test_a_response_url_is_good_for_five_answers() -> None:
    async with FakeSlack() as slack, aiohttp.ClientSession() as session:
        link = slack.workspace.link(DESK)
        statuses = []
        for _ in range(6):
            async with session.post(link, json={"text": "x"}) as answer:
                statuses.append(answer.status)
    assert statuses == [200] * 5 + [404]


async def test_a_ticket_opens_one_connection() -> None:
    async with FakeSlack() as slack, aiohttp.ClientSession() as session:
        url = slack.people.ticket()
        async with session.ws_connect(url) as socket:
            assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_it_runs_as_a_process_too() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.fakes.slack", "--channel", "C0OWN000001"), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        base = (await process.stdout.readline()).decode().split()[-1]
        root = base.removesuffix("/api/")
        async with aiohttp.ClientSession() as session:
            await session.post(f"{root}/_program", json={"method": "chat.postMessage", "error": "internal_error"})
            await session.post(f"{root}/_program", json={"channel_is": {"id": "C0ARCHIVE01", "archived": True}})
            for channel, expected in (
                ("C0OWN000001", "internal_error"),
                ("C0OWN000001", "ok"),
                ("C0ARCHIVE01", "is_archived"),
            ):
                assert await call(base, "chat.postMessage", BOT_TOKEN, channel=channel, text="x") == expected
            async with session.get(f"{root}/_state") as answer:
                state = await answer.json()
        assert [message["channel"] for message in state["messages"]] == ["C0OWN000001"]
    finally:
        process.terminate()
        await process.wait()
