"""Messages as Block Kit: what a reader sees, what no feed can do, and that Slack takes whatever comes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.chat.slack_blocks import LARGEST_BLOCKS, MOST_BLOCKS, Rendered, escaped, fallback, render, size
from bot.model.message import (
    Bullets,
    Button,
    Facts,
    Heading,
    Line,
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
from tests.fakes.slack_checks import pings, refusal

Json = dict[str, Any]
LINK = Span(text="Tigers reach Homiel", url="https://example.org/tigers?a=1&b=2")


def only(message: Message) -> Json:
    """The one block of `message`; in a rich text block the one element."""
    (block,) = render(message).blocks
    return block["elements"][0] if block["type"] == "rich_text" else block


def of(part: Part) -> Json:
    return only(Message(parts=(part,)))


def payload(rendered: Rendered) -> Json:
    return {"text": rendered.text, "blocks": rendered.blocks, "parse": "none", "link_names": False}


def test_a_heading_is_bold_and_links() -> None:
    assert of(Heading(line=(LINK,))) == {
        "type": "rich_text_section",
        "elements": [{"type": "link", "text": LINK.text, "url": LINK.url, "style": {"bold": True}}],
    }


def test_a_quote_is_a_quote() -> None:
    quote = of(Quote(line=text("The foreign ministry denies it.")))
    assert quote["type"] == "rich_text_quote"
    assert quote["elements"] == [{"type": "text", "text": "The foreign ministry denies it."}]


def test_facts_are_labelled_lines_of_one_section() -> None:
    facts = of(Facts(pairs=(("Matched", text("Pantsir")), ("Also reported by", (LINK,)))))
    assert "".join(run["text"] for run in facts["elements"]) == f"Matched: Pantsir\nAlso reported by: {LINK.text}"
    assert [run["text"] for run in facts["elements"] if run.get("style")] == ["Matched: ", "Also reported by: "]


@pytest.mark.parametrize(("numbered", "style"), [(True, "ordered"), (False, "bullet")])
def test_bullets_are_a_list(numbered: bool, style: str) -> None:
    bullets = of(Bullets(lines=(text("first"), text("second")), numbered=numbered))
    assert bullets["type"] == "rich_text_list"
    assert bullets["style"] == style
    assert [item["elements"][0]["text"] for item in bullets["elements"]] == ["first", "second"]


def test_a_table_stands_in_fixed_width() -> None:
    table = of(Table(header=("Name", "24 h"), rows=(("С-400", "3"), ("Iskander", "12"))))
    assert table["type"] == "rich_text_preformatted"
    assert table["elements"][0]["text"].splitlines() == ["Name      24 h", "С-400     3", "Iskander  12"]


def test_a_note_is_small_print() -> None:
    note = of(Note(line=text("12 min ago · European Pravda")))
    assert note["type"] == "context"
    assert note["elements"] == [{"type": "plain_text", "text": "12 min ago · European Pravda", "emoji": False}]


def test_a_note_keeps_its_links() -> None:
    assert of(Note(line=(LINK,)))["elements"][0]["url"] == LINK.url


def test_spans_keep_their_looks() -> None:
    looks = Paragraph(line=(Span(text="b", bold=True), Span(text="i", italic=True), Span(text="c", code=True)))
    assert [run["style"] for run in of(looks)["elements"]] == [{"bold": True}, {"italic": True}, {"code": True}]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "slack://open", "https://u:p@example.org/", "https://", "tg://x"]
)
def test_what_is_no_web_address_is_mere_text(url: str) -> None:
    assert of(Paragraph(line=(Span(text="press me", url=url),)))["elements"] == [{"type": "text", "text": "press me"}]


def test_buttons_carry_their_commands() -> None:
    command = 'find "air defence" page:2'
    row = render(Message(parts=say("x").parts, buttons=(Button(label="More", command=command),))).blocks[-1]
    assert row["type"] == "actions"
    assert [(button["text"]["text"], button["value"]) for button in row["elements"]] == [("More", command)]


def test_a_command_too_long_to_be_asked_is_no_button() -> None:
    buttons = (Button(label="Long", command="find " + "x" * 600), Button(label="Short", command="help"))
    row = render(Message(parts=say("x").parts, buttons=buttons)).blocks[-1]
    assert [button["text"]["text"] for button in row["elements"]] == ["Short"]


def test_many_long_buttons_leave_room_for_the_words() -> None:
    buttons = tuple(Button(label=f"More {number}", command="find " + "x" * 490) for number in range(40))
    rendered = render(Message(parts=say("слово " * 2000).parts, buttons=buttons))
    assert refusal(payload(rendered)) is None
    assert len(rendered.blocks[0]["elements"][0]["elements"][0]["text"]) > 2500
    assert rendered.blocks[-1]["elements"][0]["text"]["text"] == "More 0"


def test_the_notification_has_the_words_without_markup() -> None:
    message = Message(parts=(Heading(line=(LINK,)), Quote(line=text("Fuel & <food>"))))
    assert render(message).text == "Tigers reach Homiel\nFuel &amp; &lt;food&gt;"


def test_words_alone_show_where_links_lead() -> None:
    assert fallback(Message(parts=(Heading(line=(LINK,)),)), links=True) == (
        "Tigers reach Homiel (https://example.org/tigers?a=1&amp;b=2)"
    )


@pytest.mark.parametrize(
    "call", ["@here", "@channel", "@Everyone", "<!channel>", "<!here|here>", "<@U0ALICE>", "<!subteam^S1>"]
)
def test_no_words_call_anybody(call: str) -> None:
    everywhere = Message(
        parts=(
            Heading(line=(Span(text=call, url="https://example.org/"),)),
            Quote(line=text(call)),
            Facts(pairs=((call, text(call)),)),
            Table(header=(call,), rows=((call,),)),
            Note(line=text(call)),
        ),
        buttons=(Button(label=call, command=call),),
    )
    rendered = render(everywhere)
    assert pings({**payload(rendered), "link_names": True}) == []
    assert call in json.dumps(rendered.blocks, ensure_ascii=False), "readers see the words as they were written"


def test_markup_in_a_title_stays_as_it_was_written() -> None:
    title = "*Bold* _move_ ~struck~ `code` :tank: <https://evil.example|bank> &amp; > all"
    assert of(Paragraph(line=text(title)))["elements"] == [{"type": "text", "text": title}]


def test_direction_overrides_do_not_reach_the_reader() -> None:
    assert of(Paragraph(line=text("S-400\u202e004-S\u2066")))["elements"][0]["text"] == "S-400004-S"


def test_the_longest_text_gives_way_first() -> None:
    long, short = text("слово " * 5000), text("Two launchers were seen at dawn.")
    first, second, third = render(Message(parts=(Quote(line=short), Paragraph(line=long), Note(line=short)))).blocks
    assert first["elements"][0]["elements"][0]["text"] == short[0].text
    assert third["elements"][0]["text"] == short[0].text
    assert second["elements"][0]["elements"][0]["text"].endswith("слово…")
    assert len(second["elements"][0]["elements"][0]["text"]) > 2500


def test_sixty_parts_share_fifty_blocks_and_lose_no_word() -> None:
    stories = [
        part
        for number in range(20)
        for part in (
            Heading(line=text(f"Story {number}")),
            Quote(line=text(f"Sentence {number}")),
            Note(line=text(f"Feed {number}")),
        )
    ]
    rendered = render(Message(parts=tuple(stories)))
    assert len(rendered.blocks) <= MOST_BLOCKS
    said = json.dumps(rendered.blocks)
    assert all(f"{what} {number}" in said for what in ("Story", "Sentence", "Feed") for number in range(20))


def test_a_message_of_nothing_says_so_or_tells_of_its_picture() -> None:
    assert only(Message(parts=(Paragraph(line=text(" \n")),)))["elements"][0]["text"] == "(nothing to show)"
    pictured = Message(parts=(), picture=Picture(png=b"", alt="Mentions of Iskander a day"))
    assert only(pictured)["elements"][0]["text"] == render(pictured).text == "Mentions of Iskander a day"


NASTY = (
    "<!channel>",
    "@here",
    "<@U1>",
    "&amp;",
    "\x00",
    "\u202e",
    "\ud800",
    " ",
    "\n",
    "*",
    "```",
    ">",
    "|",
    "🇺🇦",
    "e\u0301",
)
LONG = ("слово " * 600, "x" * 3100, "&" * 2999, "💥" * 1600)
WORDS = (
    st.text(max_size=8) | st.sampled_from(NASTY) | st.sampled_from(LONG) | st.sampled_from(NASTY).map("S-400 {}".format)
)
URLS = (
    st.sampled_from((None, "https://example.org/?q=<a>&b", "https://example.org/" + "a" * 2000, "javascript:x")) | WORDS
)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    looks = st.booleans()
    spans = st.builds(Span, text=WORDS, url=URLS, bold=looks, italic=looks, code=looks)
    return tuple(draw(st.lists(spans, max_size=3)))


@st.composite
def parts(draw: st.DrawFn) -> Part:
    some = draw(st.lists(lines(), min_size=1, max_size=4))
    rows = draw(st.lists(st.lists(WORDS, max_size=4).map(tuple), min_size=1, max_size=4))
    kinds: tuple[Part, ...] = (
        *(kind(line=some[0]) for kind in (Heading, Paragraph, Quote, Note)),
        Bullets(lines=tuple(some), numbered=draw(st.booleans())),
        Facts(pairs=tuple((draw(WORDS), line) for line in some)),
        Table(header=rows[0], rows=tuple(rows[1:])),
    )
    return draw(st.sampled_from(kinds))


@st.composite
def messages(draw: st.DrawFn) -> Message:
    few = tuple(draw(st.lists(parts(), max_size=6)))
    buttons = st.lists(st.builds(Button, label=WORDS, command=WORDS), max_size=5).map(tuple)
    return Message(
        parts=few * draw(st.sampled_from((1, 1, 12))),
        buttons=draw(buttons) * draw(st.sampled_from((1, 6))),
        picture=draw(st.none() | st.builds(Picture, png=st.just(b""), alt=WORDS)),
    )


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking messages of 100,000 words takes minutes
)
@given(messages())
def test_slack_takes_any_message_and_nobody_is_pinged(message: Message) -> None:
    rendered = render(message)
    assert refusal(payload(rendered)) is None
    assert size(rendered.blocks) <= LARGEST_BLOCKS
    assert pings({**payload(rendered), "parse": "full"}) == []
    plain = {"text": fallback(message, links=True)}
    assert refusal(plain) is None
    assert pings({**plain, "parse": "full"}) == []


@given(st.text() | st.sampled_from(NASTY))
def test_escaped_text_holds_no_markup(words: str) -> None:
    assert not set(escaped(words)) & {"<", ">"}
