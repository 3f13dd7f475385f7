"""Text and links from outside, made fit for any chat: cut to a length, stripped of what is invisible, checked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import urlsplit

ELLIPSIS = "…"
LONGEST_URL = 2048
"""Characters. Telegram drops longer links, Slack's buttons refuse 3,001; browsers and servers agree on about 2,000."""

_ZERO_WIDTH_JOINER = "\u200d"
_BIDI_CONTROLS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_INVISIBLE: dict[int, str | None] = (
    {code: " " for code in (*range(0x20), *range(0x7F, 0xA0)) if code != ord("\n")}
    | {0x2028: "\n", 0x2029: "\n", 0xFEFF: None}
    | dict.fromkeys(_BIDI_CONTROLS)
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
)
_CONTROL_OR_SPACE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
_NEVER_IN_A_URL = str.maketrans({character: f"%{ord(character):02X}" for character in ' "<>\\^`{|}'})
_HOST = re.compile(r"[\w.\-]+(:\d*)?|\[[0-9A-Fa-f:.]+\](:\d*)?")


def utf16(text: str) -> int:
    """Length in UTF-16 code units, the measure of Telegram's limits: an emoji counts two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    r"""`text` without what a reader cannot see but a chat or a terminal obeys.

    Control characters become spaces ("\n" stays), line separators "\n", lone surrogates U+FFFD; embeddings, overrides
    and isolates of writing direction go, since an unclosed one turns the rest of our own message around.
    """
    return text.replace("\r\n", "\n").translate(_INVISIBLE)


def readable(text: str) -> bool:
    """Is there anything in `text` to see?"""
    return any(character.isprintable() and not character.isspace() for character in text)


def cut(text: str, limit: int, size: Callable[[str], int] = len) -> str:
    """The most of `text` whose `size` is at most `limit`, ending in "…" where something was left out.

    Cuts between words; in mid-word only where that would lose more than half (scripts without spaces, long links), and
    never inside what a reader sees as one character. `size` must not shrink as text grows. Empty where not even the
    ellipsis has room.
    """
    if size(text) <= limit:
        return text
    room = limit - size(ELLIPSIS)
    if room < 0:
        return ""
    end = _longest(text, room, size)
    while end and not _may_part(text, end):
        end -= 1
    word = _word_end(text, end)
    kept = text[: word if word > end // 2 else end]
    return kept.rstrip(" \t\n\u00a0.,;:–—-") + ELLIPSIS


def web_url(url: str | None) -> str | None:
    """`url` as it may stand in a message, or None where it is no plain web address.

    Takes http and https with a host and no credentials (`https://bank.example@elsewhere.example` misleads), without
    control or invisible characters, of at most `LONGEST_URL` characters. Characters that no URL may hold, and that mean
    something to a chat (`"<>|`), come back percent-encoded.
    """
    url = (url or "").strip()
    if len(url) > LONGEST_URL or any(
        character != " " and unicodedata.category(character) in _CONTROL_OR_SPACE for character in url
    ):
        return None
    try:
        parts = urlsplit(url)
        sound = parts.port is None or parts.port <= 65535
    except ValueError:
        return None
    if not sound or parts.scheme not in {"http", "https"} or not _HOST.fullmatch(parts.netloc):
        return None
    safe = url.translate(_NEVER_IN_A_URL)
    return safe if len(safe) <= LONGEST_URL else None


def _longest(text: str, room: int, size: Callable[[str], int]) -> int:
    """How many characters of `text` have at most the size `room`, by bisection."""
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        fits, too_long = (middle, too_long) if size(text[:middle]) <= room else (fits, middle)
    return fits


def _word_end(text: str, end: int) -> int:
    """The last place up to `end` where a word ends; 0 where there is none."""
    while end and not (text[end].isspace() and _may_part(text, end)):
        end -= 1
    return end


def _may_part(text: str, at: int) -> bool:
    """May `text` be parted before index `at`? An approximation of Unicode's grapheme clusters (UAX #29).

    It never parts a base from its marks, joined emoji, flags, Hangul syllables or surrogates; it may keep together a
    little more than the standard does.
    """
    before, after = text[at - 1], text[at]
    if _ZERO_WIDTH_JOINER in (before, after):
        return False
    if unicodedata.category(after) in {"Mn", "Mc", "Me"} or "\U0001f3fb" <= after <= "\U0001f3ff":
        return False
    if "\U000e0020" <= after <= "\U000e007f" or "\udc00" <= after <= "\udfff":
        return False
    if before == "\r" and after == "\n":
        return False
    if _is_jamo(before) and _is_jamo(after):
        return False
    if _is_flag_letter(after):
        return _flag_letters_before(text, at) % 2 == 0
    return True


def _is_jamo(character: str) -> bool:
    return "\u1100" <= character <= "\u11ff" or "\uac00" <= character <= "\ud7ff"


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_letters_before(text: str, at: int) -> int:
    count = 0
    while count < at and _is_flag_letter(text[at - 1 - count]):
        count += 1
    return count
