"""What every kind of feed is brought to first: drafts of items, and how they become items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import nlargest

from bot.feeds import dates, keys, links, plaintext
from bot.model.feed import Document, Item

MAX_ITEMS = 2_000
"""Newest items of a document that are kept. The fullest news feeds list a few hundred; more is an archive."""
MAX_TEXT = 64_000
"""Characters of an item's text: a long report has 10,000 words; what is named later than that is an annex."""
MAX_TITLE = 500
MADE_TITLE = 120
"""Characters of a title made of the first words of the text, where the feed gives none."""
MAX_TTL = timedelta(days=7)

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,4}")
_COUNTRY_FOR_LANGUAGE = {"ua": "uk", "by": "be", "cz": "cs", "gr": "el", "jp": "ja", "us": "en"}
"""Country codes that publishers write where the language belongs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Text as the feed holds it, and whether it is markup."""

    value: str
    markup: bool = True

    def plain(self) -> str:
        """What a reader sees of it."""
        return plaintext.from_html(self.value) if self.markup else plaintext.from_text(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An item as the feed states it; where there are several candidates, the best comes first."""

    guid: str | None = None
    links: tuple[str, ...] = ()
    title: Words = Words(value="")
    bodies: tuple[Words, ...] = ()
    dates: tuple[str, ...] = ()
    lang: str | None = None


def assemble(
    drafts: Sequence[Draft],
    *,
    url: str,
    now: datetime,
    title: str = "",
    lang: str | None = None,
    ttl: timedelta | None = None,
    warnings: Sequence[str] = (),
) -> Document:
    """The document of `drafts`, in their order; at most `MAX_ITEMS`, each with a key of its own."""
    notes = list(warnings)
    published = [_published(draft, now) for draft in drafts]
    chosen = list(range(len(drafts)))
    if len(drafts) > MAX_ITEMS:
        # Feeds put the newest first; so of items without a date the first ones are the newest.
        chosen = sorted(nlargest(MAX_ITEMS, chosen, key=lambda index: (published[index] or now, -index)))
        notes.append(f"lists {len(drafts)} items; the {MAX_ITEMS} newest were read")
    items = [_item(drafts[index], published[index], url=url, now=now, lang=lang) for index in chosen]
    guids = [plaintext.clean(drafts[index].guid or "").strip() or None for index in chosen]
    identities = [(guid, item.url, f"{item.title}\n{item.text}") for guid, item in zip(guids, items, strict=True)]
    keyed = {key: replace(item, key=key) for key, item in zip(keys.assign(identities), items, strict=True)}
    if repeated := len(items) - len(keyed):
        notes.append(f"{repeated} items are listed twice")
    return Document(
        title=_title(title), items=tuple(keyed.values()), ttl=ttl and min(ttl, MAX_TTL), warnings=tuple(notes)
    )


def language(stated: str | None) -> str | None:
    """`stated` as a lower-case BCP 47 tag, with the usual mistakes put right; None if it is no language."""
    tag = (stated or "").strip().lower().replace("_", "-")
    if not _LANGUAGE.fullmatch(tag):
        return None
    primary, dash, rest = tag.partition("-")
    return _COUNTRY_FOR_LANGUAGE.get(primary, primary) + dash + rest


def _published(draft: Draft, now: datetime) -> datetime | None:
    moments = (dates.plausible(dates.parse(written), now) for written in draft.dates)
    return next((moment for moment in moments if moment), None)


def _item(draft: Draft, published: datetime | None, *, url: str, now: datetime, lang: str | None) -> Item:
    title = _title(draft.title.plain())
    text = plaintext.cut(max((body.plain() for body in draft.bodies), key=len, default=""), MAX_TEXT)
    found = (links.absolute(link, url) for link in draft.links)
    return Item(
        key="",
        title=title or plaintext.cut(plaintext.one_line(text.partition("\n")[0]), MADE_TITLE),
        text=text,
        url=next((link for link in found if link), None),
        published=published,
        seen=now,
        lang=language(draft.lang) or language(lang),
    )


def _title(title: str) -> str:
    return plaintext.cut(plaintext.one_line(title), MAX_TITLE)
