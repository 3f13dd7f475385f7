"""May these words of a machine be told? Only if every name, number, date and quotation in them is in the source.

Two checks: of a summary, against the report in the same language, where every word can be compared; of a translation,
against the sentences that it renders. Both only refuse: whoever asks falls back on the source's own sentences. A
refusal costs a nicer sentence, a false fact would cost the reader's trust; so in doubt they refuse.

They make instructions inside a report harmless, too: a model that obeys one can say nothing but what the report says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.summaries.languages import language
from bot.summaries.moments import moments
from bot.summaries.numerals import Number, numbers
from bot.summaries.sentences import split
from bot.summaries.spelling import WORD, Vocabulary, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a text names, by our own matcher."""

    entities: Mapping[str, frozenset[bool]]
    """Ids of entities and of their families, and whether they are named plainly (False), negated (True), or both."""
    spans: tuple[tuple[int, int], ...] = ()
    """Where in the text."""


Names = Callable[[str], Named]

LONGEST = 900
"""Characters."""
SHORTEST = 20
COVERED = 0.7
"""Share of a summary's longer words that its report must hold, in some form: the rest are "said" and "however"."""
STRETCH = 2.2
"""A translation is no longer than this many times its source, and no shorter than the inverse."""
_LONG_WORD = 5
_LEAST_TELLING = 4
_NEAR, _FAR = 3, 8
"""Words beside a number in a summary, one of which must be among these beside it in the report."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_QUOTATION = re.compile(r"«([^«»]{1,600})»|“([^“”]{1,600})”|„([^„“”]{1,600})[“”]|\"([^\"]{1,600})\"")
_STRANGE = re.compile(r"https?:|www\.|[<>{}\[\]|@#*_`\\]")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "ʼ": "'", "‑": "-", "–": "-"})
_OPENERS = frozenset(
    """
    a an the in on at it its he she they we this that these those there and but for as his her their of by to from with
    after before during while when where since until according however meanwhile also both some all more most no not
    earlier later still only both each many several another other
    у в на за по з із зі та і й а але це він вона вони воно ми після під час також до від про для за через проте однак
    водночас як що коли де ще раніше пізніше тим його її їхні ці цей ця ті той усі всі деякі багато кілька
    и он она они оно мы после во время также от о об для через однако между тем как что когда где еще раньше позже его
    ее их эти этот эта те тот все некоторые много несколько с со из при но не
    ён яна яны яно пасля падчас таксама ад пра праз аднак як што калі дзе яшчэ раней пазней яго яе іх гэтыя гэты гэта
    усе некаторыя шмат некалькі з са пры але не
    """.split()  # noqa: SIM905 - words read better than a list of them
)
"""What opens a sentence with a capital letter and is no name."""


def doubt_summary(answer: str, source: str, *, names: Names, sentences: int, about: Collection[str] = ()) -> str | None:
    """Why `answer` may not be told as a summary of `source`, in words for a log; None where it may.

    `about`: entities of which it must name one, if the source does: what the summary is for.
    """
    form = _form(answer, language(source), sentences)  # first, so that the rest looks at short text only
    if form:
        return form
    own, told, held = Vocabulary(source), names(answer), names(source)
    return (
        _numbers(answer, source)
        or _misplaced(answer, source)
        or _dates(answer, source)
        or _quotations(answer, source)
        or _entities(told, held)
        or _beside(told, held, about)
        or _strangers(answer, own.holds, openers=True)
        or _coverage(answer, own)
    )


def doubt_translation(answer: str, source: str, *, names: Names, lang: str) -> str | None:
    """Why `answer` may not be told as `source` in `lang`, in words for a log; None where it may."""
    form = _form(answer, lang, len(split(source)) + 1) or _length(answer, source)
    if form:
        return form
    ours, theirs = names(answer), names(source)
    return (
        _numbers(answer, source)
        or _numbers(source, answer, lost=True)
        or _dates(answer, source)
        or _dates(source, answer, lost=True)
        or _entities(ours, theirs)
        or _entities(theirs, ours, lost=True)
        or _quoted_more(answer, source)
        or _strangers(answer, Vocabulary(source).sounds_like, openers=False, known=ours.spans)
    )


def _form(answer: str, lang: str | None, sentences: int) -> str | None:
    if not SHORTEST <= len(answer) <= LONGEST:
        return f"it has {len(answer)} characters"
    strange = _STRANGE.search(answer)
    if strange:
        return f"it holds {strange.group()!r}"
    if language(answer) != lang:
        return f"it is not in {lang}"
    count = len(split(answer))
    return f"it has {count} sentences" if count > sentences else None


def _length(answer: str, source: str) -> str | None:
    ratio = len(answer) / max(1, len(source))
    return None if 1 / STRETCH <= ratio <= STRETCH else f"it is {ratio:.1f} times as long"


def _numbers(answer: str, source: str, *, lost: bool = False) -> str | None:
    """A number of `answer` that `source` does not hold, however either is written."""
    times = moments(answer)
    held = {reading for number in numbers(source) for reading in number.readings}
    held.update(Decimal(time.year) for time in moments(source) if time.year)
    for number in numbers(answer):
        inside = any(number.start < time.end and time.start < number.end for time in times)
        if not inside and not _is_article(number) and not number.readings & held:
            written = answer[number.start : number.end]
            return f"the number {written!r} is {'lost' if lost else 'not in the source'}"
    return None


def _misplaced(answer: str, source: str) -> str | None:
    """A number of `answer` that in `source` stands beside none of its words: it counts something else there."""
    around: dict[Decimal, list[str]] = {}
    for number in numbers(source):
        for reading in number.readings:
            around.setdefault(reading, []).append(_around(source, number, _FAR))
    beside = {reading: Vocabulary(" ".join(places)) for reading, places in around.items()}
    for number in numbers(answer):
        near = [word for word in WORD.findall(_around(answer, number, _NEAR)) if len(word) >= _LEAST_TELLING]
        places = [beside[reading] for reading in number.readings if reading in beside]
        if near and places and not any(place.holds(word) for place in places for word in near):
            return f"the number {answer[number.start : number.end]!r} counts something else in the source"
    return None


def _around(text: str, number: Number, reach: int) -> str:
    """As many words before a number, and behind it, as `reach`; without the number."""
    before = text[max(0, number.start - 30 * reach) : number.start].split()[-reach:]
    behind = text[number.end : number.end + 30 * reach].split()[:reach]
    return " ".join((*before, *behind))


def _is_article(number: Number) -> bool:
    """A "one" in words, which is a pronoun as often as a number; a "hundred" or a "dozen" is neither."""
    return number.in_words and number.readings == {Decimal(1)}


def _dates(answer: str, source: str, *, lost: bool = False) -> str | None:
    held = moments(source)
    years = {time.year for time in held} | {int(year) for year in _YEAR.findall(source)}
    for time in moments(answer):
        same = any(time.what == other.what or _is_month_of(time.what, other.what) for other in held)
        if not same or (time.year is not None and time.year not in years):
            written = answer[time.start : time.end]
            return f"the time {written!r} is {'lost' if lost else 'not in the source'}"
    return None


def _is_month_of(told: str, held: str) -> bool:
    return len(told) == 2 and held.startswith(told)


def _quotations(answer: str, source: str) -> str | None:
    """A quotation must stand in the source as it is; one or two quoted words may be inflected («Шахедами»)."""
    plain, own = _plain(source), Vocabulary(source)
    for quoted in _quoted(answer):
        inside = [word.text for word in words(quoted)]
        if _plain(quoted).strip(" .,!?…;:") in plain:
            continue
        if len(inside) > 2 or not all(own.holds(word) for word in inside):
            return f"the quotation {quoted[:40]!r} is not in the source"
    return None


def _quoted_more(answer: str, source: str) -> str | None:
    more = sum(1 for _ in _quoted(answer)) > sum(1 for _ in _quoted(source))
    return "it quotes more than the source" if more else None


def _quoted(text: str) -> Iterator[str]:
    for match in _QUOTATION.finditer(text):
        yield next(group for group in match.groups() if group is not None)


def _plain(text: str) -> str:
    return " ".join(text.translate(_QUOTES).split())


def _entities(told: Named, held: Named, *, lost: bool = False) -> str | None:
    for entity, ways in sorted(told.entities.items()):
        if entity not in held.entities:
            return f"{entity} is {'lost' if lost else 'not in the source'}"
        if not ways <= held.entities[entity]:
            return f"{entity} is negated in one and not in the other"
    return None


def _beside(told: Named, held: Named, about: Collection[str]) -> str | None:
    asked = set(about) & held.entities.keys()
    return "it names nothing of what is watched" if asked and not asked & told.entities.keys() else None


def _strangers(
    answer: str, held: Callable[[str], bool], *, openers: bool, known: Sequence[tuple[int, int]] = ()
) -> str | None:
    """A name in `answer` that the source does not hold, outside of dates and of what is `known`.

    `openers`: are words that open a sentence looked at, too?
    """
    passed = [*known, *((time.start, time.end) for time in moments(answer))]
    for word in words(answer):
        if not word.is_name or (word.opens and (not openers or word.text.casefold() in _OPENERS)):
            continue
        if not held(word.text) and not any(start < word.end and word.start < end for start, end in passed):
            return f"the name {word.text!r} is not in the source"
    return None


def _coverage(answer: str, own: Vocabulary) -> str | None:
    for sentence in split(answer):
        long = [word.text for word in words(sentence.text) if len(word.text) >= _LONG_WORD]
        missing = [word for word in long if not own.holds(word)]
        if len(missing) > (1 - COVERED) * len(long):
            return f"the source knows nothing of {', '.join(missing[:4])}"
    return None
