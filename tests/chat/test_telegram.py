"""What only Telegram has: topics, moving groups, pictures, menus, two programs with one token, refused markup."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from telegram import Update

from bot.chat import telegram, telegram_sending
from bot.chat.telegram import MOST_ANSWERS, TelegramChat
from bot.chat.telegram_html import render
from bot.model.delivery import Later, Never, Sent
from bot.model.message import Button, Heading, Message, Picture, Span, say
from bot.model.question import Answer, DestinationNews, Question
from tests.contracts.chat_stages import COMMANDS, House, now
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_world import World

PNG = b"\x89PNG\r\n\x1a\n and so on"
PICTURED = replace(say("Iskander, 30 days"), picture=Picture(png=PNG, alt="Mentions went from 2 to 14 a day"))
HERE = "-1001"


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def world(fake: FakeTelegram) -> World:
    return fake.world


@pytest.fixture
def house() -> House:
    return House()


def new_chat(fake: FakeTelegram) -> TelegramChat:
    pause = timedelta(milliseconds=20)
    return TelegramChat(fake.world.token, base_url=fake.base_url, commands=COMMANDS, clock=now, first_pause=pause)


@pytest.fixture
async def chat(fake: FakeTelegram, house: House) -> AsyncIterator[TelegramChat]:
    chat = new_chat(fake)
    await chat.start(house)
    await fake.world.until(lambda: calls(fake.world, "getUpdates") >= 2)
    yield chat
    await chat.stop()


def calls(world: World, method: str) -> int:
    return sum(call["method"] == method for call in world.calls)


async def sent(chat: TelegramChat, address: str, message: Message) -> str:
    outcome = await chat.send(address, message)
    assert isinstance(outcome, Sent), outcome
    return outcome.ref


async def test_the_menu_is_set_from_the_commands(chat: TelegramChat, world: World) -> None:
    assert [(entry["command"], entry["description"]) for entry in world.menu] == list(COMMANDS)


async def test_a_menu_that_telegram_refuses_stops_nothing(fake: FakeTelegram, house: House) -> None:
    chat = TelegramChat(fake.world.token, base_url=fake.base_url, commands=[("Not a verb", "")], clock=now)
    await chat.start(house)
    fake.world.say(41, "/help")
    await fake.world.until(lambda: fake.world.shown(41))
    await chat.stop()


async def test_a_topic_takes_messages_edits_questions_and_answers(
    chat: TelegramChat, world: World, house: House
) -> None:
    ref = await sent(chat, "-1001/7", say("first"))
    assert await chat.edit("-1001/7", ref, say("second")) == Sent(ref=ref)
    world.say(-1001, "/help", thread=7)
    await world.until(lambda: len(world.shown(-1001, 7)) == 2)
    assert world.shown(-1001, 7) == ["second", "You asked: help"]
    assert world.shown(-1001, 8) == []
    assert house.questions[0].address == "-1001/7"


async def test_a_deleted_topic_falls_back_on_its_chat(chat: TelegramChat, world: World) -> None:
    await sent(chat, "-1001/99", say("alert"))
    assert world.shown(-1001) == ["alert"]


async def test_a_group_that_moved_gets_the_message_in_its_new_place(
    chat: TelegramChat, world: World, house: House
) -> None:
    world.add_room(id=-6, type="group")
    old = await sent(chat, "-6", say("before"))
    world.allowed = []  # the news comes by the failing call alone
    world.migrate(-6, -1006)
    await sent(chat, "-6", say("after"))
    assert world.shown(-1006) == ["after"]
    moved = DestinationNews(platform="telegram", address="-6", moved_to="-1006")
    assert house.news == [moved]
    world.posts[-1].id = world.posts[0].id  # numbers begin anew in a supergroup
    outcome = await chat.edit("-1006", old, say("changed"))
    assert isinstance(outcome, Never), "its number means another message in the new place"
    assert not outcome.destination
    assert world.shown(-1006) == ["after"]


async def test_news_of_chats_reaches_the_house(chat: TelegramChat, world: World, house: House) -> None:
    world.remove_bot(41)
    world.admit_bot(41)
    await world.until(lambda: calls(world, "getUpdates") >= 3 and len(house.news) == 2)
    assert [(news.address, news.gone is None) for news in house.news] == [("41", False), ("41", True)]


async def test_markup_that_telegram_refuses_is_sent_as_plain_text(
    chat: TelegramChat, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        telegram_sending, "render", lambda message, **how: replace(render(message, **how), html="<new-tag>x</new-tag>")
    )
    link = Span(text="Iskander & co", url="https://example.org/1")
    ref = await sent(chat, HERE, Message(parts=(Heading(line=(link,)),)))
    assert world.shown(-1001) == ["Iskander & co (https://example.org/1)"]
    assert await chat.edit(HERE, ref, say("later")) == Sent(ref=ref)
    assert world.shown(-1001) == ["later"]


async def test_a_picture_has_its_words_beside_it_and_both_can_be_replaced(chat: TelegramChat, world: World) -> None:
    ref = await sent(chat, HERE, PICTURED)
    assert (world.posts[0].photo, world.posts[0].text) == (PNG, "Iskander, 30 days")
    assert await chat.edit(HERE, ref, replace(PICTURED, parts=say("With a new picture").parts)) == Sent(ref=ref)
    assert world.shown(-1001) == ["With a new picture"]
    assert await chat.edit(HERE, ref, say("Words alone")) == Sent(ref=ref)
    assert world.shown(-1001) == ["Words alone"]
    assert await chat.edit(HERE, ref, say("Words alone")) == Sent(ref=ref)


async def test_a_text_stays_a_text_when_a_picture_comes(chat: TelegramChat, world: World) -> None:
    ref = await sent(chat, HERE, say("words"))
    assert await chat.edit(HERE, ref, PICTURED) == Sent(ref=ref)
    assert world.posts[0].photo is None
    assert world.shown(-1001) == ["Iskander, 30 days"]


async def test_a_picture_that_telegram_refuses_is_told_in_words(chat: TelegramChat, world: World) -> None:
    await sent(chat, HERE, replace(PICTURED, picture=Picture(png=b"GIF89a", alt="Mentions went up")))
    assert world.shown(-1001) == ["Iskander, 30 days\n\nMentions went up"]


async def test_a_lost_answer_of_telegrams_is_tried_again(chat: TelegramChat, world: World) -> None:
    world.fail("lost", method="sendMessage")
    outcome = await chat.send(HERE, say("once or twice"))
    assert isinstance(outcome, Later)
    assert not outcome.destination, "Telegram was reached: the message itself may be at fault"
    assert world.shown(-1001) == ["once or twice"], "no chat can send once for sure; the ledger knows"


async def test_a_call_takes_no_longer_than_its_deadline(
    chat: TelegramChat, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_sending, "CALL_SECONDS", 0.05)
    world.fail("slow", method="sendMessage", seconds=0.5)
    assert isinstance(await chat.send(HERE, say("slow")), Later)


async def test_two_programs_with_one_token_are_told_apart_from_an_outage(
    fake: FakeTelegram, chat: TelegramChat, house: House
) -> None:
    other = new_chat(fake)
    await other.start(House())
    async with asyncio.timeout(10):
        while "(409)" not in chat.health().detail + other.health().detail:  # noqa: ASYNC110 - health is a value
            await asyncio.sleep(0.01)
    assert isinstance(await chat.send(HERE, say("alerts go out all the same")), Sent)
    await other.stop()


async def test_a_slow_answer_shows_that_it_is_being_written(
    chat: TelegramChat, world: World, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram, "TYPING_AFTER", 0.01)
    house.open.clear()
    world.say(-1001, "/lookup S-400", thread=7)
    await world.until(lambda: calls(world, "sendChatAction"))
    assert world.shown(-1001) == []
    house.open.set()
    await world.until(lambda: world.shown(-1001))
    async with asyncio.timeout(5):
        await chat.stop()  # which would wait for whoever is still typing


async def test_a_quick_answer_replies_to_its_question_without_ado(chat: TelegramChat, world: World) -> None:
    asked = world.say(-1001, "/lookup S-400")
    await world.until(lambda: world.posts)
    assert world.posts[0].reply_to == asked
    assert calls(world, "sendChatAction") == 0


async def test_a_pressed_button_is_released_at_once(chat: TelegramChat, world: World, house: House) -> None:
    await sent(chat, "41", replace(say("alert"), buttons=(Button(label="Why?", command="why 3"),)))
    house.open.clear()
    world.press(41, "Why?")
    await world.until(lambda: world.answered)
    assert world.shown(41) == ["alert"]
    house.open.set()
    await world.until(lambda: len(world.shown(41)) == 2)
    assert house.questions[0].text == "why 3"


async def test_only_so_many_questions_are_answered_at_once(chat: TelegramChat, world: World, house: House) -> None:
    house.open.clear()
    for number in range(3 * MOST_ANSWERS):
        world.say(41, f"/lookup {number}")
    await world.until(lambda: len(house.questions) == MOST_ANSWERS)
    house.open.set()
    await world.until(lambda: len(world.shown(41)) == 3 * MOST_ANSWERS)


async def test_an_answer_waits_out_a_pause_that_telegram_asks_for(chat: TelegramChat, world: World) -> None:
    world.fail("throttle", method="sendMessage", chat=41, seconds=1)
    world.say(41, "/help")
    await world.until(lambda: world.shown(41))


async def test_a_restart_neither_loses_questions_nor_answers_twice(fake: FakeTelegram, house: House) -> None:
    world, asked = fake.world, 3 * MOST_ANSWERS
    for number in range(asked):
        world.say(41, f"/lookup {number}")
    house.open.clear()
    chat = new_chat(fake)
    await chat.start(house)
    await world.until(lambda: len(house.questions) == MOST_ANSWERS and chat.health().detail)
    stopping = asyncio.create_task(chat.stop())
    await asyncio.sleep(0)
    house.open.set()
    await stopping
    chat = new_chat(fake)
    await chat.start(house)
    await world.until(lambda: len(world.shown(41)) >= asked)
    await chat.stop()
    assert sorted(world.shown(41)) == sorted(f"You asked: lookup {number}" for number in range(asked))
    assert world.updates == []


async def test_an_update_that_cannot_be_read_is_passed_over(
    fake: FakeTelegram, chat: TelegramChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def understand(update: Update, *, username: str, at: datetime) -> Question | DestinationNews | None:
        monkeypatch.undo()
        raise AttributeError

    monkeypatch.setattr(telegram, "understand", understand)
    fake.world.say(41, "/first")
    fake.world.say(41, "/second")
    await fake.world.until(lambda: fake.world.shown(41) == ["You asked: second"])


async def test_a_defect_in_an_answer_leaves_the_chat_listening(fake: FakeTelegram, house: House) -> None:
    class Broken(House):
        async def ask(self, question: Question) -> Answer:
            if not self.questions:
                self.questions.append(question)
                raise ZeroDivisionError
            return await super().ask(question)

    chat = new_chat(fake)
    await chat.start(Broken())
    fake.world.say(41, "/first")
    fake.world.say(41, "/second")
    await fake.world.until(lambda: fake.world.shown(41) == ["You asked: second"])
    assert chat.health().up
    await chat.stop()


async def test_an_answer_that_is_no_bot_api_is_told(fake: FakeTelegram, house: House) -> None:
    chat = new_chat(fake)
    fake.world.fail("status", status=200, times=1000)  # a login page of some proxy, say
    outcome = await chat.send(HERE, say("x"))
    assert isinstance(outcome, Later)
    await chat.start(house)
    await fake.world.until(lambda: calls(fake.world, "getMe") >= 3)
    assert "cannot be reached (Invalid server response)" in chat.health().detail
    fake.world.faults.clear()
    fake.world.say(41, "/help")
    await fake.world.until(lambda: fake.world.shown(41))
    await chat.stop()
