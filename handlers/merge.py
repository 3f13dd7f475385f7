"""`merge`: two stories that tell of one event become one."""

from __future__ import annotations

from bot.errors import UsageError
from bot.model.message import Button, Message, Note, Paragraph, Part, Span, text
from bot.model.question import Question
from bot.model.watch import Person
from bot.model.words import plural
from bot.ports import Archive, Desk
from handlers._pieces import story_named


async def merge(args: str, question: Question, archive: Archive, desk: Desk) -> Message:
    """Make one story of two that tell of one event.

    Usage: merge STORY STORY

    A story is named by an alert's number, or by its own: “story 7”. Later reports of either go to the one; of two
    messages in a channel the one that was sent first tells on, and the other points to it. `split` takes a report out.

    Examples:
        merge 3 5
        merge story 7 story 12
    """
    one, rest = await story_named(args, archive, surely=True)
    if not rest:
        raise UsageError(f"merge story {one.id} with which other?")
    other, unread = await story_named(rest.removeprefix("and ").removeprefix("with "), archive, surely=True)
    if unread:
        raise UsageError(f"two stories at a time; I did not understand “{unread[:40]}”")
    done = await desk.merge(one.id, other.id, by=Person(platform=question.platform, id=question.user), at=question.at)
    parts: list[Part] = [
        Paragraph(
            line=(
                Span(text=f"Story {done.other}, "),
                Span(text=done.title[:160], bold=True),
                Span(text=f", is story {done.story} now, which has {plural(done.reports, 'report')}."),
            )
        )
    ]
    if done.silenced:
        numbers = ", ".join(map(str, done.silenced))
        alerts = f"alerts {numbers} point" if len(done.silenced) > 1 else f"alert {numbers} points"
        parts.append(Note(line=text(f"From now on {alerts} to the message that was sent first.")))
    return Message(
        parts=tuple(parts),
        buttons=(Button(label="Timeline", command=f"timeline story {done.story}"),),
    )
