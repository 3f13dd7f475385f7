"""Bytes -> text: what the bytes themselves say goes before what the publisher declares.

Publishers declare one encoding and send another, above all where windows-1251 and KOI8 are still at home. The order:

1. a byte order mark, or the zero bytes of UTF-16 and UTF-32, or `<?xml` in EBCDIC;
2. UTF-8, if the bytes beyond ASCII are valid UTF-8: chance does not produce that. A few broken characters, such as
   PHP's `substr` leaves behind, do not change it;
3. the declared encoding (HTTP before XML, as RFC 7303 has it), unless the letters are clearly more Cyrillic by another;
4. the likeliest Cyrillic encoding, else windows-1252.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from dataclasses import dataclass
from email.message import Message
from itertools import islice

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_EBCDIC_XML = "<?xml".encode("cp037")
_DECLARATION = re.compile(r"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "koi8-r": "koi8-u",
}
"""What browsers read instead of the declared name: the larger set that publishers in truth use (WHATWG Encoding)."""
_CYRILLIC = ("cp1251", "koi8-u", "cp866", "iso8859-5")
_HIGH_RUN = re.compile(rb"[\x80-\xff]{3,}")
_RUNS = 2_000
"""Runs of non-ASCII bytes that are weighed; an encoding shows in the first few dozen words."""
_BROKEN_SHARE = 0.05
_COMMON = frozenset("оеаинтсрвлкмідя")
"""Letters that make up two thirds of Russian, Ukrainian and Belarusian prose. Capitals are rare there, and
windows-1251 read as KOI8, or the other way round, swaps capitals and small letters."""
_LATIN = ("cp125", "iso8859")
"""Families of single-byte encodings that software declares for want of anything better."""
_CLEARLY = 0.25
"""Share of common letters by which a reading must beat the declared one: right ones have .6, wrong ones under .3."""


_AS_CP1252 = {bytes([b]).decode("cp1252", "ignore") or chr(b): b for b in range(256)}
_AS_CP1251 = {bytes([b]).decode("cp1251", "ignore") or chr(b): b for b in range(256)}
_CONTROLS = {chr(b): b for b in range(0x80, 0xA0)}  # what the undefined places decode to, depending on who decodes
_MISREADINGS = (
    (re.compile("[ÂÃÄÅÐÑâ][^\x00-\x7f]"), _CONTROLS | _AS_CP1252, 1),
    (re.compile("(?:[РС][^\x00-\x7fа-пр-яА-Я]){2}"), _CONTROLS | _AS_CP1251, 3),
)
"""How each misreading shows, the bytes that its characters stood for, and how many characters too long it must be."""
_NAMES = {"cp1251": "windows-1251", "cp1252": "windows-1252"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text, and what was odd about its encoding, in words."""

    text: str
    warnings: tuple[str, ...] = ()


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """The text of `body`; never fails, since what cannot be decoded becomes U+FFFD."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return Decoded(text=body.decode(encoding, "replace").removeprefix("\ufeff"))
    declared = _declared(body, content_type)
    known = [codec for codec in map(_codec, declared) if codec]
    encoding = _choose(body, known)
    name = _NAMES.get(encoding, encoding)
    text = body.decode(encoding, "replace")
    warnings = []
    if declared and encoding not in known and not body.isascii():
        warnings.append(f"declared {' and '.join(declared)}, read as {name}")
    if broken := text.count("\ufffd"):
        warnings.append(f"{broken} characters cannot be read as {name}")
    return Decoded(text=text, warnings=tuple(warnings))


def repair(text: str) -> str:
    """`text`, put right if it is UTF-8 that was read in windows-1252 or windows-1251 and then saved that way.

    All of it must make sense as such, so that a stray "É»" at the end of a French headline stays.
    """
    for pattern, table, least in _MISREADINGS:
        if pattern.search(text):
            with contextlib.suppress(KeyError, UnicodeDecodeError):
                repaired = bytes(table[c] for c in text).decode()
                if len(text) - len(repaired) >= least:
                    return repaired
    return text


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """What HTTP and the XML declaration call the encoding, without repeating."""
    header = Message()
    header["content-type"] = " ".join((content_type or "").split())
    start = body[:400].decode("cp037" if body.startswith(_EBCDIC_XML) else "latin-1")
    names = [header.get_content_charset(), *_DECLARATION.findall(start)[:1]]
    return list(dict.fromkeys(name.lower() for name in names if name))


def _codec(name: str) -> str | None:
    """Python's name for the encoding that is meant, or None if it is unknown or cannot be meant."""
    for spelling in (name, name.removeprefix("x-"), name.replace("win-", "cp").replace("cp-", "cp")):
        try:
            codec = codecs.lookup(spelling).name
            b"".decode(codec)
        except LookupError:  # unknown, or no text encoding ("hex")
            continue
        # These would have shown in the first bytes; plain ASCII would even pass for UTF-16, as Chinese.
        return None if codec.startswith(("utf-16", "utf-32")) else _SUPERSETS.get(codec, codec)
    return None


def _choose(body: bytes, declared: list[str]) -> str:
    if body.startswith(_EBCDIC_XML):
        return declared[0] if declared else "cp037"
    if body.isascii():  # or something that looks like it: ISO-2022-JP, HZ, UTF-7
        return next((codec for codec in declared if _decodes(body, codec)), "utf-8")
    if _mostly_utf8(body):
        return "utf-8"
    runs = [match[0] for match in islice(_HIGH_RUN.finditer(body), _RUNS)]
    scores = {codec: _commonness(runs, codec) for codec in _CYRILLIC}
    likeliest = max(scores, key=scores.__getitem__)
    for codec in declared:
        if codec != "utf-8" and _decodes(body, codec):
            clearly_not = scores[likeliest] > _commonness(runs, codec) + _CLEARLY
            return likeliest if clearly_not and (codec in scores or codec.startswith(_LATIN)) else codec
    return likeliest if scores[likeliest] > _CLEARLY else "cp1252"


def _decodes(body: bytes, codec: str) -> bool:
    try:
        body.decode(codec)
    except (LookupError, ValueError):
        return False
    return True


def _mostly_utf8(body: bytes) -> bool:
    if _decodes(body, "utf-8"):
        return True
    high = len(body.translate(None, delete=bytes(range(128))))
    return body.decode("utf-8", "replace").count("\ufffd") < _BROKEN_SHARE * high


def _commonness(runs: list[bytes], codec: str) -> float:
    text = b"".join(runs).decode(codec, "replace")
    return sum(letter in _COMMON for letter in text) / len(text) if text else 0
