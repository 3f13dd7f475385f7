"""The terminal as a chat: cards, one-line updates, plain output for pipes, and nothing that commands the terminal."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.chat.console import ConsoleChat
from bot.model.delivery import Later, Sent
from bot.model.message import (
    Bullets,
    Button,
    Facts,
    Heading,
    Message,
    Note,
    Paragraph,
    Part,
    Picture,
    Quote,
    Span,
    Table,
    say,
    text,
)

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
FACTS = Facts(pairs=(("Equipment", text("Iskander")), ("Watch", text("Build-up in Belarus"))))
ALERT = Message(
    parts=(
        Heading(line=(Span(text="Iskander moved to Mazyr", url="https://www.example.org/news/1/?from=feed"),)),
        Quote(line=text("Two launchers were seen at dawn, " + "and many lorries " * 8)),
        FACTS,
        Note(line=text("12 min ago · Example · alert 3")),
    ),
    buttons=(Button(label="Why?", command="why 3"),),
)
OURS = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b\x07]*\x1b\\")
"""Colours and hyperlinks, as Rich writes them."""


def terminal() -> Console:
    return Console(file=io.StringIO(), force_terminal=True, width=80, color_system="standard")


def read(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


async def sent(chat: ConsoleChat, message: Message = ALERT) -> str:
    outcome = await chat.send("", message)
    assert isinstance(outcome, Sent)
    return outcome.ref


async def shown(*parts: Part) -> str:
    console = terminal()
    await ConsoleChat(console).send("", Message(parts=parts))
    return OURS.sub("", read(console))


async def test_an_alert_is_a_card() -> None:
    console = terminal()
    await sent(ConsoleChat(console))
    words = OURS.sub("", read(console))
    lines = words.splitlines()
    assert lines[0][0] + lines[-1][-1] == "╭╯"
    assert {len(line) for line in lines} == {80}
    assert "│ ▎ Two launchers were seen at dawn" in words
    assert "│ example.org/news/1 " in words
    assert "│ Equipment  Iskander" in words
    assert "│ › why 3" in words


async def test_headlines_are_links() -> None:
    console = terminal()
    await ConsoleChat(console).send("", ALERT)
    assert "https://www.example.org/news/1/?from=feed\x1b\\" in read(console)


async def test_a_later_report_is_one_line() -> None:
    console = terminal()
    chat = ConsoleChat(console)
    ref = await sent(chat)
    card = read(console)
    grown = replace(FACTS, pairs=(*FACTS.pairs, ("Also reported by", text("Wire, Desk"))))
    later = replace(ALERT, parts=(*ALERT.parts[:2], grown, ALERT.parts[3]))
    assert await chat.edit("", ref, later) == Sent(ref=ref)
    update = OURS.sub("", read(console).removeprefix(card))
    assert " ".join(update.split()) == "↻ Iskander moved to Mazyr · Also reported by: Wire, Desk"


async def test_an_edit_that_says_nothing_new_shows_nothing() -> None:
    console = terminal()
    chat = ConsoleChat(console)
    ref = await sent(chat)
    card = read(console)
    assert await chat.edit("", ref, ALERT) == Sent(ref=ref)
    assert read(console) == card


async def test_an_edit_after_a_restart_shows_the_whole_card_as_an_update() -> None:
    ref = await sent(ConsoleChat(terminal()))
    console, stream = terminal(), io.StringIO()
    for restarted in (ConsoleChat(console), ConsoleChat(stream)):
        assert await sent(restarted, say("Something else")) != ref
        assert await restarted.edit("", ref, ALERT) == Sent(ref=ref)
    card = OURS.sub("", read(console))
    assert "─ ↻ update ─" in card
    assert "Two launchers" in card
    assert "\nUpdate: Iskander moved to Mazyr (https://" in stream.getvalue()
    assert "\nTwo launchers" in stream.getvalue()


async def test_an_alert_is_not_called_an_update() -> None:
    console, stream = terminal(), io.StringIO()
    for chat in (ConsoleChat(console), ConsoleChat(stream)):
        await sent(chat)
    assert "update" not in (read(console) + stream.getvalue()).lower()


async def test_a_pipe_gets_whole_lines_without_colours() -> None:
    stream = io.StringIO()
    chat = ConsoleChat(stream)
    ref = await sent(chat)
    assert "\x1b" not in stream.getvalue()
    assert "Iskander moved to Mazyr (https://www.example.org/news/1/?from=feed)\nTwo launchers" in stream.getvalue()
    assert "lorries and many lorries\nEquipment: Iskander\n" in stream.getvalue()
    await chat.edit("", ref, Message(parts=(*ALERT.parts, Note(line=text("and more")))))
    assert stream.getvalue().endswith("\nUpdate: Iskander moved to Mazyr · and more\n\n")


def test_an_answer_has_no_frame() -> None:
    console, stream = terminal(), io.StringIO()
    for chat in (ConsoleChat(console), ConsoleChat(stream)):
        chat.show(ALERT)
    assert "╭" not in read(console)
    assert "│" not in read(console)
    assert stream.getvalue().rstrip().endswith("alert 3\n> why 3")


async def test_every_kind_of_part_is_drawn() -> None:
    words = await shown(
        Heading(line=text("S-400")),
        Paragraph(line=(Span(text="Air defence "), Span(text="system", bold=True), Span(text=" S400", code=True))),
        Table(header=("24 h", "7 d"), rows=(("3", "14"), ("only one",))),
        Bullets(lines=(text("first"), text("second")), numbered=True),
        Bullets(lines=(text("third"),)),
        Paragraph(line=text(" \u200b\n")),
        Note(line=text("small print")),
    )
    squeezed = " ".join(words.replace("│", "").split())
    assert "S-400 Air defence system S400 24 h 7 d" in squeezed
    assert "3 14 only one" in squeezed
    assert "1. first 2. second • third small print" in squeezed


async def test_a_picture_is_told_in_words() -> None:
    console = terminal()
    await ConsoleChat(console).send("", replace(say("Trend"), picture=Picture(png=b"", alt="mentions went up")))
    assert "[picture: mentions went up]" in read(console)


async def test_text_is_not_taken_for_markup() -> None:
    assert "[bold]not bold[/bold] :smile:" in await shown(Paragraph(line=text("[bold]not bold[/bold] :smile:")))


@pytest.mark.parametrize("tty", [True, False])
@given(
    st.text(),
    st.sampled_from(["\x1b]0;title\x07", "\x1b[2J", "\x9b31m", "\r", "\x08", "\u202e", "\x1b]8;;http://x\x1b\\"]),
)
def test_no_text_can_command_the_terminal(tty: bool, words: str, attack: str) -> None:
    stream = io.StringIO()
    chat = ConsoleChat(Console(file=stream, force_terminal=tty, width=80, color_system="standard"))
    line = (Span(text=words + attack, url="https://example.org/" + attack), Span(text=attack + words))
    lines = Bullets(lines=(line, line))
    table = Table(header=(attack,), rows=((words + attack, attack),))
    parts = (Heading(line=line), Quote(line=line), Facts(pairs=((attack, line),)), lines, table, Note(line=line))
    chat.show(Message(parts=parts, buttons=(Button(label=attack, command="find " + attack),)))
    left = OURS.sub("", stream.getvalue())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", left)


async def test_a_closed_terminal_loses_no_alert() -> None:
    stream = io.StringIO()
    chat = ConsoleChat(stream)
    stream.close()
    outcome = await chat.send("", ALERT)
    assert isinstance(outcome, Later)
    assert outcome.destination


async def test_a_terminal_is_always_up() -> None:
    chat = ConsoleChat(io.StringIO(), clock=lambda: NOW)
    assert chat.health().up
    assert chat.health().since == NOW
