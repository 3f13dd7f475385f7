"""The index of recent reports, and the decision in which story an item belongs.

Candidates are the recent stories that share the item's rarest words and names. Each is judged by its reports: the one
that is nearest, and all of them on average, so that a chain of small steps does not carry a story away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.feed import Item
from bot.model.mention import Mention
from bot.model.story import Placement
from bot.stories.features import Features, common, features
from bot.stories.likeness import Likeness, Norms, Probe, Rarities, compare
from bot.stories.places import Places
from bot.stories.rarity import Rarity
from bot.stories.reasons import because, same_link

WINDOW = timedelta(hours=72)
"""Reports further apart are of two events, however alike."""
LIKELY = 0.35
"""Share of certainty from which an item joins a story."""
NEAREST = 0.6
"""How much of that share the nearest report decides; the average of the story's reports decides the rest."""

RELATED = 0.3
"""Share of a story's reports that an item has anything to do with, or a chain of small steps would carry it away."""

_RAREST, _RAREST_KEYS = 8, 4
"""Words and keys of an item that candidates are looked up by."""
_RECENT = 32
"""Stories remembered a word: what keeps the cost of an item flat as the index grows."""
_JUDGED = 6
"""Candidate stories that are judged in full."""
_COLD = 100
"""Reports from which on the index can tell half-way which words are common."""
_SAMPLE = 6
"""Latest reports by which a story is judged, besides the first."""
_FAINT = 0.7
"""Squared weight of the words and keys by which a story was found; one that shares less is not judged."""


@dataclass(frozen=True, slots=True)
class _Report:
    """A remembered item."""

    story: int
    features: Features
    norms: Norms
    spots: frozenset[str]
    """The places that it opens with."""
    opened: bool
    """Was its story new?"""
    brought: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    """Stems, keys and runs of letters that its story did not hold before."""


