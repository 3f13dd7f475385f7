"""A lexicon that comes from bytes equals the fresh one, and bytes that are none of ours are refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.matching import Lexicon, dump, find, fingerprint, load
from bot.model.entity import Entity


def test_loaded_equals_fresh(lexicon: Lexicon) -> None:
    again = load(dump(lexicon))
    assert again == lexicon
    text = "Колона «Тигрів», три С-400s і Wagner fighters; МЗС Білорусі."
    assert find(again, text) == find(lexicon, text)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"format": 0}', b'{"format": 1}', b"\x80\x04", b"[" * 100_000])
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        load(data)


def test_the_fingerprint_follows_the_content(catalogue: tuple[Entity, ...]) -> None:
    assert fingerprint(catalogue) == fingerprint(catalogue)
    assert fingerprint(catalogue) != fingerprint(catalogue[1:])
    assert fingerprint(catalogue) != fingerprint((replace(catalogue[0], avoid=("museum",)), *catalogue[1:]))
