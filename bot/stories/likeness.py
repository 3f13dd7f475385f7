"""How likely two reports tell of one event: what they share, weighed by rarity, and summed with fitted weights."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import mul
from typing import Final

import yaml

from bot.stories.features import Features
from bot.stories.glossary import EVENT
from bot.stories.rarity import Rarity

SIGNALS: Final = (
    "title",
    "words",
    "grams",
    "keys",
    "told_least",
    "told_most",
    "shared",
    "hours",
    "log_hours",
    "numbers",
    "other_numbers",
    "events",
    "named",
)
"""The names under which `weights.yaml` gives each signal its weight; `signals` returns them in this order.

`title`, `words`, `grams` and `keys` are cosines. `told_least` and `told_most`: how much of each report's headline or
opening the other tells, the smaller and the greater share. `shared` is the logarithm of the weight of what both hold.
`numbers` counts shared numbers, `other_numbers` says that both give some and share none. `events` and `named` split
`shared`, where only keys can be compared, into what happened and who or where."""
LEAST_SHARED, LEAST_SHARED_TEXT = 1.2, 2.5
"""Weight of the stems that two reports share at least, lest short titles agree on a name or a phrase alone."""
COLD = 2.6
"""Log-odds that an empty index asks for besides: it cannot tell yet which words of a title are common."""
FEWEST = 2
"""Stems at least, and keys where the scripts differ: one word alone says nothing."""


BESIDES = 2
"""Stems that leads share besides those of the titles: standing headings ("The situation at the front") come with other
words every day, two reports of one event do not."""
_HAPPENED = frozenset({EVENT, "#"})
"""How keys begin of which two languages must share one: the same people and places are in the news every day."""


class Rarities:
    """What is rare, by kind: stems, keys and runs of letters."""

    __slots__ = ("grams", "keys", "words")

    def __init__(self, common: Mapping[str, int]) -> None:
        self.words, self.keys, self.grams = Rarity(common), Rarity(), Rarity()


@dataclass(frozen=True, slots=True)
class Norms:
    """Lengths of a report's vectors, and the weights of its headline, opening and keys, as of its arrival."""

    title: float
    words: float
    keys: float
    grams: float
    headline: float
    opening: float
    said: float
    """Weight of the keys."""


class Probe:
    """An item that is being placed, weighed once for all its comparisons."""

    __slots__ = ("features", "grams", "key_weights", "keys", "norms", "numbers", "squares", "words")

    def __init__(self, features: Features, rarities: Rarities) -> None:
        self.features = features
        self.words = rarities.words.weights(features.words)
        self.squares = {stem: weight * weight for stem, weight in self.words.items()}
        self.key_weights = rarities.keys.weights(features.keys)
        self.keys = _squared(self.key_weights)
        self.grams = _squared(rarities.grams.weights(features.grams))
        self.numbers = frozenset(key for key in features.keys if key[0] == "#")
        self.norms = Norms(
            title=math.sqrt(sum(map(self.squares.__getitem__, features.title))),
            words=math.sqrt(sum(self.squares.values())),
            keys=math.sqrt(sum(self.keys.values())),
            grams=math.sqrt(sum(self.grams.values())),
            headline=sum(map(self.words.__getitem__, features.headline)),
            opening=sum(map(self.words.__getitem__, features.opening)),
            said=sum(self.key_weights.values()),
        )


def _squared(weights: dict[str, float]) -> dict[str, float]:
    return {key: weight * weight for key, weight in weights.items()}


@dataclass(frozen=True, slots=True)
class Likeness:
    """What was found between two reports; `odds` is the logarithm of the odds that they tell of one event."""

    odds: float
    kind: str
    """Which of the weights were used: `titles`, `texts` or `across`."""
    signals: tuple[float, ...]

    def __getitem__(self, signal: str) -> float:
        return self.signals[SIGNALS.index(signal)]

    @property
    def probability(self) -> float:
        """The odds as a share of certainty."""
        return 1 / (1 + math.exp(-self.odds))


