"""What a look at a feed brought, told apart: new items, known ones as they were, and known ones that were changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.flows.detect import Detected
from bot.model.alert import Catch
from bot.model.feed import Item
from bot.model.mention import Findings, Mention
from bot.model.status import ItemState
from bot.model.story import Changes, Revision
from bot.store import outbox, revisions
from bot.store.revisions import Known
from bot.stories.revisions import (
    RESTLESS,
    changes,
    fingerprint,
    is_another,
    recognise,
    renewed,
    says_the_same,
)

REMEMBERED = 300
"""Items of a feed, at least, among which one with a new key is looked for. Always as many as two of its documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What the store knows of the items of one document."""

    known: dict[str, Known]
    stored: dict[int, Item]
    """The known items whose words differ."""
    latest: tuple[Item, ...] = ()
    """The feed's newest items, where the document holds a key that is new."""


@dataclass(slots=True, kw_only=True)
class Sorted:
    """A document's items, sorted by what is known of them."""

    fresh: list[Item] = field(default_factory=list)
    changed: list[tuple[Item, Item]] = field(default_factory=list)
    """A known item as it is stored, and as it was brought now."""
    words: dict[int, str] = field(default_factory=dict)
    """Fingerprints to be remembered, by item."""
    keys: dict[str, int] = field(default_factory=dict)
    """New keys of known items."""
    reused: list[str] = field(default_factory=list)
    """Keys that were another item's until now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """A known item that was changed: in what, what it names now, and the catches that only its new words brought."""

    before: Item
    item: Item
    published: datetime | None
    """As the feed dates it now."""
    changes: Changes
    findings: Findings
    catches: tuple[Catch, ...]
    had: tuple[Mention, ...]
    """What its old words name."""


async def recall(connection: AsyncConnection, feed_id: int, found: Sequence[Item]) -> Memory:
    """Read what telling the items of a document apart takes: one query, where nothing has changed."""
    known = await revisions.known(connection, feed_id, [item.key for item in found])
    differing = {
        one.item for item in found if (one := known.get(item.key)) is not None and one.words != fingerprint(item)
    }
    stored = await revisions.stored(connection, sorted(differing))
    if len(known) == len(found) and not differing:
        return Memory(known=known, stored=stored)
    latest = await revisions.latest(connection, feed_id, max(REMEMBERED, 2 * len(found)))
    return Memory(known=known, stored=stored, latest=latest)


def sort(found: Sequence[Item], memory: Memory) -> Sorted:
    """Tell the items of a document apart."""
    result, unknown, reused = Sorted(), [], {}
    listed: set[int] = set()
    # An item that is listed under two of its keys is looked at once: under the one that it was first known by.
    for item in sorted(found, key=lambda item: not (item.key in memory.known and memory.known[item.key].own)):
        known = memory.known.get(item.key)
        if known is None:
            unknown.append(item)
        elif known.words == fingerprint(item):
            listed.add(known.item)
        elif is_another(memory.stored[known.item], item):
            reused[item.key] = known.item
            unknown.append(item)
        elif known.item not in listed:
            listed.add(known.item)
            _take(result, memory.stored[known.item], item)
    left = [item for item in memory.latest if item.id not in listed and item.id not in reused.values()]
    returned = recognise(unknown, left)
    for item in unknown:
        old = returned.get(item.key)
        if old is not None:
            _take(result, old, item)
            if item.key not in reused:
                result.keys[item.key] = old.id
        else:
            result.fresh.append(item)
            if item.key in reused:
                result.reused.append(item.key)
    result.fresh.sort(key=lambda item: item.when)
    return result


def _take(result: Sorted, old: Item, new: Item) -> None:
    result.words[old.id] = fingerprint(new)
    if not says_the_same(old, new):
        result.changed.append((old, new))


def revise(old: Item, new: Item, detect: Callable[[Item], Detected]) -> Revised | None:
    """What was changed of a known item; None where it is too little to count."""
    item = renewed(old, new)
    before, after = detect(old), detect(item)
    if before.trouble or after.trouble:
        return None
    had = {(catch.watch, catch.channel) for catch in before.catches}
    brought = tuple(catch for catch in after.catches if (catch.watch, catch.channel) not in had)
    found = changes(
        old,
        item,
        before={mention.entity for mention in before.findings.mentions},
        after={mention.entity for mention in after.findings.mentions},
    )
    if found is None and not brought:
        return None
    return Revised(
        before=old,
        item=item,
        published=new.published,
        changes=found or Changes(text=True),
        findings=after.findings,
        catches=brought,
        had=before.findings.mentions,
    )


async def keep(
    connection: AsyncConnection, revised: Revised, *, kept_back: str | None, now: datetime
) -> tuple[int, int]:
    """Write a revision and what follows from it: new words, perhaps a first alert, an edit of the messages sent.

    Returns:
        The story that the item is a report of, and how many messages were queued.
    """
    standing = await revisions.standing(connection, revised.item.id)
    state, why = _ended(revised, standing.state, standing.why, kept_back)
    await revisions.renew(connection, revised.item, revised.findings, state=state, why=why)
    queued = 0
    if revised.catches and not kept_back:
        queued = await outbox.plan(connection, standing.story, revised.item.id, revised.catches, now)
    if standing.revised < RESTLESS or queued:
        revision = Revision(number=standing.revised + 1, at=now, changes=revised.changes)
        await revisions.keep(connection, revised.before, revision)
    await outbox.grow(connection, standing.story, now)
    return standing.story, queued


def _ended(revised: Revised, state: ItemState, why: str | None, kept_back: str | None) -> tuple[ItemState, str | None]:
    """Where an item ends in its new words. What was alerted stays so."""
    if revised.catches and not kept_back:
        return ItemState.ALERTED, None
    if state not in {ItemState.NO_MATCH, ItemState.MATCHED}:
        return state, why
    if revised.catches:
        return ItemState.SUPPRESSED, kept_back
    return (ItemState.MATCHED if revised.findings.mentions else ItemState.NO_MATCH), None
