"""The commands: one a file, the same words in every chat. To add one, write its file and list it here."""

from bot.ports import Handler
from handlers.feeds import feeds
from handlers.find import find
from handlers.help import help_for
from handlers.latest import latest
from handlers.lookup import lookup
from handlers.status import status
from handlers.timeline import timeline
from handlers.watches import watches
from handlers.why import why

_LOOK_UPS: tuple[Handler, ...] = (lookup, latest, find, timeline, why, feeds, watches, status)
COMMANDS: tuple[Handler, ...] = (help_for(_LOOK_UPS), *_LOOK_UPS)
"""In the order of the menu."""
