"""`lookup`, `latest`, `find` and `help`: what is this thing, where has it been seen."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import UsageError
from bot.model.entity import Entity, Kind
from bot.model.message import Message
from bot.model.story import Story
from bot.model.watch import Term, Watch
from bot.ports import Handler
from handlers import COMMANDS
from tests.fakes.archive import FakeArchive, make_entity, make_mention, make_question, make_report
from tests.fakes.messages import commands, plain

VERBS: dict[str, Handler] = {command.__name__: command for command in COMMANDS}
S_400 = make_entity("s-400", "S-400", ("ru", "С-400"), ("uk", "С-400 «Тріумф»"), ("en", "SA-21"), parent="s-family")
FAMILY = replace(make_entity("s-family", "S-300 family"), country=None)
PANTSIR = make_entity("pantsir", "Pantsir", ("ru", "Панцирь"))


def story(number: int, title: str, entity: str = "s-400", *, reports: int = 1, **late: timedelta) -> Story:
    made = [make_report(number * 10 + n, title, make_mention(entity, "x"), **late) for n in range(reports)]  # type: ignore[arg-type]
    return Story(id=number, reports=tuple(made))


RUSSIA = Entity(id="russia", kind=Kind.PLACE, class_="country", name="Russia", country="RU")
STORIES = (
    story(1, "S-400 leaves the Far East", ago=timedelta(days=20)),
    story(2, "S-400 crosses the Urals", ago=timedelta(days=3)),
    story(3, "S-400 unloads at Luninets", reports=3),
    story(4, "Pantsir seen near Brest", "pantsir"),
)
WATCH = Watch(name="Air defence", to=("desk",), any=(Term(text="pantsir", entity="pantsir"), Term(text="depot")))
ARCHIVE = FakeArchive(entities=(S_400, FAMILY, PANTSIR, RUSSIA), stories=STORIES, watches=(WATCH,))


async def say(line: str, archive: FakeArchive = ARCHIVE) -> Message:
    verb, _, args = line.partition(" ")
    return await VERBS[verb](args, make_question(line), archive)


async def test_a_card_says_what_it_is_how_it_is_called_and_where_it_was_seen() -> None:
    assert plain(await say("lookup s-400")) == (
        "S-400 · air defence, Russia\n"
        "S-400 in one line.\n"
        "Family: S-300 family\n"
        "In Russian: С-400\n"
        "In Ukrainian: С-400 «Тріумф»\n"
        "In English: SA-21\n"
        "Items that name it: 3 in 24 h · 4 in 7 days · 5 in 30 days\n"
        "Last stories:\n"
        "- S-400 unloads at Luninets<https://example.org/30> · 12 min ago · Rail Watch and 2 more reports\n"
        "- S-400 crosses the Urals<https://example.org/20> · 3 days ago · Rail Watch\n"
        "- S-400 leaves the Far East<https://example.org/10> · 29 Dec 2021 · Rail Watch\n"
        "[Family: S-300 family: lookup s-family]"
    )


@pytest.mark.parametrize(
    ("class_", "country", "words"),
    [
        ("sam", "RU", "air-defence system, Russia"),
        ("armoured-car", "KZ", "armoured car, KZ"),
        ("town", None, "town"),
        ("", None, "equipment"),
    ],
)
async def test_a_card_says_in_words_what_it_is_and_whose(class_: str, country: str | None, words: str) -> None:
    one = replace(PANTSIR, class_=class_, country=country)
    assert plain(await say("lookup pantsir", FakeArchive(entities=(one, RUSSIA)))).startswith(f"Pantsir · {words}\n")


async def test_a_country_is_not_said_to_be_of_itself() -> None:
    assert plain(await say("lookup Russia")).startswith("Russia · country\n")


async def test_a_familys_card_counts_its_members_and_names_them() -> None:
    told = plain(await say("lookup S-300 family"))
    assert "Members: S-400" in told
    assert "3 in 24 h · 4 in 7 days · 5 in 30 days" in told


async def test_a_name_that_nothing_was_told_of_says_so() -> None:
    told = plain(await say("lookup pantsir", FakeArchive(entities=(PANTSIR,))))
    assert "0 in 24 h" in told
    assert "No story names it yet." in told


@pytest.mark.parametrize("verb", ["lookup", "latest"])
async def test_an_unknown_name_gets_the_nearest_as_buttons(verb: str) -> None:
    answer = await say(f"{verb} Pantsyr")
    assert "“Pantsyr”" in plain(answer)
    assert commands(answer) == [f"{verb} pantsir", 'find "Pantsyr"']


async def test_a_name_in_quotes_is_the_name() -> None:
    assert plain(await say('lookup "Панцирь"')).startswith("Pantsir")


async def test_a_bare_lookup_offers_what_is_watched_for() -> None:
    assert commands(await say("lookup")) == ["lookup pantsir"]
    with pytest.raises(UsageError):
        await say("lookup", FakeArchive())


async def test_latest_lists_stories_of_a_name_newest_first() -> None:
    told = plain(await say("latest С-400"))
    assert told.index("Luninets") < told.index("Urals") < told.index("Far East")
    assert "Pantsir" not in told


async def test_bare_latest_lists_all_stories_and_offers_names() -> None:
    answer = await say("latest")
    assert plain(answer).index("Pantsir seen") < plain(answer).index("Luninets")
    assert commands(answer) == ["latest pantsir"]


async def test_latest_without_stories_says_so() -> None:
    assert "No story names Pantsir yet." in plain(await say("latest pantsir", FakeArchive(entities=(PANTSIR,))))
    assert "No story yet" in plain(await say("latest", FakeArchive()))


MANY = FakeArchive(stories=[story(n, f"Train {n} passes Brest") for n in range(1, 26)])


async def test_find_shows_pages_newest_first_until_all_is_shown() -> None:
    line, titles = "find brest train", []
    for _ in range(3):
        answer = await say(line, MANY)
        titles += [int(number) for number in re.findall(r"- Train (\d+) passes", plain(answer))]
        line = next(iter(commands(answer)), "")
    assert titles == list(range(25, 0, -1))
    assert not line
    assert "That is all." in plain(answer)


async def test_the_more_button_and_the_note_ask_for_the_same_page() -> None:
    answer = await say(
        'find "train 1" brest', FakeArchive(stories=[story(n, f"Train 1{n} to Brest") for n in range(12)])
    )
    assert commands(answer) == ['find "train 1" brest before:20']
    assert 'Older ones: find "train 1" brest before:20' in plain(answer)


@pytest.mark.parametrize("args", ["", " ", "...", "before:12"])
async def test_find_without_a_word_explains_itself(args: str) -> None:
    with pytest.raises(UsageError, match="words"):
        await say(f"find {args}")


async def test_find_that_finds_nothing_says_what_was_sought() -> None:
    assert "Nothing holds zeppelin." in plain(await say("find zeppelin"))
    assert "Nothing older holds urals." in plain(await say("find urals before:5"))


async def test_help_lists_every_other_command_and_offers_those_that_work_alone() -> None:
    answer = await say("help")
    for verb in VERBS.keys() - {"help"}:
        assert f"- {verb}" in plain(answer)
    assert commands(answer) == ["latest", "feeds", "watches", "status"]


@pytest.mark.parametrize("verb", VERBS)
async def test_help_on_a_command_shows_usage_and_examples(verb: str) -> None:
    told = plain(await say(f"help /{verb.upper()}"))
    assert f"Usage: {verb}" in told
    assert f"- {verb}" in told


async def test_help_on_an_unknown_command_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean lookup"):
        await say("help lookupp")
