"""Hypothesis strategies for messages as the worst of feeds could make them: hostile, empty, far too long."""

from __future__ import annotations

from hypothesis import strategies as st

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
    Quote,
    Span,
    Table,
)

ATTACKS = (
    "@anna @all",
    "@",
    "anna",
    "/stop",
    "/",
    "</b></blockquote>",
    "<a href='tg://user?id=41'>x</a>",
    "&lt;&amp;&",
    "<!channel> <@U0123456>",
    "\u202e\u2066",
    "\u200b",
    "\x00\x1b[2J\r\n",
    "\ud83d",
    "👨‍👩‍👧‍👦🇺🇦",
    "\n\n\n",
)
words = st.text(max_size=20) | st.sampled_from(ATTACKS)
long_words = st.builds(lambda some, times: (some + " ") * times, words, st.sampled_from((1, 1, 1, 40, 900)))
urls = st.none() | words | words.map(lambda tail: "https://example.org/" + tail)
spans = st.builds(Span, text=long_words, url=urls, bold=st.booleans(), italic=st.booleans(), code=st.booleans())
lines: st.SearchStrategy[Line] = st.lists(spans, max_size=4).map(tuple)
cells = st.lists(long_words, max_size=4).map(tuple)
some_lines = st.lists(lines, max_size=4).map(tuple) | st.builds(lambda line: (line,) * 300, lines)
facts = st.lists(st.tuples(long_words, lines), max_size=5).map(tuple) | st.tuples(words, lines).map(
    lambda pair: (pair,) * 200
)
parts: st.SearchStrategy[Part] = st.one_of(
    st.builds(Heading, line=lines),
    st.builds(Paragraph, line=lines),
    st.builds(Quote, line=lines),
    st.builds(Note, line=lines),
    st.builds(Bullets, lines=some_lines, numbered=st.booleans()),
    st.builds(Facts, pairs=facts),
    st.builds(Table, header=cells, rows=st.lists(cells, max_size=60).map(tuple)),
)
buttons = st.builds(Button, label=words, command=long_words)
many_parts = st.lists(parts, max_size=6) | st.builds(lambda some: some * 60, st.lists(parts, min_size=1, max_size=3))
messages = st.builds(Message, parts=many_parts.map(tuple), buttons=st.lists(buttons, max_size=30).map(tuple))
