"""Web page -> the article on it, as plain text, by trafilatura (the extra `fulltext`).

Pure, and no safer on hostile bytes than reading feeds: `sandbox` runs it in a process that may be killed.
"""

from __future__ import annotations

import re
from importlib.util import find_spec

from bot.errors import ArticleUnreadable
from bot.feeds import plaintext
from bot.feeds.encoding import decode

MAX_PAGE = 4 << 20
"""Bytes; a page that is longer is no article."""
MAX_TEXT = 20_000
"""Characters of an article that are kept; long reads have as many."""
_HEADLINE = re.compile(r"<(?:title|h1)\b[^>]{0,500}>(.{1,1000}?)</", re.IGNORECASE | re.DOTALL)
_HEAD = 200_000
"""Characters of a page in which its headline is looked for."""
_PAGES = ("text/html", "application/xhtml+xml")


def installed() -> bool:
    """Is the extra `fulltext` here?"""
    return find_spec("trafilatura") is not None


def extract(body: bytes, *, url: str, content_type: str | None) -> str:
    """The text of the article on the web page in `body`, a line a paragraph, at most `MAX_TEXT` characters.

    Raises:
        ArticleUnreadable: there is none, or none that we can read; the message says why.
    """
    kind = (content_type or _PAGES[0]).partition(";")[0].strip().lower()
    if kind not in _PAGES:
        raise ArticleUnreadable(f"it is {kind[:60]}, not a web page")
    if len(body) > MAX_PAGE:
        raise ArticleUnreadable(f"the page has {len(body) >> 20} MB; {MAX_PAGE >> 20} MB is the limit")
    if not installed():
        raise ArticleUnreadable("the extra `fulltext` is not installed")
    import trafilatura  # noqa: PLC0415 - an extra, and 0.2 s that only its users should wait for

    html = decode(body, content_type).text
    found = trafilatura.extract(
        html,
        url=url,
        fast=True,
        favor_precision=True,
        include_comments=False,
        include_tables=False,
    )
    text = _without_headline(plaintext.from_text(found or ""), html)
    if not text:
        raise ArticleUnreadable("no article is found on the page")
    return plaintext.cut(text, MAX_TEXT)


def _without_headline(text: str, html: str) -> str:
    """The article without its own headline in the first line: the item has one, and it is no sentence."""
    first, _, rest = text.partition("\n")
    line = plaintext.one_line(first).casefold()
    heads = (plaintext.one_line(plaintext.from_html(match[1])).casefold() for match in _HEADLINE.finditer(html[:_HEAD]))
    return rest if rest and any(head.startswith(line) for head in heads) else text
