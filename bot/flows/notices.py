"""What a person should be told of the sentry itself: decided from a state before and after, so that it is said once."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.model.feed import FeedState
from bot.model.words import span

SILENT_AFTER = timedelta(hours=24)
"""A feed that has failed for this long is worth a notice; shorter troubles only show in `feeds`."""


def about_feed(before: FeedState, after: FeedState, now: datetime) -> str | None:
    """The notice that a look at a feed asks for, if any: it is gone, has failed for a day, moved, or works again."""
    name = after.feed.name
    if after.gone and not before.gone:
        return f"{name} says it is gone for good (410). It is asked once a day; mend its url, or take it out."
    if after.failures and not after.gone and _silent(after, now) and not _silent(before, before.polled_at):
        since = span(now - after.succeeded_at) if after.succeeded_at else ""
        return f"{name} has not been readable for {since}: {after.error}. It is still tried."
    if not after.failures and before.failures and (before.gone or _silent(before, before.polled_at)):
        return f"{name} is readable again."
    if after.effective_url and after.effective_url != before.effective_url:
        return f"{name} has moved for good to {after.effective_url}; change its url in feeds.yaml."
    return None


def _silent(state: FeedState, at: datetime | None) -> bool:
    return (
        state.failures > 0
        and at is not None
        and state.succeeded_at is not None
        and at - state.succeeded_at >= SILENT_AFTER
    )
