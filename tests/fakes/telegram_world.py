"""Telegram as people see it: chats, what stands in them, and what people do there. No HTTP in here."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.fakes.telegram_checks import Json, Parsed, Refused, bad_request

FAKE_TOKEN = "123456:a-token-that-no-BotFather-gave"
BOT: Json = {
    "id": 700,
    "is_bot": True,
    "first_name": "Vedette",
    "username": "vedette_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}
ANNA: Json = {"id": 41, "is_bot": False, "first_name": "Anna", "language_code": "uk"}
REMOVED = {
    "private": "bot was blocked by the user",
    "group": "bot was kicked from the group chat",
    "supergroup": "bot was kicked from the supergroup chat",
    "channel": "bot was kicked from the channel chat",
}


@dataclass(slots=True, kw_only=True)
class Room:
    """A chat, as the bot has it."""

    id: int
    type: str
    topics: tuple[int, ...] = ()
    member: bool = True
    moved_to: int | None = None

    def as_json(self) -> Json:
        """The `Chat` object."""
        named = {"first_name": "Anna"} if self.type == "private" else {"title": f"Chat {self.id}"}
        return {"id": self.id, "type": self.type, **named} | ({"is_forum": True} if self.topics else {})


@dataclass(slots=True, kw_only=True)
class Post:
    """A message of the bot: how it reads now, and how it read before."""

    id: int
    chat: int
    thread: int | None
    text: str
    entities: list[Json]
    buttons: list[list[Json]]
    pings: list[str]
    photo: bytes | None = None
    reply_to: int | None = None
    silent: bool = False
    edits: list[str] = field(default_factory=list)
    """Its earlier texts, oldest first."""


@dataclass(slots=True)
class Fault:
    """What goes wrong with the next `times` calls of `method` (any: "") to `chat` (any: None)."""

    kind: str
    """`status`, `throttle`, `reset`, `slow` or `lost` (done, but the answer never arrives)."""
    times: int = 1
    method: str = ""
    chat: int | None = None
    seconds: float = 0
    status: int = 502


class World:
    """All chats of one bot. Methods may be called by tests directly or through `POST /_program`."""

    def __init__(self, token: str = FAKE_TOKEN) -> None:
        self.token = token
        self.rooms: dict[int, Room] = {}
        self.posts: list[Post] = []
        self.updates: list[Json] = []
        self.faults: list[Fault] = []
        self.calls: list[Json] = []
        self.menu: list[Json] = []
        self.answered: list[str] = []
        self.allowed: list[str] | None = None
        self._ids = 100
        self._changed = asyncio.Event()
        for room in (Room(id=41, type="private"), Room(id=-1001, type="supergroup", topics=(7, 8))):
            self.rooms[room.id] = room

    # What tests read

    def shown(self, chat: int, thread: int | None = None) -> list[str]:
        """The bot's messages in `chat` (in one topic of it), as they read now, oldest first."""
        return [post.text for post in self.posts if post.chat == chat and thread in {None, post.thread}]

    def state(self) -> Json:
        """Everything, as JSON."""
        posts = [asdict(post) | {"photo": len(post.photo or b"")} for post in self.posts]
        rooms = [asdict(room) for room in self.rooms.values()]
        return {"rooms": rooms, "posts": posts, "menu": self.menu, "calls": self.calls, "updates": len(self.updates)}

    async def until(self, holds: Callable[[], object], seconds: float = 10) -> None:
        """Wait until something that the bot did makes `holds` true."""
        async with asyncio.timeout(seconds):
            while not holds():
                self._changed.clear()
                await self._changed.wait()

    def touch(self) -> None:
        """Something changed: wake whoever waits."""
        self._changed.set()

    # What goes wrong

    def fail(self, kind: str, **how: Any) -> None:
        """Programme a fault; see `Fault`."""
        self.faults.append(Fault(kind, **how))

    def fault_for(self, method: str, chat: int | None) -> Fault | None:
        """The fault that this call meets, one time less left of it."""
        for fault in self.faults:
            if fault.times > 0 and fault.method in {"", method} and fault.chat in {None, chat}:
                fault.times -= 1
                return fault
        return None

    # What people do

    def add_room(self, **room: Any) -> None:
        """A chat that the bot is in."""
        self.rooms[room["id"]] = Room(**room)

    def say(self, chat: int, text: str, *, thread: int | None = None, **extra: Any) -> int:
        """Somebody writes in a chat (in a channel: the channel itself). Returns the message's id."""
        kind = "channel_post" if self.rooms[chat].type == "channel" else "message"
        message = self._message(chat, text, thread) | extra
        self._update("edited_" + kind if extra.get("edit_date") else kind, message)
        return int(message["message_id"])

    def press(self, chat: int, label: str) -> None:
        """Anna presses the newest button of that name in a chat."""
        post, button = next(
            (post, button)
            for post in reversed(self.posts)
            if post.chat == chat
            for row in post.buttons
            for button in row
            if button["text"] == label
        )
        message = self._message(chat, post.text, post.thread, id_=post.id) | {"from": BOT}
        query = {"id": str(self._next()), "from": ANNA, "chat_instance": "1", "data": button["callback_data"]}
        self._update("callback_query", query | {"message": message})

    def remove_bot(self, chat: int) -> None:
        """The bot is kicked from, or blocked in, a chat."""
        self.rooms[chat].member = False
        self._update("my_chat_member", self._membership(chat, "member", "kicked"))

    def admit_bot(self, chat: int) -> None:
        """The bot is let in again."""
        self.rooms[chat].member = True
        self._update("my_chat_member", self._membership(chat, "kicked", "member"))

    def migrate(self, chat: int, new: int) -> None:
        """A group becomes a supergroup of another id."""
        self.rooms[chat].moved_to = new
        self.rooms[new] = Room(id=new, type="supergroup")
        self._update("message", self._message(chat, None, None) | {"migrate_to_chat_id": new})

    def delete(self, post: int) -> None:
        """An administrator deletes a message of the bot."""
        self.posts = [other for other in self.posts if other.id != post]

    # What the bot does

    def writable(self, chat: int, thread: int | None) -> Room:
        """The room, where the bot may write in it."""
        room = self.rooms.get(chat)
        if room is None:
            raise bad_request("chat not found")
        if room.moved_to is not None:
            raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=room.moved_to)
        if not room.member:
            raise Refused(403, f"Forbidden: {REMOVED[room.type]}")
        if thread is not None and thread not in room.topics:
            raise bad_request("message thread not found")
        return room

    def post(self, room: Room, parsed: Parsed, **more: Any) -> Json:
        """The bot says something."""
        post = Post(
            id=self._next(), chat=room.id, text=parsed.text, entities=parsed.entities, pings=parsed.pings, **more
        )
        self.posts.append(post)
        self.touch()
        return self.as_json(post)

    def edit(self, chat: int, message: int, parsed: Parsed, buttons: list[list[Json]], *, photo: bool) -> Json:
        """The bot replaces what it said; a text stays a text, a picture a picture."""
        room = self.writable(chat, None)
        post = next((post for post in self.posts if (post.chat, post.id) == (room.id, message)), None)
        if post is None:
            raise bad_request("message to edit not found")
        if photo != (post.photo is not None):
            raise bad_request("there is no caption to edit" if photo else "there is no text in the message to edit")
        if (post.text, post.entities, post.buttons) == (parsed.text, parsed.entities, buttons):
            raise bad_request("message is not modified: specified new message content and reply markup are the same")
        post.edits.append(post.text)
        post.text, post.entities, post.buttons, post.pings = parsed.text, parsed.entities, buttons, parsed.pings
        self.touch()
        return self.as_json(post)

    def as_json(self, post: Post) -> Json:
        """The `Message` object of a post."""
        message = self._message(post.chat, None, post.thread, id_=post.id) | {"from": BOT}
        if post.photo is None:
            return message | {"text": post.text, "entities": post.entities}
        size = {"file_id": "f", "file_unique_id": "u", "width": 8, "height": 8, "file_size": len(post.photo)}
        return message | {"photo": [size], "caption": post.text, "caption_entities": post.entities}

    # Objects of the Bot API

    def _next(self) -> int:
        self._ids += 1
        return self._ids

    def _update(self, kind: str, body: Json) -> None:
        if self.allowed is None or kind in self.allowed:
            self.updates.append({"update_id": self._next(), kind: body})
        self.touch()

    def _message(self, chat: int, text: str | None, thread: int | None, *, id_: int | None = None) -> Json:
        room = self.rooms[chat]
        message: Json = {"message_id": id_ or self._next(), "date": int(time.time()), "chat": room.as_json()}
        message |= {"sender_chat": room.as_json()} if room.type == "channel" else {"from": ANNA}
        if text is not None:
            message |= {"text": text, "entities": _command_entities(text)}
        return message | ({"message_thread_id": thread, "is_topic_message": True} if thread else {})

    def _membership(self, chat: int, old: str, new: str) -> Json:
        def member(status: str) -> Json:
            return {"status": status, "user": BOT} | ({"until_date": 0} if status == "kicked" else {})

        room = self.rooms[chat].as_json()
        states = {"old_chat_member": member(old), "new_chat_member": member(new)}
        return {"chat": room, "from": ANNA, "date": int(time.time())} | states


def _command_entities(text: str) -> list[Json]:
    found = re.match(r"/\w{1,64}(@\w+)?", text)
    return [{"type": "bot_command", "offset": 0, "length": found.end()}] if found else []
