"""feeds.yaml, catalogue files and the environment become frozen values here; every error says where and what to do."""

from __future__ import annotations

from bot.config.entities import load_entities, read_entities
from bot.config.feedsfile import Config, Llm, load, loads
from bot.config.settings import Secret, Settings

__all__ = ["Config", "Llm", "Secret", "Settings", "load", "load_entities", "loads", "read_entities"]
