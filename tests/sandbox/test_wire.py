"""What a worker says is believed only as far as it has the right shape and size."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.feed import Document, Item
from bot.sandbox import wire

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ITEMS = st.builds(
    Item,
    key=TEXT,
    title=TEXT,
    text=TEXT,
    url=st.none() | TEXT,
    published=st.none() | st.datetimes(timezones=st.just(UTC)),
    seen=st.just(NOW),
    lang=st.none() | TEXT,
)


@given(st.lists(ITEMS, max_size=3), TEXT, st.none() | st.timedeltas(timedelta(seconds=1), timedelta(days=7)))
def test_a_document_comes_back_as_it_was(items: list[Item], title: str, ttl: timedelta | None) -> None:
    document = Document(title=title, items=tuple(items), ttl=ttl, warnings=("odd",))
    head, *lines = wire.encode_document(document)
    assert all(line.count(b"\n") == 1 for line in lines)
    assert wire.Head(head).document([wire.decode_item(line) for line in lines]) == document


def test_a_request_comes_back_as_it_was() -> None:
    line = wire.encode_request(b"body", url="https://a.example", content_type=None, now=NOW)
    assert wire.decode_request(line) == {"size": 4, "url": "https://a.example", "content_type": None, "now": NOW}


GOOD_HEAD: dict[str, object] = {"title": "t", "ttl": None, "warnings": [], "items": 0}
GOOD_ITEM = {
    "key": "k",
    "title": "t",
    "text": "",
    "url": None,
    "published": None,
    "seen": NOW.isoformat(),
    "lang": None,
}


@pytest.mark.parametrize(
    "bad",
    [
        {"title": 1},
        {"ttl": "long"},
        {"warnings": "x"},
        {"items": -1},
        {"items": 10**9},
        {"items": "1"},
        {"unreadable": []},
    ],
)
def test_heads_of_the_wrong_shape(bad: dict[str, object]) -> None:
    with pytest.raises(wire.Garbled):
        wire.Head(json.dumps({**GOOD_HEAD, **bad}).encode())


@pytest.mark.parametrize(
    "bad", [{"key": None}, {"title": ["t"]}, {"url": 1}, {"seen": "now"}, {"published": 5}, {"lang": {}}]
)
def test_items_of_the_wrong_shape(bad: dict[str, object]) -> None:
    with pytest.raises(wire.Garbled):
        wire.decode_item(json.dumps({**GOOD_ITEM, **bad}).encode())


@pytest.mark.parametrize("line", [b"", b"[]", b"\x80\x04pickle.", b"[" * 100_000, b'{"title"'])
def test_what_is_no_json_object(line: bytes) -> None:
    with pytest.raises(wire.Garbled):
        wire.decode_item(line)
