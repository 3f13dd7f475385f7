"""docs/catalogue.md is made from the catalogue, and current."""

from __future__ import annotations

from pathlib import Path

from bot import catalogue
from bot.catalogue.page import page

ROOT = Path(__file__).resolve().parents[2]


def test_the_committed_page_is_current() -> None:
    committed = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    assert committed == page(), "write it anew: .venv/bin/python -m bot.catalogue.page > docs/catalogue.md"


def test_it_lists_every_entity_and_credits_every_source() -> None:
    text = page()
    for entity in catalogue.load():
        assert f"| `{entity.id}` | {entity.name} |" in text
    assert "credit to Oryx" in text
    assert "The MITRE Corporation" in text


def test_an_everyday_name_is_shown_as_one() -> None:
    row = next(line for line in page().splitlines() if line.startswith("| `leopard` |"))
    assert "*Леопард*" in row
