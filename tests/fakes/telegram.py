"""A strict Telegram Bot API over HTTP, for tests in this process or another.

In a test: `async with FakeTelegram() as telegram`, then `telegram.base_url`, `telegram.world`. As a process:
`python -m tests.fakes.telegram --port 8081`; then `GET /_state` shows everything, and `POST /_program` with
`{"do": "say", "chat": 41, "text": "/help"}` calls the method of `World` of that name.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.fakes.telegram_checks import Json, Refused, bad_request, check_commands, check_keyboard, check_text
from tests.fakes.telegram_world import BOT, Fault, World

PROGRAM = frozenset({"fail", "add_room", "say", "press", "remove_bot", "admit_bot", "migrate", "delete"})
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
SENDING = {"chat_id", "message_thread_id", "parse_mode", "reply_markup", "reply_parameters", "disable_notification"}
PARAMETERS: dict[str, set[str]] = {
    "getMe": set(),
    "deleteWebhook": {"drop_pending_updates"},
    "getUpdates": {"offset", "limit", "timeout", "allowed_updates"},
    "setMyCommands": {"commands", "scope", "language_code"},
    "sendMessage": SENDING | {"text", "link_preview_options"},
    "sendPhoto": SENDING | {"photo", "caption"},
    "sendChatAction": {"chat_id", "message_thread_id", "action"},
    "editMessageText": {"chat_id", "message_id", "text", "parse_mode", "reply_markup", "link_preview_options"},
    "editMessageCaption": {"chat_id", "message_id", "caption", "parse_mode", "reply_markup"},
    "editMessageMedia": {"chat_id", "message_id", "media", "reply_markup"},
    "answerCallbackQuery": {"callback_query_id", "text", "show_alert"},
}


class FakeTelegram:
    """The server; `world` is what it serves."""

    def __init__(self, world: World | None = None, *, port: int = 0) -> None:
        self.world = world or World()
        self.port = port
        self._poller: asyncio.Event | None = None
        self._runner: web.AppRunner | None = None

    @property
    def base_url(self) -> str:
        """For `TELEGRAM_API_BASE_URL`."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        """Serve, on a free port if none was named, or again on the same one."""
        app = web.Application(client_max_size=20 * 2**20)
        app.router.add_post("/bot{token}/{method}", self._call)
        app.router.add_get("/_state", self._state)
        app.router.add_post("/_program", self._program)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Go down; the world stays."""
        if self._poller is not None:
            self._poller.set()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _state(self, request: web.Request) -> web.Response:
        return web.json_response(self.world.state())

    async def _program(self, request: web.Request) -> web.Response:
        order = await request.json()
        name = order.pop("do")
        if name not in PROGRAM:
            return web.json_response({"error": f"one of {sorted(PROGRAM)}"}, status=400)
        return web.json_response({"result": getattr(self.world, name)(**order)})

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method, given = request.match_info["method"], await _parameters(request)
        try:
            self._admit(request.match_info["token"], method, given)
            chat = given.get("chat_id")
            self.world.calls.append({"method": method, "chat": chat})
            self.world.touch()
            fault = self.world.fault_for(method, chat)
            if fault is not None and fault.kind == "status":
                return web.Response(status=fault.status, text="<html>nginx</html>")
            if fault is not None and fault.kind == "reset":
                return _hang_up(request)
            await _suffer(fault)
            result = await self._methods()[method](given)
            if fault is not None and fault.kind == "lost":
                return _hang_up(request)
        except Refused as refusal:
            return _refused(refusal)
        finally:
            self.world.touch()
        return web.json_response({"ok": True, "result": result})

    def _admit(self, token: str, method: str, given: Json) -> None:
        if token != self.world.token:
            raise Refused(401, "Unauthorized")
        if method not in PARAMETERS:
            raise Refused(404, "Not Found")
        if unknown := {name for name in given if not name.startswith("attached")} - PARAMETERS[method]:
            raise bad_request(f"this fake knows no {sorted(unknown)} of {method}")

    def _methods(self) -> dict[str, Callable[[Json], Awaitable[Any]]]:
        return {
            "getMe": self._get_me,
            "deleteWebhook": self._delete_webhook,
            "getUpdates": self._get_updates,
            "setMyCommands": self._set_my_commands,
            "sendMessage": self._send,
            "sendPhoto": self._send,
            "sendChatAction": self._send_chat_action,
            "editMessageText": self._edit,
            "editMessageCaption": self._edit,
            "editMessageMedia": self._edit,
            "answerCallbackQuery": self._answer_callback_query,
        }

    async def _get_me(self, given: Json) -> Json:
        return BOT

    async def _delete_webhook(self, given: Json) -> bool:
        return True

    async def _set_my_commands(self, given: Json) -> bool:
        self.world.menu = check_commands(given["commands"])
        return True

    async def _get_updates(self, given: Json) -> list[Json]:
        world = self.world
        if self._poller is not None:
            self._poller.set()
            world.touch()
        over = self._poller = asyncio.Event()
        world.allowed = given.get("allowed_updates", world.allowed)
        world.updates = [update for update in world.updates if update["update_id"] >= given.get("offset", 0)]
        try:
            await world.until(lambda: world.updates or over.is_set(), seconds=given.get("timeout", 0) or 0.001)
        except TimeoutError:
            return []
        finally:
            if self._poller is over:
                self._poller = None
            world.touch()
        if over.is_set():
            why = "terminated by other getUpdates request; make sure that only one bot instance is running"
            raise Refused(409, f"Conflict: {why}")
        return world.updates[: given.get("limit", 100)]

    async def _send(self, given: Json) -> Json:
        room = self.world.writable(given["chat_id"], given.get("message_thread_id"))
        photo = given.get("photo")
        if photo is not None:
            _check_picture(photo)
        words = str(given.get("text", given.get("caption", "")))
        parsed = check_text(words, given.get("parse_mode"), caption=photo is not None)
        return self.world.post(
            room,
            parsed,
            photo=photo,
            thread=given.get("message_thread_id"),
            buttons=check_keyboard(given.get("reply_markup")),
            reply_to=given.get("reply_parameters", {}).get("message_id"),
            silent=given.get("disable_notification", False),
        )

    async def _send_chat_action(self, given: Json) -> bool:
        self.world.writable(given["chat_id"], given.get("message_thread_id"))
        if given["action"] not in {"typing", "upload_photo"}:
            raise bad_request("wrong parameter action in request")
        return True

    async def _edit(self, given: Json) -> Json:
        media = given.get("media", {})
        picture = given.get(media["media"].removeprefix("attach://")) if media else None
        if media:
            _check_picture(picture)
        source = media or given
        caption = bool(media) or "text" not in given
        words = str(source.get("text", source.get("caption", "")))
        parsed = check_text(words, source.get("parse_mode"), caption=caption)
        buttons = check_keyboard(given.get("reply_markup"))
        return self.world.edit(given["chat_id"], given["message_id"], parsed, buttons, photo=caption)

    async def _answer_callback_query(self, given: Json) -> bool:
        self.world.answered.append(given["callback_query_id"])
        return True


async def _suffer(fault: Fault | None) -> None:
    """Wait, or refuse, as the fault has it."""
    if fault is not None and fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    elif fault is not None and fault.kind == "throttle":
        wait = int(fault.seconds)
        raise Refused(429, f"Too Many Requests: retry after {wait}", retry_after=wait)


async def _parameters(request: web.Request) -> Json:
    """Form fields, JSON in them read as Telegram does; uploads as bytes."""
    given: Json = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            given[name] = value.file.read()
            continue
        text = value if isinstance(value, str) else bytes(value).decode()
        given[name] = text if name in {"text", "caption", "callback_query_id"} else _read(text)
    return given


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _check_picture(picture: object) -> None:
    if not isinstance(picture, bytes) or not picture.startswith((PNG, JPEG)):
        raise bad_request("IMAGE_PROCESS_FAILED")


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _refused(refusal: Refused) -> web.Response:
    body: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return web.json_response(body, status=refusal.code)


async def _serve(port: int, token: str) -> None:
    async with FakeTelegram(World(token), port=port) as telegram:
        print(telegram.base_url, flush=True)  # noqa: T201 - the caller reads the port from here
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=World().token)
    options = parser.parse_args()
    asyncio.run(_serve(options.port, options.token))
