"""The worker's side of the sandbox: reads documents from standard input, writes what they hold to standard output.

It runs with nothing to lose: no environment, no files to write, bounded memory. It ends when its input does, and an
alarm ends it where a document takes too long and nobody is left to kill it.
"""

from __future__ import annotations

import gc
import logging
import resource
import signal
import sys
import warnings
from typing import BinaryIO

from bot import feeds
from bot.errors import ArticleUnreadable, FeedUnreadable
from bot.feeds import article
from bot.sandbox import wire


def serve(memory: int, seconds: int) -> None:
    """Read one document after another, each in at most `seconds`, with at most `memory` bytes of address space."""
    warnings.simplefilter("ignore")  # feedparser's own, about itself
    logging.disable()  # trafilatura's, about the page
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),  # codecs are imported when first met
    ):
        resource.setrlimit(limit, (value, value))
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing but answers may reach the pipe
    sink.write(wire.READY)
    sink.flush()
    while announcement := source.readline(wire.MAX_LINE):
        signal.alarm(seconds)
        _answer(announcement, source, sink)
        sink.flush()
        signal.alarm(0)
        gc.collect()


def _answer(announcement: bytes, source: BinaryIO, sink: BinaryIO) -> None:
    request = wire.decode_request(announcement)
    try:
        body = source.read(request.pop("size"))
        if "now" in request:
            sink.writelines(wire.encode_document(feeds.read(body, **request)))
        else:
            sink.write(wire.encode_article(article.extract(body, **request)))
    except (FeedUnreadable, ArticleUnreadable) as error:
        sink.write(wire.encode_unreadable(str(error)))
    except MemoryError:
        sink.write(wire.encode_unreadable(wire.OUT_OF_MEMORY))
