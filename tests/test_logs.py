"""Logs: text or JSON, the level asked for, no secret anywhere, and nothing that commands the reader's terminal."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import logs
from bot.chat.slack_connection import quiet_logger

TOKEN = "123456789:AAE-abcdefghijklmnopqrstuvwxyz01234"
FORMATS = ("text", "json")
ATTACKS = (
    "\x1b[2J",
    "\x1b]0;title\x07",
    "\x9b31m",
    "\x7f",
    "\r",
    "\x00",
    "\u202e",
    "\u2066",
    "\u200f",
    "\u2028",
    "\ud800",
)
"""Terminal commands (C0, C1, DEL), marks of writing direction, a line break, and what no stream can write."""

Log = Callable[..., io.StringIO]


@pytest.fixture
def configured() -> Iterator[Log]:
    """Configures logging into a stream; afterwards everything is as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in (*logs.CHATTY, *logs.ALARMIST)}
    stream = io.StringIO()

    def configure(level: str = "info", log_format: str = "text") -> io.StringIO:
        logs.configure(level, log_format, [TOKEN, ""], stream)
        return stream

    yield configure
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def logger() -> Any:
    """A new one: what a module keeps would outlive the test's configuration."""
    return structlog.get_logger("bot.somewhere")


def test_text_is_a_time_a_level_an_event_and_its_fields(configured: Log) -> None:
    stream = configured()
    logger().warning("feed_failed", feed="desk", failures=3, tags=["war", "by"])
    time, _, rest = stream.getvalue().partition(" ")
    assert len(time) == len("12:00:00")
    assert rest == "[warning  ] feed_failed failures=3 feed=desk tags=['war', 'by']\n"


def test_json_is_an_object_a_line(configured: Log) -> None:
    stream = configured(log_format="json")
    logger().info("feed_read", feed="Нива", items=3, late=None, ratio=0.5, tags=("war", "by"), seen={"new": True})
    logging.getLogger("some.library").warning("%d of %s", 2, "three")
    first, second = (json.loads(line) for line in stream.getvalue().splitlines())
    assert first.pop("timestamp").endswith("Z")
    assert first == {
        "event": "feed_read",
        "level": "info",
        "feed": "Нива",
        "items": 3,
        "late": None,
        "ratio": 0.5,
        "tags": ["war", "by"],
        "seen": {"new": True},
    }
    assert (second["event"], second["level"]) == ("2 of three", "warning")
    assert "Нива" in stream.getvalue()


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        ("debug", ["one", "two", "three", "four"]),
        ("info", ["two", "three", "four"]),
        ("warning", ["three", "four"]),
        ("error", ["four"]),
    ],
)
def test_what_is_below_the_level_is_left_out(configured: Log, level: str, shown: list[str]) -> None:
    stream = configured(level, "json")
    for log in (logger(), logging.getLogger("some.library")):
        log.debug("one")
        log.info("two")
        log.warning("three")
        log.error("four")
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == shown * 2


def test_libraries_are_heard_from_warning_on(configured: Log) -> None:
    stream = configured("debug")
    for name in (*logs.CHATTY, *logs.ALARMIST):
        logging.getLogger(name).info("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    assert stream.getvalue() == ""
    logging.getLogger("httpx").warning("a warning")
    assert "a warning" in stream.getvalue()


def test_bolt_does_not_warn_of_a_token_in_the_environment(configured: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = configured()
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-of-the-environment")
    AsyncApp(client=AsyncWebClient(token="xoxb-ours"), logger=quiet_logger())
    assert stream.getvalue() == ""
    quiet_logger().warning("Bolt has something to tell")
    assert "Bolt has something to tell" in stream.getvalue()


class Odd:
    """Prints itself as it pleases, as objects of libraries do."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __repr__(self) -> str:
        return f"<odd {self.words}>"


def fail(words: str) -> None:
    raise ValueError(words)


def log_everywhere(words: str) -> None:
    """Put `words` wherever a log line has room for them, by our own loggers and by a library's."""
    logger().info(
        f"event {words}",
        plain=words,
        nested={"list": [words, {words: (words,)}], 1: Odd(words)},
        pair=(words, ValueError(words)),
        error=ValueError(words),
        path=Path(words.replace("\0", "0")),
        odd=Odd(words),
    )
    logging.getLogger("some.library").warning("of a library: %s", words)
    for log in (logger(), logging.getLogger("some.library")):
        try:
            fail(words)
        except ValueError:
            log.exception("failed")


@pytest.mark.parametrize("log_format", FORMATS)
def test_no_secret_is_printed(configured: Log, log_format: str) -> None:
    stream = configured(log_format=log_format)
    log_everywhere(f"bot{TOKEN}/x")
    assert TOKEN not in stream.getvalue()
    assert stream.getvalue().count("bot***/x") == 14


@pytest.mark.parametrize("log_format", FORMATS)
@pytest.mark.parametrize("attack", ATTACKS, ids=ascii)
def test_no_text_can_command_the_terminal(configured: Log, log_format: str, attack: str) -> None:
    stream = configured(log_format=log_format)
    log_everywhere(f"<{attack}>")
    lines = stream.getvalue()
    assert not any(character in lines for character in attack if not character.isprintable())
    assert ascii(attack[0])[1:-1] in lines, "it is shown in the place where it was"
    assert lines.encode()


def test_a_line_break_forges_no_line(configured: Log) -> None:
    stream = configured()
    logger().info("question_refused", who="nobody\n12:00:00 [info     ] all_is_well\ttruly")
    assert stream.getvalue().count("\n") == 1
    assert "all_is_well" in stream.getvalue()


def test_a_traceback_keeps_its_lines(configured: Log) -> None:
    stream = configured()
    try:
        fail("first\tline\nsecond\x1b[2J")
    except ValueError:
        logger().exception("failed")
    assert stream.getvalue().endswith("\nValueError: first\tline\nsecond\\x1b[2J\n")
    assert "Traceback (most recent call last):\n" in stream.getvalue()
