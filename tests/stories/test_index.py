from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.model.feed import Item
from bot.model.mention import Mention
from bot.stories import Index

NOON = datetime(2022, 1, 18, 12, tzinfo=UTC)
TIGERS = "Trains with Tiger armoured vehicles and T-80BV tanks unload near Baranavichy"


def item(number: int, title: str, text: str = "", *, url: str | None = None, minutes: float = 0) -> Item:
    when = NOON + timedelta(minutes=minutes)
    return Item(key=str(number), title=title, text=text, url=url, published=when, seen=when, id=number)


def mention(entity: str) -> Mention:
    return Mention(entity=entity, field="title", start=0, end=1, surface="x", alias="x", rule="exact")


def index(*items: Item) -> Index:
    """Each item a story of its own, numbered from 1."""
    made = Index()
    for story, one in enumerate(items, 1):
        made.add(one, (), story)
    return made


def background(first: int) -> list[Item]:
    """Reports of other things, so that common words are seen to be common."""
    titles = (
        "Parliament in Kyiv passes the budget for next year after a long night",
        "Minister of transport opens a rebuilt bridge in Zhytomyr",
        "Exchange office rates rise for a third week in a row",
        "A storm leaves forty villages in the Carpathians without power",
        "Court postpones hearing of the former mayor of Odesa",
        "Farmers expect the smallest harvest of sunflower in five years",
    )
    return [item(first + number, title) for number, title in enumerate(titles)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (TIGERS, "Tiger armoured vehicles, T-80BV tanks unloaded from trains at Baranavichy, railwaymen say"),
        (
            "Ешелон із танками Т-80БВ прибув до Барановичів вночі",
            "До Барановичів уночі прибули ешелони з танками Т-80БВ",
        ),
        ("Эшелон с танками Т-80БВ прибыл ночью в Барановичи", "В Барановичах ночью разгрузили эшелон танков Т-80БВ"),
        ("Эшалон з танкамі Т-80БВ прыбыў уначы ў Баранавічы", "У Баранавічах уначы разгрузілі эшалоны танкаў Т-80БВ"),
    ],
)
def test_titles_that_say_the_same_are_one_story(first: str, second: str) -> None:
    placement = index(item(1, first), *background(2)).place(item(20, second, minutes=14))
    assert placement.story == 1
    assert placement.reasons[0].startswith("same title words .")
    assert placement.reasons[-1] == "14 min apart"


def test_another_event_with_the_same_names_opens_a_story() -> None:
    first = item(1, TIGERS)
    for title in (
        "T-80BV tank overturns on a training ground in the Urals, driver unhurt",
        "Tiger armoured vehicles shown to buyers at an arms fair",
        "Baranavichy railway station closes its restaurant",
    ):
        assert index(first, *background(2)).place(item(20, title)).story is None


def test_the_same_link_is_the_same_story_whatever_the_title() -> None:
    known = index(item(1, TIGERS, url="https://example.org/a?utm_source=rss"))
    placement = known.place(item(2, "Corrected: what the trains carried", url="http://www.example.org/a/", minutes=300))
    assert placement.story == 1
    assert placement.reasons == ("same link", "5 h apart")


def test_a_front_page_as_link_joins_nothing() -> None:
    known = index(item(1, TIGERS, url="https://example.org/"))
    assert known.place(item(2, "Exchange rates for Tuesday", url="https://example.org/")).story is None


def test_the_window_closes_after_72_hours() -> None:
    known = index(item(1, TIGERS), *background(2))
    assert known.place(item(20, TIGERS, minutes=71 * 60)).story == 1
    assert known.place(item(20, TIGERS, minutes=73 * 60)).story is None
    assert known.place(item(20, TIGERS, minutes=-73 * 60)).story is None


def test_likeness_must_be_greater_the_further_apart() -> None:
    known = index(item(1, TIGERS), *background(2))
    retold = "Railwaymen: tanks and Tiger vehicles for an exercise reach Baranavichy"
    assert known.place(item(20, retold, minutes=5)).story == 1
    assert known.place(item(20, retold, minutes=70 * 60)).story is None


@pytest.mark.parametrize(
    "title",
    ["Live", "News in brief", "Live updates: the war in Ukraine", "Головне за добу: війна в Україні",
     "Главное за день: война в Украине", "Morning briefing for Ukraine watchers", "Війна в Україні: онлайн-трансляція"],
)  # fmt: skip
def test_round_ups_glue_nothing(title: str) -> None:
    known = index(item(1, title), item(2, TIGERS))
    assert known.place(item(3, title, minutes=60)).story is None


def test_a_round_up_does_not_join_the_story_that_it_opens_with() -> None:
    known = index(item(1, TIGERS), *background(2))
    assert known.place(item(20, f"Morning briefing: {TIGERS}", minutes=60)).story is None
    assert known.place(item(20, f"Overnight: {TIGERS}", minutes=60)).story == 1


def test_a_round_up_is_still_known_by_its_link() -> None:
    known = index(item(1, "Live updates: Ukraine", url="https://example.org/live"))
    assert known.place(item(2, "Live updates: Kyiv", url="https://example.org/live")).story == 1


