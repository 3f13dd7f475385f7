"""Where a name could be, and whether one is: one pass over the coarse text, exact work only where it points.

The automaton reports every place where something begins that may be a name. There the token is looked up and the tree
walked, or the run of letters and digits read as a designation. The work is linear in the length of the text: a walk is
bounded by the longest name, a run by `designations.LONGEST`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.matching import designations
from bot.matching.folding import Folded
from bot.matching.lexicon import DENIAL, PRODUCT, RUN, SHADOW, WORD, Lexicon, Name, Node
from bot.matching.transliteration import CYRILLIC
from bot.model.entity import Context, Kind

TOKEN = re.compile(r"[^\W_]+(?:'[^\W\d_]+)*")
_NEXT = re.compile(
    r"(?:([-/]| ?- ?)|[ \n]{1,3}[\"'(\[]?|\(|[\"')\]][ \n]{0,2}|\.[ \n]?| ?& ?|)([^\W_]+(?:'[^\W\d_]+)*)"
)
_GAP = 4
"""Characters at most between two steps of a name."""
_VARIANT = re.compile(
    r"-(?P<mark>[A-ZА-ЯІЇ]{1,3}\d{0,2}[A-ZА-ЯІЇ]{0,2})(?:'?s)?(?![^\W_])"  # Buk-M3, Панцирь-С1М
    r"|-(?P<number>\d{1,3})(?![^\W_])"  # Switchblade-600
    r"|[ ](?P<spaced>[A-ZА-ЯІЇ]-?\d{1,2}|\d[A-ZА-ЯІ]\d?)s?(?![^\W_])"  # Tor M2, Панцирь С-1, Leopard 1A5
)
_TLD = r"\.(?:com|org|net|info|ru|ua|by|me|eu|io|uk|de|fr|pl|gov|edu|mil|int|tv|su|news|рф|укр|бел)\b"
_ADDRESSES = tuple(
    (re.compile(sign), re.compile(whole))
    for sign, whole in (
        (r"//|www\.", r"(?:https?://|www\.)\S+"),
        ("@", r"(?<![\w.+-])[\w.+-]{0,64}@[\w.-]{2,255}"),
        (_TLD, rf"(?<![\w.])(?:[\w-]{{1,63}}\.){{0,5}}[\w-]{{1,63}}{_TLD}(?:/\S*)?"),
    )
)
"""What gives an address away, and all of it."""
_LONGEST_ADDRESS = 500
_SPACE = re.compile(r"[ \n\0]")
_CLOSING = ")."
"""What may end a name without being part of its last word: NoName057(16), U.S."""
_SUFFIX_WEIGHT = 2.0
_OF_WOMEN = ("а", "я", "a")
_WOMANS = re.compile(r"(?:[сц]ь?к(?:а|у|ої|ою|ая|ую|ой)|(?:[оеє]в|[иіїы]н)(?:ої|ій|ою|ой|ая|ую|ый|ий|ого|ому))$")
_LONGEST_WORD = 64
_LONGEST_TAG = 40
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
    def shares(self) -> bool:
        """Does it share the words of another name?"""
        return any(note.startswith("shares") for note in self.notes)

    @property
    def unlisted(self) -> bool:
        """Is it a variant that the catalogue does not list?"""
        return any(note.startswith("variant") for note in self.notes)


_Path = tuple[Node, int, str, tuple[str, ...]]
"""A way into the tree: the node reached, where in the text, and how the words so far were recognised."""


class Scanner:
    """One text against one lexicon."""

    def __init__(self, lexicon: Lexicon, folded: Folded) -> None:
        self.lexicon = lexicon
        self.folded = folded
        self.read = folded.read
        self.coarse = b" " + folded.coarse + b" "
        """With a space at either end, so that a character's place here is one further on."""
        self.denials: list[int] = []
        self.products: list[int] = []
        self.found: list[Candidate] = []

    def candidates(self) -> list[Candidate]:
        """Every name and swallowing phrase in the text, in order of start, overlaps included."""
        kinds = self.lexicon.kinds
        places: dict[int, int] = {}
        for anchor, start, _ in self.lexicon.automaton.find_matches_as_indexes(self.coarse, overlapping=True):
            places[start] = places.get(start, 0) | kinds[anchor]
        for start in sorted(places):
            kind = places[start]
            if kind & WORD:
                self._walk(start)
            if kind & RUN:
                self._run(start)
            if kind & DENIAL:
                self.denials.append(start)
            if kind & PRODUCT:
                self.products.append(start)
        return self.found

    def _walk(self, start: int) -> None:
        """Follow the tree from the token at `start`."""
        token = TOKEN.match(self.read, start)
        if not token:
            return
        word = token.group()
        beginnings = self.lexicon.begin(word) if len(word) <= _LONGEST_WORD else ()
        paths = [(node, start + length, rule, notes) for node, rule, notes, length in beginnings]
        if any(char.isdigit() for char in word):
            marks = self._marks(self.lexicon.nodes[0].marks, start, token.end())
            paths += [(node, token.end(), "inflected", notes) for node, notes in marks]
        elif not paths and start and self.read[start - 1] == "#":
            paths = self._hashtag(word, start)
        while paths:
            path = node, end, rule, notes = paths.pop()
            if node.names:
                self._emit(start, end, rule, notes, node.names)
            if node.marks or (node.words and self.coarse[end + 1 : end + _GAP + 3].lstrip()[:2] in node.starts):
                paths += self._steps(*path)

    def _steps(self, node: Node, at: int, rule: str, notes: tuple[str, ...]) -> list[_Path]:
        """Each step from `node`, reached at `at`, that the following token allows."""
        following = _NEXT.match(self.read, at)
        if not following:
            return []
        token, (start, end) = following[2], following.span(2)
        if start == at and not (token[0].isdigit() or self.read[start - 1].isdigit()):
            return []  # glued words are one
        steps: list[_Path] = []
        if node.words and len(token) <= _LONGEST_WORD and following[1] != " - ":  # "in Ukraine – General Staff" is two
            seen = self.lexicon.recognise(token)
            how = rule if rule == "transliteration" else seen.rule
            steps += [
                (self.lexicon.nodes[node.words[number]], start + seen.length, how, notes + seen.notes)
                for number in seen.words
                if number in node.words
            ]
        if node.marks:
            steps += [(child, end, rule, notes + why) for child, why in self._marks(node.marks, start, end)]
        return steps

    def _hashtag(self, word: str, start: int) -> list[_Path]:
        """From the longest name that a lower-case hashtag begins with."""
        for length in range(min(len(word) - 1, _LONGEST_TAG), _GLUED - 1, -1):
            if found := [b for b in self.lexicon.begin(word[:length]) if b.rule == "inflected"]:
                return [(b.node, start + length, b.rule, ("hashtag",)) for b in found]
        return []

    def _marks(self, marks: dict[str, int], start: int, end: int) -> list[tuple[Node, tuple[str, ...]]]:
        """The marks that `token` may be: the `m` of Iskander-M, `tb2`, `136`; with a plural or a variant behind it."""
        raw = self.folded.clean[start:end]
        if not raw[0].isdigit() and self.folded.clean[start - 1] != "-" and not raw[0].isupper():
            return []
        nodes = self.lexicon.nodes
        found: list[tuple[Node, tuple[str, ...]]] = []
        for key in dict.fromkeys((designations.key(raw), designations.shaped_key(raw))):
            if key in marks:
                found.append((nodes[marks[key]], ()))
            elif key.endswith("s") and raw[-1] == "s" and key[:-1] in marks:
                found.append((nodes[marks[key[:-1]]], ("plural",)))
            elif (number := re.match(r"\d+(?=[^\W\d_])", key)) and number.group() in marks and len(raw) <= 6:
                found.append((nodes[marks[number.group()]], (f"variant {raw}",)))
        return found

    def _emit(self, start: int, end: int, rule: str, notes: tuple[str, ...], names: list[Name]) -> None:
        for name in names:
            if (name.exact or name.capital) and not self._case_fits(start, end, name):
                continue
            if rule == "transliteration" and not self._sound_suffices(start, end, name):
                continue
            closed = end + (name.folded[-1] in _CLOSING and self.read.startswith(name.folded[-1], end))
            last, suffix, why = closed, 0.0, notes
            if name.variants and self.read[end - 1].isalpha() and (tail := _VARIANT.match(self.folded.clean, end)):
                last = tail.end()
                why = (*notes, f"variant {tail['mark'] or tail['number'] or tail['spaced']}")
                suffix = _SUFFIX_WEIGHT if tail["mark"] else 1.0 if tail["spaced"] else 0.0
            exact = rule == "inflected" and self.read[start:closed] == name.folded
            how = "organisation" if name.organisation else "exact" if exact else rule
            if self._repeats(start, last, name):
                if last > closed:
                    continue
                self.found.pop()
            self.found.append(Candidate(start, last, name, how, why, name.context, closed, suffix))

    def _repeats(self, start: int, end: int, name: Name) -> bool:
        """Was the same entity just found in the same place, under another name?"""
        if not self.found:
            return False
        last = self.found[-1]
        return last.start == start and last.end == end and last.name.owner == name.owner and name.owner != SHADOW

    def _sound_suffices(self, start: int, end: int, name: Name) -> bool:
        """A person or a place only heard, not spelled, must have its capital; and a man's name no woman's ending."""
        if name.owner == SHADOW or not name.heard:
            return name.heard
        owner = self.lexicon.owners[name.owner]
        if owner.class_ == "person" and not name.folded.endswith(_OF_WOMEN) and _WOMANS.search(self.read, start, end):
            return False
        return not (self.folded.clean[start].islower() and (owner.kind is Kind.PLACE or owner.class_ == "person"))

    def _case_fits(self, start: int, end: int, name: Name) -> bool:
        """GRU is not Gru; and a Latin name in lower case is a word."""
        if name.owner == SHADOW:
            return True
        surface = self.folded.clean[start:end]
        if name.exact:
            letters = [c for c in surface if c.isalpha()]
            if not name.alias.isupper():
                return surface[0].isupper()
            own, more = letters[: len(name.alias)], letters[len(name.alias) :]
            return all(c.isupper() for c in own) and not any(c.isupper() and c.isascii() for c in more)  # US, not USS
        return not surface[0].islower() or (CYRILLIC.search(surface) is not None and not name.cyrillic)

    def _run(self, start: int) -> None:
        """Read the run at `start` as a designation, and what goes on from it without its letters."""
        first = designations.find(self.folded.clean, start, self.lexicon.runs)
        if not first:
            return
        for shown in (first, *designations.elliptical(self.folded.clean, first, self.lexicon.runs)):
            surface = self.folded.clean[shown.start : shown.end]
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


def in_address(read: str, start: int, end: int) -> bool:
    """Is what stands there part of a URL, an e-mail address or a host name?"""
    lowest, highest = max(0, start - _LONGEST_ADDRESS), end + _LONGEST_ADDRESS
    first = max(lowest, *(read.rfind(space, lowest, start) + 1 for space in " \n\0"))
    space = _SPACE.search(read, end, highest)
    around = read[first : space.start() if space else highest]
    place = start - first
    return len(around) > end - start and any(
        found.start() <= place < found.end()
        for sign, whole in _ADDRESSES
        if sign.search(around)
        for found in whole.finditer(around)
    )


_STRICT = (Context.OFF, Context.WEAK, Context.REQUIRED)


def _strictest(one: Context, other: Context) -> Context:
    return max(one, other, key=_STRICT.index)


def _of_script(names: list[Name], *, cyrillic: bool) -> list[Name]:
    """A flag belongs to the script it was set for: of one entity's names, those in the script of the text."""
    owners = {name.owner for name in names if name.cyrillic == cyrillic}
    return [name for name in names if name.cyrillic == cyrillic or name.owner not in owners]
