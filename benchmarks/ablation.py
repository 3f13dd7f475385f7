"""What each part of the matcher is worth: quality on a labelled file with one part switched off at a time.

    python benchmarks/ablation.py --entities CATALOGUE.yaml --gold GOLD.jsonl

GOLD rows are `{"id", "text", "lang", "mentions": [{"entity"}]}`. Each part is switched off by replacing one function.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bot.config import read_entities
from bot.matching import compile_lexicon, deciding, declensions, designations, find, forms, guards, organisations
from bot.matching.declensions import Shape
from bot.matching.folding import reading
from bot.matching.lexicon import Lexicon
from bot.model.entity import Context, Entity

Switch = Callable[[], AbstractContextManager[Any]]


def _only_itself(word: str, *_: object, **__: object) -> set[Shape]:
    return {Shape(reading(word), frozenset(("", "s", "'s")))}


def _not(target: object, name: str, value: object) -> Switch:
    return lambda: patch.object(target, name, value)


PARTS: dict[str, Switch] = {
    "everything on": nullcontext,
    "no context gates": _not(deciding, "THRESHOLD", dict.fromkeys(Context, float("-inf"))),
    "no inflection": _not(forms, "shapes", _only_itself),
    "no dictionary forms (rules only)": _not(forms, "_dictionary", lambda *_: set()),
    "no rules (dictionary only)": _not(declensions, "_RULES", ()),
    "no Belarusian respelling": _not(forms, "belarusian", lambda *_: set()),
    "no unlisted variants": _not(designations, "_VARIANT", re.compile(r"(?!)")),
    "no recognition by sound": _not(Lexicon, "_heard", lambda *_: ()),
    "no organisation templates": _not(organisations, "known_org", lambda _: None),
    "no look-alike letters": _not(designations, "shaped_key", designations.key),
    "no class-noun guard": _not(guards, "is_class_noun", lambda *_: False),
    "no given-name guard": _not(guards, "other_person", lambda *_: None),
    "no product guard": _not(deciding._Decision, "_is_product", lambda *_: False),  # noqa: SLF001
    "one sense not shared in an item": _not(deciding, "SAME_SENSE", 0.0),
}


def score(entities: tuple[Entity, ...], gold: list[dict[str, Any]]) -> tuple[float, float, float, int]:
    """Precision, recall, F1 over (text, entity) pairs, and texts without any entity that fire."""
    lexicon = compile_lexicon(entities)
    hit = false = missed = fired = 0
    for row in gold:
        want = {m["entity"] for m in row["mentions"]}
        got = {m.entity for m in find(lexicon, row["text"], title=row.get("title") or "", lang=row["lang"]).mentions}
        hit, false, missed = hit + len(want & got), false + len(got - want), missed + len(want - got)
        fired += not want and bool(got)
    precision, recall = hit / max(1, hit + false), hit / max(1, hit + missed)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall), fired


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    options = parser.parse_args()
    entities = read_entities(options.entities.read_text(encoding="utf-8"), str(options.entities))
    gold = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    print("| | P | R | F1 | silent texts that fire |\n|---|---|---|---|---|")
    plain = tuple(replace(entity, not_=()) for entity in entities)
    for name, switch in PARTS.items():
        with ExitStack() as stack:
            stack.enter_context(switch())
            precision, recall, f1, fired = score(entities, gold)
        print(f"| {name} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {fired} |", flush=True)
    precision, recall, f1, fired = score(plain, gold)
    print(f"| no swallowing phrases | {precision:.3f} | {recall:.3f} | {f1:.3f} | {fired} |")


if __name__ == "__main__":
    main()
