"""Fit the weights of `bot/stories/weights.yaml` to labelled stories, and say how they do on folds that they never saw.

    python -m benchmarks.fit_stories --titles CLUSTERS --texts CLUSTERS --pairs PAIRS [PAIRS ...]

Reports are added in order of publication to the index of their true story, and each is compared with the candidates
that the index brings up: one row of signals a comparison. Logistic regression with a ridge, by Newton's method. Topics
(or clusters, where a set has none) are kept whole between the five folds. Prints the YAML; what was measured stands in
its comments.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.storydata import Labelled, Pair, clusters, f1, pairs
from bot.stories import Index
from bot.stories.likeness import SIGNALS

TIME = ("hours", "log_hours")
USED = {
    "titles": ("title", "grams", "keys", "told_least", "told_most", "shared", "numbers", "other_numbers", *TIME),
    "texts": ("title", "words", "keys", "told_least", "told_most", "shared", "numbers", "other_numbers"),
    "across": ("keys", "told_least", "told_most", "numbers", "events", "named", *TIME),
}
"""The signals that are fitted for each kind of pair; the others made no difference, or stood for something else."""
TIMELESS = {"texts": "titles"}
"""Kinds whose labelled pairs are undated or of one hour, and the kind that lends them its weights of time."""
LEAN = {"titles": 0.3, "across": -2.7}
"""Added to the base: an item is placed in a story, not beside one report; chosen by B-cubed F1 over whole runs."""
FOLDS = 5
RIDGE = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """A comparison, and whether the two are one story."""

    kind: str
    signals: tuple[float, ...]
    same: bool
    groups: tuple[str, str]
    source: str
    """The set that it comes from."""


def taught(items: Sequence[Labelled], source: str) -> Iterator[Row]:
    """Comparisons of each item with the candidates among the true stories so far."""
    index, numbers = Index(), {name: number for number, name in enumerate(dict.fromkeys(one.story for one in items), 1)}
    groups = {numbers[one.story]: one.group for one in items}
    for one in items:
        story = numbers[one.story]
        for other, likeness in index.likenesses(one.item):
            yield Row(likeness.kind, likeness.signals, other == story, (one.group, groups[other]), source)
        index.add(one.item, (), story)


def paired(labelled: Sequence[Pair], source: str) -> Iterator[Row]:
    """Comparisons of the two sides of each pair, while the index fills with all of them."""
    index = Index()
    for number, pair in enumerate(labelled, 1):
        index.add(pair.one, (), number)
        for other, likeness in index.likenesses(pair.other):
            if other == number:
                yield Row(likeness.kind, likeness.signals, pair.same, (pair.id, pair.id), source)
        index.add(pair.other, (), number if pair.same else -number)


AGAINST = frozenset({*TIME, "other_numbers"})
"""What may speak against two reports being of one event; a likeness may not,"""
EXCEPT = ("title", "told_least", "told_most")
"""but that a short title is held by a long one says less than their cosine promises: these are weighed together."""


def fit(rows: Sequence[Row], used: Sequence[str]) -> tuple[float, dict[str, float]]:
    """Base and weights; of the likenesses, those that would get a negative weight are left out, the worst first."""
    base, weights = fit_all(rows, used)
    together = EXCEPT if set(EXCEPT) <= set(used) and "grams" in used else ()
    worst = min((name for name in weights if name not in AGAINST and name not in together), key=weights.__getitem__)
    return (base, weights) if weights[worst] >= 0 else fit(rows, [name for name in used if name != worst])


def fit_all(rows: Sequence[Row], used: Sequence[str]) -> tuple[float, dict[str, float]]:
    """Base and weights that make `rows` most likely, with a ridge on standardised signals."""
    places = [SIGNALS.index(name) for name in used]
    values = [[one.signals[place] for place in places] for one in rows]
    means = [sum(column) / len(rows) for column in zip(*values, strict=True)]
    spreads = [
        math.sqrt(sum((value - mean) ** 2 for value in column) / len(rows)) or 1.0
        for column, mean in zip(zip(*values, strict=True), means, strict=True)
    ]
    inputs = [
        [1.0, *((value - mean) / spread for value, mean, spread in zip(line, means, spreads, strict=True))]
        for line in values
    ]
    solved = newton(inputs, [float(one.same) for one in rows], shares(rows))
    weights = [weight / spread for weight, spread in zip(solved[1:], spreads, strict=True)]
    base = solved[0] - sum(weight * mean for weight, mean in zip(weights, means, strict=True))
    return base, dict(zip(used, weights, strict=True))


def shares(rows: Sequence[Row]) -> list[float]:
    """How much each row counts: all sets alike, however large."""
    sizes = Counter(one.source for one in rows)
    return [len(rows) / len(sizes) / sizes[one.source] for one in rows]


def newton(inputs: list[list[float]], wanted: list[float], counts: list[float]) -> list[float]:
    """The maximum of the penalised likelihood; the first input is the constant and goes unpenalised."""
    size = len(inputs[0])
    found = [0.0] * size
    for _ in range(25):
        gradient = [0.0, *(-RIDGE * weight for weight in found[1:])]
        curvature = [[RIDGE * (one == other > 0) for other in range(size)] for one in range(size)]
        for line, want, count in zip(inputs, wanted, counts, strict=True):
            chance = 1 / (1 + math.exp(-max(-30, min(30, sum(map(float.__mul__, found, line))))))
            doubt = count * chance * (1 - chance)
            for one, value in enumerate(line):
                gradient[one] += count * (want - chance) * value
                scaled, into = doubt * value, curvature[one]
                for other in range(one, size):
                    into[other] += scaled * line[other]
        for one in range(size):
            for other in range(one):
                curvature[one][other] = curvature[other][one]
        step = solve(curvature, gradient)
        found = [weight + change for weight, change in zip(found, step, strict=True)]
        if max(map(abs, step)) < 1e-5:
            break
    return found


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a small system, by elimination with pivots."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda place: abs(rows[place][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for place in range(column + 1, size):
            share = rows[place][column] / rows[column][column]
            for other in range(column, size + 1):
                rows[place][other] -= share * rows[column][other]
    solved = [0.0] * size
    for column in reversed(range(size)):
        rest = sum(rows[column][other] * solved[other] for other in range(column + 1, size))
        solved[column] = (rows[column][size] - rest) / rows[column][column]
    return solved


def unseen(rows: Sequence[Row], used: Sequence[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the pairs at even odds, each judged by weights fitted without its group."""
    groups = sorted({group for one in rows for group in one.groups})
    random.Random(0).shuffle(groups)
    fold = {group: number % FOLDS for number, group in enumerate(groups)}
    hits: Counter[tuple[bool, bool]] = Counter()
    for number in range(FOLDS):
        base, weights = fit([one for one in rows if number not in {fold[group] for group in one.groups}], used)
        for one in rows:
            if fold[one.groups[0]] == number:
                odds = base + sum(weight * one.signals[SIGNALS.index(name)] for name, weight in weights.items())
                hits[one.same, odds > 0] += 1
    right = hits[True, True]
    precision, recall = right / max(1, right + hits[False, True]), right / max(1, right + hits[True, False])
    return precision, recall, f1(precision, recall)


