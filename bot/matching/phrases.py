"""A watch's own words: literal phrases, found as whole words in any case form, without a catalogue behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.matching import forms
from bot.matching.folding import fold

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W\d_]+)*")


@dataclass(frozen=True)
class Phrases:
    """Compiled phrases: for the first word of each, what may follow."""

    paths: dict[str, tuple[tuple[str, tuple[frozenset[str], ...]], ...]]
    """Form of a first word -> phrases that begin so, each with the forms of its other words."""


def compile_phrases(phrases: Iterable[str]) -> Phrases:
    """`phrases` made ready for `find_phrases`; a phrase without a letter or digit finds nothing."""
    paths: dict[str, list[tuple[str, tuple[frozenset[str], ...]]]] = {}
    for phrase in dict.fromkeys(phrases):
        words = [_forms(word) for word in _TOKEN.findall(fold(phrase).clean)]
        for first in words[0] if words else ():
            paths.setdefault(first, []).append((phrase, tuple(words[1:])))
    return Phrases({first: tuple(rest) for first, rest in paths.items()})


def find_phrases(phrases: Phrases, *texts: str) -> frozenset[str]:
    """Those phrases, as they were given, that occur in any of `texts`; what stands between their words is ignored."""
    met: set[str] = set()
    for text in texts if phrases.paths else ():
        words = _TOKEN.findall(fold(text).read)
        for place, word in enumerate(words):
            for phrase, rest in phrases.paths.get(word, ()):
                following = words[place + 1 : place + 1 + len(rest)]
                if len(following) == len(rest) and all(w in f for w, f in zip(following, rest, strict=True)):
                    met.add(phrase)
    return frozenset(met)


def _forms(word: str) -> frozenset[str]:
    """All forms of a word whose language nobody said."""
    return frozenset(forms.expanded(shape for lang in ("", "uk", "ru") for shape in forms.shapes(word, lang)))
