"""The environment: tokens, files that hold them, and what is wrong with either."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest

from bot.config import Secret, Settings
from bot.errors import ConfigError

TELEGRAM = "123456789:AAE-abcdefghijklmnopqrstuvwxyz01234"
BOT, APP = "xoxb-1234567890-abcdefghij", "xapp-1-A0123456-7890-abcdef"

USE_SQLITE = "use sqlite:///path/to/vedette.db"


def complaints(**env: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        Settings.from_environment(env)
    return [str(problem) for problem in caught.value.problems]


def test_nothing_set_is_a_good_environment() -> None:
    settings = Settings.from_environment({"PATH": "/bin", "TELEGRAM_BOT_TOKEN": "", "VEDETTE_PORT": "tcp://10.0.0.1"})
    assert settings == Settings()
    assert settings.telegram_bot_token is None
    assert settings.database_url.reveal() == "sqlite:///var/vedette.db"
    assert settings.config == Path("feeds.yaml")


def test_everything_set() -> None:
    settings = Settings.from_environment(
        {
            "TELEGRAM_BOT_TOKEN": TELEGRAM,
            "SLACK_BOT_TOKEN": BOT,
            "SLACK_APP_TOKEN": APP,
            "TELEGRAM_API_BASE_URL": "http://localhost:8081/",
            "SLACK_API_BASE_URL": "http://localhost:8082/api",
            "VEDETTE_DATABASE_URL": "sqlite:////data/vedette.db",
            "VEDETTE_CONFIG": "/etc/vedette/feeds.yaml",
            "VEDETTE_LOG": "debug/json",
        }
    )
    assert settings == Settings(
        telegram_bot_token=Secret(TELEGRAM),
        slack_bot_token=Secret(BOT),
        slack_app_token=Secret(APP),
        telegram_api_base_url="http://localhost:8081",
        slack_api_base_url="http://localhost:8082/api",
        database_url=Secret("sqlite:////data/vedette.db"),
        config=Path("/etc/vedette/feeds.yaml"),
        log_level="debug",
        log_format="json",
    )


def test_a_secret_prints_as_stars_however_it_is_printed() -> None:
    secret = Secret("hunter2")
    for shown in (str(secret), repr(secret), f"{secret:>5}", repr(Settings(telegram_bot_token=secret)), repr([secret])):
        assert "hunter2" not in shown
        assert "***" in shown
    assert secret.reveal() == "hunter2"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        copy.copy(secret)


def test_a_token_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TELEGRAM}\n", encoding="utf-8")
    token = Settings.from_environment({"TELEGRAM_BOT_TOKEN_FILE": str(file)}).telegram_bot_token
    assert token == Secret(TELEGRAM)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    missing = tmp_path / "token"
    (told,) = complaints(TELEGRAM_BOT_TOKEN_FILE=str(missing))
    assert told.startswith(f"TELEGRAM_BOT_TOKEN_FILE: the file '{missing}' cannot be read: No such file or directory; ")
    missing.write_bytes(b"\xff\xfe")
    assert "it holds no text" in complaints(TELEGRAM_BOT_TOKEN_FILE=str(missing))[0]
    missing.write_bytes(b"\n")
    assert "is empty" in complaints(TELEGRAM_BOT_TOKEN_FILE=str(missing))[0]
    missing.write_bytes(b"x" * 100_000)
    assert "is too large for a setting" in complaints(TELEGRAM_BOT_TOKEN_FILE=str(missing))[0]


def test_a_value_and_a_file_for_it_are_one_too_many() -> None:
    assert complaints(TELEGRAM_BOT_TOKEN=TELEGRAM, TELEGRAM_BOT_TOKEN_FILE="/run/x") == [
        "TELEGRAM_BOT_TOKEN: both TELEGRAM_BOT_TOKEN and TELEGRAM_BOT_TOKEN_FILE are set; keep one of them"
    ]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TELEGRAM_BOT_TOKEN", BOT, "this is a Slack token; Telegram's comes from @BotFather"),
        ("TELEGRAM_BOT_TOKEN", "hunter2", "this is no Telegram bot token; @BotFather gives it"),
        ("TELEGRAM_BOT_TOKEN", f'"{TELEGRAM}"', "the value is in quotes; remove them"),
        ("TELEGRAM_BOT_TOKEN", f"{TELEGRAM} ", "there is white space around the value; remove it"),
        ("SLACK_BOT_TOKEN", APP, "this is an app-level token, not a bot token; copy the Bot User OAuth Token"),
        ("SLACK_BOT_TOKEN", "xoxp-1-hunter2hunter2", "this is a user token, not a bot token"),
        ("SLACK_BOT_TOKEN", TELEGRAM, "this is a Telegram token; copy the Bot User OAuth Token"),
        ("SLACK_BOT_TOKEN", "xoxb-…", "the token is cut short or holds a strange character"),
        ("SLACK_APP_TOKEN", BOT, "this is a bot token, not an app-level token; make one under"),
        ("SLACK_APP_TOKEN", "hunter2", "this is no Slack token, not an app-level token"),
        ("SLACK_API_BASE_URL", "localhost:8082", "this is no web address; write it like http://localhost:8081"),
        ("TELEGRAM_API_BASE_URL", "http://[::1", "this is no web address"),
        ("VEDETTE_DATABASE_URL", "var/vedette.db", f"this is no database address; {USE_SQLITE}"),
        ("VEDETTE_DATABASE_URL", "postgresql://u:hunter2@db/vedette", f"only SQLite is supported; {USE_SQLITE}"),
        ("VEDETTE_DATABASE_URL", "postgres+asyncpg://u:hunter2@db/x", f"only SQLite is supported; {USE_SQLITE}"),
        ("VEDETTE_DATABASE_URL", "sqlite://", f"the address names no file; {USE_SQLITE}"),
        ("VEDETTE_DATABASE_URL", "sqlite:///", f"the address names no file; {USE_SQLITE}"),
        ("VEDETTE_DATABASE_URL", "sqlite:///?timeout=5", f"the address names no file; {USE_SQLITE}"),
        ("VEDETTE_DATABASE_URL", "sqlite:///:memory:", f"the address names no file; {USE_SQLITE}"),
        ("VEDETTE_DATABASE_URL", "sqlite://vedette.db", f"the address names no file; {USE_SQLITE}"),
        ("VEDETTE_LOG", "loud", "'loud' is no level and no format; write one of debug, info"),
        ("VEDETTE_DATABSE_URL", "x", "this variable is not read; did you mean VEDETTE_DATABASE_URL?"),
    ],
)
def test_a_wrong_value_is_told_without_being_shown(name: str, value: str, says: str) -> None:
    found = complaints(**{"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, name: value})
    assert found[0].startswith(f"{name}: {says}")
    assert not any(secret in line for line in found for secret in (TELEGRAM, BOT, APP, "hunter2"))


@pytest.mark.parametrize(
    ("present", "value", "missing"),
    [("SLACK_BOT_TOKEN", BOT, "SLACK_APP_TOKEN"), ("SLACK_APP_TOKEN", APP, "SLACK_BOT_TOKEN")],
)
def test_slack_needs_both_of_its_tokens(present: str, value: str, missing: str) -> None:
    assert complaints(**{present: value}) == [f"{missing}: {present} is set and this is not; Slack needs both"]


def test_all_mistakes_are_told_at_once() -> None:
    assert len(complaints(TELEGRAM_BOT_TOKEN="x", SLACK_BOT_TOKEN="y", VEDETTE_LOG="z")) == 4


def test_a_key_that_feeds_yaml_names_is_found_in_the_variable_or_its_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("sk-from-a-file\n")
    env = {"LLM_KEY": "sk-1", "OTHER_KEY_FILE": str(tmp_path / "key")}
    settings = Settings.from_environment(env)
    assert settings.key("LLM_KEY").reveal() == "sk-1"
    assert settings.key("OTHER_KEY").reveal() == "sk-from-a-file"
    assert "sk-" not in repr(settings)


def test_a_key_that_is_not_there_is_told() -> None:
    with pytest.raises(ConfigError, match=r"LLM_KEY: feeds\.yaml names this variable"):
        Settings.from_environment({}).key("LLM_KEY")


def test_a_key_whose_file_cannot_be_read_is_told_without_being_shown() -> None:
    with pytest.raises(ConfigError, match=r"LLM_KEY_FILE: .*/nowhere/key.* cannot be read"):
        Settings.from_environment({"LLM_KEY_FILE": "/nowhere/key"}).key("LLM_KEY")
