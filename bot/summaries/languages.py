"""Which of our languages a text is in, by its letters."""

from __future__ import annotations

import re

NAMES = {"en": "English", "uk": "Ukrainian", "ru": "Russian", "be": "Belarusian"}
_LATIN = re.compile(r"[a-zA-Z]")
_CYRILLIC = re.compile(r"[а-яА-ЯёЁіІїЇєЄґҐўЎ]")
_LETTERS = {"uk": "їєґ", "ru": "ъ", "be": "ў"}
"""What only one of them has. Ukrainian has no ы and э, Russian no і, Belarusian no и and щ."""


def language(text: str) -> str | None:
    """`en`, `uk`, `ru` or `be`; None where there is no letter of these. Latin letters are taken for English."""
    if len(_LATIN.findall(text)) > len(_CYRILLIC.findall(text)):
        return "en"
    folded = text.casefold()
    if not _CYRILLIC.search(folded):
        return None
    counts = {lang: sum(folded.count(letter) for letter in letters) for lang, letters in _LETTERS.items()}
    dotted, plain, hard = folded.count("і"), folded.count("и"), folded.count("ы") + folded.count("э")
    counts["uk"] += min(dotted, plain)
    counts["ru"] += min(plain, hard)
    counts["be"] += min(dotted, hard)
    best = max(counts, key=lambda lang: counts[lang])
    return best if counts[best] else "uk" if dotted else "ru"
