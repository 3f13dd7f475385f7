"""Which of the names that were seen are mentions: one name a place, and none that means something else.

In order: the longest span wins; a listed name beats the guess at an unlisted variant; a phrase from an entity's `not`
swallows what it covers; a person with another's given name, a class noun beside the real name (БМП «Бредли») and a
product that only looks like a designation are set aside; what is ambiguous must pass its gate. Everything set aside is
kept with the reason.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from bot.matching import guards
from bot.matching.folding import Folded
from bot.matching.gates import SAME_SENSE, THRESHOLD, Surroundings, weigh
from bot.matching.lexicon import Lexicon
from bot.matching.scan import TOKEN, Candidate, Scanner, in_address
from bot.matching.sharing import sharing
from bot.model.entity import Context, Kind
from bot.model.mention import Evidence, Findings, Mention, Rejection

_STRICT = (Context.OFF, Context.WEAK, Context.REQUIRED)
_SENTENCE_END = re.compile(r"[!?;\n\0]|\.(?=\s)")
_START, _END = attrgetter("start"), attrgetter("end")
_DENIAL_REACH = 60
_PRODUCT_REACH = 80


def findings(
    lexicon: Lexicon, folded: Folded, wall: int, lang: str | None, leaning: tuple[Evidence, ...] = ()
) -> Findings:
    """All mentions and rejections in a folded text; what starts before `wall` is in the title."""
    scanner = Scanner(lexicon, folded)
    seen = scanner.candidates()
    if not seen:
        return Findings()
    seen += sharing(lexicon, folded, seen[:])
    decision = _Decision(lexicon, scanner, Surroundings(lexicon, folded, lang, leaning))
    decision.decide(seen)
    verdicts = sorted(decision.verdicts, key=lambda v: (v.candidate.start, v.candidate.end))
    told = [decision.told(verdict, wall) for verdict in verdicts]
    return Findings(
        mentions=tuple(seen for seen in told if isinstance(seen, Mention)),
        rejected=tuple(seen for seen in told if isinstance(seen, Rejection)),
    )


@dataclass(slots=True)
class _Verdict:
    """What became of a candidate; `why` says what it was set aside for, `` for a mention."""

    candidate: Candidate
    why: str = ""
    score: float | None = None
    evidence: tuple[Evidence, ...] = ()


class _Decision:
    """The candidates of one text on their way to mentions."""

    def __init__(self, lexicon: Lexicon, scanner: Scanner, around: Surroundings) -> None:
        self.lexicon = lexicon
        self.folded = scanner.folded
        self.around = around
        self.denials = scanner.denials
        self.products = scanner.products
        self.verdicts: list[_Verdict] = []

    def decide(self, seen: Sequence[Candidate]) -> None:
        """Sort every candidate into kept and dropped."""
        certain: list[Candidate] = []
        doubtful: list[Candidate] = []
        longest = self._unswallowed(_longest(seen), seen)
        for place, candidate in enumerate(longest):
            why = self._set_aside(candidate, longest[max(0, place - 2) : place + 3])
            if why:
                self.verdicts.append(_Verdict(candidate, why))
            elif candidate.context is Context.OFF:
                certain.append(candidate)
                self.verdicts.append(_Verdict(candidate))
            else:
                doubtful.append(candidate)
        sure = {candidate.name.owner for candidate in certain}
        pending = []
        if doubtful:
            self.around.look(doubtful[0].start, doubtful[-1].end)
        named = sorted((*certain, *doubtful), key=_START) if doubtful else []
        for candidate in doubtful:
            score, evidence = weigh(candidate, self.around, named)
            if score >= THRESHOLD[candidate.context]:
                self.verdicts.append(_Verdict(candidate, "", score, evidence))
                sure.add(candidate.name.owner)
            else:
                pending.append((candidate, score, evidence))
        for candidate, score, evidence in pending:
            if candidate.name.owner in sure and score > -0.5 and score + SAME_SENSE >= THRESHOLD[candidate.context]:
                same = Evidence(weight=SAME_SENSE, what="the same entity is certain elsewhere")
                self.verdicts.append(_Verdict(candidate, "", score + SAME_SENSE, (*evidence, same)))
            else:
                needed = THRESHOLD[candidate.context]
                why = f"context: {score:+g} of {needed:g} needed"
                self.verdicts.append(_Verdict(candidate, why, score, evidence))

    def _unswallowed(self, longest: list[Candidate], seen: Sequence[Candidate]) -> list[Candidate]:
        """Without the swallowing phrases; the names that stand in one are kept as set aside, once each."""
        shadows = [candidate for candidate in longest if candidate.shadow]
        if not shadows:
            return longest
        starts = [shadow.start for shadow in shadows]
        covered: set[int] = set()
        told: set[tuple[int, int]] = set()
        for candidate in seen:
            cover = shadows[max(0, bisect_left(starts, candidate.end) - 1)]
            if candidate.shadow or candidate.start >= cover.end or cover.start >= candidate.end:
                continue
            covered.add(id(candidate))
            if (candidate.start, candidate.name.owner) not in told:
                told.add((candidate.start, candidate.name.owner))
                self.verdicts.append(_Verdict(candidate, f"part of “{cover.name.alias}”"))
        return [candidate for candidate in longest if not candidate.shadow and id(candidate) not in covered]

    def _set_aside(self, candidate: Candidate, others: Sequence[Candidate]) -> str | None:
        """Why a candidate is no name of its entity whatever its context says; None if it may be."""
        if "." not in candidate.name.alias and in_address(self.folded.read, candidate.start, candidate.end):
            return "part of an address"
        owner = self.lexicon.owners[candidate.name.owner]
        if owner.class_ == "person" and (other := guards.other_person(self.lexicon, self.folded, candidate)):
            return f"another person: {other}"
        if candidate.rule == "designation" and candidate.context is Context.OFF and self._is_product(candidate):
            return "a product or a place, not equipment"
        if candidate.name.class_noun and guards.is_class_noun(self.lexicon, self.folded, candidate, others):
            return "class noun beside another name"
        if candidate.context is not Context.OFF and guards.is_callsign(self.lexicon, self.folded, candidate):
            return "a callsign"
        if owner.kind is Kind.PLACE and owner.class_ != "country":
            if longer := guards.longer_name(self.folded.clean, candidate, others):
                return f"part of “{longer}”"
            if owner.class_ == "town" and guards.is_region(self.folded, candidate):
                return "a region, not the town"
            if given := guards.given_name(self.lexicon, self.folded, candidate):
                return f"a person: {given}"
        return None

    def _is_product(self, candidate: Candidate) -> bool:
        """Do the words near by speak of phones, buses or roads, and none of war?"""
        after = bisect_left(self.products, candidate.start - _PRODUCT_REACH)
        if after == len(self.products) or self.products[after] > candidate.end + _PRODUCT_REACH:
            return False
        military = self.lexicon.roles["military"]
        near = TOKEN.findall(self.folded.read, max(0, candidate.start - 90), candidate.end + 90)
        return not any(word in military for word in near)

    def _denied(self, candidate: Candidate) -> bool:
        """Does a denial stand before the name in its own sentence?"""
        place = bisect_left(self.denials, candidate.start)
        if not place or self.denials[place - 1] < candidate.start - _DENIAL_REACH:
            return False
        return not _SENTENCE_END.search(self.folded.read, self.denials[place - 1], candidate.start)

    def told(self, verdict: _Verdict, wall: int) -> Mention | Rejection:
        """The verdict as the world outside knows it, with offsets into the candidate's own field."""
        candidate = verdict.candidate
        start, end = self.folded.span(candidate.start, candidate.end)
        before = wall if start >= wall else 0
        seen: dict[str, Any] = {
            "entity": self.lexicon.owners[candidate.name.owner].id,
            "field": "text" if start >= wall else "title",
            "start": start - before,
            "end": end - before,
            "surface": self.folded.text[start:end],
            "alias": candidate.name.alias,
            "score": verdict.score,
            "evidence": verdict.evidence,
        }
        if verdict.why:
            return Rejection(**seen, why=verdict.why)
        notes = (*candidate.notes, "negated") if self.denials and self._denied(candidate) else candidate.notes
        return Mention(**seen, rule=candidate.rule, notes=notes)


