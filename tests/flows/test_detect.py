"""What a feed's tags say for an ambiguous name in its items."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.flows.detect import Detector
from bot.matching import compile_lexicon
from bot.model.entity import Alias, Context, Entity, Kind
from bot.model.feed import Item
from bot.model.watch import Term, Watch

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LYNX = Entity(
    id="lynx",
    kind=Kind.EQUIPMENT,
    class_="ifv",
    name="KF41 Lynx",
    aliases=(Alias(text="Lynx", lang="en", context=Context.REQUIRED),),
)
WATCH = Watch(name="Vehicles", any=(Term(text="lynx", entity="lynx"),), to=("desk",))
ITEM = Item(
    key="1",
    title="Ministry weighs its options",
    text="The Lynx was shown to the army on Friday.",
    url=None,
    published=NOON,
    seen=NOON,
)
BARE = replace(ITEM, text="The Lynx was shown to the visitors on Friday.")


def detector(**leaning: float) -> Detector:
    return Detector(compile_lexicon([LYNX]), entities={"lynx": LYNX}, watches=[WATCH], leaning=leaning)


def test_a_tag_decides_where_the_words_leave_it_open() -> None:
    tagged = detector(defence=1.0).detect(ITEM, frozenset({"en", "defence"}))
    (mention,) = tagged.findings.mentions
    assert mention.evidence[-1].what == 'feed tag "defence"'
    assert mention.score is not None
    assert mention.score == sum(piece.weight for piece in mention.evidence)
    assert [catch.watch for catch in tagged.catches] == ["Vehicles"]


def test_a_feed_without_the_tag_is_judged_by_its_words_alone() -> None:
    found = detector(defence=1.0).detect(ITEM, frozenset({"en"}))
    assert not found.catches
    assert all("feed tag" not in piece.what for rejected in found.findings.rejected for piece in rejected.evidence)


def test_a_tag_that_speaks_against_is_told_with_the_rejection() -> None:
    (rejected,) = detector(zoo=-3.0).detect(ITEM, frozenset({"zoo"})).findings.rejected
    assert rejected.evidence[-1].what == 'feed tag "zoo"'


def test_a_modest_tag_does_not_decide_alone() -> None:
    assert not detector(defence=1.0).detect(BARE, frozenset({"defence"})).catches
