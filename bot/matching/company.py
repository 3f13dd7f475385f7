"""What the other names near an ambiguous one say for it: weapons are named with weapons, towns with towns.

A name that is certain says much, other doubtful ones a little each.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.matching.lexicon import Owner
from bot.matching.scan import Candidate
from bot.model.entity import Kind
from bot.model.mention import Evidence

_TOGETHER, _LISTED, _CIRCLE = 2.0, 0.5, 1.5
_SENTENCES, _ROW, _MAP = 220, 100, 120
"""Characters between names that stand together: in a passage, in a list, on the map."""


def named_with(
    candidate: Candidate,
    owners: Sequence[Owner],
    owner: Owner,
    certain: Sequence[Candidate],
    doubtful: Sequence[Candidate],
) -> list[Evidence]:
    """Other names on the list near by: a certain one says much, other doubtful ones a little each."""
    for other in certain:
        if owners[other.name.owner].id in owner.allies:
            return [Evidence(weight=_TOGETHER, what=f"near {owners[other.name.owner].id}")]
    if owner.kind is Kind.PLACE:
        return _map(candidate, owners, owner, certain)
    if owner.kind is Kind.ACTOR:
        circle = _known_circle(candidate, owners, owner, certain)
        return circle or (_listed(candidate, owners, owner, doubtful) if owner.head else [])
    for other in certain:
        beside = owners[other.name.owner]
        if beside.kind is Kind.EQUIPMENT and beside.id != owner.id and abs(other.start - candidate.start) <= _SENTENCES:
            return [Evidence(weight=_TOGETHER, what=f"with {beside.id}")]
    return _listed(candidate, owners, owner, doubtful)


def _listed(
    candidate: Candidate, owners: Sequence[Owner], owner: Owner, doubtful: Sequence[Candidate]
) -> list[Evidence]:
    """Doubtful names of the same kind in a row: weapons, or forces («у "Азова", у "Кракена"»)."""
    listed = {
        owners[other.name.owner].id
        for other in doubtful
        if owners[other.name.owner].head == owner.head and abs(other.start - candidate.start) <= _ROW
    } - {owner.id}
    weight = _LISTED * min(len(listed), 4)
    return [Evidence(weight=weight, what=f"listed with {len(listed)} other names")] if listed else []


def _known_circle(
    candidate: Candidate, owners: Sequence[Owner], owner: Owner, certain: Sequence[Candidate]
) -> list[Evidence]:
    """Forces and their commanders are named together."""
    for other in certain:
        beside = owners[other.name.owner]
        near = abs(other.start - candidate.start) <= _SENTENCES
        if near and beside.id != owner.id and (beside.head == owner.head != "" or beside.class_ == "person"):
            return [Evidence(weight=_CIRCLE, what=f"with {beside.id}")]
    return []


def _map(candidate: Candidate, owners: Sequence[Owner], owner: Owner, certain: Sequence[Candidate]) -> list[Evidence]:
    """Countries are named with countries, towns with what lies in the same country."""
    for other in certain:
        if other.start == candidate.start:
            continue
        place = owners[other.name.owner]
        beside = place.class_ == "country" if owner.class_ == "country" else place.country == owner.country
        if place.kind is Kind.PLACE and beside and place.id != owner.id and abs(other.start - candidate.start) <= _MAP:
            return [Evidence(weight=_TOGETHER, what=f"with {place.id}")]
    return []
