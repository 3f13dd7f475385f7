"""Long messages made to fit: the longest texts give way first, lists say what they lost, the order stays."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.cutting import utf16
from bot.chat.fitting import MOST, fitted, squeeze
from bot.chat.layout import plain
from bot.model.message import Bullets, Facts, Heading, Message, Note, Paragraph, Part, Quote, Span, Table, say, text
from tests.fakes.any_message import messages


def within(limit: int, *parts: Part) -> str:
    return plain(fitted(Message(parts=parts), lambda some: len(plain(some)) <= limit))


def test_what_fits_is_left_alone() -> None:
    message = say("Two launchers were seen.", "One was not.")
    assert fitted(message, lambda _: True) == message


def test_only_as_much_is_cut_as_must_be() -> None:
    shown = within(100, Heading(line=text("Launchers seen")), Paragraph(line=text("word " * 100)))
    assert shown == "Launchers seen\n" + " ".join(["word"] * 17) + "…"
    assert len(shown) == 100


def test_long_texts_are_cut_to_a_common_length() -> None:
    shown = within(200, Quote(line=text("a " * 400)), Quote(line=text("b " * 90)), Quote(line=text("c " * 20)))
    first, second, third = shown.splitlines()
    assert third == " ".join("c" * 20)
    assert abs(len(first) - len(second)) <= 2


def test_the_end_may_fall_in_any_span_of_a_line() -> None:
    line = (Span(text="Moved to "), Span(text="Mazyr and beyond", url="https://example.org/"), Span(text=" at dawn"))
    shown = squeeze(Paragraph(line=line), 16)
    assert isinstance(shown, Paragraph)
    assert shown.line == (line[0], Span(text="Mazyr…", url="https://example.org/"))


def test_lists_and_tables_say_how_much_is_missing() -> None:
    lines = tuple(text(f"story {number}") for number in range(100))
    rows = tuple((f"feed {number}", "ok") for number in range(100))
    pairs = tuple((f"fact {number}", text("x")) for number in range(100))
    for part, headers in (
        (Bullets(lines=lines), 0),
        (Table(header=("Feed", ""), rows=rows), 1),
        (Facts(pairs=pairs), 0),
    ):
        *kept, last = within(200, part).splitlines()
        missing = int(last.removeprefix("• ").removeprefix("… ").removesuffix(" more"))
        assert len(kept) - headers + missing == 100
        assert len(kept) > 5


def test_parts_are_left_out_from_the_end_only_when_all_are_short() -> None:
    parts = [Paragraph(line=text(f"story {number} " + "word " * 50)) for number in range(20)]
    lines = within(300, *parts).split("\n\n")
    assert lines[-1] == "… the rest is too long for one message"
    assert [line.split()[1] for line in lines[:-1]] == [str(number) for number in range(len(lines) - 1)]
    assert len(lines) > 8


def test_a_book_is_no_more_work_than_a_page() -> None:
    rendered: list[int] = []

    def fits(message: Message) -> bool:
        rendered.append(utf16(plain(message)))
        return rendered[-1] <= 4096

    lists = Bullets(lines=(text("line " * 10),) * 5000)
    fitted(Message(parts=(Paragraph(line=text("word " * 100_000)), lists, Note(line=text("\u0301" * 50_000)))), fits)
    assert max(rendered) < 2 * MOST
    assert len(rendered) < 30


@settings(deadline=None, max_examples=25)
@given(messages, st.integers(60, 3000))
def test_any_message_fits_any_reasonable_limit(message: Message, limit: int) -> None:
    short = fitted(message, lambda some: utf16(plain(some, links=False)) <= limit)
    assert utf16(plain(short, links=False)) <= limit
    assert [type(part) for part in short.parts[:-1]] == [type(part) for part in message.parts][: len(short.parts) - 1]
    assert short.buttons == message.buttons
