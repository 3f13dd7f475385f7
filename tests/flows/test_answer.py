from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.errors import StoreError, UsageError
from bot.flows.answer import NOT_YOURS, REFUSAL, Answerer
from bot.flows.guard import MOST_REMEMBERED
from bot.model.message import Message, say
from bot.model.question import Question
from bot.model.ruling import Ruled, Verb
from bot.model.watch import Channel, Person
from bot.ports import Archive, Change, Desk
from bot.store.database import Database
from handlers import COMMANDS
from tests.fakes.archive import NOON, FakeArchive, make_entity, make_question
from tests.fakes.messages import commands, plain

DESK = Channel(name="desk", platform="slack", address="C1")
FIELD = Channel(name="field", platform="telegram", address="-100123/42")
OLGA = Channel(name="olga", platform="slack", address="U5")
ANNA = Person(platform="telegram", id="7")


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) FROM n"


async def echo(args: str, question: Question, archive: Archive) -> Message:
    """Say it again.

    Usage: echo WORDS

    Examples:
        echo hello
    """
    if not args:
        raise UsageError("echo what?")
    return say(args)


async def help(args: str, question: Question, archive: Archive) -> Message:  # noqa: A001  # the name is the verb
    """Help.

    Usage: help
    """
    return say("this is help")


def answerer(
    *,
    verb: Callable[[str, Question, Archive], Awaitable[Message]] = echo,
    limit: float = 10,
    moved_here: Callable[[str, str], Awaitable[bool]] | None = None,
    changes: Sequence[Change] = (),
) -> Answerer:
    return Answerer(
        commands=(help, verb),  # type: ignore[arg-type]  # test doubles are functions with a name
        archive=FakeArchive(entities=[make_entity("s-400", "S-400", ("ru", "С-400"))]),
        channels=(DESK, FIELD, OLGA),
        people=(ANNA,),
        changes=changes,
        desk=OneChange() if changes else None,
        admins=(ANNA,),
        limit=limit,
        moved_here=moved_here,
        ticket=lambda: "t42",
    )


async def ask(text: str, of: Answerer | None = None) -> Message:
    return (await (of or answerer()).ask(make_question(text))).message


@pytest.mark.parametrize("text", ["echo hello", "/ECHO hello", "vedette echo hello", "/echo@vedette_bot hello"])
async def test_a_command_is_answered(text: str) -> None:
    assert plain(await ask(text)) == "hello"


@pytest.mark.parametrize("text", ["", "/start", "vedette"])
async def test_nothing_asked_is_helped(text: str) -> None:
    assert plain(await ask(text)) == "this is help"


async def test_a_misspelt_verb_offers_the_nearest_with_its_words() -> None:
    answer = await ask("Ecko hello there")
    assert "“Ecko”" in plain(answer)
    assert commands(answer) == ["echo hello there", "help"]


@pytest.mark.parametrize("text", ["С-400", "s-400?", "«S-400»"])
async def test_a_bare_name_is_offered_as_a_look_up(text: str) -> None:
    answer = await ask(text)
    assert "S-400" in plain(answer)
    assert commands(answer) == ["lookup s-400", "latest s-400"]


async def test_words_that_are_no_command_can_be_searched_for() -> None:
    answer = await ask("zeppelin over Brest")
    assert "echo" in plain(answer)
    assert commands(answer) == ["find zeppelin over Brest", "help"]


async def test_a_question_that_is_not_understood_shows_how_it_is_asked() -> None:
    answer = await ask("echo")
    assert plain(answer) == "Echo what?\nUsage: echo WORDS   for example: echo hello\n[Help on echo: help echo]"


def asked_by(
    user: str, *, address: str, platform: str = "telegram", after: timedelta = timedelta(0), private: bool = False
) -> Question:
    made = make_question("echo hello", platform=platform, address=address, user=user)
    return replace(made, at=NOON + after, private=private)


