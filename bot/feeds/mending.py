"""XML mended before it is parsed: one forbidden character must not cost the whole document.

Strict parsers stop at a control character or at a reference to one, and feedparser's lenient one raises on a reference
to half a surrogate pair, which is how some publishers write emoji.
"""

from __future__ import annotations

import re

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCES = re.compile(r"(?:&#(?:[0-9]+|[xX][0-9a-fA-F]+);)+")
_REFERENCE = re.compile(r"&#([xX]?)([0-9a-fA-F]+);")
_LONGEST_NUMBER = 7  # digits; U+10FFFF has seven in decimal


def mend(text: str) -> str:
    """`text` without its declaration and without what no XML may hold; halves of a character are joined."""
    text = _DECLARATION.sub("", text, count=1)
    if _FORBIDDEN.search(text):
        text = _FORBIDDEN.sub("", text)
    return _REFERENCES.sub(_mended, text) if "&#" in text else text


def _mended(references: re.Match[str]) -> str:
    if all(_allowed(_number(*found)) for found in _REFERENCE.findall(references[0])):
        return references[0]
    numbers = [_number(*found) for found in _REFERENCE.findall(references[0])]
    # UTF-16 is where halves belong: two that match become one character there, and a lone one is marked.
    halves = "".join(chr(number) if number <= 0x10FFFF else "\ufffd" for number in numbers)
    joined = halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return "".join(f"&#{ord(c)};" for c in joined if _allowed(ord(c)))


def _number(is_hex: str, digits: str) -> int:
    digits = digits.lstrip("0") or "0"
    return int(digits, 16 if is_hex else 10) if len(digits) <= _LONGEST_NUMBER else 0x110000


def _allowed(number: int) -> bool:
    return number < 0x110000 and (number in {0x9, 0xA, 0xD} or number >= 0x20) and not _FORBIDDEN.match(chr(number))