def test_what_an_outlet_adds_to_every_title_glues_nothing() -> None:
    first = "Bakery reopens in Rubizhne (04.05.22 12:22) « War in Ukraine | Daily Lantern"
    second = "Trams run again after two months (04.05.22 09:30) « War in Ukraine | Daily Lantern"
    stories = index(item(1, first), *background(2))
    assert stories.place(item(9, second)).story is None


@pytest.mark.parametrize("title", ["Statement", "Війна", "The war in Ukraine", "Photo of the day", ""])
def test_short_generic_titles_glue_nothing(title: str) -> None:
    assert index(item(1, title), *background(2)).place(item(20, title)).story is None


def test_one_title_over_different_texts_is_not_one_event() -> None:
    title = "General Staff on the situation at the front"
    monday = "Our troops repelled nine assaults near Avdiivka while artillery silenced two mortar crews by the railway."
    sunday = "Engineers finished clearing the Kherson road and a convoy with flour reached Beryslav before the curfew."
    known = index(item(1, title, monday), *background(2))
    assert known.place(item(20, title, sunday, minutes=60 * 60)).story is None


BATTERY = "S-400 battery unloads at Baranavichy airfield"
AT_DAWN = (
    "Eight launchers rolled off flatcars before dawn on Tuesday, residents of three nearby villages told reporters. "
    "Dogs barked for an hour, one of them added, and nobody was let through to the school until noon."
)
FROM_ORBIT = (
    "Satellite images taken on Tuesday show launchers beside a runway; the ministry would not comment on pictures. "
    "Analysts in London count eleven vehicles, four tents, and what might be a generator under netting."
)


def test_titles_that_say_the_same_join_over_leads_put_differently() -> None:
    known = index(item(1, BATTERY, AT_DAWN), *background(2))
    retold = "S-400 battery unloaded at Baranavichy airfield, railwaymen say"
    placement = known.place(item(20, retold, FROM_ORBIT, minutes=4))
    assert placement.story == 1
    assert placement.reasons[0].startswith("same title words")


def test_leads_decide_where_titles_are_put_differently() -> None:
    one = "A train with S-400 launchers from the Far East arrived at Luninets station in Belarus at dawn on Tuesday."
    two = (
        "S-400 launchers from the Far East were seen at Luninets station after a military train arrived there at dawn."
    )
    known = index(item(1, "Missile systems reach Belarus", one), *background(2))
    placement = known.place(item(20, "What railwaymen saw near Luninets", two, minutes=40))
    assert placement.story == 1
    assert placement.reasons[0].startswith("same words")


def test_a_chain_of_small_steps_does_not_drift() -> None:
    steps = [
        "Depot with fuel burns in Belgorod after drones attack at night",
        "Belgorod fuel depot burns; governor blames drones, schools closed",
        "Schools closed in Belgorod, governor promises pupils lessons from home",
        "Governor promises pupils and teachers lessons from home until Easter holidays",
        "Teachers and pupils count days until Easter holidays",
    ]
    made, opened = Index(), 0
    stories = []
    for one in background(50):
        made.add(one, (), 1000 + one.id)
    for number, title in enumerate(steps, 1):
        story = made.place(item(number, title, minutes=number)).story
        if story is None:
            opened += 1
            story = opened
        made.add(item(number, title, minutes=number), (), story)
        stories.append(story)
    assert stories[0] == stories[1]
    assert stories[-1] != stories[0]


def test_reasons_name_what_both_reports_name() -> None:
    made = Index()
    made.add(item(1, TIGERS), [mention("tigr"), mention("t-80bv")], 7)
    placement = made.place(item(2, TIGERS), [mention("t-80bv"), mention("belarus")])
    assert placement.story == 7
    assert placement.reasons == ("same title 1.00", "T-80BV", "Baranavichy", "Tiger", "at the same minute")


def test_placing_changes_nothing() -> None:
    made = index(item(1, TIGERS))
    assert [made.place(item(2, TIGERS)).story for _ in range(3)] == [1, 1, 1]
    assert len(made) == 1


def test_removed_and_forgotten_reports_attract_nothing() -> None:
    made = index(item(1, TIGERS, url="https://example.org/a"), item(2, "Another thing altogether", minutes=60))
    made.remove(1)
    made.remove(1)
    assert made.place(item(3, TIGERS, url="https://example.org/a")).story is None
    made.add(item(1, TIGERS, url="https://example.org/a"), (), 1)
    made.forget(NOON + timedelta(minutes=30))
    assert made.place(item(3, TIGERS, url="https://example.org/a")).story is None
    assert len(made) == 1


def test_adding_an_item_again_moves_it() -> None:
    made = index(item(1, TIGERS))
    made.add(item(1, TIGERS), (), 9)
    assert made.place(item(2, TIGERS)).story == 9
    assert len(made) == 1


def test_of_two_stories_the_nearer_is_joined() -> None:
    made = index(item(1, "Tanks unload near Baranavichy, railwaymen say"), item(2, TIGERS), *background(3))
    assert made.place(item(20, TIGERS, minutes=3)).story == 2


def test_a_crowd_of_like_reports_costs_no_more_than_a_few() -> None:
    """However many reports hold a word, a bounded number is looked at."""
    made = Index()
    for number in range(1, 2001):
        made.add(item(number, f"Air alert in Kyiv region number {number}"), (), number)
    assert len(list(made.likenesses(item(5000, "Air alert in Kyiv region number 77 again")))) <= 30