@pytest.mark.parametrize(
    "question",
    [
        asked_by("99", address="-100123/42"),
        asked_by("99", address="-100123"),
        asked_by("99", address="-100123/43"),
        asked_by("U9", address="C1", platform="slack"),
        asked_by("7", address="7"),
        asked_by("root", address="", platform="console"),
        asked_by("U5", address="D77", platform="slack", private=True),
    ],
)
async def test_configured_channels_their_topics_listed_people_and_the_console_are_answered(question: Question) -> None:
    assert plain((await answerer().ask(question)).message) == "hello"


@pytest.mark.parametrize(
    "question",
    [
        asked_by("99", address="99"),
        asked_by("99", address="-100124"),
        asked_by("7", address="C9", platform="slack"),
        asked_by("99", address="C1"),
        asked_by("U5", address="C9", platform="slack"),
        asked_by("U6", address="D77", platform="slack", private=True),
    ],
)
async def test_others_get_one_polite_line_that_only_they_see(question: Question) -> None:
    answer = await answerer().ask(question)
    assert plain(answer.message) == REFUSAL
    assert answer.private


async def test_a_stranger_is_refused_aloud_once_an_hour_for_asker_and_chat() -> None:
    of = answerer()

    async def told(user: str, address: str, minutes: int) -> bool:
        answer = await of.ask(asked_by(user, address=address, after=timedelta(minutes=minutes)))
        return bool(answer.message.parts)

    assert await told("1", "-5", 0)
    assert not await told("1", "-5", 10)
    assert not await told("1", "-6", 20), "the same asker elsewhere"
    assert not await told("2", "-5/3", 30), "another asker in the same chat"
    assert await told("3", "-7", 30)
    assert await told("1", "-5", 61)


