"""Place reports in stories with us and with the usual ways, side by side in one run: quality, then speed.

    python -m benchmarks.stories --titles CLUSTERS --texts CLUSTERS --pairs PAIRS [PAIRS ...]
                                 [--newsroom ITEMS --across benchmarks/data/cross_language_pairs.tsv] [--sizes N ...]

Every way goes online over the items in order of publication and joins an item to the story of its nearest report
within 72 hours, if that is near enough; each baseline gets the threshold that suits it best on the very set, which
flatters it. Peers that are not installed (`pip install rapidfuzz datasketch`) are left out. Speed is that of synthetic
reports with a Zipfian vocabulary, of which a third retells an earlier one; CPU seconds of this process.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import resource
import time
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import Any

from benchmarks.storydata import Labelled, Pair, bcubed, clusters, f1, pairs, rows
from bot import catalogue, matching
from bot.model.feed import Item
from bot.stories import Index

WINDOW = timedelta(hours=72)
THRESHOLDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8)
START = datetime(2024, 5, 1, tzinfo=UTC)

Likeness = Callable[[Item, Item], float]
"""How alike two items are, from 0 to 1."""


def said(item: Item) -> str:
    """What the baselines compare: the title, or the beginning of a text that has none."""
    return (item.title or item.text[:600]).casefold()


def exact(items: Sequence[Item]) -> Likeness:
    """The same title."""
    del items
    return lambda one, other: float(said(one) == said(other))


def jaccard(items: Sequence[Item]) -> Likeness:
    """Words in common over words in all."""
    words = {item.id: frozenset(re.findall(r"\w+", said(item))) for item in items}
    return lambda one, other: len(words[one.id] & words[other.id]) / (len(words[one.id] | words[other.id]) or 1)


def token_set(items: Sequence[Item]) -> Likeness:
    """rapidfuzz, token_set_ratio."""
    del items
    ratio: Any = import_module("rapidfuzz.fuzz").token_set_ratio
    return lambda one, other: float(ratio(said(one), said(other))) / 100


def minhash(items: Sequence[Item]) -> Likeness:
    """datasketch, MinHash of words with 128 permutations."""
    made: dict[int, Any] = {}
    sketch = import_module("datasketch").MinHash
    for item in items:
        made[item.id] = sketch(num_perm=128)
        made[item.id].update_batch([word.encode() for word in set(re.findall(r"\w+", said(item)))])
    return lambda one, other: float(made[one.id].jaccard(made[other.id]))


def tf_idf(terms: Callable[[str], list[str]]) -> Callable[[Sequence[Item]], Likeness]:
    """Cosine of term frequencies weighed by inverse frequencies of the whole set."""

    def way(items: Sequence[Item]) -> Likeness:
        counted = {item.id: Counter(terms(said(item))) for item in items}
        held = Counter(term for count in counted.values() for term in count)
        vectors = {}
        for number, count in counted.items():
            vector = {term: times * math.log((len(items) + 1) / held[term]) for term, times in count.items()}
            norm = math.sqrt(sum(value * value for value in vector.values())) or 1
            vectors[number] = {term: value / norm for term, value in vector.items()}

        def cosine(one: Item, other: Item) -> float:
            small, large = sorted((vectors[one.id], vectors[other.id]), key=len)
            return sum(value * large[term] for term, value in small.items() if term in large)

        return cosine

    return way


def letters(text: str) -> list[str]:
    """Runs of four characters."""
    return [text[start : start + 4] for start in range(max(1, len(text) - 3))]


WAYS: dict[str, tuple[str, Callable[[Sequence[Item]], Likeness]]] = {
    "exact title": ("", exact),
    "Jaccard of words": ("", jaccard),
    "token_set_ratio": ("rapidfuzz", token_set),
    "MinHash": ("datasketch", minhash),
    "TF-IDF, words": ("", tf_idf(lambda text: re.findall(r"\w+", text))),
    "TF-IDF, 4 characters": ("", tf_idf(letters)),
}


def nearest(items: Sequence[Item], alike: Likeness) -> list[list[tuple[float, int]]]:
    """For each item the most alike of the older ones of the window, with how much; none where nothing is alike."""
    found: list[list[tuple[float, int]]] = []
    for number, item in enumerate(items):
        older = (
            (alike(item, items[other]), other)
            for other in range(number)
            if abs(items[other].when - item.when) <= WINDOW
        )
        found.append(sorted((pair for pair in older if pair[0] >= THRESHOLDS[0]), reverse=True)[:1])
    return found


def chained(near: Sequence[Sequence[tuple[float, int]]], threshold: float) -> list[int]:
    """Stories: each item in that of its nearest older one."""
    stories: list[int] = []
    for number, older in enumerate(near):
        stories.append(stories[older[0][1]] if older and older[0][0] >= threshold else number)
    return stories


def ours(items: Sequence[Item]) -> list[int]:
    """Stories as the running program places them."""
    index, stories = Index(), []
    for item in items:
        story = index.place(item).story
        stories.append(item.id if story is None else story)
        index.add(item, (), stories[-1])
    return stories


def pair_f1(labelled: Sequence[Pair], same: Sequence[bool]) -> float:
    """F1 of "one story"."""
    hits = sum(pair.same and found for pair, found in zip(labelled, same, strict=True))
    return f1(hits / max(1, sum(same)), hits / max(1, sum(pair.same for pair in labelled)))


def our_pairs(labelled: Sequence[Pair]) -> float:
    """All sides in one stream; a pair is one story if they end in one."""
    placed = ours([side for pair in labelled for side in (pair.one, pair.other)])
    return pair_f1(labelled, [one == other for one, other in zip(placed[::2], placed[1::2], strict=True)])


def quality(sets: Sequence[Sequence[Labelled]], labelled: Sequence[Sequence[Pair]], names: Sequence[str]) -> None:
    """The table of B-cubed F1 and pair F1."""
    print(f"{'':22}" + "".join(f"{name[-24:]:>26}" for name in names))
    for name, (package, way) in WAYS.items():
        if package and find_spec(package) is None:
            print(f"{name:22}  (not installed: {package})")
            continue
        figures = []
        for items in sets:
            near = nearest([one.item for one in items], way([one.item for one in items]))
            true = [one.story for one in items]
            figures.append(max(bcubed(true, chained(near, threshold))[2] for threshold in THRESHOLDS))
        for some in labelled:
            alike = way([side for pair in some for side in (pair.one, pair.other)])
            degrees = [alike(pair.one, pair.other) for pair in some]
            figures.append(max(pair_f1(some, [degree >= limit for degree in degrees]) for limit in THRESHOLDS))
        print(f"{name:22}" + "".join(f"{figure:26.3f}" for figure in figures), flush=True)
    figures = [bcubed([one.story for one in items], ours([one.item for one in items]))[2] for items in sets]
    figures += [our_pairs(some) for some in labelled]
    print(f"{'Vedette':22}" + "".join(f"{figure:26.3f}" for figure in figures))


def across(newsroom: Path, table: Path) -> None:
    """Precision and recall over the pairs in two languages, as the running program would see them: with mentions."""
    lexicon, index, known = catalogue.ready(catalogue.load()), Index(), {}
    for number, row in enumerate(rows(newsroom), 1):
        day = datetime.fromisoformat(row["date"][:10]).replace(tzinfo=UTC) if row.get("date") else START
        item = Item(
            key=str(row["id"]),
            title=row.get("title") or "",
            text=row.get("text") or "",
            url=None,
            published=day,  # half of the sources give no hour
            seen=day,
            id=number,
        )
        mentions = matching.find(lexicon, item.text, title=item.title, lang=row.get("lang")).mentions
        index.add(item, mentions, number)
        known[item.key] = (item, mentions)
    labels = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines()[1:]]
    for half in ("tune", "report"):
        hits: Counter[tuple[bool, bool]] = Counter()
        for one, other, same, which in labels:
            if which == half:
                (item, mentions), target = known[other], known[one][0].id
                barred = range(1, len(known) + 1)
                others = [number for number in barred if number != target]
                placement = index.place(replace(item, id=0), mentions, barred=frozenset(others))
                hits[same == "1", placement.story == target] += 1
        right, wrong, missed = hits[True, True], hits[False, True], hits[True, False]
        print(
            f"across languages, {half} half: {sum(hits.values())} pairs, {right + missed} of one story: "
            f"precision {right / max(1, right + wrong):.2f}, recall {right / max(1, right + missed):.2f}"
        )


def synthetic(count: int) -> Iterator[Item]:
    """Reports of ten words and a lead of 45 over 72 hours; a third retells one of the last 300."""
    chance = random.Random(1)
    syllables = re.findall(
        r"\w+", "ba ko ri men tal sov ned pra vi lo gra ster un ing der zha mor el kan tu fi ples or"
    )
    vocabulary = sorted({"".join(chance.choices(syllables, k=chance.choice((2, 2, 3, 3, 4)))) for _ in range(60_000)})
    chance.shuffle(vocabulary)
    share = list(accumulate(1 / (rank + 8) for rank in range(len(vocabulary))))

    def words(number: int, capitals: float) -> list[str]:
        drawn = (vocabulary[bisect(share, chance.random() * share[-1])] for _ in range(number))
        return [word.capitalize() if chance.random() < capitals else word for word in drawn]

    recent: list[tuple[list[str], list[str]]] = []
    for number in range(1, count + 1):
        title, lead = words(10, 0.3), words(45, 0.12)
        if recent and chance.random() < 1 / 3:
            old_title, old_lead = chance.choice(recent)
            title = [word for word in old_title if chance.random() < 0.75] + title[:3]
            lead = [word for word in old_lead if chance.random() < 0.6] + lead[:18]
        recent = [*recent[-299:], (title, lead)]
        when = START + WINDOW * (number / count)
        yield Item(
            key=str(number),
            title=" ".join(title),
            text=" ".join(lead),
            url=f"https://example.org/news/{number}",
            published=when,
            seen=when,
            id=number,
        )


def speed(size: int, placed: int = 2000) -> None:
    """Fill an index with `size` reports, then place and add `placed` more."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    items = synthetic(size + placed)
    index, joined, filled = Index(), 0, 0.0
    for _, item in zip(range(size), items, strict=False):
        start = time.process_time()
        index.add(item, (), item.id)
        filled += time.process_time() - start
    rest = list(items)
    start = time.process_time()
    for item in rest:
        story = index.place(item).story
        joined += story is not None
        index.add(item, (), item.id if story is None else story)
    spent = time.process_time() - start
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"{size:>9,} reports in the window: {placed / spent:6,.0f} placed and added a second ({joined / placed:.0%} "
        f"join), filled at {size / filled:,.0f} a second, {memory:,.0f} MB more"
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--titles", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--pairs", type=Path, nargs="*", default=[])
    parser.add_argument("--newsroom", type=Path)
    parser.add_argument("--across", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=[])
    given = parser.parse_args()
    files = [path for path in (given.titles, given.texts) if path]
    if files or given.pairs:
        names = [path.stem for path in (*files, *given.pairs)]
        quality([clusters(path) for path in files], [pairs(path) for path in given.pairs], names)
    if given.newsroom and given.across:
        across(given.newsroom, given.across)
    for size in given.sizes:
        speed(size)


if __name__ == "__main__":
    main()
