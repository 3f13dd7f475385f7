"""Whether an ambiguous name means the thing on the list: weighed evidence, each piece of which can be named.

Patriot is a missile, a football player and a voter; only the words around it tell. The gate adds up what stands within
25 tokens: cues of the entity's class, its own cues, military words, head nouns beside it, other names on the list, and
what speaks against it. The weights were set on labelled news (see docs/matching.md for what each is worth).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from operator import contains

from bot.matching.company import named_with
from bot.matching.folding import Folded
from bot.matching.lexicon import Lexicon, Owner
from bot.matching.scan import TOKEN, Candidate
from bot.matching.transliteration import CYRILLIC
from bot.model.entity import Context
from bot.model.mention import Evidence

THRESHOLD = {Context.REQUIRED: 2.0, Context.WEAK: 1.0, Context.OFF: float("-inf")}
SAME_SENSE = 1.5
"""What it is worth that the same entity is certain elsewhere in the item: one text, one sense."""
WINDOW = 25
"""Tokens on either side."""
_SIGHT = 500
"""Characters on either side that hold as many tokens."""
_REACH = 400
"""Characters on either side in which other names count."""
_MOST_OTHERS = 24
_WEIGHTS = {
    # role: (weight near, tokens that count as near, weight farther off)
    "class": (2.0, 12, 1.0),
    "near": (2.0, 15, 1.0),
    "require": (2.0, 15, 1.0),
    "military": (1.0, 15, 0.5),
    "region": (0.5, WINDOW, 0.5),
    "everyday": (-1.5, 10, -0.75),
    "avoid": (-3.0, 10, -1.5),
}
_MOST_FOR, _MOST_AGAINST, _MOST_REGION = 4, 3, 2
_SAYING = 1.0
_DASHED = re.compile(r"(?:^|[\w\",)] |\n)-+ $")
_COLON = re.compile(r"\"?:(?: |$)")
_HEAD, _QUOTED, _QUOTE, _COUNTED = 2.0, 1.0, 0.5, 0.5
_CAPITAL, _SEVERAL, _NEIGHBOUR, _HOME = 1.0, 2.0, -1.5, 2.0
_LOWER = {"common": -3.0, "everyday": -3.0, "": -2.0}
_FIRST = -6.0
"""For an everyday word that begins a sentence («Житель Одеси…»): it would be in lower case anywhere else."""
_INSIDE = re.compile(r".?[^\W_][,;]? $")
_BEGINS = re.compile(r"(?:^|[.!?\n] ?)$")
_PLURAL = re.compile(r"(?:[ыиі]|[оеії]в|ам|ами|ах)$")
_COUNT = re.compile(r"(?<![\w-])\d{1,3} \"?$")
_BESIDE = re.compile(r"^[ -]$")


class Surroundings:
    """A text as the gates see it: the tokens about its ambiguous names, and the cues among them; see `look`."""

    def __init__(
        self, lexicon: Lexicon, folded: Folded, lang: str | None = None, leaning: tuple[Evidence, ...] = ()
    ) -> None:
        self.lexicon = lexicon
        self.folded = folded
        self.lang = lang
        self.leaning = leaning
        self.tokens: list[re.Match[str]] = []
        self.starts: list[int] = []
        self.cued: list[int] = []
        """Numbers of the tokens that are cues."""
        self.groups: list[tuple[str, tuple[int, ...]]] = []
        """Their words, and the groups that each belongs to."""

    def look(self, start: int, end: int) -> None:
        """Take in the tokens about the ambiguous names, the first of which has this `start`, the last this `end`."""
        cues, phrases = self.lexicon.cues, self.lexicon.phrases_by_end
        for token in TOKEN.finditer(self.folded.read, max(0, start - _SIGHT), end + _SIGHT):
            word = token.group()
            if found := cues.get(word) or ("'" in word and cues.get(word[: word.index("'")])):
                self.cued.append(len(self.tokens))
                self.groups.append((word, found))
            self.tokens.append(token)
            self.starts.append(token.start())
            for words, group in phrases.get(word, ()):
                before = [t.group() for t in self.tokens[-len(words) :]]
                if len(before) == len(words) and all(map(contains, words, before)):
                    self.cued.append(len(self.tokens) - 1)
                    self.groups.append((" ".join(before), (group,)))

    @cached_property
    def cyrillic(self) -> bool:
        """Is the text mostly in Cyrillic? Its beginning tells."""
        start = self.folded.read[:1000]
        return len(CYRILLIC.findall(start)) * 3 > len(start)

    @cached_property
    def belarusian(self) -> bool:
        """Is the text in Belarusian? Its ў is in no other language here."""
        return self.lang == "be" or "ў" in self.folded.read

    def token(self, number: int) -> str:
        """The word of a token; empty beyond either end."""
        return self.tokens[number].group() if 0 <= number < len(self.tokens) else ""

    def between(self, left: int, right: int) -> str:
        """What stands between two neighbouring tokens."""
        if left < 0 or right >= len(self.tokens):
            return "\n"
        return self.folded.read[self.tokens[left].end() : self.tokens[right].start()]


def weigh(
    candidate: Candidate, around: Surroundings, others: Sequence[Candidate]
) -> tuple[float, tuple[Evidence, ...]]:
    """The score of an ambiguous name, and what it is made of; `others` are all names in the text, in order."""
    low = bisect_left(others, candidate.start - _REACH, key=_start)
    high = bisect_left(others, candidate.end + _REACH, key=_start)
    near = sorted(others[low:high], key=lambda other: abs(other.start - candidate.start))[:_MOST_OTHERS]
    certain = [other for other in near if other.context is Context.OFF]
    doubtful = [other for other in near if other.context is not Context.OFF]
    owner = around.lexicon.owners[candidate.name.owner]
    first = bisect_left(around.starts, candidate.start + 1) - 1
    last = bisect_left(around.starts, candidate.end) - 1
    evidence = _own_looks(candidate, around, owner, first, last)
    named = [(other.start, other.end) for other in near if other is not candidate]
    own = any(piece.weight >= _QUOTED for piece in evidence)
    cued, roles = _cued(owner, around, first, last, named)
    own |= not roles.isdisjoint({"class", "near"})
    evidence += cued
    company = named_with(candidate, around.lexicon.owners, owner, certain, doubtful)
    own |= bool(company)
    evidence += company
    evidence += _neighbours(candidate, around, first, last, near)
    evidence += around.leaning
    home = owner.demand == "require" and owner.country == "BY" and around.belarusian
    if home:
        evidence.append(Evidence(weight=_HOME, what="the text is Belarusian"))
    score = sum(piece.weight for piece in evidence)
    lacking = {"require": roles.isdisjoint({"require", "near"}) and not home, "own": not own}
    if lacking.get(owner.demand):
        evidence.append(Evidence(weight=min(0.0, -score), what="no cue of its own is near"))
        score = min(score, 0.0)
    return score, tuple(evidence)


def _start(candidate: Candidate) -> int:
    return candidate.start


def _own_looks(candidate: Candidate, around: Surroundings, owner: Owner, first: int, last: int) -> list[Evidence]:
    """What the name itself and the words that touch it say."""
    read, clean = around.folded.read, around.folded.clean
    start, end = candidate.start, candidate.end
    evidence = []
    if candidate.suffix:
        evidence.append(Evidence(weight=candidate.suffix, what="designator behind the name"))
    surface = clean[start:end]
    cyrillic = CYRILLIC.search(surface) is not None
    quotes = ('"' in read[max(0, start - 2) : start]) + ('"' in read[end : end + 2])
    if surface.islower() and surface.isalpha() and candidate.name.alias[:1].isupper():
        if owner.sense != "proper":
            evidence.append(Evidence(weight=_LOWER[owner.sense] + quotes / 2, what="lower case"))
    elif not quotes and owner.sense in {"common", "everyday"} and surface[0].isupper():
        before = read[max(0, start - 3) : start]
        if cyrillic and _INSIDE.match(before):
            evidence.append(Evidence(weight=_CAPITAL, what="capital letter inside a sentence"))
        elif owner.sense == "everyday" and _BEGINS.search(before):
            evidence.append(Evidence(weight=_FIRST, what="first word of a sentence"))
    if cyrillic and owner.sense == "proper" and _PLURAL.search(surface) and surface.lower() != candidate.name.folded:
        evidence.append(Evidence(weight=_SEVERAL, what="plural of a name"))
    if quotes:
        whole = quotes == 2 and around.cyrillic
        evidence.append(
            Evidence(weight=_QUOTED if whole else _QUOTE, what="quoted name" if whole else "quotation mark")
        )
    heads = around.lexicon.roles.get(owner.head, frozenset())
    after, before = around.token(last + 1), around.token(first - 1)
    strange = {group for group, role in owner.weighs.items() if role == "avoid"}
    heads = frozenset(
        word for word in (after, before) if word in heads and not strange & {*around.lexicon.cues.get(word, ())}
    )
    if after in heads and _BESIDE.match(around.between(last, last + 1)):
        evidence.append(Evidence(weight=_HEAD, what=f'head noun "{after}"'))
    elif before in heads and around.between(first - 1, first).strip('"\n( ') == "":
        evidence.append(Evidence(weight=_HEAD, what=f'head noun "{before}"'))
    if owner.class_ == "person" and _attributed(around, first, last, start, end):
        evidence.append(Evidence(weight=_SAYING, what="quoted as saying so"))
    if _COUNT.search(read, max(0, start - 6), start):
        evidence.append(Evidence(weight=_COUNTED, what="counted"))
    return evidence


def _attributed(around: Surroundings, first: int, last: int, start: int, end: int) -> bool:
    """Is somebody cited by surname alone («заявил Лавров», "Yermak: …", «… – Данілов»), as only the known are?"""
    speech = around.lexicon.roles["speech"]
    if around.token(last + 1) in speech or around.token(first - 1) in speech:
        return True
    read = around.folded.read
    return _COLON.match(read, end) is not None or _DASHED.search(read, max(0, start - 6), start) is not None


def _cued(
    owner: Owner, around: Surroundings, first: int, last: int, named: Sequence[tuple[int, int]]
) -> tuple[list[Evidence], set[str]]:
    """The cues in the window, each word once, the strongest few; and as what the words near by concern the entity.

    What stands in another name counts only for, not against: Storm Shadow is no weather.
    """
    best: dict[tuple[str, bool], tuple[float, str]] = {}
    roles: set[str] = set()
    places, groups = around.cued, around.groups
    for place in range(bisect_left(places, first - WINDOW), bisect_left(places, last + WINDOW + 1)):
        number = places[place]
        if first <= number <= last:
            continue
        distance = first - number if number < first else number - last
        word, found = groups[place]
        for group in found:
            role = owner.weighs.get(group)
            if role is None:
                continue
            roles.add(role)
            close, reach, far = _WEIGHTS[role]
            if close < 0 and _within(around.starts[number], named):
                continue
            weight = close if distance <= reach else far
            key = (word, weight < 0)
            if abs(weight) > abs(best.get(key, (0.0, ""))[0]):
                label = role if role in {"military", "region", "everyday"} else around.lexicon.groups[group]
                best[key] = (weight, f'{label} "{word}"')
    pieces = [Evidence(weight=weight, what=what) for weight, what in best.values()]
    region = [piece for piece in pieces if piece.what.startswith("region")][:_MOST_REGION]
    for_ = sorted((p for p in pieces if p.weight > 0 and not p.what.startswith("region")), key=lambda p: -p.weight)
    against = sorted((p for p in pieces if p.weight < 0), key=lambda p: p.weight)
    return [*for_[:_MOST_FOR], *region, *against[:_MOST_AGAINST]], roles


def _within(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _neighbours(
    candidate: Candidate, around: Surroundings, first: int, last: int, others: Sequence[Candidate]
) -> list[Evidence]:
    """A capitalised stranger beside the name makes it part of another name: Stacey Abrams, Tiger Electronics."""
    evidence = []
    clean = around.folded.clean
    cyrillic = CYRILLIC.search(clean[candidate.start : candidate.end]) is not None
    shouting = clean[candidate.start : candidate.end].isupper()
    for number, gap in ((last + 1, around.between(last, last + 1)), (first - 1, around.between(first - 1, first))):
        if gap != " " or not 0 <= number < len(around.tokens):
            continue
        token = around.tokens[number]
        raw = clean[token.start() : token.end()]
        if not raw[0].isupper() or raw.isupper() or any(c.isdigit() for c in raw) or len(raw) <= 2:
            continue
        if (CYRILLIC.search(raw) is not None) != cyrillic or _is_known(token.group(), around):
            continue
        after = number > last
        if after and (shouting or around.token(last).endswith("'s")):
            continue
        if not after and (number == 0 or around.between(number - 1, number).strip(' "(') != ""):
            continue  # the first word of a sentence is capitalised anyway
        if any(other is not candidate and other.start <= token.start() < other.end for other in others):
            continue
        evidence.append(Evidence(weight=_NEIGHBOUR, what=f'{"followed" if after else "preceded"} by "{raw}"'))
    return evidence


def _is_known(word: str, around: Surroundings) -> bool:
    base = word[: word.index("'")] if "'" in word else word
    roles = around.lexicon.roles
    return base in roles["plain-neighbours"] or any(
        around.lexicon.groups[group].startswith(("class", "military", "region", "near"))
        for group in around.lexicon.cues.get(base, ())
    )
