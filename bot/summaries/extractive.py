"""The gist of a report, or of a story's many: the sentences that say most of it, verbatim and in text order.

First come the sentences that name what is watched; among them, and for the places left, the one that says most of what
the text says (`centrality`), stands early and can stand alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from bot.model.mention import Mention
from bot.model.story import Sentence
from bot.summaries.centrality import Vector, centrality, cosine, unit
from bot.summaries.cruft import bounds, is_cruft, is_short
from bot.summaries.languages import language
from bot.summaries.leaning import asks, credits_only, leans, quotes, recalls, trails_off
from bot.summaries.sentences import split
from bot.summaries.weights import WEIGHTS, Weights
from bot.summaries.words import content

LONGEST = 600
"""Characters of one sentence in a summary; a longer one comes last in line, and only its first words."""
REPORTS = 8
"""Reports of a story that its summary is made from."""
MOST = 1000
"""Sentences of one report that are looked at: beyond them is no news."""
ECHO = 0.9
"""A sentence of whose words this share stands in the title says nothing new."""
SAME = 0.8
"""A sentence this like a chosen one, by their cosine, is the same one again."""
RETOLD = 0.3
"""From another report, less will do: every outlet opens with what happened, in words of its own."""
FEW = 4
"""A summary of no more sentences is rather shorter than asked for than hard to understand."""
SCRAP = 60
"""Characters of a line without an end that stands for nothing alone."""
BROKEN = 1.5
"""Off the worth of a sentence that is cut off."""
_CUT_OFF = re.compile(r"(?:…|\.{3}|\[(?:…|\.{3}|\+)\])\W*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A report to summarise: its body, its headline and the mentions in its body."""

    text: str
    title: str = ""
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A sentence of a story's summary: which of the story's reports says it, and which sentence of that it is."""

    sentence: Sentence
    report: int
    place: int


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Draft:
    """A sentence that says something of the news."""

    sentence: Sentence
    report: int
    place: int
    """Which sentence of its report it is."""
    words: Counter[str]
    entities: frozenset[str]
    echo: bool
    """The title says it already."""
    short: bool
    whole: bool
    """Neither cut off by the feed nor too long."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Candidate:
    """The same, weighed."""

    sentence: Sentence
    report: int
    place: int
    worth: float
    leans: bool
    scrap: bool
    """A short line that is no sentence: a crosshead, a signature, an item of a list."""
    vector: Vector
    entities: frozenset[str]
    whole: bool


def summarise(
    text: str, *, title: str = "", mentions: Sequence[Mention] = (), sentences: int = 2, weights: Weights = WEIGHTS
) -> tuple[Sentence, ...]:
    """At most `sentences` sentences of `text`, in text order; each is `text[start:end]`.

    Echoes of the title, repetitions and cruft are passed over: where nothing else is left, the summary is empty.
    """
    source = Source(text=text, title=title, mentions=tuple(mentions))
    return tuple(
        choice.sentence for choice in choose([source], [split(text, most=MOST)], sentences=sentences, weights=weights)
    )


def summarise_story(reports: Sequence[Source], *, sentences: int = 2, weights: Weights = WEIGHTS) -> tuple[Chosen, ...]:
    """At most `sentences` sentences of `reports`, by report, then in text order; all in the first one's language.

    The first report is the one that has something to say beyond its headline; a sentence may be from any of the first
    `REPORTS`.
    """
    found = [split(report.text, most=MOST) for report in reports[:REPORTS]]
    spoken: str | None = None
    for number, report in enumerate(reports[:REPORTS]):
        if spoken is None and choose([report], [found[number]], sentences=1, weights=weights):
            spoken = language(report.text)
        if language(report.text) != spoken:
            found[number] = ()
    return choose(reports[:REPORTS], found, sentences=sentences, weights=weights)


def choose(
    reports: Sequence[Source],
    found: Sequence[Sequence[Sentence]],
    *,
    sentences: int = 2,
    weights: Weights = WEIGHTS,
) -> tuple[Chosen, ...]:
    """As `summarise_story`, where the sentences of each report are found already, whatever their language."""
    weights = weights.softened(sentences)
    left = list(_candidates(reports, [report[:MOST] for report in found], weights))
    if any(candidate.whole for candidate in left):
        left = [candidate for candidate in left if candidate.whole or candidate.entities]
    chosen: list[_Candidate] = []
    while left and len(chosen) < sentences:
        standing = _standing(left, chosen) if sentences <= FEW else left
        open_ = standing if chosen else _naming(standing) or _naming(left) or standing or left[:1]
        if not open_:
            break
        best = max(open_, key=_gain(chosen, weights))
        left = [other for other in left if other is not best and not _again(other, best)]
        chosen.append(best)
    chosen.sort(key=lambda candidate: (candidate.report, candidate.place))
    return tuple(Chosen(sentence=best.sentence, report=best.report, place=best.place) for best in chosen)


def _again(one: _Candidate, chosen: _Candidate) -> bool:
    return cosine(one.vector, chosen.vector) >= (SAME if one.report == chosen.report else RETOLD)


