"""The only way out to feeds: bounded in bytes and time, closed to private addresses, polite to publishers.

`fetcher.py` follows redirects one hop at a time and turns everything that can happen into a `Fetched`; `guard.py`
decides which addresses may be dialled and dials them; `resolver.py` asks DNS off the event loop; `body.py` inflates
within bounds; `headers.py` reads what an answer says of itself; `slots.py` keeps us from crowding a host.
"""

from bot.fetch.fetcher import HttpFetcher

__all__ = ["HttpFetcher"]
