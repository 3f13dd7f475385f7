"""Names that share their words: "the Russian and Belarusian secret services", «спецслужбы России и Белоруссии».

Only one of them stands there whole, and `scan` finds it. Whose the other one is stands beyond an "and": put in the
place of the first owner, it must give a name on the list too. Its mention covers that one word. Regions do so in rows:
«у Сумській, Полтавській та Харківській областях», "Kherson and Zaporizhzhia regions"; no town is meant there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.matching.folding import Folded
from bot.matching.lexicon import SHADOW, Lexicon, Name
from bot.matching.scan import TOKEN, Candidate
from bot.matching.transliteration import CYRILLIC
from bot.model.entity import Kind

_AND = "(?:and|та|й|і|и|ды)"
_BEFORE = re.compile(rf"(?<![^\W_])([^\W\d_]+(?:'s)?) {_AND} $")
_AFTER = re.compile(rf" {_AND} ([^\W\d_]+)(?![^\W_])")
_REACH = 48
"""Characters before a name in which the other owner and the "and" stand."""
_IN_ROW = re.compile(rf"(?<![^\W_])([^\W\d_]+(?:-[^\W\d_]+)?)(?:,? {_AND} |, )$")
_ROW_ENDS = re.compile(r"(?:област|вобласц)[^\W_]*$|(?:region|oblast)s$")
_SEVERAL = re.compile(r"(?:ie|nt|rce|vice|cil)s\b")


def sharing(lexicon: Lexicon, folded: Folded, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """The bodies that share the words of those in `found`."""
    for candidate in found:
        name = candidate.name
        if name.owner == SHADOW or " " not in name.folded:
            continue
        if lexicon.owners[name.owner].kind is not Kind.ACTOR:
            yield from _row(lexicon, candidate, folded.read)
            continue
        start, end = candidate.start, candidate.end
        before = _BEFORE.search(folded.read, max(0, start - _REACH), start)
        after = _AFTER.match(folded.read, end)
        if not (before or after):
            continue
        words = list(TOKEN.finditer(folded.read, start, end))
        texts = [word.group() for word in words]
        if before:
            shared = folded.clean[words[0].end() : end].strip()
            yield from _others(lexicon, candidate, [before[1], *texts[1:]], before.span(1), shared)
        if after and _of_several(folded.read[start:end]):
            shared = folded.clean[start : words[-1].start()].strip()
            yield from _others(lexicon, candidate, [*texts[:-1], after[1]], after.span(1), shared)


def _row(lexicon: Lexicon, last: Candidate, read: str) -> Iterator[Candidate]:
    """The regions named before the `last` one of a row, which alone says that they are regions."""
    what = _ROW_ENDS.search(read, last.start, last.end)
    at = last.start
    while what and (item := _IN_ROW.search(read, max(0, at - _REACH), at)):
        others = list(_others(lexicon, last, [*TOKEN.findall(item[1]), what[0]], item.span(1), what[0]))
        yield from others
        at = item.start() if others else 0


def _of_several(name: str) -> bool:
    """May an owner be added behind the name? "The Foreign Ministry of Belarus and Russia" is of one, then a country."""
    return CYRILLIC.search(name) is not None or _SEVERAL.search(name) is not None


def _others(
    lexicon: Lexicon, candidate: Candidate, words: Sequence[str], span: tuple[int, int], shared: str
) -> Iterator[Candidate]:
    for name in _names(lexicon, words):
        if name.owner not in {SHADOW, candidate.name.owner} and not name.exact:
            rule = "organisation" if name.organisation else "inflected"
            yield Candidate(*span, name, rule, (f"shares “{shared}”",), name.context, span[1])


def _names(lexicon: Lexicon, words: Sequence[str]) -> list[Name]:
    """The names that consist of `words`, in any of their forms."""
    places = [begin.node for begin in lexicon.begin(words[0])]
    for word in words[1:]:
        known = lexicon.recognise(word).words
        places = [lexicon.nodes[place.words[number]] for place in places for number in known if number in place.words]
    return [name for place in places for name in place.names]