def _naming(left: Sequence[_Candidate]) -> list[_Candidate]:
    """Those that name what is watched, rather in a sentence than in a scrap."""
    naming = [candidate for candidate in left if candidate.entities]
    return [candidate for candidate in naming if not candidate.scrap] or naming


def _standing(left: Sequence[_Candidate], chosen: Sequence[_Candidate]) -> list[_Candidate]:
    """Those that can be understood beside the chosen ones."""
    told = {(candidate.report, candidate.place) for candidate in chosen}
    return [
        candidate
        for candidate in left
        if not candidate.scrap and (not candidate.leans or (candidate.report, candidate.place - 1) in told)
    ]


def _gain(chosen: Sequence[_Candidate], weights: Weights) -> Callable[[_Candidate], float]:
    """What a candidate adds to those chosen."""
    named = frozenset[str]().union(*(candidate.entities for candidate in chosen))
    told = {(candidate.report, candidate.place) for candidate in chosen}
    wanted = {(candidate.report, candidate.place - 1) for candidate in chosen if candidate.leans} - told

    def gain(candidate: _Candidate) -> float:
        here, before = (candidate.report, candidate.place), (candidate.report, candidate.place - 1)
        gained = candidate.worth + weights.naming * sqrt(len(candidate.entities - named))
        if candidate.leans and before not in told:
            gained -= weights.leaning
        if here in wanted:
            gained += weights.explaining
        repeated = max((cosine(candidate.vector, other.vector) for other in chosen), default=0.0)
        return gained - weights.repeating * repeated

    return gain


def _candidates(
    reports: Sequence[Source], found: Sequence[Sequence[Sentence]], weights: Weights
) -> Iterator[_Candidate]:
    drafts = _worth_telling(
        [draft for number, report in enumerate(reports) for draft in _drafts(number, report, reports[0], found[number])]
    )
    for draft, central in zip(drafts, centrality([draft.words for draft in drafts]), strict=True):
        text = draft.sentence.text
        worth = (
            weights.first * (draft.report == 0) + central + weights.early * (1 - draft.place / len(found[draft.report]))
        )
        worth -= weights.quoting * quotes(text) + weights.recalling * recalls(text)
        worth -= weights.crediting * credits_only(text) + weights.asking * asks(text)
        trails = draft.place > 0 and trails_off(text)
        yield _Candidate(
            sentence=draft.sentence,
            report=draft.report,
            place=draft.place,
            worth=worth - weights.trailing * trails - BROKEN * (not draft.whole),
            leans=leans(text),
            scrap=trails and len(text) < SCRAP,
            vector=unit(draft.words),
            entities=draft.entities,
            whole=draft.whole,
        )


def _worth_telling(drafts: Sequence[_Draft]) -> Sequence[_Draft]:
    """Those that say something new. Where none of them names what is watched, what does so joins them.

    An echo of the title helps only beside news, and a scrap of three words only where there is none.
    """
    news = [draft for draft in drafts if not draft.echo and not draft.short]
    if any(draft.entities for draft in news):
        return news
    return news + [draft for draft in drafts if draft.entities and (draft.echo if news else not draft.echo)]


def _drafts(number: int, report: Source, first: Source, sentences: Sequence[Sentence]) -> Iterator[_Draft]:
    titles = (frozenset(content(report.title)), frozenset(content(first.title)))
    waiting = sorted(report.mentions, key=lambda mention: mention.start)
    at = 0
    for place, whole in enumerate(sentences):
        bare = _bare(whole)
        sentence = _shortened(bare)
        entities = set()
        while at < len(waiting) and waiting[at].start < whole.end:
            if sentence.start <= waiting[at].start < sentence.end and waiting[at].field == "text":
                entities.add(waiting[at].entity)
            at += 1
        if is_cruft(sentence.text):
            continue
        words = content(sentence.text)
        yield _Draft(
            sentence=sentence,
            report=number,
            place=place,
            words=words,
            entities=frozenset(entities),
            echo=any(_echoes(words, title) for title in titles),
            short=is_short(sentence.text),
            whole=sentence.end == bare.end and not _CUT_OFF.search(sentence.text[-12:]),
        )


def _bare(sentence: Sentence) -> Sentence:
    start, end = bounds(sentence.text)
    return Sentence(text=sentence.text[start:end], start=sentence.start + start, end=sentence.start + end)


def _shortened(sentence: Sentence) -> Sentence:
    """The first words of an endless sentence; a word longer than the limit ends where it ends."""
    if len(sentence.text) <= LONGEST:
        return sentence
    gap = sentence.text.rfind(" ", 0, LONGEST + 1)
    if gap < 0:
        gap = sentence.text.find(" ", LONGEST)
    words = sentence.text if gap < 0 else sentence.text[:gap].rstrip()
    return Sentence(text=words, start=sentence.start, end=sentence.start + len(words))


def _echoes(words: Counter[str], title: frozenset[str]) -> bool:
    return bool(title) and sum(word in title for word in words) >= ECHO * len(words)
