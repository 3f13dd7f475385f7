"""What an answer says of itself; and nonsense, which says nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetch import headers as said
from bot.fetch.ending import Ending

NOW = datetime(2022, 1, 20, 12, 0, tzinfo=UTC)
NAMES = [
    "etag",
    "last-modified",
    "cache-control",
    "expires",
    "age",
    "date",
    "retry-after",
    "content-encoding",
    "server",
]


def headers(**fields: str) -> httpx.Headers:
    return httpx.Headers([(name.replace("_", "-").encode(), value.encode()) for name, value in fields.items()])


@pytest.mark.parametrize(
    ("fields", "wait"),
    [
        ({"retry_after": "120"}, timedelta(seconds=120)),
        ({"retry_after": " 120 "}, timedelta(seconds=120)),
        ({"retry_after": "Thu, 20 Jan 2022 12:05:00 GMT"}, timedelta(minutes=5)),
        ({"retry_after": "Thu, 20 Jan 2022 11:05:00 GMT"}, timedelta(0)),
        ({"retry_after": "Thursday, 20-Jan-22 12:05:00 GMT"}, timedelta(minutes=5)),
        ({"retry_after": "Thu Jan 20 12:05:00 2022"}, timedelta(minutes=5)),
        (
            {"retry_after": "Thu, 20 Jan 2022 00:05:00 GMT", "date": "Thu, 20 Jan 2022 00:00:00 GMT"},
            timedelta(minutes=5),
        ),
        ({"retry_after": "99999999999999"}, said.LONGEST_WAIT),
        ({"retry_after": "Fri, 31 Dec 9999 23:59:59 GMT"}, said.LONGEST_WAIT),
        ({"retry_after": "0"}, timedelta(0)),
        ({"retry_after": "-5"}, None),
        ({"retry_after": "1e3"}, None),
        ({"retry_after": "٣"}, None),
        ({"retry_after": "soon"}, None),
        ({}, None),
    ],
)
def test_retry_after(fields: dict[str, str], wait: timedelta | None) -> None:
    assert said.retry_after(headers(**fields), NOW) == wait


@pytest.mark.parametrize(
    ("fields", "fresh"),
    [
        ({"cache_control": "max-age=300"}, timedelta(seconds=300)),
        ({"cache_control": "public, Max-Age = 300"}, timedelta(seconds=300)),
        ({"cache_control": 'max-age="300"'}, timedelta(seconds=300)),
        ({"cache_control": "max-age=300", "age": "100"}, timedelta(seconds=200)),
        ({"cache_control": "max-age=300", "age": "1000"}, timedelta(0)),
        ({"cache_control": "s-maxage=300"}, None),
        ({"cache_control": "no-cache"}, timedelta(0)),
        ({"cache_control": "max-age=300, no-store"}, timedelta(0)),
        ({"cache_control": "max-age=999999999999"}, said.LONGEST_WAIT),
        ({"expires": "Thu, 20 Jan 2022 12:10:00 GMT"}, timedelta(minutes=10)),
        ({"expires": "Wed, 11 Jan 1984 05:00:00 GMT"}, timedelta(0)),
        ({"expires": "0"}, timedelta(0)),
        ({"expires": "Thu, 20 Jan 2022 12:10:00 GMT", "cache_control": "max-age=5"}, timedelta(seconds=5)),
        ({}, None),
    ],
)
def test_max_age(fields: dict[str, str], fresh: timedelta | None) -> None:
    assert said.max_age(headers(**fields), NOW) == fresh


@pytest.mark.parametrize("value", ['"abc"', 'W/"abc"', "abc-gzip", '"a b"'])
def test_an_entity_tag_is_kept_as_it_was_sent(value: str) -> None:
    assert said.etag(headers(etag=value)) == value


@pytest.mark.parametrize("value", ["", "   ", "x" * 257, '"ä"', '"a\tb"'])
def test_an_entity_tag_that_cannot_be_sent_back_is_none(value: str) -> None:
    assert said.etag(headers(etag=value)) is None


def test_last_modified_is_kept_as_it_was_sent() -> None:
    value = "Thu, 20 Jan 2022 04:05:00 GMT"
    assert said.last_modified(headers(last_modified=value)) == value


@pytest.mark.parametrize("value", ["", "yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "x" * 100, "0"])
def test_a_last_modified_that_nobody_can_mean_is_none(value: str) -> None:
    assert said.last_modified(headers(last_modified=value)) is None


def test_a_server_that_disowns_caching_has_no_validators() -> None:
    fields = headers(etag='"a"', last_modified="Thu, 20 Jan 2022 04:05:00 GMT", expires="0")
    assert said.etag(fields) is None
    assert said.last_modified(fields) is None


@pytest.mark.parametrize("value", ["gzip", "x-gzip", "GZIP", "deflate", "identity, gzip"])
def test_one_coding_is_taken(value: str) -> None:
    assert said.is_compressed(headers(content_encoding=value))


@pytest.mark.parametrize("value", ["", "identity"])
def test_no_coding_is_taken_as_it_comes(value: str) -> None:
    assert not said.is_compressed(headers(content_encoding=value))


@pytest.mark.parametrize("value", ["gzip, gzip", "br", "gzip,deflate", "compress"])
def test_other_codings_are_not_taken(value: str) -> None:
    with pytest.raises(Ending):
        said.is_compressed(headers(content_encoding=value))


def test_codings_in_separate_fields_count_together() -> None:
    fields = httpx.Headers([("content-encoding", "gzip"), ("content-encoding", "gzip")])
    with pytest.raises(Ending, match="2 times over"):
        said.is_compressed(fields)


@pytest.mark.parametrize(
    ("status", "fields", "whose"),
    [
        (403, {"cf_mitigated": "challenge"}, "Cloudflare"),
        (202, {"x_amzn_waf_action": "challenge"}, "AWS"),
        (403, {"server": "ddos-guard"}, "DDoS-Guard"),
        (200, {"server": "ddos-guard"}, None),
        (403, {"server": "nginx"}, None),
        (403, {}, None),
    ],
)
def test_bot_walls_are_known_by_their_marks(status: int, fields: dict[str, str], whose: str | None) -> None:
    assert said.bot_wall(status, headers(**fields)) == whose


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.binary(max_size=200)), max_size=8))
def test_no_header_makes_reading_fail(fields: list[tuple[str, bytes]]) -> None:
    hostile = httpx.Headers([(name.encode(), value) for name, value in fields])
    for wait in (said.retry_after(hostile, NOW), said.max_age(hostile, NOW)):
        assert wait is None or timedelta(0) <= wait <= said.LONGEST_WAIT
    for validator in (said.etag(hostile), said.last_modified(hostile)):
        assert validator is None or (validator.isascii() and validator.isprintable())
    said.bot_wall(403, hostile)


@given(
    st.from_regex(r"[A-Z][a-z]{2}, [0-9]{1,3} [A-Z][a-z]{2} [0-9]{1,6} [0-9:]{1,9}( [-+A-Z0-9]{1,7})?", fullmatch=True)
)
def test_no_date_makes_reading_fail(value: str) -> None:
    date = said.http_date(value)
    assert date is None or date.tzinfo is UTC
