"""Why an item joined a story, in words: "same title words .71, S-400, Baranavichy, 14 min apart"."""

from __future__ import annotations

import re
from datetime import datetime

from bot.model.feed import Item
from bot.stories.features import Features, spellings
from bot.stories.likeness import Likeness, Probe

_NAMED = 3
"""Names and numbers that a reason lists."""


def same_link(new: Features, old: Features) -> tuple[str, ...]:
    """Two reports under one address."""
    return ("same link", _apart(new.when, old.when))


def because(item: Item, new: Probe, old: Features, likeness: Likeness) -> tuple[str, ...]:
    """What `item` shares with the report of a story that is nearest to it."""
    return (*_wording(new.features, old, likeness), *_names(item, new, old), _apart(new.features.when, old.when))


def _wording(new: Features, old: Features, likeness: Likeness) -> tuple[str, ...]:
    if new.title and new.title == old.title:
        return ("same title 1.00",)
    if likeness.kind == "across":
        return (f"another language, same names and things {_share(likeness['keys'])}",)
    if new.title and old.title and (likeness.kind == "titles" or likeness["title"] >= likeness["words"]):
        return (f"same title words {_share(likeness['title'])}",)
    return (f"same words {_share(likeness['words'])}",)


def _names(item: Item, new: Probe, old: Features) -> tuple[str, ...]:
    """The rarest names, numbers and watched entities that both give, as `item` spells them."""
    spelled = spellings(item)
    shared = sorted(new.keys.keys() & old.keys, key=lambda key: (-new.keys[key], key))
    named = {
        re.sub(r"[\W_]", "", name.casefold()): name
        for name in reversed([spelled.get(key) or key.removeprefix("=") for key in shared])
    }
    return tuple(reversed(named.values()))[:_NAMED]


def _share(cosine: float) -> str:
    return f"{cosine:.2f}".removeprefix("0")


def _apart(one: datetime, other: datetime) -> str:
    minutes = round(abs(one - other).total_seconds() / 60)
    if minutes < 1:
        return "at the same minute"
    if minutes < 100:
        return f"{minutes} min apart"
    return f"{round(minutes / 60)} h apart" if minutes < 72 * 60 else f"{round(minutes / 1440)} days apart"
