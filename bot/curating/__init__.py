"""Tools for the person who edits the catalogue: what an entry matches, why a text does or does not, what is risky.

`card` shows an entity with all its forms, `explain` a text with each decision, `lint` the names that will make noise.
All three look through the matcher's own lexicon and keep no rules of matching of their own.
"""

from __future__ import annotations

from bot.curating.card import card
from bot.curating.explaining import explain
from bot.curating.finding import catalogue_in_force, find
from bot.curating.linting import lint

__all__ = ["card", "catalogue_in_force", "explain", "find", "lint"]
