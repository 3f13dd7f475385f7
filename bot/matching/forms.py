"""The forms of a word: what a name in the dictionary form looks like in running text.

Slavic names decline («Калібру», «Ланцетом», «Гераней», «Лукашэнкам»), and weapon names are in no dictionary. So the
forms are made when the lexicon is compiled, from two sources that fail on different words:

* `DECLENSIONS`: the endings of Ukrainian, Russian and Belarusian by the last letters of the dictionary form. One table
  for the three languages, since a name crosses their borders; it makes too many forms rather than too few;
* pymorphy3's dictionaries (uk, ru), for nouns and adjectives: fleeting vowels, irregular plurals.

English adds plurals and possessives.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from bot.matching.folding import reading
from bot.matching.transliteration import CYRILLIC, belarusian

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

_ADJECTIVE = (
    "ий ій ый ой ого його ому йому им ім ым ом ем ем ая а я ої ой ій ую у ю ою ей ое е є ие ые і ії их іх ых ими імі "
    "ыми ага яга аму яму ай ае ія ыя"
)
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
    ("[иі]я", 4, 1, "я и ї і ю е є ей ею єю ям ями ямі ях й яй яю"),
    ("я", 3, 1, "я и і ї ю е є ею єю ей яй яю ям ями ямі ях ь й ій"),
    ("ець", 4, 3, "ець ця цю цем ці ців цям цями цях цеві"),
    ("ец", 4, 2, "ец ца цу цем цом це цы ці цев цов цам цами цах"),
    ("[аэ]ц", 4, 2, "ац эц ца цу цам цом це цы ці цаў цам цамі цах"),
    ("ость", 6, 1, "ь и ью ей ям ями ях"),
    ("ь", 3, 1, "ь я ю е ем єм ём і и ів їв ей єй ям ями ямі ях еві єві ью"),
    ("й", 3, 1, "й я ю єм ем ї и і їв ев ям ями ях еві єві є е"),
    ("о", 3, 1, "о а у ом ові ою е и і ам ами ах ой ы ў ам ку"),
    ("[еєиіюыэуї]", 3, 0, "_"),
    ("ів", 4, 2, "ів ова ову овим овом ові овом овым ов"),
    ("ик", 4, 0, _MASCULINE + " ик"),
    ("[оеа]к", 4, 2, "к ка ку ком кем ке ки ків ков кам ками ках кі каў камі"),
    ("", 3, 0, _MASCULINE + " я ю ями ях ям"),
)
_RULES = tuple(
    (re.compile(f"{last}$"), shortest, cut, tuple("" if e == "_" else e for e in endings.split()))
    for last, shortest, cut, endings in DECLENSIONS
)
_ACRONYM_ENDINGS = ("", "а", "у", "ом", "е", "ы", "і", "ов", "ів", "ам", "ами")
_POSSESSED = ("ськ", "ск")
_NAMES = ("NOUN", "ADJF", "NPRO")

SPELLINGS = (("defence", "defense"), ("armoured", "armored"), ("programme", "program"), ("centre", "center"))
"""British and American: a name given in one is found in the other."""


def is_acronym(word: str) -> bool:
    """ФСБ, HIMARS: at most six capitals. Acronyms decline little, and are never matched by sound."""
    return word.isupper() and 2 <= len(word) <= 6


def forms(word: str, lang: str = "", *, derive: bool = False, members: bool = False) -> set[str]:
    """All forms, folded, of `word` as it stands in a name.

    `lang` is the language of the name (`uk`, `ru`, `be`; `` if not known). With `derive`, adjectives count too; with
    `members`, nouns for those who belong.
    """
    base = reading(word)
    if not base.replace("'", "").isalpha():
        return {base}
    if not CYRILLIC.search(base):
        return {base} | english(base) | (_latin_members(base) if members or base.endswith("ite") else set())
    if is_acronym(word):
        return {base} if base[-1] in "аеиіоуыэюяєї" else {base + ending for ending in _ACRONYM_ENDINGS}
    made = {base} | declined(base)
    if lang in {"uk", "ru"}:
        made |= _dictionary_forms(base, lang)
    if lang != "be":
        for spelled in belarusian(base):
            made |= declined(spelled)
    if derive:
        made |= adjectives(base)
    if members:
        made |= _members(base)
    return made | sided(made)


def respelled(name: str) -> set[str]:
    """`name` and, where English spells it in two ways, the other one."""
    found = {name}
    for pair in SPELLINGS:
        for one, other in (pair, pair[::-1]):
            found |= {re.sub(rf"\b{one}\b", other, n) for n in found}
            found |= {re.sub(rf"\b{one.title()}\b", other.title(), n) for n in found}
    return found


def english(word: str) -> set[str]:
    """Plural and possessive."""
    made = {word + "s", word + "'s", word + "s'"}
    if word.endswith(("s", "x", "z", "ch", "sh")):
        made |= {word + "es", word + "'"}
    if word.endswith("y") and len(word) > 3 and word[-2] not in "aeiou":
        made |= {word[:-1] + "ies"}
    return made


def declined(word: str) -> set[str]:
    """Folded Cyrillic `word` with the endings of its declension."""
    for last, shortest, cut, endings in _RULES:
        if len(word) >= shortest and last.search(word):
            stem = word[: len(word) - cut]
            return {word, *(stem + ending for ending in endings)} | _softened(word)
    return {word}


def _softened(word: str) -> set[str]:
    """Vowels that come and go before the last consonant: зразок, зразка; боєць, бійця; Харків, Харкова."""
    if word.endswith(("ок", "ек", "ёк")) and len(word) > 4:
        return {word[:-2] + "ьк" + e for e in ("а", "у", "ом", "е", "и", "ов", "ів", "ам", "ами", "ах")}
    if word.endswith("ь") and len(word) > 3:
        return {word[:-1] + word[-2] + "ю"}
    if word.endswith(("ок", "ак")):
        return {word + e for e in _MASCULINE.split()}
    return set()


def adjectives(word: str) -> set[str]:
    """Adjectives made from a name, folded: лукашенківський, лукашенковский, лукашэнкаўскі, Лукашэнкава."""
    base = re.sub("[оаеяьй]$", "", reading(word))
    suffixes = ("івськ", "овськ", "евськ", "ськ", "ївськ", "овск", "евск", "ск", "аўск", "оўск", "ав", "ов", "ев", "ін")
    return {base + suffix + ending for suffix in suffixes for ending in _ADJECTIVE.split()}


def _latin_members(base: str) -> set[str]:
    """Wagnerite, Wagnerist."""
    stem = base.removesuffix("ite")
    return {stem + suffix + end for suffix in ("ite", "ist", "ian") for end in ("", "s", "'s", "s'")}


def _members(base: str) -> set[str]:
    """Вагнерівець, вагнеровец, азовець."""
    stem = re.sub("[оаеяьй]$", "", base)
    heads = (stem + suffix for suffix in ("івець", "овець", "ець", "овец", "евец", "ец", "авец", "овац", "іст", "ист"))
    return {form for head in heads for form in declined(head)}


def sided(words: set[str]) -> set[str]:
    """Adjectives for and against: прокремлівський, антикремлёвский."""
    return {side + word for word in words for side in ("про", "анти") if any(part in word for part in _POSSESSED)}


@lru_cache(maxsize=65536)
def _dictionary_forms(word: str, lang: str) -> frozenset[str]:
    """What pymorphy3 makes of `word` as the dictionary form of a noun or an adjective."""
    made: set[str] = set()
    for parse in _analyzer(lang).parse(word)[:3]:
        if parse.tag.POS in _NAMES and (parse.normal_form == word or "nomn" in parse.tag):
            made |= {form.word.replace("ё", "е").replace("ґ", "г") for form in parse.lexeme}
    return frozenset(form for form in made if len(form) >= len(word) - 2)


def lexeme(word: str, lang: str) -> frozenset[str]:
    """All forms of a dictionary word of any part of speech; for cue words, which are everyday words."""
    analyzer = _analyzer(lang)
    base = word.lower()
    if not analyzer.word_is_known(base):
        return frozenset(declined(reading(base)))
    made = {reading(base)}
    for parse in analyzer.parse(base)[:4]:
        if base in {parse.normal_form, parse.word}:
            made |= {reading(form.word) for form in parse.lexeme}
    return frozenset(made)


@cache
def _analyzer(lang: str) -> MorphAnalyzer | Any:
    """Loaded when the first Cyrillic name is compiled; about 0.1 s and 16 MB a language."""
    import pymorphy3  # noqa: PLC0415 (a lexicon from the cache needs no dictionary)

    return pymorphy3.MorphAnalyzer(lang=lang)
