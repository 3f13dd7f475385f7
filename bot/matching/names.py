"""Names that people type into a look-up: the entity that goes by one, and those that come near."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from bot.matching.folding import WALL, fold, reading
from bot.matching.lexicon import SHADOW, Lexicon
from bot.matching.scan import Scanner
from bot.matching.transliteration import latin

_LIKE = 0.6


def resolve(lexicon: Lexicon, name: str) -> str | None:
    """Id of the entity that goes by `name`, an id or any spelling the matcher knows; no context is asked for."""
    name = name.strip()
    if name in lexicon.by_id:
        return name
    if (as_id := name.casefold().replace(" ", "-")) in lexicon.by_id:
        return as_id
    for text in dict.fromkeys((name, name.title(), name.upper())):
        folded = fold(text.replace(WALL, " "))
        whole = [
            c
            for c in Scanner(lexicon, folded).candidates()
            if not c.shadow and c.start == 0 and c.end >= len(folded.clean.rstrip(" .,)"))
        ]
        if whole:
            best = min(whole, key=lambda c: (c.unlisted, c.rule == "transliteration", c.name.context.value != "off"))
            return lexicon.owners[best.name.owner].id
    return None


def nearest(lexicon: Lexicon, name: str, limit: int = 5) -> tuple[str, ...]:
    """Ids of the entities whose names look most like `name`, best first; empty where none comes near."""
    wanted = _plain(name)[:64]
    if not wanted:
        return ()
    best: dict[str, float] = {}
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    for alias in lexicon.names:
        if alias.owner == SHADOW or alias.organisation:
            continue
        known = _plain(alias.alias)
        matcher.set_seq1(known)
        if known.startswith(wanted) or wanted in known.split():
            likeness = 0.9
        elif matcher.real_quick_ratio() < _LIKE or matcher.quick_ratio() < _LIKE:
            continue
        else:
            likeness = matcher.ratio()
        id_ = lexicon.owners[alias.owner].id
        best[id_] = max(best.get(id_, 0.0), likeness)
    ranked = sorted((id_ for id_, likeness in best.items() if likeness >= _LIKE), key=lambda id_: (-best[id_], id_))
    return tuple(ranked[:limit])


def _plain(name: str) -> str:
    """Lower-case Latin without punctuation."""
    return re.sub(r"[^a-z0-9 ]", "", latin(reading(name)))
