"""The forms of a word: what a name in the dictionary form looks like in running text.

Slavic names decline («Калібру», «Ланцетом», «Гераней», «Лукашэнкам»), and weapon names are in no dictionary. So the
forms are made when the lexicon is compiled, from two sources that fail on different words:

* `DECLENSIONS`: the endings of Ukrainian, Russian and Belarusian by the last letters of the dictionary form. One table
  for the three languages, since a name crosses their borders; it makes too many forms rather than too few;
* pymorphy3's dictionaries (uk, ru), for nouns and adjectives: fleeting vowels, irregular plurals.

English adds plurals and possessives. A word is kept as shapes, a stem and the endings that may follow it, not as a list
of its forms: a thousand names have a hundred thousand forms, but share a few hundred sets of endings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.matching.folding import reading
from bot.matching.transliteration import CYRILLIC, belarusian

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

_ADJECTIVE = (
    "ий ій ый ой ого його ому йому им ім ым ом ем ем ая а я ої ой ій ую у ю ою ей ое е є ие ые і ії их іх ых ими імі "
    "ыми ага яга аму яму ай ае ія ыя"
)
_BELARUSIAN = "ы ага аму ым ая ай аю ую ае ыя ых ымі аў оў ам амі ах і яга яму ім яй яя юю яе ія іх імі яў ям ямі ях"
_FEMININE = "а и ы і е у о ой ою ай аю ам ами амі ах"
_MASCULINE = "у а ом ем єм ым им ові еві е і и ы ів ов оў аў ев ей ам ами амі ах ою ой их ых ими ыми ого ому"

DECLENSIONS: tuple[tuple[str, int, int, str], ...] = (
    # last letters, shortest word, letters cut, endings (`_`: none); the first row that fits is taken
    ("[иіыо]й", 5, 2, _ADJECTIVE),
    ("кі", 5, 1, _ADJECTIVE),  # be: лукашэнкаўскі
    ("к(?:ой|ае|ая|ое)", 6, 2, _ADJECTIVE),
    ("ке", 7, 1, _ADJECTIVE),
    ("ая", 5, 2, _ADJECTIVE),
    ("яя", 5, 2, _ADJECTIVE),
    ("(?:ое|ее)", 5, 2, _ADJECTIVE),
    ("[иь]е", 5, 1, "е я ю ем и й ям ями ях"),
    ("(?:не|ве|ське|нє)", 6, 1, _ADJECTIVE),
    ("ств[оа]", 5, 1, "о а у ом е і ам ами ах амі"),
    ("ка", 4, 2, "ка ки кы кі ке ку ко кой кою кай каю кам ками камі ках к ек ок ак ці цы цэ"),
    ("га", 4, 2, "га ги гі ге гу гой гою гай гаю гам гами гамі гах г зі зе зе"),
    ("ха", 4, 2, "ха хи хі хе ху хой хою хай хаю хам хами хамі хах х сі сэ се"),
    ("а", 3, 1, _FEMININE + " _"),
    ("(?:[сц]кі|[вмлн]ы)я", 6, 2, _ADJECTIVE),  # be: беларускія, рухомыя
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
_RULES = tuple(
    (re.compile(f"{last}$"), shortest, cut, frozenset("" if e == "_" else e for e in endings.split()))
    for last, shortest, cut, endings in DECLENSIONS
)
_FLEETING = frozenset("ьк" + e for e in ("а", "у", "ом", "е", "и", "ов", "ів", "ам", "ами", "ах"))
_KEEPING = frozenset(_MASCULINE.split())
_ACRONYM = frozenset(("", "а", "у", "ом", "е", "ы", "і", "ов", "ів", "ам", "ами"))
_ENGLISH = frozenset(("", "s", "'s", "s'"))
_ENGLISH_SIBILANT = _ENGLISH | {"es", "'"}
_ENGLISH_Y = frozenset(("y", "ys", "y's", "ies"))
_AS_IS = frozenset(("",))
_FROM_NAMES = ("івськ", "овськ", "евськ", "ївськ", "ськ", "овск", "евск", "ск", "аўск", "оўск", "ав", "ов", "ев", "ін")
_ADJECTIVAL = frozenset(suffix + ending for suffix in _FROM_NAMES for ending in _ADJECTIVE.split())
"""лукашенківський, лукашенковский, лукашэнкаўскі; Лукашэнкава, маміна."""
_MEMBER_HEADS = ("івець", "овець", "ець", "овец", "евец", "ец", "авец", "овац", "іст", "ист")
_LATIN_MEMBERS = frozenset(suffix + end for suffix in ("ite", "ist", "ian") for end in ("", "s", "'s", "s'"))
_SIDES = ("про", "анти")
_SIDED = re.compile("с(?:ь)?к(?:ий|ій|і|ое|а|ае)?$|ск(?:ий|ое|ая|і)$")
_NAMES = ("NOUN", "ADJF", "NPRO")

SPELLINGS = (("defence", "defense"), ("armoured", "armored"), ("programme", "program"), ("centre", "center"))
"""British and American: a name given in one is found in the other."""


class Shape(NamedTuple):
    """A stem and the endings that may follow it."""

    stem: str
    endings: frozenset[str]


def is_acronym(word: str) -> bool:
    """ФСБ, HIMARS: at most six capitals. Acronyms decline little, and are never matched by sound."""
    return word.isupper() and 2 <= len(word) <= 6


def shapes(word: str, lang: str = "", *, derive: bool = False, members: bool = False) -> set[Shape]:
    """The shapes, folded, of `word` as it stands in a name.

    `lang` is the language of the name (`uk`, `ru`, `be`; `` if not known). With `derive`, adjectives count too; with
    `members`, nouns for those who belong.
    """
    base = reading(word)
    if not base.replace("'", "").isalpha():
        return {Shape(base, _AS_IS)}
    if not CYRILLIC.search(base):
        return set(_english(base, members=members))
    if is_acronym(word):
        return {Shape(base, _AS_IS if base[-1] in "аеиіоуыэюяєї" else _ACRONYM)}
    made = set(_declined(base))
    if lang in {"uk", "ru"}:
        made |= _dictionary(base, lang)
    if lang != "be":
        made |= {shape for spelled in belarusian(base) for shape in _declined(spelled)}
    bare = re.sub("[оаеяьй]$", "", base)
    if derive:
        made.add(Shape(bare, _ADJECTIVAL))
    if members:
        made |= {shape for head in _MEMBER_HEADS for shape in _declined(bare + head)}
    if _SIDED.search(base):
        made |= {Shape(side + shape.stem, shape.endings) for side in _SIDES for shape in made}
    elif derive:
        made |= {Shape(side + bare, _ADJECTIVAL) for side in _SIDES}
    return made


def expanded(made: Iterable[Shape]) -> set[str]:
    """Every form of some shapes."""
    return {shape.stem + ending for shape in made for ending in shape.endings}


def respelled(name: str) -> set[str]:
    """`name` and, where English spells it in two ways, the other one."""
    found = {name}
    for pair in SPELLINGS:
        for one, other in (pair, pair[::-1]):
            found |= {re.sub(rf"\b{one}\b", other, n) for n in found}
            found |= {re.sub(rf"\b{one.title()}\b", other.title(), n) for n in found}
    return found


def _english(base: str, *, members: bool) -> Iterator[Shape]:
    """Plural, possessive; Wagnerites are Wagnerists too."""
    yield Shape(base, _ENGLISH_SIBILANT if base.endswith(("s", "x", "z", "ch", "sh")) else _ENGLISH)
    if base.endswith("y") and len(base) > 3 and base[-2] not in "aeiou":
        yield Shape(base[:-1], _ENGLISH_Y)
    if members or base.endswith("ite"):
        yield Shape(base.removesuffix("ite"), _LATIN_MEMBERS)


def _declined(word: str) -> Iterator[Shape]:
    """Folded Cyrillic `word` with the endings of its declension; the row that fits first is taken."""
    yield Shape(word, _AS_IS)
    for last, shortest, cut, endings in _RULES:
        if len(word) >= shortest and last.search(word):
            yield Shape(word[: len(word) - cut], endings)
            break
    if word.endswith(("ок", "ек")) and len(word) > 4:
        yield Shape(word[:-2], _FLEETING)  # зразок, зразка; пеньок, пенька
    if word.endswith(("ок", "ак", "ек")):
        yield Shape(word, _KEEPING)
    if word.endswith("ь") and len(word) > 3:
        yield Shape(word[:-1] + word[-2] + "ю", _AS_IS)


def _dictionary(word: str, lang: str) -> set[Shape]:
    """What pymorphy3 knows of `word` as the dictionary form of a noun or an adjective."""
    analyzer = _analyzer(lang)
    if not analyzer.word_is_known(word):
        return set()
    made = set()
    for parse in analyzer.parse(word)[:3]:
        if parse.tag.POS in _NAMES and (parse.normal_form == word or "nomn" in parse.tag):
            made.add(_shaped({form.word.replace("ё", "е").replace("ґ", "г") for form in parse.lexeme}, len(word) - 2))
    return made


def _shaped(words: set[str], shortest: int) -> Shape:
    """Forms as one shape; those shorter than `shortest` are accidents of the paradigm («Игла» is no «ИГ»)."""
    kept = {word for word in words if len(word) >= shortest}
    stem = common_start(kept)
    return Shape(stem, _interned(frozenset(word[len(stem) :] for word in kept)))


@lru_cache(maxsize=4096)
def _interned(endings: frozenset[str]) -> frozenset[str]:
    return endings


def common_start(words: Iterable[str]) -> str:
    """What all of `words` begin with."""
    first, last = min(words, default=""), max(words, default="")
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:same]


@lru_cache(maxsize=65536)
def lexeme(word: str, lang: str) -> frozenset[str]:
    """All forms of a dictionary word of any part of speech; for cue words, which are everyday words."""
    analyzer = _analyzer(lang)
    base = word.lower()
    if not analyzer.word_is_known(base):
        return frozenset(expanded(_declined(reading(base))))
    made = {reading(base)}
    for parse in analyzer.parse(base)[:4]:
        if base in {parse.normal_form, parse.word}:
            made |= {form.word.replace("ё", "е").replace("ґ", "г") for form in parse.lexeme}
    return frozenset(made)


@cache
def _analyzer(lang: str) -> MorphAnalyzer | Any:
    """Loaded when the first Cyrillic name is compiled; about 0.1 s and 16 MB a language."""
    import pymorphy3  # noqa: PLC0415 (a lexicon from the cache needs no dictionary)

    return pymorphy3.MorphAnalyzer(lang=lang)
