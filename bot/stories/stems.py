"""Words of a text, and what their forms share."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from sys import intern

_STEM, _LATIN_STEM = 5, 6
"""Letters. Cheaper than a stemmer for four languages, and no worse on titles."""
_LATIN_ENDING = re.compile(r"(?:ings?|ed|es|s|e|ly|ers?)$")
_FEWEST = 3
"""Letters that an ending leaves of a word."""

# "С-400" and "T‑80BV" stay whole, "5,45" too; a word of another kind ends at a hyphen.
_WORD = re.compile(
    r"[^\W\d_]{1,4}[-\u2010-\u2015]?\d+[^\W_]*|\d+(?:[.,]\d+)*[^\W\d_]*|[^\W\d_]+(?:['\u2019ʼ][^\W\d_]{2,})*"
)
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
_ADDRESS = re.compile(r"\b(?:https?://|www\.|t\.me/)\S+")
_DASHES = re.compile(r"[-\u2010-\u2015]")
_DROPPED = str.maketrans({"ё": "е", "\u0301": None, "'": None, "\u2019": None, "ʼ": None, "\u00ad": None})


def words(text: str) -> list[str]:
    """The words of `text` as they stand in it; web addresses have none."""
    if "/" in text:
        text = _ADDRESS.sub(" ", text)
    if "." in text:
        text = _INITIALS.sub(lambda found: f"{found.group().replace('.', '')} ", text)
    return _WORD.findall(text if text.isascii() else unicodedata.normalize("NFC", text))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """What the forms of a case-folded `word` share; a word with a digit is left whole."""
    if any(character.isdigit() for character in word):
        return intern(_DASHES.sub("", word))
    word = word.translate(_DROPPED)
    if word.isascii():
        return intern(_latin(word)[:_LATIN_STEM])
    return intern(word[:_STEM] if len(word) > _STEM else word[:-1] if len(word) == _STEM else word)


def _latin(word: str) -> str:
    """`word` without an English ending: close, closes, closed, closing; carry, carries, carried."""
    short = _LATIN_ENDING.sub("", word)
    if len(short) < _FEWEST:
        return word
    if len(short) > _FEWEST and short[-1] == short[-2]:
        short = short[:-1]
    return short[:-1] if len(short) > _FEWEST and short[-1] in "iy" else short
