"""Choose sentences with us and with the usual ways, side by side in one run: quality on labelled files, and time.

    python benchmarks/summaries.py --extractive FILE --abstractive FILE [FILE ...] [--fit]

EXTRACTIVE rows are `{"sentences", "summary_sentences", "title"?}`: F1 of the sentences chosen against a person's, as
many as the person chose. ABSTRACTIVE rows are `{"text", "summary", "title"?}`: ROUGE-1 and ROUGE-2 of two sentences
against an editor's own words. Every way but ours sees the sentences without the headline's repetition, cut by our own
splitter. Times are CPU milliseconds of this process for one article. `--fit` searches the weights on one half of each
file and reports them on the other, both ways round.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Any

from bot.model.story import Sentence
from bot.summaries import Source, choose, split
from bot.summaries.weights import WEIGHTS, Weights
from bot.summaries.words import content

Row = Mapping[str, Any]
Rank = Callable[[Sequence[str]], Sequence[float]]
Way = Callable[[Row, Sequence[Sentence], int], list[int]]
BRIEF = 2
GRID: Mapping[str, Sequence[float]] = {
    "early": (0.6, 1.0, 1.4, 1.8, 2.2),
    "leaning": (0.0, 0.4, 0.8, 1.2),
    "quoting": (0.0, 0.3, 0.6),
    "recalling": (0.4, 0.8, 1.2),
    "repeating": (0.0, 0.5, 1.0),
}


def words(text: str) -> list[str]:
    """Words as ROUGE counts them."""
    return re.findall(r"\w+", text.casefold())


def rouge(system: str, reference: str, size: int) -> float:
    """ROUGE-N F1."""
    one, other = (Counter(zip(*(words(text)[i:] for i in range(size)), strict=False)) for text in (system, reference))
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def links(sentences: Sequence[str], like: Callable[[Counter[str], Counter[str]], float]) -> list[list[float]]:
    """How alike each two sentences are; none to itself."""
    bags = [Counter(words(sentence)) for sentence in sentences]
    return [[0.0 if i == j else like(a, b) for j, b in enumerate(bags)] for i, a in enumerate(bags)]


def pagerank(graph: Sequence[Sequence[float]], damping: float = 0.85, rounds: int = 30) -> list[float]:
    """The stationary ranks of a weighted graph."""
    size = len(graph)
    given = [sum(row) for row in graph]
    ranks = [1.0] * size
    for _ in range(rounds):
        shares = [rank / out if out else 0.0 for rank, out in zip(ranks, given, strict=True)]
        ranks = [1 - damping + damping * sum(row[j] * shares[j] for j in range(size)) for row in graph]
    return ranks


def weighed(sentences: Sequence[str]) -> Callable[[Counter[str], Counter[str]], float]:
    """The cosine of words weighed by the rarity that they have in this text."""
    found = Counter(word for sentence in sentences for word in set(words(sentence)))
    rarity = {word: math.log((1 + len(sentences)) / count) for word, count in found.items()}

    def cosine(one: Counter[str], other: Counter[str]) -> float:
        both = sum(one[word] * other[word] * rarity[word] ** 2 for word in one.keys() & other.keys())
        lengths = math.prod(math.sqrt(sum((n * rarity[w]) ** 2 for w, n in bag.items())) for bag in (one, other))
        return both / lengths if lengths else 0.0

    return cosine


def lead(sentences: Sequence[str]) -> Sequence[float]:
    """The first come first."""
    return [-place for place in range(len(sentences))]


def textrank(sentences: Sequence[str]) -> Sequence[float]:
    """Shared words by the logarithms of the lengths (Mihalcea and Tarau, 2004)."""

    def like(one: Counter[str], other: Counter[str]) -> float:
        lengths = math.log(1 + len(one)) + math.log(1 + len(other))
        return len(one.keys() & other.keys()) / lengths if lengths else 0.0

    return pagerank(links(sentences, like))


def lexrank(sentences: Sequence[str]) -> Sequence[float]:
    """Cosines of at least 0.1 as links of one strength (Erkan and Radev, 2004)."""
    graph = links(sentences, weighed(sentences))
    return pagerank([[float(link >= 0.1) for link in row] for row in graph])


def centroid(sentences: Sequence[str]) -> Sequence[float]:
    """The cosine to the whole text (Radev and others, 2004)."""
    like, whole = weighed(sentences), Counter(words(" ".join(sentences)))
    return [like(Counter(words(sentence)), whole) for sentence in sentences]


def degree(sentences: Sequence[str]) -> Sequence[float]:
    """The sum of shared content words by the length of both: the strongest of the plain ways, with our word list."""
    bags = [set(content(sentence)) for sentence in sentences]
    return [sum(2 * len(a & b) / (len(a) + len(b)) for b in bags if b is not a and (a or b)) for a in bags]


def by_rank(rank: Rank) -> Way:
    """The highest ranks, among sentences that do not repeat the headline."""

    def way(row: Row, found: Sequence[Sentence], count: int) -> list[int]:
        title = set(words(row.get("title") or ""))
        kept = [place for place, sentence in enumerate(found) if set(words(sentence.text)) - title]
        ranks = rank([found[place].text for place in kept])
        best = sorted(range(len(kept)), key=lambda i: -ranks[i])[:count]
        return sorted(kept[i] for i in best)

    return way


def ours(weights: Weights = WEIGHTS) -> Way:
    """Vedette's."""

    def way(row: Row, found: Sequence[Sentence], count: int) -> list[int]:
        source = Source(text="", title=row.get("title") or "")
        return [choice.place for choice in choose([source], [found], sentences=count, weights=weights)]

    return way