def _longest(seen: Sequence[Candidate]) -> list[Candidate]:
    """Non-overlapping candidates, longest first; two entities may share one span, one entity not twice."""
    kept: list[Candidate] = []
    cluster: list[Candidate] = []
    end = 0
    for candidate in sorted(seen, key=_START):
        if candidate.start >= end:
            kept += cluster if len(cluster) == 1 else _best(cluster)
            cluster = []
        cluster.append(candidate)
        end = max(end, candidate.end)
    return kept + (cluster if len(cluster) == 1 else _best(cluster))


def _best(cluster: list[Candidate]) -> list[Candidate]:
    """The winners among candidates that overlap."""
    kept: list[Candidate] = []
    ranked = sorted(
        cluster,
        key=lambda c: (
            c.start - c.end,
            not c.shares,
            c.unlisted,
            -c.core,
            c.rule == "transliteration",
            -_STRICT.index(c.context),
        ),
    )
    for candidate in ranked:
        # what is kept is disjoint or of one span, so in order of start it is in order of end
        clash = kept[bisect_right(kept, candidate.start, key=_END) : bisect_left(kept, candidate.end, key=_START)]
        if any((c.start, c.end) != (candidate.start, candidate.end) for c in clash):
            continue
        if any(c.name.owner == candidate.name.owner or c.shares > candidate.shares for c in clash):
            continue
        if any(candidate.unlisted and (not c.unlisted or candidate.core < c.core) for c in clash):
            continue
        if any(c.rule != "transliteration" and candidate.rule == "transliteration" for c in clash):
            continue
        insort_right(kept, candidate, key=_START)
    return kept
