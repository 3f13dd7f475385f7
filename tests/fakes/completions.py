"""A strict endpoint that speaks like OpenAI's chat completions, over HTTP.

`answers` holds what the model says, in turn (the last one again and again); a callable gets the two messages. `faults`
holds what goes wrong instead, in turn: a status, or the name of an oddity.
"""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self

from aiohttp import web

KEY = "sk-test-hush-hush"
Say = str | Callable[[str, str], str]


class FakeCompletions:
    """The server."""

    def __init__(self, *answers: Say, key: str | None = KEY, faults: Sequence[int | str] = ()) -> None:
        self.answers: list[Say] = list(answers) or ["Nothing happened."]
        self.faults: list[int | str] = list(faults)
        self.asked: list[tuple[str, str]] = []
        self.hanging = asyncio.Event()
        self._key = key
        self._port = 0
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """As feeds.yaml has it."""
        return f"http://127.0.0.1:{self._port}/v1"

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._complete)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        wrong = await self._wrong(request)
        if wrong is not None:
            return wrong
        instructions, material = (message["content"] for message in (await request.json())["messages"])
        self.asked.append((instructions, material))
        if self.faults:
            return await self._fail(self.faults.pop(0), request)
        say = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return web.json_response(completion(say if isinstance(say, str) else say(instructions, material)))

    async def _wrong(self, request: web.Request) -> web.Response | None:
        if self._key is not None and request.headers.get("Authorization") != f"Bearer {self._key}":
            return _error(401, f"Incorrect API key provided: {request.headers.get('Authorization')}")
        if request.content_type != "application/json":
            return _error(415, "Content-Type must be application/json")
        asked = await request.json()
        if set(asked) != {"model", "messages"} or not isinstance(asked["model"], str):
            return _error(400, f"Unknown parameter among {sorted(asked)}")
        if [set(message) for message in asked["messages"]] != [{"role", "content"}] * 2:
            return _error(400, "Invalid messages")
        if [message["role"] for message in asked["messages"]] != ["system", "user"]:
            return _error(400, "Invalid roles")
        return None

    async def _fail(self, fault: int | str, request: web.Request) -> web.StreamResponse:
        match fault:
            case 429:
                return _error(429, "Rate limit reached", {"Retry-After": "7"})
            case int():
                return _error(fault, "It broke")
            case "redirect":
                raise web.HTTPTemporaryRedirect("/v1/elsewhere")
            case "hang":
                self.hanging.set()
                await asyncio.Event().wait()
            case "endless":
                response = web.StreamResponse()
                await response.prepare(request)
                while True:
                    await response.write(b"x" * 65536)
            case "drip":
                response = web.StreamResponse()
                await response.prepare(request)
                self.hanging.set()
                while True:
                    await response.write(b" ")
                    await asyncio.sleep(0.01)
            case "gzip":
                body = gzip.compress(json.dumps(completion("x")).encode())
                return web.Response(body=body, headers={"Content-Encoding": "gzip"})
            case _:
                return web.Response(text=fault, content_type="application/json")
        raise AssertionError(fault)


def completion(content: Any, reason: str = "stop") -> dict[str, Any]:
    """An answer as the API gives it."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_790_000_000,
        "model": "small",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content},
                "logprobs": None,
                "finish_reason": reason,
            }
        ],
        "usage": {"prompt_tokens": 300, "completion_tokens": 40, "total_tokens": 340},
    }


def _error(status: int, message: str, headers: dict[str, str] | None = None) -> web.Response:
    body = {"error": {"message": message, "type": "error", "param": None, "code": None}}
    return web.json_response(body, status=status, headers=headers)
