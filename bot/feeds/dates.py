"""The dates that feeds write, standard or not -> aware UTC, or None where they say nothing that can be true."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No feed is older: what claims to be is an unset clock or a misread number."""
AHEAD = timedelta(days=1)
"""How far ahead of us a publication may claim to be: room for wrong zones, none for announced events."""
_LONGEST = 80  # characters; the longest honest date has 50

_MONTHS = {
    beginning: month
    for month, beginnings in enumerate(
        (
            "jan gen ene янв січ сту sty",
            "feb fév fev фев лют lut",
            "mar mär mrz мар бер сак",
            "apr avr abr апр кві кра kwi",
            "may mai mag maj мая май тра",
            "jun juin giu июн чер чэр cze",
            "jul juil lug июл лип ліп lip",
            "aug aoû aou ago авг сер жні sie",
            "sep set сен вер wrz",
            "oct okt ott out окт жов кас paź",
            "nov ноя лис ліс lis",
            "dec dez déc dic дек гру сне gru",
        ),
        1,
    )
    for beginning in beginnings.split()
}
"""How month names begin, in the languages of the sources we read and their neighbours; French asks for four letters."""
_HOURS = {
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet"), 0.0),
    **dict.fromkeys(("cet", "bst", "wat", "west", "met"), 1.0),
    **dict.fromkeys(("cest", "eet", "mest", "sast", "cat"), 2.0),
    **dict.fromkeys(("eest", "msk", "trt", "idt", "eat"), 3.0),
    **dict.fromkeys(("msd", "samt", "gst"), 4.0),
    **dict.fromkeys(("yekt", "pkt"), 5.0),
    **dict.fromkeys(("sgt", "hkt", "awst"), 8.0),
    **dict.fromkeys(("jst", "kst"), 9.0),
    **dict.fromkeys(("adt", "brt"), -3.0),
    **dict.fromkeys(("edt", "ast"), -4.0),
    **dict.fromkeys(("est", "cdt"), -5.0),
    **dict.fromkeys(("cst", "mdt"), -6.0),
    **dict.fromkeys(("mst", "pdt"), -7.0),
    **dict.fromkeys(("pst", "akdt"), -8.0),
    "irst": 3.5,
    "aft": 4.5,
    "ist": 5.5,
    "aest": 10.0,
    "aedt": 11.0,
    "nzst": 12.0,
    "nzdt": 13.0,
    "nst": -3.5,
    "akst": -9.0,
    "hst": -10.0,
}
"""Zone names of mail, news and newsrooms, in hours east of UTC. IST is India's: Israel writes +0200."""

_TIME = (
    r"(?:[\s,T|]+(?:at|-\s|о|об|в|у|um|à|г\.?|р\.?|года|року|[\s,])*\s*"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?(?:\s*(?P<half>[ap])\.?m\.?)?)?"
    r"\s*\(?(?P<zone>[A-Za-z]{1,5}(?![A-Za-z])|)\s*(?P<offset>[+-]\d{1,2}(?::?\d{2})?|)\b.{0,20}"
)
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4}|\d{2}(?!\d))"
_NAME = r"(?P<month>[^\W\d_]{3,12})"
_FORMS = tuple(
    re.compile(rf"{form}{_TIME}", re.IGNORECASE | re.DOTALL)
    for form in (
        rf"(?:[^\W\d_]+\.?[\s,]+)?{_DAY}(?:st|nd|rd|th|\.)?[\s-]+{_NAME}\.?[\s,-]+{_YEAR}",  # Sun, 22 Nov 2026
        rf"(?:[^\W\d_]+\.?[\s,]+)?{_NAME}\.?\s+{_DAY}(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",  # November 22, 2026
        r"(?P<year>\d{4})[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})",  # 2026-11-22, 2026/11/22
        r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>\d{4})",  # 22.11.2026
        r"(?P<year>\d{4})\s*年\s*(?P<number>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日",
    )
)
_ASCTIME = re.compile(  # Sun Nov 22 14:30:00 [EET] 2026
    rf"[a-z]{{3}}\s+{_NAME}\s+{_DAY}\s+(?P<hour>\d\d?):(?P<minute>\d\d):(?P<second>\d\d)"
    r"\s+(?P<zone>[a-z]{1,5}|)(?P<offset>[+-]\d{4}|)\s*(?P<year>\d{4})",
    re.IGNORECASE,
)
_SLASHES = re.compile(rf"(?P<first>\d{{1,2}})/(?P<second_number>\d{{1,2}})/(?P<year>\d{{4}}){_TIME}", re.IGNORECASE)
_TIME_FIRST = re.compile(r"(\d{1,2}:\d{2}(?::\d{2})?)[\s,]+(\D{0,12}\d{1,2}[^:]+)")  # 14:30, 22 November 2026
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{13}")


