"""What the house relies on in every chat platform."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from bot.chat.console import ConsoleChat
from bot.model.delivery import Later, Never, Sent
from bot.model.message import Button, Facts, Heading, Message, Note, Paragraph, Quote, Span, say, text
from bot.ports import Chat
from tests.contracts.chat_stages import House, SlackStage, Stage, TelegramStage, now

STAGES: tuple[Callable[[], Stage], ...] = (TelegramStage, SlackStage)

ALERT = Message(
    parts=(
        Heading(line=(Span(text="Iskander moved to Mazyr", url="https://example.org/1"),)),
        Quote(line=text("Two launchers were seen at dawn.")),
        Facts(pairs=(("Matched", text("Iskander")),)),
        Note(line=text("12 min ago · Example")),
    ),
    buttons=(Button(label="Why", command="why 3"), Button(label="More", command='find "two launchers" page:2')),
)


@pytest.fixture(params=STAGES, ids=lambda stage: stage.__name__)
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    async with request.param() as stage:
        yield stage


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
async def chat(stage: Stage, house: House) -> AsyncIterator[Chat]:
    chat = stage.chat()
    await chat.start(house)
    await until_up(chat)
    yield chat
    await chat.stop()


async def eventually(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - values of the adapter; it has no event for us to wait on
            await asyncio.sleep(0.01)


async def until_up(chat: Chat, *, up: bool = True) -> None:
    await eventually(lambda: chat.health().up is up)


async def sent(chat: Chat, address: str, message: Message = ALERT) -> str:
    outcome = await chat.send(address, message)
    assert isinstance(outcome, Sent), outcome
    return outcome.ref


async def test_a_message_is_shown_with_its_parts_in_order(stage: Stage, chat: Chat) -> None:
    await sent(chat, stage.here)
    (shown,) = stage.shown(stage.here)
    places = [shown.index(part) for part in ("Iskander moved", "Two launchers", "Matched", "12 min ago")]
    assert places == sorted(places)


async def test_the_console_keeps_the_same_promises_about_what_is_said() -> None:
    stream = io.StringIO()
    chat: Chat = ConsoleChat(stream)
    await chat.start(House())
    ref = await sent(chat, "")
    assert await chat.edit("", ref, ALERT) == Sent(ref=ref)
    await sent(chat, "", Message(parts=()))
    shown = stream.getvalue()
    places = [shown.index(part) for part in ("Iskander moved", "Two launchers", "Matched", "12 min ago")]
    assert places == sorted(places)
    assert chat.health().up
    await chat.stop()


async def test_an_edit_replaces_the_message(stage: Stage, chat: Chat) -> None:
    ref = await sent(chat, stage.here)
    await sent(chat, stage.here, say("Something else"))
    assert await chat.edit(stage.here, ref, say("Also reported by two more")) == Sent(ref=ref)
    first, second = stage.shown(stage.here)
    assert "Also reported by two more" in first
    assert "Iskander" not in first
    assert "Something else" in second


async def test_an_edit_that_changes_nothing_counts_as_sent(stage: Stage, chat: Chat) -> None:
    ref = await sent(chat, stage.here)
    assert await chat.edit(stage.here, ref, ALERT) == Sent(ref=ref)


async def test_a_message_that_is_no_longer_there_cannot_be_edited(stage: Stage, chat: Chat) -> None:
    for ref in ("", "nonsense", "-1001:999999", "1795370400.999999"):
        outcome = await chat.edit(stage.here, ref, ALERT)
        assert isinstance(outcome, Never)
        assert not outcome.destination


async def test_a_message_of_any_length_arrives_shortened(stage: Stage, chat: Chat) -> None:
    await sent(chat, stage.here, Message(parts=(*ALERT.parts, Paragraph(line=text("слово " * 20_000)))))
    (shown,) = stage.shown(stage.here)
    assert "Iskander moved to Mazyr" in shown
    assert "слово…" in shown


async def test_a_message_of_nothing_says_so(stage: Stage, chat: Chat) -> None:
    await sent(chat, stage.here, Message(parts=(Paragraph(line=text(" \n\u200b")),)))
    assert len(stage.shown(stage.here)) == 1


async def test_a_feed_can_neither_ping_nor_write_markup(stage: Stage, chat: Chat) -> None:
    words = "<!channel> @here <@U0123456> @anna <b>bold</b> &amp; *bold* <https://evil.example|bank> tg://user?id=41"
    link = Span(text="@anna", url="tg://user?id=41")
    await sent(chat, stage.here, Message(parts=(Heading(line=text(words)), Paragraph(line=(*text(words), link)))))
    (shown,) = stage.shown(stage.here)
    assert stage.pinged() == []
    assert "<b>bold</b> &amp; *bold*" in shown


async def test_a_busy_destination_holds_up_no_other(stage: Stage, chat: Chat) -> None:
    stage.busy(stage.here, 7)
    outcome = await chat.send(stage.here, ALERT)
    assert isinstance(outcome, Later)
    assert outcome.destination
    assert timedelta(seconds=5) < outcome.until - now() <= timedelta(seconds=8)
    await sent(chat, stage.elsewhere)
    await sent(chat, stage.here)


async def test_a_destination_that_the_bot_was_removed_from_is_given_up(stage: Stage, chat: Chat) -> None:
    stage.remove_bot(stage.here)
    outcome = await chat.send(stage.here, ALERT)
    assert isinstance(outcome, Never)
    assert outcome.destination
    await sent(chat, stage.elsewhere)


@pytest.mark.parametrize("address", ["nowhere", "", "no such address", "٣"])
async def test_a_destination_that_never_was_is_given_up(stage: Stage, chat: Chat, address: str) -> None:
    outcome = await chat.send(stage.nowhere if address == "nowhere" else address, ALERT)
    assert isinstance(outcome, Never)
    assert outcome.destination


async def test_trouble_at_the_platform_is_tried_again_later(stage: Stage, chat: Chat) -> None:
    stage.failing(1)
    outcome = await chat.send(stage.here, ALERT)
    assert isinstance(outcome, Later)
    assert not outcome.destination
    assert outcome.until > now()
    await sent(chat, stage.here)


async def test_an_outage_is_told_and_overcome(stage: Stage, chat: Chat) -> None:
    await stage.down()
    outcome = await chat.send(stage.here, ALERT)
    assert isinstance(outcome, Later)
    await until_up(chat, up=False)
    assert chat.health().detail
    await stage.up()
    await until_up(chat)
    await sent(chat, stage.here)


async def test_a_chat_may_start_during_an_outage(stage: Stage, house: House) -> None:
    await stage.down()
    chat = stage.chat()
    await chat.start(house)
    assert not chat.health().up
    await stage.up()
    await until_up(chat)
    await sent(chat, stage.here)
    await chat.stop()


async def test_a_refused_secret_is_told_with_what_to_do_and_not_printed(
    stage: Stage, house: House, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    chat = stage.chat(good_secret=False)
    await chat.start(house)
    await eventually(lambda: stage.setting in chat.health().detail)
    assert not chat.health().up
    outcome = await chat.send(stage.here, ALERT)
    assert isinstance(outcome, Later), "a person can put the token right; nothing is lost until then"
    await chat.stop()
    said = caplog.text + "".join(capsys.readouterr()) + chat.health().detail + outcome.why
    assert "not-the-one" not in said


async def test_a_secret_is_never_logged(
    stage: Stage, chat: Chat, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    await sent(chat, stage.here)
    stage.failing(1)
    outcome = await chat.send(stage.here, ALERT)
    await stage.down()
    await until_up(chat, up=False)
    assert stage.secret not in caplog.text + "".join(capsys.readouterr()) + repr(outcome) + repr(chat.health())


async def test_a_question_is_answered_where_it_was_asked(stage: Stage, chat: Chat, house: House) -> None:
    await stage.ask("lookup S-400")
    await stage.until(lambda: any("You asked: lookup S-400" in shown for shown in stage.shown(stage.here)))
    (question,) = house.questions
    assert question.text == "lookup S-400"
    assert question.platform == chat.platform
    assert question.address.startswith(stage.here)
    assert question.user
    assert abs(question.at - now()) < timedelta(minutes=1)


async def test_an_answer_without_parts_is_silence(stage: Stage, chat: Chat, house: House) -> None:
    await stage.ask("hush")
    await stage.ask("status")
    await stage.until(lambda: stage.shown(stage.here) and len(house.questions) == 2)
    assert all("You asked: status" in shown for shown in stage.shown(stage.here))


async def test_a_button_asks_its_command(stage: Stage, chat: Chat, house: House) -> None:
    await sent(chat, stage.here)
    await stage.press("More")
    await stage.until(lambda: any('You asked: find "two launchers" page:2' in one for one in stage.shown(stage.here)))


async def test_many_questions_at_once_are_all_answered(stage: Stage, chat: Chat, house: House) -> None:
    house.open.clear()
    for number in range(20):
        await stage.ask(f"lookup {number}")
    await eventually(lambda: house.questions)
    house.open.set()
    await stage.until(lambda: len(stage.shown(stage.here)) == 20)
    assert {question.text for question in house.questions} == {f"lookup {number}" for number in range(20)}


async def test_stopping_waits_for_what_is_being_sent(stage: Stage, house: House) -> None:
    chat = stage.chat()
    await chat.start(house)
    await until_up(chat)
    stage.slow(0.3)
    sending = asyncio.create_task(chat.send(stage.here, ALERT))
    await asyncio.sleep(0.05)
    await chat.stop()
    assert isinstance(await sending, Sent)
    assert not chat.health().up


async def test_nothing_runs_on_after_stopping(stage: Stage, house: House) -> None:
    before = asyncio.all_tasks()
    chat = stage.chat()
    await chat.start(house)
    await until_up(chat)
    await chat.stop()
    servers = "RequestHandler"  # the fake's own connections
    assert not [task for task in asyncio.all_tasks() - before if servers not in repr(task)]
