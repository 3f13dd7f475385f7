"""The examples of docs/stories.md are what the program says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.stories.test_phenomena import index, item, mention

PAGE = Path(__file__).resolve().parents[2] / "docs" / "stories.md"


def examples() -> list[dict[str, Any]]:
    block = re.search(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    return list(yaml.safe_load(block[1]))


@pytest.mark.parametrize("example", examples(), ids=lambda example: example["then"])
def test_an_example_is_placed_as_the_page_says(example: dict[str, Any]) -> None:
    mentions = [mention(entity) for entity in example.get("entities", ())]
    known = index()
    known.add(item(1, example["first"]), mentions, 1)
    placement = known.place(item(2, example["then"], minutes=example["after"]), mentions)
    assert (", ".join(placement.reasons) or None) == example["because"]


def test_three_of_ten_do_not_join() -> None:
    assert [example["because"] for example in examples()].count(None) == 3
    assert len(examples()) == 10
