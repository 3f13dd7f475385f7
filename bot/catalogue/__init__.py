"""The built-in catalogue: equipment, actors and places, as data that a person can edit.

Each file of `data/` is a pack, a list of `entities:`; `packs.yaml` beside them names the packs and their titles, in the
order of the catalogue's page (docs/catalogue.md), and `sources.yaml` says where facts come from. A new pack is a file
and its line in `packs.yaml`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

import yaml

from bot.catalogue.compiled import ready
from bot.config import read_entities
from bot.config.complaints import did_you_mean, listed
from bot.errors import ConfigError, Problem
from bot.model.entity import Entity

__all__ = ["load", "merge", "pack", "ready", "sources", "titles"]


def load(packs: Collection[str] | None = None) -> tuple[Entity, ...]:
    """The entities of the packs named, in the catalogue's order; of all packs if `packs` is None.

    An entity whose family is in a pack that is left out stands without it.

    Raises:
        ConfigError: a pack is not in the catalogue.
    """
    known = titles()
    if unknown := sorted(set(packs or ()) - known.keys()):
        raise ConfigError([_no_such_pack(name, known) for name in unknown])
    return tuple(entity for name in known if packs is None or name in packs for entity in pack(name))


def merge(builtin: Iterable[Entity], own: Iterable[Entity]) -> tuple[Entity, ...]:
    """The built-in entities with a team's own: one of the same id takes its place, others follow in their order."""
    return tuple({entity.id: entity for entity in (*builtin, *own)}.values())


@cache
def titles() -> MappingProxyType[str, str]:
    """What each pack holds, in a few words, by name and in order."""
    return MappingProxyType(_strings("packs.yaml"))


@cache
def sources() -> MappingProxyType[str, dict[str, str]]:
    """The `title` and `licence` of each source of facts, by the name that entities give it."""
    return MappingProxyType(_strings("sources.yaml"))


@cache
def pack(name: str) -> tuple[Entity, ...]:
    """The entities of one pack."""
    file = _data() / f"{name}.yaml"
    return read_entities(file.read_text(encoding="utf-8"), f"bot/catalogue/data/{file.name}")


def _strings(file: str) -> dict[str, Any]:
    text = (_data() / file).read_text(encoding="utf-8")
    return dict(yaml.load(text, yaml.CBaseLoader))  # noqa: S506 (strings only, from our own file)


def _data() -> Traversable:
    return files(__name__) / "data"


def _no_such_pack(name: str, known: Collection[str]) -> Problem:
    hint = did_you_mean(name, known) or f"there are {listed(known)}"
    return Problem(where="packs", what=f"there is no pack {name!r} in the catalogue", suggestion=hint)
