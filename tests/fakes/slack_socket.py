"""Socket Mode: envelopes down a WebSocket, acknowledgements up, and the people whose doings the envelopes tell of."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.slack_workspace import ALICE_DM, BOT_USER, DESK, Workspace

Json = dict[str, Any]

ACK_WITHIN = 3.0
"""Seconds in which Slack wants an envelope acknowledged."""


class SocketMode:
    """The app's connections, and people who use the app. Each act returns its envelope's id, to look up in `acks`."""

    def __init__(self, workspace: Workspace, changed: asyncio.Condition) -> None:
        self.acks: dict[str, float | None] = {}
        """Envelope -> seconds until it was acknowledged; None while it is not."""
        self.connections = 0
        """How many there have been."""
        self._open: list[web.WebSocketResponse] = []
        self._workspace = workspace
        self._changed = changed
        self._sent_at: dict[str, float] = {}
        self._tickets: set[str] = set()
        self._numbers = itertools.count(1)

    @property
    def connected(self) -> int:
        """How many connections there are now."""
        return len(self._open)

    def ticket(self) -> str:
        """An address to connect to, good once."""
        ticket = f"ticket-{next(self._numbers)}"
        self._tickets.add(ticket)
        return f"{self._workspace.address.replace('http', 'ws', 1)}/link?ticket={ticket}&app_id=A0VEDETTE"

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from hello to its end."""
        if request.query.get("ticket") not in self._tickets:
            raise web.HTTPForbidden
        self._tickets.discard(request.query["ticket"])
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        self._open.append(socket)
        hello = {"type": "hello", "num_connections": self.connected, "connection_info": {"app_id": "A0VEDETTE"}}
        await socket.send_json(hello)
        async with self._changed:
            self.connections += 1
            self._changed.notify_all()
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    await self._acknowledged(json.loads(frame.data)["envelope_id"])
        finally:
            self._open.remove(socket)
        return socket

    async def _acknowledged(self, envelope: str) -> None:
        if self.acks.get(envelope, 0.0) is not None:
            raise web.HTTPBadRequest(text=f"{envelope} was never sent, or is acknowledged already")
        async with self._changed:
            self.acks[envelope] = time.monotonic() - self._sent_at[envelope]
            self._changed.notify_all()

    async def push(self, kind: str, payload: Json) -> str:
        """Send an envelope down the newest connection."""
        envelope = f"envelope-{next(self._numbers)}"
        self.acks[envelope], self._sent_at[envelope] = None, time.monotonic()
        answerable = kind != "events_api"
        frame = {"envelope_id": envelope, "type": kind, "accepts_response_payload": answerable, "payload": payload}
        await self._open[-1].send_json(frame)
        return envelope

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app, as Slack does every few hours, to come back on a new connection."""
        await self._open[-1].send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "fake"}})

    async def hang_up(self) -> None:
        """Close every connection without a word."""
        for socket in list(self._open):
            await socket.close()

    async def command(self, text: str = "", *, channel: str = DESK, user: str = "U0ALICE") -> str:
        """Somebody types `/vedette text`."""
        told = {"command": "/vedette", "text": text, "trigger_id": "1.2", "api_app_id": "A0VEDETTE"}
        where = {"channel_id": channel, "channel_name": "desk", "team_id": "T0DESK", "team_domain": "desk"}
        link = self._workspace.link(channel)
        return await self.push(
            "slash_commands", {**told, **where, "user_id": user, "user_name": "alice", "response_url": link}
        )

    async def mention(
        self, text: str, *, channel: str = DESK, user: str = "U0ALICE", thread_ts: str | None = None
    ) -> str:
        """Somebody writes `@vedette text`."""
        event = {"type": "app_mention", "text": f"<@{BOT_USER}> {text}", "channel": channel, "user": user}
        return await self._write(event, thread_ts)

    async def direct(self, text: str, *, channel: str = ALICE_DM, user: str = "U0ALICE") -> str:
        """Somebody writes to the bot alone."""
        event = {"type": "message", "channel_type": "im", "text": text, "channel": channel, "user": user}
        return await self._write(event, None)

    async def _write(self, event: Json, thread_ts: str | None) -> str:
        ts = self._workspace.said_by_somebody(event["channel"])
        return await self.event({**event, "ts": ts, "event_ts": ts, **({"thread_ts": thread_ts} if thread_ts else {})})

    async def press(self, ts: str, label: str, *, user: str = "U0ALICE") -> str:
        """Somebody presses the button `label` under the message `ts`."""
        posted = next(message for message in self._workspace.messages if message.ts == ts)
        rows = [block["elements"] for block in posted.blocks if block["type"] == "actions"]
        button = next(element for row in rows for element in row if element["text"]["text"] == label)
        container = {
            "type": "message",
            "message_ts": ts,
            "channel_id": posted.channel,
            "is_ephemeral": bool(posted.user),
        }
        message = (
            {} if posted.user else {"message": {"ts": ts, **({"thread_ts": t} if (t := posted.thread_ts) else {})}}
        )
        return await self.push(
            "interactive",
            {
                "type": "block_actions",
                "user": {"id": user, "team_id": "T0DESK"},
                "team": {"id": "T0DESK"},
                "channel": {"id": posted.channel, "name": "desk"},
                "container": container,
                **message,
                "actions": [{**button, "type": "button", "block_id": "b1", "action_ts": self._workspace.stamp()}],
                "response_url": self._workspace.link(posted.channel),
                "trigger_id": "1.2",
                "api_app_id": "A0VEDETTE",
            },
        )

    async def event(self, event: Json, *, event_id: str | None = None) -> str:
        """Anything else that Slack tells the app."""
        identity = {
            "team_id": "T0DESK",
            "api_app_id": "A0VEDETTE",
            "event_id": event_id or f"Ev{next(self._numbers):08}",
        }
        bot = {"team_id": "T0DESK", "user_id": BOT_USER, "is_bot": True, "is_enterprise_install": False}
        return await self.push(
            "events_api",
            {"type": "event_callback", **identity, "event": event, "authorizations": [bot], "event_time": 1},
        )