async def test_a_crowd_of_strangers_is_not_remembered_for_ever() -> None:
    of = answerer()
    await of.ask(asked_by("first", address="-1"))
    for number in range(MOST_REMEMBERED // 2):  # each is remembered as an asker and as a chat
        await of.ask(asked_by(f"user{number}", address=f"chat{number}"))
    assert (await of.ask(asked_by("first", address="-1"))).message.parts


async def test_what_a_refused_stranger_wrote_is_not_logged() -> None:
    question = replace(asked_by("99", address="-8"), text="buy-my-pills now")
    with capture_logs() as logs:
        await answerer().ask(question)
    assert logs == [{"event": "question_refused", "log_level": "info", "platform": "telegram", "address": "-8"}]


async def test_a_refused_stranger_does_not_run_the_command() -> None:
    async def spy(args: str, question: Question, archive: Archive) -> Message:
        pytest.fail("ran")

    spy.__name__ = "echo"
    assert plain((await answerer(verb=spy).ask(asked_by("99", address="99"))).message) == REFUSAL


async def test_a_group_that_changed_its_number_is_still_answered() -> None:
    async def moved_here(platform: str, address: str) -> bool:
        return (platform, address) == ("telegram", "-100999")

    of = answerer(moved_here=moved_here)
    assert plain((await of.ask(asked_by("99", address="-100999/42"))).message) == "hello"
    assert plain((await of.ask(asked_by("99", address="-100998"))).message) == REFUSAL


async def test_an_answer_that_takes_too_long_is_stopped_and_says_so() -> None:
    stopped = asyncio.Event()

    async def slow(args: str, question: Question, archive: Archive) -> Message:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        return say("never")

    slow.__name__ = "echo"
    with capture_logs() as logs:
        answer = await ask("echo x", answerer(verb=slow, limit=0.01))
    assert "longer than 0.01 s" in plain(answer)
    assert stopped.is_set()
    assert [entry["event"] for entry in logs] == ["answer_too_slow"]


async def test_a_look_up_that_the_store_stopped_was_too_slow(tmp_path: Path) -> None:
    async with await Database(f"sqlite:///{tmp_path}/one.db").open() as database:

        async def slow(args: str, question: Question, archive: Archive) -> Message:
            async with database.read(within=0.05) as connection:
                await connection.execute(text(ENDLESS))
            return say("never")

        slow.__name__ = "echo"
        assert "took longer" in plain(await ask("echo x", answerer(verb=slow)))


@pytest.mark.parametrize("error", [ZeroDivisionError("x"), StoreError("disk full at /secret"), TimeoutError("inner")])
async def test_an_unexpected_error_is_logged_under_the_number_that_the_asker_gets(error: Exception) -> None:
    async def broken(args: str, question: Question, archive: Archive) -> Message:
        raise error

    broken.__name__ = "echo"
    with capture_logs() as logs:
        answer = await ask("echo x", answerer(verb=broken))
    assert "number t42" in plain(answer)
    assert "secret" not in plain(answer)
    (entry,) = logs
    assert entry["event"] == "answer_failed"
    assert (entry["ticket"], entry["verb"], entry["log_level"]) == ("t42", "echo", "error")
    assert entry["exc_info"]


async def test_cancelling_is_not_taken_for_an_error() -> None:
    async def waiting(args: str, question: Question, archive: Archive) -> Message:
        await asyncio.Event().wait()
        return say("never")

    waiting.__name__ = "echo"
    task = asyncio.create_task(answerer(verb=waiting).ask(make_question("echo x")))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def change(args: str, question: Question, archive: Archive, desk: Desk) -> Message:
    """Change something.

    Usage: change WORDS

    Examples:
        change all
    """
    if not args:
        raise UsageError("change what?")
    done = await desk.split(1, by=Person(platform=question.platform, id=question.user), at=question.at)
    return say(f"{done.title}: {args}")


class OneChange:
    """A desk on which one thing was done."""

    async def split(self, report: int, *, by: Person, at: datetime) -> Ruled:
        return Ruled(verb=Verb.SPLIT, story=1, other=report, title=f"by {by.id}", reports=1)

    async def merge(self, one: int, other: int, *, by: Person, at: datetime) -> Ruled:
        raise AssertionError


@pytest.mark.parametrize(
    ("asker", "allowed"),
    [
        (make_question("change all"), True),
        (make_question("change all", platform="telegram", address="-100123/42", user="7"), True),
        (make_question("change all", platform="slack", address="C1", user="7"), False),
        (make_question("change all", platform="telegram", address="-100123/42", user="8"), False),
    ],
    ids=["console", "admin", "the same id elsewhere", "somebody in the channel"],
)
async def test_only_admins_and_the_console_change_anything(asker: Question, *, allowed: bool) -> None:
    of = answerer(changes=(change,))
    answer = await of.ask(asker)
    assert plain(answer.message) == (f"by {asker.user}: all" if allowed else NOT_YOURS)
    assert answer.private is not allowed


async def test_a_change_is_offered_explained_and_missed_like_any_command() -> None:
    of = answerer(changes=(change,))
    assert "Usage: change WORDS" in plain(await ask("change", of))
    assert "change" in commands(await ask("chnge", of))
    assert "I know no command" in plain(await ask("change all"))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
async def test_every_real_command_answers_when_bare(command: Callable[..., Awaitable[Message]]) -> None:
    """On an empty archive too: with what it knows, or with how it is asked."""
    of = Answerer(commands=COMMANDS, archive=FakeArchive())
    answer = await ask(command.__name__, of)
    assert plain(answer)
    assert "went wrong" not in plain(answer)


async def test_every_button_of_every_bare_command_leads_somewhere() -> None:
    of = Answerer(commands=COMMANDS, archive=FakeArchive(entities=[make_entity("s-400", "S-400")]))
    for command in COMMANDS:
        for asked in commands(await ask(command.__name__, of)):
            told = plain(await ask(asked, of))
            assert "no command" not in told
            assert "went wrong" not in told
