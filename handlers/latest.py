"""`latest`: the newest stories."""

from __future__ import annotations

from bot.model.message import Button, Heading, Message, Note, Span, text
from bot.model.question import Question
from bot.ports import Archive
from handlers._pieces import name_in, story_list, unknown_name, watched

STORIES = 10


async def latest(args: str, question: Question, archive: Archive) -> Message:
    """The newest stories, of one name or of all.

    Usage: latest [NAME]

    A story is told once, with its first report; a family's name stands for its members too.

    Examples:
        latest
        latest Su-35
    """
    name = name_in(args)
    entity = archive.resolve(name) if name else None
    if name and entity is None:
        return unknown_name(name, "latest", archive)
    stories = await archive.latest(entity.id if entity else None, limit=STORIES)
    about = entity.name if entity else "all that I know"
    buttons = (
        [Button(label=f"What is {entity.name}?", command=f"lookup {entity.id}")]
        if entity
        else [Button(label=one.name, command=f"latest {one.id}") for one in watched(archive)[:6]]
    )
    if not stories:
        said = f"No story names {entity.name} yet." if entity else "No story yet names anything that I know."
        return Message(parts=(Note(line=text(said)),), buttons=tuple(buttons))
    return Message(
        parts=(Heading(line=(Span(text="Latest: "), Span(text=about, bold=True))), story_list(stories, question.at)),
        buttons=tuple(buttons),
    )
