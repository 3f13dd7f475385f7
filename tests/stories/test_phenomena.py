"""What news does, one table a phenomenon: which reports are one story, and which only look it. All texts are ours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.model.feed import Item
from bot.model.mention import Mention
from bot.stories import Index

DAWN = datetime(2024, 5, 12, 6, tzinfo=UTC)
ELSEWHERE = (
    "Parliament passes the budget for next year after a long night of votes",
    "Rebuilt bridge opens to traffic in Zhytomyr after two years of works",
    "Storm leaves forty villages in the mountains without light and roads",
    "Суд переніс засідання у справі колишнього мера через хворобу адвоката",
    "Фермери чекають найменший урожай соняшнику за п'ять років",
    "Курс валюты третью неделю растет в обменниках приграничного города",
    "Музей открыл выставку старых карт и приглашает школьников",
    "Эксперты прагназуюць снежную зіму і позні ледаход на рэках",
)


def item(number: int, title: str, text: str = "", *, minutes: float = 0) -> Item:
    when = DAWN + timedelta(minutes=minutes)
    return Item(key=str(number), title=title, text=text, url=None, published=when, seen=when, id=number)


def mention(entity: str) -> Mention:
    return Mention(entity=entity, field="title", start=0, end=1, surface="x", alias="x", rule="exact")


def index(*items: Item) -> Index:
    made = Index()
    for number, title in enumerate(ELSEWHERE, 1000):
        made.add(item(number, title), (), number)
    for one in items:
        made.add(one, (), one.id)
    return made


@pytest.mark.parametrize(
    ("first", "later"),
    [
        (
            "Missile hits market in Kostiantynivka, five killed",
            "Toll of missile strike on Kostiantynivka market rises to 17",
        ),
        (
            "Ракета влучила в ринок Костянтинівки, загинули п'ятеро",
            "Ракета в ринку Костянтинівки: загинули вже 17, рятувальники шукають далі",
        ),
        (
            "Ministry denies that a patrol boat sank off Berdiansk",
            "Patrol boat sank off Berdiansk, fishermen insist after ministry denies it",
        ),
    ],
    ids=["toll", "toll uk", "denial"],
)
def test_a_follow_up_joins(first: str, later: str) -> None:
    assert index(item(1, first)).place(item(2, later, minutes=180)).story == 1


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("Drones set oil depot on fire in Belgorod region", "Drones attack refinery near Krasnodar, two tanks burn"),
        ("Вибухи пролунали в Одесі, працює ППО", "Вибухи пролунали в Сумах, горить склад меблів"),
        ("Поезд сошел с рельсов под Брянском", "Автобус перевернулся под Рязанью, есть раненые"),
    ],
)
def test_a_look_alike_in_another_place_does_not(first: str, other: str) -> None:
    assert index(item(1, first)).place(item(2, other, minutes=40)).story is None


@pytest.mark.parametrize(
    ("first", "next_day"),
    [
        ("The situation at the front on 12 May", "The situation at the front on 13 May"),
        ("Front line update, day 808 of the war", "Front line update, day 809 of the war"),
        ("Обстановка на фронті станом на 12 травня", "Обстановка на фронті станом на 13 травня"),
        ("Сводка потерь противника на 12.05.2024", "Сводка потерь противника на 13.05.2024"),
        ("Стан на фронце на 12 мая", "Стан на фронце на 13 мая"),
    ],
)
def test_a_heading_of_every_day_does_not_join_that_of_the_day_before(first: str, next_day: str) -> None:
    assert index(item(1, first)).place(item(2, next_day, minutes=24 * 60)).story is None


def test_the_same_heading_of_the_same_day_joins() -> None:
    title = "The situation at the front on 12 May: twelve assaults near Chasiv Yar"
    assert index(item(1, title)).place(item(2, title, minutes=5)).story == 1


def test_a_list_of_things_said_glues_nothing() -> None:
    said = "Main points:\n— the depot burns;\n— trains are late;\n— schools stay closed;\n— talks go on."
    known = index(item(1, "Governor: fuel depot burns in Engels after drone attack"))
    assert known.place(item(2, "Governor: fuel depot burns in Engels", said, minutes=5)).story is None


STRIKE = (
    "S-400 launcher hit near Dzhankoi, two killed",
    "Біля Джанкоя уражено пускову С-400, двоє загинули від удару",
    "Под Джанкоем поражена пусковая С-400, погибли двое, сообщают об ударе",
    "Пад Джанкоем удар па пускавой С-400, загінулі двое",
)


@pytest.mark.parametrize("later", STRIKE[1:], ids=["uk", "ru", "be"])
def test_one_strike_told_in_two_scripts_is_one_story(later: str) -> None:
    made = index()
    named = [mention("s-400"), mention("dzhankoi"), mention("crimea")]
    made.add(item(1, STRIKE[0]), named, 1)
    placement = made.place(item(2, later, minutes=9), named)
    assert placement.story == 1
    assert placement.reasons[0].startswith("another language")


@pytest.mark.parametrize(
    "other",
    [
        "С-400 показали на параді, у Джанкої перекрили вулиці",
        "Президент подякував союзникам за допомогу",
    ],
)
def test_names_alone_do_not_join_two_languages(other: str) -> None:
    assert index(item(1, STRIKE[0])).place(item(2, other, minutes=9)).story is None


def test_a_barred_story_is_never_joined() -> None:
    title = "Missile hits market in Kostiantynivka, five killed"
    known = index(item(1, title), item(2, title))
    assert known.place(item(3, title), barred=[1]).story == 2
    assert known.place(item(3, title), barred=[1, 2]).story is None
