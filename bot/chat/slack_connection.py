"""The bot's line to Slack: signing in, Socket Mode, and what to do when either fails.

The SDK's own `connect` never returns on a bad token or an unreachable host, and reconnects for ever without a word.
So the two tokens are tried first, by `auth.test` and `apps.connections.open`; the connection is then watched, and one
that stays down is taken apart and built anew from the tokens on, which finds out why.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Protocol

import structlog
from aiohttp import WSMessage
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack_outcomes import FAILURES, Meaning, Trouble, trouble

log = structlog.get_logger(__name__)

NEEDED = frozenset({"chat:write", "commands", "app_mentions:read", "im:history", "files:write", "channels:read"})
"""Bot token scopes; `slack-manifest.yaml` has them all."""
APP_TOKEN = {
    "invalid_auth": "Slack does not know the app token: make one at api.slack.com/apps (Basic Information, App-Level "
    "Tokens, scope connections:write) and set SLACK_APP_TOKEN",
    "missing_scope": "the app token lacks the scope connections:write: make a new one and set SLACK_APP_TOKEN",
    "token_revoked": "the app token was revoked: make a new one and set SLACK_APP_TOKEN",
    "not_allowed_token_type": "the two tokens are swapped: SLACK_BOT_TOKEN begins xoxb-, SLACK_APP_TOKEN xapp-",
}
SOCKET_MODE_OFF = "Socket Mode is off: turn it on at api.slack.com/apps (Socket Mode)"

OPEN_WITHIN = 30
"""Seconds for signing in and connecting together."""
PING_EVERY = 5
"""Seconds; the SDK counts four missed answers as a lost connection."""
LOOK_EVERY = 1.0
GIVE_UP_AFTER = 3.0
"""Seconds for the SDK to reconnect by itself; it takes less than one when Slack is there."""
LONGEST_WAIT = 60.0
NO_NEWS = (
    "Failed to connect",
    "Failed to check the current session",
    "Failed to retrieve WSS URL",
    "As you gave `client` as well, `token` will be unused",
)
"""Beginnings of what the SDK and Bolt warn of in vain: `Connection` says the first three itself, and better. The last
is said of each app with a client of its own while SLACK_BOT_TOKEN, which Bolt also reads by itself, is set."""

_TICKET = re.compile(r"(?i)(ticket=)[^&\s'\"]+|xox[a-z]-[\w-]+|xapp-[\w-]+")


class Tell(Protocol):
    """Takes news of how the line is."""

    def __call__(self, *, up: bool, detail: str) -> None:
        """It works, or not, and in words what is the matter."""
        ...


class Refused(Exception):
    """A token was tried and did not open the door."""

    def __init__(self, found: Trouble) -> None:
        super().__init__(found.why)
        self.found = found


class Connection:
    """Keeps one app connected; `tell` hears of every change."""

    def __init__(
        self, *, app: AsyncApp, app_token: str, tell: Tell, signed_in: Callable[[str], None], first_pause: timedelta
    ) -> None:
        self._app = app
        self._client: AsyncWebClient = app.client
        self._app_token = app_token
        self._tell = tell
        self._signed_in = signed_in
        self._first_pause = first_pause.total_seconds()
        self._switched_off = False

    async def keep(self) -> None:
        """Connect, and connect again whenever it ends, until cancelled."""
        wait = self._first_pause
        while True:
            try:
                async with asyncio.timeout(OPEN_WITHIN):
                    handler, detail = await self._open()
            except Exception as error:  # noqa: BLE001 - whatever it was, this task is the one that tries again
                found = error.found if isinstance(error, Refused) else trouble(error)
                self._tell(up=False, detail=found.why)
                pause = max(wait, found.pause) if found.meaning is Meaning.THROTTLED else wait
                wait = min(wait * 2, LONGEST_WAIT)
                await asyncio.sleep(pause)
                continue
            wait = self._first_pause
            try:
                self._tell(up=True, detail=detail)
                await self._watch(handler, detail)
            finally:
                await handler.close_async()

    async def _open(self) -> tuple[Any, str]:
        """Sign in with both tokens, then connect; the (untyped) handler and what there is to say of it."""
        who = await _tried(self._client.auth_test(), {})
        self._signed_in(str(who["user_id"]))
        link = await _tried(self._client.apps_connections_open(app_token=self._app_token), APP_TOKEN)
        handler: Any = AsyncSocketModeHandler(
            self._app, self._app_token, logger=quiet_logger(), ping_interval=PING_EVERY
        )
        handler.client.wss_uri = str(link["url"])
        handler.client.on_message_listeners.append(self._overheard)
        self._switched_off = False
        try:
            await handler.connect_async()
        except BaseException:
            await handler.close_async()
            raise
        return handler, _described(who)

    async def _watch(self, handler: Any, detail: str) -> None:
        """Say how the connection is, until it has been down for too long."""
        down = 0.0
        while down < GIVE_UP_AFTER:
            await asyncio.sleep(LOOK_EVERY)
            if self._switched_off:
                self._tell(up=False, detail=SOCKET_MODE_OFF)
                down += LOOK_EVERY
            elif await handler.client.is_connected():
                self._tell(up=True, detail=detail)
                down = 0.0
            else:
                self._tell(up=False, detail="the connection dropped, reconnecting: alerts go out, questions wait")
                down += LOOK_EVERY

    async def _overheard(self, frame: WSMessage) -> None:
        # The SDK reconnects on every "disconnect", on this one in vain.
        if isinstance(frame.data, str) and '"link_disabled"' in frame.data:
            self._switched_off = True


async def _tried(call: Awaitable[Any], words: dict[str, str]) -> Any:
    """What `call` answers.

    Raises:
        Refused: it failed; the reason is in `words` if they have the error's code.
    """
    try:
        return await call
    except FAILURES as error:
        found = trouble(error)
        data = getattr(getattr(error, "response", None), "data", None)
        why = words.get(str(data.get("error"))) if isinstance(data, dict) else None
        raise Refused(Trouble(meaning=found.meaning, why=why or found.why, pause=found.pause)) from error


def _described(who: Any) -> str:
    detail = f"connected to {who.get('team', 'Slack')} as @{who.get('user', 'vedette')}"
    granted = who.headers.get("x-oauth-scopes")
    missing = NEEDED - {scope.strip() for scope in granted.split(",")} if granted else frozenset()
    if missing:
        detail += f"; the app lacks {', '.join(sorted(missing))}: install it again from slack-manifest.yaml"
    return detail


def quiet_logger() -> logging.Logger:
    """The logger that the SDK and Bolt are given: warnings and worse, without secrets and tracebacks."""
    logger = logging.getLogger("slack_bolt.vedette")
    logger.setLevel(logging.WARNING)
    if not logger.filters:
        logger.addFilter(_discreet)
    return logger


def _discreet(record: logging.LogRecord) -> bool:
    """Take tokens, tickets and tracebacks out of `record`; hold back what is in `NO_NEWS`."""
    words = record.getMessage()
    if words.startswith(NO_NEWS):
        return False
    record.msg, record.args, record.exc_info = _TICKET.sub("***", words), (), None
    return True
