"""Numbers as news writes them in English, Ukrainian, Russian and Belarusian: digits, groups, magnitudes, words.

`1,200`, `1 200`, `1.2 thousand`, «1,2 тис.», "twenty-one" and «двадцять один» are read; a designation (S-400, 9K720)
is no number. Words reach to a hundred, and as many hundreds, thousands and so on as are counted with one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

MOST_DIGITS = 15
"""A longer run of digits is a telephone number or nonsense, not a count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number in a text; `text[start:end]` is how it is written."""

    readings: frozenset[Decimal]
    """What it may mean: `1,200` is 1200 in English and may be 1.2 in Ukrainian."""
    start: int
    end: int
    in_words: bool = False


# Each line: the value, then its forms in en | ru | uk | be. A hyphen at a form's end stands for the endings below.
_WORDS = """
    1: one | один одна одно одну одного одной одному одним | одне одну одного одній одному одним | адзін адна адно адну
    2: two | два две двух двум двумя двое двоих | дві двох двом двома двоє двоих двоїх | дзве двума двое дваіх
    3: three | три трёх трех трем тремя трое троих | трьох трьом трьома троє трьоє | тры трох трыма трое траіх
    4: four | четыре четырёх четырех четырем четверо четверых | чотири чотирьох чотирьом чотирма | чатыры чатырох
    5: five | пят- пятеро пятерых | п'ят- п'ятеро | пяц- пяцёра
    6: six | шест- шестеро шестерых | шіст- шест- шестеро | шэсц- шасц-
    7: seven | сем- семеро семерых | сім- сем- семеро | сем- сям-
    8: eight | восем- восьм- | вісім- восьм- | восем- васьм-
    9: nine | девят- | дев'ят- | дзевяц-
    10: ten | десят- | десят- | дзесяц-
    11: eleven | одиннадцат- | одинадцят- | адзінаццац-
    12: twelve | двенадцат- | дванадцят- | дванаццац-
    13: thirteen | тринадцат- | тринадцят- | трынаццац-
    14: fourteen | четырнадцат- | чотирнадцят- | чатырнаццац-
    15: fifteen | пятнадцат- | п'ятнадцят- | пятнаццац-
    16: sixteen | шестнадцат- | шістнадцят- | шаснаццац-
    17: seventeen | семнадцат- | сімнадцят- | сямнаццац-
    18: eighteen | восемнадцат- | вісімнадцят- | васямнаццац-
    19: nineteen | девятнадцат- | дев'ятнадцят- | дзевятнаццац-
    20: twenty | двадцат- | двадцят- | дваццац-
    30: thirty | тридцат- | тридцят- | трыццац-
    40: forty | сорок сорока | сорок сорока | сорак сарака
    50: fifty | пятьдесят пятидесяти | п'ятдесят п'ятдесяти п'ятдесятьох | пяцьдзясят пяцідзесяці
    60: sixty | шестьдесят шестидесяти | шістдесят шістдесяти шістдесятьох | шэсцьдзясят шасцідзесяці
    70: seventy | семьдесят семидесяти | сімдесят сімдесяти сімдесятьох | семдзесят сямідзесяці
    80: eighty | восемьдесят восьмидесяти | вісімдесят вісімдесяти вісімдесятьох | восемдзесят васьмідзесяці
    90: ninety | девяносто девяноста | дев'яносто дев'яноста | дзевяноста
    100: hundred | сто ста | сотня сотню | сто
