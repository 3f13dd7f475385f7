"""Messages in Telegram's HTML: what readers see, and that Telegram takes whatever a feed may have sent."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.telegram_html import render
from bot.model.message import (
    Bullets,
    Button,
    Facts,
    Heading,
    Message,
    Note,
    Paragraph,
    Part,
    Quote,
    Span,
    Table,
    say,
    text,
)
from tests.fakes.any_message import messages
from tests.fakes.telegram_checks import Parsed, check_keyboard, check_text


def html(*parts: Part) -> str:
    return render(Message(parts=parts)).html


def read(*parts: Part) -> Parsed:
    return check_text(html(*parts), "HTML")


def test_an_alert_in_telegrams_markup() -> None:
    assert html(
        Heading(line=(Span(text="S-400 & S-300 <moved>", url='https://example.org/?a=1&b="2"'),)),
        Quote(line=text("Two launchers were seen at dawn.")),
        Facts(pairs=(("Equipment", text("S-400")), ("Watch", (Span(text="Build-up", italic=True),)))),
        Note(line=text("12 min ago · Example")),
    ) == (
        '<b><a href="https://example.org/?a=1&amp;b=%222%22">S-400 &amp; S-300 &lt;moved&gt;</a></b>\n'
        "<blockquote>Two launchers were seen at dawn.</blockquote>\n"
        "<b>Equipment:</b> S-400\n<b>Watch:</b> <i>Build-up</i>\n"
        "<i>12 min ago · Example</i>"
    )


def test_lists_tables_and_paragraphs() -> None:
    assert html(
        Paragraph(line=text(" First thing. \n\n\n\nSecond thing.\n")),
        Bullets(lines=(text("one"), (), text("two\nlines")), numbered=True),
        Bullets(lines=(text("three"),)),
        Table(header=("24 h", "7 d"), rows=(("3", "14"), ("<40>",))),
    ) == (
        "First thing.\n\nSecond thing.\n\n1. one\n3. two lines\n\n• three\n\n<pre>24 h  7 d\n3     14\n&lt;40&gt;</pre>"
    )


def test_what_is_no_web_address_is_mere_text() -> None:
    assert html(Paragraph(line=(Span(text="bank", url="tg://user?id=41"),))) == "bank"


@pytest.mark.parametrize("words", ["@anna", "(@anna)", "привет@anna", "x_@anna", "@anna@boris"])
def test_a_name_in_an_article_notifies_nobody(words: str) -> None:
    read_back = read(Heading(line=text(words)), Quote(line=text(words)))
    assert read_back.pings == []
    assert read_back.text.replace("\u2060", "") == f"{words}\n{words}"


def test_a_name_put_together_from_two_spans_notifies_nobody() -> None:
    assert read(Paragraph(line=(Span(text="@"), Span(text="anna", bold=True)))).pings == []


def test_a_slash_in_an_article_cannot_be_tapped() -> None:
    assert read(Paragraph(line=text("/stop, (/start), /їжак and 24/7 and either/or"))).commands == []


def test_addresses_and_code_stay_as_they_are_to_be_copied() -> None:
    words = "desk@example.org 24/7"
    assert html(Paragraph(line=text(words))) == words
    assert html(Paragraph(line=(Span(text="/lookup @x", code=True),))) == "<code>/lookup @x</code>"


def test_direction_overrides_do_not_reach_the_reader() -> None:
    assert html(Paragraph(line=text("S-400\u202e004-S\u2066"))) == "S-400004-S"


def test_a_long_text_is_cut_by_telegrams_own_count() -> None:
    shown = read(Heading(line=text("Rockets")), Paragraph(line=text("🚀 " * 4000)))
    assert len(shown.text.encode("utf-16-le")) // 2 > 4080
    assert shown.text.startswith("Rockets\n🚀")
    assert shown.text.endswith("🚀…")


def test_escapes_do_not_count_against_the_limit() -> None:
    assert read(Paragraph(line=text("&" * 4096))).text == "&" * 4096


def test_a_caption_is_shorter() -> None:
    shown = check_text(render(say("word " * 1000), caption=True).html, "HTML", caption=True)
    assert 1000 < len(shown.text) <= 1024


def test_the_longest_text_gives_way_first() -> None:
    short = "Two launchers were seen at dawn."
    shown = read(Quote(line=text(short)), Paragraph(line=text("слово " * 5000)), Note(line=text(short)))
    assert shown.text.startswith(short)
    assert shown.text.endswith(f"слово…\n\n{short}")


def test_a_message_of_nothing_says_so() -> None:
    assert html() == html(Paragraph(line=text("\u200b \n"))) == "(nothing to show)"


def test_buttons_stand_in_rows_that_fit_a_phone() -> None:
    labels = ("Why?", "More", "S-400", "A rather long label of a button", "End")
    keyboard = render(Message(parts=(), buttons=tuple(Button(label=x, command=x.lower()) for x in labels))).keyboard
    assert keyboard is not None
    assert [[button.text for button in row] for row in keyboard.inline_keyboard] == [
        ["Why?", "More", "S-400"],
        ["A rather long label of a button"],
        ["End"],
    ]
    assert keyboard.inline_keyboard[0][1].callback_data == "more"


def test_a_command_that_telegram_cannot_carry_is_no_button() -> None:
    buttons = (Button(label="Ї", command="ї" * 33), Button(label="I", command="i" * 64))
    keyboard = render(Message(parts=(), buttons=buttons)).keyboard
    assert keyboard is not None
    assert [[button.text for button in row] for row in keyboard.inline_keyboard] == [["I"]]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(messages, st.booleans())
def test_telegram_takes_any_message_and_nobody_is_pinged(message: Message, caption: bool) -> None:
    rendered = render(message, caption=caption)
    for words, mode in ((rendered.html, "HTML"), (rendered.plain, None)):
        parsed = check_text(words, mode, caption=caption)
        assert not parsed.pings
        assert not parsed.commands, parsed.commands
        parsed.text.encode()
    check_keyboard(rendered.keyboard.to_dict() if rendered.keyboard else None)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from((Heading, Paragraph, Quote, Note)), st.integers(0, 1000)), max_size=40))
def test_parts_keep_their_order_and_only_the_last_are_left_out(
    drawn: list[tuple[type[Heading | Paragraph | Quote | Note], int]],
) -> None:
    marked = [kind(line=text(f"¶{number}¶ " + "word " * length)) for number, (kind, length) in enumerate(drawn)]
    shown = read(*marked).text
    found = [int(piece) for piece in shown.split("¶")[1::2]]
    assert found == list(range(len(found)))
    assert len(found) == len(drawn) or shown.endswith("too long for one message")
