"""How many Latin designations of the catalogue find their Cyrillic spellings alone.

    python benchmarks/designations.py [--show]

Each entity of equipment is compiled with one Latin designation and nothing else (T-80BV, CV90, AMX-10RC); then it must
be found in Ukrainian and Russian sentences that write the designation as the press does: what is Slavic by sound
(Т-80БВ, Х-101, МіГ-29), what is not letter by letter (ФХ-70, ЦВ90) and, if all of its letters have look-alikes, by
shape (М1А1, С-130). A designation counts as found only if all of its spellings are.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import replace

from bot import catalogue
from bot.matching import compile_lexicon, find
from bot.matching.designations import is_designation
from bot.model.entity import Alias, Entity, Kind

SLAVIC = {"RU", "USSR", "UA", "BY"}
SENTENCES = {
    "uk": "Військові показали {}, що стоїть на озброєнні армії, і дві ракети.",
    "ru": "Военные показали {}, который стоит на вооружении армии, и две ракеты.",
}
_DIGRAPHS = {"shch": "щ", "kh": "х", "zh": "ж", "ts": "ц", "ch": "ч", "sh": "ш", "yu": "ю", "ya": "я", "ye": "е"}
_SOUND = dict(zip("abcdefghiklmnopqrstuvwxyz", "абцдефгхиклмнопкрстуввхыз", strict=True)) | {"j": "дж"}
_SHAPE = dict(zip("abcehikmoptxy", "авсенікмортху", strict=True))


def spellings(name: str, country: str, lang: str) -> set[str]:
    """How the press of `lang` writes the Latin designation `name`."""
    sound = _SOUND | ({"i": "і", "y": "и"} if lang == "uk" else {})
    if country in SLAVIC:
        return {_respelled(name, {**sound, **_DIGRAPHS})}
    shape = {letter.lower() for letter in name if letter.isalpha()} <= _SHAPE.keys()
    ways = (sound, _SHAPE) if shape else (sound,)
    return {_respelled(name, way) for way in ways}


def _respelled(name: str, table: dict[str, str]) -> str:
    letters = "|".join(sorted(table, key=len, reverse=True))
    return re.sub(letters, lambda m: _cased(m[0], table), name, flags=re.IGNORECASE)


def _cased(latin: str, table: dict[str, str]) -> str:
    cyrillic = table.get(latin.lower(), latin)
    return cyrillic.upper() if latin.isupper() else cyrillic.capitalize() if latin[0].isupper() else cyrillic


def designations(entity: Entity) -> set[str]:
    """Its Latin names that are one run of letters and digits."""
    names = {entity.name, *(alias.text for alias in entity.aliases)}
    return {name for name in names if name.isascii() and any(map(str.isdigit, name)) and is_designation(name)}


def missed(entity: Entity, name: str) -> set[str]:
    """The spellings of `name` by which it is not found."""
    alone: tuple[Alias, ...] = ()
    lexicon = compile_lexicon([replace(entity, name=name, aliases=alone, parent=None, org=None)])
    return {
        spelled
        for lang, sentence in SENTENCES.items()
        for spelled in spellings(name, entity.country or "", lang)
        if not find(lexicon, sentence.format(spelled), lang=lang).mentions
    }


def main() -> None:
    """Print the share found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="the designations that are not found, and how spelled")
    options = parser.parse_args()
    pairs = [(e, name) for e in catalogue.load() if e.kind is Kind.EQUIPMENT for name in sorted(designations(e))]
    lost = {(entity.id, name): misses for entity, name in pairs if (misses := missed(entity, name))}
    print(f"{len(pairs) - len(lost)} of {len(pairs)} designations found: {1 - len(lost) / len(pairs):.3f}")
    for (id_, name), misses in lost.items() if options.show else ():
        print(f"  {id_}: {name}: {', '.join(sorted(misses))}")


if __name__ == "__main__":
    main()
