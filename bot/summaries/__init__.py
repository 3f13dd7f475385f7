"""Summaries: the few sentences of a text that give its gist, verbatim. Pure."""

from bot.summaries.extractive import summarise
from bot.summaries.sentences import split

__all__ = ["split", "summarise"]
