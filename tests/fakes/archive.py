"""An archive in memory, and makers of what it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches

from bot.errors import UsageError
from bot.model.alert import Alert
from bot.model.entity import Alias, Entity, Kind
from bot.model.feed import Item
from bot.model.mention import Mention, Rejection
from bot.model.question import Question
from bot.model.status import FeedHealth, Ledger, Status
from bot.model.story import Counts, Report, Story
from bot.model.summary import Summary
from bot.model.watch import Watch

NOON = datetime(2022, 1, 18, 12, tzinfo=UTC)
QUIET = Status(
    started_at=NOON - timedelta(hours=5),
    ticked_at=NOON,
    feeds=0,
    feeds_failing=0,
    feeds_unread=0,
    ledger=Ledger(received=0, items={}, planned=0, deliveries={}, unaccounted=0),
)


class FakeArchive:
    """The `Archive` port over plain lists. Names are compared without regard to case, words by containment."""

    def __init__(
        self,
        *,
        entities: Iterable[Entity] = (),
        watches: Sequence[Watch] = (),
        stories: Iterable[Story] = (),
        alerts: Iterable[Alert] = (),
        feeds: Iterable[FeedHealth] = (),
        status: Status = QUIET,
    ) -> None:
        self._entities = {entity.id: entity for entity in entities}
        self._watches = watches
        self._stories = tuple(stories)
        self._alerts = {alert.id: alert for alert in alerts}
        self._feeds = tuple(feeds)
        self._status = status
        self.credits: tuple[str, ...] = ()

    @property
    def entities(self) -> Mapping[str, Entity]:
        return self._entities

    @property
    def watches(self) -> Sequence[Watch]:
        return self._watches

    def resolve(self, name: str) -> Entity | None:
        return next((e for e in self._entities.values() if name.casefold() in self._names(e)), None)

    def nearest(self, name: str, *, limit: int = 5) -> tuple[Entity, ...]:
        by_name = {spelling: entity for entity in self._entities.values() for spelling in self._names(entity)}
        close = get_close_matches(name.casefold(), by_name, n=limit, cutoff=0.5)
        return tuple({by_name[spelling].id: by_name[spelling] for spelling in close}.values())

    async def counts(self, entity: str, now: datetime) -> Counts:
        ages = [now - report.item.seen for report in self._reports() if self._named(report, entity)]
        day, week, month = (sum(age < timedelta(days=days) for age in ages) for days in (1, 7, 30))
        return Counts(day=day, week=week, month=month)

    async def latest(self, entity: str | None = None, *, limit: int = 5) -> tuple[Story, ...]:
        named = [s for s in self._stories if any(self._named(report, entity) for report in s.reports)]
        return tuple(sorted(named, key=lambda story: -story.reports[-1].item.id)[:limit])

    async def find(self, terms: str, *, before: int | None = None, limit: int = 10) -> tuple[Report, ...]:
        phrases = [quoted or word for quoted, word in re.findall(r'"([^"]+)"|(\w\S*)', terms.casefold())]
        if not phrases:
            raise UsageError("there is no word to look for")
        found = [
            report
            for report in self._reports()
            if (before is None or report.item.id < before)
            and all(phrase in f"{report.item.title} {report.item.text}".casefold() for phrase in phrases)
        ]
        return tuple(sorted(found, key=lambda report: -report.item.id)[:limit])

    async def alert(self, number: int) -> Alert | None:
        return self._alerts.get(number)

    async def verbatim(self, number: int) -> Summary | None:
        found = self._alerts.get(number)
        return Summary(text=found.story.first.item.text, credits=self.credits) if found else None

    async def story(self, number: int) -> Story | None:
        numbers = ((one, {one.id, *(report.item.id for report in one.reports)}) for one in self._stories)
        return next((one for one, known in numbers if number in known), None)

    async def feeds(self) -> tuple[FeedHealth, ...]:
        return self._feeds

    async def status(self) -> Status:
        return self._status

    def _reports(self) -> list[Report]:
        return [report for story in self._stories for report in story.reports]

    def _named(self, report: Report, entity: str | None) -> bool:
        ids = {mention.entity for mention in report.mentions}
        families = {self._entities[one].parent for one in ids if one in self._entities}
        return bool(ids) if entity is None else entity in ids | families

    def _names(self, entity: Entity) -> set[str]:
        return {name.casefold() for name in (entity.id, entity.name, *(alias.text for alias in entity.aliases))}


def make_entity(id_: str, name: str, *aliases: tuple[str, str], parent: str | None = None) -> Entity:
    """A piece of Russian air-defence equipment with `(language, name)` aliases."""
    return Entity(
        id=id_,
        kind=Kind.EQUIPMENT,
        class_="air-defence",
        name=name,
        aliases=tuple(Alias(text=text, lang=lang) for lang, text in aliases),
        country="RU",
        parent=parent,
        description=f"{name} in one line.",
    )


def make_mention(entity: str, surface: str, *, field: str = "title") -> Mention:
    return Mention(entity=entity, field=field, start=0, end=len(surface), surface=surface, alias=surface, rule="exact")


def make_report(
    number: int,
    title: str,
    *mentions: Mention,
    feed: str = "Rail Watch",
    ago: timedelta = timedelta(minutes=12),
    joined: tuple[str, ...] = (),
    rejected: tuple[Rejection, ...] = (),
) -> Report:
    """Item `number`, published `ago` before noon by `feed`."""
    when = NOON - ago
    item = Item(
        key=str(number), title=title, text="", url=f"https://example.org/{number}", published=when, seen=when, id=number
    )
    return Report(item=item, feed_id=1, feed_name=feed, mentions=mentions, joined_because=joined, rejected=rejected)


def make_question(text: str = "", *, platform: str = "console", address: str = "", user: str = "me") -> Question:
    """Asked at noon."""
    return Question(text=text, platform=platform, address=address, user=user, at=NOON)
