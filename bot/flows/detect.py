"""What an item names and which watches take it: matching and watching, put together once for a configuration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.matching import Lexicon, compile_phrases, find, find_phrases
from bot.model.alert import Catch
from bot.model.entity import Entity
from bot.model.feed import Item
from bot.model.mention import Evidence, Findings
from bot.model.watch import Watch
from bot.watching import catches, homes_of, phrases_of, with_families


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """An item, what it names, and the watches that take it."""

    item: Item
    findings: Findings
    catches: tuple[Catch, ...]
    trouble: str | None = None
    """Why it could not be examined, where it could not."""


class Detector:
    """Detects; holds what is compiled from the catalogue and the watches."""

    def __init__(
        self,
        lexicon: Lexicon,
        *,
        entities: Mapping[str, Entity],
        watches: Sequence[Watch],
        leaning: Mapping[str, float] = MappingProxyType({}),
    ) -> None:
        self._lexicon = lexicon
        self._leaning = {
            tag: Evidence(weight=weight, what=f'feed tag "{tag}"') for tag, weight in sorted(leaning.items())
        }
        self._entities = entities
        self._homes = homes_of(entities.values())
        self._watches = tuple(watches)
        self._phrases = compile_phrases(phrases_of(watches))

    def detect(self, item: Item, tags: frozenset[str]) -> Detected:
        """Find what `item`, from a feed with these tags, names, and which watches take it. Milliseconds, on the CPU."""
        leaning = tuple(evidence for tag, evidence in self._leaning.items() if tag in tags)
        findings = find(self._lexicon, item.text, title=item.title, lang=item.lang, leaning=leaning)
        caught = catches(
            self._watches,
            named=with_families(findings.mentions, self._entities),
            homes={self._homes[mention.entity] for mention in findings.mentions if mention.entity in self._homes},
            phrases=find_phrases(self._phrases, item.title, item.text),
            tags=tags,
        )
        return Detected(item=item, findings=findings, catches=caught)
