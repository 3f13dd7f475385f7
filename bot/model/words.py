"""Small words for people: how long ago, how many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CLOCK_SKEW = timedelta(minutes=2)


def plural(count: int, noun: str, many: str | None = None) -> str:
    """`1 item`, `1,204 items`; `many` where the plural does not end in a mere "s"."""
    if count == 1:
        return f"1 {noun}"
    return f"{count:,} {many or _with_s(noun)}"


def _with_s(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in set("aeiou"):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def span(length: timedelta) -> str:
    """A length of time in its largest fitting unit: `40 s`, `12 min`, `5 h`, `3 days`."""
    seconds = max(0, round(length.total_seconds()))
    if seconds < _MINUTE:
        return f"{seconds} s"
    if seconds < 100 * _MINUTE:
        return f"{round(seconds / _MINUTE)} min"
    if seconds < 2 * _DAY:
        return f"{round(seconds / _HOUR)} h"
    return plural(round(seconds / _DAY), "day")


def age(when: datetime, now: datetime) -> str:
    """How long ago `when` was, in a reader's terms: `just now`, `12 min ago`, `in 5 min`, `4 Jan 2022`."""
    passed = now - when
    if passed < -_CLOCK_SKEW:
        return f"in {span(-passed)}" if -passed < timedelta(days=14) else day(when)
    if passed < timedelta(minutes=1):
        return "just now"
    return f"{span(passed)} ago" if passed < timedelta(days=14) else day(when)


def until(when: datetime, now: datetime) -> str:
    """How soon `when` is: `in 40 s`, `in 5 min`; `now` where it is past."""
    return f"in {span(when - now)}" if when > now else "now"


def minute(when: datetime) -> str:
    """The date and time of `when` in UTC, without the year: `4 Jan 06:15`."""
    utc = when.astimezone(UTC)
    return f"{utc.day} {_MONTHS[utc.month - 1]} {utc:%H:%M}"


def day(when: datetime) -> str:
    """The date of `when` in UTC, without a locale: `4 Jan 2022`."""
    utc = when.astimezone(UTC)
    return f"{utc.day} {_MONTHS[utc.month - 1]} {utc.year}"
