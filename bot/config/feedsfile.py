"""feeds.yaml as one frozen value, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from bot.config.complaints import validate
from bot.config.entities import entity, in_file_order
from bot.config.fields import channel, person
from bot.config.rules import own_ids, rules
from bot.config.shapes import ChannelShape, DefaultsShape, FeedsFileShape, FeedShape, LlmShape, WatchShape
from bot.config.tree import MAX_BYTES, parse
from bot.config.yamlfaults import read
from bot.errors import ConfigError
from bot.model.entity import Entity
from bot.model.feed import Feed
from bot.model.watch import Channel, Person, Term, Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Llm:
    """A language model behind an endpoint that speaks like OpenAI's chat completions."""

    url: str
    model: str
    key_env: str | None = None
    """The environment variable that holds its key; None where it asks for none."""
    write: bool = True
    """Does it write summaries, or only translate?"""
    patience: timedelta = timedelta(seconds=20)
    per_hour: int = 60
    per_day: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What feeds.yaml says. `watches` name only channels that are in `channels` and tags that some feed carries."""

    feeds: tuple[Feed, ...]
    channels: Mapping[str, Channel] = field(default_factory=dict)
    watches: tuple[Watch, ...] = ()
    entities: tuple[Entity, ...] = ()
    """The team's own: each replaces the built-in one of the same id."""
    packs: frozenset[str] | None = None
    """Packs of the built-in catalogue in use; None: all of them."""
    leaning: Mapping[str, float] = field(default_factory=dict)
    """Feed tags, and what each says for or against an ambiguous name, in the weights of the context gates."""
    notices: tuple[str, ...] = ()
    """Channels that are told when a feed or a destination fails, and when it is well again."""
    admins: frozenset[Person] = frozenset()
    readers: frozenset[Person] = frozenset()
    sentences: int = 2
    """Of the reports, in a summary."""
    llm: Llm | None = None
    first_sight: timedelta = timedelta(hours=6)
    """Of a feed seen for the first time, only items of this last span alert."""


def load(path: Path, known: Collection[str] = ()) -> Config:
    """The configuration in the file at `path`; `known` are the ids of the built-in catalogue.

    Raises:
        ConfigError: with everything that is wrong in it.
    """
    return loads(read(path, max_bytes=MAX_BYTES), str(path), known)


def loads(text: str, where: str, known: Collection[str] = ()) -> Config:
    """The configuration in `text`; `where` names it in errors.

    Raises:
        ConfigError: with everything that is wrong in it.
    """
    tree = parse(text, where)
    file, problems = validate(tree, FeedsFileShape)
    if isinstance(tree.data, dict):
        problems += rules(tree, known)
    if problems or file is None:
        raise ConfigError(in_file_order(problems))
    ids = {*known, *own_ids(tree)}
    return Config(
        feeds=tuple(_feed(shape, file.defaults) for shape in file.feeds),
        channels=MappingProxyType({name: _channel(name, shape) for name, shape in file.channels.items()}),
        watches=tuple(_watch(shape, file.defaults, ids) for shape in file.watches),
        entities=tuple(entity(shape) for shape in file.entities),
        packs=None if file.packs is None else frozenset(file.packs),
        leaning=MappingProxyType(dict(file.leaning)),
        notices=tuple(dict.fromkeys(file.notices)),
        admins=frozenset(person(text) for text in file.people.admins),
        readers=frozenset(person(text) for text in file.people.readers),
        sentences=file.summaries.sentences,
        llm=_llm(file.summaries.llm),
        first_sight=file.defaults.first_sight,
    )


def _feed(shape: FeedShape, defaults: DefaultsShape) -> Feed:
    return Feed(
        url=shape.url,
        name=shape.name or urlsplit(shape.url).hostname or shape.url,
        tags=frozenset(shape.tags),
        every=shape.every if shape.every is not None else defaults.every,
        allow_private=shape.allow_private,
        fulltext=shape.fulltext,
    )


def _channel(name: str, shape: ChannelShape) -> Channel:
    return replace(channel(name, shape.to), lang=shape.lang)


def _llm(shape: LlmShape | None) -> Llm | None:
    return None if shape is None else Llm(**dict(shape))


def _watch(shape: WatchShape, defaults: DefaultsShape, ids: Collection[str]) -> Watch:
    def terms(texts: list[str]) -> tuple[Term, ...]:
        return tuple(Term(text=text, entity=text if text in ids else None) for text in texts)

    return Watch(
        name=shape.name,
        to=tuple(dict.fromkeys(shape.to)),
        any=terms(shape.any),
        all=terms(shape.all),
        none=terms(shape.none),
        from_=frozenset(shape.from_),
        group_wait=shape.group_wait if shape.group_wait is not None else defaults.group_wait,
    )
