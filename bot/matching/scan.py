"""Where a name could be, and whether one is: one pass over the coarse text, exact work only where it points.

The automaton reports every place where something begins that may be a name. There the token is looked up and the tree
walked, or the run of letters and digits read as a designation. The work is linear in the length of the text: a walk is
bounded by the longest name, a run by `designations.LONGEST`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bot.matching import designations
from bot.matching.folding import Folded
from bot.matching.lexicon import NEGATION, RUN, SHADOW, WORD, Lexicon, Name
from bot.matching.transliteration import CYRILLIC, masked, mixed, sound, unmasked
from bot.model.entity import Context

TOKEN = re.compile(r"[^\W_]+(?:'[^\W\d_]+)*")
_NEXT = re.compile(r"(?:([-/]| ?- ?)|[ \n]{1,3}[\"'(\[]?|[\"')\]][ \n]{0,2}|\.[ \n]?|&|)([^\W_]+(?:'[^\W\d_]+)*)")
_LETTERS = re.compile(r"[^\W\d_]{3,}(?=\d)")
_VARIANT = re.compile(
    r"-(?P<mark>[A-ZА-ЯІЇ]{1,3}\d{0,2}[A-ZА-ЯІЇ]{0,2})(?:'?s)?(?![^\W_])"  # Buk-M3, Панцирь-С1М
    r"|-(?P<number>\d{1,3})(?![^\W_])"  # Switchblade-600
    r"|[ ](?P<spaced>[A-ZА-ЯІЇ]-?\d{1,2}|\d[A-ZА-ЯІ]\d?)s?(?![^\W_])"  # Tor M2, Панцирь С-1, Leopard 1A5
)
_ADDRESS = re.compile(r"(?:https?://|www\.|@)\S*|\S*@\S*|[^\s/]*[\w-]\.[a-z]{2,4}(?:/\S*)?")
_SUFFIX_WEIGHT = 2.0
_LONG = 6
_GLUED = 5
"""Letters from which on a name may be seen at the start of a lower-case hashtag."""


@dataclass(slots=True)
class Candidate:
    """A name that was seen; offsets are into the folded text."""

    start: int
    end: int
    name: Name
    rule: str
    notes: tuple[str, ...]
    context: Context
    core: int = 0
    """Where the listed part of the name ends, before an unlisted variant."""
    suffix: float = 0.0
    """What a designator behind an ambiguous name says for it (Buk-M1)."""
    lookalike: bool = False

    @property
    def shadow(self) -> bool:
        """Is it a phrase in which a name is something else?"""
        return self.name.owner == SHADOW

    @property
    def unlisted(self) -> bool:
        """Is it a variant that the catalogue does not list?"""
        return any(note.startswith("variant") for note in self.notes)


class _Path(NamedTuple):
    """A way into the tree: the node reached, where in the text, and how the words so far were recognised."""

    node: int
    end: int
    rule: str
    notes: tuple[str, ...]


class Scanner:
    """One text against one lexicon."""

    def __init__(self, lexicon: Lexicon, folded: Folded) -> None:
        self.lexicon = lexicon
        self.folded = folded
        self.read = folded.read
        self.clean = folded.clean
        self.denials: list[int] = []
        self.found: list[Candidate] = []

    def candidates(self) -> list[Candidate]:
        """Every name and swallowing phrase in the text, in order of start, overlaps included."""
        words, runs = set(), set()
        kinds = self.lexicon.kinds
        for anchor, start, _ in self.lexicon.automaton.find_matches_as_indexes(
            b" " + self.folded.coarse + b" ", overlapping=True
        ):
            kind = kinds[anchor]
            if kind & WORD:
                words.add(start)
            if kind & RUN:
                runs.add(start)
            if kind & NEGATION:
                self.denials.append(start)
        for start in sorted(words | runs):
            if start in words:
                self._walk(start)
            if start in runs:
                self._run(start)
        return self.found

    def _walk(self, start: int) -> None:
        """Follow the tree from the token at `start`."""
        token = TOKEN.match(self.read, start)
        if not token:
            return
        paths = list(self._steps(_Path(0, start, "exact", ()), token))
        while paths:
            path = paths.pop()
            node = self.lexicon.nodes[path.node]
            if node.names:
                self._emit(start, path, node.names)
            if (node.words or node.marks) and (following := _NEXT.match(self.read, path.end)):
                glued = following.start(2) == path.end
                if not glued or following[2][0].isdigit() or self.read[path.end - 1].isdigit():
                    paths += self._steps(path, following)

    def _steps(self, path: _Path, token: re.Match[str]) -> Iterator[_Path]:
        """Each step that `token`, whose word is its last group, allows from where `path` has come to."""
        word, (start, end) = token[token.lastindex or 0], token.span(token.lastindex or 0)
        node = self.lexicon.nodes[path.node]
        if node.words:
            numbers, how, why, word_end = self._words(word, start, end, first=path.node == 0)
            for number in numbers:
                if number in node.words:
                    yield _Path(node.words[number], word_end, _weaker(path.rule, how), (*path.notes, *why))
        if node.marks:
            for child, why in self._marks(node.marks, word, start, end, first=path.node == 0):
                yield _Path(child, end, path.rule, (*path.notes, *why))

    def _words(
        self, token: str, start: int, end: int, *, first: bool
    ) -> tuple[tuple[int, ...], str, tuple[str, ...], int]:
        """The words that `token` may be a form of, by what rule, with what notes, and where the word ends."""
        forms = self.lexicon.forms
        if token in forms:
            return forms[token], "inflected", (), end
        if "'" in token and (base := token[: token.index("'")]) in forms:
            return forms[base], "inflected", ("possessive",), end
        if mixed(token):
            for spelled in (unmasked(token), masked(token)):
                if spelled in forms:
                    return forms[spelled], "inflected", ("look-alike letters",), end
        if (letters := _LETTERS.match(token)) and letters.group() in forms:
            return forms[letters.group()], "inflected", (), start + letters.end()
        if len(token) >= _LONG and token.isalpha():
            heard = self.lexicon.sounds if CYRILLIC.search(token) else self.lexicon.base_sounds
            key = sound(token)
            for tried in (key, key.rstrip("aeiou")) if heard is self.lexicon.base_sounds else (key,):
                if tried in heard and len(tried) >= _LONG - 1:
                    return heard[tried], "transliteration", (), end
        if first and start and self.read[start - 1] == "#":
            for length in range(len(token) - 1, _GLUED - 1, -1):
                if token[:length] in forms:
                    return forms[token[:length]], "inflected", ("hashtag",), start + length
        return (), "", (), end

    def _marks(
        self, marks: dict[str, int], token: str, start: int, end: int, *, first: bool
    ) -> list[tuple[int, tuple[str, ...]]]:
        """The marks that `token` may be: the `m` of Iskander-M, `tb2`, `136`; with a plural or a variant behind it."""
        if not token[0].isdigit() and not first and self.read[start - 1] != "-" and not self.clean[start].isupper():
            return []
        raw = self.clean[start:end]
        found: list[tuple[int, tuple[str, ...]]] = []
        for key in dict.fromkeys((designations.key(raw), designations.shaped_key(raw))):
            if key in marks:
                found.append((marks[key], ()))
            elif key.endswith("s") and raw[-1] == "s" and key[:-1] in marks:
                found.append((marks[key[:-1]], ("plural",)))
            elif (number := re.match(r"\d+(?=[^\W\d_])", key)) and number.group() in marks and len(raw) <= 6:
                found.append((marks[number.group()], (f"variant {raw}",)))
        return found

    def _emit(self, start: int, path: _Path, numbers: list[int]) -> None:
        end, notes = path.end, path.notes
        for number in numbers:
            name = self.lexicon.names[number]
            if name.owner != SHADOW and not self._case_fits(start, end, name):
                continue
            last, suffix, why = end, 0.0, notes
            if name.variants and self.read[end - 1].isalpha() and (tail := _VARIANT.match(self.clean, end)):
                last = tail.end()
                why = (*notes, f"variant {tail['mark'] or tail['number'] or tail['spaced']}")
                suffix = _SUFFIX_WEIGHT if tail["mark"] else 1.0 if tail["spaced"] else 0.0
            how = "organisation" if name.organisation else _exact(path.rule, self.read[start:end], name)
            self.found.append(Candidate(start, last, name, how, why, name.context, end, suffix))

    def _case_fits(self, start: int, end: int, name: Name) -> bool:
        """GRU is not Gru; and a Latin name in lower case is a word."""
        surface = self.clean[start:end]
        if name.exact:
            letters = [c for c in surface if c.isalpha()][: len(name.alias)]
            return all(c.isupper() for c in letters) if name.alias.isupper() else surface[0].isupper()
        single = " " not in name.alias and "-" not in name.alias
        lower = surface[0].islower() and not CYRILLIC.search(surface)
        return not (single and lower and name.alias[0].isupper())

    def _run(self, start: int) -> None:
        """Read the run at `start` as a designation, and what goes on from it without its letters."""
        first = designations.find(self.clean, start, self.lexicon.runs)
        if not first:
            return
        for shown in (first, *designations.elliptical(self.clean, first, self.lexicon.runs)):
            surface = self.clean[shown.start : shown.end]
            cyrillic = CYRILLIC.search(surface) is not None
            names = [self.lexicon.names[number] for number in self.lexicon.runs[shown.key]]
            for name in _of_script(names, cyrillic=cyrillic):
                if name.exact and not surface[:2].isupper():
                    continue
                if shown.lower and not cyrillic:
                    continue
                context = _strictest(name.context, self._doubt(shown))
                variant = name.variants or not any(note.startswith("variant") for note in shown.notes)
                if variant:
                    self.found.append(
                        Candidate(
                            shown.start,
                            shown.end,
                            name,
                            "designation",
                            shown.notes,
                            context,
                            core=shown.start + len(shown.key),
                            lookalike=shown.lookalike,
                        )
                    )

    def _doubt(self, shown: designations.Designated) -> Context:
        """How much a designation spelled in this way says alone."""
        if shown.spaced or (shown.lookalike and not self._cyrillic_text()):
            return Context.REQUIRED
        return Context.WEAK if shown.bare or shown.lower else Context.OFF

    def _cyrillic_text(self) -> bool:
        return len(CYRILLIC.findall(self.read[:2000])) * 2 > min(len(self.read), 2000) * 0.8


def in_address(folded: Folded, start: int, end: int) -> bool:
    """Does the span lie in a URL, an e-mail address or a @handle?"""
    read = folded.read
    if read[start - 1 : start] not in "./@-_=&?%:" and read[end : end + 1] not in "./@_=&%-":
        return False
    left = max(read.rfind(" ", max(0, start - 200), start), read.rfind("\n", max(0, start - 200), start)) + 1
    for found in _ADDRESS.finditer(read, max(left, start - 200), min(len(read), end + 200)):
        if found.start() > start:
            return False
        if found.end() >= end:
            return True
    return False


_STRICT = (Context.OFF, Context.WEAK, Context.REQUIRED)


def _strictest(one: Context, other: Context) -> Context:
    return max(one, other, key=_STRICT.index)


def _of_script(names: list[Name], *, cyrillic: bool) -> list[Name]:
    """A flag belongs to the script it was set for: of one entity's names, those in the script of the text."""
    owners = {name.owner for name in names if name.cyrillic == cyrillic}
    return [name for name in names if name.cyrillic == cyrillic or name.owner not in owners]


def _weaker(rule: str, how: str) -> str:
    return "transliteration" if "transliteration" in {rule, how} else how


def _exact(rule: str, surface: str, name: Name) -> str:
    return "exact" if rule == "inflected" and surface == name.alias.lower() else rule
