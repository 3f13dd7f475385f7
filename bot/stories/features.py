"""What is compared of an item: word stems, runs of letters, and keys that are the same in every language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from sys import intern

from bot.model.feed import Item
from bot.model.mention import Mention
from bot.stories.glossary import concepts
from bot.stories.links import link_key
from bot.stories.names import name_key
from bot.stories.stems import stem, words
from bot.stories.vocabulary import FUNCTION_WORDS, MONTHS, ROUNDUP, TOLD_WITH

LEAD_WORDS = 60
"""The first words of a text say which event it tells; more of it blurs (measured: 60 beat 150, 300 and 1,000)."""
_LEAD_CHARACTERS = 1200
_TITLE_CHARACTERS = 400
_HEADLINE_WORDS = 15
"""How much of a text without a title stands for its headline."""
_LEAST_LEAD = 8
_GRAM = 4
_LIST = 3
"""Lines of a text that open with a dash or a bullet; so many make it a list of several things said."""

_FURNITURE = re.compile(
    r"\s*\(\d{1,2}\.\d{1,2}\.\d{2,4}(?:,?\s+\d{1,2}:\d{2})?\)"
    r"|\s+(?:\||[«»](?=\s)|::)\s.{2,80}\Z"
)
"""What some outlets add to every title, a time stamp and « Section | Outlet: it makes strangers look alike."""
_LISTED = re.compile(r"^[\s*_]*[-\u2010-\u2015•▪●◾▶🔹🔸➡✅❗️]+[\s*_]", re.MULTILINE)
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LETTERS = str.maketrans(dict(zip("абвгґдеєзиіїйклмнопрстуфхця", "abvggdeeziiiiklmnoprstufhca", strict=True)))
_NUMBER = re.compile(r"\d+")
_DATE = re.compile(r"\b(\d{1,2})\s+([^\W\d_]{3,})|\b([^\W\d_]{3,})\s+(\d{1,2})\b|\b(\d{1,2})\.(\d{2})(?:\.\d{2,4})?\b")
_DAY_OF = re.compile(r"\b(?:day|день|дзень)\s+(\d{1,4})\b|\b(\d{1,4})(?:-?[^\W\d_]{1,2})?\s+(?:day|день|дзень)\b")


@dataclass(frozen=True, slots=True)
class Features:
    """An item as the index compares it; stems and keys are unique and interned, in order of appearance."""

    when: datetime
    link: str | None
    title: tuple[str, ...]
    words: tuple[str, ...]
    """Stems of title and lead together; equal to `title` where there is no text."""
    grams: tuple[str, ...]
    """Runs of four letters of the title's words."""
    keys: tuple[str, ...]
    """Names by `name_key`, numbers and designations with `#`, concepts, and watched entities with `=`."""
    days: frozenset[str]
    """The dates and counted days that the title gives: a heading that comes every day is told apart by them."""
    cyrillic: bool
    roundup: bool

    @property
    def headline(self) -> tuple[str, ...]:
        """Stems of the title, or of the first words of a text that has none."""
        return self.title or self.words[:_HEADLINE_WORDS]

    @property
    def opening(self) -> tuple[str, ...]:
        """Stems of the first words of the lead, but for those of the title."""
        return self.words[len(self.title) :][:_HEADLINE_WORDS]

    @property
    def has_lead(self) -> bool:
        """Is there text that says more than the title? A few words beside it do not tell the event again."""
        return len(self.words) >= len(self.title) + _LEAST_LEAD


@dataclass(frozen=True, slots=True)
class _Word:
    """What one word of a text comes to; None where it says nothing."""

    stem: str | None
    key: str | None
    grams: tuple[str, ...]


def features(item: Item, mentions: Sequence[Mention] = ()) -> Features:
    """What is compared of `item`, in which `mentions` were found."""
    title_text, text = _title(item), item.text[:_LEAD_CHARACTERS]
    said = [_read(word) for word in words(title_text)]
    told = [_read(word) for word in words(text)[: 2 * LEAD_WORDS]]
    title = _unique([word.stem for word in said])
    lead = _unique([word.stem for word in told])[:LEAD_WORDS]
    entities = [intern(f"={mention.entity}") for mention in mentions]
    return Features(
        when=item.when,
        link=link_key(item.url),
        title=title,
        words=_unique([*title, *lead]),
        grams=_unique([gram for word in said for gram in word.grams]),
        keys=_unique([*[word.key for word in said], *[word.key for word in told], *entities]),
        days=_days(title_text),
        cyrillic=_CYRILLIC.search(title_text or text) is not None,
        roundup=ROUNDUP.search(title_text) is not None or len(_LISTED.findall(text)) >= _LIST,
    )


def _title(item: Item) -> str:
    title = item.title[:_TITLE_CHARACTERS]
    return _FURNITURE.sub("", title) or title


def spellings(item: Item) -> dict[str, str]:
    """How `item` spells each of its keys: for telling people what two reports share."""
    found: dict[str, str] = {}
    for word in words(f"{_title(item)} {item.text[:_LEAD_CHARACTERS]}"):
        key = _read(word).key
        if key is not None:
            found.setdefault(key, word)
    return found


@lru_cache(maxsize=131072)
def _read(word: str) -> _Word:
    folded = "usa" if word == "US" else word.casefold()
    if folded in FUNCTION_WORDS:
        return _Word(None, None, ())
    reduced = stem(folded)
    return _Word(reduced, _key(word, folded, reduced), _grams(folded))


def _key(word: str, folded: str, reduced: str) -> str | None:
    if _NUMBER.search(folded):
        # A single digit counts people or tanks everywhere; "S-400" and "26" are rarer.
        written = re.sub(r"[\W_]", "", folded).translate(_LETTERS)
        return intern(f"#{written}") if len(written) > 1 else None
    concept = concepts().get(reduced)
    if concept is not None:
        return intern(concept)
    if not word[0].isupper() or reduced in common():
        return None
    key = name_key(folded.removesuffix("'s").removesuffix("\u2019s"))
    return intern(f"@{key}") if key else None


def _grams(folded: str) -> tuple[str, ...]:
    padded = f" {folded} "
    return tuple(intern(padded[start : start + _GRAM]) for start in range(max(1, len(padded) - _GRAM + 1)))


@lru_cache(maxsize=1)
def common() -> dict[str, int]:
    """In how many of 200 stories each stem that all news is told with is taken to stand."""
    return dict.fromkeys((stem(word) for word in TOLD_WITH), 10)


def _days(title: str) -> frozenset[str]:
    """Dates as "5-12", counted days as "day 120"."""
    if not _NUMBER.search(title):
        return frozenset()
    title = title.casefold()
    found = {f"day {one or other}" for one, other in _DAY_OF.findall(title)}
    for before, month_after, month_before, after, number, of in _DATE.findall(title):
        month = MONTHS.get(month_after or month_before) or (int(of) if of and 1 <= int(of) <= 12 else None)
        if month:
            found.add(f"{month}-{int(before or after or number)}")
    return frozenset(found)


def _unique(found: Sequence[str | None]) -> tuple[str, ...]:
    return tuple([one for one in dict.fromkeys(found) if one is not None])
