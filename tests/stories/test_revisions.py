"""The same item, again: recognised whatever was churned, told apart where a key or a formula is used anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.model.feed import Item
from bot.stories.revisions import changes, fingerprint, is_another, recognise, renewed, says_the_same

NOON = datetime(2026, 1, 20, 12, 5, tzinfo=UTC)
TEXT = (
    "A train with eight launchers of an air-defence battery reached the station of Homiel before dawn, three residents "
    "said. Two locomotives pulled it, and a guard of forty soldiers kept people off the platform until noon. The "
    "railway gave no timetable for the night, and the ministry did not answer questions about the unloading. Lorries "
    "took the crews to a training ground in the forest, where tents had stood empty since the autumn exercises."
)
OLD = Item(
    id=1, key="a", title="Launchers unloaded at Homiel before dawn", text=TEXT,
    url="https://one.example/news/unloading-in-homiel", published=NOON, seen=NOON + timedelta(minutes=3),
)  # fmt: skip


def again(old: Item = OLD, **other: Any) -> Item:
    """The item as a feed brings it an hour later."""
    return replace(old, id=0, seen=old.seen + timedelta(hours=1), **other)


def found(new: Item, *known: Item) -> list[int]:
    return [old.id for old in recognise([new], known or [OLD]).values()]


def test_a_fingerprint_is_of_words_and_link_and_not_of_dates() -> None:
    assert fingerprint(OLD) == fingerprint(again(published=NOON + timedelta(hours=1), key="b"))
    assert len({fingerprint(again(title="T")), fingerprint(again(text="t")), fingerprint(again(url=None))}) == 3


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Updated 11:05. Two killed", "Updated 12:40. Two killed"),
        ("Two killed. 5 min ago", "Two killed. 12 min ago"),
        ("Двое погибших. Просмотров: 120", "Двое погибших. Просмотров: 1 480"),
        ("Двоє загиблих. 12 переглядів, 3 коментарі", "Двоє загиблих. 940 переглядів, 17 коментарів"),
        ("Двое загінулых, 5 хвілін таму", "Двое загінулых, 9 хвілін таму"),
        ("Two killed", "UPDATED: two killed."),
        ("An “old” bridge", 'An "old" bridge'),
        ("1,204 men", "1 204 men"),
    ],
)
def test_what_a_page_changes_by_itself_is_no_change(before: str, after: str) -> None:
    assert says_the_same(replace(OLD, text=before), again(text=after))
    assert says_the_same(replace(OLD, title=before), again(title=after))


def test_parameters_of_a_link_churn() -> None:
    assert says_the_same(OLD, again(url="http://www.one.example/news/unloading-in-homiel?session=77"))
    assert not says_the_same(OLD, again(url="https://one.example/news/another-place"))


def test_a_revision_names_the_headline_the_numbers_and_the_link() -> None:
    new = again(title="Twelve launchers of an S-300 unloaded", url="https://one.example/world/unloading-in-homiel")
    old = replace(OLD, title="Launchers of an S-400 unloaded")
    what = changes(old, new, before=["s-400"], after=["s-300"])
    assert what is not None
    assert what.title == (old.title, new.title)
    assert what.numbers == (("S-400",), ("S-300",))
    assert what.url == (old.url, new.url)
    assert (what.gained, what.lost, what.text) == (("s-300",), ("s-400",), False)


def test_a_corrected_number_in_the_lead_counts() -> None:
    what = changes(
        replace(OLD, text="At least 3 people died."), again(text="At least 11 people died."), before=(), after=()
    )
    assert what is not None
    assert what.numbers == (("3",), ("11",))


@pytest.mark.parametrize(
    "text", [TEXT.replace("autumn", "fall"), TEXT + " Read also: how a bridge was mended.", TEXT.replace(",", ";"), ""]
)
def test_small_edits_do_not_count(text: str) -> None:
    assert changes(OLD, again(text=text), before=(), after=()) is None


def test_a_rewritten_text_counts() -> None:
    text = (
        TEXT[:120] + " The ministry later said that the train had carried farm machines, and showed pictures of them."
    )
    what = changes(OLD, again(text=text), before=(), after=())
    assert what is not None
    assert what.text


def test_an_item_keeps_its_first_date_and_a_text_that_went_missing() -> None:
    new = renewed(OLD, again(title="New", text="", url=None, published=NOON + timedelta(hours=9), key="b"))
    assert new == replace(OLD, title="New")


@pytest.mark.parametrize(
    "churned",
    [
        {"key": "b"},
        {"key": "b", "published": NOON + timedelta(hours=5)},
        {"key": "b", "title": "Night train brings a battery to the south-east"},
        {"key": "b", "text": TEXT.replace("eight", "8")},
        {"key": "b", "url": "https://one.example/2026/01/x", "published": NOON + timedelta(hours=5)},
        {"key": "b", "url": "https://one.example/2026/01/x", "title": "Night train brings a battery to the south-east"},
        {"key": "b", "url": None, "title": "Launchers unloaded at Homiel long before dawn, people say"},
        {"key": "b", "url": "https://one.example/2026/01/x", "text": "A short teaser.", "title": OLD.title},
    ],
    ids=["guid", "guid and date", "guid and title", "guid and number", "guid, link and date", "guid, link and title",
         "guid and title, no link", "same title at the same minute"],
)  # fmt: skip
def test_an_item_that_comes_back_is_recognised(churned: dict[str, Any]) -> None:
    assert found(again(**churned)) == [OLD.id]


def test_a_bare_title_that_comes_back_is_recognised_if_it_is_no_formula() -> None:
    old = replace(OLD, text="", url=None)
    telling = "Launchers of an air-defence battery unloaded at Homiel before dawn"
    later: dict[str, Any] = {"key": "b", "published": NOON + timedelta(hours=2)}
    assert found(again(old, title=telling, **later), replace(old, title=telling)) == [1]
    assert found(again(old, title="Air raid alert", **later), replace(old, title="Air raid alert")) == []


LOSSES = "In a day the enemy lost {} soldiers, {} tanks, {} guns and {} lorries, the staff reports."
ALARM = (
    "An air raid alert has been declared in the {} region. Go to the nearest shelter, keep away from windows, and "
    "follow the messages of the authorities. Do not publish pictures of air defence at work, nor of where things fell."
)


@pytest.mark.parametrize(
    ("title", "text", "other_title", "other_text"),
    [
        ("Losses of the enemy", LOSSES.format(1100, 9, 30, 80), "Losses of the enemy", LOSSES.format(990, 4, 31, 77)),
        ("Alert in the region", ALARM.format("Kharkiv"), "Alert in the region", ALARM.format("Odesa")),
        ("Alert: Kharkiv", ALARM.format("eastern"), "Alert: Odesa", ALARM.format("southern")),
        ("The situation at the front", TEXT, "The situation at the front", ALARM.format("Kharkiv")),
        ("Launchers unloaded at Homiel", "", "Launchers unloaded at Brest", ""),
    ],
)
def test_a_formula_filled_in_afresh_is_another_item(title: str, text: str, other_title: str, other_text: str) -> None:
    old = replace(OLD, title=title, text=text, published=NOON - timedelta(hours=20))
    new = again(key="b", url="https://one.example/x", title=other_title, text=other_text)
    assert found(new, old) == []


@pytest.mark.parametrize(
    ("title", "text", "other_title", "other_text"),
    [
        ("", TEXT, "", ALARM),
        ("Alert: Kharkiv region", "", "Alert: Odesa region", ""),
        ("Alert in the Kharkiv region", ALARM.format("Kharkiv"), "Alert in the Odesa region", ALARM.format("Odesa")),
    ],
)
def test_what_is_published_at_one_moment_need_not_be_one_item(
    title: str, text: str, other_title: str, other_text: str
) -> None:
    old = replace(OLD, title=title, text=text)
    assert found(again(key="b", url="https://one.example/x", title=other_title, text=other_text), old) == []


def test_what_comes_back_after_days_under_another_link_is_another_item() -> None:
    assert found(again(key="b", url="https://one.example/x", published=NOON + timedelta(days=4))) == []


def test_posts_of_one_live_page_are_items_of_their_own() -> None:
    page = "https://one.example/live/front-today"
    first = replace(OLD, url=f"{page}#post-1")
    post = "Power is back in the western districts after engineers mended two lines during the night"
    assert found(again(key="b", url=f"{page}#post-2", title="Power is back", text=post), first) == []


def test_one_known_item_comes_back_as_one_item() -> None:
    assert len(recognise([again(key="b"), again(key="c")], [OLD])) == 1


@pytest.mark.parametrize(
    ("changed", "another"),
    [
        ({"title": "Storks return early to the marshes", "text": "Bird watchers counted sixty nests by Sunday."}, True),
        ({"title": "Storks return early to the marshes"}, False),
        ({"text": "Bird watchers counted sixty nests by Sunday."}, False),
        ({"title": "Homiel: railway denies that launchers were unloaded", "text": "The railway spoke at noon."}, False),
    ],
)
def test_a_key_in_use_for_another_article_is_noticed(changed: dict[str, Any], another: bool) -> None:
    assert is_another(OLD, again(**changed)) is another


def test_a_slot_with_bare_titles_holds_another_article() -> None:
    slot = replace(OLD, key="latest", url="https://one.example/latest", text="", title="S-400 launchers near Homiel")
    new = again(slot, title="S-400 sold to a distant buyer", published=NOON + timedelta(hours=5))
    assert is_another(slot, new)
    assert found(new, slot) == []


def test_a_slot_with_another_article_on_the_same_subject_is_no_revision() -> None:
    slot = replace(OLD, key="top", url="https://one.example/", text="")
    hours = {"published": NOON + timedelta(hours=4)}
    other = "Launchers leave Homiel for Brest before dawn"
    assert is_another(replace(slot, title="Launchers unloaded at Homiel"), again(slot, title=other, **hours))
    bare = replace(slot, title="", text=TEXT)
    assert is_another(bare, again(bare, text=ALARM.format("Homiel"), **hours))
    assert not is_another(bare, again(bare, text=TEXT.replace("eight", "nine"), **hours))


def test_a_guid_of_its_own_stays_one_article_however_it_is_retitled() -> None:
    old = replace(OLD, key="https://one.example/?p=48213", url=None)
    new = again(old, title="Homiel at night: what came by rail", text=TEXT[:80], published=NOON + timedelta(hours=9))
    assert not is_another(old, new)


def test_a_bulletin_under_one_key_is_another_one_each_day() -> None:
    old = replace(OLD, title="Morning bulletin", text=TEXT, url="https://one.example/bulletin/19")
    new = again(old, text=ALARM, url="https://one.example/bulletin/20", published=NOON + timedelta(days=1))
    assert is_another(old, new)
