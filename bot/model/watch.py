"""Watches, channels and people: which mentions matter to whom, and who may ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A short name for one destination in one chat."""

    name: str
    platform: str
    """`telegram`, `slack` or `console`."""
    address: str = ""
    """In the platform's own terms: `-1001234567890/42` (a forum topic), `C0123456789`, `` for the console."""
    lang: str | None = None
    """The language that summaries are told in there: `en`, `uk`, `ru` or `be`; None: each in its report's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One condition of a watch: an entity (and all of its family), or words to be found as they stand."""

    text: str
    entity: str | None = None
    """The entity's id; None: `text` is a phrase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Tell `to` of items in which one of `any` and each of `all` is named and none of `none`, from feeds so tagged."""

    name: str
    to: tuple[str, ...]
    """Channel names."""
    any: tuple[Term, ...] = ()
    all: tuple[Term, ...] = ()
    none: tuple[Term, ...] = ()
    from_: frozenset[str] = field(default_factory=frozenset)
    """Feed tags; empty: all feeds."""
    group_wait: timedelta = timedelta(seconds=30)
    """How long an alert waits for more reports of its story before it is sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody on a platform, by the platform's own id."""

    platform: str
    id: str
