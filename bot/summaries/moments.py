"""Dates, days and times of day as news writes them in English, Ukrainian, Russian and Belarusian."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time that a text names; `text[start:end]` is how. `what` is the same in every language."""

    what: str
    """`11-22` (month and day), `11` (a month), `friday`, `yesterday`, `night`, `14:30`."""
    start: int
    end: int
    year: int | None = None


# A name, then its forms as whole-word patterns in en | ru | uk | be.
_MONTHS = """
    01 jan(?:uary)? | январ[ьяе] | січ(?:ень|ня|ні|нем) | студзен[ья]|студзені
    02 feb(?:ruary)? | феврал[ьяе] | лют(?:ий|ого|ому) | лют(?:ы|ага|ым)
    03 mar(?:ch)? | март[ае]? | берез(?:ень|ня|ні|нем) | сакавік[ау]?
    04 apr(?:il)? | апрел[ьяе] | квіт(?:ень|ня|ні|нем) | красавік[ау]?
    05 may | ма[йяе] | трав(?:ень|ня|ні|нем) | ма[йя]|траўня
    06 june? | июн[ьяе] | черв(?:ень|ня|ні|нем) | чэрвен[ья]|чэрвені
    07 july? | июл[ьяе] | лип(?:ень|ня|ні|нем) | ліпен[ья]|ліпені
    08 aug(?:ust)? | август[ае]? | серп(?:ень|ня|ні|нем) | жні(?:вень|ўня|ўні)
    09 sept?(?:ember)? | сентябр[ьяе] | верес(?:ень|ня|ні|нем) | верас(?:ень|ня|ні)
    10 oct(?:ober)? | октябр[ьяе] | жовт(?:ень|ня|ні|нем) | кастрычнік[ау]?
    11 nov(?:ember)? | ноябр[ьяе] | листопад[аі]? | лістапад(?:а|зе)?
    12 dec(?:ember)? | декабр[ьяе] | груд(?:ень|ня|ні|нем) | снеж(?:ань|ня|ні)
"""
_DAYS = """
    monday mondays? | понедельник[аиу]? | понеділ(?:ок|ка|ку) | панядзел(?:ак|ка|ку)
    tuesday tuesdays? | вторник[аиу]? | вівтор(?:ок|ка) | аўтор(?:ак|ка)
    wednesday wednesdays? | сред[ау] | серед[ау] | серад[ау]
    thursday thursdays? | четверг[ау]? | четвер(?:га)? | чацв(?:ер|ярга)
    friday fridays? | пятниц[ауы] | п['’ʼ]ятниц[яюі] | пятніц[ауы]
    saturday saturdays? | суббот[ауы] | субот[ауи] | субот[ауы]
    sunday sundays? | воскресень[ея] | неділ[яюі] | нядзел[яюі]
    today today | сегодня | сьогодні | сёння
    yesterday yesterday | вчера | [ву]чора | учора
    tomorrow tomorrow | завтра | завтра | заўтра
    night overnight|(?:last[ ])?night|tonight | ночью|ночи|ночь | [ву]ночі|ніч | ноччу|[уў]начы|ноч
    dawn dawn | рассвет[еа] | світанк[уа] | світанк[уа]|досвітк[уа]
    morning morning | утр[оа]м?|утром | [ву]ранці|ранок|зранку | раніц[аыу]й?|раніцай
    evening evening | вечером|вечер | [ву]?вечері|вечір|увечері | увечары|вечар
"""
_CLOCK = (
    r"(?<![\d:.])(?:[01]?\d|2[0-3])(?::[0-5]\d(?:\s?[ap]\.?m\b\.?)?|\.[0-5]\d\s?[ap]\.?m\b\.?)(?![\d:.]\d)"
    r"|(?<![\w.:])1?\d\s?[ap]\.?m\b\.?"
    r"|(?<![\w.:])[12]?\d\s(?:утра|вечера|ночи|ранку|вечора|ночі|раніцы|вечара)\b"
)


def _table(rows: str) -> dict[str, str]:
    pairs = (row.split(maxsplit=1) for row in rows.strip().splitlines())
    return {name: "|".join(form.strip() for form in forms.split(" | ")) for name, forms in pairs}


