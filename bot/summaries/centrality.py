"""How much each sentence of a text says of what the whole text says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from operator import mul

Vector = dict[str, float]

DAMPING = 0.85
ROUNDS = 3
"""News texts are dense graphs and the start is near the end: later rounds change no choice in our measurements."""
DOUBT = 4
"""Sentences of a text by which its ranks are half believed: three sentences say little of what is central."""
_NOTHING = 1e-9


def centrality(sentences: Sequence[Counter[str]]) -> list[float]:
    """PageRank of sentences that are linked by the cosine of their words' frequencies; the mean is about 1.

    That is continuous LexRank (Erkan and Radev, 2004) without inverse document frequencies, which one text does not
    give. No matrix is built: a round costs as much as there are words, however many sentences they stand in.
    """
    found = Counter(word for words in sentences for word in words)
    # A word of one sentence alone links nothing: it only counts for the length.
    vectors = [{word: part for word, part in unit(words).items() if found[word] > 1} for words in sentences]
    own = [cosine(vector, vector) for vector in vectors]
    degrees = [pull - self_ for pull, self_ in zip(_pulls(vectors), own, strict=True)]
    linked = sum(degrees)
    if linked < _NOTHING:
        return [1.0] * len(vectors)
    ranks = [degree * len(vectors) / linked for degree in degrees]
    for _ in range(ROUNDS):
        given = [rank / degree if degree > _NOTHING else 0.0 for rank, degree in zip(ranks, degrees, strict=True)]
        pulls = _pulls(vectors, given)
        ranks = [
            1 - DAMPING + DAMPING * (pull - gift * self_) for pull, gift, self_ in zip(pulls, given, own, strict=True)
        ]
    sure = len(vectors) / (len(vectors) + DOUBT)
    return [1 + (rank - 1) * sure for rank in ranks]


def unit(words: Counter[str]) -> Vector:
    """The frequencies as a vector of length 1."""
    length = sqrt(sum([count * count for count in words.values()]))
    return {word: count / length for word, count in words.items()}


def cosine(one: Vector, other: Vector) -> float:
    """How alike two unit vectors are, from 0 to 1."""
    few, many = (one, other) if len(one) < len(other) else (other, one)
    return sum(part * many[word] for word, part in few.items() if word in many)


def _pulls(vectors: Sequence[Vector], weights: Sequence[float] = ()) -> list[float]:
    """The sum of each vector's cosines to all vectors, itself among them, by their weights (1 each if none)."""
    total: Vector = {}
    for vector, weight in zip(vectors, weights or [1.0] * len(vectors), strict=True):
        for word, part in vector.items():
            total[word] = total.get(word, 0.0) + part * weight
    return [sum(map(mul, vector.values(), map(total.__getitem__, vector))) for vector in vectors]
