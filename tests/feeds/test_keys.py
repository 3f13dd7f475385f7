"""An item keeps its key from poll to poll, and no new item gets an old one's."""

from __future__ import annotations

from itertools import permutations

from bot.feeds.keys import MAX_KEY, assign

A = ("same", "https://a.example/1", "one")
B = ("same", "https://a.example/2", "two")
C = ("same", "https://a.example/3", "three")


def test_guid_then_url_then_words() -> None:
    assert assign([("g", "https://a.example/1", "w")]) == ["g"]
    assert assign([(None, "https://a.example/1", "w")]) == ["https://a.example/1"]
    (key,) = assign([(None, None, "w")])
    assert key == assign([(None, None, "w"), ("other", None, "x")])[0]
    assert key != assign([(None, None, "v")])[0]


def test_a_guid_that_items_share_is_joined_by_the_url() -> None:
    assert assign([A, B]) == ["same|https://a.example/1", "same|https://a.example/2"]


def test_order_does_not_matter() -> None:
    expected = dict(zip((A, B, C), assign([A, B, C]), strict=True))
    for order in permutations((A, B, C)):
        assert dict(zip(order, assign(order), strict=True)) == expected


def test_a_new_item_on_top_takes_nobodys_key() -> None:
    before, after = assign([B, A]), assign([C, B, A])
    assert after[1:] == before
    assert after[0] not in before


def test_items_that_share_guid_and_url_differ_by_their_words() -> None:
    keys = assign([A, (*A[:2], "updated")])
    assert len(set(keys)) == 2
    assert keys[::-1] == assign([(*A[:2], "updated"), A])


def test_items_that_all_link_to_the_front_page_differ() -> None:
    front = "https://a.example/"
    assert len(set(assign([(None, front, "one"), (None, front, "two")]))) == 2


def test_the_very_same_item_listed_twice_keeps_its_key() -> None:
    assert assign([A, A]) == assign([A]) * 2


def test_long_keys_are_hashed() -> None:
    one, two = assign([("g" * 5_000, None, ""), ("g" * 5_001, None, "")])
    assert one != two
    assert max(len(one), len(two)) <= MAX_KEY
