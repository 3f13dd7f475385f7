"""Stories: which reports tell of one event. Pure: an index in memory that the store fills, and decisions over it."""

from bot.stories.index import Index
from bot.stories.places import Places

__all__ = ["Index", "Places"]
