"""Links in feeds: made absolute, and only those that a person may safely follow."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from bot.feeds.plaintext import clean

_LONGEST = 4_000
"""Characters. Browsers take more; nobody publishes an article there."""


def absolute(link: str | None, base: str) -> str | None:
    """`link`, resolved against `base`, if that gives an http or https address with a host; else None."""
    if not link or len(link) > _LONGEST:
        return None
    try:
        resolved = urljoin(base, "".join(clean(link).split()))
        parts = urlsplit(resolved)
        host = parts.hostname
    except ValueError:
        return None
    return resolved if parts.scheme in {"http", "https"} and host else None
