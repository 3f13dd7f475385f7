"""What is compared of an item: word stems of its title and lead, and its link."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from sys import intern

from bot.model.feed import Item
from bot.stories.links import link_key
from bot.stories.vocabulary import FUNCTION_WORDS, ROUNDUP

LEAD_WORDS = 60
"""The first words of a text say which event it tells; more of it blurs (measured: 60 beat 150, 300 and 1,000)."""
_LEAD_CHARACTERS = 1200
_TITLE_CHARACTERS = 400
_STEM = 5
"""Letters. Cheaper than a stemmer for four languages, and no worse on titles."""

# "С-400" and "T‑80BV" stay whole, "5,45" too; a word of another kind ends at a hyphen.
_WORD = re.compile(
    r"[^\W\d_]{1,4}[-\u2010-\u2015]?\d+[^\W_]*|\d+(?:[.,]\d+)*[^\W\d_]*|[^\W\d_]+(?:['\u2019ʼ][^\W\d_]{2,})*"
)
_DASHES = re.compile(r"[-\u2010-\u2015]")
_DROPPED = str.maketrans({"ё": "е", "\u0301": None, "'": None, "\u2019": None, "ʼ": None, "\u00ad": None})


@dataclass(frozen=True, slots=True)
class Features:
    """An item as the index compares it; stems are unique and interned, in order of appearance."""

    when: datetime
    link: str | None
    title: tuple[str, ...]
    words: tuple[str, ...]
    """Stems of title and lead together; equal to `title` where there is no text."""
    roundup: bool

    @property
    def lead(self) -> tuple[str, ...]:
        """Stems that the title does not have."""
        return self.words[len(self.title) :]

    @property
    def has_lead(self) -> bool:
        """Is there text beside the title?"""
        return len(self.words) > len(self.title)


def stem(word: str) -> str:
    """What the forms of a folded `word` share; a word with a digit is left whole."""
    if any(character.isdigit() for character in word):
        return _DASHES.sub("", word)
    word = word.translate(_DROPPED)
    return word[:_STEM] if len(word) > _STEM else word[:-1] if len(word) == _STEM else word


def stems(text: str, limit: int) -> tuple[str, ...]:
    """The stems of the first `limit` words of `text` that say something."""
    folded = unicodedata.normalize("NFC", text).casefold()
    words = (word for word in _WORD.findall(folded) if word not in FUNCTION_WORDS)
    return tuple(dict.fromkeys(intern(stem(word)) for word, _ in zip(words, range(limit), strict=False)))


def features(item: Item) -> Features:
    """What is compared of `item`."""
    title = stems(item.title[:_TITLE_CHARACTERS], LEAD_WORDS)
    lead = stems(item.text[:_LEAD_CHARACTERS], LEAD_WORDS)
    return Features(
        when=item.when,
        link=link_key(item.url),
        title=title,
        words=tuple(dict.fromkeys((*title, *lead))),
        roundup=ROUNDUP.search(item.title[:_TITLE_CHARACTERS]) is not None,
    )
