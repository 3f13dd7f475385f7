"""What Telegram's updates mean: who asks what and where, and what becomes of the chats the bot is in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Bot, Update

from bot.chat.telegram_updates import KINDS, LONGEST_QUESTION, asked, understand
from bot.model.question import DestinationNews, Question
from tests.fakes.telegram_checks import Parsed
from tests.fakes.telegram_world import ANNA, BOT, Room, World

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
HERE = -1001


@pytest.fixture
def world() -> World:
    world = World()
    world.add_room(id=-5, type="channel")
    world.add_room(id=-6, type="group")
    return world


def meaning(world: World) -> Question | DestinationNews | None:
    update = Update.de_json(world.updates[-1], Bot("1:x"))
    return understand(update, username="vedette_bot", at=NOW)


def question(world: World, chat: int, words: str, **more: Any) -> Question:
    world.say(chat, words, **more)
    heard = meaning(world)
    assert isinstance(heard, Question), heard
    return heard


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("/lookup S-400", "lookup S-400"),
        ("/lookup@vedette_bot S-400", "lookup S-400"),
        ("/LOOKUP@Vedette_Bot   S-400 ", "LOOKUP S-400"),
        ("/find “air defence”\nMazyr", "find “air defence”\nMazyr"),
        ("/no_such_verb", "no_such_verb"),
        ("@vedette_bot lookup С-400", "lookup С-400"),
        ("@Vedette_bot, latest", "latest"),
        ("@vedette_bot", "help"),
    ],
)
@pytest.mark.parametrize("private", [True, False])
def test_commands_and_words_to_the_bot_are_questions(words: str, text: str, private: bool) -> None:
    assert asked(words, username="vedette_bot", private=private) == text


@pytest.mark.parametrize("words", ["/lookup@other_bot S-400", "/find@vedette_bot2 x", "", " ", "/"])
def test_words_to_other_bots_and_no_words_are_none(words: str) -> None:
    assert asked(words, username="vedette_bot", private=False) is None
    assert asked(words, username="vedette_bot", private=True) in {None, "/"}


def test_a_chat_among_people_is_not_for_the_bot() -> None:
    assert asked("look at this", username="vedette_bot", private=False) is None
    assert asked("S-400", username="vedette_bot", private=True) == "S-400"


def test_an_endless_question_is_cut() -> None:
    assert asked("/find " + "x" * 5000, username="b", private=True) == "find " + "x" * (LONGEST_QUESTION - 6)


def test_a_question_says_who_asks_and_where(world: World) -> None:
    assert question(world, 41, "lookup S-400") == Question(
        text="lookup S-400", platform="telegram", address="41", user="41", at=NOW, private=True
    )
    assert question(world, HERE, "/help").address == "-1001"
    assert question(world, HERE, "/help", thread=7).address == "-1001/7"
    assert not question(world, HERE, "/help").private


def test_a_reply_outside_topics_is_no_topic(world: World) -> None:
    assert question(world, HERE, "/help", message_thread_id=55).address == "-1001"


def test_a_channel_and_a_hidden_administrator_ask_as_themselves(world: World) -> None:
    assert question(world, -5, "/help").user == "-5"
    hidden = {
        "from": BOT | {"id": 1087968824, "username": "GroupAnonymousBot"},
        "sender_chat": world.rooms[HERE].as_json(),
    }
    assert question(world, HERE, "/help", **hidden).user == "-1001"


@pytest.mark.parametrize("extra", [{"from": BOT | {"id": 9}}, {"is_automatic_forward": True}])
def test_other_bots_and_copies_of_channel_posts_ask_nothing(world: World, extra: dict[str, Any]) -> None:
    world.say(HERE, "/help", **extra)
    assert meaning(world) is None


def test_edits_are_not_asked_for() -> None:
    assert not {"edited_message", "edited_channel_post"} & set(KINDS)
    assert {"message", "channel_post", "callback_query", "my_chat_member"} == set(KINDS)


@pytest.mark.parametrize("thread", [None, 7])
def test_a_button_asks_its_command_where_it_stands(world: World, thread: int | None) -> None:
    row = [{"text": "Why?", "callback_data": "why 3"}]
    world.post(world.rooms[HERE], Parsed("alert"), thread=thread, buttons=[row])
    world.press(HERE, "Why?")
    heard = meaning(world)
    address = "-1001/7" if thread else "-1001"
    assert heard == Question(text="why 3", platform="telegram", address=address, user="41", at=NOW)


def test_a_button_of_a_message_too_old_to_be_read_still_asks(world: World) -> None:
    gone = {"chat": world.rooms[41].as_json(), "message_id": 3, "date": 0}
    query = {"id": "1", "from": ANNA, "chat_instance": "1", "data": "why 3", "message": gone}
    world.updates.append({"update_id": 1, "callback_query": query})
    heard = meaning(world)
    assert isinstance(heard, Question)
    assert (heard.address, heard.private) == ("41", True)


def test_being_removed_and_let_in_again_is_news(world: World) -> None:
    world.remove_bot(HERE)
    gone = meaning(world)
    assert isinstance(gone, DestinationNews)
    assert (gone.address, gone.moved_to) == ("-1001", None)
    assert gone.gone is not None
    assert "add it again" in gone.gone
    world.admit_bot(HERE)
    assert meaning(world) == DestinationNews(platform="telegram", address="-1001")


def test_losing_the_right_to_post_is_news_and_being_promoted_is_not(world: World) -> None:
    rights = dict.fromkeys(
        (
            "can_be_edited",
            "is_anonymous",
            "can_manage_chat",
            "can_delete_messages",
            "can_manage_video_chats",
            "can_restrict_members",
            "can_promote_members",
            "can_change_info",
            "can_invite_users",
            "can_post_stories",
            "can_edit_stories",
            "can_delete_stories",
        ),
        False,
    )
    administrator = {"status": "administrator", "user": BOT, **rights}
    may, may_not = administrator | {"can_post_messages": True}, administrator | {"can_post_messages": False}
    assert isinstance(_changed(world, may, may_not), DestinationNews)
    assert _changed(world, {"status": "member", "user": BOT}, may) is None


def test_a_group_that_becomes_a_supergroup_has_moved(world: World) -> None:
    world.migrate(-6, -1006)
    assert meaning(world) == DestinationNews(platform="telegram", address="-6", moved_to="-1006")


def _changed(world: World, before: dict[str, Any], after: dict[str, Any]) -> Question | DestinationNews | None:
    change = {"chat": Room(id=-5, type="channel").as_json(), "from": ANNA, "date": 0}
    states = {"old_chat_member": before, "new_chat_member": after}
    world.updates.append({"update_id": 1, "my_chat_member": change | states})
    return meaning(world)