def main() -> None:
    """Print the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--titles", "--texts"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--pairs", type=Path, nargs="+", required=True)
    given = parser.parse_args()
    rows = [one for path in (given.titles, given.texts) for one in taught(clusters(path), path.stem)]
    rows += [one for path in given.pairs for one in paired(pairs(path), path.stem)]
    fitted: dict[str, dict[str, float]] = {}
    print("# Weights of the signals that likeness.py describes, written by benchmarks/fit_stories.py.")
    print('# "Unseen": pairs judged at even odds by weights that were fitted without their topic.')
    for kind, used in USED.items():
        mine = [one for one in rows if one.kind == kind]
        base, weights = fit(mine, used)
        if kind in TIMELESS:
            weights |= {name: fitted[TIMELESS[kind]][name] for name in TIME}
        fitted[kind] = {"base": base + LEAN.get(kind, 0), **weights}
        same = sum(one.same for one in mine)
        print("# {:,} comparisons, {:,} of one story; unseen: P {:.3f} R {:.3f} F1 {:.3f}".format(
            len(mine), same, *unseen(mine, used)
        ))  # fmt: skip
        print(f"{kind}:")
        for name, value in fitted[kind].items():
            print(f"  {name}: {value:.2f}")


if __name__ == "__main__":
    main()
