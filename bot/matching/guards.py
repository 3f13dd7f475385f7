"""What stands beside a name and makes it somebody or something else, whatever the text is about.

Another given name (Stacey Abrams), a soldier's callsign («Бобер»), a name that the acronym only introduces (БМП
«Бредли»), the other half of a longer name (Новгород-Сіверський).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.matching.folding import Folded
from bot.matching.lexicon import Lexicon
from bot.matching.scan import Candidate
from bot.matching.transliteration import CYRILLIC, sound
from bot.model.entity import Kind

_JOINED_BEFORE = re.compile(r"(?<![^\W_])[A-ZА-ЯЄІЇЎ][^\W\d_]{2,}-$")
_CALLED = re.compile(
    r'(?:позивн|позывн|псевдо|прізвиськ|прозвищ|callsign|call sign|call-sign|nom de guerre)\w* [-:"]* ?$'
)
_GIVEN_BEFORE = re.compile(r'([A-ZА-ЯЄІЇЎ][^\W\d_]{2,}) "$')
_WORD_BEFORE = re.compile(r"(?<![^\W_])([A-ZА-ЯЄІЇЎ][^\W\d_]{2,}) $")
_SURNAME_AFTER = re.compile(r'" [A-ZА-ЯЄІЇЎ]')
_REGION_AFTER = re.compile(
    r" (?:кра(?:й|ю|я|е|єм|ем|ї)|област[^\W\d_]*|обл|ов[аиіу]|од[аиіу]|а[еэ]с|атомн[^\W\d_]+)(?![^\W_])"
    r"|(?<=[a-z]) regional (?:military|state|administration)"
)
_JOINED_AFTER = re.compile(r"-[A-ZА-ЯЄІЇЎ][^\W\d_]{2,}")


def other_person(lexicon: Lexicon, folded: Folded, candidate: Candidate) -> str | None:
    """The given name or initial before a surname, if it is somebody else's."""
    given = lexicon.owners[candidate.name.owner].given
    if not given or " " in folded.read[candidate.start : candidate.end]:
        return None
    before = folded.clean[max(0, candidate.start - 24) : candidate.start]
    before = re.sub(r"(?<=[^\W\d_]{3} )[^\W\d_]\. $", "", before)  # a middle initial says nothing
    if initials := re.search(r"(?<![^\W_])([^\W\d_])\. ?(?:[^\W\d_]\. ?)?$", before):
        letter = initials.group(1)
        if letter.isupper() and not any(name[:1] == sound(letter.lower())[:1] for name in given):
            return initials.group().strip()
        return None
    if word := re.search(r"([^\W\d_]{3,}) $", before):
        heard = sound(word.group(1).lower().replace("ё", "е"))
        known = lexicon.given_names
        if word.group(1)[0].isupper() and heard in known:
            same = any(name[:3] == heard[:3] or known.get(name) == known[heard] for name in given)
            return None if same else word.group(1)
    return None


def is_callsign(lexicon: Lexicon, folded: Folded, candidate: Candidate) -> bool:
    """Віктор «Бобер» Ковальчук, з позивним «Орел»: what a soldier is called."""
    before = folded.clean[max(0, candidate.start - 24) : candidate.start]
    if _CALLED.search(before.lower()):
        return True
    given = _GIVEN_BEFORE.search(before)
    if not given or not _SURNAME_AFTER.match(folded.clean, candidate.end):
        return False
    return sound(given[1].lower()) in lexicon.given_names


def given_name(lexicon: Lexicon, folded: Folded, candidate: Candidate) -> str | None:
    """The given name before what looks like a place and is a surname: Yury Borisov, Івана Черняховського."""
    word = re.search(
        r"(?<![^\W_])([A-ZА-ЯЄІЇЎ][^\W\d_]{2,}) $", folded.clean[max(0, candidate.start - 24) : candidate.start]
    )
    return word[1] if word and sound(word[1].lower()) in lexicon.given_names else None


def is_region(folded: Folded, candidate: Candidate) -> bool:
    """Does a town's adjective name the region or the plant near it: «Хабаровского края», «Хмельницької АЕС»?"""
    return _REGION_AFTER.match(folded.read, candidate.end) is not None


def is_class_noun(lexicon: Lexicon, folded: Folded, candidate: Candidate, others: Sequence[Candidate]) -> bool:
    """БМП «Бредли», БМП CV90, "Marder BMPs": an acronym of a family that only says what the other name is."""
    if candidate.unlisted:
        return False
    read, clean = folded.read, folded.clean
    owners = lexicon.owners
    for other in others:
        if other is candidate or owners[other.name.owner].kind is not Kind.EQUIPMENT:
            continue
        if other.name.class_noun:
            continue
        after, before = read[candidate.end : other.start], read[other.end : candidate.start]
        if other.start >= candidate.end and after in {' "', ' ("'}:
            return True
        if other.start >= candidate.end and after in {" ", "\n"} and not CYRILLIC.search(clean[other.start]):
            return True
        if other.end <= candidate.start and before in {" ", '" '} and not CYRILLIC.search(clean[other.start]):
            return True
    cyrillic = CYRILLIC.search(clean[candidate.start]) is not None
    if cyrillic and re.search(r"[A-Z]-?\d+[A-Za-z]?\d? $", clean[max(0, candidate.start - 12) : candidate.start]):
        return True
    after = clean[candidate.end : candidate.end + 16]
    if re.match(r" [A-Z]+-?\d", after) or (cyrillic and re.match(r" [A-Z]{2,}", after)):
        return True
    return bool(
        re.match(r"/(?:БТР|БМП|BTR|BMP)", after)
        or re.search(r"(?:БТР|БМП|BTR|BMP)/$", clean[max(0, candidate.start - 5) : candidate.start])
    )


def longer_name(clean: str, candidate: Candidate, others: Sequence[Candidate]) -> str | None:
    """The place of two joined words whose one word a town is (Новгород-Сіверський), unless both are on the list."""
    start, end = candidate.start, candidate.end
    if "-" not in {clean[end : end + 1], clean[max(0, start - 1) : start]} or not clean[start].isupper():
        return None
    before = _JOINED_BEFORE.search(clean, max(0, start - 24), start)
    after = _JOINED_AFTER.match(clean, end)
    for joined in (before, after):
        if joined and not any(o.start < joined.end() and joined.start() < o.end for o in others if o is not candidate):
            return clean[min(start, joined.start()) : max(end, joined.end())]
    return None