"""
_ENDINGS = ("ь", "и", "ью", "ьох", "ьом", "ьома", "і", "цю", "ю", "", "х", "м", "ма", "ьма", "ьми", "мью")
_TIMES = {
    12: "dozen",
    10: "десяток десятка десятків десятков десяткаў",
    100: "hundred сотні сотни сотень сотен соцень",
    10**3: "thousand k тыс тис тысяча тысячи тысяч тысячу тысячам тисяча тисячі тисяч тисячу тисячам тысячы",
    10**6: "million mln m млн миллион миллиона миллионов мільйон мільйона мільйони мільйонів мільён мільёна мільёнаў",
    10**9: "billion bn млрд миллиард миллиарда миллиардов мільярд мільярда мільярди мільярдів мільярдаў",
}
_LETTER_MAGNITUDES = frozenset("km")
"""`5k`, `$3m`: only right behind the digits; apart from them they are a unit or an initial."""


def _values() -> dict[str, int]:
    found: dict[str, int] = {}
    for line in _WORDS.strip().splitlines():
        value, _, forms = line.partition(":")
        for form in forms.replace("|", " ").split():
            for ending in _ENDINGS if form.endswith("-") else ("",):
                found.setdefault(form.removesuffix("-") + ending, int(value))
    return found


_VALUES = _values()
_MAGNITUDES = {form: value for value, forms in _TIMES.items() for form in forms.split()}

_SPACE = "[ \u00a0\u2009\u202f]"
_DIGITS = re.compile(
    rf"""
    (?<![\w.,:/])(?<![^\W\d_][-‑–])
    (?: \d{{1,3}}(?:{_SPACE}\d{{3}})+ (?:[.,]\d{{1,3}})? | \d{{1,3}}(?:[,.]\d{{3}})+(?:[.,]\d+)? | \d+(?:[.,]\d+)? )
    (?!\d) (?![^\W\d_]{{1,3}}[-‑]?\d)
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_JOINT = re.compile(rf"{_SPACE}|[-‑]")
_MAGNITUDE = re.compile(rf"{_SPACE}?([^\W\d_]{{1,12}})\b\.?")


def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of `text` in order. Linear in its length."""
    found = sorted([*_in_digits(text), *_in_words(text)], key=lambda number: (number.start, -number.end))
    kept: list[Number] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return tuple(kept)


def _in_digits(text: str) -> Iterator[Number]:
    for match in _DIGITS.finditer(text):
        written = re.sub(_SPACE, "", match.group())
        if sum(character.isdigit() for character in written) > MOST_DIGITS:
            continue
        times, end = _times(text, match.end(), glued=True)
        readings = frozenset((value * times).normalize() for value in _readings(written))
        yield Number(readings=readings, start=match.start(), end=end)


def _readings(written: str) -> set[Decimal]:
    marks = [character for character in written if not character.isdigit()]
    if not marks:
        return {Decimal(written)}
    plain = Decimal(re.sub(r"[.,]", "", written))
    if len(marks) > 1 and marks[-1] == marks[0]:
        return {plain}
    whole, _, fraction = written.rpartition(marks[-1])
    decimal = Decimal(re.sub(r"[.,]", "", whole) + "." + fraction)
    return {plain, decimal} if len(marks) == 1 and len(fraction) == 3 else {decimal}


def _in_words(text: str) -> Iterator[Number]:
    words = [(match, _VALUES.get(_folded(match.group()))) for match in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        match, value = words[at]
        at += 1
        if value is None:
            continue
        end = match.end()
        if value % 10 == 0 and 20 <= value < 100 and at < len(words):  # "twenty-one"
            unit, more = words[at]
            if more is not None and more < 10 and _JOINT.fullmatch(text, end, unit.start()):
                value, end, at = value + more, unit.end(), at + 1
        times, end = _times(text, end, glued=False)
        yield Number(readings=frozenset({(value * times).normalize()}), start=match.start(), end=end, in_words=True)


def _times(text: str, end: int, *, glued: bool) -> tuple[Decimal, int]:
    """What the magnitudes behind a number multiply it by ("two hundred thousand"), and where they end."""
    times = Decimal(1)
    for _ in range(2):
        match = _MAGNITUDE.match(text, end)
        word = _folded(match.group(1)) if match else ""
        if match is None or word not in _MAGNITUDES:
            break
        if word in _LETTER_MAGNITUDES and (not glued or match.start(1) != end):
            break
        times *= _MAGNITUDES[word]
        # The full stop is the abbreviation's («тис.»), unless the sentence ends there.
        end = match.end() if word in {"тыс", "тис", "млн", "млрд"} else match.end(1)
    return times, end


def _folded(word: str) -> str:
    return word.casefold().replace("’", "'").replace("ʼ", "'")
