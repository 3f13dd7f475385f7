"""Equipment, actors and places that can be watched for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What an entity is."""

    EQUIPMENT = "equipment"
    ACTOR = "actor"
    PLACE = "place"


class Context(StrEnum):
    """How much a name says alone."""

    OFF = "off"  # the name is proof enough
    WEAK = "weak"  # a little evidence around it is asked for
    REQUIRED = "required"  # an everyday word too: the context decides


class Case(StrEnum):
    """Whether letter case matters."""

    ANY = "any"
    EXACT = "exact"  # GRU, not Gru


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One name of an entity, as it stands in a dictionary: forms, dashes and scripts are derived from it."""

    text: str
    lang: str
    """`en`, `uk`, `ru`, `be`, or `` for the entity's own `name`."""
    context: Context = Context.OFF
    case: Case = Case.ANY
    inflect: bool = True
    variants: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Org:
    """A body named by what it is and whose it is ("the Belarusian foreign ministry"), not by a fixed name."""

    type: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A piece of equipment, an actor or a place: its names, where it belongs, and what speaks for or against it."""

    id: str
    kind: Kind
    class_: str
    """Such as `tank`, `air-defence`, `ministry`, `person`, `town`: picks the built-in context cues."""
    name: str
    aliases: tuple[Alias, ...] = ()
    country: str | None = None
    parent: str | None = None
    """Id of the family that this one belongs to; a mention of it counts for the family."""
    description: str = ""
    """One line for a look-up card."""
    org: Org | None = None
    near: tuple[str, ...] = ()
    """Words, or ids of entities, that speak for an ambiguous name."""
    avoid: tuple[str, ...] = ()
    """Words that speak against it."""
    not_: tuple[str, ...] = ()
    """Phrases in which the name is something else; they swallow it."""
    require: tuple[str, ...] = ()
    """Cues of which at least one must be near, whatever else speaks for the name."""
    derive: bool = False
    """Also match adjectives and member nouns («кремлівський», «вагнерівці»)."""
    sources: tuple[str, ...] = field(default_factory=tuple)
    """Where the facts come from."""