def parse(written: str) -> datetime | None:
    """The moment that `written` names, or None. A time without a zone is taken for UTC, a date without a time for 0:00.

    Reads RFC 822 and 2822, RFC 3339, ISO 8601, asctime, month names in a dozen languages, dotted dates, and seconds or
    milliseconds since 1970. "11/10/2026" is None: half the world reads it the other way round.
    """
    written = written.strip()[:_LONGEST]
    if _EPOCH.fullmatch(written):
        seconds = float(written)
        return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
    try:
        exact = datetime.fromisoformat(written)
    except ValueError:
        pass
    else:
        # Eight digits in a row are an ISO date too; a lone year is not.
        return _utc(exact)
    if match := _TIME_FIRST.fullmatch(written):
        return parse(f"{match[2]} {match[1]}")
    for form in (_ASCTIME, *_FORMS):
        if match := form.match(written):
            return _assembled(match.groupdict())
    if match := _SLASHES.match(written):
        parts = match.groupdict()
        first, second = int(parts["first"]), int(parts["second_number"])
        if first > 12 or first == second:
            return _assembled({**parts, "day": str(first), "number": str(second)})
        if second > 12:
            return _assembled({**parts, "day": str(second), "number": str(first)})
    return None


def plausible(moment: datetime | None, now: datetime) -> datetime | None:
    """`moment` if a feed may have published then, seen from `now`; else None."""
    return moment if moment and OLDEST <= moment <= now + AHEAD else None


def _assembled(parts: dict[str, str | None]) -> datetime | None:
    name, zone = parts.get("month"), parts.get("zone") or ""
    month = _month(name) if name else int(parts.get("number") or 0)
    year = int(parts["year"] or 0)
    if year < 100:
        year += 2000 if year < 70 else 1900
    hour = int(parts.get("hour") or 0)
    if half := parts.get("half"):
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    try:
        moment = datetime(  # noqa: DTZ001 -- the zone follows
            year, month or 0, int(parts["day"] or 0), hour % 24, int(parts.get("minute") or 0)
        )
        # 24:00 is the end of the day, and :60 a leap second.
        moment += timedelta(days=hour // 24, seconds=int(parts.get("second") or 0))
        return _utc(moment.replace(tzinfo=timezone(_offset(parts.get("offset") or "") + _named(zone))))
    except (ValueError, OverflowError):
        return None


def _month(name: str) -> int | None:
    lowered = name.lower()
    return _MONTHS.get(lowered[:4]) or _MONTHS.get(lowered[:3])


def _named(zone: str) -> timedelta:
    return timedelta(hours=_HOURS.get(zone.lower(), 0.0))


def _offset(offset: str) -> timedelta:
    """`+0300`, `+03:00` or `+3`; with a zone name before it ("GMT+3") they add up."""
    if not offset:
        return timedelta(0)
    digits = offset[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    size = timedelta(hours=int(hours), minutes=int(minutes))
    return -size if offset[0] == "-" else size


def _utc(moment: datetime) -> datetime | None:
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:  # within a day of the years 1 and 9999
        return None
