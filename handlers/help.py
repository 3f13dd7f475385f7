"""`help`: what can be asked."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from bot.errors import UsageError
from bot.model.manual import manual
from bot.model.message import Bullets, Button, Heading, Message, Note, Paragraph, Part, Span, text
from bot.model.question import Question
from bot.ports import Archive, Change, Handler
from handlers._pieces import name_in


def help_for(others: Sequence[Handler | Change]) -> Handler:
    """The command `help` over the `others` and itself."""

    async def help(args: str, question: Question, archive: Archive) -> Message:  # noqa: A001  # the name is the verb
        """What can be asked, and how.

        Usage: help [COMMAND]

        Alone it lists the commands; with a command's name it tells more of that one.

        Examples:
            help
            help find
        """
        verb = name_in(args).lstrip("/").casefold()
        commands: tuple[Handler | Change, ...] = (help, *others)
        known = {command.__name__: command for command in commands}
        if not verb:
            return _all(others)
        if verb not in known:
            near = get_close_matches(verb, known, n=1)
            raise UsageError(f"there is no command “{verb[:40]}”" + (f"; did you mean {near[0]}?" if near else ""))
        return _one(known[verb])

    return help


def _all(commands: Sequence[Handler | Change]) -> Message:
    told = {command.__name__: manual(command.__doc__) for command in commands}
    lines = tuple((Span(text=one.usage, code=True), Span(text=f"  {one.summary}")) for one in told.values())
    return Message(
        parts=(
            Paragraph(line=text("I watch news feeds and tell you when what you watch for is named. Ask me:")),
            Bullets(lines=lines),
            Note(
                line=text(
                    "help COMMAND tells more. Names may be in any language or spelling; quotes keep words together."
                )
            ),
        ),
        buttons=tuple(Button(label=verb, command=verb) for verb, one in told.items() if one.works_alone),
    )


def _one(command: Handler | Change) -> Message:
    told = manual(command.__doc__)
    parts: list[Part] = [
        Heading(line=text(f"{command.__name__}: {told.summary[:1].lower()}{told.summary[1:]}")),
        Paragraph(line=(Span(text="Usage: "), Span(text=told.usage, code=True))),
        *(Paragraph(line=text(paragraph)) for paragraph in told.details),
    ]
    if told.examples:
        parts.append(Bullets(lines=tuple((Span(text=example, code=True),) for example in told.examples)))
    return Message(
        parts=tuple(parts),
        buttons=tuple(Button(label=example, command=example) for example in told.examples[:3]),
    )
