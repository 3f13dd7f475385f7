"""`vedette match --explain`: a text with every name that was seen in it, and why each counts or does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot import catalogue, matching
from bot.model.entity import Entity
from bot.model.mention import Evidence, Findings, Mention, Rejection
from bot.model.words import plural

NEAR = 1.0
"""How little of the evidence asked for may be missing in a near miss: one military word would have done."""
_CONTEXT = re.compile(r"context: (?P<score>[+-][\d.]+) of (?P<needed>[\d.]+) needed")
_RULES = {
    "exact": "as listed",
    "inflected": "a form of it",
    "designation": "a spelling of it",
    "transliteration": "sounds like it",
    "organisation": "what it is and whose",
}


def explain(text: str, entities: Iterable[Entity]) -> str:
    """What is seen in `text`, and why."""
    by_id = {entity.id: entity for entity in entities}
    return explanation(matching.find(catalogue.ready(by_id.values()), text), by_id)


def explanation(findings: Findings, entities: Mapping[str, Entity]) -> str:
    """Each mention with its name, rule, notes and evidence; then what was set aside, with why; near misses marked."""
    blocks = [_mention(mention, entities) for mention in findings.mentions]
    blocks += [_rejection(rejection, entities) for rejection in findings.rejected]
    if not blocks:
        return "No name of the catalogue is in it."
    misses = sum(map(is_near_miss, findings.rejected))
    counts = [plural(len(findings.mentions), "mention"), f"{len(findings.rejected)} set aside"]
    if misses:
        counts.append(plural(misses, "near miss", "near misses"))
    return "\n".join(["\n".join(block) for block in blocks] + ["", ", ".join(counts)])


def is_near_miss(rejection: Rejection) -> bool:
    """Was the context alone against it, and by no more than `NEAR`?"""
    missed = _CONTEXT.fullmatch(rejection.why)
    return missed is not None and float(missed["needed"]) - float(missed["score"]) <= NEAR


def _mention(mention: Mention, entities: Mapping[str, Entity]) -> Iterator[str]:
    yield f"+ {_place(mention)} is {_called(mention.entity, entities)}"
    rule = _RULES.get(mention.rule, mention.rule)
    yield f"    name “{mention.alias}”: {'; '.join((f'{rule} ({mention.rule})', *mention.notes))}"
    if mention.score is not None:
        yield f"    context {mention.score:+g}"
        yield from _evidence(mention.evidence)


def _rejection(rejection: Rejection, entities: Mapping[str, Entity]) -> Iterator[str]:
    near = is_near_miss(rejection)
    yield f"{'~' if near else '-'} {_place(rejection)} is not {_called(rejection.entity, entities)}"
    yield f"    name “{rejection.alias}”: {'near miss, ' if near else ''}{rejection.why}"
    yield from _evidence(rejection.evidence)


def _place(seen: Mention | Rejection) -> str:
    return f"“{seen.surface}” ({seen.field} {seen.start}-{seen.end})"


def _called(id_: str, entities: Mapping[str, Entity]) -> str:
    if id_ not in entities:
        return id_
    entity = entities[id_]
    return f"{id_}: {', '.join(filter(None, (entity.name, entity.class_, entity.country)))}"


def _evidence(evidence: Sequence[Evidence]) -> Iterator[str]:
    for piece in evidence:
        yield f"      {piece.weight:+5g}  {piece.what}"
