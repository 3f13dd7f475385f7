"""`lookup`: the card of one entity."""

from __future__ import annotations

from bot.errors import UsageError
from bot.model.entity import Entity
from bot.model.message import Button, Facts, Heading, Line, Message, Note, Paragraph, Part, Span, text
from bot.model.question import Question
from bot.model.words import plural
from bot.ports import Archive
from handlers._pieces import name_in, story_list, unknown_name, watched, what_it_is

STORIES = 5
NAMES_PER_LANGUAGE = 4
_LANGUAGES = {"en": "English", "uk": "Ukrainian", "ru": "Russian", "be": "Belarusian"}


async def lookup(args: str, question: Question, archive: Archive) -> Message:
    """What something is, and where it was named lately.

    Usage: lookup NAME

    The card says what it is, the names it goes by, how often it was named in the last day, week and month, and the
    last five stories. A family's card counts its members too.

    Examples:
        lookup S-400
        lookup "Alexander Lukashenka"
        lookup Іскандер
    """
    name = name_in(args)
    if not name:
        return _which(archive)
    entity = archive.resolve(name)
    if entity is None:
        return unknown_name(name, "lookup", archive)
    counts = await archive.counts(entity.id, question.at)
    stories = await archive.latest(entity.id, limit=STORIES)
    named = f"{counts.day:,} in 24 h · {counts.week:,} in 7 days · {counts.month:,} in 30 days"
    is_a = what_it_is(entity, archive.entities)
    parts: list[Part] = [Heading(line=(Span(text=entity.name, bold=True), Span(text=f" · {is_a}")))]
    if entity.description:
        parts.append(Paragraph(line=text(entity.description)))
    parts.append(Facts(pairs=(*_belongs(entity, archive), *_names(entity), ("Items that name it", text(named)))))
    if stories:
        parts += [Paragraph(line=text("Last stories:")), story_list(stories, question.at)]
    else:
        parts.append(Note(line=text("No story names it yet.")))
    return Message(parts=tuple(parts), buttons=_onward(entity, archive, more=len(stories) == STORIES))


def _which(archive: Archive) -> Message:
    offered = watched(archive)[:8]
    if not offered:
        raise UsageError("look up what? Give me a name")
    return Message(
        parts=(Paragraph(line=text("Look up what? Give me a name, or take one that is watched for:")),),
        buttons=tuple(Button(label=entity.name, command=f"lookup {entity.id}") for entity in offered),
    )


def _belongs(entity: Entity, archive: Archive) -> list[tuple[str, Line]]:
    pairs = []
    family = archive.entities.get(entity.parent) if entity.parent else None
    if family is not None:
        pairs.append(("Family", text(family.name)))
    members = [one.name for one in archive.entities.values() if one.parent == entity.id]
    if members:
        rest = f" and {plural(len(members) - 8, 'other')}" if len(members) > 8 else ""
        pairs.append(("Members", text(", ".join(members[:8]) + rest)))
    return pairs


def _names(entity: Entity) -> list[tuple[str, Line]]:
    """The names in each language, the entity's own left out."""
    spoken: dict[str, dict[str, None]] = {}
    for alias in entity.aliases:
        if alias.text != entity.name:
            spoken.setdefault(_LANGUAGES.get(alias.lang, ""), {})[alias.text] = None
    return [
        (f"In {language}" if language else "Also", text(", ".join(list(names)[:NAMES_PER_LANGUAGE])))
        for language, names in spoken.items()
    ]


def _onward(entity: Entity, archive: Archive, *, more: bool) -> tuple[Button, ...]:
    buttons = []
    if more:
        buttons.append(Button(label="More stories", command=f"latest {entity.id}"))
    family = archive.entities.get(entity.parent) if entity.parent else None
    if family is not None:
        buttons.append(Button(label=f"Family: {family.name}", command=f"lookup {family.id}"))
    return tuple(buttons)
