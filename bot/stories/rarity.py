"""How rare a word is among the stories at hand: inverse frequencies, learned as reports arrive."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

_ASSUMED = 200
"""Stories that the counts of common words are taken from: what an empty index goes by."""


class _Logarithms(dict[int, float]):
    """Logarithms of small numbers, each taken once."""

    def __missing__(self, count: int) -> float:
        self[count] = found = math.log(count + 0.5) if count else 0.0
        return found


_LOGARITHM = _Logarithms()


class Rarity:
    """Counts in how many stories a word occurs; `common` gives the counts that are assumed before any was seen."""

    def __init__(self, common: Mapping[str, int] | None = None) -> None:
        self._held: Counter[str] = Counter(common)
        self._stories = _ASSUMED

    def count(self, words: Iterable[str], *, opened: bool) -> None:
        """A story that was `opened` just now, or an older one, holds `words` for the first time."""
        self._stories += opened
        self._held.update(words)

    def uncount(self, words: Iterable[str], *, opened: bool) -> None:
        """Take back what `count` was told."""
        self._stories -= opened
        held = self._held
        for word in words:
            held[word] -= 1
            if not held[word]:
                del held[word]

    def __contains__(self, word: str) -> bool:
        return word in self._held

    def weights(self, words: Iterable[str]) -> dict[str, float]:
        """What sharing each of `words` says: 1 for one never seen or rare, near 0 for one that most stories hold.

        It is the logarithm of the inverse frequency over the greatest possible one, so that the weights of a report are
        comparable whether a hundred stories are known or a million, and its norm may be kept.
        """
        total, held = math.log(self._stories + 3), self._held.get
        return {word: 1 - _LOGARITHM[held(word, 0)] / total for word in words}
