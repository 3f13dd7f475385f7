"""Text to mentions, with reasons: finds the entities of a catalogue in news of any language and script it knows.

`compile_lexicon` makes a catalogue ready; `find` reads a text. The modules, in the order in which a text meets them:
`folding` (characters), `scan` (where a name could be), `designations`, `forms`, `transliteration`, `organisations`
(what a name may look like), `sharing` (two names in one), `deciding` (one name a place), `gates` (does an
ambiguous name mean the thing).
"""

from __future__ import annotations

from bot.matching.compiling import compile_lexicon
from bot.matching.deciding import findings
from bot.matching.folding import WALL, fold
from bot.matching.lexicon import Lexicon
from bot.matching.names import nearest, resolve
from bot.matching.phrases import Phrases, compile_phrases, find_phrases
from bot.matching.storing import dump, fingerprint, load
from bot.model.mention import Evidence, Findings

__all__ = [
    "Lexicon",
    "Phrases",
    "compile_lexicon",
    "compile_phrases",
    "dump",
    "find",
    "find_phrases",
    "fingerprint",
    "load",
    "nearest",
    "resolve",
]


def find(
    lexicon: Lexicon, text: str, *, title: str = "", lang: str | None = None, leaning: tuple[Evidence, ...] = ()
) -> Findings:
    """Every entity named in `title` and `text`, with the reasons, and every name that was set aside, with why.

    Title and text are judged together: a cue in one speaks for a name in the other. `lang`, a BCP 47 tag, is a hint
    only. `leaning` is what is known beforehand for or against an ambiguous name, such as what its source writes about.
    Any text will do; the work is linear in its length.
    """
    whole = f"{title}{WALL}{text}" if title else text
    return findings(lexicon, fold(whole), len(title) + 1 if title else 0, lang, leaning)
