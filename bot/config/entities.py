"""The `entities:` format: catalogue files, a team's own entries in feeds.yaml, `match --entities`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from bot.config.complaints import did_you_mean, validate
from bot.config.shapes import CatalogueShape, EntityShape
from bot.config.tree import MAX_BYTES, Tree, parse
from bot.config.yamlfaults import read
from bot.errors import ConfigError, Problem
from bot.model.entity import Alias, Entity, Org


def read_entities(text: str, where: str, *, known: Collection[str] | None = None) -> tuple[Entity, ...]:
    """The entities of a catalogue file, in file order; `where` names the file in errors.

    With `known`, the ids that are defined elsewhere, each `parent` must be in the file or among them; without, a
    parent may be anywhere. An entity's own name is not repeated among its aliases.

    Raises:
        ConfigError: with everything that is wrong in it.
    """
    tree = parse(text, where)
    file, problems = validate(tree, CatalogueShape)
    problems += entity_rules(tree, known)
    if problems or file is None:
        raise ConfigError(in_file_order(problems))
    return tuple(entity(shape) for shape in file.entities)


def load_entities(path: Path) -> tuple[Entity, ...]:
    """The entities of the catalogue file at `path`, which stands alone: parents must be in it.

    Raises:
        ConfigError: with everything that is wrong in it.
    """
    return read_entities(read(path, max_bytes=MAX_BYTES), str(path), known=())


def entity(shape: EntityShape) -> Entity:
    """The noun for a checked shape."""
    return Entity(
        id=shape.id,
        kind=shape.kind,
        class_=shape.class_,
        name=shape.name,
        aliases=tuple(
            Alias(text=a.t, lang=lang, context=a.ctx, case=a.case, inflect=a.inflect, variants=a.variants)
            for lang, aliases in shape.aliases.items()
            for a in aliases
        ),
        country=shape.country,
        parent=shape.parent,
        description=shape.description or "",
        org=Org(type=shape.org.type, country=shape.org.country) if shape.org else None,
        near=tuple(shape.near),
        avoid=tuple(shape.avoid),
        not_=tuple(shape.not_),
        require=tuple(shape.require),
        derive=shape.derive,
        sources=tuple(shape.sources),
    )


def entity_rules(tree: Tree, known: Collection[str] | None) -> Iterator[Problem]:
    """What no single entity can tell: repeated ids, unknown or circular parents, one name for two entities."""
    entities = [(route, data) for route, data in tree.each("entities") if isinstance(data, dict)]
    parents: dict[str, str] = {}
    for route, data in entities:
        id_ = str(data.get("id", ""))
        if id_ in parents:
            yield tree.problem((*route, "id"), f"the id {id_!r} is here twice", "give each entity an id of its own")
        parents[id_] = str(data.get("parent", ""))
    for route, data in entities:
        id_, parent = str(data.get("id", "")), str(data.get("parent", ""))
        if parent and known is not None and parent not in parents and parent not in known:
            hint = did_you_mean(parent, {*parents, *known} - {id_})
            yield tree.problem((*route, "parent"), f"there is no entity {parent!r}", hint)
        elif parent and _returns_to(id_, parents):
            yield tree.problem((*route, "parent"), f"{id_!r} would be its own family", "break the circle of parents")
    yield from _shared_names(tree)


def _returns_to(id_: str, parents: dict[str, str]) -> bool:
    at, steps = parents[id_], 0
    while at and at != id_ and steps <= len(parents):
        at, steps = parents.get(at, ""), steps + 1
    return at == id_


def _shared_names(tree: Tree) -> Iterator[Problem]:
    """A name that is proof of two entities is proof of neither."""
    owners: dict[tuple[str, str], str] = {}
    for route, data in tree.each("entities"):
        id_ = str(data.get("id", "")) if isinstance(data, dict) else ""
        for (*_, lang), _names in tree.each(*route, "aliases"):
            for at, alias in tree.each(*route, "aliases", lang):
                if isinstance(alias, str):
                    owner = owners.setdefault((str(lang), alias.casefold()), id_)
                    if owner != id_:
                        what = f"{alias!r} is also a name of {owner!r}"
                        hint = f"remove it from one of them, or mark it: {{t: {alias}, ctx: required}}"
                        yield tree.problem(at, what, hint)


def in_file_order(problems: Collection[Problem]) -> list[Problem]:
    """Problems as a reader meets them, each once."""
    return sorted(dict.fromkeys(problems), key=lambda p: (p.line or 0, p.column or 0))
