"""`original`: an alert in its reports' own words."""

from __future__ import annotations

from bot.errors import UsageError
from bot.model.message import Heading, Message, Note, Paragraph, Part, Quote, Span, text
from bot.model.question import Question
from bot.ports import Archive
from handlers._pieces import alert_number, report_line


async def original(args: str, question: Question, archive: Archive) -> Message:
    """An alert in the words of its reports.

    Usage: original ALERT

    Where a machine wrote or translated the summary of an alert, this gives the sentences of the reports themselves, in
    their own language.

    Examples:
        original 3
    """
    number = alert_number(args, "original")
    alert, summary = await archive.alert(number), await archive.verbatim(number)
    if alert is None or summary is None:
        raise UsageError(f"I know no alert {number}")
    item = alert.story.first.item
    title = Span(text=item.title or "Untitled", url=item.url, bold=True)
    parts: list[Part] = [Heading(line=(Span(text=f"Alert {number}: "), title))]
    if summary.text:
        parts.append(Quote(line=text(summary.text)))
    else:
        parts.append(Paragraph(line=text("The reports say no more than their headlines.")))
    if summary.credits:
        parts.append(Note(line=text(f"With words of {', '.join(summary.credits)}")))
    parts.append(Note(line=report_line(alert.story.first, question.at)))
    return Message(parts=tuple(parts))
