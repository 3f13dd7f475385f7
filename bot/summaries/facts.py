"""The facts of a report, copied from it: who, how many of what, where and when. Nothing is inferred."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.model.entity import Kind
from bot.model.fact import Asks, Fact
from bot.model.mention import Mention
from bot.model.story import Sentence
from bot.summaries.moments import moments
from bot.summaries.numerals import Number, numbers
from bot.summaries.sentences import split

MOST = {Asks.WHO: 2, Asks.HOW_MANY: 2, Asks.WHAT: 2, Asks.WHERE: 2, Asks.WHEN: 1}
"""Of each, so that the line stays one line."""
LONGEST = 48
"""Characters of one fact; a longer one is no badge."""
_ASKS = {Kind.ACTOR: Asks.WHO, Kind.EQUIPMENT: Asks.WHAT, Kind.PLACE: Asks.WHERE}
_READ = 20_000
_LONGEST_SENTENCE = 1_000
"""Characters that are looked at, so that hostile text costs no more than news."""
_MODIFIERS = 3
"""Words that may stand between a number and what it counts ("12 Russian attack drones")."""
_NEXT = re.compile(r"[ \u00a0\u202f]([«“\"„]?)((?:[^\W\d_]|[-‑'’])+)([»”\"“]?)")
_UNIT = re.compile(r"(?:km|kg|кг|км|т)\b", re.IGNORECASE)
_CURRENCY = re.compile(r"(?:[$€£₴]|US\$)\s?\Z")
_COUNTED = frozenset(
    """
    people men women children civilians personnel troops aircraft dead killed wounded injured missing captured police
    percent cent km kg tonnes feet staff crew infantry
    """.split()  # noqa: SIM905 - words read better than a list of them
)
"""What English counts without an -s."""
_STOPS = frozenset(
    """
    of and or the a an in at on from to were was are is be been had have has by for with after before when who that
    was is has his its this as us yes always perhaps times thus which than more less other others into over near
    as it they we he she but not
    і й та або у в на з із зі до від о об під по за про для як що який які яка це був була було були є не а але чи
    и или к с со из от во об обо при над для как что который которые это был была было были не а но ли уже же
    mm cm мм см
    ды ці ў ад па пра што як які гэта быў была было былі не але ж
    """.split()  # noqa: SIM905 - as above
)
_ADJECTIVE = re.compile(r"(?:их|ых|іх|ими|ыми|ими|ого|его|ої|ой|ые|ие|ыя|ія|ий|ый|і)\Z")
_VERB = re.compile(
    r"(?:ли|ло|лись|лися|лась|лось|лося|[^\W\d_]{3,}ла|ться|тся|ют|ют[ьс]я|ено|ано|ены|аны|ені|ані|уть|ють)\Z"
)
_BY_PEOPLE = re.compile(
    r"[а-яіїєґўё][^\W\d_]*"
    r"|.*(?:ian|ean|rican|German|ish|ese|French|Dutch|Greek|Czech|Swiss|raeli|raqi)s?"
)
"""Catalogue names of a country's people and of what is theirs (Russian, «украинский»), which tell no place."""
_YEAR = re.compile(r"(?:ро[кц]|рік|рр|год|гг|гад)", re.IGNORECASE)
_BETWEEN_MOMENTS = re.compile(r"[\s,]+(?:(?:on|of|the|at|in|на|в|у|о|об|ў|а)\s+){0,2}", re.IGNORECASE)


