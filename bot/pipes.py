"""The pipes: JSON Lines in, JSON Lines out, in input order, for people who script and for measuring.

A line that cannot be used is told on standard error with its number, and the rest goes on; the exit code is 1 then.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, BinaryIO, TextIO, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot import catalogue, matching, stories, summaries
from bot.model.entity import Entity
from bot.model.feed import Item
from bot.model.mention import Mention
from bot.model.story import Sentence
from bot.sandbox import MAX_BODY, Sandbox

MAX_LINE = 16 * 1024 * 1024
"""Bytes; a longer line is refused without being held in memory."""
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""When lines are published that come before any dated one."""


class Line(BaseModel):
    """What every line has; keys that a pipe does not know pass unread."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str | int


class TextLine(Line):
    """For `match`."""

    text: str
    title: str | None = None
    lang: str | None = None


class ReportLine(Line):
    """For `stories`."""

    title: str | None = None
    text: str | None = None
    date: datetime | None = None
    lang: str | None = None
    url: str | None = None

    @model_validator(mode="after")
    def _says_something(self) -> ReportLine:
        if not self.title and not self.text:
            raise ValueError("there is neither a title nor a text")
        return self


class MentionLine(BaseModel):
    """A mention as `match` writes it; only its place is needed."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    entity: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    field: str = "text"
    surface: str = ""


class ArticleLine(Line):
    """For `summarise`."""

    text: str | None = None
    sentences: tuple[str, ...] | None = None
    title: str | None = None
    lang: str | None = None
    mentions: tuple[MentionLine, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> ArticleLine:
        if self.text is None and self.sentences is None:
            raise ValueError("there is neither a text nor a list of sentences")
        return self


L = TypeVar("L", bound=Line)


def match(entities: tuple[Entity, ...] | None, source: BinaryIO, out: TextIO, err: TextIO) -> int:
    """Find mentions in each line; `entities` None: those of the built-in catalogue. Returns the exit code."""
    lexicon = catalogue.ready(catalogue.load() if entities is None else entities)

    def work(line: TextLine) -> Mapping[str, Any]:
        found = matching.find(lexicon, line.text, title=line.title or "", lang=line.lang)
        return {
            "mentions": [asdict(mention) for mention in found.mentions],
            "rejected": [asdict(rejection) for rejection in found.rejected],
        }

    return _each(TextLine, work, source, out, err)


def cluster(source: BinaryIO, out: TextIO, err: TextIO) -> int:
    """Place each line in its story, online, in input order; stories count from 1. Returns the exit code.

    A line without a date counts as published with the line before it.
    """
    entities = catalogue.load()
    lexicon, index = catalogue.ready(entities), stories.Index(stories.Places(entities))
    items, known, latest = 0, 0, UNDATED

    def work(line: ReportLine) -> Mapping[str, Any]:
        nonlocal items, known, latest
        items += 1
        if line.date is not None:
            latest = line.date if line.date.tzinfo else line.date.replace(tzinfo=UTC)
        item = Item(
            key=str(line.id),
            title=line.title or "",
            text=line.text or "",
            url=line.url or None,
            published=latest,
            seen=latest,
            lang=line.lang,
            id=items,
        )
        mentions = matching.find(lexicon, item.text, title=item.title, lang=item.lang).mentions
        placement = index.place(item, mentions)
        if placement.story is None:
            known += 1
        story = placement.story or known
        index.add(item, mentions, story)
        return {"story": story, "reasons": placement.reasons}

    return _each(ReportLine, work, source, out, err)


def summarise(sentences: int, source: BinaryIO, out: TextIO, err: TextIO) -> int:
    """Choose up to `sentences` sentences of each line, verbatim. Returns the exit code."""

    def work(line: ArticleLine) -> Mapping[str, Any]:
        mentions = tuple(_mention(mention) for mention in line.mentions)
        text = "\n".join(line.sentences) if line.sentences is not None else line.text or ""
        report = summaries.Source(text=text, title=line.title or "", mentions=mentions)
        found = summaries.split(text) if line.sentences is None else _joined(line.sentences)
        chosen = summaries.choose([report], [found], sentences=sentences)
        if line.sentences is None:
            return {"summary": [choice.sentence.text for choice in chosen]}
        return {"summary": [line.sentences[choice.place] for choice in chosen]}

    return _each(ArticleLine, work, source, out, err)


async def parse(source: BinaryIO, out: TextIO, err: TextIO, *, url: str, content_type: str | None) -> int:
    """Write the items of the feed document in `source`. Returns the exit code.

    Raises:
        FeedUnreadable: it is no feed.
    """
    async with Sandbox(workers=1) as sandbox:
        body = source.read(MAX_BODY + 1)
        document = await sandbox.read(body, url=url, content_type=content_type, now=datetime.now(UTC))
    for warning in document.warnings:
        print(warning, file=err)
    for item in document.items:
        written = {name: value for name, value in asdict(item).items() if name not in {"id", "seen", "said"}}
        written["published"] = item.published.isoformat() if item.published else None
        _write(written, out)
    return 0


def _each(shape: type[L], work: Callable[[L], Mapping[str, Any]], source: BinaryIO, out: TextIO, err: TextIO) -> int:
    code = 0
    for number, raw in _lines(source):
        if raw is None:
            print(f"line {number}: longer than {MAX_LINE // 2**20} MB", file=err)
            code = 1
            continue
        try:
            line = shape.model_validate_json(raw)
        except ValidationError as error:
            print(f"line {number}: {_why(error)}", file=err)
            code = 1
            continue
        _write({"id": line.id, **work(line)}, out)
    return code


def _lines(source: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines that are not blank; None for one that is too long."""
    number, too_long = 0, False
    while raw := source.readline(MAX_LINE):
        ended = raw.endswith(b"\n") or len(raw) < MAX_LINE
        if not too_long:
            number += 1
        if too_long or not ended:
            if not too_long:
                yield number, None
            too_long = not ended
        elif raw.strip():
            yield number, raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw


def _why(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(step) for step in first["loc"] if step not in {"str", "int"})
    reason = first["msg"].removeprefix("Value error, ")
    return f"{place}: {reason.lower()}" if place else reason


def _write(row: Mapping[str, Any], out: TextIO) -> None:
    out.write(json.dumps(row, ensure_ascii=False) + "\n")
    out.flush()  # whoever reads the other end may answer line by line


def _mention(line: MentionLine) -> Mention:
    return Mention(
        entity=line.entity,
        field=line.field,
        start=line.start,
        end=line.end,
        surface=line.surface,
        alias=line.surface,
        rule="given",
    )


def _joined(sentences: Iterable[str]) -> tuple[Sentence, ...]:
    """Where each sentence stands in the text that they make, one a line."""
    found, start = [], 0
    for sentence in sentences:
        found.append(Sentence(text=sentence, start=start, end=start + len(sentence)))
        start += len(sentence) + 1
    return tuple(found)


def standard_streams() -> tuple[BinaryIO, TextIO, TextIO]:
    """Standard input as bytes, output and error as UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace" if stream is sys.stderr else "strict")
    if sys.stdin.isatty():
        sys.stderr.write("reading JSON Lines from the terminal; end with Ctrl-D\n")
    return sys.stdin.buffer, sys.stdout, sys.stderr
