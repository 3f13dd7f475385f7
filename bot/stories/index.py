"""The index of recent reports, and the decision in which story an item belongs.

Candidates are the recent reports that share the item's rarest words; each is compared by the cosine of word stems,
weighted by how rare a stem is among the reports at hand. A story is as near as the geometric mean of its nearest report
and the average of its reports, so that a chain of small steps does not carry it away.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.feed import Item
from bot.model.mention import Mention
from bot.model.story import Placement
from bot.model.words import plural
from bot.stories.features import Features, features

WINDOW = timedelta(hours=72)
"""Reports further apart are of two events, however alike."""
ALIKE_TITLES = 0.24
"""Cosine from which titles say the same, where that is all that one of the two has."""
ALIKE_BOTH = 0.26
"""Cosine from which titles and leads together do."""
ALIKE_LEADS = 0.18
"""Cosine from which texts without titles do: no headline repeats what the text says, so they agree in fewer words."""
SAME_TITLES = 0.5
"""Cosine from which titles say the same whatever the leads; these must then share `BESIDES` words that no title has."""
BESIDES = 2
"""Standing headings ("The situation at the front") come with other words every day; two reports of one event do not."""
RISE = 0.75
"""How much more alike reports must be at the window's far end than at the same minute, as a share of the threshold."""
COLD, COLD_RISE = 100, 0.5
"""Title words cannot be weighed before some reports were counted: an empty index asks for half as much again, one of
`COLD` reports for a quarter."""
FEWEST_SHARED = 3
"""Stems that two titles share at least, lest short ones agree on a name alone; two leads share so many rare stems."""

_RAREST = 10
"""Words of an item that candidates are looked up by."""
_RECENT = 64
"""Reports remembered a word: what keeps the cost of an item flat as the index grows."""
_COMPARED = 24
"""Candidates compared in full."""
_STORY_SAMPLE = 12
"""Latest reports of a story that its mean is taken over, besides the first."""
_RARE_SHARE, _RARE_AT_LEAST = 0.01, 20
"""A stem is rare while at most this share of the reports, or this many of them, hold it."""


