"""The gist of one text: the sentences that name what is watched, then those that lead, verbatim and in text order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.model.mention import Mention
from bot.model.story import Sentence
from bot.summaries.cruft import dateline, is_cruft
from bot.summaries.sentences import split

LONGEST = 600
"""Characters of one sentence in a summary; a longer one comes last in line, and only its first words."""
ECHO = 0.8
"""A sentence of whose words this share stands in the title says nothing new."""
_STEM = 5
_WORD = re.compile(r"\w+")
_CUT_OFF = re.compile(r"(?:…|\.{3}|\[(?:…|\.{3}|\+)\])\W*\Z")


@dataclass(frozen=True, slots=True)
class _Candidate:
    sentence: Sentence
    words: frozenset[str]
    entities: frozenset[str]
    whole: bool
    """Neither cut off by the feed nor too long."""


def summarise(
    text: str, *, title: str = "", mentions: Sequence[Mention] = (), sentences: int = 2
) -> tuple[Sentence, ...]:
    """At most `sentences` sentences of `text`, in text order; each is `text[start:end]`.

    First in line are those with watched names that no chosen one has yet, then the earliest. Echoes of the title,
    repetitions and cruft are passed over: where nothing else is left, the summary is empty.
    """
    known = _stems(title)
    left = list(_candidates(text, known, [mention for mention in mentions if mention.field == "text"]))
    if any(candidate.whole for candidate in left):
        left = [candidate for candidate in left if candidate.whole or candidate.entities]
    chosen: list[_Candidate] = []
    named: frozenset[str] = frozenset()
    while left and len(chosen) < sentences:
        best = max(
            left, key=lambda candidate: (len(candidate.entities - named), candidate.whole, -candidate.sentence.start)
        )
        left = [other for other in left if other is not best and not _echoes(other.words, best.words)]
        chosen.append(best)
        named |= best.entities
    return tuple(sorted((candidate.sentence for candidate in chosen), key=lambda sentence: sentence.start))


def _candidates(text: str, title: frozenset[str], mentions: Sequence[Mention]) -> Iterator[_Candidate]:
    waiting = sorted(mentions, key=lambda mention: mention.start)
    at = 0
    for found in split(text):
        sentence = _shortened(_without_dateline(found))
        entities = set()
        while at < len(waiting) and waiting[at].start < found.end:
            if sentence.start <= waiting[at].start < sentence.end:
                entities.add(waiting[at].entity)
            at += 1
        words = _stems(sentence.text)
        if is_cruft(sentence.text) or _echoes(words, title):
            continue
        whole = sentence.end == found.end and not _CUT_OFF.search(sentence.text[-12:])
        yield _Candidate(sentence=sentence, words=words, entities=frozenset(entities), whole=whole)


def _without_dateline(sentence: Sentence) -> Sentence:
    skipped = dateline(sentence.text)
    return Sentence(text=sentence.text[skipped:], start=sentence.start + skipped, end=sentence.end)


def _shortened(sentence: Sentence) -> Sentence:
    """The first words of an endless sentence; a word longer than the limit ends where it ends."""
    if len(sentence.text) <= LONGEST:
        return sentence
    gap = sentence.text.rfind(" ", 0, LONGEST + 1)
    if gap < 0:
        gap = sentence.text.find(" ", LONGEST)
    words = sentence.text if gap < 0 else sentence.text[:gap].rstrip()
    return Sentence(text=words, start=sentence.start, end=sentence.start + len(words))


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(text.casefold().replace("ё", "е")))


def _echoes(words: frozenset[str], known: frozenset[str]) -> bool:
    return bool(known) and len(words & known) >= ECHO * len(words)
