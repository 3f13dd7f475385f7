from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.links import link_key

PAGE = "https://example.org/news/42"


@pytest.mark.parametrize(
    "spelling",
    [
        "http://example.org/news/42",
        "https://www.example.org/news/42/",
        "https://EXAMPLE.org:443/news/42#comments",
        "https://m.example.org/news//42?utm_source=rss&utm_medium=feed&fbclid=abc",
        "https://example.org/news/42/amp/",
        "  https://example.org/news/42 ",
    ],
)
def test_spellings_of_one_page_are_one_link(spelling: str) -> None:
    assert link_key(spelling) == link_key(PAGE)


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/news/43",
        "https://example.net/news/42",
        "https://example.org/news/42?id=7",
        "https://example.org/news/42?page=2",
        "https://example.org:8443/news/42",
        "https://example.org/news/42#!/part/2",
    ],
)
def test_other_pages_are_other_links(other: str) -> None:
    assert link_key(other) is not None
    assert link_key(other) != link_key(PAGE)


def test_the_order_of_parameters_does_not_count() -> None:
    assert link_key("https://example.org/?b=2&a=1") == link_key("https://example.org/?a=1&b=2")


@pytest.mark.parametrize("way", ["новини/літак", "%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/%D0%BB%D1%96%D1%82%D0%B0%D0%BA"])
def test_escaped_and_plain_paths_are_one(way: str) -> None:
    assert link_key(f"https://example.org/{way}") == link_key("https://example.org/новини/літак/")


@pytest.mark.parametrize(
    "nothing",
    [None, "", "https://example.org/", "https://www.example.org?utm_source=x", "mailto:desk@example.org", "not a link",
     "https://[::1", "https://example.org:port/a", "https://example.org/" + "a" * 5000],
)  # fmt: skip
def test_what_names_no_single_page_is_no_link(nothing: str | None) -> None:
    assert link_key(nothing) is None


@given(st.text(max_size=200))
def test_no_address_breaks_it_and_a_key_is_stable(tail: str) -> None:
    key = link_key(f"https://example.org/{tail}")
    assert key is None or link_key(f"https://{key}") == key or "%" in key
