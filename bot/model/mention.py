"""Mentions: an entity is named here, and this is why we think so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One piece of the reasoning about an ambiguous name: what was seen and what it weighed."""

    weight: float
    what: str
    """Such as `head noun "system"`, `class cue "missile"`, `avoid "tamil"`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An entity is named in `field` from `start` to `end` (code points; `field[start:end] == surface`)."""

    entity: str
    field: str
    """`title` or `text`."""
    start: int
    end: int
    surface: str
    alias: str
    """The catalogue name that was recognised."""
    rule: str
    """How: `exact`, `inflected`, `designation`, `transliteration` or `organisation`."""
    notes: tuple[str, ...] = ()
    """What was put up with: `look-alike letters`, `variant БВМ`, `plural`, `negated`."""
    score: float | None = None
    """Sum of `evidence` for a name that needs context; None for one that does not."""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A name was seen and set aside; the fields are those of a mention, and `why` says what decided."""

    entity: str
    field: str
    start: int
    end: int
    surface: str
    alias: str
    why: str
    score: float | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything that was seen in one item, in order of field (title first) and start."""

    mentions: tuple[Mention, ...] = ()
    rejected: tuple[Rejection, ...] = ()
