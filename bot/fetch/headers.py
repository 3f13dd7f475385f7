"""Reads what an answer says of itself: validators, freshness, when to come back, who stands in the way. Pure.

Nothing here raises, whatever a server sends: a header that makes no sense says nothing.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from bot.fetch.ending import Ending
from bot.model.fetching import FetchStatus

LONGEST_WAIT = timedelta(days=31)
"""Longer waits are read as this; how much of one is honoured is for the cadence to say."""
MAX_ETAG = 256
MAX_DATE = 64

_ETAG = re.compile(r"[\x21-\x7e][\x20-\x7e]*", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,18}", re.ASCII)
_MAX_AGE = re.compile(r"""(?:^|[\s,])max-age\s*=\s*"?([0-9]{1,18})""", re.ASCII | re.IGNORECASE)
_NOT_FRESH = re.compile(r"(?:^|[\s,])no-(?:cache|store)(?:$|[\s,])", re.ASCII | re.IGNORECASE)
_EPOCH_ENDS = datetime(1990, 1, 1, tzinfo=UTC)

_BOT_WALLS = (
    # (header, beginning of its value, statuses; none: any)
    ("cf-mitigated", "challenge", frozenset[int](), "Cloudflare"),
    ("x-amzn-waf-action", "", frozenset[int](), "AWS"),
    ("server", "ddos-guard", frozenset({401, 403}), "DDoS-Guard"),
    ("server", "qrator", frozenset({401, 403}), "Qrator"),
)


def http_date(value: str | None) -> datetime | None:
    """An HTTP date in any of its three forms (RFC 9110, 5.6.7), in UTC."""
    if not value or len(value) > MAX_DATE:
        return None
    try:
        date = parsedate_to_datetime(value)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def etag(headers: httpx.Headers) -> str | None:
    """The entity tag, quoted or (as many servers have it) bare, if it can be sent back as it is."""
    value = headers.get("etag", "").strip()
    usable = _ETAG.fullmatch(value) and len(value) <= MAX_ETAG and not _disowns_caching(headers)
    return value if usable else None


def last_modified(headers: httpx.Headers) -> str | None:
    """Last-Modified as sent, if it is a date that can be meant: servers without one like to send 1970."""
    value = headers.get("last-modified", "").strip()
    date = http_date(value)
    usable = date is not None and date >= _EPOCH_ENDS and value.isascii() and value.isprintable()
    return value if usable and not _disowns_caching(headers) else None


def _disowns_caching(headers: httpx.Headers) -> bool:
    # "Expires: 0" beside a validator comes from servers that answer 304 to everything (miniflux met them).
    return bool(headers.get("expires", "").strip() == "0")


def max_age(headers: httpx.Headers, now: datetime) -> timedelta | None:
    """How much longer the answer calls itself fresh (RFC 9111, 4.2): max-age less Age, else Expires; None: unsaid."""
    control = headers.get("cache-control", "")
    if _NOT_FRESH.search(control):
        return timedelta(0)
    if stated := _MAX_AGE.search(control):
        age = _seconds(headers.get("age")) or timedelta(0)
        return max(_bounded(int(stated[1])) - age, timedelta(0))
    if "expires" in headers:
        expires = http_date(headers["expires"])
        return _until(expires, headers, now) if expires else timedelta(0)  # "0" and nonsense mean "already stale"
    return None


def retry_after(headers: httpx.Headers, now: datetime) -> timedelta | None:
    """Retry-After (RFC 9110, 10.2.3): seconds, or a date, which is taken by the server's own clock if it shows one."""
    value = headers.get("retry-after", "").strip()
    if (seconds := _seconds(value)) is not None:
        return seconds
    date = http_date(value)
    return _until(date, headers, now) if date else None


def _seconds(value: str | None) -> timedelta | None:
    value = (value or "").strip()
    return _bounded(int(value)) if _SECONDS.fullmatch(value) else None


def _bounded(seconds: int) -> timedelta:
    return min(timedelta(seconds=min(seconds, 10**9)), LONGEST_WAIT)


def _until(date: datetime, headers: httpx.Headers, now: datetime) -> timedelta:
    return min(max(date - (http_date(headers.get("date")) or now), timedelta(0)), LONGEST_WAIT)


def is_compressed(headers: httpx.Headers) -> bool:
    """Whether the body is to be inflated.

    Raises:
        Ending: it is coded more than once, which only a bomb is, or in a way that was not asked for.
    """
    named = (coding.strip().lower() for coding in headers.get("content-encoding", "").split(","))
    codings = [coding for coding in named if coding not in {"", "identity"}]
    if len(codings) > 1:
        raise Ending(FetchStatus.REFUSED, f"the answer is compressed {len(codings)} times over")
    if codings and codings[0] not in {"gzip", "x-gzip", "deflate"}:
        raise Ending(FetchStatus.REFUSED, "the answer is compressed in a way that was not asked for")
    return bool(codings)


def bot_wall(status: int, headers: httpx.Headers) -> str | None:
    """Whose bot wall answered in the publisher's place; None where nobody's did."""
    for header, beginning, statuses, whose in _BOT_WALLS:
        value = headers.get(header)
        if value is not None and value.lower().startswith(beginning) and (not statuses or status in statuses):
            return whose
    return None
