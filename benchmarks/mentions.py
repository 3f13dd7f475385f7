"""Find names with us and with the usual ways, side by side in one run: quality on a labelled file, speed on another.

    python benchmarks/mentions.py --entities CATALOGUE.yaml --gold GOLD.jsonl --texts TEXTS.jsonl [--sizes N ...]

The speed is measured on a sample of the built-in catalogue, and on CATALOGUE, filled up with made-up designations and
names to each size in aliases. GOLD rows are `{"id", "text", "lang", "mentions": [{"entity"}]}`, TEXTS rows `{"title"?,
"text"}`. Peers that are not installed (`pip install flashtext spacy pyahocorasick`) are left out, and the table says
so. Times are CPU seconds of this process.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot import catalogue
from bot.config import read_entities
from bot.matching import compile_lexicon, find
from bot.model.entity import Alias, Entity, Kind

Finder = Callable[[str], set[str]]
SECONDS = 4.0
"""CPU time that a way gets for the speed measurement; slow ways see fewer texts."""


def aliases(entities: Iterable[Entity]) -> dict[str, set[str]]:
    """Every name in the catalogue, as it stands, and whose it is."""
    owners: dict[str, set[str]] = {}
    for entity in entities:
        for text in (entity.name, *(alias.text for alias in entity.aliases)):
            owners.setdefault(text.lower(), set()).add(entity.id)
    return owners


def ours(entities: Iterable[Entity]) -> Finder:
    """Vedette's matcher."""
    lexicon = compile_lexicon(entities)
    return lambda text: {mention.entity for mention in find(lexicon, text).mentions}


def regex_each(entities: Iterable[Entity]) -> Finder:
    r"""One `\balias\b` after the other."""
    patterns = [(re.compile(rf"\b{re.escape(a)}\b", re.IGNORECASE), ids) for a, ids in aliases(entities).items()]
    return lambda text: {id_ for pattern, ids in patterns if pattern.search(text) for id_ in ids}


def one_alternation(entities: Iterable[Entity]) -> Finder:
    """All aliases in one alternation, longest first."""
    owners = aliases(entities)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(owners, key=len, reverse=True)))})\b")
    return lambda text: {id_ for m in pattern.finditer(text.lower()) for id_ in owners[m.group()]}


def flashtext(entities: Iterable[Entity]) -> Finder:
    """FlashText as it comes."""
    processor = import_module("flashtext").KeywordProcessor()
    owners = aliases(entities)
    for alias in owners:
        processor.add_keyword(alias, alias)
    return lambda text: {id_ for alias in processor.extract_keywords(text) for id_ in owners[alias]}


def spacy_matcher(entities: Iterable[Entity]) -> Finder:
    """PhraseMatcher on lower-case tokens of a blank pipeline."""
    spacy = import_module("spacy")
    nlp = spacy.blank("xx")
    nlp.max_length = 10**8
    matcher = import_module("spacy.matcher").PhraseMatcher(nlp.vocab, attr="LOWER")
    owners = aliases(entities)
    for alias in owners:
        matcher.add(alias, [nlp.make_doc(alias)])

    def finder(text: str) -> set[str]:
        return {id_ for key, _, _ in matcher(nlp.make_doc(text)) for id_ in owners[nlp.vocab.strings[key]]}

    return finder


def pyahocorasick(entities: Iterable[Entity]) -> Finder:
    """An automaton over the aliases, substrings and all."""
    automaton: Any = import_module("ahocorasick").Automaton()
    owners = aliases(entities)
    for alias in owners:
        automaton.add_word(alias, alias)
    automaton.make_automaton()
    return lambda text: {id_ for _, alias in automaton.iter(text.lower()) for id_ in owners[alias]}


WAYS: dict[str, tuple[Callable[[Iterable[Entity]], Finder], str]] = {
    "vedette": (ours, ""),
    r"\balias\b each": (regex_each, ""),
    "one alternation": (one_alternation, ""),
    "FlashText": (flashtext, "flashtext"),
    "spaCy PhraseMatcher": (spacy_matcher, "spacy"),
    "pyahocorasick alone": (pyahocorasick, "ahocorasick"),
}


