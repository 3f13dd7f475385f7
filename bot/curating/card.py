"""`vedette entity`: an entry as a page of plain text, with everything that it matches."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from bot.curating.derived import Derived, derived
from bot.model.entity import Context, Entity
from bot.model.words import plural

WIDTH = 100
SHOWN = 16
"""Forms of one word, and paraphrases of an organisation, that are spelled out unless all are asked for."""
_LANGUAGES = {"": "Own name", "en": "English", "uk": "Ukrainian", "ru": "Russian", "be": "Belarusian"}


def card(entity: Entity, entities: Mapping[str, Entity], *, everything: bool = False) -> str:
    """What `entity` is, where it belongs, and by language its names with their forms; `entities` by id.

    Long lists are cut and counted, unless `everything` is asked for.
    """
    most = None if everything else SHOWN
    names = derived(entity)
    blocks = [list(_head(entity, entities))]
    for lang, language in _LANGUAGES.items():
        listed = [n for n in names if not n.organisation and (lang in n.langs or not (lang or n.langs))]
        if listed:
            blocks.append([*_wrapped(f"{language}: ", [_flagged(name) for name in listed]), *_forms(listed, most)])
    if paraphrases := [name.name for name in names if name.organisation]:
        label = f"{len(paraphrases)} paraphrases of what it is and whose: "
        blocks.append(_wrapped(label, _cut(paraphrases, most)))
    if cues := list(_cues(entity)):
        blocks.append(cues)
    return "\n\n".join("\n".join(block) for block in blocks)


def _head(entity: Entity, entities: Mapping[str, Entity]) -> Iterator[str]:
    yield f"{entity.name} ({entity.id})"
    yield ", ".join(filter(None, (f"{entity.kind}: {entity.class_}", entity.country)))
    if entity.description:
        yield entity.description
    line: list[str] = []
    parent = entity.parent
    while parent is not None and parent not in line:
        line.append(parent)
        parent = entities[parent].parent if parent in entities else None
    if line:
        yield f"Family: {', of '.join(_called(id_, entities) for id_ in line)}"
    if members := [other.id for other in entities.values() if other.parent == entity.id]:
        yield from _wrapped("Members: ", [_called(id_, entities) for id_ in members])


def _called(id_: str, entities: Mapping[str, Entity]) -> str:
    return f"{entities[id_].name} ({id_})" if id_ in entities else id_


def _flagged(name: Derived) -> str:
    flags = {Context.REQUIRED: ["needs context"], Context.WEAK: ["needs a little context"], Context.OFF: []}
    said = [*flags[name.context], *(["capitals as here"] if name.exact else [])]
    return f"{name.name} [{', '.join(said)}]" if said else name.name


def _forms(names: Sequence[Derived], most: int | None) -> Iterator[str]:
    """Each word of the names once with all its forms, then the designations with the ways to write them."""
    words: dict[str, tuple[str, ...]] = {}
    for name in names:
        if len(name.words) == len(name.steps):
            words.update(zip(map(str.lower, name.words), name.steps, strict=True))
    for word, forms in words.items():
        if len(forms) > 1:
            yield from _wrapped(f"  {word}, {plural(len(forms), 'form')}: ", _cut(forms, most))
    for name in names:
        if name.spellings:
            yield from _wrapped(f"  {name.name}, {plural(len(name.spellings), 'spelling')}: ", name.spellings)


def _cues(entity: Entity) -> Iterator[str]:
    for label, words in (
        ("Speaks for it", entity.near),
        ("One of them is needed", entity.require),
        ("Speaks against it", entity.avoid),
        ("Is something else", entity.not_),
    ):
        if words:
            yield from _wrapped(f"{label}: ", words)


def _cut(words: Sequence[str], most: int | None) -> list[str]:
    if most is None or len(words) <= most + 1:
        return list(words)
    return [*words[:most], f"and {len(words) - most} more"]


def _wrapped(label: str, words: Sequence[str]) -> list[str]:
    """`words` with commas, broken only between words of the list."""
    glued = ", ".join(word.replace(" ", "\u00a0") for word in words)
    indent = " " * (len(label) - len(label.lstrip()) + 4)
    lines = textwrap.wrap(
        label.replace(" ", "\u00a0") + glued,
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace("\u00a0", " ") for line in lines]
