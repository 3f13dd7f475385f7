"""The development sets of story placing, read: items with their true story, and labelled pairs.

The files are JSON Lines. Clusters: `{"id", "cluster", "date"?, "title"?, "text"?, "topic"?}`. Pairs: `{"id", "label"}`
with sides `"a": {"title", "text"}` or `a_text`, `a_date`, and so for `b`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.model.feed import Item

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
SAME = frozenset({"OK", "same_news", "update", "update_of_same_event"})
"""Labels of pairs that are one story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """An item and the story that a person put it in; `group` is what must not be split between folds."""

    item: Item
    story: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two items, and whether a person called them one story."""

    id: str
    one: Item
    other: Item
    same: bool


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def clusters(path: Path) -> list[Labelled]:
    """In order of publication, as feeds would bring them; undated files in their own order."""
    ordered = sorted(rows(path), key=lambda row: row.get("date") or "")
    return [
        Labelled(item=_item(number, row), story=row["cluster"], group=str(row.get("topic", row["cluster"])))
        for number, row in enumerate(ordered, 1)
    ]


def pairs(path: Path) -> list[Pair]:
    """Labelled pairs, in file order."""
    made = []
    for number, row in enumerate(rows(path)):
        one, other = (
            row[side] if isinstance(row[side], dict) else {"text": row[f"{side}_text"], "date": row[f"{side}_date"]}
            for side in "ab"
        )
        made.append(
            Pair(
                id=row["id"],
                one=_item(2 * number + 1, one),
                other=_item(2 * number + 2, other),
                same=row["label"] in SAME,
            )
        )
    return made


def _item(number: int, row: dict[str, Any]) -> Item:
    when = datetime.fromisoformat(row["date"]) if row.get("date") else UNDATED
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return Item(
        key=str(number),
        title=row.get("title") or "",
        text=row.get("text") or "",
        url=row.get("url") or None,
        published=when,
        seen=when,
        lang=row.get("lang"),
        id=number,
    )


def bcubed(true: Sequence[object], found: Sequence[object]) -> tuple[float, float, float]:
    """Precision, recall and F1 of a clustering, each item counting once (Bagga and Baldwin, 1998)."""
    by_true: defaultdict[object, set[int]] = defaultdict(set)
    by_found: defaultdict[object, set[int]] = defaultdict(set)
    for number, (one, other) in enumerate(zip(true, found, strict=True)):
        by_true[one].add(number)
        by_found[other].add(number)
    shared = [len(by_true[one] & by_found[other]) for one, other in zip(true, found, strict=True)]
    precision = sum(both / len(by_found[other]) for both, other in zip(shared, found, strict=True)) / len(shared)
    recall = sum(both / len(by_true[one]) for both, one in zip(shared, true, strict=True)) / len(shared)
    return precision, recall, f1(precision, recall)


def f1(precision: float, recall: float) -> float:
    """Their harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
