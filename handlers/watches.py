"""`watches`: what is watched for, and who is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.model.entity import Entity
from bot.model.message import Button, Facts, Heading, Line, Message, Note, Paragraph, Part, text
from bot.model.question import Question
from bot.model.watch import Term, Watch
from bot.ports import Archive
from handlers._pieces import page_in

PAGE = 5


async def watches(args: str, question: Question, archive: Archive) -> Message:
    """What is watched for, and which channels are told.

    Usage: watches [PAGE]

    A watch takes an item that names one of "any of" and each of "all of" and none of "none of", from its feeds.

    Examples:
        watches
    """
    page = page_in(args)
    known = archive.watches
    if not known:
        return Message(parts=(Paragraph(line=text("Nothing is watched for. Add a watch to feeds.yaml.")),))
    pages = -(-len(known) // PAGE)
    page = min(page, pages)
    parts: list[Part] = []
    for watch in known[(page - 1) * PAGE : page * PAGE]:
        parts += [Heading(line=text(watch.name)), Facts(pairs=tuple(_terms(watch, archive.entities)))]
    buttons = []
    if pages > 1:
        parts.append(Note(line=text(f"Page {page} of {pages}.")))
        buttons = [
            Button(label=label, command=f"watches {number}")
            for label, number in (("Back", page - 1), ("More", page + 1))
            if 1 <= number <= pages
        ]
    return Message(parts=tuple(parts), buttons=tuple(buttons))


def _terms(watch: Watch, entities: Mapping[str, Entity]) -> list[tuple[str, Line]]:
    lists = (("Any of", watch.any), ("All of", watch.all), ("None of", watch.none))
    pairs = [(label, text(_names(terms, entities))) for label, terms in lists if terms]
    tags = ", ".join(sorted(watch.from_))
    pairs.append(("From", text(f"feeds tagged {tags}" if tags else "all feeds")))
    pairs.append(("To", text(", ".join(watch.to))))
    return pairs


def _names(terms: Sequence[Term], entities: Mapping[str, Entity]) -> str:
    return ", ".join(_name(term, entities) for term in terms)


def _name(term: Term, entities: Mapping[str, Entity]) -> str:
    entity = entities.get(term.entity) if term.entity is not None else None
    return entity.name if entity else f"“{term.text}”"
