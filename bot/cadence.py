"""What the last look at a feed came to -> what we remember of it, and when to look again. Pure.

The rules, and why:

- A success waits for the feed's `every`. What the publisher hints (Cache-Control, Expires, RSS `ttl`) may stretch that
  to `HINT_STRETCH` times `every` and no more: WordPress declares "hourly" for every feed and content networks send
  four hours meant for browsers, while a desk that writes `every: 5m` must not hear an hour late. A conditional request
  costs the publisher some 200 bytes, and one who minds has 429 and Retry-After, which we keep to.
- A failure waits for `every`, then twice as long each time, up to `CEILING`, for ever: a feed that comes back after a
  month is read within a day. So is one whose Retry-After asks for longer; once a day is no burden.
- 410 is asked once a day and flagged: publishers take it back more often than they mean it.
- Where permanent redirects lead is followed for good once it was seen on `DAYS_TO_MOVE` days, as a redirect by mistake
  or by a captive network does not last; and it is left again for the configured address when it has failed
  `FAILURES_TO_RETURN` times running, since that is the address that a person chose and domains that were moved to
  expire. A feed that is allowed a private address, or whose address holds a password, is never moved to another host:
  neither the permission nor the password was meant for that one.
- A look that fails drops the validators, in case they are what the server chokes on; and the first "not modified" of a
  day drops them, too, so that a server which says so by mistake hides its news for a day at most.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.model.feed import Document, FeedState
from bot.model.fetching import Fetched, FetchStatus

CEILING = timedelta(hours=24)
HINT_STRETCH = 2
JITTER = 0.1
"""Waits vary by this share to either side, so that feeds do not fall into step."""
DAYS_TO_MOVE = 3
FAILURES_TO_RETURN = 3

_DOUBLINGS = 16
"""Enough to bring a minute to the ceiling; keeps the power small for a feed that failed a thousand times."""


def fingerprint(body: bytes) -> str:
    """SHA-256 of a body, in hex: `FeedState.body_hash`."""
    return hashlib.sha256(body).hexdigest()


def plan(
    state: FeedState,
    fetched: Fetched,
    *,
    now: datetime,
    jitter: float,
    document: Document | None = None,
    unreadable: str | None = None,
) -> FeedState:
    """The feed's state after a look.

    `document` is what the body was read as, None where it was not read (an unchanged body need not be); `unreadable`
    says why it could not be. `now` is aware UTC; `jitter` is in [0, 1), drawn at random by the caller.
    """
    looked = replace(state, polled_at=now)
    match fetched.status:
        case FetchStatus.OK if unreadable is None:
            return _read(looked, fetched, now, jitter, document)
        case FetchStatus.NOT_MODIFIED:
            return _not_modified(looked, fetched, now, jitter, first_today=_first_today(state, now))
        case FetchStatus.GONE:
            return _gone(looked, fetched, now, jitter)
        case _:
            return _failed(looked, fetched, now, jitter, unreadable or fetched.detail or fetched.status.value)


def _read(state: FeedState, fetched: Fetched, now: datetime, jitter: float, document: Document | None) -> FeedState:
    if document is not None:
        state = replace(state, ttl=document.ttl, body_hash=fingerprint(fetched.body))
    state = replace(state, etag=fetched.etag, last_modified=fetched.last_modified)
    return _succeeded(state, fetched, now, jitter)


def _not_modified(state: FeedState, fetched: Fetched, now: datetime, jitter: float, *, first_today: bool) -> FeedState:
    etag = None if first_today else fetched.etag or state.etag
    last_modified = None if first_today else fetched.last_modified or state.last_modified
    return _succeeded(replace(state, etag=etag, last_modified=last_modified), fetched, now, jitter)


def _first_today(state: FeedState, now: datetime) -> bool:
    return state.polled_at is not None and state.polled_at.date() != now.date()


def _succeeded(state: FeedState, fetched: Fetched, now: datetime, jitter: float) -> FeedState:
    every = state.feed.every
    hint = max(fetched.max_age or every, state.ttl or every)
    wait = max(every, min(hint, every * HINT_STRETCH))
    return replace(
        _moved(state, fetched.moved_to, now),
        next_poll_at=now + _varied(wait, jitter, ceiling=_ceiling(state)),
        succeeded_at=now,
        failures=0,
        error=None,
        gone=False,
    )


def _moved(state: FeedState, target: str | None, now: datetime) -> FeedState:
    if target is None or not _may_move(state, target):
        return replace(state, moved_to=None, moved_days=())
    today = now.date().isoformat()
    days = state.moved_days if state.moved_to == target else ()
    days = days if today in days else (*days, today)
    if len(days) < DAYS_TO_MOVE:
        return replace(state, moved_to=target, moved_days=days)
    effective_url = None if target == state.feed.url else target
    return replace(state, effective_url=effective_url, moved_to=None, moved_days=())


def _may_move(state: FeedState, target: str) -> bool:
    try:
        configured, there = urlsplit(state.feed.url), urlsplit(target)
    except ValueError:
        return False
    if "@" in configured.netloc:
        return False
    return configured.hostname == there.hostname or not state.feed.allow_private


def _failed(state: FeedState, fetched: Fetched, now: datetime, jitter: float, error: str) -> FeedState:
    ceiling = _ceiling(state)
    wait = _varied(min(state.feed.every * 2 ** min(state.failures, _DOUBLINGS), ceiling), jitter, ceiling=ceiling)
    state = replace(state, failures=state.failures + 1, error=error, gone=False)
    if fetched.status is FetchStatus.THROTTLED:
        asked = (fetched.retry_after or timedelta(0)) * (1 + JITTER * jitter)
        return replace(state, next_poll_at=now + min(max(wait, asked), ceiling))
    if fetched.status is FetchStatus.OK:  # unreadable: the same bytes are to be read again, not skipped as known
        state = replace(state, body_hash=None)
    if state.failures >= FAILURES_TO_RETURN:
        state = replace(state, effective_url=None)
    return replace(state, next_poll_at=now + wait, etag=None, last_modified=None)


def _gone(state: FeedState, fetched: Fetched, now: datetime, jitter: float) -> FeedState:
    failed = _failed(state, fetched, now, jitter, fetched.detail or fetched.status.value)
    if state.effective_url is not None:  # the place it moved to is gone; the configured one has not been asked
        return replace(failed, effective_url=None)
    return replace(failed, next_poll_at=now + _ceiling(state), gone=True)


def _ceiling(state: FeedState) -> timedelta:
    return max(CEILING, state.feed.every)


def _varied(wait: timedelta, jitter: float, *, ceiling: timedelta) -> timedelta:
    return min(wait * (1 - JITTER + 2 * JITTER * jitter), ceiling)
