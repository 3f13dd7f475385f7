"""Feeds, the documents they serve and the items in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Where to look, how often at most, and how it is tagged."""

    url: str
    name: str
    tags: frozenset[str] = field(default_factory=frozenset)
    every: timedelta = timedelta(minutes=10)
    allow_private: bool = False
    """May this feed resolve to a private, loopback or link-local address? For intranet feeds only."""
    fulltext: bool = False
    """Are the articles themselves to be read where the feed gives little more than headlines?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What we remember of a feed between two looks. Times are aware UTC."""

    id: int
    feed: Feed
    next_poll_at: datetime
    effective_url: str | None = None
    """Where permanent redirects lead, once they were seen on enough days; None: the configured address."""
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    """SHA-256 of the last body that was read, in hex: an unchanged body is not parsed again."""
    polled_at: datetime | None = None
    succeeded_at: datetime | None = None
    """Last time the feed was read or said "not modified"; None until its first success ("first sight")."""
    failures: int = 0
    """Failed looks in a row."""
    error: str | None = None
    """Why the last look failed, in words; None after a success."""
    moved_to: str | None = None
    """Target of a permanent redirect that is not followed for good yet."""
    moved_days: tuple[str, ...] = ()
    """ISO dates on which `moved_to` was seen."""
    gone: bool = False
    """The publisher said 410: asked once a day from then on, and reported."""
    ttl: timedelta | None = None
    """What the document itself asked for (RSS `ttl`, `sy:updatePeriod`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that a feed published, as plain text.

    `key` is stable within its feed: the guid; for a repeated guid, guid and url; without one, the url; else a hash of
    title and text. `published` is None where the feed gives no date that can be true (before 1990, or more than a day
    ahead of `seen`).
    """

    key: str
    title: str
    text: str
    url: str | None
    published: datetime | None
    seen: datetime
    lang: str | None = None
    """BCP 47 tag that the feed states for the item, lower-cased; a hint only."""
    said: str | None = None
    """What the feed itself said, where `text` is the article's; None where `text` is what it said."""
    id: int = 0
    """Given by the store; 0 until then. Grows in the order of arrival."""

    @property
    def feed_text(self) -> str:
        """What the feed itself said, which another look at the feed is compared with."""
        return self.text if self.said is None else self.said

    @property
    def when(self) -> datetime:
        """Publication time, or the time it was first seen where the feed gives none."""
        return self.published or self.seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One feed document, read: its own title, its items in document order, and how long it asks to be left alone."""

    title: str
    items: tuple[Item, ...]
    ttl: timedelta | None = None
    warnings: tuple[str, ...] = ()
    """What was odd but survivable, in words ("declared utf-8, read as windows-1251")."""
