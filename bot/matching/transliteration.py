"""One name in two scripts and many romanisations: keys under which its spellings meet.

Three ways lead from one script to the other:

* by letter: `latin` turns «Т-80БВ» into the `t80bv` that "T-80BV" gives too: one spelling of a designation finds both;
* by shape: typists take Latin C for Cyrillic С, B for В, X for Х. `unmasked` puts the Cyrillic letter back;
* by sound: Lukashenka, Lukashenko, Łukašenka and «Лукашэнка» differ in letters that romanisations disagree about.
  `sound` drops those differences.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LATIN = str.maketrans(
    {
        **dict(zip("абвгґдеёєэзиіїйыклмнопрстуўф", "abvggdeeeeziiiiiklmnoprstuuf", strict=True)),
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ю": "yu",
        "я": "ya",
        **dict.fromkeys("ьъ'", ""),
    }
)
_CYRILLIC_SHAPE = str.maketrans("ABCEHIKMOPTXYaceikopxy", "АВСЕНІКМОРТХУасеікорху")
_LATIN_SHAPE = str.maketrans("АВСЕНІКМОРТХУасеікорху", "ABCEHIKMOPTXYaceikopxy")
CYRILLIC = re.compile("[\u0400-\u04ff]")
LATIN = re.compile("[A-Za-z\u00c0-\u024f]")

_DIGRAPHS = "shch:sh sch:sh dzh:j dj:j tch:ch cz:ch sz:sh rz:z zh:z kh:h gh:g ck:k tz:ts ph:f ou:u x:ks"
_VOWELS = "yo:e ye:e je:e ie:e yu:u ju:u iu:u ya:a ja:a ia:a iy:i ii:i yi:i ij:i yj:i w:v y:i j:i"
_ALIKE = tuple(tuple(pair.split(":")) for pair in f"{_DIGRAPHS} {_VOWELS}".split())
_CARON = str.maketrans({"š": "sh", "ž": "zh", "ż": "zh", "č": "ch", "ł": "l", "й": "и", "ї": "і", "ў": "у"})
_DOUBLED = re.compile(r"(.)\1+")


def latin(word: str) -> str:
    """Lower-case `word` letter by letter in Latin: the key under which designations meet."""
    return word.translate(_LATIN)


def unmasked(word: str) -> str:
    """`word` with each Latin letter that looks like a Cyrillic one taken for it."""
    return word.translate(_CYRILLIC_SHAPE)


def masked(word: str) -> str:
    """`word` with each Cyrillic letter that looks like a Latin one taken for it."""
    return word.translate(_LATIN_SHAPE)


def mixed(word: str) -> bool:
    """Does `word` hold letters of both scripts?"""
    return CYRILLIC.search(word) is not None and LATIN.search(word) is not None


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """What romanisations of lower-case `word` agree on; compare keys of five letters and more only."""
    key = unicodedata.normalize("NFKD", word.translate(_CARON))
    key = "".join(char for char in key if not unicodedata.combining(char)).translate(_LATIN)
    for spelling, same in _ALIKE:
        key = key.replace(spelling, same)
    return _DOUBLED.sub(r"\1", key)


def belarusian(word: str, lang: str = "") -> set[str]:
    """How Belarusian writes `word`: тигр, тыгр; искандер, іскандэр; панцирь, панцыр.

    Ukrainian и is its ы, Russian и its і: Ukrainian «Крим» gives «крым», and never «крім» (except).
    """
    base = word.replace("щ", "шч").replace("и", "ы" if lang == "uk" else "і")
    hard = re.sub("(?<=[жчшцрдт])і", "ы", base)
    spelled = {base, hard, re.sub("(?<=[рдтжшчцнз])е", "э", hard), re.sub("(?<=[рдтжшчц])е", "э", base)}
    spelled |= {re.sub("рь$", "р", form) for form in spelled}
    return spelled - {word}


_BY_SOUND = {
    "ж": ("z", "zh", "i"),
    "ш": ("s", "sh", "sz", "sch"),
    "щ": ("s", "sh", "sz"),
    "ч": ("c", "ch", "tch", "cz"),
    "х": ("x", "kh", "h", "ch"),
    "ц": ("c", "ts", "tz"),
    "г": ("g", "h", "gh"),
    "ю": ("u", "iu"),
    "я": ("a", "ia"),
    "є": ("e", "ie"),
    "е": ("e", "ie"),
    "э": ("e",),
    "ё": ("e", "o", "io"),
    "ь": ("", "~"),
    "ъ": ("",),
    "'": ("",),
    "й": ("i", ""),
}
"""Letters that romanisations write in more than one way, in the coarse alphabet of `folding`."""


_ROMANISED = (("sch", "s"), ("sh", "s"), ("sz", "s"), ("zh", "z"), ("kh", "x"), ("ch", "c"), ("cz", "c"), ("ts", "c"))


def openings(word: str, plain: str, length: int) -> set[str]:
    """The first `length` coarse letters of each way to write `word`; `plain` is its own coarse spelling."""
    if not CYRILLIC.search(word):
        written = {plain}
        for digraph, letter in _ROMANISED:
            written |= {spelled.replace(digraph, letter) for spelled in written}
        return {spelled[:length] for spelled in written}
    written = {""}
    for letter, own in zip(word, plain, strict=True):
        if all(len(start) >= length for start in written):
            break
        written = {(start + way)[:length] for start in written for way in _BY_SOUND.get(letter, (own,))}
    return written
