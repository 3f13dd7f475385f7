"""`vedette lint`: names in a catalogue that will make noise or miss, each with its place and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from bot import catalogue
from bot.config.complaints import validate
from bot.config.entities import entity, in_file_order
from bot.config.shapes import CatalogueShape, EntityShape, FeedsFileShape
from bot.config.tree import MAX_BYTES, Route, Tree, parse
from bot.config.yamlfaults import read
from bot.curating import doubts
from bot.curating.doubts import Doubt, Listed
from bot.errors import ConfigError, Problem
from bot.model.entity import Alias


@dataclass(frozen=True, slots=True)
class _File:
    """A file of entities: as the shapes have them, and where each stands."""

    tree: Tree
    shapes: tuple[EntityShape, ...]

    def listed(self) -> Iterator[tuple[Listed, Route]]:
        """Every name in the file, with its route."""
        for number, shape in enumerate(self.shapes):
            whole = entity(shape)
            at: Route = ("entities", number)
            own = [alias for aliases in shape.aliases.values() for alias in aliases if alias.t == shape.name]
            if not own:
                alias = Alias(text=shape.name, lang="")
                yield Listed(entity=whole, alias=alias, sure=False), (*at, "name")
            for lang, aliases in shape.aliases.items():
                for place, flagged in enumerate(aliases):
                    alias = Alias(text=flagged.t, lang=lang, context=flagged.ctx, case=flagged.case)
                    yield (
                        Listed(entity=whole, alias=alias, sure=flagged.sure is not None),
                        (*at, "aliases", lang, place),
                    )


def lint(path: Path | None = None) -> tuple[Problem, ...]:
    """Everything doubtful in the entities of the file at `path`, or in the built-in catalogue, in file order.

    Raises:
        ConfigError: the file cannot be read as a feeds file or a file of entities.
    """
    files = [_file(path)] if path else list(_built_in())
    entities = tuple(entity(shape) for file in files for shape in file.shapes)
    others = catalogue.load() if path else ()
    known = catalogue.merge(others, entities)
    owners = doubts.owners(known)
    fired = doubts.fired(entities)
    problems: list[Problem] = []
    for file in files:
        found = [_problem(file.tree, at, doubt) for at, doubt in _doubts(file, owners, fired)]
        problems += in_file_order(found)
    return tuple(problems)


def _doubts(file: _File, owners: doubts.Owners, fired: doubts.Fired) -> Iterator[tuple[Route, Doubt]]:
    for listed, at in file.listed():
        yield from ((at, doubt) for doubt in doubts.of_name(listed, fired))
        yield from ((at, doubt) for doubt in doubts.shared(listed, owners))
    for number, shape in enumerate(file.shapes):
        yield from ((("entities", number, "name"), doubt) for doubt in doubts.of_scripts(entity(shape)))


def _problem(tree: Tree, at: Route, doubt: Doubt) -> Problem:
    return tree.problem(at, doubt.what, doubt.fix)


def _file(path: Path) -> _File:
    return _parsed(read(path, max_bytes=MAX_BYTES), str(path))


def _built_in() -> Iterator[_File]:
    data = resources.files(catalogue) / "data"
    for name in catalogue.titles():
        yield _parsed((data / f"{name}.yaml").read_text(encoding="utf-8"), f"bot/catalogue/data/{name}.yaml")


def _parsed(text: str, where: str) -> _File:
    tree = parse(text, where)
    file: FeedsFileShape | CatalogueShape | None
    if isinstance(tree.data, dict) and "feeds" in tree.data:
        file, problems = validate(tree, FeedsFileShape)
    else:
        file, problems = validate(tree, CatalogueShape)
    if file is None:
        raise ConfigError(in_file_order(problems))
    return _File(tree, tuple(file.entities))
