"""The environment: tokens, addresses and paths, each checked for its shape before anything starts."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import ConfigError, Problem

DEFAULT_DATABASE_URL = "sqlite:///var/vedette.db"
DEFAULT_CONFIG = Path("feeds.yaml")
LOG_LEVELS = ("debug", "info", "warning", "error")
LOG_FORMATS = ("text", "json")
NAMES = (
    "TELEGRAM_BOT_TOKEN",
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "TELEGRAM_API_BASE_URL",
    "SLACK_API_BASE_URL",
    "VEDETTE_DATABASE_URL",
    "VEDETTE_CONFIG",
    "VEDETTE_LOG",
)
"""Every variable that is read; each may also be given as NAME_FILE, the path of a file that holds the value."""
_MAX_SECRET = 64 * 1024
_TELEGRAM_TOKEN = re.compile(r"\d{5,20}:[A-Za-z0-9_-]{20,100}")
_DATABASE_HINT = "use sqlite:///path/to/vedette.db"
_SLACK_PREFIXES = {"xoxb-": "a bot token", "xapp-": "an app-level token", "xoxp-": "a user token"}


class Secret:
    """A value that prints as `***`, whichever way it is printed; only `reveal` gives it away."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself, for the one call that needs it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret('***')"

    def __str__(self) -> str:
        return "***"

    def __format__(self, spec: str) -> str:
        return format("***", spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(("Secret", self._value))

    def __reduce__(self) -> str:
        raise TypeError("a secret is not to be written down")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the environment says. A chat without its tokens (None) is not used."""

    telegram_bot_token: Secret | None = None
    slack_bot_token: Secret | None = None
    slack_app_token: Secret | None = None
    telegram_api_base_url: str | None = None
    """Of a local Bot API server, a proxy or a test double, without a last slash; None: Telegram's own."""
    slack_api_base_url: str | None = None
    """As above; None: Slack's own."""
    database_url: Secret = field(default_factory=lambda: Secret(DEFAULT_DATABASE_URL))
    """Secret because the address of a database may hold a password."""
    config: Path = DEFAULT_CONFIG
    log_level: str = "info"
    log_format: str = "text"
    lookup: Callable[[str], Secret | None] = field(default=lambda _: None, repr=False, compare=False)
    """Reads a variable that feeds.yaml names; raises ConfigError where its NAME_FILE cannot be read."""

    def key(self, name: str) -> Secret:
        """The secret in the variable that feeds.yaml names for the key of its language model.

        Raises:
            ConfigError: there is none.
        """
        found = self.lookup(name)
        if found is None:
            what = "feeds.yaml names this variable for the key of its language model, and it is not set"
            hint = f"set {name} or {name}_FILE, or take key_env out"
            raise ConfigError([Problem(where=name, what=what, suggestion=hint)])
        return found

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> Settings:
        """The settings in `env`. A variable that is empty counts as not set.

        Raises:
            ConfigError: with everything that is wrong in it, and never with a secret's value.
        """
        reader = _Reader(env)
        level, log_format = reader.log()
        settings = cls(
            telegram_bot_token=reader.secret("TELEGRAM_BOT_TOKEN", _telegram_token),
            slack_bot_token=reader.secret("SLACK_BOT_TOKEN", _slack_token("xoxb-")),
            slack_app_token=reader.secret("SLACK_APP_TOKEN", _slack_token("xapp-")),
            telegram_api_base_url=reader.base_url("TELEGRAM_API_BASE_URL"),
            slack_api_base_url=reader.base_url("SLACK_API_BASE_URL"),
            database_url=reader.secret("VEDETTE_DATABASE_URL", _database) or Secret(DEFAULT_DATABASE_URL),
            config=Path(reader.get("VEDETTE_CONFIG") or DEFAULT_CONFIG),
            log_level=level,
            log_format=log_format,
            lookup=lambda name: _lookup(env, name),
        )
        reader.check_pair("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")
        reader.check_spelling()
        if reader.problems:
            raise ConfigError(reader.problems)
        return settings


def _lookup(env: Mapping[str, str], name: str) -> Secret | None:
    reader = _Reader(env)
    found = reader.secret(name, lambda _: None)
    if reader.problems:
        raise ConfigError(reader.problems)
    return found


Fault = tuple[str, str]
"""What is wrong with a value, and what to do; neither quotes the value."""


class _Reader:
    """Reads variables one by one and notes what is wrong with each."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.problems: list[Problem] = []

    def wrong(self, where: str, what: str, suggestion: str | None = None) -> None:
        self.problems.append(Problem(where=where, what=what, suggestion=suggestion))

    def get(self, name: str) -> str | None:
        """The value of `name`, or of the file that NAME_FILE names, without the file's last line break."""
        value, path = self.env.get(name, ""), self.env.get(f"{name}_FILE", "")
        if value and path:
            self.wrong(name, f"both {name} and {name}_FILE are set", "keep one of them")
            return None
        if path:
            value = self._file(f"{name}_FILE", Path(path)) or ""
        if value != value.strip():
            self.wrong(name, "there is white space around the value", "remove it")
            return None
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'`":
            self.wrong(name, "the value is in quotes", "remove them: `docker --env-file` takes them literally")
            return None
        return value or None

    def secret(self, name: str, fault: Callable[[str], Fault | None]) -> Secret | None:
        value = self.get(name)
        if value is None:
            return None
        found = fault(value)
        if found:
            self.wrong(name, *found)
        return Secret(value)

    def base_url(self, name: str) -> str | None:
        value = self.get(name)
        if value is None:
            return None
        try:
            parts = urlsplit(value)
            good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            good = False
        if not good:
            self.wrong(name, "this is no web address", "write it like http://localhost:8081")
        return value.rstrip("/")

    def log(self) -> tuple[str, str]:
        """`info`, `json` or both, as in `debug/json`."""
        level, log_format = "info", "text"
        for word in filter(None, re.split(r"[/,\s]+", (self.get("VEDETTE_LOG") or "").lower())):
            if word in LOG_LEVELS:
                level = word
            elif word in LOG_FORMATS:
                log_format = word
            else:
                hint = f"write one of {', '.join(LOG_LEVELS)}, and /json for machines: info/json"
                self.wrong("VEDETTE_LOG", f"{word!r} is no level and no format", hint)
        return level, log_format

    def check_pair(self, one: str, other: str) -> None:
        def given(name: str) -> bool:
            return bool(self.env.get(name) or self.env.get(f"{name}_FILE"))

        if given(one) != given(other):
            missing, present = (other, one) if given(one) else (one, other)
            self.wrong(missing, f"{present} is set and this is not", "Slack needs both")

    def check_spelling(self) -> None:
        """Our own prefix with a name close to one of ours is a typo; others (Kubernetes adds some) are left alone."""
        ours = {name.removeprefix("VEDETTE_"): name for name in NAMES if name.startswith("VEDETTE_")}
        for name in sorted(self.env):
            rest = name.removeprefix("VEDETTE_").removesuffix("_FILE")
            if name.startswith("VEDETTE_") and rest not in ours:
                near = difflib.get_close_matches(rest, ours, n=1, cutoff=0.75)
                if near:
                    self.wrong(name, "this variable is not read", f"did you mean {ours[near[0]]}?")

    def _file(self, where: str, path: Path) -> str | None:
        try:
            with path.open(encoding="utf-8") as file:
                value = file.read(_MAX_SECRET + 1)
        except (OSError, UnicodeDecodeError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else "it holds no text"
            self.wrong(where, f"the file {str(path)!r} cannot be read: {why}", "check the path and its permissions")
            return None
        if len(value) > _MAX_SECRET:
            self.wrong(where, f"the file {str(path)!r} is too large for a setting", "is it the right file?")
            return None
        if not value.strip():
            self.wrong(where, f"the file {str(path)!r} is empty", "put the value in it")
        return value.rstrip("\r\n")


def _telegram_token(value: str) -> Fault | None:
    if _TELEGRAM_TOKEN.fullmatch(value):
        return None
    if value.startswith(tuple(_SLACK_PREFIXES)):
        return "this is a Slack token", "Telegram's comes from @BotFather and looks like 123456789:AA..."
    return "this is no Telegram bot token", "@BotFather gives it; it looks like 123456789:AA..."


def _slack_token(prefix: str) -> Callable[[str], Fault | None]:
    where = {
        "xoxb-": "copy the Bot User OAuth Token from 'OAuth & Permissions'; it starts with xoxb-",
        "xapp-": "make one under 'Basic Information' > 'App-Level Tokens' with connections:write; it starts with xapp-",
    }

    def fault(value: str) -> Fault | None:
        if value.startswith(prefix) and re.fullmatch(r"[A-Za-z0-9-]{10,300}", value):
            return None
        if value.startswith(prefix):
            return "the token is cut short or holds a strange character", where[prefix]
        if _TELEGRAM_TOKEN.fullmatch(value):
            return "this is a Telegram token", where[prefix]
        found = next((words for start, words in _SLACK_PREFIXES.items() if value.startswith(start)), None)
        return f"this is {found or 'no Slack token'}, not {_SLACK_PREFIXES[prefix]}", where[prefix]

    return fault


def _database(value: str) -> Fault | None:
    kind, mark, rest = value.partition("://")
    path = rest.partition("?")[0]
    if not mark:
        return "this is no database address", _DATABASE_HINT
    if kind.partition("+")[0] != "sqlite":
        return "only SQLite is supported", _DATABASE_HINT
    if not path.startswith("/") or path in {"/", "/:memory:"}:
        return "the address names no file", _DATABASE_HINT
    return None