@dataclass(frozen=True, slots=True)
class _Report:
    """A remembered item."""

    story: int
    features: Features
    entities: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How alike two reports are: `near` is the cosine over its threshold, so that 1 is just enough."""

    near: float
    cosine: float
    by: str


class Index:
    """Recent reports by link and by word. Grows by `add` alone: to `place` an item changes nothing."""

    def __init__(self) -> None:
        self._reports: dict[int, _Report] = {}
        self._stories: dict[int, list[int]] = defaultdict(list)
        self._links: dict[str, list[int]] = {}
        self._postings: dict[str, list[int]] = {}
        self._frequency: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._reports)

    def place(self, item: Item, mentions: Sequence[Mention] = ()) -> Placement:
        """The story that `item` belongs to, with reasons in words; a new one where nothing is near enough."""
        new = features(item)
        twin = self._latest_with_link(new.link)
        if twin is not None:
            return Placement(story=twin.story, reasons=("same link", _apart(new.when, twin.features.when)))
        if new.roundup:
            return Placement(story=None)
        weights = {stem: self._weight(stem) for stem in new.words}
        likeness = {number: self._compare(new, weights, number) for number in self._candidates(new, weights)}
        nearest: dict[int, int] = {}
        for number in sorted(likeness, key=lambda number: -likeness[number].near):
            if likeness[number].near >= 1:
                nearest.setdefault(self._reports[number].story, number)
        best, best_near = None, 1.0
        for story, number in nearest.items():
            near = math.sqrt(likeness[number].near * self._mean(story, new, weights, likeness))
            if near >= best_near:
                best, best_near = number, near
        if best is None:
            return Placement(story=None)
        entities = frozenset(mention.entity for mention in mentions)
        return Placement(
            story=self._reports[best].story,
            reasons=_reasons(new, entities, self._reports[best], likeness[best]),
        )

    def add(self, item: Item, mentions: Sequence[Mention], story: int) -> None:
        """Remember that the stored `item` is a report of `story`. An item already known is replaced."""
        self.remove(item.id)
        new = features(item)
        entities = frozenset(mention.entity for mention in mentions)
        self._reports[item.id] = _Report(story=story, features=new, entities=entities)
        self._stories[story].append(item.id)
        if new.link:
            self._links.setdefault(new.link, []).append(item.id)
        if new.roundup:
            return
        for stem in new.words:
            self._frequency[stem] += 1
            posting = self._postings.setdefault(stem, [])
            posting.append(item.id)
            if len(posting) > 2 * _RECENT:
                del posting[:-_RECENT]

    def remove(self, item_id: int) -> None:
        """Forget the item, if it is known."""
        report = self._reports.pop(item_id, None)
        if report is None:
            return
        members = self._stories[report.story]
        members.remove(item_id)
        if not members:
            del self._stories[report.story]
        if report.features.link:
            same = self._links[report.features.link]
            same.remove(item_id)
            if not same:
                del self._links[report.features.link]
        if report.features.roundup:
            return
        for stem in report.features.words:
            self._frequency[stem] -= 1
            if not self._frequency[stem]:  # postings may keep the number otherwise; candidates skip it
                del self._frequency[stem], self._postings[stem]

    def forget(self, before: datetime) -> None:
        """Forget the items published before `before`."""
        for item_id in [number for number, report in self._reports.items() if report.features.when < before]:
            self.remove(item_id)

    def _latest_with_link(self, link: str | None) -> _Report | None:
        same = self._links.get(link) if link else None
        return self._reports[same[-1]] if same else None

    def _weight(self, stem: str) -> float:
        return max(0.1, math.log((len(self._reports) + 3) / (self._frequency[stem] + 0.5)))

    def _candidates(self, new: Features, weights: dict[str, float]) -> Iterable[int]:
        """Recent reports that share the most of the rarest words."""
        known = [stem for stem in new.words if stem in self._postings]
        rarest = sorted(known, key=lambda stem: -weights[stem])[:_RAREST]
        shared: defaultdict[int, float] = defaultdict(float)
        for stem in rarest:
            for number in self._postings[stem][-_RECENT:]:
                shared[number] += weights[stem] ** 2
        live = (
            number
            for number in sorted(shared, key=shared.__getitem__, reverse=True)
            if number in self._reports and abs(self._reports[number].features.when - new.when) <= WINDOW
        )
        return [number for number, _ in zip(live, range(_COMPARED), strict=False)]

    def _compare(self, new: Features, weights: dict[str, float], number: int) -> _Likeness:
        old = self._reports[number].features
        rise = 1 + RISE * (abs(new.when - old.when) / WINDOW)
        cold = 1 + COLD_RISE * COLD / (COLD + len(self._reports))
        by_title = self._cosine(new.title, weights, old.title)
        if new.title and old.title and not (new.has_lead and old.has_lead):
            return _Likeness(near=by_title / (ALIKE_TITLES * cold * rise), cosine=by_title, by="title words")
        by_words = self._cosine(new.words, weights, old.words, rare=True)
        if not (new.title and old.title):
            return _Likeness(near=by_words / (ALIKE_LEADS * rise), cosine=by_words, by="words")
        both = _Likeness(near=by_words / (ALIKE_BOTH * rise), cosine=by_words, by="words in title and lead")
        if len(frozenset(new.lead) & frozenset(old.lead)) < BESIDES:
            return both
        titles = _Likeness(near=by_title / (SAME_TITLES * cold * rise), cosine=by_title, by="title words")
        return max(both, titles, key=lambda likeness: likeness.near)

    def _cosine(
        self, ours: tuple[str, ...], weights: dict[str, float], theirs: tuple[str, ...], *, rare: bool = False
    ) -> float:
        shared = [stem for stem in theirs if stem in weights and stem in ours]
        if len(shared) < FEWEST_SHARED or (rare and sum(map(self._is_rare, shared)) < FEWEST_SHARED):
            return 0.0
        squares = sum(weights[stem] ** 2 for stem in ours) * sum(self._weight(stem) ** 2 for stem in theirs)
        return sum(weights[stem] ** 2 for stem in shared) / math.sqrt(squares)

    def _is_rare(self, stem: str) -> bool:
        return self._frequency[stem] <= max(_RARE_AT_LEAST, _RARE_SHARE * len(self._reports))

    def _mean(self, story: int, new: Features, weights: dict[str, float], likeness: dict[int, _Likeness]) -> float:
        members = self._stories[story]
        sample = members if len(members) <= _STORY_SAMPLE else [members[0], *members[-_STORY_SAMPLE:]]
        near = [(likeness.get(number) or self._compare(new, weights, number)).near for number in sample]
        return sum(near) / len(near)


def _reasons(new: Features, entities: frozenset[str], old: _Report, likeness: _Likeness) -> tuple[str, ...]:
    what = "title" if new.title and new.title == old.features.title else likeness.by
    reasons = [f"same {what} {f'{likeness.cosine:.2f}'.removeprefix('0')}"]
    both = sorted(entities & old.entities)
    if both:
        rest = f" and {plural(len(both) - 3, 'other')}" if len(both) > 3 else ""
        reasons.append(f"both name {', '.join(both[:3])}{rest}")
    return (*reasons, _apart(new.when, old.features.when))


def _apart(one: datetime, other: datetime) -> str:
    minutes = round(abs(one - other).total_seconds() / 60)
    if minutes < 1:
        return "at the same minute"
    if minutes < 100:
        return f"{minutes} min apart"
    return f"{round(minutes / 60)} h apart" if minutes < 72 * 60 else f"{round(minutes / 1440)} days apart"
