"""Logging: an event name with bound fields, as text for people or JSON for machines; no secret, no terminal command."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Collection, Mapping, MutableMapping
from typing import Any, TextIO

import structlog

CHATTY = ("httpx", "httpcore", "telegram", "slack_sdk", "slack_bolt", "aiosqlite", "alembic", "asyncio", "pymorphy3")
"""Libraries whose own news is only worth hearing from warning on; httpx would print the Telegram token at info."""
ALARMIST = ("apscheduler",)
"""They warn of what is as it should be: a tick left out while the one before is busy."""

_BIDI_CONTROLS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_LINE_BREAKS = (0x2028, 0x2029)
_SURROGATES = range(0xD800, 0xE000)
_ESCAPES = {
    code: ascii(chr(code))[1:-1]
    for code in (*range(0x20), *range(0x7F, 0xA0), *_BIDI_CONTROLS, *_LINE_BREAKS, *_SURROGATES)
}
_ESCAPES_IN_TRACES = {code: escape for code, escape in _ESCAPES.items() if chr(code) not in "\n\t"}
_STRUCTLOGS_OWN = frozenset({"_record", "_from_structlog"})
"""Fields that `ProcessorFormatter` keeps for itself, and takes out before it prints."""


def configure(level: str, log_format: str, secrets: Collection[str] = (), stream: TextIO = sys.stderr) -> None:
    """Send everything, the libraries' logs too, to `stream`.

    Args:
        level: `debug`, `info`, `warning` or `error`.
        log_format: `text` or `json`.
        secrets: Values that print as `***`, wherever in a line they stand.
        stream: Where to.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso" if log_format == "json" else "%H:%M:%S", utc=log_format == "json"),
        structlog.processors.format_exc_info,
        Redactor(secrets),
        disarm,
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=stream.isatty(), pad_event_to=0)
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ALARMIST:
        logging.getLogger(name).setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


class Redactor:
    """A structlog processor that blots out known secrets in every text of an event, however deep it lies."""

    def __init__(self, secrets: Collection[str]) -> None:
        # The longest first: one may hold another.
        self._secrets = sorted((secret for secret in secrets if secret), key=len, reverse=True)

    def __call__(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """The event without secrets."""
        return {key: _rewritten(key, value, self._blot) for key, value in event.items()}

    def _blot(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


def disarm(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    r"""A structlog processor: what a terminal obeys and nobody sees is shown as an escape, such as `\x1b`.

    Text of strangers gets into logs, and an operator reads those in a terminal. Escaped are control characters, marks
    of writing direction, line breaks (which would forge a line) and lone surrogates, which no stream can write; but a
    traceback keeps its lines and tabs.
    """
    return {
        key: _rewritten(key, value, _disarmed_trace if key == "exception" else _disarmed)
        for key, value in event.items()
    }


def _disarmed(text: str) -> str:
    return text.translate(_ESCAPES)


def _disarmed_trace(text: str) -> str:
    return text.translate(_ESCAPES_IN_TRACES)


def _rewritten(key: str, value: Any, rewrite: Callable[[str], str]) -> Any:
    """A field's value with every text in it rewritten."""
    return value if key in _STRUCTLOGS_OWN else _deeply(value, rewrite)


def _deeply(value: Any, rewrite: Callable[[str], str]) -> Any:
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return rewrite(value)
        case Mapping():
            return {rewrite(str(key)): _deeply(inner, rewrite) for key, inner in value.items()}
        case list():
            return [_deeply(inner, rewrite) for inner in value]
        case tuple():
            return tuple(_deeply(inner, rewrite) for inner in value)
        case _:  # an exception, a path, a record: the renderers would print the same of it
            return rewrite(repr(value))
