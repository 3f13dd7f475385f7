"""What goes over the pipes between us and a worker: JSON, one line at a time, checked as it comes in.

JSON and not pickle: a worker that a feed has taken over must not be able to hand us anything that runs. Everything it
says is checked for its type and its size, as if the feed itself had said it. One line an item keeps the event loop
free: a long document is decoded in many short steps.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from bot.feeds.drafts import MAX_ITEMS
from bot.model.feed import Document, Item

T = TypeVar("T")

MAX_LINE = 1 << 20
"""Bytes. An item's text is cut at 64,000 characters, which no script needs more than 4 bytes each for."""


READY = b"ready\n"
OUT_OF_MEMORY = "reading it took more memory than it may; it was stopped"


class Garbled(ValueError):
    """A worker said something that it never says."""


def encode_request(body: bytes, *, url: str, content_type: str | None, now: datetime | None = None) -> bytes:
    """The line that announces `len(body)` bytes: of a feed read at `now`, or without it of a web page."""
    asked = {"size": len(body), "url": url, "content_type": content_type}
    return _line(asked if now is None else asked | {"now": now.isoformat()})


def decode_request(line: bytes) -> dict[str, Any]:
    """The announcement: `size`, and the arguments of `feeds.read` or, without `now`, of `article.extract`."""
    request: dict[str, Any] = json.loads(line)
    return {**request, "now": datetime.fromisoformat(request["now"])} if "now" in request else request


def encode_document(document: Document) -> Iterator[bytes]:
    """The document's own line, then a line for each item."""
    ttl = document.ttl.total_seconds() if document.ttl else None
    yield _line(
        {
            "title": document.title,
            "ttl": ttl,
            "warnings": document.warnings,
            "items": len(document.items),
        }
    )
    for item in document.items:
        published = item.published.isoformat() if item.published else None
        yield _line({**asdict(item), "published": published, "seen": item.seen.isoformat()})


def encode_article(text: str) -> bytes:
    """The line that holds an article."""
    return _line({"article": text})


def decode_article(line: bytes) -> tuple[str | None, str | None]:
    """The article in the line, or why there is none.

    Raises:
        Garbled: it is neither.
    """
    said = _loaded(line)
    why = _optional(said, "unreadable", str)
    return (None, why) if why is not None else (_required(said, "article", str), None)


def encode_unreadable(why: str) -> bytes:
    """The line that says why there is no document."""
    return _line({"unreadable": why})


class Head:
    """The first line of an answer: a document without its items, or why there is none.

    Raises:
        Garbled: it is neither.
    """

    def __init__(self, line: bytes) -> None:
        said = _loaded(line)
        self.unreadable = _optional(said, "unreadable", str)
        if self.unreadable is None:
            seconds = _optional(said, "ttl", float)
            self._title = _required(said, "title", str)
            self._ttl = timedelta(seconds=min(max(seconds, 0.0), 1e7)) if seconds is not None else None
            warnings = _required(said, "warnings", list)
            self._warnings = tuple(warning[:1000] for warning in warnings[:20] if isinstance(warning, str))
            self.items = _required(said, "items", int)
            if not 0 <= self.items <= MAX_ITEMS:
                raise Garbled(f"{self.items} items")

    def document(self, items: list[Item]) -> Document:
        """The whole document."""
        return Document(title=self._title, items=tuple(items), ttl=self._ttl, warnings=self._warnings)


def decode_item(line: bytes) -> Item:
    """An item from its line.

    Raises:
        Garbled: it is not one.
    """
    said = _loaded(line)
    published = _optional(said, "published", str)
    return Item(
        key=_required(said, "key", str),
        title=_required(said, "title", str),
        text=_required(said, "text", str),
        url=_optional(said, "url", str),
        published=_moment(published) if published is not None else None,
        seen=_moment(_required(said, "seen", str)),
        lang=_optional(said, "lang", str),
    )


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def _loaded(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Garbled("no JSON") from error
    if not isinstance(said, dict):
        raise Garbled("no object")
    return said


def _required(said: dict[str, Any], name: str, kind: type[T]) -> T:
    value = said.get(name)
    if not isinstance(value, kind):
        raise Garbled(f"{name} is {type(value).__name__}")
    return value


def _optional(said: dict[str, Any], name: str, kind: type[T]) -> T | None:
    return None if said.get(name) is None else _required(said, name, kind)


def _moment(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Garbled("no time") from error
