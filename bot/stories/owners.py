"""Who stands behind a link: its outlet, however many feeds and host names that has."""

from __future__ import annotations

from urllib.parse import urlsplit

_SHARED = frozenset(
    {"t.me", "telegram.me", "facebook.com", "x.com", "twitter.com", "youtube.com", "vk.com", "ok.ru", "instagram.com",
     "threads.net", "reddit.com", "medium.com"}
)  # fmt: skip
"""Hosts on which every first step of a path is somebody else."""
_HOSTING = ("blogspot.com", "wordpress.com", "livejournal.com", "substack.com", "github.io", "tumblr.com")
"""Hosts under which every name is somebody else."""
_PASSING_ON = frozenset(
    {"news.google.com", "news.yahoo.com", "msn.com", "news.ycombinator.com", "rss.app", "feedly.com"}
)
"""Hosts that only pass on what others report."""
_SECOND_LEVEL = frozenset(
    {"ac", "co", "com", "edu", "gov", "mil", "net", "org", "in", "info", "biz", "kiev", "kyiv", "lviv", "kharkov",
     "kharkiv", "odesa", "odessa", "dp", "dnipro", "od", "if", "zp", "msk", "spb", "minsk"}
)  # fmt: skip
"""Names below a country's own under which people register."""


def owner(url: str | None) -> str | None:
    """The outlet that `url` belongs to, as its registered host or its channel on a shared one; None: nobody knows."""
    try:
        parts = urlsplit(url or "")
        host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return None
    if not host or host in _PASSING_ON or host.replace(".", "").isdigit():
        return None
    labels = host.split(".")
    short = ".".join(labels[-2:])
    if short in _SHARED:
        steps = [step for step in parts.path.split("/") if step not in {"", "s", "c", "user", "channel", "r"}]
        return f"{short}/{steps[0].lower()}" if steps else None
    if short in _HOSTING or (len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2):
        return ".".join(labels[-3:])
    return short
