"""`split`: a report that tells of another event is taken out of its story."""

from __future__ import annotations

from bot.errors import UsageError
from bot.model.message import Button, Message, Note, Paragraph, Part, Span, text
from bot.model.question import Question
from bot.model.watch import Person
from bot.model.words import plural
from bot.ports import Archive, Desk
from handlers._pieces import number_in


async def split(args: str, question: Question, archive: Archive, desk: Desk) -> Message:
    """Take a report out of a story that it does not belong to.

    Usage: split REPORT

    `timeline` shows the number of each report. The report is a story of its own from then on, and the two stay apart;
    if a watch asks for it, its channels get a message about it. Messages that were sent are edited. `merge` undoes it.

    Examples:
        split 12
    """
    named = number_in(args)
    if named is None or named[0] not in {"", "report"} or named[2]:
        raise UsageError("split which report? Give me its number; timeline shows it")
    done = await desk.split(named[1], by=Person(platform=question.platform, id=question.user), at=question.at)
    if done.other == named[1]:
        said = f" is story {done.other} of its own now. Story {done.story} keeps {plural(done.reports, 'report')}."
    else:
        said = (
            f" stands alone as story {done.story} now. The other {plural(done.others, 'report')}: story {done.other}."
        )
    parts: list[Part] = [
        Paragraph(
            line=(Span(text=f"Report {named[1]}, "), Span(text=done.title[:160], bold=True), Span(text=f",{said}"))
        )
    ]
    if done.queued:
        parts.append(Note(line=text(f"A message of its own goes to {', '.join(done.queued)}.")))
    return Message(
        parts=tuple(parts),
        buttons=(
            Button(label=f"Timeline of story {done.story}", command=f"timeline story {done.story}"),
            Button(label="Undo", command=f"merge story {done.story} story {done.other}"),
        ),
    )
