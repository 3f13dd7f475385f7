"""Which entity the editor means, in the catalogue that is in force here."""

from __future__ import annotations

import difflib
from pathlib import Path

from bot import catalogue, config, matching
from bot.errors import UsageError
from bot.model.entity import Entity


def catalogue_in_force(feeds_file: Path | None, entities_file: Path | None = None) -> tuple[Entity, ...]:
    """The entities of `entities_file` alone; else the built-in catalogue with what `feeds_file` changes in it.

    Raises:
        ConfigError: one of the files cannot be used.
    """
    if entities_file is not None:
        return config.load_entities(entities_file)
    builtin = catalogue.load()
    if feeds_file is None:
        return builtin
    own = config.load(feeds_file, {entity.id for entity in builtin})
    return catalogue.merge(catalogue.load(own.packs), own.entities)


def find(name: str, entities: tuple[Entity, ...]) -> Entity:
    """The entity with that id, or by that name in any spelling that the matcher knows.

    Raises:
        UsageError: none goes by it; the message offers those that come near.
    """
    by_id = {entity.id: entity for entity in entities}
    by_name = {a.casefold(): e for e in reversed(entities) for a in (e.name, *(alias.text for alias in e.aliases))}
    wanted = name.strip()
    if known := by_id.get(wanted) or by_name.get(wanted.casefold()):
        return known
    lexicon = catalogue.ready(entities)
    if (found := matching.resolve(lexicon, wanted)) is not None:
        return by_id[found]
    near = matching.nearest(lexicon, wanted) or difflib.get_close_matches(wanted.casefold(), by_id)
    offer = f"; did you mean {' or '.join(near[:3])}?" if near else ""
    raise UsageError(f"no entity goes by “{wanted}”{offer}")
