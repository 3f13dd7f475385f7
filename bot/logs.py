"""Logging: an event name with bound fields, as text for people or JSON for machines, and never a secret."""

from __future__ import annotations

import logging
import sys
from collections.abc import Collection, Mapping, MutableMapping
from typing import Any, TextIO

import structlog

CHATTY = ("httpx", "httpcore", "telegram", "slack_sdk", "aiosqlite", "alembic", "asyncio", "pymorphy3")
"""Libraries whose own news is only worth hearing from warning on; httpx would print the Telegram token at info."""
ALARMIST = ("apscheduler", "slack_bolt")
"""They warn of what is as it should be: a tick left out while the one before is busy, a token that came by our hand."""


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
    """A structlog processor that blots out known secrets in every text of an event."""

    def __init__(self, secrets: Collection[str]) -> None:
        # The longest first: one may hold another.
        self._secrets = sorted((secret for secret in secrets if secret), key=len, reverse=True)

    def __call__(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
        """The event without secrets."""
        return {key: self._clean(value) for key, value in event.items()}

    def _clean(self, value: Any) -> Any:
        if isinstance(value, BaseException):
            value = repr(value)
        if isinstance(value, str):
            for secret in self._secrets:
                value = value.replace(secret, "***")
        return value
