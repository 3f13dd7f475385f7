"""How many of the forms that a name takes in real text are found from its dictionary form alone.

    python benchmarks/inflection.py FORMS.jsonl

FORMS rows are `{"type": "PER" | "ORG" | "LOC", "lemmas": [[LANG, TEXT, COUNT], ...], "forms": [...]}`: an entity, its
names as a dictionary has them, and each form seen with how often. Every entity becomes a catalogue entry with its
lemmas of one language; each form of that language is then a text to read. The peer cuts two letters off words of more
than four, which is what a search with `*` comes to.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.matching import compile_lexicon, find
from bot.model.entity import Alias, Entity, Kind

KINDS = {"PER": Kind.ACTOR, "ORG": Kind.ACTOR, "LOC": Kind.PLACE}
CLASSES = {"PER": "person", "ORG": "agency", "LOC": "town"}
SHOWN = 12


@dataclass(slots=True)
class Tally:
    """Forms and occurrences of them: all, and those that were found."""

    forms: int = 0
    occurrences: int = 0
    found_forms: int = 0
    found_occurrences: int = 0
    missed: list[str] = field(default_factory=list)

    def add(self, form: str, count: int, *, found: bool, lemma: str) -> None:
        """Count one form."""
        self.forms += 1
        self.occurrences += count
        if found:
            self.found_forms += 1
            self.found_occurrences += count
        else:
            self.missed.append(f"{form} ({lemma})")

    @property
    def recall(self) -> str:
        """By occurrence and by distinct form."""
        return f"{self.found_occurrences / self.occurrences:.3f} | {self.found_forms / self.forms:.3f}"


def cut(text: str) -> tuple[str, ...]:
    """The words of `text` without their endings, as the peer compares them."""
    return tuple(word[:-2] if len(word) > 4 else word for word in text.casefold().split())


def measure(rows: list[dict[str, Any]], lang: str, kind: str) -> tuple[Tally, Tally]:
    """Ours and the peer's tally over the entities of a kind in a language."""
    named = [
        (lemmas, row["forms"])
        for row in rows
        if row["type"] == kind and (lemmas := [one[1] for one in row["lemmas"] if one[0] == lang])
    ]
    entities = [
        Entity(
            id=f"e-{number}",
            kind=KINDS[kind],
            class_=CLASSES[kind],
            name=lemmas[0],
            aliases=tuple(Alias(text=text, lang=lang) for text in lemmas),
        )
        for number, (lemmas, _) in enumerate(named)
    ]
    lexicon = compile_lexicon(entities)
    ours, peer = Tally(), Tally()
    for number, (lemmas, forms) in enumerate(named):
        stems = {cut(lemma) for lemma in lemmas}
        for _, form, count in (one for one in forms if one[0] == lang):
            got = {mention.entity for mention in find(lexicon, form, lang=lang).mentions}
            ours.add(form, count, found=f"e-{number}" in got, lemma=lemmas[0])
            peer.add(form, count, found=cut(form) in stems, lemma=lemmas[0])
    return ours, peer


def measures(rows: list[dict[str, Any]]) -> Iterator[tuple[str, str, Tally, Tally]]:
    """Each language and kind that the file holds."""
    for lang in ("ru", "uk"):
        for kind in KINDS:
            ours, peer = measure(rows, lang, kind)
            if ours.forms:
                yield lang, kind, ours, peer


def main() -> None:
    """Print the table, and some of what was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("forms", type=Path)
    rows = [json.loads(line) for line in parser.parse_args().forms.read_text(encoding="utf-8").splitlines()]
    found = list(measures(rows))
    print(
        "| | forms | vedette by occurrence | by form | endings cut by occurrence | by form |\n|---|---|---|---|---|---|"
    )
    for lang, kind, ours, peer in found:
        print(f"| {lang} {kind} | {ours.forms:,} | {ours.recall} | {peer.recall} |")
    for lang, kind, ours, _ in found:
        some = random.Random(1).sample(ours.missed, min(SHOWN, len(ours.missed)))
        print(f"\n{lang} {kind}, missed: {'; '.join(some)}")


if __name__ == "__main__":
    main()
