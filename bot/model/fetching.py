"""What one look at a feed's address came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class FetchStatus(StrEnum):
    """The kinds of outcome; each asks something else of the cadence."""

    OK = "ok"
    NOT_MODIFIED = "not modified"
    THROTTLED = "throttled"  # 429, or 503 with Retry-After
    GONE = "gone"  # 410
    HTTP_ERROR = "http error"  # any other status of 400 and above
    REFUSED = "refused"  # by us: private address, scheme, port, redirect loop, coding
    TOO_LARGE = "too large"
    TOO_SLOW = "too slow"  # past the total deadline
    UNREACHABLE = "unreachable"  # DNS, connection, TLS or protocol
    BLOCKED = "blocked"  # a bot wall answered in the publisher's place (Cloudflare and its like)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a fetch came to; `body` is empty unless `status` is OK, `detail` is in words and holds no secret."""

    status: FetchStatus
    url: str
    """The address that answered, after redirects."""
    detail: str = ""
    http_status: int | None = None
    body: bytes = b""
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    max_age: timedelta | None = None
    """How long the answer calls itself fresh (Cache-Control max-age, else Expires); None where it says nothing."""
    retry_after: timedelta | None = None
    moved_to: str | None = None
    """Where an unbroken chain of permanent redirects (301, 308) led."""
    elapsed: timedelta = timedelta(0)