def filled(entities: tuple[Entity, ...], size: int) -> tuple[Entity, ...]:
    """The catalogue cut or filled up with made-up entities to about `size` aliases."""
    rng = random.Random(size)
    made, count = [], 0
    for entity in entities:
        if count >= size:
            break
        made.append(entity)
        count += 1 + len(entity.aliases)
    while count < size:
        letters = "".join(rng.choices("ABCDEFGHKLMNPRSTUVXZ", k=rng.randint(1, 3)))
        latin = "".join(rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") for _ in range(rng.randint(3, 5)))
        slavic = "".join(rng.choice("бвгджзклмнпрстфхцчш") + rng.choice("аеиоу") for _ in range(rng.randint(3, 5)))
        names = (Alias(text=latin.title(), lang="en"), Alias(text=slavic.title(), lang="ru"))
        name = f"{letters}-{rng.randint(10, 9999)}"
        made.append(Entity(id=f"made-{count}", kind=Kind.EQUIPMENT, class_="tank", name=name, aliases=names))
        count += 3
    return tuple(made)


def sample(size: int) -> tuple[Entity, ...]:
    """So many pieces of equipment and actors of the built-in catalogue, drawn once and for all."""
    known = [entity for entity in catalogue.load() if entity.kind is not Kind.PLACE]
    return tuple(random.Random(size).sample(known, min(size, len(known))))


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def quality(finder: Finder, gold: list[dict[str, Any]]) -> str:
    """Precision, recall and F1 over (text, entity) pairs, and how many texts without any fire."""
    hit = false = missed = fired = silent = 0
    for row in gold:
        want, got = {m["entity"] for m in row["mentions"]}, finder(row["text"])
        hit, false, missed = hit + len(want & got), false + len(got - want), missed + len(want - got)
        silent, fired = silent + (not want), fired + (not want and bool(got))
    precision, recall = hit / max(1, hit + false), hit / max(1, hit + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{precision:.3f} | {recall:.3f} | {f1:.3f} | {fired} of {silent}"


def speed(finder: Finder, texts: list[str]) -> float:
    """Characters a second of CPU time, after a warm pass over as many texts as a quarter of the time allows."""
    _pass(finder, texts, SECONDS / 4)
    return _pass(finder, texts, SECONDS)


def _pass(finder: Finder, texts: list[str], seconds: float) -> float:
    began, done = time.process_time(), 0
    for text in texts:
        finder(text)
        done += len(text)
        if time.process_time() - began > seconds:
            break
    return done / (time.process_time() - began)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="*", default=[125, 5000, 50000])
    parser.add_argument("--entities-of-ours", type=int, default=650)
    options = parser.parse_args()
    entities = read_entities(options.entities.read_text(encoding="utf-8"), str(options.entities))
    gold = list(rows(options.gold))
    texts = [f"{row.get('title') or ''}\n{row.get('text') or ''}" for row in rows(options.texts)]
    there = {name: make for name, (make, module) in WAYS.items() if not module or find_spec(module)}
    print("| way | P | R | F1 | silent texts that fire |\n|---|---|---|---|---|")
    for name in WAYS:
        print(f"| {name} | {quality(there[name](entities), gold) if name in there else 'not installed | | |'} |")
    catalogues = {f"{options.entities_of_ours} entities": sample(options.entities_of_ours)}
    catalogues |= {f"{size:,} aliases": filled(entities, size) for size in options.sizes}
    print(f"\n| way | {' | '.join(catalogues)} |\n|---|{'---|' * len(catalogues)}")
    for name in WAYS:
        figures = []
        for watched in catalogues.values() if name in there else ():
            began = time.process_time()
            finder = there[name](watched)
            built = time.process_time() - began
            figures.append(f"{speed(finder, texts) / 1e6:.3f} M/s (built in {built:.1f} s)")
        print(f"| {name} | {' | '.join(figures) or 'not installed'} |", flush=True)


if __name__ == "__main__":
    main()
