"""The fake Telegram refuses what Telegram refuses: a fake that takes everything proves nothing."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_checks import Json, Refused, check_commands, check_keyboard, check_text, parse_html
from tests.fakes.telegram_world import FAKE_TOKEN

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


class Caller:
    """Calls the Bot API without a library in between."""

    def __init__(self, http: aiohttp.ClientSession, base_url: str) -> None:
        self.http, self.base_url = http, base_url

    async def __call__(self, method: str, *, token: str = FAKE_TOKEN, **fields: Any) -> tuple[int, Json]:
        form = {name: str(value) for name, value in fields.items()}
        async with self.http.post(f"{self.base_url}/bot{token}/{method}", data=form) as response:
            return response.status, await response.json()

    async def why(self, method: str, **fields: Any) -> str:
        """Why a call was refused."""
        return str((await self(method, **fields))[1]["description"])


@pytest.fixture
async def call(fake: FakeTelegram) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http:
        yield Caller(http, fake.base_url)


@pytest.mark.parametrize(
    "html",
    [
        "<b>open",
        "open</b>",
        "<b><i>crossed</b></i>",
        "<script>x</script>",
        "<p>x</p>",
        "a < b",
        "R&D",
        "&nbsp;",
        '<a href="tg://user?id=41">x</a>',
        '<a href="javascript:x">x</a>',
        "<a href=https://example.org>x</a>",
        '<a href="https://example.org" onclick="x">x</a>',
        "<blockquote><blockquote>x</blockquote></blockquote>",
    ],
)
def test_bad_markup_is_refused(html: str) -> None:
    with pytest.raises(Refused, match="can't parse entities"):
        parse_html(html)


def test_good_markup_is_read_with_offsets_in_utf16() -> None:
    parsed = parse_html('🚀<b>A&amp;<i>b</i></b> <a href="https://example.org/?a&#x27;&amp;b">c</a> &#62;')
    assert parsed.text == "🚀A&b c >"
    assert parsed.entities == [
        {"type": "italic", "offset": 4, "length": 1},
        {"type": "bold", "offset": 2, "length": 3},
        {"type": "text_link", "offset": 6, "url": "https://example.org/?a'&b", "length": 1},
    ]


def test_pings_and_commands_are_seen_outside_code_only() -> None:
    parsed = parse_html("@anna a@boris.org (@cyril) /go and/or <code>@dan /no</code> <pre>@eve</pre>")
    assert parsed.pings == ["anna", "cyril"]
    assert parsed.commands == ["go"]


@pytest.mark.parametrize(
    ("words", "caption", "why"),
    [
        (" \u200b\n", False, "message text is empty"),
        ("x" * 4097, False, "message is too long"),
        ("🚀" * 2049, False, "message is too long"),
        ("x" * 1025, True, "caption is too long"),
    ],
)
def test_texts_have_their_limits(words: str, caption: bool, why: str) -> None:
    with pytest.raises(Refused, match=why):
        check_text(words, "HTML", caption=caption)
    assert check_text("<b>" + "x" * 1024 + "</b>", "HTML", caption=caption)


@pytest.mark.parametrize("button", [{"text": "x", "callback_data": "ї" * 33}, {"text": " ", "callback_data": "x"}])
def test_buttons_have_their_limits(button: Json) -> None:
    with pytest.raises(Refused):
        check_keyboard({"inline_keyboard": [[button]]})


@pytest.mark.parametrize("entry", [("Help", "x"), ("a-b", "x"), ("x" * 33, "x"), ("help", ""), ("help", "x" * 257)])
def test_menus_have_their_limits(entry: tuple[str, str]) -> None:
    with pytest.raises(Refused, match="BOT_COMMAND"):
        check_commands([{"command": entry[0], "description": entry[1]}])


async def test_errors_come_as_the_bot_api_words_them(fake: FakeTelegram, call: Caller) -> None:
    world = fake.world
    world.add_room(id=-6, type="group")
    assert await call.why("sendMessage", token="1:other", chat_id=41, text="x") == "Unauthorized"
    assert await call.why("sendPigeon") == "Not Found"
    assert await call.why("sendMessage", chat_id=7, text="x") == "Bad Request: chat not found"
    assert "thread not found" in await call.why("sendMessage", chat_id=-1001, text="x", message_thread_id=9)
    assert "knows no ['txet']" in await call.why("sendMessage", chat_id=41, txet="x")
    world.migrate(-6, -1006)
    assert (await call("sendMessage", chat_id=-6, text="x"))[1]["parameters"] == {"migrate_to_chat_id": -1006}
    world.fail("throttle", chat=41, seconds=3)
    status, throttled = await call("sendMessage", chat_id=41, text="x")
    assert (status, throttled["parameters"]) == (429, {"retry_after": 3})
    assert (await call("sendMessage", chat_id=41, text="x"))[0] == 200
    world.remove_bot(41)
    forbidden = {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    assert await call("sendMessage", chat_id=41, text="x") == (403, forbidden)


async def test_an_edit_must_change_something_that_is_there(fake: FakeTelegram, call: Caller) -> None:
    _, sent = await call("sendMessage", chat_id=41, text="first")
    number = sent["result"]["message_id"]
    assert "not modified" in await call.why("editMessageText", chat_id=41, message_id=number, text="first")
    assert "not found" in await call.why("editMessageText", chat_id=41, message_id=number + 1, text="x")
    assert (await call("editMessageText", chat_id=41, message_id=number, text="second"))[0] == 200
    assert (fake.world.posts[0].edits, fake.world.posts[0].text) == (["first"], "second")


async def test_updates_wait_are_confirmed_and_go_to_one_poller(fake: FakeTelegram, call: Caller) -> None:
    first = asyncio.create_task(call("getUpdates", timeout=5))
    await fake.world.until(lambda: fake.world.calls)
    second = asyncio.create_task(call("getUpdates", timeout=5))
    assert (await first)[0] == 409
    fake.world.say(41, "/help")
    (update,) = (await second)[1]["result"]
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 5}]
    assert len((await call("getUpdates", timeout=5))[1]["result"]) == 1, "not confirmed yet"
    assert (await call("getUpdates", timeout=0, offset=update["update_id"] + 1))[1]["result"] == []


async def test_it_runs_as_a_process_that_others_program_and_read() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.telegram", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    base_url = (await process.stdout.readline()).decode().strip()
    try:
        async with aiohttp.ClientSession() as http:
            await http.post(f"{base_url}/_program", json={"do": "fail", "kind": "status", "status": 502})
            assert (await http.post(f"{base_url}/bot{FAKE_TOKEN}/getMe")).status == 502
            await Caller(http, base_url)("sendMessage", chat_id=41, text="@anna")
            assert (await http.post(f"{base_url}/_program", json={"do": "__init__"})).status == 400
            state = await (await http.get(f"{base_url}/_state")).json()
        assert [(post["text"], post["pings"]) for post in state["posts"]] == [("@anna", ["anna"])]
    finally:
        process.terminate()
        await process.wait()
