"""Text as the matcher reads it: every character folded to one character of a small alphabet, so that offsets survive.

News text is written in two alphabets, six dashes, a dozen quotation marks and several spaces. Here it becomes

* `clean`: without what hides a name (soft hyphens, zero-width characters, stress marks, a line break inside it), styled
  letters (𝐒-𝟒𝟎𝟎) made plain, with one dash, one quote, one apostrophe and one space, and е for ё, г for ґ;
* `read`: `clean` in lower case;
* `coarse`: one byte a character, in which letters of both scripts that sound alike are one (С, с and s; и, і, y and j)
  and everything that is no letter or digit is a space. It serves to find where a name *could* be: see `scan`.

`clean`, `read` and `coarse` have the same length. `origin` leads back to the text as it came; it is None where nothing
was taken out, which is nearly always.

The alphabet has 256 characters so that CPython's single-byte codecs do the folding (125 million characters a second;
`str.translate` does 15). Characters outside it become `?`; those that matter are made plain first, by `_mended`.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

WALL = "\0"
"""Stands between title and text: no name reaches across it."""

_FOLDS = {
    "-": "‐‑‒–—−",
    '"': "«»„“”‟‹›",
    "'": "’‘ʼ`´",
    " ": "\t\r\u00a0\u2009\u200a\u202f",
    "е": "ёЁ",
    "г": "ґҐ",
}
_CYRILLIC = "".join(map(chr, range(0x410, 0x450))) + "ЄєІіЇїЎў"
_LATIN = "łŁżŻźŹśŚćĆńŃóÓąĄęĘšŠžŽčČěĚřŘůŮýÝáÁéÉíÍöÖäÄüÜß"
_ALPHABET = WALL + "".join(map(chr, range(32, 127))) + "\n" + _CYRILLIC + _LATIN + "".join(_FOLDS.values())

_SOUNDS = {
    "a": "aаяąáä",
    "b": "bб",
    "v": "vwв",
    "g": "gг",
    "d": "dд",
    "e": "eеєэęěé",
    "z": "zзжžżź",
    "i": "ijyиіїйыíý",
    "k": "kк",
    "l": "lлł",
    "m": "mм",
    "n": "nнń",
    "o": "oоóö",
    "p": "pп",
    "r": "rрř",
    "s": "sсшщśšß",
    "t": "tт",
    "u": "uуўюůü",
    "f": "fф",
    "x": "xх",
    "h": "h",
    "c": "cцчćč",
    "q": "q",
    "~": "ьъ",
}


def _tables() -> tuple[str, str, str, bytes]:
    """The alphabet; and what each of its characters is in `clean`, in `read` and in `coarse`."""
    alphabet = _ALPHABET.ljust(256, "\ufffe")
    fold = {char: to for to, chars in _FOLDS.items() for char in chars} | {"Ё": "Е", "Ґ": "Г", "\ufffe": "?"}
    clean = "".join(fold.get(char, char) for char in alphabet)
    reading = clean.lower()
    sound = {char: to for to, chars in _SOUNDS.items() for char in chars} | {digit: digit for digit in "0123456789"}
    return alphabet, clean, reading, "".join(sound.get(char, " ") for char in reading).encode("ascii")


_DECODING, _CLEAN, _READING, _COARSE = _tables()
_ENCODING = codecs.charmap_build(_DECODING)
_UNKNOWN = codecs.charmap_encode("?", "strict", _ENCODING)[0]

_ODD = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u0489\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"  # marks that hide
    "\u00aa\u00b2\u00b3\u00b9\u00ba\u00c0-\u024f\u1e00-\u1eff\u2070-\u209c\u2100-\u214f\uff01-\uff5e"
    "\U0001d400-\U0001d7ff]"  # letters and digits in another style
)
_LINE_END = re.compile("[-‐‑] ?\n")
_BROKEN = re.compile(r"(?<=[^\W\d_])[-‐‑] ?\n\s{0,8}(?=[a-zа-яёіїєґў])|(?<=[-‐‑]) ?\n\s{0,8}(?=\d)")
_HASHTAG = re.compile(r"#\w{4,100}")
_HUMP = re.compile(r"(?<=[a-zа-яёіїєґў])(?=[A-ZА-ЯЁІЇЄҐЎ])")


@dataclass(frozen=True)
class Folded:
    """A text in its three readings; all offsets into them are equal."""

    text: str
    encoded: bytes
    read: str
    """In lower case."""
    origin: list[int] | None

    @cached_property
    def clean(self) -> str:
        """With letter case."""
        return codecs.charmap_decode(self.encoded, "strict", _CLEAN)[0]

    @property
    def coarse(self) -> bytes:
        """One byte a character, by sound."""
        return self.encoded.translate(_COARSE)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from `start` to `end` stand in the text as it came."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """`text` as the matcher reads it."""
    encoded = codecs.charmap_encode(text, "replace", _ENCODING)[0]
    origin = None
    strange = len(encoded) != len(text) or encoded.count(_UNKNOWN) != text.count("?")
    if (strange and _ODD.search(text)) or "#" in text or "-\n" in text or "- \n" in text:
        plain, origin = _mended(text)
        if origin is not None:
            encoded = codecs.charmap_encode(plain, "replace", _ENCODING)[0]
    return Folded(text, encoded, codecs.charmap_decode(encoded, "strict", _READING)[0], origin)


def reading(text: str) -> str:
    """`text` as `Folded.read` has it."""
    return fold(text).read


def coarse(text: str) -> str:
    """`text` as `Folded.coarse` has it."""
    return fold(text).coarse.decode("ascii")


def _mended(text: str) -> tuple[str, list[int] | None]:
    """`text` without what hides names, and the offset in `text` of each character that is left."""
    edits = [(m.start(), m.end(), _plain(m.group())) for m in _ODD.finditer(text) if m.group() not in _DECODING]
    if _LINE_END.search(text):
        edits += [(m.start(), m.end(), "") for m in _BROKEN.finditer(text)]
    edits += [
        (hump.start(), hump.start(), " ")
        for tag in _HASHTAG.finditer(text)
        for hump in _HUMP.finditer(text, tag.start() + 2, tag.end())
    ]
    if not edits:
        return text, None
    edits.sort()
    parts: list[str] = []
    origin: list[int] = []
    at = 0
    for start, end, plain in edits:
        if start < at:
            continue
        parts += [text[at:start], plain]
        origin.extend(range(at, start))
        origin.extend([start] * len(plain))
        at = end
    parts.append(text[at:])
    origin.extend(range(at, len(text)))
    return "".join(parts), origin


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """An odd character as plain letters or digits; empty for a mark that only hides."""
    if char in _DECODING:
        return char
    kept = [c for c in unicodedata.normalize("NFKD", char) if c in _DECODING]
    return "".join(kept)