def placed(row: Row) -> tuple[Sentence, ...]:
    """The sentences of a row: its own, or those that we cut."""
    if "sentences" in row:
        return tuple(Sentence(text=text, start=0, end=len(text)) for text in row["sentences"])
    return split(row["text"])


def chosen_f1(rows: Sequence[Row], way: Way) -> float:
    """F1 against the sentences that a person chose, as many."""
    figures = []
    for row in rows:
        theirs = set(row["summary_sentences"])
        got = {row["sentences"][place] for place in way(row, placed(row), len(row["summary_sentences"]))}
        figures.append(2 * len(got & theirs) / (len(got) + len(theirs)))
    return mean(figures)


def rouges(rows: Sequence[Row], way: Way, found: Sequence[Sequence[Sentence]]) -> tuple[float, float]:
    """ROUGE-1 and ROUGE-2 of two sentences."""
    told = [
        " ".join(sentences[place].text for place in way(row, sentences, BRIEF))
        for row, sentences in zip(rows, found, strict=True)
    ]
    pairs = list(zip(told, rows, strict=True))
    return mean(rouge(text, row["summary"], 1) for text, row in pairs), mean(
        rouge(text, row["summary"], 2) for text, row in pairs
    )


def table(extractive: Sequence[Row], abstractive: Mapping[str, Sequence[Row]]) -> None:
    """Every way on every set."""
    ways = {rank.__name__: by_rank(rank) for rank in (lead, textrank, lexrank, centroid, degree)} | {"vedette": ours()}
    cut = {name: [placed(row) for row in rows] for name, rows in abstractive.items()}
    print(f"{'':10}{'chosen F1':>12}" + "".join(f"{name[:26]:>28}" for name in abstractive) + f"{'ms':>8}")
    for name, way in ways.items():
        begun, articles = time.process_time(), len(extractive) + sum(map(len, abstractive.values()))
        line = f"{name:10}{chosen_f1(extractive, way):12.3f}"
        for file, rows in abstractive.items():
            one, two = rouges(rows, way, cut[file])
            line += f"{f'R1 {one:.3f}  R2 {two:.3f}':>28}"
        print(f"{line}{1000 * (time.process_time() - begun) / articles:8.2f}")
    begun, texts = time.process_time(), [row["text"] for rows in abstractive.values() for row in rows]
    for text in texts:
        split(text)
    print(f"cutting a text into sentences: {1000 * (time.process_time() - begun) / len(texts):.2f} ms")


def fit(extractive: Sequence[Row], abstractive: Mapping[str, Sequence[Row]]) -> None:
    """Coordinate search on one half, the figures on the other; the sum of gains over the present weights decides."""
    for half in (0, 1):
        learn, test = ([list(rows[h::2]) for rows in (extractive, *abstractive.values())] for h in (half, 1 - half))
        base, best = figures(learn, WEIGHTS), WEIGHTS
        top = 0.0
        for name, values in [*GRID.items()] * 2:
            for value in values:
                tried = replace(best, **{name: value})
                gain = sum(now / before - 1 for now, before in zip(figures(learn, tried), base, strict=True))
                if gain > top:
                    top, best = gain, tried
        print(f"half {half + 1}: " + ", ".join(f"{name} {getattr(best, name)}" for name in GRID))
        for label, weights in (("as they are", WEIGHTS), ("fitted", best)):
            print(f"  {label:12} on the other half: " + "  ".join(f"{value:.3f}" for value in figures(test, weights)))


def figures(sets: Sequence[Sequence[Row]], weights: Weights) -> list[float]:
    """The measure of each set; the first is the extractive one."""
    way = ours(weights)
    return [chosen_f1(sets[0], way), *(rouges(rows, way, [placed(row) for row in rows])[0] for rows in sets[1:])]


def read(path: Path) -> list[Row]:
    """The rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def main() -> None:
    """Read the arguments, print the table, and search if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--extractive", type=Path, required=True)
    parser.add_argument("--abstractive", type=Path, nargs="+", required=True)
    parser.add_argument("--fit", action="store_true")
    arguments = parser.parse_args()
    extractive = read(arguments.extractive)
    abstractive = {path.stem: read(path) for path in arguments.abstractive}
    table(extractive, abstractive)
    if arguments.fit:
        fit(extractive, abstractive)


if __name__ == "__main__":
    main()
