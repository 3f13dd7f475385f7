"""The kinds of value that a configuration holds: durations, addresses, links, ids; each says what it should be."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from bot.model.watch import Channel, Person

_DURATION = re.compile(r"(?:\d{1,6}[smhd])+")
_PART = re.compile(r"(\d+)([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_TELEGRAM = re.compile(r"-?\d{1,20}(?:/\d{1,10})?")
_SLACK_CHANNEL = re.compile(r"[CDG][A-Z0-9]{6,20}")
_SLACK_USER = re.compile(r"[UW][A-Z0-9]{6,20}")
_WEIGHT = re.compile(r"[+-]?\d{1,2}(?:\.\d{1,3})?")
_FULL_WEIGHT = 3
"""As much as any single cue weighs."""
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]")


def wrong(what: str, suggestion: str | None = None) -> PydanticCustomError:
    """An error for a validator to raise, in words for a person."""
    return PydanticCustomError("vedette", "{what}", {"what": what, "suggestion": suggestion})


def duration(text: object) -> timedelta:
    """`90s`, `10m`, `1h30m` or `1d` as a span of time."""
    if isinstance(text, timedelta):
        return text
    if not isinstance(text, str) or not _DURATION.fullmatch(text):
        hint = f"write {text}s, {text}m or {text}h" if str(text).isdecimal() else "write it like 30s, 10m, 6h or 1d"
        raise wrong(f"{str(text)!r} is no duration", hint)
    return timedelta(seconds=sum(int(number) * _SECONDS[unit] for number, unit in _PART.findall(text)))


def _between(low: str, high: str) -> Callable[[timedelta], timedelta]:
    least, most = duration(low), duration(high)

    def check(value: timedelta) -> timedelta:
        if not least <= value <= most:
            raise wrong("this is out of bounds", f"anything from {low} to {high} will do")
        return value

    return check


_DURATION_SCHEMA = WithJsonSchema(
    {"type": "string", "pattern": f"^{_DURATION.pattern}$", "examples": ["30s", "10m", "6h", "1d"]}
)
Answering = Annotated[timedelta, BeforeValidator(duration), AfterValidator(_between("1s", "60s")), _DURATION_SCHEMA]
Every = Annotated[timedelta, BeforeValidator(duration), AfterValidator(_between("30s", "1d")), _DURATION_SCHEMA]
GroupWait = Annotated[timedelta, BeforeValidator(duration), AfterValidator(_between("0s", "1h")), _DURATION_SCHEMA]
FirstSight = Annotated[timedelta, BeforeValidator(duration), AfterValidator(_between("0s", "30d")), _DURATION_SCHEMA]


def _leaning(text: object) -> float:
    """`0.5`, `+1` or `-1.5`: what speaks for or against a name, in the weights of the context gates."""
    if not _WEIGHT.fullmatch(str(text)) or not -_FULL_WEIGHT <= float(str(text)) <= _FULL_WEIGHT:
        hint = f"write a number from -{_FULL_WEIGHT} (against) to {_FULL_WEIGHT} (for)"
        raise wrong(f"{str(text)!r} cannot lean a name", hint)
    return float(str(text))


Leaning = Annotated[
    float,
    BeforeValidator(_leaning),
    WithJsonSchema({"type": "number", "minimum": -_FULL_WEIGHT, "maximum": _FULL_WEIGHT}),
]


def _whole(low: int, high: int) -> BeforeValidator:
    def check(text: object) -> int:
        if not re.fullmatch(r"\d{1,9}", str(text)) or not low <= int(str(text)) <= high:
            raise wrong(f"{str(text)!r} will not do", f"write a whole number from {low} to {high}")
        return int(str(text))

    return BeforeValidator(check)


Sentences = Annotated[int, Field(ge=1, le=4), _whole(1, 4)]
PerHour = Annotated[int, Field(ge=1, le=10_000), _whole(1, 10_000)]
PerDay = Annotated[int, Field(ge=1, le=100_000), _whole(1, 100_000)]


def _link(url: str) -> str:
    if _SPACE.search(url):
        raise wrong("the address holds a space", "write spaces as %20")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise wrong(f"{url!r} is no address: {error}") from None
    if parts.scheme not in {"http", "https"}:
        hint = f"did you mean 'https://{url.removeprefix('//')}'?" if not parts.scheme or "." in parts.scheme else None
        raise wrong(f"{url!r} is no web address", hint or "it should start with https:// or http://")
    if not parts.hostname or port == 0:
        raise wrong(f"{url!r} names no host", "it should look like https://example.org/rss")
    if parts.username or parts.password:
        raise wrong("the address holds a user name or password", "it would be seen in logs; ask for a feed without one")
    return url


def _endpoint(url: str) -> str:
    parts = urlsplit(_link(url))
    if parts.query or parts.fragment:
        raise wrong(
            "the address goes on behind its path", "a key belongs into the environment: name its variable in key_env"
        )
    return url.rstrip("/")


def _variable(name: str) -> str:
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{0,80}", name):
        raise wrong("this is no variable's name", "write the name, not the key: OPENAI_API_KEY")
    return name


def _channel(text: str) -> str:
    platform, _, address = text.partition(":")
    if platform == "console" and not address:
        return text
    if platform == "slack":
        if not _SLACK_CHANNEL.fullmatch(address):
            what = f"{address!r} is no Slack channel ID"
            raise wrong(what, "it looks like C0123456789 and stands at the end of 'View channel details'")
    elif platform == "telegram":
        if not _TELEGRAM.fullmatch(address):
            what = f"{address!r} is no Telegram chat ID"
            raise wrong(what, "it is a number such as -1001234567890; a topic follows it: -1001234567890/42")
    else:
        raise wrong(f"{text!r} is no channel", "write slack:C0123456789, telegram:-1001234567890 or console")
    return text


def _person(text: str) -> str:
    platform, _, user = text.partition(":")
    if platform == "telegram" and re.fullmatch(r"\d{1,20}", user):
        return text
    if platform == "slack" and _SLACK_USER.fullmatch(user):
        return text
    raise wrong(f"{text!r} is no person", "write telegram:123456 (a number) or slack:U0123456 (a member ID)")


def channel(name: str, text: str) -> Channel:
    """The channel that a checked `text` such as `slack:C0123456789` stands for."""
    platform, _, address = text.partition(":")
    return Channel(name=name, platform=platform, address=address)


def person(text: str) -> Person:
    """The person that a checked `text` such as `telegram:123456` stands for."""
    platform, _, user = text.partition(":")
    return Person(platform=platform, id=user)


def _slug(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text):
        raise wrong(f"{text!r} is no id", "use a-z, 0-9 and single hyphens, as in t-80bv")
    return text


def _country(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2,4}", text):
        raise wrong(f"{text!r} is no country code", "use capital letters, as in BY, UA or USSR")
    return text


# An editor reads `name: 3.10` as a number; we keep what was typed, so its schema has to let both pass.
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    WithJsonSchema({"type": ["string", "number"]}),
]
Slug = Annotated[str, AfterValidator(_slug), WithJsonSchema({"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"})]
Country = Annotated[str, AfterValidator(_country), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2,4}$"})]
Link = Annotated[
    str,
    StringConstraints(max_length=2000),
    AfterValidator(_link),
    WithJsonSchema({"type": "string", "pattern": "^https?://", "maxLength": 2000}),
]
Endpoint = Annotated[
    str,
    StringConstraints(max_length=2000),
    AfterValidator(_endpoint),
    WithJsonSchema({"type": "string", "pattern": "^https?://", "maxLength": 2000}),
]
Variable = Annotated[
    str, AfterValidator(_variable), WithJsonSchema({"type": "string", "pattern": "^[A-Z][A-Z0-9_]{0,80}$"})
]
ChannelText = Annotated[
    str,
    AfterValidator(_channel),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^(console|slack:[CDG][A-Z0-9]{6,20}|telegram:-?[0-9]+(/[0-9]+)?)$",
            "examples": ["slack:C0123456789", "telegram:-1001234567890/42", "console"],
        }
    ),
]
PersonText = Annotated[
    str,
    AfterValidator(_person),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^(telegram:[0-9]+|slack:[UW][A-Z0-9]{6,20})$",
            "examples": ["telegram:123456", "slack:U0123456"],
        }
    ),
]
