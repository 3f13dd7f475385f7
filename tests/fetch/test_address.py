"""Addresses taken apart; credentials that stay where they belong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetch.address import Address, without_credentials
from bot.fetch.ending import Ending

HOME = "http://reader:s3cret@feeds.example/a/rss?key=1#top"


def test_an_address_loses_its_credentials_and_its_fragment() -> None:
    address = Address.parse(HOME)
    assert address.url == "http://feeds.example/a/rss?key=1"
    assert (address.host, address.port, address.target) == ("feeds.example", 80, b"/a/rss?key=1")
    assert address.authorization == "Basic cmVhZGVyOnMzY3JldA=="


def test_a_host_in_other_letters_goes_to_dns_in_ascii() -> None:
    assert Address.parse("https://навіны.example/стужка").host == "xn--80ae5ac4e2c.example"


@pytest.mark.parametrize(
    ("location", "goes_along"),
    [
        ("b/rss", True),
        ("https://feeds.example/rss", True),  # the upgrade that most redirects are
        ("http://feeds.example:8080/rss", False),
        ("https://feeds.example:8443/rss", False),
        ("http://www.feeds.example/rss", False),
        ("//other.example/rss", False),
        ("http://reader:s3cret@other.example/rss", False),
    ],
)
def test_credentials_go_no_further_than_their_host_and_its_tls(location: str, goes_along: bool) -> None:
    there = Address.parse(HOME).redirected(location)
    assert (there.authorization == Address.parse(HOME).authorization) is goes_along
    assert "s3cret" not in there.url


def test_credentials_do_not_leave_tls() -> None:
    there = Address.parse(HOME.replace("http:", "https:")).redirected("http://feeds.example/rss")
    assert there.authorization is None


def test_what_a_redirect_brings_along_is_not_used() -> None:
    there = Address.parse("http://feeds.example/").redirected("http://guest:guest@other.example/")
    assert there.authorization is None


@given(st.text(max_size=60) | st.from_regex(r"https?://[^\s]{0,40}", fullmatch=True))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    without_credentials(text)
    for take in (Address.parse, Address.parse("http://feeds.example/").redirected):
        try:
            address = take(text)
        except Ending:
            continue
        assert address.scheme in {"http", "https"}
        assert address.host
        assert address.host.isascii()
