"""`find`: full-text search of everything that the feeds brought."""

from __future__ import annotations

import re

from bot.errors import UsageError
from bot.model.message import Bullets, Button, Heading, Message, Note, Paragraph, Span, text
from bot.model.question import Question
from bot.ports import Archive
from handlers._pieces import report_line

PAGE = 10
_BEFORE = re.compile(r"(?:^|\s)before:(\d{1,18})(?=\s|$)", re.IGNORECASE)


async def find(args: str, question: Question, archive: Archive) -> Message:
    """Search all items, newest first.

    Usage: find WORDS

    An item must hold all the words; words in quotes must stand together. Ten come at a time, and a button
    brings the ten before them.

    Examples:
        find "air defence" Belarus
        find Барановичи эшелон
    """
    before = _BEFORE.search(args)
    terms = " ".join(_BEFORE.sub(" ", args).split())
    if not re.search(r"\w", terms):
        raise UsageError("find what? Give me one or more words")
    found = await archive.find(terms, before=int(before[1]) if before else None, limit=PAGE + 1)
    page, more = found[:PAGE], len(found) > PAGE
    if not page:
        words = f"Nothing older holds {terms}." if before else f"Nothing holds {terms}. Fewer or other words may."
        return Message(parts=(Paragraph(line=text(words)),))
    heading = Heading(line=(Span(text="Found: "), Span(text=terms, bold=True)))
    bullets = Bullets(lines=tuple(report_line(report, question.at) for report in page))
    if not more:
        return Message(parts=(heading, bullets, Note(line=text("That is all."))))
    onward = f"{terms} before:{page[-1].item.id}"
    return Message(
        parts=(heading, bullets, Note(line=(Span(text="Older ones: "), Span(text=f"find {onward}", code=True)))),
        buttons=(Button(label="More", command=f"find {onward}"),),
    )
