"""feeds.yaml by example: what it may say, and every mistake that it tells of."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import Llm, load, loads
from bot.errors import ConfigError, Problem
from bot.model.feed import Feed
from bot.model.watch import Channel, Person, Term

KNOWN = {"iskander", "s-400", "su-35", "pantsir", "belarus"}
GOOD = """\
# yaml-language-server: $schema=./feeds.schema.json
version: 1
defaults: {every: 20m, group_wait: 45s, first_sight: 2h}
channels:
  desk:  slack:C0123456789
  field: telegram:-1001234567890/42
  here:  console
  kyiv:  {to: "slack:C0123456780", lang: uk}
feeds:
  - {url: "https://example.org/rss", name: Example, tags: [ukraine, en], every: 5m}
  - url: http://intranet.example/atom
    allow_private: yes
    fulltext: yes
summaries:
  sentences: 3
  llm: {url: "https://llm.example/v1/", model: small, key_env: LLM_KEY, patience: 15s, per_hour: 40}
watches:
  - name: Build-up in Belarus
    any:  [iskander, "s-400", "Road closure"]
    all:  [belarus]
    none: ["video game", depot-7]
    from: [ukraine]
    to:   [desk, field]
entities:
  - {id: depot-7, kind: actor, class: facility, name: Depot 7, aliases: {ru: [База 7]}}
packs: [armour]
leaning: {ukraine: +0.5, en: -1}
notices: [here]
people:
  admins: [telegram:123456, slack:U0123456]
  readers: [slack:W0123456]
