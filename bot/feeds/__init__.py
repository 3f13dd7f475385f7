"""Bytes -> items: any kind of feed, however broken, as plain text, absolute links and dates that can be true.

Pure, but not safe to run on hostile bytes in a process that one needs: `sandbox` runs it in one that may be killed.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urljoin

from bot.errors import FeedUnreadable
from bot.feeds import jsonfeed, rss
from bot.feeds.encoding import decode
from bot.model.feed import Document

_ROOT = re.compile(r"<\s*(?:[\w.-]+:)?(rss|feed|rdf|channel)(?=[\s>/])", re.IGNORECASE)
_FIRST_ELEMENT = re.compile(r"<([a-zA-Z][\w:.-]{0,60})")
_PROLOGUE = re.compile(
    r"\s*(?:<\?[^>]{0,2000}>|<!--.{0,20000}?-->|<!doctype[^>\[]{0,500}(?:\[.{0,200000}?\]\s*)?>)",
    re.IGNORECASE | re.DOTALL,
)
_ALTERNATE = re.compile(r"<link\s[^>]{0,500}application/(?:rss|atom|feed)\+(?:xml|json)[^>]{0,500}>", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*["']?([^"'\s>]{1,1000})""", re.IGNORECASE)
_HEAD = 100_000
"""Characters in which the beginning of a feed, or a web page's pointer to one, is looked for."""
_OTHER_KINDS = {
    "opml": "this is a list of feeds (OPML), not a feed",
    "urlset": "this is a sitemap, not a feed",
    "sitemapindex": "this is a list of sitemaps, not a feed",
    "error": "this is an error message in XML, not a feed",
    "svg": "this is a picture, not a feed",
}


def read(body: bytes, *, url: str, content_type: str | None, now: datetime) -> Document:
    """The feed document in `body`, fetched from `url` at `now` (aware UTC).

    What it is shows in the bytes; `content_type` is asked for the charset only, since feeds come as anything.

    Raises:
        FeedUnreadable: it is no feed; the message says what it is instead, and where the feed may be.
    """
    decoded = decode(body, content_type)
    text = decoded.text.strip("\ufeff\x00 \t\r\n")
    if not text:
        raise FeedUnreadable("the answer is empty")
    if text[0] in "{[":
        return jsonfeed.read(text, url=url, now=now, warnings=decoded.warnings)
    start = _start(text, url)
    warnings = decoded.warnings + ((f"{start} characters of something else come before the feed",) if start else ())
    return rss.read(text[start:], url=url, now=now, warnings=warnings)


def _start(text: str, url: str) -> int:
    """Where the feed begins in `text`; most often at once.

    Raises:
        FeedUnreadable: nowhere.
    """
    at = 0
    while prologue := _PROLOGUE.match(text, at):
        at = prologue.end()
    first = _FIRST_ELEMENT.search(text, at, at + _HEAD)
    name = first[1].rpartition(":")[2].lower() if first else ""
    if at == len(text):
        raise FeedUnreadable("there is nothing in it but comments")
    if first and name in {"rss", "feed", "rdf", "channel"}:
        return 0 if not text[at : first.start()].strip() else first.start()
    if name == "html" or "<html" in text[:_HEAD].lower():
        raise FeedUnreadable(f"this is a web page, not a feed{_pointer(text, url)}")
    if root := _ROOT.search(text, at, at + _HEAD):
        return root.start()
    raise FeedUnreadable(_OTHER_KINDS.get(name) or _what(text, name))


def _pointer(page: str, url: str) -> str:
    """Where a web page says that its feed is, in words; empty where it does not say."""
    link = _ALTERNATE.search(page, 0, _HEAD)
    href = _HREF.search(link[0]) if link else None
    return f"; it says that its feed is at {urljoin(url, href[1])}" if href else ""


def _what(text: str, name: str) -> str:
    if name and text.startswith("<"):
        return f"this is XML, but not a feed: it begins with <{name}>"
    sample = text[:1000]
    if sum(not c.isprintable() and not c.isspace() for c in sample) > len(sample) / 10:
        return "this is not text"
    return "this is plain text, not a feed"
