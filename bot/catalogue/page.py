"""The catalogue's page: `python -m bot.catalogue.page > docs/catalogue.md`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from bot import catalogue
from bot.model.entity import Context, Entity

_HEAD = """\
# The built-in catalogue

What Vedette knows by name. Made from the files of `bot/catalogue/data/` by `python -m bot.catalogue.page`: change the
files, not this page. A team adds its own entities, or replaces one of these by its id, under `entities:` in
`feeds.yaml`, and chooses packs there (`packs: [tanks, air-defence, …]`; all of them if it says nothing).

Forms, dashes, plurals and the other script are derived from the names; a name in *italics* is an everyday word too, and
counts only where the words around it speak for it. A mention of an entity counts for its family as well: a T-80BV is a
T-80, and Mazyr is in Belarus.

Office-holders are here as holders of public office, for what they do in it; what the page says of them may be out of
date. Private persons are not listed; two authors who are quoted in public debate are (pack `commentators`).
"""


def page() -> str:
    """The whole page, as Markdown."""
    return "\n".join((_HEAD, *_counts(), *_packs(), *_sources())) + "\n"


def _counts() -> Iterator[str]:
    yield "## Packs\n"
    yield "| pack | what it holds | equipment | actors | places |"
    yield "|---|---|--:|--:|--:|"
    kinds = ("equipment", "actor", "place")
    for name, title in catalogue.titles().items():
        counts = Counter(entity.kind.value for entity in catalogue.pack(name))
        yield f"| [`{name}`](#{name}) | {title} | {' | '.join(str(counts[kind] or '') for kind in kinds)} |"
    total = Counter(entity.kind.value for entity in catalogue.load())
    yield f"| | **all** | {' | '.join(f'**{total[kind]}**' for kind in kinds)} |\n"


def _packs() -> Iterator[str]:
    for name, title in catalogue.titles().items():
        yield f'<a id="{name}"></a>\n\n## {title}\n'
        yield "| id | name | in uk, ru, be | class | country | family | what it is | sources |"
        yield "|---|---|---|---|---|---|---|---|"
        yield from (_row(entity) for entity in catalogue.pack(name))
        yield ""


def _row(entity: Entity) -> str:
    cells = (
        f"`{entity.id}`",
        entity.name,
        ", ".join(_local_names(entity)),
        entity.class_,
        entity.country or "",
        f"`{entity.parent}`" if entity.parent else "",
        entity.description,
        ", ".join(entity.sources),
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _local_names(entity: Entity) -> Iterable[str]:
    """The first name in each of the other languages, each spelling once."""
    first: dict[str, str] = {}
    for alias in entity.aliases:
        first.setdefault(alias.lang, alias.text if alias.context is Context.OFF else f"*{alias.text}*")
    return dict.fromkeys(first[lang] for lang in ("uk", "ru", "be") if lang in first)


def _sources() -> Iterator[str]:
    yield "## Sources and licences\n"
    yield "Names and other facts come from the sources below; the sentences are our own.\n"
    yield "| source | what it is | licence |"
    yield "|---|---|---|"
    for name, source in catalogue.sources().items():
        yield f"| `{name}` | {source['title']} | {source['licence']} |"


if __name__ == "__main__":
    sys.stdout.write(page())
