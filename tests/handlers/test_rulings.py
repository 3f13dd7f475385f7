"""`split` and `merge`: what was understood is done by the desk, and said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest

from bot.errors import UsageError
from bot.model.alert import Alert
from bot.model.delivery import Delivery, State
from bot.model.message import Message
from bot.model.question import Question
from bot.model.ruling import Ruled, Verb
from bot.model.story import Story
from bot.model.watch import Person
from bot.ports import Archive, Desk
from handlers.merge import merge
from handlers.split import split
from tests.fakes.archive import NOON, FakeArchive, make_question, make_report
from tests.fakes.messages import commands, plain

SEVEN = Story(id=7, reports=(make_report(7, "Launchers roll west"), make_report(9, "Launchers on rails")))
TWELVE = Story(id=12, reports=(make_report(12, "A train of launchers"),))
DELIVERY = Delivery(id=1, channel="desk", state=State.SENT, due=None, queued_at=NOON)
ARCHIVE = FakeArchive(
    stories=(SEVEN, TWELVE),
    alerts=[
        Alert(id=number, channel="desk", story=story, catches=(), at=NOON, delivery=DELIVERY)
        for number, story in ((3, SEVEN), (5, TWELVE))
    ],
)


class FakeDesk:
    """Does what it is told and remembers it."""

    def __init__(self, ruled: Ruled) -> None:
        self.ruled = ruled
        self.done: list[tuple[object, ...]] = []

    async def split(self, report: int, *, by: Person, at: datetime) -> Ruled:
        self.done.append((report, by, at))
        return self.ruled

    async def merge(self, one: int, other: int, *, by: Person, at: datetime) -> Ruled:
        self.done.append((one, other, by, at))
        return self.ruled


SPLIT = Ruled(verb=Verb.SPLIT, story=7, other=9, title="Launchers on rails", reports=1, queued=("desk", "field"))
MERGED = Ruled(verb=Verb.MERGE, story=7, other=12, title="A train of launchers", reports=3, silenced=(5,))
ME = Person(platform="console", id="me")


@pytest.mark.parametrize("args", ["9", "report 9", "#9", "Report #9"])
async def test_split_says_what_is_apart_now_and_who_is_told(args: str) -> None:
    desk = FakeDesk(SPLIT)
    message = await split(args, make_question(), ARCHIVE, desk)
    assert plain(message).startswith(
        "Report 9, Launchers on rails, is story 9 of its own now. Story 7 keeps 1 report.\n"
        "A message of its own goes to desk, field.\n"
    )
    assert commands(message) == ["timeline story 7", "merge story 7 story 9"]
    assert desk.done == [(9, ME, NOON)]


async def test_split_of_a_first_report_says_where_the_others_went() -> None:
    ruled = Ruled(verb=Verb.SPLIT, story=7, other=9, title="Launchers roll west", reports=1, others=4)
    said = plain(await split("7", make_question(), ARCHIVE, FakeDesk(ruled)))
    assert "Report 7, Launchers roll west, stands alone as story 7 now. The other 4 reports: story 9." in said


@pytest.mark.parametrize(
    "args", ["3 5", "#3 #5", "alert 3 and alert 5", "3 with 5", "story 7 story 12", "story 7 5", "report 9 and 5"]
)
async def test_merge_says_which_story_is_which_now(args: str) -> None:
    desk = FakeDesk(MERGED)
    message = await merge(args, make_question(), ARCHIVE, desk)
    assert plain(message).startswith(
        "Story 12, A train of launchers, is story 7 now, which has 3 reports.\n"
        "From now on alert 5 points to the message that was sent first.\n"
    )
    assert desk.done == [(7, 12, ME, NOON)]


@pytest.mark.parametrize(
    ("command", "args", "words"),
    [
        (split, "", "which report"), (split, "alert 3", "which report"), (split, "9 10", "which report"),
        (split, "the first", "which report"), (merge, "", "which story"), (merge, "3", "which other"),
        (merge, "3 7", "goes by “story 7”"), (merge, "3 99", "no alert 99"), (merge, "3 5 8", "two stories at a time"),
        (merge, "3 soon", "names no story"),
    ],
)  # fmt: skip
async def test_what_is_not_understood_changes_nothing(
    command: Callable[[str, Question, Archive, Desk], Awaitable[Message]], args: str, words: str
) -> None:
    desk = FakeDesk(SPLIT)
    with pytest.raises(UsageError, match=words):
        await command(args, make_question(), ARCHIVE, desk)
    assert desk.done == []
