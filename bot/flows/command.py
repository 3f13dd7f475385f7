"""Reads what somebody typed as a command: forgiving about marks, quotes and case."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 1000
"""Characters; no question needs more."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂❝❞", '"'))
# Non-breaking and zero-width spaces come with text pasted from documents and phones.
_SPACES = re.compile(r"[\s\u200b\u2060\ufeff]+")
_MARKS = re.compile(r"[-–—>/\s]*(?:(?:@?vedette(?![\w'’-])|<@\w+>)[,:]?[-–—/\s]*)?", re.IGNORECASE)
"""What stands before a verb: a command mark, a dash, the bot's name or its mention."""
_VERB_END = re.compile(r"@\w+\Z|[,:;.!]+\Z")
_ALIASES = {"start": "help", "?": "help", "h": "help"}
"""What chats and habit send: Telegram's first message to any bot is /start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A question taken apart. `text` is all of it, without the marks before the verb."""

    verb: str
    """In lower case; empty where nothing was asked."""
    args: str
    """What follows the verb as typed, but for one kind of quotation mark and of space."""
    text: str


def read_command(words: str) -> Command:
    """The command in `words`: `/lookup@vedette_bot «С-400»` is `lookup` of `"С-400"`.

    Dashes stay as typed: names hold them, and the matcher knows all their shapes.
    """
    plain = _SPACES.sub(" ", unicodedata.normalize("NFC", words[:LONGEST])[:LONGEST]).strip()
    marks = _MARKS.match(plain)
    text = plain[marks.end() :] if marks else plain
    text = text.translate(_QUOTES)
    first, _, args = text.partition(" ")
    verb = _VERB_END.sub("", _VERB_END.sub("", first)).casefold()
    return Command(verb=_ALIASES.get(verb, verb), args=args.strip(), text=text)
