"""The forms of a word: what a name in the dictionary form looks like in running text.

Slavic names decline («Калібру», «Ланцетом», «Гераней», «Лукашэнкам»), and weapon names are in no dictionary. So the
forms are made when the lexicon is compiled, from two sources that fail on different words:

* `declensions`: endings by the last letters of the dictionary form, one table for three languages;
* pymorphy3's dictionaries (uk, ru), for nouns and adjectives: fleeting vowels, irregular plurals.

English adds plurals and possessives. A word is kept as shapes, a stem and the endings that may follow it, not as a list
of its forms: a thousand names have a hundred thousand forms, but share a few hundred sets of endings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from bot.matching.declensions import ADJECTIVE, AS_IS, Shape, declined, is_surname, surname
from bot.matching.folding import reading
from bot.matching.transliteration import CYRILLIC, belarusian

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

_ACRONYM = frozenset(("", "а", "у", "ом", "е", "ы", "і", "ов", "ів", "ам", "ами"))
_ENGLISH = frozenset(("", "s", "'s", "s'"))
_ENGLISH_SIBILANT = _ENGLISH | {"es", "'"}
_ENGLISH_Y = frozenset(("y", "ys", "y's", "ies"))
_FROM_NAMES = ("івськ", "овськ", "евськ", "ївськ", "ськ", "овск", "евск", "ск", "аўск", "оўск", "ав", "ов", "ев", "ін")
_ADJECTIVAL = frozenset(suffix + ending for suffix in _FROM_NAMES for ending in ADJECTIVE.split())
"""лукашенківський, лукашенковский, лукашэнкаўскі; Лукашэнкава, маміна."""
_MEMBER_HEADS = ("івець", "овець", "ець", "овец", "евец", "ец", "авец", "овац", "іст", "ист")
_LATIN_MEMBERS = frozenset(suffix + end for suffix in ("ite", "ist", "ian") for end in ("", "s", "'s", "s'"))
_SIDES = ("про", "анти")
_SIDED = re.compile("с(?:ь)?к(?:ий|ій|і|ое|а|ае)?$|ск(?:ий|ое|ая|і)$")
_NAMES = ("NOUN", "ADJF", "NPRO")
ORDINAL = "-й"
"""What stands for the ending of any number in a name: 47-ма, 47-ї, 58-я, 58-ю."""
_ORDINALS = "а я й ї ю у е го му м ма ми ої ою ша шої шу га гої гу тя тю тьої та тої ту ва вої ву ая ой ую ій им ым"

SPELLINGS = (("defence", "defense"), ("armoured", "armored"), ("programme", "program"), ("centre", "center"))
"""British and American: a name given in one is found in the other."""
STATES = (
    ("of Russia", "of the Russian Federation", "of Russian Federation"),
    ("РФ", "России", "Российской Федерации"),
    ("РФ", "Росії", "Російської Федерації"),
    ("США", "Соединённых Штатов"),
    ("США", "Сполучених Штатів"),
    ("ЗСУ", "Збройних сил України", "ЗС України"),
    ("ВСУ", "Вооружённых сил Украины", "ВС Украины"),
)
"""Whose a body is, in short and in full: who is listed in one way is found in the others."""


def is_acronym(word: str) -> bool:
    """ФСБ, HIMARS: at most six capitals. Acronyms decline little, and are never matched by sound."""
    return word.isupper() and 2 <= len(word) <= 6


def shapes(
    word: str, lang: str = "", *, derive: bool = False, members: bool = False, person: bool = False
) -> set[Shape]:
    """The shapes, folded, of `word` as it stands in a name.

    `lang` is the language of the name (`uk`, `ru`, `be`; `` if not known). With `derive`, adjectives count too; with
    `members`, nouns for those who belong. A `person`'s surname declines as a man's or a woman's, not as both.
    """
    if word == ORDINAL:
        return {Shape(ending, AS_IS) for ending in _ORDINALS.split()}
    base = reading(word)
    if not base.replace("'", "").isalpha():
        return {Shape(base, AS_IS)}
    if not CYRILLIC.search(base):
        return set(_english(base, members=members))
    if is_acronym(word):
        return {Shape(base, AS_IS if base[-1] in "аеиіоуыэюяєї" else _ACRONYM)}
    decline = surname if person and is_surname(base) else declined
    made = set(decline(base))
    if lang in {"uk", "ru"} and decline is declined:
        made |= _dictionary(base, lang)
    if lang != "be":
        made |= {shape for spelled in belarusian(base, lang) for shape in decline(spelled)}
    bare = re.sub("[оаеяьй]$", "", base)
    if derive:
        made.add(Shape(bare, _ADJECTIVAL))
    if members:
        made |= {shape for head in _MEMBER_HEADS for shape in declined(bare + head)}
    if _SIDED.search(base):
        made |= {Shape(side + shape.stem, shape.endings) for side in _SIDES for shape in made}
    elif derive:
        made |= {Shape(side + bare, _ADJECTIVAL) for side in _SIDES}
    return made


def expanded(made: Iterable[Shape]) -> set[str]:
    """Every form of some shapes."""
    return {shape.stem + ending for shape in made for ending in shape.endings}


def respelled(name: str) -> set[str]:
    """`name` and its other spellings: of English, and of the state whose body it is."""
    found = {name}
    for ways in STATES:
        for way in ways:
            if name.endswith(f" {way}"):
                found |= {name.removesuffix(way) + other for other in ways}
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


def _dictionary(word: str, lang: str) -> set[Shape]:
    """What pymorphy3 knows of `word` as the dictionary form of a noun or an adjective."""
    analyzer = _analyzer(lang)
    if not analyzer.word_is_known(word):
        return set()
    made = set()
    for parse in analyzer.parse(word)[:3]:
        if parse.tag.POS in _NAMES and (parse.normal_form == word or "nomn" in parse.tag):
            cases = {form.word for form in parse.lexeme if form.tag.POS in _NAMES}  # «центральнее» is in no name
            made.add(_shaped({form.replace("ё", "е").replace("ґ", "г") for form in cases}, len(word) - 2))
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
        return frozenset(expanded(declined(reading(base))))
    made = {reading(base)}
    for parse in analyzer.parse(base)[:4]:
        if reading(base) in {reading(parse.normal_form), reading(parse.word)}:  # самолет is самолёт
            made |= {form.word.replace("ё", "е").replace("ґ", "г") for form in parse.lexeme}
    return frozenset(made)


@cache
def _analyzer(lang: str) -> MorphAnalyzer | Any:
    """Loaded when the first Cyrillic name is compiled; about 0.1 s and 16 MB a language."""
    import pymorphy3  # noqa: PLC0415 (a lexicon from the cache needs no dictionary)

    return pymorphy3.MorphAnalyzer(lang=lang)
