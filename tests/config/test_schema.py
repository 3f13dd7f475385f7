"""The JSON Schema for editors is committed, current, and agrees with what is loaded."""

from __future__ import annotations

import json
from pathlib import Path

from bot.config.schema import json_schema

ROOT = Path(__file__).resolve().parents[2]


def test_the_committed_schema_is_current() -> None:
    committed = (ROOT / "feeds.schema.json").read_text(encoding="utf-8")
    assert committed == json_schema(), "write it anew: .venv/bin/vedette schema > feeds.schema.json"


def test_it_knows_every_section_and_refuses_unknown_keys() -> None:
    schema = json.loads(json_schema())
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == {
        "version", "defaults", "channels", "feeds", "watches", "entities", "packs", "leaning", "summaries",
            "notices", "people",
    }  # fmt: skip
    assert schema["required"] == ["feeds"]


def test_an_editor_shows_what_each_key_is_for() -> None:
    shapes = json.loads(json_schema())["$defs"]
    for shape in ("FeedShape", "WatchShape", "EntityShape"):
        described = [key for key, value in shapes[shape]["properties"].items() if "description" in value]
        assert len(described) > 0.6 * len(shapes[shape]["properties"])


def test_numbers_are_good_names_and_a_plain_word_is_a_good_alias() -> None:
    shapes = json.loads(json_schema())["$defs"]
    assert shapes["FeedShape"]["properties"]["name"]["anyOf"][0]["type"] == ["string", "number"]
    aliases = shapes["EntityShape"]["properties"]["aliases"]["additionalProperties"]
    assert {"type": ["string", "number"]} in aliases["items"]["anyOf"]
