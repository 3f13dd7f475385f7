"""One Slack workspace: channels, messages and files, and what each Web API method does to them. No network in here."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.slack_checks import pings, refusal

Json = dict[str, Any]
Answer = tuple[str | None, Json]
"""The error, None where all is well, and the other fields of the answer."""

BOT_TOKEN = "xoxb-1111-bot"
APP_TOKEN = "xapp-1-2222-app"
BOT_USER = "U0VEDETTE"
DESK, OTHER, ALICE_DM = "C0DESK00001", "C0OTHER0001", "D0ALICE0001"
SCOPES = "app_mentions:read,channels:read,chat:write,chat:write.public,commands,files:write,groups:read,im:history"


@dataclass(kw_only=True)
class Posted:
    """A message as a channel shows it; `edits` are its earlier forms, oldest first."""

    channel: str
    ts: str
    text: str
    blocks: list[Json]
    thread_ts: str | None = None
    user: str | None = None
    """Whom an ephemeral message is for; None where everybody sees it."""
    via: str = "chat.postMessage"
    edits: list[Json] = field(default_factory=list)
    deleted: bool = False

    @property
    def seen(self) -> str:
        """What a reader sees: the words of its blocks, or of its text where it has none."""
        if not self.blocks:
            return self.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        return "\n".join("".join(_words(block)) for block in self.blocks)


@dataclass(kw_only=True)
class Channel:
    """A conversation: is the bot in it, is it archived, can it be seen from outside."""

    id: str
    member: bool = True
    archived: bool = False
    private: bool = False


def _words(node: Json) -> Iterator[str]:
    if isinstance(node.get("text"), str):
        yield node["text"]
    elif isinstance(node.get("text"), dict):
        yield node["text"]["text"]
    for element in node.get("elements", ()):
        yield from _words(element)


class Workspace:
    """A workspace with one app, `vedette`."""

    def __init__(self, channels: tuple[str, ...] = (DESK, OTHER, ALICE_DM)) -> None:
        self.channels = {name: Channel(id=name) for name in channels}
        self.tokens = {"bot": BOT_TOKEN, "app": APP_TOKEN}
        self.refused_token: str | None = None
        """An error such as `token_revoked` for every call of the bot; None while its token is good."""
        self.scopes = SCOPES
        self.messages: list[Posted] = []
        self.said: set[str] = set()
        """Ids of messages that people wrote."""
        self.files: list[Json] = []
        self.homes: dict[str, Json] = {}
        self.pinged: list[str] = []
        """Everybody whom a message of ours notified; a feed must never get in here."""
        self._uploads: dict[str, Json] = {}
        self._links: dict[str, tuple[str, float, int]] = {}
        self._numbers = itertools.count(1)
        self._methods: dict[str, Callable[[Json], Answer]] = {
            "auth.test": self._auth_test,
            "chat.postMessage": lambda arguments: self._post(arguments, via="chat.postMessage"),
            "chat.postEphemeral": self._post_ephemeral,
            "chat.update": self._update,
            "chat.delete": self._delete,
            "conversations.info": self._conversation,
            "views.publish": self._publish,
            "files.getUploadURLExternal": self._start_upload,
            "files.completeUploadExternal": self._complete_upload,
        }
        self.address = ""
        """Where uploads and answers go; the server sets it."""

    def call(self, method: str, arguments: Json, token: str) -> Answer:
        """What the Web API answers."""
        if not token:
            return "not_authed", {}
        if token not in self.tokens.values():
            return "invalid_auth", {}
        if token != self.tokens["bot"]:
            return "not_allowed_token_type", {}
        if self.refused_token:
            return self.refused_token, {}
        handler = self._methods.get(method)
        return handler(arguments) if handler else ("unknown_method", {})

    def stamp(self) -> str:
        """The next message id."""
        return f"1795370400.{next(self._numbers):06}"

    def said_by_somebody(self, channel: str) -> str:
        """The id of a message that a person has just written in `channel`."""
        ts = self.stamp()
        self.said.add(ts)
        return ts

    def _auth_test(self, arguments: Json) -> Answer:
        who = {"user_id": BOT_USER, "user": "vedette", "bot_id": "B0VEDETTE"}
        return None, {"url": "https://desk.slack.example/", "team": "Desk", "team_id": "T0DESK", **who}

    def _post_ephemeral(self, arguments: Json) -> Answer:
        if not arguments.get("user"):
            return "user_not_in_channel", {}
        error, answer = self._post(arguments, via="chat.postEphemeral")
        return (error, answer) if error else (None, {"message_ts": answer["ts"]})

    def _post(self, message: Json, *, via: str) -> Answer:
        channel = self.channels.get(str(message.get("channel")))
        if channel is None or (channel.private and not channel.member):
            return "channel_not_found", {}
        if channel.archived:
            return "is_archived", {}
        if not channel.member and ("chat:write.public" not in self.scopes or via == "chat.postEphemeral"):
            return "not_in_channel", {}
        thread = message.get("thread_ts")
        if thread and thread not in self.said | {one.ts for one in self.messages if one.user is None}:
            return "thread_not_found", {}
        return self._store(message, channel.id, via=via)

    def _store(self, message: Json, channel: str, *, via: str) -> Answer:
        refused = refusal(message)
        if refused:
            return refused[0], {"errors": refused[1], "response_metadata": {"messages": refused[1]}}
        self.pinged += pings(message)
        posted = Posted(
            channel=channel,
            ts=self.stamp(),
            text=message.get("text") or "",
            blocks=message.get("blocks") or [],
            thread_ts=message.get("thread_ts"),
            user=message.get("user"),
            via=via,
        )
        self.messages.append(posted)
        return None, {"channel": channel, "ts": posted.ts, "message": {"text": posted.text, "blocks": posted.blocks}}

    def _update(self, arguments: Json) -> Answer:
        posted = self._find(arguments)
        if posted is None:
            return "message_not_found", {}
        refused = refusal(arguments)
        if refused:
            return refused[0], {"errors": refused[1], "response_metadata": {"messages": refused[1]}}
        self.pinged += pings({"parse": "client", **arguments})
        posted.edits.append({"text": posted.text, "blocks": posted.blocks})
        posted.text, posted.blocks = arguments.get("text") or "", arguments.get("blocks") or []
        return None, {"channel": posted.channel, "ts": posted.ts, "text": posted.text}

    def _delete(self, arguments: Json) -> Answer:
        posted = self._find(arguments)
        if posted is None:
            return "message_not_found", {}
        posted.deleted = True
        return None, {"channel": posted.channel, "ts": posted.ts}

    def _find(self, arguments: Json) -> Posted | None:
        where = (arguments.get("channel"), arguments.get("ts"))
        found = (m for m in self.messages if (m.channel, m.ts) == where and not m.user and not m.deleted)
        return next(found, None)

    def _conversation(self, arguments: Json) -> Answer:
        channel = self.channels.get(str(arguments.get("channel")))
        if channel is None:
            return "channel_not_found", {}
        return None, {"channel": {"id": channel.id, "is_archived": channel.archived, "is_member": channel.member}}

    def _publish(self, arguments: Json) -> Answer:
        view = arguments["view"] if isinstance(arguments["view"], dict) else json.loads(arguments["view"])
        refused = refusal({"blocks": view["blocks"]})
        if refused or view["type"] != "home":
            return "invalid_arguments", {"response_metadata": {"messages": refused and refused[1]}}
        self.homes[arguments["user_id"]] = view
        return None, {"view": view}

    def _start_upload(self, arguments: Json) -> Answer:
        file = f"F{next(self._numbers):09}"
        alt = arguments.get("alt_txt")
        self._uploads[file] = {"length": int(arguments["length"]), "name": arguments["filename"], "alt": alt}
        return None, {"file_id": file, "upload_url": f"{self.address}/upload/{file}"}

    def uploaded(self, file: str, body: bytes) -> bool:
        """Take the bytes of an upload; False where they are not as many as were announced."""
        self._uploads[file]["body"] = body
        return len(body) == int(self._uploads[file]["length"])

    def _complete_upload(self, arguments: Json) -> Answer:
        files = json.loads(arguments["files"])
        channel, thread = arguments.get("channel_id"), arguments.get("thread_ts")
        if channel and not self.channels[channel].member:
            return "not_in_channel", {}
        for file in files:
            upload = self._uploads.pop(file["id"], None)
            if upload is None or "body" not in upload:
                return "file_not_found", {}
            self.files.append({**upload, "channel": channel, "thread_ts": thread, "title": file.get("title")})
        return None, {"files": files}

    def link(self, channel: str) -> str:
        """A new response URL for something that happened in `channel`: good for five answers within half an hour."""
        link = f"link-{next(self._numbers)}"
        self._links[link] = (channel, time.monotonic(), 0)
        return f"{self.address}/respond/{link}"

    def respond(self, link: str, message: Json) -> str | None:
        """Take an answer to a response URL; the error, None where it was shown."""
        channel, made, used = self._links.get(link, ("", 0.0, 0))
        if not channel or time.monotonic() - made > 30 * 60:
            return "expired_url"
        if used >= 5:
            return "used_url"
        self._links[link] = (channel, made, used + 1)
        everybody = message.get("response_type") == "in_channel"
        return self._store({**message, "user": None if everybody else "asker"}, channel, via="response_url")[0]
