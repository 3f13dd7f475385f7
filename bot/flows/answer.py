"""Answers questions: who may ask, what was asked, which command knows, and no longer than a time limit."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Collection, Sequence
from difflib import get_close_matches

import structlog

from bot.errors import StoreSlow, UsageError
from bot.flows.command import Command, read_command
from bot.flows.guard import Guard
from bot.model.manual import manual
from bot.model.message import Button, Message, Note, Paragraph, Span, say, text
from bot.model.question import Answer, Question
from bot.model.watch import Channel, Person
from bot.ports import Archive, Change, Desk, Handler

log = structlog.get_logger(__name__)

LIMIT = 10.0
"""Seconds that an answer may take."""
NOT_YOURS = "Only the people whom feeds.yaml lists as admins may do that."
REFUSAL = "Sorry, I answer only in the channels and to the people that my operator has listed."
_LONGEST_NAME = 80


class Answerer:
    """The asking half of `ports.Listener`.

    Args:
        commands: The commands, in the order of the menu; one of them is `help`.
        archive: What they look things up in.
        changes: The commands that change something.
        desk: What they change it at; without one nothing is changed.
        admins: Who may change something; and whoever sits at the console.
        channels: Where questions are answered.
        people: Who is answered anywhere.
        moved_here: See `Guard`.
        limit: Seconds that an answer may take.
        ticket: Makes the number by which a person finds an error in the log.
    """

    def __init__(
        self,
        *,
        commands: Sequence[Handler],
        archive: Archive,
        changes: Sequence[Change] = (),
        desk: Desk | None = None,
        admins: Collection[Person] = (),
        channels: Collection[Channel] = (),
        people: Collection[Person] = (),
        moved_here: Callable[[str, str], Awaitable[bool]] | None = None,
        limit: float = LIMIT,
        ticket: Callable[[], str] = lambda: secrets.token_hex(3),
    ) -> None:
        self._commands = {command.__name__: command for command in commands}
        self._archive = archive
        self._changes = {change.__name__: change for change in changes} if desk is not None else {}
        self._desk = desk
        self._guard = Guard(channels=channels, people=people, admins=admins, moved_here=moved_here)
        self._limit = limit
        self._ticket = ticket

    async def ask(self, question: Question) -> Answer:
        """The answer to `question`; never raises, and takes no longer than the limit."""
        command = read_command(question.text)
        bound = log.bind(platform=question.platform, address=question.address, user=question.user, verb=command.verb)
        try:
            async with asyncio.timeout(self._limit) as limit:
                if not await self._guard.admits(question):
                    log.info("question_refused", platform=question.platform, address=question.address)
                    told = self._guard.tells(question)
                    return Answer(message=say(REFUSAL) if told else Message(parts=()), private=True)
                if command.verb in self._changes and not self._guard.may_change(question):
                    bound.info("change_refused")
                    return Answer(message=say(NOT_YOURS), private=True)
                return Answer(message=await self._said(command, question))
        except Exception as error:  # noqa: BLE001  # whatever a command did, the asker hears of it and the log has it all
            if isinstance(error, StoreSlow) or (isinstance(error, TimeoutError) and limit.expired()):
                bound.warning("answer_too_slow", limit=self._limit)
                return Answer(message=_too_slow(self._limit))
            ticket = self._ticket()
            bound.exception("answer_failed", ticket=ticket)
            return Answer(message=say(f"Sorry, something went wrong: number {ticket}. My log tells more under it."))

    async def _said(self, command: Command, question: Question) -> Message:
        change = self._changes.get(command.verb)
        if change is not None and self._desk is not None:
            return await _tried(change, change(command.args, question, self._archive, self._desk))
        handler = self._commands.get(command.verb or "help")
        if handler is None:
            return self._not_understood(command)
        return await _tried(handler, handler(command.args, question, self._archive))

    def _not_understood(self, command: Command) -> Message:
        """A word that is no verb: a name that we know, a slip of the finger, or neither."""
        asked = command.text.strip('" ?!.')
        entity = self._archive.resolve(asked) if 0 < len(asked) <= _LONGEST_NAME else None
        if entity is not None:
            return Message(
                parts=(
                    Paragraph(line=(Span(text=entity.name, bold=True), Span(text=" is on my list. What about it?"))),
                ),
                buttons=(
                    Button(label="Look it up", command=f"lookup {entity.id}"),
                    Button(label="Latest stories", command=f"latest {entity.id}"),
                ),
            )
        near = get_close_matches(command.verb, [*self._commands, *self._changes], n=3, cutoff=0.6)
        typed = command.text.partition(" ")[0][:40]
        words = f"I know no command “{typed}”." + (" Did you mean:" if near else "")
        buttons = [Button(label=verb, command=f"{verb} {command.args}".strip()) for verb in near]
        buttons.append(Button(label="All commands", command="help"))
        if not near:
            buttons.insert(0, Button(label="Search the news for it", command=f"find {command.text}"))
        listed = ", ".join([*self._commands, *self._changes])
        return Message(
            parts=(Paragraph(line=text(words)), Note(line=text(f"Commands: {listed}."))), buttons=tuple(buttons)
        )


async def _tried(handler: Handler | Change, answering: Awaitable[Message]) -> Message:
    try:
        return await answering
    except UsageError as error:
        return _usage(error, handler)


def _usage(error: UsageError, handler: Handler | Change) -> Message:
    words = str(error)
    told = manual(handler.__doc__)
    lines = [Span(text="Usage: "), Span(text=told.usage, code=True)]
    if told.examples:
        lines += [Span(text="   for example: "), Span(text=told.examples[0], code=True)]
    sentence = words[:1].upper() + words[1:]
    return Message(
        parts=(
            Paragraph(line=text(sentence if sentence.endswith((".", "?", "!")) else f"{sentence}.")),
            Note(line=tuple(lines)),
        ),
        buttons=(Button(label=f"Help on {handler.__name__}", command=f"help {handler.__name__}"),),
    )


def _too_slow(limit: float) -> Message:
    return say(
        f"That took longer than {limit:g} s, so I stopped. A narrower question may be quicker; or try again soon."
    )
