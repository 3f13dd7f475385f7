"""Which watches take an item, given what it names: mentions and watches in, catches out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.model.alert import Catch
from bot.model.entity import Entity, Kind
from bot.model.mention import Mention
from bot.model.watch import Term, Watch


def catches(
    watches: Iterable[Watch],
    *,
    named: Collection[str],
    homes: Collection[str] = (),
    phrases: Collection[str],
    tags: Collection[str],
) -> tuple[Catch, ...]:
    """One catch for each channel of each watch that takes the item.

    Args:
        watches: The watches in force.
        named: Ids of the entities that the item names, and of their families (see `with_families`).
        homes: Ids of the countries whose bodies it names (see `homes_of`): they meet what a watch says under `all`.
        phrases: Those of the watches' phrases that stand in the item.
        tags: The tags of the item's feed.
    """
    found: list[Catch] = []
    for watch in watches:
        met = _met(watch, named, homes, phrases, tags)
        if met is not None:
            found.extend(
                Catch(watch=watch.name, channel=channel, met=met, group_wait=watch.group_wait) for channel in watch.to
            )
    return tuple(found)


def with_families(mentions: Iterable[Mention], entities: Mapping[str, Entity]) -> frozenset[str]:
    """The entities that are mentioned, and the families they belong to: a T-80BV is a T-80 too."""
    named: set[str] = set()
    for mention in mentions:
        here: str | None = mention.entity
        while here is not None and here not in named:
            named.add(here)
            entity = entities.get(here)
            here = entity.parent if entity else None
    return frozenset(named)


def homes_of(entities: Collection[Entity]) -> dict[str, str]:
    """Bodies and the countries that they bring with them: "the Belarusian Foreign Ministry" is about Belarus.

    The country inside a longer name is no mention of its own. Equipment is not at home anywhere, nor is a person.
    """
    countries = {
        entity.country: entity.id
        for entity in entities
        if entity.kind is Kind.PLACE and entity.class_ == "country" and entity.country
    }
    return {
        entity.id: countries[entity.country]
        for entity in entities
        if entity.kind is Kind.ACTOR and entity.class_ != "person" and entity.country in countries
    }


def phrases_of(watches: Iterable[Watch]) -> frozenset[str]:
    """Every phrase that some watch asks about."""
    return frozenset(
        term.text for watch in watches for term in (*watch.any, *watch.all, *watch.none) if term.entity is None
    )


def _met(
    watch: Watch, named: Collection[str], homes: Collection[str], phrases: Collection[str], tags: Collection[str]
) -> tuple[str, ...] | None:
    """The terms that were met, in the watch's own order; None where it does not take the item."""

    def holds(term: Term) -> bool:
        return term.entity in named if term.entity is not None else term.text in phrases

    if watch.from_ and watch.from_.isdisjoint(tags):
        return None
    met_any = [term for term in watch.any if holds(term)]
    if watch.any and not met_any:
        return None
    if not all(holds(term) or term.entity in homes for term in watch.all) or any(map(holds, watch.none)):
        return None
    met: Sequence[Term] = [*met_any, *watch.all]
    return tuple(term.entity or term.text for term in met) or None
