from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.feed import Item
from bot.stories import Index

NOON = datetime(2024, 5, 12, 12, tzinfo=UTC)
WORDS = st.sampled_from(
    "drone strike Kharkiv ракета Харків удар depot burns 17 killed загинули мост bridge С-400 S-400 night".split()  # noqa: SIM905
)
TITLES = st.lists(WORDS, max_size=9).map(" ".join)


@st.composite
def items(draw: st.DrawFn) -> list[Item]:
    titles = draw(st.lists(st.tuples(TITLES, TITLES, st.integers(0, 5000)), max_size=12))
    return [
        Item(
            key=str(number),
            title=title,
            text=text,
            url=None,
            published=None,
            seen=NOON + timedelta(minutes=minutes),
            id=number,
        )
        for number, (title, text, minutes) in enumerate(titles, 1)
    ]


def placed(some: list[Item]) -> tuple[Index, list[int]]:
    index, stories = Index(), []
    for one in some:
        stories.append(index.place(one).story or one.id)
        index.add(one, (), stories[-1])
    return index, stories


@given(title=st.text(max_size=300), text=st.text(max_size=600))
def test_no_text_breaks_it(title: str, text: str) -> None:
    index = Index()
    one = Item(key="1", title=title, text=text, url=None, published=None, seen=NOON, id=1)
    index.add(one, (), 1)
    index.place(one)
    index.remove(1)
    assert len(index) == 0


@given(items())
@settings(max_examples=60)
def test_the_same_items_give_the_same_stories(some: list[Item]) -> None:
    assert placed(some)[1] == placed(some)[1]


@given(items(), TITLES, TITLES)
@settings(max_examples=60)
def test_removing_undoes_adding(some: list[Item], title: str, text: str) -> None:
    index, _ = placed(some)
    one = Item(key="x", title=title, text=text, url=None, published=None, seen=NOON, id=900)
    other = Item(key="y", title=text, text=title, url=None, published=None, seen=NOON, id=901)
    before = index.place(other)
    index.add(one, (), 900)
    index.remove(900)
    assert index.place(other) == before


@given(items())
def test_forgetting_everything_leaves_an_empty_index(some: list[Item]) -> None:
    index, _ = placed(some)
    index.forget(NOON + timedelta(days=30))
    assert len(index) == 0
    assert all(index.place(one).story is None for one in some)
