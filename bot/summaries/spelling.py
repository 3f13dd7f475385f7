"""Is this the same word? In another grammatical form, or in the other script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+(?:[-‑–’'ʼ.][^\W_]+)*")
_LEAST = 4
"""Letters that two forms of a word share at their beginning, at least."""
_ENDING = 3
"""Letters at the end in which they may differ."""
_TAIL = 2
"""Consonants that a Slavic ending adds to a name ("Minsk", «Мінськом»)."""
_POSSESSIVE = re.compile(r"['’ʼ]s?\Z")
_MARKS = re.compile(r"[-‑–’'ʼ.]")
_SOUNDS = {
    "б": "b", "в": "v", "г": "h", "ґ": "h", "д": "d", "ж": "s", "з": "s", "к": "k", "л": "l", "м": "m", "н": "n",
    "п": "p", "р": "r", "с": "s", "т": "t", "ў": "v", "ф": "f", "х": "h", "ц": "ts", "ч": "č", "ш": "s", "щ": "s",
}  # fmt: skip
_DIGRAPHS = (("shch", "s"), ("sch", "s"), ("kh", "h"), ("zh", "s"), ("sh", "s"), ("ch", "č"), ("ck", "k"), ("ph", "f"))
_LATIN = str.maketrans({"w": "v", "x": "ks", "q": "k", "c": "k", "č": "c", "z": "s", "g": "h"})
_CONSONANT = re.compile(r"[bvhdsklmnprtfc0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word in a text. `opens`: it stands first in its sentence, where a capital letter says nothing."""

    text: str
    start: int
    end: int
    opens: bool

    @property
    def is_name(self) -> bool:
        """Has it a capital letter, or letters and digits (S-400)?"""
        has_digit = any(character.isdigit() for character in self.text)
        has_letter = any(character.isalpha() for character in self.text)
        return has_letter and (has_digit or any(character.isupper() for character in self.text))


def words(text: str) -> Iterator[Word]:
    """The words of `text` in order."""
    before = 0
    for match in WORD.finditer(text):
        between = text[before : match.start()]
        opens = before == 0 or any(mark in between for mark in ".!?…\n")
        yield Word(text=match.group(), start=match.start(), end=match.end(), opens=opens)
        before = match.end()


class Vocabulary:
    """The words of a text, to ask whether another word is one of them."""

    def __init__(self, text: str) -> None:
        self._forms: set[str] = set()
        self._by_head: dict[str, list[str]] = {}
        self._sounds: set[str] = set()
        for form in forms(match.group() for match in WORD.finditer(text)):
            if form not in self._forms:
                self._forms.add(form)
                self._by_head.setdefault(form[:_LEAST], []).append(form)
                self._sounds.add(sound(form))

    def holds(self, word: str) -> bool:
        """Is `word`, or another form of it, in the text?"""
        return all(
            form in self._forms or any(_one_word(form, other) for other in self._by_head.get(form[:_LEAST], ()))
            for form in forms([word])
        )

    def sounds_like(self, word: str) -> bool:
        """Is `word` in the text, in either script and any form? Approximate: it goes by the consonants."""
        return self.holds(word) or all(
            any(_one_name(sound(form), other) for other in self._sounds) for form in forms([word])
        )


def forms(found: Iterable[str]) -> Iterator[str]:
    """The words in lower case, without possessives; a hyphenated one in its parts, a designation as one (s400)."""
    for word in found:
        folded = _POSSESSIVE.sub("", word.casefold().replace("ё", "е"))
        if any(character.isdigit() for character in folded):
            yield _MARKS.sub("", folded)
        else:
            yield from (part for part in re.split(r"[-‑–.]", folded) if part)


def sound(form: str) -> str:
    """The consonants of a word as they sound in either script; letters and digits that are none where it has none."""
    heard = "".join(_SOUNDS.get(letter, letter) for letter in form)
    for written, spoken in _DIGRAPHS:
        heard = heard.replace(written, spoken)
    consonants = "".join(_CONSONANT.findall(heard.translate(_LATIN)))
    return re.sub(r"([a-z])\1+", r"\1", consonants) or form


def _one_word(one: str, other: str) -> bool:
    longest = max(len(one), len(other))
    shared = max(_LEAST, longest - _ENDING)
    return one[:shared] == other[:shared] and not any(character.isdigit() for character in one + other)


def _one_name(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    return len(short) >= _TAIL and len(long) - len(short) <= _TAIL and long.startswith(short)
