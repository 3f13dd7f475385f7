"""The manifest that people paste into Slack asks for what the code relies on, and for nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.chat.slack_connection import NEEDED
from bot.chat.slack_listening import BACK, GONE, MOVED

MANIFEST = Path(__file__).resolve().parents[2] / "slack-manifest.yaml"


@pytest.fixture
def manifest() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return read


def test_it_subscribes_to_what_is_listened_for(manifest: dict[str, Any]) -> None:
    events = set(manifest["settings"]["event_subscriptions"]["bot_events"])
    assert events == {*GONE, *BACK, MOVED, "app_mention", "message.im", "app_home_opened"}


def test_it_asks_for_the_needed_scopes(manifest: dict[str, Any]) -> None:
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == NEEDED | {"chat:write.public", "groups:read"}


def test_it_uses_socket_mode_one_command_and_buttons(manifest: dict[str, Any]) -> None:
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["settings"]["interactivity"]["is_enabled"] is True
    assert [command["command"] for command in manifest["features"]["slash_commands"]] == ["/vedette"]