"""


def problems(text: str) -> list[Problem]:
    with pytest.raises(ConfigError) as caught:
        loads(text, "feeds.yaml", KNOWN)
    return list(caught.value.problems)


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def test_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text(GOOD, encoding="utf-8")
    config = load(path, KNOWN)
    assert config.feeds == (
        Feed(
            url="https://example.org/rss",
            name="Example",
            tags=frozenset({"ukraine", "en"}),
            every=timedelta(minutes=5),
        ),
        Feed(
            url="http://intranet.example/atom",
            name="intranet.example",
            every=timedelta(minutes=20),
            allow_private=True,
            fulltext=True,
        ),
    )
    assert config.channels == {
        "desk": Channel(name="desk", platform="slack", address="C0123456789"),
        "field": Channel(name="field", platform="telegram", address="-1001234567890/42"),
        "here": Channel(name="here", platform="console"),
        "kyiv": Channel(name="kyiv", platform="slack", address="C0123456780", lang="uk"),
    }
    assert config.sentences == 3
    assert config.llm == Llm(
        url="https://llm.example/v1", model="small", key_env="LLM_KEY", patience=timedelta(seconds=15), per_hour=40
    )
    assert config.leaning == {"ukraine": 0.5, "en": -1.0}
    assert config.admins == {Person(platform="telegram", id="123456"), Person(platform="slack", id="U0123456")}
    assert config.readers == {Person(platform="slack", id="W0123456")}
    assert config.packs == frozenset({"armour"})
    assert config.notices == ("here",)
    assert config.first_sight == timedelta(hours=2)
    assert [entity.id for entity in config.entities] == ["depot-7"]


def test_in_a_watch_ids_are_entities_and_other_quoted_words_are_phrases() -> None:
    (watch,) = loads(GOOD, "feeds.yaml", KNOWN).watches
    assert watch.any == (
        Term(text="iskander", entity="iskander"),
        Term(text="s-400", entity="s-400"),
        Term(text="Road closure"),
    )
    assert watch.none == (Term(text="video game"), Term(text="depot-7", entity="depot-7"))
    assert watch.from_ == {"ukraine"}
    assert watch.to == ("desk", "field")
    assert watch.group_wait == timedelta(seconds=45)


def test_the_least_that_a_file_can_say() -> None:
    config = loads("feeds:\n  - url: https://example.org/rss\nwatches:\n", "feeds.yaml")
    assert config.feeds == (Feed(url="https://example.org/rss", name="example.org"),)
    assert config.watches == ()
    assert config.packs is None
    assert (config.sentences, config.llm) == (2, None)
    assert config.first_sight == timedelta(hours=6)


def test_names_that_look_like_numbers_stay_as_typed() -> None:
    config = loads(changed("name: Example", "name: 3.10"), "feeds.yaml", KNOWN)
    assert config.feeds[0].name == "3.10"


@pytest.mark.parametrize(
    ("old", "new", "caret_at", "says"),
    [
        ("every: 5m", "evry: 5m", "evry", "unknown key 'evry'; did you mean 'every'?"),
        ("version: 1", "verison: 1", "verison", "unknown key 'verison'; did you mean 'version'?"),
        ("version: 1", "version: 2", "2", "version 2 is not known to this Vedette; write `version: 1`"),
        ("every: 5m", "every: 5", "5}", "'5' is no duration; write 5s, 5m or 5h"),
        ("every: 5m", "every: often", "often", "'often' is no duration; write it like 30s, 10m, 6h or 1d"),
        ("every: 5m", "every: 5s", "5s", "this is out of bounds; anything from 30s to 1d will do"),
        ("every: 5m", "every: 25h", "25h", "this is out of bounds; anything from 30s to 1d will do"),
        ("group_wait: 45s", "group_wait: 2h", "2h", "this is out of bounds; anything from 0s to 1h will do"),
        ("tags: [ukraine, en]", "tags: ukraine", "ukraine", "'tags' should be a list, not the text 'ukraine'; write"),
        ("allow_private: yes", "allow_private: maybe", "maybe", "'allow_private' should be true or false, not 'maybe'"),
        ("console", "irc:#desk", "irc", "'irc:#desk' is no channel; write slack:C0123456789,"),
        ("slack:C0123456789", "slack:#desk", "slack", "'#desk' is no Slack channel ID; it looks like C0123456789"),
        ("telegram:-1001234567890/42", "telegram:@field", "tele", "'@field' is no Telegram chat ID; it is a number"),
        ("telegram:-1001234567890/42", "{telegram: -10}", "{", "without a space after the colon, telegram:-10"),
        ("lang: uk", "lang: ua", "ua", "'ua' is not one of en, uk, ru, be"),
        ('to: "slack:C0123456780"', "to: slack", "slack", "'' is no Slack channel ID"),
        ('to: "slack:C0123456780", ', "", "{lang", "the key 'to' is missing"),
        ("sentences: 3", "sentences: 5", "5", "'5' will not do; write a whole number from 1 to 4"),
        ("per_hour: 40", "per_hour: 0", "0", "'0' will not do; write a whole number from 1 to 10000"),
        ("patience: 15s", "patience: 5m", "5m", "this is out of bounds; anything from 1s to 60s will do"),
        ("key_env: LLM_KEY", "key_env: sk-1", "sk-1", "this is no variable's name; write the name, not the key"),
        ("https://llm.example/v1/", "https://llm.example/v1?key=k", '"', "a key belongs into the environment"),
        ("https://llm.example/v1/", "localhost:8000", '"', "'localhost:8000' is no web address"),
        ("model: small, ", "", "{url", "the key 'model' is missing"),
        ("to:   [desk, field]", "to: [dsk]", "dsk", "there is no channel 'dsk'; did you mean 'desk'?"),
        ("to:   [desk, field]", "to: []", "[]", "'to' is an empty list; list at least one"),
        ("to:   [desk, field]", "", "name: Build-up", "the key 'to' is missing; add `to: ...`"),
        ("notices: [here]", "notices: [her]", "her", "there is no channel 'her'; did you mean 'here'?"),
        ("from: [ukraine]", "from: [ukrain]", "ukrain", "no feed carries the tag 'ukrain'; did you mean 'ukraine'?"),
        ("en: -1", "uk: -1", "uk", "no feed carries the tag 'uk'; tags here: en, ukraine"),
        ("en: -1", "en: -4", "-4", "'-4' cannot lean a name; write a number from -3 (against) to 3 (for)"),
        ("en: -1", "en: nan", "nan", "'nan' cannot lean a name; write a number from"),
        ("[iskander,", "[iskandr,", "iskandr", "there is no entity 'iskandr'; did you mean 'iskander'? Or to look"),
        ("[iskander,", "[Iskander,", "Iskander", "there is no entity 'Iskander'; did you mean 'iskander'?"),
        ("telegram:123456", "telegram:@me", "telegram", "'telegram:@me' is no person; write telegram:123456"),
        ("kind: actor", "kind: acter", "acter", "'acter' is not one of equipment, actor, place; did you mean 'actor'"),
        ("aliases: {ru:", "aliases: {rus:", "rus", "'rus' is not one of en, uk, ru, be; did you mean 'ru'?"),
        ("id: depot-7", "id: Depot_7", "Depot_7", "'Depot_7' is no id; use a-z, 0-9 and single hyphens"),
        ("name: Depot 7", 'name: " "', '" "', "'name' is empty"),
        (
            "name: Depot 7",
            "name: D, parent: belorus",
            "belorus",
            "there is no entity 'belorus'; did you mean 'belarus'?",
        ),
        ("  - url: http", "  - 7\n  - url: http", "7", "this entry should hold keys and values, not the text '7'"),
        ("people:", "people: [x]\nwho:", "[x]", "'people' should hold keys and values, not a list"),
    ],
)
def test_each_mistake_is_told_with_its_place_and_what_to_do(old: str, new: str, caret_at: str, says: str) -> None:
    found = next(problem for problem in problems(changed(old, new)) if says in str(problem))
    assert found.source_line is not None
    assert found.column is not None
    assert found.source_line[found.column - 1 :].startswith(caret_at)
    assert changed(old, new).splitlines()[(found.line or 0) - 1] == found.source_line


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("example.org/rss", "is no web address; did you mean 'https://example.org/rss'?"),
        ("ftp://example.org/rss", "it should start with https:// or http://"),
        ("https:///rss", "names no host"),
        ("https://example.org:99999/", "Port out of range"),
        ("https://[::1/", "is no address"),
        ("https://example.org/a b", "the address holds a space"),
        ("https://user:pass@example.org/", "the address holds a user name or password"),
    ],
)
def test_an_address_that_cannot_be_fetched_is_refused(url: str, says: str) -> None:
    (found,) = problems(changed("https://example.org/rss", url))
    assert says in str(found)


@pytest.mark.parametrize(
    "again", ["https://example.org/rss", "HTTPS://Example.org/rss/", "https://example.org:443/rss#top"]
)
def test_a_feed_that_is_there_twice_is_told(again: str) -> None:
    (found,) = problems(changed("http://intranet.example/atom", f'"{again}"'))
    assert (found.what, found.line) == ("this feed is here already, in line 10", 11)


def test_two_watches_of_one_name_are_told() -> None:
    (found,) = problems(changed("entities:", "  - {name: build-up in belarus, all: [belarus], to: [here]}\nentities:"))
    assert found.what == "this name of a watch is here already, in line 18"


def test_a_watch_for_nothing_is_told() -> None:
    (found,) = problems(changed("entities:", "  - {name: Nothing, none: [belarus], to: [here]}\nentities:"))
    assert found.what == "this watch looks for nothing"


def test_a_file_without_feeds_is_told() -> None:
    (found,) = problems("version: 1\nwatches: []\n")
    assert found.what == "the key 'feeds' is missing"


@pytest.mark.parametrize("text", ["hello\n", "- a\n- b\n"])
def test_a_file_that_is_no_mapping_is_told(text: str) -> None:
    (found,) = problems(text)
    assert "should hold keys and values" in found.what


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = GOOD.replace("every: 5m", "evry: 5m").replace("[desk, field]", "[dsk, fild]").replace("U0123456", "me")
    assert [problem.what for problem in problems(text)] == [
        "unknown key 'evry'",
        "there is no channel 'dsk'",
        "there is no channel 'fild'",
        "'slack:me' is no person",
    ]


def test_a_mistake_in_a_declaration_causes_no_second_one_where_it_is_used() -> None:
    found = problems(GOOD.replace("slack:C0123456789", "slack:#desk").replace("every: 5m", "evry: 5m"))
    assert [p.line for p in found] == [5, 10]


def test_ten_thousand_feeds_load() -> None:
    feeds = "".join(f"  - {{url: https://f{n}.example/rss, tags: [ukraine]}}\n" for n in range(10_000))
    assert len(loads(changed("  - url: http", f"{feeds}  - url: http"), "feeds.yaml", KNOWN).feeds) == 10_002


def test_a_channel_may_be_plain_or_say_its_language() -> None:
    plain = changed('kyiv:  {to: "slack:C0123456780", lang: uk}', "kyiv:  slack:C0123456780")
    assert loads(plain, "feeds.yaml", KNOWN).channels["kyiv"].lang is None
