"""What Telegram's updates mean to us: a question, news of a destination, or nothing. Pure; no calls in here."""

from __future__ import annotations

import re
from datetime import datetime

from telegram import CallbackQuery, ChatMember, ChatMemberUpdated, Message, Update

from bot.model.question import DestinationNews, Question

PLATFORM = "telegram"
KINDS = (Update.MESSAGE, Update.CHANNEL_POST, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)
"""The updates that we ask for. Edited messages are not among them: a question counts as it was first asked."""
LONGEST_QUESTION = 1000
"""Characters; what comes after is not read."""

_COMMAND = re.compile(r"/(?P<verb>\w+)(?:@(?P<bot>\w+))?(?:\s+(?P<args>.*))?", re.DOTALL)


def address_of(chat: int, thread: int | None) -> str:
    """A destination as feeds.yaml writes it: `-1001234567890`, or `-1001234567890/42` for a forum topic."""
    return f"{chat}/{thread}" if thread else str(chat)


def understand(update: Update, *, username: str, at: datetime) -> Question | DestinationNews | None:
    """What `update` says to the bot that goes by `username`; None where it is not meant for it."""
    if update.callback_query:
        return _pressed(update.callback_query, at)
    if update.my_chat_member:
        return _membership(update.my_chat_member)
    message = update.message or update.channel_post
    if message is None:
        return None
    if message.migrate_to_chat_id:
        old, new = str(message.chat.id), str(message.migrate_to_chat_id)
        return DestinationNews(platform=PLATFORM, address=old, moved_to=new)
    return _said(message, username, at)


def asked(text: str, *, username: str, private: bool) -> str | None:
    """The words of the question in `text`, without `/`, `@bot`; None where nobody asks this bot anything.

    A command is a question everywhere, and so are words that begin with the bot's name; other words only in private.
    """
    text = text[:LONGEST_QUESTION].strip()
    if command := _COMMAND.fullmatch(text):
        if command["bot"] and command["bot"].casefold() != username.casefold():
            return None
        return f"{command['verb']} {command['args'] or ''}".strip()
    name, _, rest = text.partition(" ")
    if name.casefold().rstrip(",:") == f"@{username}".casefold():
        return rest.strip() or "help"
    return text or None if private else None


def _said(message: Message, username: str, at: datetime) -> Question | None:
    author = message.sender_chat or message.from_user
    robot = message.sender_chat is None and message.from_user is not None and message.from_user.is_bot
    if author is None or robot or message.is_automatic_forward:
        return None
    private = message.chat.type == message.chat.PRIVATE
    text = asked(message.text or "", username=username, private=private)
    if text is None:
        return None
    thread = message.message_thread_id if message.is_topic_message else None
    return Question(
        text=text,
        platform=PLATFORM,
        address=address_of(message.chat.id, thread),
        user=str(author.id),
        at=at,
        private=private,
    )


def _pressed(query: CallbackQuery, at: datetime) -> Question | None:
    """A button asks its command, as if the presser had typed it."""
    if query.message is None or not query.data:
        return None
    message = query.message if isinstance(query.message, Message) else None  # else too old: only its chat is known
    thread = message.message_thread_id if message and message.is_topic_message else None
    return Question(
        text=query.data[:LONGEST_QUESTION],
        platform=PLATFORM,
        address=address_of(query.message.chat.id, thread),
        user=str(query.from_user.id),
        at=at,
        private=query.message.chat.type == query.message.chat.PRIVATE,
    )


def _membership(change: ChatMemberUpdated) -> DestinationNews | None:
    before, now = _obstacle(change.old_chat_member), _obstacle(change.new_chat_member)
    if before == now or (before is None) == (now is None):
        return None
    return DestinationNews(platform=PLATFORM, address=str(change.chat.id), gone=now)


def _obstacle(member: ChatMember) -> str | None:
    """Why the bot, with this membership, may not write; None where it may."""
    if member.status in {ChatMember.LEFT, ChatMember.BANNED}:
        return "the bot was removed from the chat, or blocked: add it again"
    if getattr(member, "can_send_messages", None) is False or getattr(member, "can_post_messages", None) is False:
        return "the bot may not write in the chat: give it the right to post"
    return None
