"""What an alert tells in its reports' own words: the best sentences of its story about what its watches ask for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.model.alert import Alert
from bot.model.entity import Entity
from bot.model.story import Story
from bot.model.summary import Summary
from bot.summaries.extractive import Source, summarise_story
from bot.summaries.orders import is_order
from bot.summaries.sentences import split

SENTENCES = 2


def watched_by(alert: Alert, entities: Mapping[str, Entity]) -> set[str]:
    """The entities that the alert's watches asked for, and the members of their families."""
    met = {term for catch in alert.catches for term in catch.met}
    watched = set()
    for entity in entities.values():
        here: str | None = entity.id
        passed: set[str] = set()
        while here is not None and here not in passed:
            if here in met:
                watched.add(entity.id)
                break
            passed.add(here)
            family = entities.get(here)
            here = family.parent if family else None
    return watched


def verbatim(story: Story, watched: Collection[str], sentences: int = SENTENCES) -> Summary:
    """The best sentences of the story's reports, and the other outlets that any of them is from."""
    sources = []
    for report in story.reports:
        in_text = tuple(mention for mention in report.mentions if mention.field == "text")
        asked = tuple(mention for mention in in_text if mention.entity in watched)
        sources.append(Source(text=report.item.text, title=report.item.title, mentions=asked or in_text))
    found = summarise_story(sources, sentences=sentences)
    if any(is_order(choice.sentence.text) for choice in found):
        found = summarise_story([_without_orders(source) for source in sources], sentences=sentences)
    from_reports = (story.reports[choice.report] for choice in found)
    credits_due = dict.fromkeys(report.feed_name for report in from_reports if report.feed_id != story.first.feed_id)
    return Summary(
        text=" ".join(" ".join(choice.sentence.text.split()) for choice in found), credits=tuple(credits_due)
    )


def _without_orders(source: Source) -> Source:
    """The report with a blank for each sentence that speaks to a machine; all others stay where they are."""
    text = source.text
    for sentence in split(text):
        if is_order(sentence.text):
            text = text[: sentence.start] + " " * len(sentence.text) + text[sentence.end :]
    return replace(source, text=text)
