"""Where sentences end in English, Ukrainian, Russian and Belarusian news text.

In doubt two sentences stay one: a summary with a half sentence is worse than a long one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.model.story import Sentence

_LEADING_WORDS = """
    mr mrs ms dr prof gen lt col maj capt cpt sgt cpl pvt adm cmdr gov sen rep hon rev st vs no nos fig vol art sec pres
    brig e.g i.e cf approx jan feb mar apr jun jul aug sep sept oct nov dec
    ген полк подп подполк майор кап лейт адм акад проф доц гр тов г-н г-жа ул вул пр просп пл пер им ім гл стр стор рис
    мал ст пп ред авт напр см зам нач т.е т.к зв наз т.зв т.н тобто св н.п с.г
"""
_LEADING = frozenset(_LEADING_WORDS.split())
"""Titles, ranks, months, addresses, numbering: never the last word of a sentence, what follows belongs to them."""
_TRAILING_WORDS = """
    etc inc ltd corp co jr sr a.m p.m
    т.д т.п т.ін др ін інш і.г и.о гг рр обл р-н тыс тис млн млрд руб грн долл дол км кг год час мин хв сек в.о н.э н.е
    до.н.э
"""
_TRAILING = frozenset(_TRAILING_WORDS.split())
"""Now and then the last word of a sentence: a capital letter after them decides."""
_STARTING_WORDS = "the a an in on at it he she they we this that but and for as his her their"
_STARTERS = frozenset(_STARTING_WORDS.split())
"""After an acronym with full stops (U.S.), these in capitals open a sentence."""
_WANTING_WORDS = """
    the a an of in on at to from for with by and or
    у в на до з із зі за від для про по при та і й або під над через між без
    с со к ко о об от из под над при через между и или без
    ў ад са каля праз пра паміж
    сообщил сообщила сообщили сообщает повідомив повідомила повідомили повідомляє паведаміў паведаміла
"""
_WANTING = frozenset(_WANTING_WORDS.split())
"""Never the last word of a line that is a sentence."""
_UNITS = frozenset("гмрчтл")
"""After a number they are a year, a metre, an hour …; elsewhere a place's kind: «м. Київ», «г. Минск»."""
_LONGEST_WORD = 24
"""Characters looked back for the word before a full stop."""
_LONGEST_QUOTE = 300
"""Characters; a quotation or bracket up to this long is not cut in two, a longer one may be an unclosed mark."""

_MARKUP = "*_"
"""Chats' bold and italic marks, where a feed leaves them in."""
_CLOSERS = f"\"'»”“’)\\]{_MARKUP}"
_UPPER = "A-ZА-ЯІЇЄҐЎ"
# One set of characters opens every match, which `re` looks for fast. Runs of marks are entered at their first character
# only, so that no text makes the scan quadratic. The last line is for feeds that lose the space: "to Putin.It was".
_END = re.compile(
    rf"""
    [.!?…\n](?:
        (?<=\n)\s*+
      | (?<![.!?…].)[.!?…]*+[{_CLOSERS}]*+(?=\s|\Z)
      | (?<=[^\W\d_{_UPPER}]{{2}}[.!?])(?=(?:-\s)?[{_UPPER}][^\W\d_{_UPPER}])
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_PAIRS = {"«": "»", "„": "“”", "“": "”", '"': '"', "(": ")", "[": "]"}
_MARK = re.compile(r"[«»„“”\"()\[\]\n]")
_ORNAMENT = re.compile(r"[\s*_•·➡→\-–—\ufe0f\u200b-\u200f\u2060\u25a0-\u27bf\U0001f000-\U0001faff]*+")
_BEFORE = re.compile(r"[\w.'’-]*\Z")


def split(text: str, *, most: int | None = None) -> tuple[Sentence, ...]:
    """The first `most` sentences of `text` in order, or all, without the space, bullets and pictograms that lead them.

    Runs in time linear in the text. A line's end ends a sentence unless the next line goes on in lower case.
    """
    return tuple(islice(_sentences(text), most))


def _sentences(text: str) -> Iterator[Sentence]:
    protected = _protected(text)
    start = 0
    for boundary in _END.finditer(text):
        end = boundary.end()
        while protected and protected[-1][1] < end:
            protected.pop()
        inside = bool(protected) and protected[-1][0] < end
        if not inside and _ends_here(text, start, boundary):
            yield from _trimmed(text, start, end)
            start = end
    yield from _trimmed(text, start, len(text))


def _protected(text: str) -> list[tuple[int, int]]:
    """Spans of closed quotations and brackets on one line, last first; outermost only."""
    spans: list[tuple[int, int]] = []
    opened, closers = 0, ""
    for mark in _MARK.finditer(text):
        character, at = mark.group(), mark.start()
        if closers and character in closers:
            spans.append((opened, at))
            closers = ""
        elif character == "\n" or (closers and at - opened > _LONGEST_QUOTE):
            closers = ""
        if not closers and character in _PAIRS and (not spans or spans[-1][1] != at):
            opened, closers = at, _PAIRS[character]
    return [span for span in reversed(spans) if span[1] - span[0] <= _LONGEST_QUOTE]


def _ends_here(text: str, start: int, boundary: re.Match[str]) -> bool:
    following = text[boundary.end() : boundary.end() + 40].lstrip()[:20]
    if not following:
        return True
    if text[boundary.end()] != "\n" and (following[0].islower() or following[0] in ",;:)»”"):
        return False
    if boundary.group()[0] == "\n":
        return not _goes_on(text, start, boundary, following)
    if following[0] in "—–-" and following[1:3].strip()[:1].islower():
        return False
    return boundary.group()[0] != "." or not _abbreviates(text, start, boundary, following)


def _goes_on(text: str, start: int, boundary: re.Match[str], following: str) -> bool:
    """Does the line want the next: it stops at a comma or a preposition, or lets somebody speak?"""
    line = text[max(start, boundary.start() - _LONGEST_WORD) : boundary.start()].rstrip(f"{_MARKUP} \t")
    if line.endswith(":"):
        return following[0] in _PAIRS and following[0] not in "(["
    word = _BEFORE.search(line)
    wanting = line.endswith(",") or (word is not None and word.group().casefold() in _WANTING)
    return wanting and boundary.group().count("\n") == 1


def _abbreviates(text: str, start: int, boundary: re.Match[str], following: str) -> bool:
    """Does the full stop belong to the word before it, and the sentence go on?"""
    if boundary.group().startswith(".."):
        return False
    window = text[max(start, boundary.start() - _LONGEST_WORD) : boundary.start()]
    found = _BEFORE.search(window)
    word = found.group() if found else ""
    if not word:
        return False
    before = window[: -len(word)].rstrip()
    folded = word.casefold()
    if word.isdigit():  # "1. First of a list"
        return not before and boundary.start() - start <= _LONGEST_WORD
    if folded in _TRAILING or (folded in _UNITS and before[-1:].isdigit()):
        return not following[:1].isupper()
    if folded in _LEADING:
        return True
    if "." in word and re.fullmatch(r"(?:\w\.)+\w", word):  # U.S., В.О.
        opening = re.match(r"\w+", following)
        return opening is None or opening.group().casefold() not in _STARTERS
    return len(word) == 1 and word.isalpha()  # an initial, or "с. Калинове"


def _trimmed(text: str, start: int, end: int) -> Iterator[Sentence]:
    ornament = _ORNAMENT.match(text, start, end)
    start = ornament.end() if ornament else start
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield Sentence(text=text[start:end], start=start, end=end)
