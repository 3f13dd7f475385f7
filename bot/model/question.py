"""A command asked in a chat, on no platform in particular, and what to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Somebody asks `text` ("lookup S-400"): the words after the command mark, as typed."""

    text: str
    platform: str
    address: str
    """Where it was asked, as in `Channel.address`."""
    user: str
    """The asker's id on that platform."""
    at: datetime
    private: bool = False
    """Asked in a one-to-one chat with the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What to say to a question; `private`: to the asker alone, where the platform can.

    A message without parts asks for silence: nothing is said.
    """

    message: Message
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationNews:
    """A platform says that a destination has changed: moved (`moved_to`), gone (`gone`, with why), or back."""

    platform: str
    address: str
    moved_to: str | None = None
    gone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatHealth:
    """How a chat adapter is doing: `up`, and in words what it does or what a person should do."""

    platform: str
    up: bool
    detail: str
    since: datetime
