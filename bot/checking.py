"""What `vedette check` finds: everything that is wrong with feeds.yaml and the environment, before anything starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot import catalogue
from bot.config import Config, Settings, load
from bot.errors import ConfigError, Problem
from bot.feeds import article
from bot.model.words import plural

_PLATFORMS = {"telegram": "Telegram", "slack": "Slack"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check came to: `problems` to be solved, or a `summary` with `notes` on what may surprise."""

    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
    summary: str = ""
    settings: Settings


def check(env: Mapping[str, str], path: Path | None) -> Checked:
    """Check the environment, and the feeds file at `path` (None: the one that the environment names)."""
    problems: list[Problem] = []
    settings, config = Settings(), None
    try:
        settings = Settings.from_environment(env)
    except ConfigError as error:
        problems += error.problems
    path = path or Path(env.get("VEDETTE_CONFIG") or settings.config)
    try:
        config = load(path, {entity.id for entity in catalogue.load()})
        if config.packs is not None:  # a watch may name an entity of a pack that is left out
            config = load(path, {entity.id for entity in catalogue.load(config.packs)})
    except ConfigError as error:
        problems += error.problems
    if config is not None and not problems:
        problems += _unmet(config, settings)
    if problems or config is None:
        return Checked(problems=tuple(problems), settings=settings)
    counts = (
        plural(len(config.feeds), "feed"),
        plural(len(config.watches), "watch"),
        plural(len(config.channels), "channel"),
    )
    notes = tuple(_notes(config, settings))
    return Checked(problems=(), notes=notes, summary=f"{path}: {', '.join(counts)}: all well", settings=settings)


def _unmet(config: Config, settings: Settings) -> Iterator[Problem]:
    """What feeds.yaml asks for and this machine does not have."""
    if config.llm is not None and config.llm.key_env is not None:
        try:
            settings.key(config.llm.key_env)
        except ConfigError as error:
            yield from error.problems
    full = [feed.name for feed in config.feeds if feed.fulltext]
    if full and not article.installed():
        names = ", ".join(full[:3]) + (" and others" if len(full) > 3 else "")
        yield Problem(
            where="feeds.yaml",
            what=f"`fulltext: true` ({names}) needs the extra `fulltext`, which is not installed",
            suggestion="run `make fulltext`, or `pip install 'vedette[fulltext]'`",
        )


def _notes(config: Config, settings: Settings) -> Iterator[str]:
    tokens = {"telegram": settings.telegram_bot_token, "slack": settings.slack_bot_token}
    if not any(tokens.values()):
        yield "no chat token is in the environment, so the console is the chat"
    for platform, token in tokens.items():
        channels = [channel.name for channel in config.channels.values() if channel.platform == platform]
        if channels and token is None and any(tokens.values()):
            names = ", ".join(channels)
            yield f"{_PLATFORMS[platform]} has no token in the environment, so nothing can be sent to: {names}"
    if config.llm is None:
        for channel in config.channels.values():
            if channel.lang is not None:
                yield f"{channel.name} asks for {channel.lang}, and nothing translates: see `summaries:`"
    elif config.llm.key_env and config.llm.url.startswith("http://"):
        yield f"the language model's key goes to {config.llm.url} unencrypted"
    told = {*config.notices, *(name for watch in config.watches for name in watch.to)}
    for name in config.channels:
        if name not in told:
            yield f"nothing is sent to the channel {name}; people in it may ask"
    if not config.notices:
        yield "no channel is named under `notices:`, so failing feeds show in `feeds` and `status` alone"
    if not config.watches:
        yield "no watch is set: items are kept and answer look-ups, and nothing alerts"
