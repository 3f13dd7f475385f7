"""What Telegram's refusals mean: what to try instead, what to record, what a person should do. Pure.

The Bot API tells most of them apart by words alone; those below are its own, met in practice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.model.delivery import RETRY_FIRST, Later, Never, Outcome

ASK_A_PERSON = timedelta(minutes=10)
"""How long to leave a destination alone that a person must put right, and that may not tell us when they did."""
LONGEST_PAUSE = timedelta(minutes=1)
"""Between two tries to connect."""

_NO_SUCH_CHAT = (
    "chat not found",
    "peer_id_invalid",
    "chat_id is empty",
    "deactivated",
    "was deleted",
    "channel_private",
)
_MAY_NOT_WRITE = ("not enough rights", "have no rights", "need administrator rights", "_forbidden", "topic_closed")
_PICTURE = ("photo", "image")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """Where and how a message is handed to Telegram."""

    chat: int
    thread: int | None = None
    replaces: int | None = None
    """Id of the message to edit; None: a new one."""
    replies_to: int | None = None
    html: bool = True
    picture: bool = False


def instead(manner: Manner, error: TelegramError) -> Manner | None:
    """What to try after `error`: in the chat's new place, outside its deleted topic, with less dress; None: nothing."""
    if isinstance(error, ChatMigrated):
        # Messages of the old group have no number in the new one, or somebody else's.
        return None if manner.replaces else replace(manner, chat=error.new_chat_id, replies_to=None)
    if manner.html and _says(error, "can't parse entities"):
        return replace(manner, html=False)
    if manner.thread and _says(error, "thread not found", "topic_deleted"):
        return replace(manner, thread=None)
    if manner.picture and _says(error, *_PICTURE):
        return replace(manner, picture=False)
    return None


def unchanged(error: TelegramError) -> bool:
    """Did an edit fail only because the message reads so already?"""
    return _says(error, "message is not modified")


def outcome_of(error: TelegramError, why: str, now: datetime) -> Outcome:
    """What a failed send or edit comes to; `why` is the error in words that hold no secret."""
    match error:
        case RetryAfter():
            return Later(until=now + wait_of(error), why="Telegram asks for a pause", destination=True)
        case InvalidToken():
            return Later(until=now + LONGEST_PAUSE, why=trouble(error, why), destination=True)
        case Forbidden():
            return Never(why=f"{why}: add the bot to the chat again", destination=True)
        case ChatMigrated():
            return Never(why="the group became a supergroup; what was said before cannot be edited")
        case BadRequest() if _says(error, *_NO_SUCH_CHAT):
            return Never(why=f"{why}: check its number in feeds.yaml, and that the bot was added", destination=True)
        case BadRequest() if _says(error, *_MAY_NOT_WRITE):
            return Later(until=now + ASK_A_PERSON, why=f"{why}: give the bot the right to post", destination=True)
        case BadRequest():  # before NetworkError, of which it is a kind
            return Never(why=why)
        case _:
            # Nothing got through to Telegram: that is no fault of this message, and no other will fare better.
            unreachable = type(error.__cause__).__name__ in {"ConnectError", "ConnectTimeout"}
            return Later(until=now + RETRY_FIRST, why=why, destination=unreachable)


def trouble(error: Exception, why: str) -> str:
    """Why we are not connected, and what a person can do about it."""
    match error:
        case InvalidToken():
            code = 404 if _says(error, "not found") else 401
            return f"Telegram refused the token ({code}): set TELEGRAM_BOT_TOKEN to the one that BotFather gave"
        case Conflict():
            return "another program is polling with this token (409): stop it, or give this one a bot of its own"
        case RetryAfter():
            return f"Telegram asks for a pause of {wait_of(error).total_seconds():.0f} s"
        case _:
            return f"Telegram cannot be reached ({why}): check the network and TELEGRAM_API_BASE_URL; trying again"


def pause_after(error: Exception, failures: int, first: timedelta) -> timedelta:
    """How long to wait before connecting again after `failures` in a row."""
    match error:
        case RetryAfter():
            return wait_of(error)
        case InvalidToken() | Conflict():
            return LONGEST_PAUSE / 2
        case _:
            return min(LONGEST_PAUSE, first * (1 << min(failures - 1, 10)))


def wait_of(error: RetryAfter) -> timedelta:
    """How long Telegram asks us to wait."""
    wait = error.retry_after  # a length of time or a number, by a setting of the library
    return timedelta(seconds=wait.total_seconds() if isinstance(wait, timedelta) else wait)


def _says(error: TelegramError, *phrases: str) -> bool:
    words = error.message.casefold()
    return any(phrase in words for phrase in phrases)