def compare(new: Probe, old: Features, norms: Norms, cold: float = 0) -> Likeness | None:
    """How `new` and an older report are alike; None where they cannot be of one event."""
    ours = new.features
    shared = new.words.keys() & old.words
    if ours.cyrillic != old.cyrillic:
        keys = new.keys.keys() & old.keys
        if len(keys) < FEWEST or not any(key[0] in _HAPPENED for key in keys):
            return None
        kind = "across"
    else:
        kind = "texts" if ours.has_lead and old.has_lead else "titles"
        least = LEAST_SHARED if kind == "titles" else LEAST_SHARED_TEXT
        if len(shared) < FEWEST or sum(map(new.words.__getitem__, shared)) < least:
            return None
        if kind == "texts" and len(shared.difference(ours.title, old.title)) < BESIDES:
            return None
        keys = new.keys.keys() & old.keys
    if ours.days and old.days and not ours.days & old.days:
        return None
    across = kind == "across"
    found = signals_across(new, old, norms, keys) if across else signals(new, old, norms, shared, keys)
    base, weights = table()[kind]
    odds = base + sum(map(mul, weights, found)) - (COLD * cold if kind == "titles" else 0)
    return Likeness(odds=odds, kind=kind, signals=found)


def signals(new: Probe, old: Features, norms: Norms, shared: set[str], keys: set[str]) -> tuple[float, ...]:
    """The signals of `SIGNALS`, from the stems and keys that two reports of one script share."""
    ours, squares, weights = new.features, new.squares, new.words
    titles = shared.intersection(ours.title).intersection(old.title)
    told, heard = _told(ours, new.norms, shared, weights), _told(old, norms, shared, weights)
    return (
        _cosine(squares, titles, new.norms.title, norms.title),
        _cosine(squares, shared, new.norms.words, norms.words),
        _cosine(new.grams, new.grams.keys() & old.grams, new.norms.grams, norms.grams),
        _cosine(new.keys, keys, new.norms.keys, norms.keys),
        min(told, heard),
        max(told, heard),
        math.log1p(sum(map(weights.__getitem__, shared))),
        *_time_and_numbers(new, old, keys),
        0.0,
        0.0,
    )


def _told(of: Features, norms: Norms, shared: set[str], weights: Mapping[str, float]) -> float:
    """How much of the headline of a report the other tells; or of the lead's opening, under another headline."""
    headline = sum(map(weights.__getitem__, shared.intersection(of.headline))) / (norms.headline or 1)
    if not of.title or norms.opening < LEAST_SHARED_TEXT:
        return headline
    return max(headline, sum(map(weights.__getitem__, shared.intersection(of.opening))) / norms.opening)


def signals_across(new: Probe, old: Features, norms: Norms, keys: set[str]) -> tuple[float, ...]:
    """The same for reports that share no script, from their keys alone."""
    weights = new.key_weights
    mass = sum(map(weights.__getitem__, keys))
    events = sum(weights[key] for key in keys if key[0] == EVENT)
    return (
        0.0,
        0.0,
        0.0,
        _cosine(new.keys, keys, new.norms.keys, norms.keys),
        mass / (new.norms.said or 1),
        mass / (norms.said or 1),
        math.log1p(mass),
        *_time_and_numbers(new, old, keys),
        math.log1p(events),
        math.log1p(mass - events),
    )


def _time_and_numbers(new: Probe, old: Features, keys: set[str]) -> tuple[float, float, float, float]:
    hours = abs((new.features.when - old.when).total_seconds()) / 3600
    numbers = len(new.numbers & keys)
    others = not numbers and bool(new.numbers) and any(key[0] == "#" for key in old.keys)
    return hours / 72, math.log1p(hours), min(3, numbers), float(others)


def _cosine(squares: Mapping[str, float], shared: set[str], one: float, other: float) -> float:
    return sum(map(squares.__getitem__, shared)) / (one * other) if shared else 0.0


@cache
def table() -> Mapping[str, tuple[float, tuple[float, ...]]]:
    """For each kind of pair its base and the weights of `SIGNALS`."""
    rows = yaml.safe_load((resources.files("bot.stories") / "weights.yaml").read_text(encoding="utf-8"))
    return {
        kind: (float(row["base"]), tuple(float(row.get(signal, 0)) for signal in SIGNALS)) for kind, row in rows.items()
    }
