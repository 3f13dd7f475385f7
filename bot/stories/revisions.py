"""The same item, again: whether what a feed brings is new, or an item that it brought before, and what was changed.

Guids are reissued, dates renewed, articles retitled and moved to another link. All of these are the item that we know.
The other way round, a key may be reused for another article (a slot named "latest"): that one is new. In doubt it is
new, for nothing may be missed; the story it then joins keeps it from being told twice.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property

from bot.model.feed import Item
from bot.model.story import Changes
from bot.stories.links import link_key
from bot.stories.wording import MOST_WORDS, alike, names, numbers, runs, shared, stems, words

WINDOW = timedelta(hours=48)
"""An item that comes back under another key and another link comes back within this time."""
BARE_WINDOW = timedelta(hours=12)
"""The same where all there is to compare is a title."""
RESTLESS = 20
"""Revisions of one item; past them it is a page with moving parts, and counts only where a watch first takes it."""

_RUN = 3
_REWRITTEN, _REWRITTEN_RUNS = 0.2, 8
"""Share of a text, and runs of three words, that are other than before: from there on it was rewritten."""
_SAME_TEXT, _SAME_LONG_TEXT, _LONG = 0.8, 0.95, 60
_TELLING_TITLE = 6
"""Words in a title that is not a standing heading or a formula ("Air raid alert in Kyiv")."""
_ALIKE_TITLES = 0.6
_GLANCE, _AT_A_GLANCE = 1_000, 0.6
"""Characters of two texts, and the share of their words, that are common to any that are nearly the same."""
_CERTAINLY, _HARDLY = 0.5, 0.2
"""Shares in common from which two texts are certainly versions of one, and up to which they have nothing to do with
each other."""
_OWN = re.compile(r"\d{4,}|[^\W_]+(?:-[^\W_]+){2}|[0-9a-f]{16}", re.IGNORECASE)
"""A number, a title or a hash in a guid or an address: it is one article's own, and no slot."""


def fingerprint(item: Item) -> str:
    """A hash of the words and the link of `item` as the feed gives them; the date does not count."""
    said = "\0".join((item.title, item.feed_text, item.url or ""))
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def says_the_same(old: Item, new: Item) -> bool:
    """Do two versions of an item differ in nothing but clocks, counters, punctuation and the spelling of the link?"""
    return (
        _page(old.url) == _page(new.url)
        and words(old.title) == words(new.title)
        and (not new.text or words(old.feed_text) == words(new.text))
    )


def renewed(old: Item, new: Item) -> Item:
    """`old` in the newest words. It was published when it first was; a text that went missing is no correction."""
    return replace(
        old,
        title=new.title or old.title,
        text=old.text if old.said is not None else new.text or old.text,
        said=None if old.said is None else new.text or old.said,
        url=new.url or old.url,
        published=old.published or new.published,
        lang=new.lang or old.lang,
    )


def changes(old: Item, new: Item, *, before: Collection[str], after: Collection[str]) -> Changes | None:
    """What was changed between two versions of an item that name the entities `before` and `after`.

    None where it is too little to count: a comma, a typing error, a line about other news at the end.
    """
    then, now = numbers(old.title, old.feed_text), numbers(new.title, new.feed_text or old.feed_text)
    gone = tuple(written for number, written in then.items() if number not in now)
    come = tuple(written for number, written in now.items() if number not in then)
    found = Changes(
        title=(old.title, new.title) if words(old.title) != words(new.title) else None,
        numbers=(gone, come) if gone and come else None,
        url=(old.url, new.url) if old.url and new.url and _page(old.url) != _page(new.url) else None,
        text=bool(new.feed_text) and _is_rewritten(old.feed_text, new.feed_text),
        gained=tuple(sorted(frozenset(after) - frozenset(before))),
        lost=tuple(sorted(frozenset(before) - frozenset(after))),
    )
    return found if found != Changes() else None


def is_another(old: Item, new: Item) -> bool:
    """Is `new`, which came under the key of `old`, another article?"""
    apart = abs(new.when - old.when) > BARE_WINDOW
    both = bool(old.text and new.text)
    texts = _overlap(stems(old.text), stems(new.text)) if both else 0.0
    titles = _overlap(stems(old.title), stems(new.title))
    if _same_moment(old.published, new.published) or _is_its_own(old, new):
        # A standing heading says nothing of the day's text under it.
        heading = both and apart and words(old.title) == words(new.title)
        return (texts if heading else max(titles, texts)) < _HARDLY
    # A slot: two articles of one newsroom share words enough, so they must say the same.
    alike_titles = alike(frozenset(words(old.title)), frozenset(words(new.title)))
    if not both:
        return alike_titles < _ALIKE_TITLES
    said = shared(runs(words(old.text), _RUN), runs(words(new.text), _RUN))
    return said < (_HARDLY if alike_titles >= _ALIKE_TITLES and not apart else _CERTAINLY)


