"""The commands: one a file, the same words in every chat. To add one, write its file and list it here."""

from bot.ports import Change, Handler
from handlers.feeds import feeds
from handlers.find import find
from handlers.help import help_for
from handlers.latest import latest
from handlers.lookup import lookup
from handlers.merge import merge
from handlers.original import original
from handlers.split import split
from handlers.status import status
from handlers.timeline import timeline
from handlers.watches import watches
from handlers.why import why

_LOOK_UPS: tuple[Handler, ...] = (lookup, latest, find, timeline, why, original, feeds, watches, status)
CHANGES: tuple[Change, ...] = (split, merge)
"""These change something, and are for admins."""
COMMANDS: tuple[Handler, ...] = (help_for((*_LOOK_UPS, *CHANGES)), *_LOOK_UPS)
"""Anybody who gets answers may ask these. In the order of the menu."""
