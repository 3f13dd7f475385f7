"""The endings of Ukrainian, Russian and Belarusian, by the last letters of the dictionary form.

One table for the three languages, since a name crosses their borders; it makes too many forms rather than too few.
Weapon names are in no dictionary, so these rules carry most of the inflection.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Shape(NamedTuple):
    """A stem and the endings that may follow it."""

    stem: str
    endings: frozenset[str]


AS_IS = frozenset(("",))
ADJECTIVE = (
    "ий ій ый ой ого його ому йому им ім ым ом ем ем ая а я ої ой ій ую у ю ою ей ое е є ие ые і ії их іх ых ими імі "
    "ыми ага яга аму яму ай ае ія ыя"
)
_BELARUSIAN = "ы ага аму ым ая ай аю ую ае ыя ых ымі аў оў ам амі ах і яга яму ім яй яя юю яе ія іх імі яў ям ямі ях"
_FEMININE = "а и ы і е у о ой ою ай аю ам ами амі ах"
_MASCULINE = "у а ом ем єм ым им ові еві е і и ы ів ов оў аў ев ей ам ами амі ах ою ой их ых ими ыми ого ому"

DECLENSIONS: tuple[tuple[str, int, int, str], ...] = (
    # last letters, shortest word, letters cut, endings (`_`: none); the first row that fits is taken
    ("[сц]ь?к[иі]й", 5, 2, ADJECTIVE + " о"),  # російсько-український
    ("[иіыо]й", 5, 2, ADJECTIVE),
    ("кі", 5, 1, ADJECTIVE),  # be: лукашэнкаўскі
    ("к(?:ой|ае|ая|ое)", 6, 2, ADJECTIVE),
    ("ке", 7, 1, ADJECTIVE),
    ("ая", 5, 2, ADJECTIVE),
    ("яя", 5, 2, ADJECTIVE),
    ("(?:ое|ее)", 5, 2, ADJECTIVE),
    ("[иь]е", 5, 1, "е я ю ем и й ям ями ях"),
    ("(?:не|ве|ське|нє)", 6, 1, ADJECTIVE),
    ("ств[оа]", 5, 1, "о а у ом е і ам ами ах амі"),
    ("ка", 4, 2, "ка ки кы кі ке ку ко кой кою кай каю кам ками камі ках к ек ок ак ці цы цэ"),
    ("га", 4, 2, "га ги гі ге гу гой гою гай гаю гам гами гамі гах г зі зе зе"),
    ("ха", 4, 2, "ха хи хі хе ху хой хою хай хаю хам хами хамі хах х сі сэ се"),
    ("а", 3, 1, _FEMININE + " _"),
    ("(?:[сц]кі|[вмлн]ы)я", 6, 2, ADJECTIVE),  # be: беларускія, рухомыя
    ("[иі]я", 4, 1, "я и ї і ю е є ей ею єю ям ями ямі ях й яй яю"),
    ("я", 3, 1, "я и і ї ю е є ею єю ей яй яю ям ями ямі ях ь й ій"),
    ("ець", 4, 3, "ець ця цю цем ці ців цям цями цях цеві"),
    ("ец", 4, 2, "ец ца цу цем цом це цы ці цев цов цам цами цах"),
    ("[аэ]ц", 4, 2, "ац эц ца цу цам цом це цы ці цаў цам цамі цах"),
    ("ость", 6, 1, "ь и ью ей ям ями ях"),
    ("ь", 3, 1, "ь я ю е ем єм ём і и ів їв ей єй ям ями ямі ях еві єві ью"),
    ("й", 3, 1, "й я ю єм ем ї и і їв ев ям ями ях еві єві є е"),
    ("о", 3, 1, "о а у ом ові ою е и і ам ами ах ой ы ў ам ку"),
    ("[ыі]", 8, 1, _BELARUSIAN + " _"),  # be: рухомы, спецслужбы; a short bare stem is a word («Броды», брод)
    ("[ыі]", 5, 1, _BELARUSIAN),
    ("[еєиіюыэуї]", 3, 0, "_"),
    ("ів", 4, 2, "ів ова ову овим овом ові овом овым ов"),
    ("ик", 4, 0, _MASCULINE + " ик"),
    ("[оеа]к", 4, 2, "к ка ку ком кем ке ки ків ков кам ками ках кі каў камі"),
    ("", 3, 0, _MASCULINE + " я ю ями ях ям"),
)
SURNAMES: tuple[tuple[str, int, int, str], ...] = (
    ("[сц]ь?к[иіыо]й", 5, 2, "ий ій ый ой ого ому ову им ім ым ом і ие ые их іх ых ими імі ыми ага аму"),
    ("[сц]ька", 5, 1, "а ої ій у ою"),
    ("[сц]кая", 5, 2, "ая ой ую ою ай аю"),
    ("(?:[оеєё]в|[иіїы]н)", 4, 0, "_ а у ом ем им ым ові еві е і и ы ых их ими ыми ам"),
    ("(?:[оеєё]в|[иіїы]н)а", 5, 1, "а и ы і у ої ой ій ою е"),
)
"""Of surnames that tell a man from a woman, the forms of that one: Зеленська is no form of Зеленський."""

_Row = tuple[re.Pattern[str], int, int, frozenset[str]]


def _table(rows: Iterable[tuple[str, int, int, str]]) -> tuple[_Row, ...]:
    return tuple(
        (re.compile(f"{last}$"), shortest, cut, frozenset("" if e == "_" else e for e in endings.split()))
        for last, shortest, cut, endings in rows
    )


_RULES = _table(DECLENSIONS)
_SURNAMES = _table(SURNAMES)
_FLEETING = frozenset("ьк" + e for e in ("а", "у", "ом", "е", "и", "ов", "ів", "ам", "ами", "ах"))
_KEEPING = frozenset(_MASCULINE.split())


def declined(word: str) -> Iterator[Shape]:
    """Folded Cyrillic `word` with the endings of its declension; the row that fits first is taken."""
    yield Shape(word, AS_IS)
    yield from _by_ending(word, _RULES)
    if word.endswith(("ок", "ек")) and len(word) > 4:
        yield Shape(word[:-2], _FLEETING)  # зразок, зразка; пеньок, пенька
    if word.endswith(("ок", "ак", "ек")):
        yield Shape(word, _KEEPING)
    if word.endswith("ь") and len(word) > 3:
        yield Shape(word[:-1] + word[-2] + "ю", AS_IS)


def is_surname(word: str) -> bool:
    """Does folded `word` end like a surname that tells a man from a woman?"""
    return next(_by_ending(word, _SURNAMES), None) is not None


def surname(word: str) -> Iterator[Shape]:
    """A surname with the endings of the man or the woman whose dictionary form it is."""
    yield Shape(word, AS_IS)
    yield from _by_ending(word, _SURNAMES)


def _by_ending(word: str, rules: Iterable[_Row]) -> Iterator[Shape]:
    """The shape that the first rule that fits gives."""
    for last, shortest, cut, endings in rules:
        if len(word) >= shortest and last.search(word):
            yield Shape(word[: len(word) - cut], endings)
            return
