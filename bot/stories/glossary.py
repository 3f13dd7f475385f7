"""The concepts that news tells of, by word stem in four languages."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

import yaml

from bot.stories.stems import stem

EVENT: Final = "~"
"""Prefix of concepts that say what happened; those that say who or where have none."""


@cache
def concepts() -> dict[str, str]:
    """Concept by stem ("drone", «дрон», «безпілотник»: `~drone`)."""
    data = yaml.safe_load((resources.files("bot.stories") / "glossary.yaml").read_text(encoding="utf-8"))
    return {
        stem(word): f"{EVENT if part == 'events' else ''}{concept}"
        for part, rows in data.items()
        for concept, words in rows.items()
        for word in str(words).casefold().split()
    }
