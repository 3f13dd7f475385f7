"""Who gets answers: configured channels and people; others are told so, now and then. Fewer may change something."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta

from bot.model.question import Question
from bot.model.watch import Channel, Person

PAUSE = timedelta(hours=1)
"""Between two refusals to one stranger or chat: a bot that answers every "no" can be made to flood."""
MOST_REMEMBERED = 10_000
"""Strangers remembered; past that the oldest are told again a little early."""


class Guard:
    """Decides who gets answers.

    Args:
        channels: Anybody in one of them may ask; a topic of a configured group counts as the group. One that is a
            person (Slack's `U…`) may ask in private, which has an address of its own (`D…`).
        people: These may ask anywhere, in private too.
        admins: These may change something.
        moved_here: Does a configured channel live at this platform and address by now? Groups change their number.
    """

    def __init__(
        self,
        *,
        channels: Collection[Channel],
        people: Collection[Person],
        admins: Collection[Person] = (),
        moved_here: Callable[[str, str], Awaitable[bool]] | None = None,
    ) -> None:
        self._places = {(channel.platform, _chat(channel.address)) for channel in channels}
        self._people = {(person.platform, person.id) for person in people}
        self._admins = {(person.platform, person.id) for person in admins}
        self._moved_here = moved_here
        self._refused: dict[tuple[str, str], datetime] = {}

    async def admits(self, question: Question) -> bool:
        """May the asker have an answer? The console belongs to whoever runs the sentry."""
        if question.platform == "console" or (question.platform, question.user) in self._people:
            return True
        chat = _chat(question.address)
        if (question.platform, chat) in self._places:
            return True
        if question.private and (question.platform, question.user) in self._places:
            return True
        return self._moved_here is not None and await self._moved_here(question.platform, chat)

    def may_change(self, question: Question) -> bool:
        """May the asker change something? In a channel of many, only who is named; at the console, whoever runs it."""
        return question.platform == "console" or (question.platform, question.user) in self._admins

    def tells(self, question: Question) -> bool:
        """Should a refusal be said aloud? Once an hour for each asker and for each chat."""
        keys = {(question.platform, f"user {question.user}"), (question.platform, f"chat {_chat(question.address)}")}
        quiet = any(question.at - self._refused[key] < PAUSE for key in keys if key in self._refused)
        if not quiet:
            for key in keys:
                self._refused.pop(key, None)  # so that the order stays that of the latest refusal
                self._refused[key] = question.at
            while len(self._refused) > MOST_REMEMBERED:
                del self._refused[next(iter(self._refused))]
        return not quiet


def _chat(address: str) -> str:
    return address.partition("/")[0]
