"""The compiled catalogue, kept on disk under the name of its content, so that a second start need not compile again."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import structlog

from bot.matching import Lexicon, compile_lexicon, dump, fingerprint, load
from bot.model.entity import Entity

log = structlog.get_logger(__name__)
KEPT = 4
"""Compiled catalogues that stay in the folder: a few desks, or a few versions, may share it."""


def ready(entities: Iterable[Entity], folder: Path | None = None) -> Lexicon:
    """The lexicon of `entities`: from `folder` if it is there and whole, else compiled and put there.

    `folder` is by default `vedette` in the user's cache, by the XDG base directory specification.

    A folder that cannot be written, or a file that is damaged, only costs the time to compile.
    """
    entities = tuple(entities)
    if folder is None:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vedette"
    path = folder / f"lexicon-{fingerprint(entities)}.json"
    try:
        found = load(path.read_bytes())
    except FileNotFoundError:
        pass
    except (OSError, ValueError, LookupError, TypeError) as error:
        log.warning("compiled_catalogue_unreadable", path=str(path), why=str(error))
    else:
        with suppress(OSError):
            path.touch()
        return found
    compiled = compile_lexicon(entities)
    try:
        _keep(path, dump(compiled))
    except OSError as error:
        log.debug("compiled_catalogue_not_kept", path=str(path), why=str(error))
    return compiled


def _keep(path: Path, data: bytes) -> None:
    """Write all of it or nothing, for this user alone, and let the oldest go."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    others = sorted(path.parent.glob("lexicon-*.json"), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in others[KEPT:]:
        old.unlink(missing_ok=True)
