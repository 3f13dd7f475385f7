"""RSS 0.9x to 2.0, RDF, Atom and CDF, by way of feedparser -> drafts of items.

feedparser is lenient, which is what we want of it; it is slow and can be made to hang, which is why `sandbox` runs it.
Its sanitiser and its resolving of links inside bodies are off: all markup becomes plain text here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import feedparser

from bot.errors import FeedUnreadable
from bot.feeds.drafts import Draft, Words, assemble
from bot.feeds.mending import mend
from bot.model.feed import Document

_CLOSED = re.compile(r"</\s*(?:\w+:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)
_HEADERS = {"content-type": "application/xml; charset=utf-8"}
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_PLAIN = "text/plain"
_FULL_TEXT = ("full-text", "fulltext")
"""Ends of the names of elements in which Russian and Ukrainian sites give the whole article to news aggregators."""


def read(text: str, *, url: str, now: datetime, warnings: tuple[str, ...] = ()) -> Document:
    """The document that the XML in `text`, broken or not, holds.

    Raises:
        FeedUnreadable: it ends before its first item does, or is broken beyond reading.
    """
    parsed = _parsed(text)
    notes = list(warnings)
    entries = parsed["entries"]
    cut_short = bool(parsed["bozo"]) and not _CLOSED.search(text, max(0, len(text) - 200))
    if cut_short and entries:
        entries = entries[:-1] if _ends_inside_item(text) else entries
        notes.append("ends in the middle; what was complete was read")
    elif parsed["bozo"]:
        notes.append(f"is not well-formed XML: {_reason(parsed['bozo_exception'])}")
    if cut_short and not entries:
        raise FeedUnreadable("this feed ends before its first item does")
    feed = parsed["feed"]
    return assemble(
        [_draft(entry) for entry in entries],
        url=url,
        now=now,
        title=_words(feed, "title").plain(),
        lang=feed.get("language"),
        ttl=_ttl(feed),
        warnings=notes,
    )


def _parsed(text: str) -> Any:
    """What feedparser makes of `text`, given to it as the UTF-8 that it cannot misjudge."""
    try:
        # A stream, since feedparser would take bytes for the name of a file to open.
        stream = io.BytesIO(mend(text).strip().encode())
        return feedparser.parse(stream, response_headers=_HEADERS, sanitize_html=False, resolve_relative_uris=False)
    except MemoryError:
        raise
    except Exception as error:  # its lenient parser lets errors of any class through
        raise FeedUnreadable(f"this feed is broken beyond reading ({type(error).__name__}: {error})") from error


def _draft(entry: Any) -> Draft:
    contents = [content for content in entry.get("content", ()) if "value" in content]
    bodies = [Words(value=content["value"], markup=content.get("type") != _PLAIN) for content in contents]
    bodies += [_words(entry, name) for name in ("summary", "media_description")]
    bodies += [_words(entry, name) for name in entry if name.endswith(_FULL_TEXT)]
    details = [entry.get("title_detail", {}), *contents, entry.get("summary_detail", {})]
    language = next((detail["language"] for detail in details if detail.get("language")), None)
    return Draft(
        guid=entry.get("id"),
        links=tuple(_links(entry)),
        title=_words(entry, "title"),
        bodies=tuple(bodies),
        # Not entry["updated"]: where there is none, feedparser gives the publication date instead, with a warning.
        dates=tuple(dict.get(entry, name) or "" for name in ("published", "created", "updated")),
        lang=language,
    )


def _links(entry: Any) -> Iterator[str]:
    """Where the item may be read, best first: the publisher's own address, not a counting proxy's."""
    yield entry.get("feedburner_origlink", "")
    yield entry.get("link", "")
    hrefs = [(link.get("rel"), link.get("href", "")) for link in entry.get("links", ())]
    yield from (href for rel, href in hrefs if rel in {"alternate", "canonical", None})
    yield entry.get("id", "")
    yield from (href for rel, href in hrefs if rel in {"enclosure", "related", "via"})


def _words(holder: Any, name: str) -> Words:
    """The text of an element. Its detail may be that of a namesake further in: the value is not."""
    value, detail = holder.get(name), holder.get(f"{name}_detail", {})
    return Words(value=value if isinstance(value, str) else "", markup=detail.get("type") != _PLAIN)


def _ttl(feed: Any) -> timedelta | None:
    """RSS `ttl` in minutes, else what `sy:updatePeriod` and `sy:updateFrequency` come to."""
    ttl = _number(feed.get("ttl"))
    if ttl:
        return timedelta(minutes=ttl)
    period = _PERIODS.get(str(feed.get("sy_updateperiod", "")).strip().lower())
    return period / (_number(feed.get("sy_updatefrequency")) or 1) if period else None


def _number(written: Any) -> int | None:
    """A whole number above zero that a person might have meant, or None."""
    digits = str(written).strip()
    return int(digits) or None if digits.isdecimal() and len(digits) < 7 else None


def _ends_inside_item(text: str) -> bool:
    lowered = text.lower()
    return any(lowered.rfind(f"<{name}") > lowered.rfind(f"</{name}") for name in ("item", "entry"))


def _reason(error: Exception) -> str:
    message = getattr(error, "getMessage", error.__str__)()
    line = getattr(error, "getLineNumber", lambda: None)()
    return f"{message}, line {line}" if line else message
