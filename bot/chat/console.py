"""The terminal as a chat: alerts as cards, later reports as one line, look-ups as plain output.

Where the output is no terminal, all of it is plain text without colours or wrapping, for `grep` and for people.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import count
from typing import TextIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from bot.chat.console_parts import body, commands, headline
from bot.chat.cutting import clean
from bot.chat.layout import plain
from bot.model.delivery import RETRY_FIRST, Later, Outcome, Sent
from bot.model.message import Message, Note, text
from bot.model.question import ChatHealth
from bot.ports import Listener

PLATFORM = "console"
WIDEST = 96
"""Columns of a card; longer lines are tiring to read."""
REMEMBERED = 500
"""Messages whose words are kept, to tell what an edit adds."""


class ConsoleChat:
    """Behind `ports.Chat`, for one terminal or stream; the address does not matter. It hears no questions."""

    platform = PLATFORM

    def __init__(self, console: Console | TextIO, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Writes to `console`, or to the stream that it is."""
        self._console = console if isinstance(console, Console) else Console(file=console)
        self._clock = clock
        self._since = clock()
        # What an earlier process said is known to the database by its refs, and must not be taken for our own.
        self._run = secrets.token_hex(4)
        self._numbers = count(1)
        self._said: dict[str, Message] = {}

    async def start(self, listener: Listener) -> None:
        """Nothing to connect to."""

    async def stop(self) -> None:
        """Nothing to disconnect from."""

    def health(self) -> ChatHealth:
        """A terminal is always there."""
        return ChatHealth(platform=PLATFORM, up=True, detail="messages are shown here", since=self._since)

    async def send(self, address: str, message: Message) -> Outcome:  # noqa: ARG002 - there is one terminal
        """Show a card."""
        ref = f"{self._run}-{next(self._numbers)}"
        return self._shown(ref, message, lambda: self._card(message))

    async def edit(self, address: str, ref: str, message: Message) -> Outcome:  # noqa: ARG002 - there is one terminal
        """Show in one line what the message says now that it did not; all of it, if its earlier words are forgotten."""
        before = self._said.get(ref)
        if before is None:
            return self._shown(ref, message, lambda: self._card(message, update=True))
        return self._shown(ref, message, lambda: self._update(before, message))

    def show(self, message: Message) -> None:
        """Show an answer: the same words as on a card, without the frame."""
        message = _with_picture_in_words(message)
        if self._console.is_terminal:
            self._print(Group(*body(message), *_hints(message)))
        else:
            self._console.out(_plain(message), highlight=False)

    def _card(self, message: Message, *, update: bool = False) -> None:
        message = _with_picture_in_words(message)
        if self._console.is_terminal:
            width = min(self._console.width, WIDEST)
            inside = Group(*body(message), *_hints(message))
            title = Text("↻ update", "cyan") if update else None
            self._print(Panel(inside, title=title, box=box.ROUNDED, border_style="dim", padding=(0, 1), width=width))
        else:
            self._console.out(f"{'Update: ' if update else ''}{_plain(message)}\n", highlight=False)

    def _update(self, before: Message, after: Message) -> None:
        known = set(plain(before, links=False).splitlines())
        news = [line for line in plain(after, links=False).splitlines() if line and line not in known]
        if not news:
            return
        words = f"{headline(after)} · {' · '.join(news)}"
        if self._console.is_terminal:
            self._print(Text.assemble((" ↻ ", "cyan"), (words, "")))
        else:
            self._console.out(f"Update: {words}\n", highlight=False)

    def _shown(self, ref: str, message: Message, show: Callable[[], None]) -> Outcome:
        try:
            show()
        except (OSError, ValueError) as error:  # the terminal was closed, or cannot write our letters
            return Later(
                until=self._clock() + RETRY_FIRST, why=f"cannot write to the terminal: {error}", destination=True
            )
        self._said[ref] = message
        while len(self._said) > REMEMBERED:
            del self._said[next(iter(self._said))]
        return Sent(ref=ref)

    def _print(self, what: RenderableType) -> None:
        # Text from outside is in `Text` objects: Rich reads no markup in those.
        self._console.print(what, highlight=False, markup=False, emoji=False)


def _plain(message: Message) -> str:
    hints = "".join(f"\n> {command}" for command in commands(message))
    return plain(message) + hints


def _hints(message: Message) -> Iterable[Text]:
    """What the buttons of a message would ask, to be typed."""
    asked = commands(message)
    return [Text("  ".join(f"› {command}" for command in asked), "cyan dim")] if asked else []


def _with_picture_in_words(message: Message) -> Message:
    if message.picture is None:
        return message
    words = Note(line=text(f"[picture: {clean(message.picture.alt)}]"))
    return Message(parts=(*message.parts, words), buttons=message.buttons)
