"""A strict Slack: the Web API over HTTP and Socket Mode over WebSocket, in a test's own loop or as a process.

In process: `async with FakeSlack() as slack:`, then `slack.base_url`, `slack.workspace.messages`,
`await slack.people.command("help")`. As a process: `python -m tests.fakes.slack --port 8089` prints where it listens;
`GET /_state` shows all it saw, `POST /_program` takes a fault (the fields of `Fault`) or a channel
(`{"channel_is": {"id": …, "member": false}}`), `POST /_act` lets people act (`{"do": "command", "text": "help"}`).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.fakes.slack_socket import SocketMode
from tests.fakes.slack_workspace import DESK, Channel, Workspace

Json = dict[str, Any]


@dataclass(kw_only=True)
class Fault:
    """What the next `times` calls of `method` (`response_url` too), in any channel or only in `channel`, come to."""

    method: str
    error: str | None = None
    status: int = 200
    retry_after: int | None = None
    delay: float = 0
    """Seconds before it answers; alone, the answer is a good one."""
    hang_up: bool = False
    """Do what is asked, then cut the connection instead of answering."""
    page: str | None = None
    """Plain text that something on the way answers in Slack's place."""
    channel: str | None = None
    times: int = 1


class FakeSlack:
    """Slack for one workspace with one app, on a loopback port."""

    def __init__(self, *, port: int = 0, workspace: Workspace | None = None) -> None:
        self.workspace = workspace or Workspace()
        self.changed = asyncio.Condition()
        self.people = SocketMode(self.workspace, self.changed)
        self.calls: list[tuple[str, str]] = []
        """Each call of the Web API and what it came to, oldest first."""
        self.arguments: dict[str, list[Json]] = {}
        """What each method was called with, oldest first."""
        self.faults: list[Fault] = []
        self._port = port
        self._runner: web.AppRunner | None = None

    @property
    def base_url(self) -> str:
        """The API's address."""
        return f"{self.workspace.address}/api/"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=32 * 1024**2)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_post("/respond/{link}", self._respond)
        app.router.add_get("/link", self.people.serve)
        app.router.add_get("/_state", self._state)
        app.router.add_post("/_program", self._program)
        app.router.add_post("/_act", self._act)
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]
        self.workspace.address = f"http://127.0.0.1:{self._port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Go away, as an outage does; `__aenter__` brings it back on the same port."""
        await self.people.hang_up()
        if self._runner is not None:
            await self._runner.cleanup()

    async def until(self, seen: Callable[[], object]) -> None:
        """Wait until `seen` is true of what Slack saw."""
        async with self.changed, asyncio.timeout(10):
            await self.changed.wait_for(lambda: bool(seen()))

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        self.arguments.setdefault(method, []).append(arguments)
        fault = await self._fault(method, arguments.get("channel"))
        if fault is not None and (fault.status != 200 or fault.page):
            return await self._record(method, str(fault.status), _http_failure(fault))
        error, answer = (fault.error, {}) if fault and fault.error else self._call(method, arguments, request)
        if fault is not None and fault.hang_up and request.transport is not None:
            request.transport.abort()
        body = {"ok": error is None, **({"error": error} if error else {}), **answer}
        headers = {"x-oauth-scopes": self.workspace.scopes}
        return await self._record(method, error or "ok", web.json_response(body, headers=headers))

    def _call(self, method: str, arguments: Json, request: web.Request) -> tuple[str | None, Json]:
        token = request.headers.get("Authorization", "").removeprefix("Bearer").strip()
        if method != "apps.connections.open":
            return self.workspace.call(method, arguments, token)
        if token == self.workspace.tokens["app"]:
            return None, {"url": self.people.ticket()}
        return ("not_allowed_token_type" if token == self.workspace.tokens["bot"] else "invalid_auth"), {}

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        fault = await self._fault("response_url", None)
        if fault is not None and fault.status != 200:
            return await self._record("response_url", str(fault.status), _http_failure(fault))
        message = await request.json()
        error = fault.error if fault and fault.error else self.workspace.respond(request.match_info["link"], message)
        status = {None: 200, "expired_url": 404, "used_url": 404}.get(error, 400)
        return await self._record("response_url", error or "ok", web.Response(status=status, text=error or "ok"))

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        whole = self.workspace.uploaded(request.match_info["file"], await request.read())
        return web.Response(status=200 if whole else 400, text="OK" if whole else "length differs")

    async def _fault(self, method: str, channel: str | None) -> Fault | None:
        for fault in self.faults:
            if fault.times > 0 and fault.method == method and fault.channel in {None, channel}:
                fault.times -= 1
                await asyncio.sleep(fault.delay)
                return fault
        return None

    async def _record(self, method: str, outcome: str, response: web.Response) -> web.Response:
        async with self.changed:
            self.calls.append((method, outcome))
            self.changed.notify_all()
        return response

    async def _state(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(
            {
                "messages": [asdict(message) for message in self.workspace.messages],
                "files": [{**file, "body": len(file["body"])} for file in self.workspace.files],
                "calls": self.calls,
                "pinged": self.workspace.pinged,
                "acks": self.people.acks,
                "connected": self.people.connected,
                "connections": self.people.connections,
            }
        )

    async def _program(self, request: web.Request) -> web.StreamResponse:
        wish = await request.json()
        if "channel_is" in wish:
            self.workspace.channels[wish["channel_is"]["id"]] = Channel(**wish["channel_is"])
        else:
            self.faults.append(Fault(**wish))
        return web.json_response({"ok": True})

    async def _act(self, request: web.Request) -> web.StreamResponse:
        wish = await request.json()
        acts: dict[str, Callable[..., Awaitable[object]]] = {
            "command": self.people.command,
            "mention": self.people.mention,
            "direct": self.people.direct,
            "press": self.people.press,
            "event": self.people.event,
            "disconnect": self.people.disconnect,
            "hang_up": self.people.hang_up,
        }
        return web.json_response({"envelope": await acts[wish.pop("do")](**wish)})


async def _arguments(request: web.Request) -> Json:
    """Arguments as Slack takes them: in the query, as a form or as JSON."""
    if request.content_type == "application/json":
        return {**request.query, **await request.json()}
    return {**request.query, **await request.post()}


def _http_failure(fault: Fault) -> web.Response:
    if fault.status == 429:
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    if fault.page:
        return web.Response(text=fault.page)
    return web.Response(status=fault.status, text="<h1>upstream trouble</h1>", content_type="text/html")


async def _main(port: int, channels: tuple[str, ...]) -> None:
    async with FakeSlack(port=port, workspace=Workspace(channels)) as slack:
        print(f"listening on {slack.base_url}", flush=True)  # noqa: T201 - how a parent process learns the port
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A strict fake of Slack on a loopback port.")
    parser.add_argument("--port", type=int, default=0, help="0 (the default) takes a free one")
    parser.add_argument("--channel", action="append", help="a channel that the bot is in; may be given more than once")
    chosen = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_main(chosen.port, tuple(chosen.channel or [DESK])))
