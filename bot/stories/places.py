"""Where a headline says that it happened: an event in one town is not one in another, however alike they are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.entity import Entity, Kind
from bot.model.feed import Item
from bot.model.mention import Mention

SPOTS = frozenset({"town", "airfield", "airport", "base", "range", "site", "oblast"})
"""Classes of places that are small enough to tell events apart."""
CAPITALS = frozenset({"kyiv", "moscow", "minsk"})
"""Stand for their governments, too: "Kyiv" may comment on what happened in Kharkiv."""
HEADLINE = 120
"""Characters of a text without a title that stand for its headline."""


class Places:
    """The places of a catalogue, and which lie in which."""

    def __init__(self, entities: Iterable[Entity] = ()) -> None:
        self._spots = {
            entity.id: entity
            for entity in entities
            if entity.kind is Kind.PLACE and entity.class_ in SPOTS and entity.id not in CAPITALS
        }

    def told(self, item: Item, mentions: Sequence[Mention]) -> frozenset[str]:
        """The spots that the headline of `item` names."""
        field, end = ("title", len(item.title)) if item.title else ("text", HEADLINE)
        return frozenset(
            mention.entity
            for mention in mentions
            if mention.entity in self._spots and mention.field == field and mention.start < end
        )

    def apart(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Do two headlines name different spots? Either may name none, or the region around the other's."""
        return bool(one) and bool(other) and not any(self._near(ours, theirs) for ours in one for theirs in other)

    def _near(self, one: str, other: str) -> bool:
        """The same spot, one inside the other, or two of one region that may be each other's: a town, its airfield."""
        if one == other:
            return True
        ours, theirs = self._spots[one], self._spots[other]
        if one == theirs.parent or other == ours.parent:
            return True
        return ours.class_ != theirs.class_ and ours.parent is not None and ours.parent == theirs.parent
