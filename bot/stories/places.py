"""Where a report says that it happened: an event in one town is not one in another, however alike they are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.entity import Entity, Kind
from bot.model.mention import Mention

SPOTS = frozenset({"town", "airfield", "airport", "base", "range", "site", "oblast"})
"""Classes of places that are small enough to tell events apart."""
CAPITALS = frozenset({"kyiv", "moscow", "minsk"})
"""Stand for their governments, too: "Kyiv" may comment on what happened in Kharkiv."""
OPENING = 200
"""Characters of a text that say where, if its title does not."""


class Places:
    """The places of a catalogue, and which lie in which."""

    def __init__(self, entities: Iterable[Entity] = ()) -> None:
        self._spots = {
            entity.id: entity
            for entity in entities
            if entity.kind is Kind.PLACE and entity.class_ in SPOTS and entity.id not in CAPITALS
        }

    def told(self, mentions: Sequence[Mention]) -> frozenset[str]:
        """The spots that a title names, or else the opening of its text."""
        named = [mention for mention in mentions if mention.entity in self._spots]
        in_title = frozenset(mention.entity for mention in named if mention.field == "title")
        return in_title or frozenset(
            mention.entity for mention in named if mention.field == "text" and mention.start < OPENING
        )

    def apart(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Are these different spots? Either may be none, or the region around the other's."""
        return bool(one) and bool(other) and not any(self._near(ours, theirs) for ours in one for theirs in other)

    def _near(self, one: str, other: str) -> bool:
        """The same spot, one inside the other, or two of one region that may be each other's: a town, its airfield."""
        if one == other:
            return True
        ours, theirs = self._spots[one], self._spots[other]
        if one == theirs.parent or other == ours.parent:
            return True
        return ours.class_ != theirs.class_ and ours.parent is not None and ours.parent == theirs.parent