def recognise(fresh: Sequence[Item], known: Iterable[Item]) -> dict[str, Item]:
    """Which of the `fresh` items, whose keys are new, are `known` ones of the same feed come back: by the new key.

    Known items that the document still lists under their own keys must be left out: a publisher that lists both means
    two.
    """
    left = [_Compared(item) for item in known]
    by_page: dict[str, list[_Compared]] = {}
    for one in left:
        if one.page:
            by_page.setdefault(one.page, []).append(one)
    found: dict[str, Item] = {}
    taken: set[int] = set()
    for item in fresh:
        new = _Compared(item)
        at_link = (one for one in by_page.get(new.page or "", ()) if not is_another(one.item, item))
        reissued = (one for one in left if _is_reissued(one, new))
        old = next((one for one in (*at_link, *reissued) if one.item.id not in taken), None)
        if old is not None:
            taken.add(old.item.id)
            found[item.key] = old.item
    return found


@dataclass(frozen=True)
class _Compared:
    """An item with what is compared of it, worked out when it is asked for."""

    item: Item

    @cached_property
    def page(self) -> str | None:
        return link_key(self.item.url)

    @cached_property
    def title(self) -> tuple[str, ...]:
        return words(self.item.title)

    @cached_property
    def text(self) -> tuple[str, ...]:
        return words(self.item.feed_text)

    @cached_property
    def loosely(self) -> frozenset[str]:
        """The beginning of the text, taken apart at a glance."""
        return frozenset(self.item.text[:_GLANCE].split())

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        return runs(self.text, _RUN)

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(numbers(self.item.title, self.item.feed_text))

    @cached_property
    def names(self) -> frozenset[str]:
        return names(self.item.feed_text)


def _is_reissued(old: _Compared, new: _Compared) -> bool:
    """Do the words alone show that an item came back under another key and another link?"""
    apart = abs(new.item.when - old.item.when)
    if apart > WINDOW:
        return False
    if apart > BARE_WINDOW and not (old.item.text and new.item.text):
        return False
    titles = 1.0 if old.title == new.title else alike(frozenset(old.title), frozenset(new.title))
    same_moment = _same_moment(old.item.published, new.item.published)
    if not (old.item.text and new.item.text):
        telling = len(new.title) >= _TELLING_TITLE
        return (titles == 1 and telling) or (same_moment and titles >= _ALIKE_TITLES and _nested(old, new))
    if same_moment and old.title and titles >= _ALIKE_TITLES and _nested(old, new):
        return titles == 1 or shared(old.runs, new.runs) >= _CERTAINLY
    if shared(old.loosely, new.loosely) < _AT_A_GLANCE:
        return False  # most are told apart here, for a hundredth of the cost
    if old.numbers != new.numbers or old.names != new.names:
        return False  # a formula filled in afresh: the losses of another day, the alert of another town
    texts = shared(old.runs, new.runs)
    retitled = min(len(old.text), len(new.text)) >= _LONG and texts >= _SAME_LONG_TEXT
    return retitled or (titles >= _ALIKE_TITLES and texts >= _SAME_TEXT)


def _nested(old: _Compared, new: _Compared) -> bool:
    """Does one of the titles name all that the other one does? Not so the alerts of two towns."""
    before, after = names(old.item.title), names(new.item.title)
    return before <= after or after <= before


def _same_moment(one: datetime | None, other: datetime | None) -> bool:
    """Are these one time of publication? Midnight is what a date without a time is read as."""
    return one is not None and one == other and one.time() != time(0)


def _is_rewritten(old: str, new: str) -> bool:
    before, after = runs(words(old, MOST_WORDS), _RUN), runs(words(new, MOST_WORDS), _RUN)
    came, went = len(after - before), len(before - after)
    return (came >= _REWRITTEN_RUNS and came >= _REWRITTEN * len(after)) or (
        went >= _REWRITTEN_RUNS and went >= _REWRITTEN * len(before)
    )


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Containment, at half its worth where it rests on a single word: any two reports may share a name."""
    return shared(one, other) * (0.5 if len(one & other) == 1 else 1)


def _is_its_own(old: Item, new: Item) -> bool:
    """Did `new` come under a guid or a link that no other article would be given?"""
    page = _page(new.url)
    return (old.key == new.key and _OWN.search(new.key) is not None) or (
        page is not None and page == _page(old.url) and _OWN.search(page) is not None
    )


def _page(url: str | None) -> str | None:
    """The page without its parameters, which churn."""
    key = link_key(url)
    return key.partition("?")[0] if key else None