class Index:
    """Recent reports by link and by word. Grows by `add` alone: to `place` an item changes nothing."""

    def __init__(self, places: Places | None = None) -> None:
        self._places = places or Places()
        self._reports: dict[int, _Report] = {}
        self._stories: dict[int, list[int]] = {}
        self._links: dict[str, list[int]] = {}
        self._postings: dict[str, list[int]] = {}
        self._rarities = Rarities(common())
        self._read: tuple[Item, Sequence[Mention], Probe] | None = None
        """The item that was placed last: it is added next, as a rule."""

    def __len__(self) -> int:
        return len(self._reports)

    def place(self, item: Item, mentions: Sequence[Mention] = (), *, barred: Collection[int] = ()) -> Placement:
        """The story that `item` belongs to, with reasons in words; a new one where nothing is near enough.

        It is put in none of the stories `barred`.
        """
        probe = self._probe(item, mentions)
        spots = self._places.told(mentions)
        new = probe.features
        twin = self._latest_with_link(new.link, barred)
        if twin is not None:
            return Placement(story=twin.story, reasons=same_link(new, twin.features))
        best: tuple[float, int, Features, Likeness] | None = None
        for story in self._candidates(probe, barred):
            alike, count = self._compared(probe, story, spots)
            if not alike or len(alike) < RELATED * max(1, count):
                continue
            nearest, likeness = max(alike, key=lambda pair: pair[1].odds)
            average = sum(each.probability for _, each in alike) / count
            likely = NEAREST * likeness.probability + (1 - NEAREST) * average
            if likely >= LIKELY and (best is None or likely > best[0]):
                best = (likely, story, nearest, likeness)
        if best is None:
            return Placement(story=None)
        _, story, nearest, likeness = best
        return Placement(story=story, reasons=because(item, probe, nearest, likeness))

    def likenesses(self, item: Item, mentions: Sequence[Mention] = ()) -> Iterator[tuple[int, Likeness]]:
        """Every comparison that placing `item` would make, with the story compared: what the weights are fitted to."""
        probe = self._probe(item, mentions)
        for story in self._candidates(probe, ()):
            yield from ((story, likeness) for _, likeness in self._compared(probe, story, frozenset())[0])

    def add(self, item: Item, mentions: Sequence[Mention], story: int) -> None:
        """Remember that the stored `item` is a report of `story`. An item already known is replaced."""
        self.remove(item.id)
        probe = self._probe(item, mentions)
        self._read = None
        new = probe.features
        opened = story not in self._stories
        brought = (new.words, new.keys, new.grams) if opened else self._brought(new, story)
        self._reports[item.id] = _Report(story, new, probe.norms, self._places.told(mentions), opened, brought)
        self._stories.setdefault(story, []).append(item.id)
        if new.link:
            self._links.setdefault(new.link, []).append(item.id)
        if new.roundup:
            return
        for rarity, words in zip(self._counters(), brought, strict=True):
            rarity.count(words, opened=opened)
        for word in (*new.words, *new.keys):
            posting = self._postings.setdefault(word, [])
            if story not in posting[-4:]:
                posting.append(story)
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
        for rarity, words in zip(self._counters(), report.brought, strict=True):
            rarity.uncount(words, opened=report.opened)
        for word in (*report.brought[0], *report.brought[1]):
            if word not in self._rarities.words and word not in self._rarities.keys:
                self._postings.pop(word, None)  # otherwise it may keep a story that is gone; candidates skip it

    def forget(self, before: datetime) -> None:
        """Forget the items published before `before`."""
        for item_id in [number for number, report in self._reports.items() if report.features.when < before]:
            self.remove(item_id)

    def _probe(self, item: Item, mentions: Sequence[Mention]) -> Probe:
        if self._read is None or self._read[0] is not item or self._read[1] != mentions:
            self._read = (item, mentions, Probe(features(item, mentions), self._rarities))
        return self._read[2]

    def _counters(self) -> tuple[Rarity, Rarity, Rarity]:
        return self._rarities.words, self._rarities.keys, self._rarities.grams

    def _latest_with_link(self, link: str | None, barred: Collection[int]) -> _Report | None:
        same = self._links.get(link, ()) if link else ()
        return next(
            (report for number in reversed(same) if (report := self._reports[number]).story not in barred), None
        )

    def _candidates(self, probe: Probe, barred: Collection[int]) -> Iterator[int]:
        """Recent stories that share the most of the rarest words and keys."""
        if probe.features.roundup:
            return
        shared: defaultdict[int, float] = defaultdict(float)
        for squares, most in ((probe.squares, _RAREST), (probe.keys, _RAREST_KEYS)):
            known = [word for word in squares if word in self._postings]
            known.sort(key=squares.__getitem__, reverse=True)
            for word in known[:most]:
                weight = squares[word]
                for story in self._postings[word][-_RECENT:]:
                    shared[story] += weight
        live = [
            story
            for story, weight in shared.items()
            if weight >= _FAINT and story in self._stories and story not in barred
        ]
        live.sort(key=shared.__getitem__, reverse=True)
        yield from live[:_JUDGED]

    def _compared(self, probe: Probe, story: int, spots: frozenset[str]) -> tuple[list[tuple[Features, Likeness]], int]:
        """The first and latest reports of `story` that the item may be of one event with; and of how many in all.

        Those that open with other places than the item's `spots` are of other events. Those in another script are
        asked only where there are none in the item's own: they are harder to judge by.
        """
        new = probe.features
        members = self._stories[story]
        sample = members if len(members) <= _SAMPLE + 1 else [members[0], *members[-_SAMPLE:]]
        reports = [
            report
            for report in map(self._reports.__getitem__, sample)
            if not report.features.roundup and abs(report.features.when - new.when) <= WINDOW
        ]
        reports = [report for report in reports if report.features.cyrillic == new.cyrillic] or reports
        cold = _COLD / (_COLD + len(self._reports))
        compared = (
            (report.features, compare(probe, report.features, report.norms, cold))
            for report in reports
            if not self._places.apart(spots, report.spots)
        )
        return [(features, likeness) for features, likeness in compared if likeness is not None], len(reports)

    def _brought(self, new: Features, story: int) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """What the story's first and latest reports do not hold; older ones between are not asked."""
        members = self._stories[story]
        known = [self._reports[number].features for number in {members[0], *members[-_SAMPLE:]}]
        return (
            tuple(set(new.words).difference(*(report.words for report in known))),
            tuple(set(new.keys).difference(*(report.keys for report in known))),
            tuple(set(new.grams).difference(*(report.grams for report in known))),
        )
