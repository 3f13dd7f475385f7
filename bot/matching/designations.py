"""Designations: T-80BV, 2S19, Kh-47M2, MT-LB. Letters and digits in runs that everyone punctuates in their own way.

A designation is looked up by its key: lower case, without dashes and spaces, in Latin letters. So "T-80BV", "T80BV",
"T‑80 BV", «Т-80БВ» and "T-80БВ" with one Latin letter are one. A key is never cut between two digits: S-40 is not in
S-400. What follows a listed key may be a plural ("S-400s"), a variant that nobody listed («Су-34М», "S-300PMU-2": the
nearest listed one is meant) or a word that lost its space ("MiG-29fighters").
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.matching.transliteration import CYRILLIC, LATIN, latin, mixed, unmasked

LONGEST = 24
"""Characters; the longest real ones have 15."""
_SHAPE = "~"
_PIECE = re.compile(r"(-\n? ?|/|\n| ?)((?:[^\W\d_])+(?:'(?=[^\W\d_]))?(?:[^\W\d_])*|\d+)")
_NUMBERS = re.compile(r"(?<=\d)[-/](?=\d)")  # ZSU-23-4 is no ZSU-234
_PLURAL = re.compile(r"(?<=.)'?s$")
_JOINT = re.compile(r"[-/ \n]")
_VARIANT = re.compile(r"\.\d{1,2}|[a-z]{1,6}\d{0,2}[a-z]{0,4}|\d{1,3}[a-z]{0,3}")
_ALSO = re.compile(r"(?:,? ?(?:and|or|та|і|й|або|чи|и|или|ды)? ?-|/-?)(\d{1,4})([^\W\d_]{0,4})(?![^\W_])")


@dataclass(slots=True)
class Designated:
    """A designation in a text: which listed key it shows, and how."""

    start: int
    end: int
    key: str
    notes: tuple[str, ...]
    spaced: bool = False
    """A space stands between letters and digits: "S 400" may be a price."""
    bare: bool = False
    """One letter and digits without a dash: C400, M1."""
    lookalike: bool = False
    """Only an all-Latin spelling read as Cyrillic gives the key: C-300."""
    lower: bool = False


def is_designation(name: str) -> bool:
    """Is `name` one run of capitals and digits (T-80BV, МТ-ЛБ, SAMP/T), rather than a word with a mark (Tochka-U)?"""
    if not re.fullmatch(r"[^\W_]+(?:[-/][^\W_]+)*", name):
        return False
    if not any(c.isdigit() for c in name):
        return ("-" in name or "/" in name) and name.isupper()
    return not re.match(r"[^\W\d_]{5,}", name)


def key(name: str) -> str:
    """The key of a designation; letters by sound."""
    return latin(_JOINT.sub("", _NUMBERS.sub(".", name.lower())))


def shaped_key(name: str) -> str:
    """The key of a designation whose Latin letters may be look-alikes of Cyrillic ones."""
    return key(unmasked(name))


_SPELLED = str.maketrans({"c": "ts", "h": "kh", "x": "kh", "w": "v", "q": "k", "j": "dzh", "y": "i"})


def listed_keys(name: str) -> set[str]:
    """The keys under which a catalogue lists `name`: by sound; and, marked, as Cyrillic copies it by shape or letter.

    С-130 copies the shape of C-130, ЦВ90 the letters of CV90.
    """
    plain = key(name)
    if CYRILLIC.search(name):
        return {plain}
    if plain.isalpha():  # «ТОВ» is a company, not the missile TOW, and «ВОВ» a war, not the vehicle BOV
        return {plain}
    return {plain, _SHAPE + shaped_key(name), _SHAPE + plain.translate(_SPELLED)}


_WAYS = {
    "b": "bv",
    "p": "pr",
    "s": "sc",
    "v": "vb",
    "n": "nh",
    "r": "rp",
    "u": "ui",
    "c": "cs",
    "i": "i",
    "w": "v",
    "kh": ("kh", "x"),
    "zh": ("zh", "z", "zx"),
    "sh": ("sh", "s", "sx", "sn"),
    "ch": ("ch", "c", "cx", "sn"),
    "h": "hxn",
    "q": "qk",
    "ts": ("ts", "c"),
    "shch": ("shch", "s"),
    "yu": ("iu", "u"),
    "ya": ("ia", "a"),
    "y": "iu",
    "j": ("i", "dz"),
    "x": ("x", "kh"),
}
_KEY_LETTER = re.compile("shch|kh|zh|sh|ch|ts|yu|ya|.")


def spellings(piece: str) -> set[str]:
    """One piece of a designation in coarse letters, as both scripts and look-alike letters may write it."""
    written = {""}
    for letter in _KEY_LETTER.findall(key(piece)):
        written = {start + way for start in written for way in _WAYS.get(letter, (letter,))}
    return written


def spellings_of_run(run: str) -> set[str]:
    """A run of letters and digits in coarse letters, as both scripts may write it, its pieces joined or not."""
    starts = {""}
    for piece in re.findall(r"[^\W\d_]+|\d+", run):
        starts = {
            start + join + way
            for start in starts
            for join in (("", " ") if start else ("",))
            for way in spellings(piece)
        }
    return starts


@dataclass(slots=True)
class _Piece:
    gap: str
    text: str
    end: int


def _pieces(clean: str, start: int) -> list[_Piece]:
    """The run of letters and digits at `start`: at most eight pieces, joined as one designation may be."""
    pieces: list[_Piece] = []
    at = start
    while len(pieces) < 8 and at - start < LONGEST:
        found = _PIECE.match(clean, at)
        if not found or found.end() - start > 2 * LONGEST or (pieces and not _joins(pieces, found[1], found[2])):
            break
        pieces.append(_Piece(found[1], found[2], found.end()))
        at = found.end()
    return pieces


def _joins(pieces: list[_Piece], gap: str, text: str) -> bool:
    last = pieces[-1].text
    if gap == "/":
        return text.isupper() and last.isupper() and len(pieces) == 1
    if gap in {" ", "\n"}:
        if any(p.gap == " " for p in pieces[1:]) and not (last.isdigit() and text.isalpha()):
            return False
        if text[0].isdigit():
            return len(pieces) == 1 and last.isalpha() and len(last) <= 4 and last[0].isupper() and gap == " "
        return gap == " " and last.isdigit() and _PLURAL.sub("", text).isupper() and len(text) <= 6
    return True


def find(clean: str, start: int, listed: Container[str]) -> Designated | None:
    """The longest listed designation at `start`, or the listed one that an unlisted variant there belongs to."""
    if start > 1 and clean[start - 1] == "-" and clean[start - 2].isalnum():
        return None  # 9-S-7760 is no S-776
    best: tuple[tuple[int, bool, bool], Designated] | None = None
    pieces = _pieces(clean, start)
    spaced = apart = False
    for count, piece in enumerate(pieces, 1):
        apart = apart or (count > 1 and piece.gap == " ")
        spaced = spaced or (count > 1 and piece.gap in {" ", "\n"} and piece.text[0].isdigit())
        if clean[piece.end : piece.end + 1].isalnum():
            continue
        run = clean[start : piece.end]
        for name, lookalike in _readings(run):
            found = _listed(name, run, listed, exact=spaced or apart)
            if not found:
                continue
            shown, notes = found
            rank = (piece.end, not any(n.startswith("variant") for n in notes), not lookalike)
            if best is None or rank > best[0]:
                if lookalike or mixed(run):
                    notes = (*notes, "look-alike letters")
                best = (rank, Designated(start, piece.end, shown, notes, spaced=spaced, lookalike=lookalike))
    if best is None:
        return None
    shown_run = best[1]
    run = clean[start : shown_run.end]
    shown_run.bare = bool(re.fullmatch(r"[^\W\d_]\d[^\W_]{0,3}", run)) and not shown_run.notes
    shown_run.lower = run[0].islower()
    return shown_run


@lru_cache(maxsize=16384)
def _readings(run: str) -> tuple[tuple[str, bool], ...]:
    """The key by letter, and by shape where that differs; with whether only the shape gives it in Latin letters."""
    plain = key(run)
    if not LATIN.search(run):
        return (plain, False), (_SHAPE + plain, False)
    shaped = shaped_key(run)
    if shaped == plain:
        return ((plain, False),)
    return (plain, False), (shaped, not CYRILLIC.search(run))


def _listed(name: str, run: str, listed: Container[str], *, exact: bool) -> tuple[str, tuple[str, ...]] | None:
    """The listed key that `name` shows, with notes; `exact`: no variant may be guessed."""
    if name in listed:
        return name, ()
    for ending, note in (("'s", "possessive"), ("s", "plural")):
        if name.endswith(ending) and run[-1] == "s" and name[: -len(ending)] in listed:
            return name[: -len(ending)], (note,)
    if exact:
        return None
    for length in range(min(len(name) - 1, LONGEST), 1, -1):
        base, rest = name[:length], name[length:].removesuffix("'s")
        if base not in listed or (base[-1].isdigit() and rest[0].isdigit()):
            continue
        letters = base.removeprefix(_SHAPE)
        if letters.isalpha() and (len(letters) < 3 or not rest[0].isdigit()):
            continue
        if _VARIANT.fullmatch(rest):
            tail = run[-len(rest) :]
            glued = rest.isalpha() and len(rest) > 3 and tail.islower()
            return base, () if glued else (f"variant {tail}",)
    return None


def elliptical(clean: str, first: Designated, listed: Container[str]) -> Iterator[Designated]:
    """What goes on without its letters: "T-72, -80 and -90", «С-300/400»."""
    letters = re.match(r"[^\W\d_]+-?(?=\d)", clean[first.start : first.end])
    at = first.end
    while letters and (more := _ALSO.match(clean, at)):
        name = key(letters.group() + more[1] + more[2])
        known = name if name in listed else key(letters.group() + more[1])
        if known in listed:
            notes = ("ellipsis",) if known == name else ("ellipsis", f"variant {more[2]}")
            start = more.start(1) - (clean[more.start(1) - 1] == "-")
            yield Designated(start, more.end(), known, notes)
        at = more.end()
