"""What a text says without how it is set: its words, runs of words, numbers and names, and how much two texts share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

LEAD = 60
"""Words of a text in which a changed number is news; farther down they are background."""
MOST_WORDS = 600
"""Words of a text that are compared at all."""
_WORD_LENGTH = 12
"""Characters of a text looked at for each word asked for."""

_COUNTED = (
    r"(?:views?|comments?|shares?|likes?|reads?|reposts?|просмотр\w*|прочтени\w*|комментари\w*|лайк\w*|репост\w*|"
    r"перегляд\w*|прочитан\w*|коментар\w*|уподобан\w*|прагляд\w*|каментар\w*)"
)
_LENGTH = (
    r"(?:s|sec\w*|m|min\w*|h|hours?|days?|сек\w*|мин\w*|час\w*|дн\w*|день|дней|хв\w*|год\w*|хвіл\w*|гадз\w*|дзён|дні)"
)
_MOVING = re.compile(
    rf"""
      \b\d{{1,2}}:\d{{2}}(?::\d{{2}})?\b                                 # a clock
    | \b\d[\d\s.,]*[kк]?\s*{_COUNTED}\b                                  # 1,204 views
    | \b{_COUNTED}\s*[:\-\u2010-\u2015]?\s*\d[\d\s.,]*                              # Просмотров: 1204
    | \b\d+\s*{_LENGTH}\.?\s+(?:ago|назад|тому|таму)\b                   # 5 min ago
    | \b(?:updated?|upd|developing|live|breaking|обновлено|обновляется|дополнено|дополняется|срочно|оновлено|
           оновлюється|доповнено|терміново|абноўлена|дапоўнена|тэрмінова)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What a page changes by itself while nobody edits it."""

_WORD = re.compile(
    r"[^\W\d_]{1,6}[-\u2010-\u2015]?\d+[^\W_]*"  # S-400, T-80BV
    r"|\d{1,3}(?:[.,\u00a0 ]\d{3})+(?!\d)"  # 1 204
    r"|\d+(?:[.,]\d+)*[^\W\d_]*|[^\W\d_]+"
)
_UNSEEN = str.maketrans(
    {"\u0301": None, "'": None, "\u2019": None, "ʼ": None, "\u00ad": None, "\u200b": None, "\ufeff": None, "ё": "е"}
)
_LOOSE = re.compile(r"[-\u2010-\u2015\u00a0 ]|[.,](?=\d{3}(?!\d))")
"""What may stand in a number or be left out."""
_STEM = 5
_SHORT = 4
"""Letters; shorter words are mostly function words in all four languages."""


def words(text: str, limit: int = MOST_WORDS) -> tuple[str, ...]:
    """The first `limit` words, folded, without clocks, counters and labels such as "updated"."""
    return tuple(_folded(word) for word in _raw(text, limit))


def runs(of: Sequence[str], length: int) -> frozenset[tuple[str, ...]]:
    """Every run of `length` words that follow each other (shingles); a shorter text is one run."""
    if len(of) < length:
        return frozenset({tuple(of)}) if of else frozenset()
    return frozenset(tuple(of[start : start + length]) for start in range(len(of) - length + 1))


def numbers(*texts: str) -> dict[str, str]:
    """The numbers in the leads of `texts`, folded and as first written; designations (`S-400`) count."""
    found: dict[str, str] = {}
    for text in texts:
        for word in _raw(text, LEAD):
            if any(map(str.isdigit, word)):
                found.setdefault(_folded(word), word)
    return found


def names(text: str) -> frozenset[str]:
    """Stems of the capitalised words in the lead of `text`."""
    return frozenset(_folded(word)[:_STEM] for word in _raw(text, LEAD) if word[0].isupper())


def stems(text: str, limit: int = LEAD) -> frozenset[str]:
    """What the forms of the words that say something share: their first letters."""
    return frozenset(word[:_STEM] for word in words(text, limit) if len(word) >= _SHORT or any(map(str.isdigit, word)))


def shared(one: AbstractSet[object], other: AbstractSet[object]) -> float:
    """How much of the smaller set the larger holds (containment), 0 to 1."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def alike(one: AbstractSet[object], other: AbstractSet[object]) -> float:
    """How much of both sets is common to both (Jaccard), 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def _raw(text: str, limit: int) -> list[str]:
    plain = unicodedata.normalize("NFC", _MOVING.sub(" ", text[: limit * _WORD_LENGTH])).translate(_UNSEEN)
    return [found[0] for found, _ in zip(_WORD.finditer(plain), range(limit), strict=False)]


def _folded(word: str) -> str:
    folded = word.casefold()
    return _LOOSE.sub("", folded).replace(",", ".") if any(map(str.isdigit, folded)) else folded
