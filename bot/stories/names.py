"""One key for a name in any script: its first consonants, which romanisations and endings mostly leave alone.

Kharkiv, Kharkov, «Харків» and «в Харькове» are one key; so are Lukashenko, Łukašenka and «Лукашэнкам». Keys collide, as
"Minsk" and "Monsoon" do: they are evidence beside other evidence, never proof.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LENGTH = 4
"""Consonants; more tell word endings apart, fewer let different names meet."""
_CYRILLIC = str.maketrans(
    {
        **dict(zip("бвгґдзклмнпрстўфхжцчшщ", "bvhhdzklmnprstvfhZTCSS", strict=True)),
        **dict.fromkeys("аеєёиіїоуыэюя", "a"),
        **dict.fromkeys("йьъ'’ʼ", ""),
    }
)
_ENDING = re.compile(r"(?<=[а-яіїєґўё]{4})(?:ами|ями|ого|ому|его|ему|ах|ях|ам|ям|ом|ем|ём|єм|ым|им|ой|ою|ою|ей|ею)$")
_DIGRAPHS = "shch:S sch:S tch:C ch:C cz:C sh:S sz:S zh:Z kh:h gh:h ph:f tz:T ts:T ck:k th:t x:ks q:k w:v g:h j:i"
_LATIN = tuple((one, same) for one, _, same in (pair.partition(":") for pair in _DIGRAPHS.split()))
_SOFT_C = re.compile("c(?=[eiy])")
_VOWELS = re.compile("[aeiouy]+")
_DOUBLED = re.compile(r"(.)\1+")
_CARON = str.maketrans({"š": "sh", "ž": "zh", "ż": "zh", "č": "ch", "ł": "l"})


@lru_cache(maxsize=65536)
def name_key(word: str) -> str | None:
    """The key of case-folded `word`, or None where too little is left to know a name by."""
    if re.search("[а-яіїєґўё]", word):
        key = _ENDING.sub("", word).replace("дж", "і").replace("кс", "ks").translate(_CYRILLIC)
    else:
        key = unicodedata.normalize("NFKD", word.translate(_CARON))
        key = "".join(letter for letter in key if letter.isascii() and letter.isalpha())
        for spelling, same in _LATIN:
            key = key.replace(spelling, same)
        key = _SOFT_C.sub("s", key).replace("c", "k")
        key = _VOWELS.sub("a", key)
    opened = key[:1] == "a"
    key = _DOUBLED.sub(r"\1", key.replace("a", ""))[:_LENGTH]
    return f"{'a' if opened else ''}{key}" if len(key) >= 2 else None
