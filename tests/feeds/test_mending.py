"""What no XML may hold is taken out before it costs the whole document."""

from __future__ import annotations

from xml.sax import parseString
from xml.sax.handler import ContentHandler

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.mending import mend


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("<?xml version='1.1' encoding='x'?><a/>", "<a/>"),
        ("nul\x00 bell\x07 \ud800\uffff", "nul bell "),
        ("fine &#38;&#x26;&#10; &amp;#0;", "fine &#38;&#x26;&#10; &amp;#0;"),
        ("&#0;&#x1F;&#65535;", ""),
        ("&#55357;&#56832;", "&#128512;"),
        ("a&#xD83D;&#xDE00;b&#xD83D;c", "a&#128512;b&#65533;c"),
        ("&#9999999999;&#x110000;", "&#65533;&#65533;"),
        ("&#0000000000000000065;", "&#0000000000000000065;"),
    ],
)
def test_mending(text: str, mended: str) -> None:
    assert mend(text) == mended


@given(
    st.lists(st.integers(min_value=0, max_value=0x120000), max_size=6),
    st.text(alphabet="a\x00\x1f\ud800\uffff", max_size=9),
)
def test_what_is_mended_is_xml(numbers: list[int], text: str) -> None:
    references = "".join(f"&#{number};&#x{number:x};" for number in numbers)
    parseString(f"<a>{mend(text + references)}</a>".encode(), ContentHandler())  # noqa: S317 -- our own text
