"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/) -> drafts of items."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from bot.errors import FeedUnreadable
from bot.feeds.drafts import Draft, Words, assemble
from bot.model.feed import Document


def read(text: str, *, url: str, now: datetime, warnings: tuple[str, ...] = ()) -> Document:
    """The document that the JSON in `text` holds.

    Raises:
        FeedUnreadable: it is broken, or JSON of another kind.
    """
    try:
        feed = json.loads(text)
    except RecursionError:
        raise FeedUnreadable("this is JSON nested deeper than any feed") from None
    except ValueError as error:
        raise FeedUnreadable(f"this is broken JSON, perhaps cut short: {error}") from None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise FeedUnreadable("this is JSON, but not a JSON Feed: it has no list of items")
    notes = list(warnings)
    if "jsonfeed.org/version/" not in str(feed.get("version"))[:100]:
        notes.append("names no version of JSON Feed")
    entries = [entry for entry in feed["items"] if isinstance(entry, dict)]
    if strange := len(feed["items"]) - len(entries):
        notes.append(f"{strange} items are no JSON objects")
    return assemble(
        [_draft(entry) for entry in entries],
        url=url,
        now=now,
        title=Words(value=_text(feed, "title") or "", markup=False).plain(),
        lang=_text(feed, "language"),
        warnings=notes,
    )


def _draft(entry: dict[str, Any]) -> Draft:
    return Draft(
        guid=_text(entry, "id"),
        links=_texts(entry, "url", "external_url"),
        title=Words(value=_text(entry, "title") or "", markup=False),
        bodies=(
            *(Words(value=value) for value in _texts(entry, "content_html")),
            *(Words(value=value, markup=False) for value in _texts(entry, "content_text", "summary")),
        ),
        dates=_texts(entry, "date_published", "date_modified"),
        lang=_text(entry, "language"),
    )


def _texts(entry: dict[str, Any], *names: str) -> tuple[str, ...]:
    return tuple(value for value in (_text(entry, name) for name in names) if value)


def _text(entry: dict[str, Any], name: str) -> str | None:
    """The member as text; numbers are taken too, since ids and dates often come as such."""
    value = entry.get(name)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
