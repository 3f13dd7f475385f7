"""Has a language model write and translate summaries ahead of their alerts, within a budget; nothing waits for it.

What it answers is checked before it is kept, and kept so that a restart does not ask again. An alert takes what is
there when it is built; where nothing is, its summary is the reports' own sentences.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from weakref import WeakValueDictionary

import structlog

from bot.config import Llm
from bot.errors import WriterFailed
from bot.matching import Lexicon, find
from bot.model.alert import Alert
from bot.model.entity import Entity
from bot.model.summary import Origin, Summary
from bot.ports import Writer
from bot.store import writings
from bot.store.database import Database
from bot.store.writings import Writing
from bot.summaries.languages import language
from bot.summaries.prompts import Prompt, material, to_translate, to_write
from bot.summaries.telling import verbatim, watched_by
from bot.summaries.verifying import Named, Names, doubt_summary, doubt_translation
from bot.watching import with_families

log = structlog.get_logger(__name__)
WORTH = 300
"""Characters that a report must have beyond its own best sentences for a summary of it to say more than they do."""
REST_FIRST = timedelta(minutes=1)
REST_CEILING = timedelta(hours=1)
"""How long a model that fails is left alone: doubling, from the first to the second."""


def naming(lexicon: Lexicon, entities: Mapping[str, Entity]) -> Names:
    """What a text names by our own matcher, with the families: what a machine's words are checked with."""

    def names(text: str) -> Named:
        ways: dict[str, set[bool]] = {}
        mentions = find(lexicon, text).mentions
        for mention in mentions:
            for entity in with_families([mention], entities):
                ways.setdefault(entity, set()).add("negated" in mention.notes)
        return Named(
            entities={entity: frozenset(told) for entity, told in ways.items()},
            spans=tuple((mention.start, mention.end) for mention in mentions),
        )

    return names


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """A prompt, and the check that its answer must stand."""

    prompt: Prompt
    doubt: Callable[[str], str | None]


class Editor:
    """Writes summaries ahead, and tells those that are ready; many calls may run at once."""

    def __init__(
        self,
        *,
        writer: Writer,
        llm: Llm,
        database: Database,
        entities: Mapping[str, Entity],
        names: Names,
        sentences: int,
        clock: Callable[[], datetime],
    ) -> None:
        self._writer = writer
        self._llm = llm
        self._database = database
        self._entities = entities
        self._names = names
        self._sentences = sentences
        self._clock = clock
        self._questions: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._failures = 0
        self._rests_until: datetime | None = None

    async def ready(self, alert: Alert, lang: str | None) -> Summary:
        """The summary of the alert's story for a channel in `lang`, as good as it is ready now. Asks nobody."""
        return await self._told(alert, lang, self._recalled)

    async def prepare(self, alert: Alert, lang: str | None) -> Summary:
        """The same, once whatever is lacking was asked for, or could not be had."""
        return await self._told(alert, lang, self._asked)

    async def _told(
        self, alert: Alert, lang: str | None, answer: Callable[[_Question], Awaitable[str | None]]
    ) -> Summary:
        watched = watched_by(alert, self._entities)
        own = verbatim(alert.story, watched, self._sentences)
        told = own
        question = self._to_write(alert, own, watched)
        written = await answer(question) if question else None
        if written is not None:
            told = Summary(text=written, origin=Origin.WRITTEN)
        question = self._to_translate(told, lang)
        translated = await answer(question) if question else None
        if translated is not None:
            origin = Origin.TRANSLATED if told is own else Origin.WRITTEN_TRANSLATED
            told = Summary(text=translated, origin=origin)
        return told

    def _to_write(self, alert: Alert, own: Summary, watched: Collection[str]) -> _Question | None:
        """Ask for a summary of the first report that says more than its best sentences, in its own language."""
        if not self._llm.write:
            return None
        for report in alert.story.reports:
            source = material(report.item.title, report.item.text)
            lang = language(source)
            if lang is not None and len(source) >= len(own.text) + WORTH:
                return _Question(
                    prompt=to_write(source, lang=lang, sentences=self._sentences),
                    doubt=partial(
                        doubt_summary, source=source, names=self._names, sentences=self._sentences, about=watched
                    ),
                )
        return None

    def _to_translate(self, told: Summary, lang: str | None) -> _Question | None:
        source = material("", told.text)
        if lang is None or not source or language(source) in {None, lang}:
            return None
        return _Question(
            prompt=to_translate(source, lang=lang),
            doubt=partial(doubt_translation, source=source, names=self._names, lang=lang),
        )

    async def _recalled(self, question: _Question) -> str | None:
        async with self._database.read() as connection:
            known = await writings.known(connection, question.prompt.key(self._writer.model))
        return known.holds if known else None

    async def _asked(self, question: _Question) -> str | None:
        """The answer to the question, from the rows or from the model. A question is asked once, whatever comes."""
        key = question.prompt.key(self._writer.model)
        lock = self._questions.get(key)
        if lock is None:
            lock = self._questions[key] = asyncio.Lock()
        async with lock:  # two channels may want the same
            return await self._asked_once(question, key)

    async def _asked_once(self, question: _Question, key: str) -> str | None:
        async with self._database.read() as connection:
            known = await writings.known(connection, key)
        if known is not None or self._rests():
            return known.holds if known else None
        async with self._database.write() as connection:
            reserved = await writings.reserve(
                connection, key, self._clock(), per_hour=self._llm.per_hour, per_day=self._llm.per_day
            )
        if not reserved:
            log.info("writing_budget_spent", per_hour=self._llm.per_hour, per_day=self._llm.per_day)
            return None
        writing = await self._answer(question)
        async with self._database.write() as connection:
            await writings.answered(connection, key, writing)
        return writing.holds

    async def _answer(self, question: _Question) -> Writing:
        try:
            said = await self._writer.answer(question.prompt.instructions, question.prompt.material)
        except WriterFailed as error:
            self._rest(error)
            return Writing(text=None, why=str(error))
        self._failures = 0
        doubt = question.doubt(said)
        if doubt is not None:
            log.warning("writing_refused", why=doubt)
        return Writing(text=said, why=doubt)

    def _rests(self) -> bool:
        return self._rests_until is not None and self._clock() < self._rests_until

    def _rest(self, error: WriterFailed) -> None:
        self._failures += 1
        rest = min(REST_CEILING, REST_FIRST * 2 ** min(self._failures - 1, 20))
        if error.patience is not None:
            rest = max(rest, timedelta(seconds=error.patience))
        self._rests_until = self._clock() + rest
        log.warning("writer_failed", why=str(error), rests=rest.total_seconds())