_CLOSERS = {"«": "»", "“": "”", "„": "“”", '"': '"'}
_Named = Mapping[int, tuple[int, Kind | None]]
"""Where in the sentence a mention starts: its end, and what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    fact: Fact
    key: str
    entities: frozenset[str]
    """The one that it is, or those among what it counts."""
    rank: int
    """0: in a sentence that names what is watched; 1: in one that names anything."""


def facts(
    text: str,
    *,
    title: str = "",
    mentions: Sequence[Mention] = (),
    kinds: Mapping[str, Kind],
    watched: Collection[str] = (),
) -> tuple[Fact, ...]:
    """At most `MOST` facts of each kind, in the order of `Asks` and then of the report.

    Sentences that name a watched entity come first, then those that name any; others give nothing. `kinds` tells what
    each entity is.
    """
    found = [
        *_in_field("title", title, (_line(title),) if title else (), mentions, kinds=kinds, watched=watched),
        *_in_field("text", text, split(text[:_READ]), mentions, kinds=kinds, watched=watched),
    ]
    chosen: dict[Asks, list[_Found]] = {asks: [] for asks in Asks}
    for one in sorted(found, key=lambda one: one.rank):  # stable: within a rank the order is the report's
        line = chosen[one.fact.asks]
        if len(line) < MOST[one.fact.asks] and all(one.key != other.key for other in line):
            line.append(one)
    counted = frozenset[str]().union(*(one.entities for one in chosen[Asks.HOW_MANY]))
    return tuple(
        one.fact
        for asks in Asks
        for one in chosen[asks]
        if asks in {Asks.HOW_MANY, Asks.WHEN} or not one.entities <= counted  # "six Pantsir" says "Pantsir"
    )


def _line(title: str) -> Sentence:
    return Sentence(text=title, start=0, end=len(title))


def _in_field(
    field: str,
    source: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    *,
    kinds: Mapping[str, Kind],
    watched: Collection[str],
) -> Iterator[_Found]:
    here = sorted((one for one in mentions if one.field == field), key=lambda one: one.start)
    at = 0
    for sentence in sentences:
        while at < len(here) and here[at].start < sentence.start:
            at += 1
        inside = []
        while at < len(here) and here[at].end <= sentence.end:
            inside.append(here[at])
            at += 1
        if not inside:
            continue
        rank = 0 if any(mention.entity in watched for mention in inside) else 1
        for fact, key in _of_sentence(source, field, sentence, inside, kinds):
            entities = frozenset(one.entity for one in inside if fact.start <= one.start < fact.end)
            yield _Found(fact=fact, key=key, entities=entities, rank=rank)


def _of_sentence(
    source: str, field: str, sentence: Sentence, mentions: Sequence[Mention], kinds: Mapping[str, Kind]
) -> Iterator[tuple[Fact, str]]:
    def fact(asks: Asks, start: int, end: int, *, negated: bool = False) -> Fact:
        return Fact(asks=asks, text=source[start:end], field=field, start=start, end=end, negated=negated)

    for mention in mentions:
        kind = kinds.get(mention.entity)
        if kind is None or (kind is Kind.PLACE and _is_of_people(mention)):
            continue
        end = _quoted_to(source, mention)
        if end - mention.start <= LONGEST:
            negated = "negated" in mention.notes
            yield fact(_ASKS[kind], mention.start, end, negated=negated), f"{mention.entity} {negated}"
    words = sentence.text[:_LONGEST_SENTENCE]
    times = moments(words)
    named = {
        mention.start - sentence.start: (_quoted_to(source, mention) - sentence.start, kinds.get(mention.entity))
        for mention in mentions
    }
    for number in numbers(words):
        inside = any(start <= number.start and number.end <= end for start, (end, _) in named.items())
        dated = any(number.start < time.end and time.start < number.end for time in times)
        if inside or dated or _is_article(number):
            continue
        span = _count(words, number, named)
        if span is not None and span[1] - span[0] <= LONGEST:
            start, end = sentence.start + span[0], sentence.start + span[1]
            negated = any(start <= one.start < end and "negated" in one.notes for one in mentions)
            yield fact(Asks.HOW_MANY, start, end, negated=negated), source[start:end].casefold()
    if times:
        start, end = times[0].start, times[0].end
        for time in times[1:]:
            if not _BETWEEN_MOMENTS.fullmatch(words, end, time.start):
                break
            end = time.end
        start, end = sentence.start + start, sentence.start + end
        yield fact(Asks.WHEN, start, end), source[start:end].casefold()


def _is_of_people(mention: Mention) -> bool:
    """Is it a people, or what is theirs («американських», «курском»), rather than the place?"""
    return mention.surface[:1].islower() or _BY_PEOPLE.fullmatch(mention.alias) is not None


def _is_article(number: Number) -> bool:
    """Is it a "one" in words, which counts nothing as often as not?"""
    return number.in_words and number.readings == {Decimal(1)}


def _quoted_to(source: str, mention: Mention) -> int:
    """Where the mention ends, with the quotation mark that closes one inside it."""
    opened = next((mark for mark in reversed(mention.surface) if mark in '«»“”„"'), "")
    return mention.end + (source[mention.end : mention.end + 1] in _CLOSERS.get(opened, ()))


def _count(sentence: str, number: Number, named: _Named) -> tuple[int, int] | None:
    """From the number (with its currency) to the end of what it counts; None where it counts nothing that we see."""
    currency = _CURRENCY.search(sentence, max(0, number.start - 4), number.start)
    if currency:
        return currency.start(), number.end
    unit = _UNIT.match(sentence, number.end)
    if unit:
        return number.start, unit.end()
    end = _counted(sentence, number.end, named)
    if end is None or (number.end - number.start == 4 and _YEAR.match(sentence, number.end + 1)):
        return None
    return number.start, end


def _counted(sentence: str, at: int, named: _Named) -> int | None:
    """Where the noun ends that a number before `at` counts: a known name, or what the language's endings show."""
    end = None
    for _ in range(_MODIFIERS + 1):
        match = _NEXT.match(sentence, at)
        if match is None:
            return end
        start = match.start(2) if match.start(2) in named else match.start(1)
        if start in named:
            at, kind = named[start]
            if kind is Kind.PLACE:  # whose they are: "six US launchers"
                at += sentence.startswith(".", at)
                continue
            head = _NEXT.match(sentence, at)
            plural = head is not None and not head[1] and head[2].isascii() and _is_plural(head[2])
            closed = match[1] and sentence[at : at + 1] == match[3]
            return head.end(2) if head and plural else at + bool(closed)
        word = match[2].casefold()
        if word in _STOPS or _VERB.search(word):
            return end
        closed_at = match.end() if match[1] and match[3] else match.end(2)
        if word.isascii():
            if _is_plural(word):
                return closed_at
        elif match[2][0].isupper():  # a name, which a number does not count; but «38 ударних БпЛА»
            return closed_at if end is not None and sum(map(str.isupper, match[2])) > 1 else end
        elif _ADJECTIVE.search(word):
            end = closed_at  # «15 загиблих» counts by an adjective, unless a noun follows
        else:
            return closed_at
        at = match.end()
    return end


def _is_plural(word: str) -> bool:
    return word in _COUNTED or (len(word) > 3 and word.endswith("s") and not word.endswith("ss"))
