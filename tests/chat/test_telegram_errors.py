"""What each refusal of Telegram's means for the message, for its destination and for the person who runs the bot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.chat.telegram_errors import LONGEST_PAUSE, Manner, instead, outcome_of, pause_after, trouble
from bot.model.delivery import Later, Never

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
DRESSED = Manner(chat=-1, thread=7, picture=True)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _as_the_adapter_sets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.mark.parametrize(
    ("error", "kind", "destination"),
    [
        (Forbidden("bot was kicked from the supergroup chat"), Never, True),
        (BadRequest("chat not found"), Never, True),
        (BadRequest("group chat was deactivated"), Never, True),
        (BadRequest("not enough rights to send text messages to the chat"), Later, True),
        (BadRequest("TOPIC_CLOSED"), Later, True),
        (BadRequest("BUTTON_DATA_INVALID"), Never, False),
        (BadRequest("message to edit not found"), Never, False),
        (ChatMigrated(-1002), Never, False),
        (InvalidToken("Unauthorized"), Later, True),
        (NetworkError("Bad Gateway"), Later, False),
        (TimedOut(), Later, False),
        (TelegramError("Invalid server response"), Later, False),
    ],
)
def test_a_refusal_concerns_the_message_or_its_destination(
    error: TelegramError, kind: type[Later | Never], destination: bool
) -> None:
    outcome = outcome_of(error, "because", NOW)
    assert isinstance(outcome, Later | Never)
    assert (type(outcome), outcome.destination) == (kind, destination)
    assert not isinstance(outcome, Later) or outcome.until > NOW


def test_a_pause_is_as_long_as_telegram_asks() -> None:
    error = RetryAfter(17)
    assert outcome_of(error, "", NOW) == Later(
        until=NOW + 17 * SECOND, why="Telegram asks for a pause", destination=True
    )
    assert pause_after(error, 1, SECOND) == 17 * SECOND


def test_what_never_reached_telegram_is_no_fault_of_the_message() -> None:
    class ConnectError(Exception):
        pass

    error = NetworkError("httpx.ConnectError")
    error.__cause__ = ConnectError()
    outcome = outcome_of(error, "", NOW)
    assert isinstance(outcome, Later)
    assert outcome.destination


def test_each_refusal_has_its_own_way_round() -> None:
    assert instead(DRESSED, BadRequest("can't parse entities: …")) == Manner(
        chat=-1, thread=7, picture=True, html=False
    )
    assert instead(DRESSED, BadRequest("message thread not found")) == Manner(chat=-1, picture=True)
    assert instead(DRESSED, BadRequest("PHOTO_INVALID_DIMENSIONS")) == Manner(chat=-1, thread=7)
    assert instead(DRESSED, ChatMigrated(-2)) == Manner(chat=-2, thread=7, picture=True)


@pytest.mark.parametrize(
    "error",
    [
        BadRequest("can't parse entities"),
        BadRequest("message thread not found"),
        BadRequest("IMAGE_PROCESS_FAILED"),
        Forbidden("x"),
        TimedOut(),
    ],
)
def test_there_is_no_way_round_twice(error: TelegramError) -> None:
    assert instead(Manner(chat=-1, html=False), error) is None


def test_trouble_says_what_to_do() -> None:
    assert "401" in trouble(InvalidToken("Unauthorized"), "")
    assert "404" in trouble(InvalidToken("Not Found"), "")
    assert "set TELEGRAM_BOT_TOKEN" in trouble(InvalidToken("Unauthorized"), "")
    assert "409" in trouble(Conflict("terminated by other getUpdates request"), "")
    assert "(no route): check the network" in trouble(NetworkError("x"), "no route")


def test_pauses_double_up_to_a_minute() -> None:
    pauses = [pause_after(NetworkError("x"), failures, SECOND) for failures in (1, 2, 3, 7, 1000)]
    assert pauses == [SECOND, 2 * SECOND, 4 * SECOND, LONGEST_PAUSE, LONGEST_PAUSE]
