"""Summaries: the few sentences of a text that give its gist, verbatim. Pure."""

from bot.summaries.extractive import Chosen, Source, choose, summarise, summarise_story
from bot.summaries.sentences import split

__all__ = ["Chosen", "Source", "choose", "split", "summarise", "summarise_story"]
