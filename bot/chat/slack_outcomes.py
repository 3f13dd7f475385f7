"""What Slack's refusals mean for a delivery, as a table of error codes with what a person can do about each.

Codes: https://docs.slack.dev/reference/methods/chat.postMessage#errors and the same page of `chat.update`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.model.delivery import Later, Never

GONE = {
    "channel_not_found": "the channel does not exist, or is private and the bot is not in it: /invite @vedette there",
    "not_in_channel": "the bot is not in the channel: /invite @vedette there",
    "is_archived": "the channel is archived: unarchive it, or take it out of feeds.yaml",
    "restricted_action": "the workspace lets only some members post in this channel: allow the app, or choose another",
    "restricted_action_read_only_channel": "the channel is read-only: allow the app to post, or choose another",
    "user_not_found": "there is no such user in this workspace",
    "messages_tab_disabled": "direct messages to the app are off: turn on its Messages tab (App Home)",
}
"""The destination takes nothing any more, until somebody acts."""
LOCKED_OUT = {
    "invalid_auth": "Slack does not know the bot token: copy it again into SLACK_BOT_TOKEN (api.slack.com/apps, OAuth)",
    "not_authed": "the bot token is empty: set SLACK_BOT_TOKEN",
    "token_revoked": "the bot token was revoked: reinstall the app and set the new SLACK_BOT_TOKEN",
    "token_expired": "the bot token has expired: reinstall the app and set the new SLACK_BOT_TOKEN",
    "account_inactive": "the app was removed from the workspace: reinstall it and set the new SLACK_BOT_TOKEN",
    "not_allowed_token_type": "the two tokens are swapped: SLACK_BOT_TOKEN begins xoxb-, SLACK_APP_TOKEN xapp-",
    "missing_scope": "the app lacks a permission: install it again from slack-manifest.yaml",
    "no_permission": "the app lacks a permission: install it again from slack-manifest.yaml",
    "org_login_required": "the workspace is being moved by Slack: it comes back by itself",
    "ekm_access_denied": "the workspace's administrators have suspended access",
    "access_denied": "the workspace's administrators have denied access",
    "team_access_not_granted": "the app is not approved for this workspace: ask its administrators",
}
"""Nothing goes anywhere, until somebody acts."""
UNFIT = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "no_text"})
"""The message itself is refused; plain text may still pass."""
PASSING = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"})
THROTTLED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})

FAILURES = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError, ValueError, AttributeError)
"""What a call of the SDK raises; the last two where something that is not Slack answered, a proxy's page say."""

SOON = timedelta(seconds=5)
LOCKED_OUT_PAUSE = timedelta(minutes=1)
NO_HINT_PAUSE = 30
LONGEST_PAUSE = 3600


class Meaning(Enum):
    """What kind of trouble an error is."""

    GONE = auto()
    LOCKED_OUT = auto()
    UNFIT = auto()
    THROTTLED = auto()
    PASSING = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A failed call: what it means, in words without any token, and the pause Slack asked for in seconds."""

    meaning: Meaning
    why: str
    pause: int = NO_HINT_PAUSE


def trouble(error: Exception) -> Trouble:
    """What `error`, raised by a call of Slack's API, means."""
    if not isinstance(error, SlackApiError):
        return Trouble(meaning=Meaning.PASSING, why=_unreachable(error))
    response: Any = error.response
    status = getattr(response, "status_code", None) or getattr(response, "status", 200)
    data = getattr(response, "data", None)
    code = str(data.get("error", "")) if isinstance(data, Mapping) else ""
    if status == 429 or code in THROTTLED:
        pause = _pause(getattr(response, "headers", {}))
        return Trouble(meaning=Meaning.THROTTLED, why=f"Slack asks for a pause of {pause} s", pause=pause)
    if code in GONE:
        return Trouble(meaning=Meaning.GONE, why=GONE[code])
    if code in LOCKED_OUT:
        return Trouble(meaning=Meaning.LOCKED_OUT, why=LOCKED_OUT[code])
    if code in UNFIT:
        return Trouble(meaning=Meaning.UNFIT, why=f"Slack refuses the message ({code})")
    if status != 200 or code in PASSING or not code:
        return Trouble(meaning=Meaning.PASSING, why=f"Slack has trouble ({code or f'HTTP {status}'})")
    return Trouble(meaning=Meaning.REFUSED, why=f"Slack refuses ({code})")


def outcome(found: Trouble, now: datetime) -> Later | Never:
    """What becomes of a delivery that met `found`."""
    match found.meaning:
        case Meaning.GONE:
            return Never(why=found.why, destination=True)
        case Meaning.LOCKED_OUT:
            # Not the message's failure: with `destination` no attempt is used up while a person looks for the token.
            return Later(until=now + LOCKED_OUT_PAUSE, why=found.why, destination=True)
        case Meaning.THROTTLED:
            return Later(until=now + timedelta(seconds=found.pause), why=found.why, destination=True)
        case Meaning.PASSING:
            return Later(until=now + SOON, why=found.why)
        case Meaning.UNFIT | Meaning.REFUSED:
            return Never(why=found.why)


def _pause(headers: Mapping[str, Any]) -> int:
    try:
        seconds = int(headers.get("Retry-After", NO_HINT_PAUSE))
    except (TypeError, ValueError):
        return NO_HINT_PAUSE
    return min(max(seconds, 1), LONGEST_PAUSE)


def _unreachable(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "Slack did not answer in time"
    if isinstance(error, aiohttp.ClientError | OSError):
        return f"Slack cannot be reached ({type(error).__name__})"
    return f"Slack's answer made no sense ({type(error).__name__})"
