"""What an alert says, part by part."""

from __future__ import annotations

import pytest

from bot.flows.compose import alert_message
from bot.matching import compile_lexicon, find
from bot.model.alert import Alert, Catch
from bot.model.delivery import Delivery, State
from bot.model.feed import Item
from bot.model.message import Facts, Message, Note, Paragraph, Quote
from bot.model.story import Report, Story
from bot.model.summary import Origin, Summary
from tests.flows.desk import ENTITIES, NOW

LEXICON = compile_lexicon(ENTITIES.values())
TEXT = "Eight S-400 launchers left for Belarus at dawn on Tuesday. A radar followed. Nobody would comment on it."


def report(title: str, body: str, *, number: int = 1) -> Report:
    item = Item(
        id=number, key=str(number), title=title, text=body, url="https://one.example/1", published=NOW, seen=NOW
    )
    return Report(
        item=item, feed_id=number, feed_name=f"Feed {number}", mentions=find(LEXICON, body, title=title).mentions
    )


def alert(*reports: Report) -> Alert:
    delivery = Delivery(id=1, channel="desk", state=State.QUEUED, due=NOW, alert=7, queued_at=NOW)
    catch = Catch(watch="Air defence", channel="desk", met=("s-400",))
    return Alert(id=7, channel="desk", story=Story(id=1, reports=reports), catches=(catch,), at=NOW, delivery=delivery)


def facts_of(message: Message) -> dict[str, str]:
    (part,) = [part for part in message.parts if isinstance(part, Facts)]
    return {label: "".join(span.text for span in line) for label, line in part.pairs}


def said(message: Message, kind: type[Quote | Paragraph | Note]) -> list[str]:
    return ["".join(span.text for span in part.line) for part in message.parts if isinstance(part, kind)]


def test_the_badge_line_holds_words_of_the_report_alone() -> None:
    message = alert_message(alert(report("Launchers leave", TEXT)), ENTITIES, NOW)
    badges = facts_of(message)["Facts"].split(" · ")
    assert badges == ["Eight S-400 launchers", "Belarus", "dawn on Tuesday"]
    assert all(badge in TEXT for badge in badges)


def test_a_denied_name_says_so() -> None:
    message = alert_message(alert(report("A denial", "The ministry denied that S-400 launchers came.")), ENTITIES, NOW)
    assert facts_of(message)["Facts"] == "S-400 (negated)"


def test_names_alone_make_no_badge_line() -> None:
    message = alert_message(alert(report("S-400", "The S-400 stays where it is.")), ENTITIES, NOW)
    assert "Facts" not in facts_of(message)


def test_the_summary_is_a_quotation() -> None:
    message = alert_message(alert(report("Launchers leave", TEXT)), ENTITIES, NOW)
    (quote,) = said(message, Quote)
    assert quote.startswith("Eight S-400 launchers left for Belarus at dawn on Tuesday.")
    assert [button.command for button in message.buttons] == ["why 7"]


def test_as_many_sentences_as_are_asked_for() -> None:
    message = alert_message(alert(report("Launchers leave", TEXT)), ENTITIES, NOW, sentences=1)
    assert said(message, Quote) == ["Eight S-400 launchers left for Belarus at dawn on Tuesday."]


def test_a_sentence_of_another_outlet_is_credited() -> None:
    bare = report("Launchers leave", "Launchers leave.")
    told = alert_message(alert(bare, report("A convoy at dawn", TEXT, number=2)), ENTITIES, NOW, sentences=1)
    assert said(told, Quote) == ["Eight S-400 launchers left for Belarus at dawn on Tuesday."]
    assert "With words of Feed 2" in said(told, Note)
    alone = alert_message(alert(report("Launchers leave", TEXT)), ENTITIES, NOW)
    assert not any("With words of" in note for note in said(alone, Note))


@pytest.mark.parametrize("origin", [Origin.WRITTEN, Origin.TRANSLATED, Origin.WRITTEN_TRANSLATED])
def test_a_machines_words_are_labelled_and_the_original_is_a_tap_away(origin: Origin) -> None:
    summary = Summary(text="Eight launchers left.", origin=origin)
    message = alert_message(alert(report("Launchers leave", TEXT)), ENTITIES, NOW, summary=summary)
    assert said(message, Quote) == []
    assert said(message, Paragraph) == ["Eight launchers left."]
    assert "by a machine" in said(message, Note)[0]
    assert [button.command for button in message.buttons] == ["why 7", "original 7"]


def test_the_facts_are_of_a_report_that_the_summary_is_of() -> None:
    silent = report("S-400 launchers leave", "")
    message = alert_message(alert(silent, report("Again", TEXT, number=2)), ENTITIES, NOW)
    assert facts_of(message)["Facts"].startswith("Eight S-400 launchers")
    other = Summary(text="Launchers left.", origin=Origin.WRITTEN)
    message = alert_message(alert(silent, report("Again", TEXT, number=2)), ENTITIES, NOW, summary=other)
    assert "Facts" not in facts_of(message)


def test_the_badge_line_is_one_line() -> None:
    text = TEXT.replace("at dawn", "at\ndawn")
    one = alert(report("Launchers leave", text))
    message = alert_message(one, ENTITIES, NOW)
    assert "\n" not in facts_of(message)["Facts"]