_MONTH_FORMS, _DAY_FORMS = _table(_MONTHS), _table(_DAYS)
_ANY_MONTH = "|".join(_MONTH_FORMS.values())
_DATE = re.compile(
    rf"""
      (?<![\w.,])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>{_ANY_MONTH})\b(?:\.?,?\s(?P<year>(?:19|20)\d\d)\b)?
    | \b(?P<month2>{_ANY_MONTH})\b\.?\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s(?P<year2>(?:19|20)\d\d)\b)?
    | (?<![\w.,/-])(?P<year3>(?:19|20)\d\d)-(?P<month3>\d\d)-(?P<day3>\d\d)\b
    | (?<![\w.,/-])(?P<day4>[0-3]?\d)[./](?P<month4>[01]\d)[./](?P<year4>(?:(?:19|20)\d\d|[0-4]\d))\b(?![.,/]\d)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MONTH_ALONE = re.compile(rf"\b(?:{_ANY_MONTH})\b", re.IGNORECASE)
_TIME = re.compile(_CLOCK, re.IGNORECASE)
_DAY = re.compile(
    "|".join(rf"(?P<{name}>\b(?:{forms})\b)" for name, forms in _DAY_FORMS.items()), re.IGNORECASE | re.VERBOSE
)
_MONTH_OF = re.compile(
    "|".join(rf"(?P<m{name}>{forms})" for name, forms in _MONTH_FORMS.items()), re.IGNORECASE | re.VERBOSE
)
_WORDS_TOO = frozenset({"may", "march", "mar", "dec", "sept", "jan", "маю", "мая", "мае", "має"})
"""English and Slavic words that are months in some places only: alone they count where they have a capital letter."""


def moments(text: str) -> tuple[Moment, ...]:
    """The times that `text` names, in order. Linear in its length."""
    found = [*_dates(text), *_days(text), *_clock(text)]
    taken: list[Moment] = []
    for moment in sorted(found, key=lambda one: (one.start, -one.end)):
        if not taken or moment.start >= taken[-1].end:
            taken.append(moment)
    return tuple(taken)


def _dates(text: str) -> Iterator[Moment]:
    for match in _DATE.finditer(text):
        parts = match.groupdict()
        day = next((parts[name] for name in ("day", "day2", "day3", "day4") if parts[name]), "")
        month = next((parts[name] for name in ("month", "month2", "month3", "month4") if parts[name]), "")
        year = next((parts[name] for name in ("year", "year2", "year3", "year4") if parts[name]), None)
        number = month if month.isdigit() else _month(month)
        if number is not None and 1 <= int(number) <= 12 and 1 <= int(day) <= 31:
            what = f"{int(number):02}-{int(day):02}"
            yield Moment(what=what, start=match.start(), end=match.end(), year=_whole(year))
    for match in _MONTH_ALONE.finditer(text):
        word = match.group()
        if len(word) > 3 and (word.casefold() not in _WORDS_TOO or word[0].isupper()):
            yield Moment(what=_month(word) or "", start=match.start(), end=match.end())


def _whole(year: str | None) -> int | None:
    return None if year is None else int(year) + (2000 if len(year) == 2 else 0)


def _month(written: str) -> str | None:
    match = _MONTH_OF.fullmatch(written)
    return match.lastgroup.removeprefix("m") if match and match.lastgroup else None


def _days(text: str) -> Iterator[Moment]:
    for match in _DAY.finditer(text):
        yield Moment(what=match.lastgroup or "", start=match.start(), end=match.end())


def _clock(text: str) -> Iterator[Moment]:
    for match in _TIME.finditer(text):
        digits = re.match(r"(\d+)(?:[:.](\d\d))?", match.group())
        if digits is None:
            continue
        hour = int(digits[1])
        if hour < 12 and re.search(r"p\.?m|веч[ео]ра", match.group(), re.IGNORECASE):
            hour += 12
        yield Moment(what=f"{hour:02}:{digits[2] or '00'}", start=match.start(), end=match.end())
