"""Markup becomes what a reader sees of it, at a cost that grows no faster than its length."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds import plaintext
from bot.feeds.plaintext import cut, from_html, from_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One.</p>\n\n<p>Two\nlines.</p>", "One.\nTwo lines."),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<b>T</b>-80<i>BV</i>", "T-80BV"),
        ("<ul><li>one<li>two</ul>", "one\ntwo"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("plain\nlines\n\n  stay", "plain\nlines\nstay"),
        ("AT&amp;T &lt;ok&gt; &#8217;&#x2014;&nbsp;x", "AT&T <ok> ’— x"),
        ("doubly &amp;quot;escaped&amp;quot; &amp;amp; so on", 'doubly "escaped" & so on'),
        ("&lt;p&gt;all of it&lt;/p&gt;&lt;p&gt;escaped&lt;/p&gt;", "all of it\nescaped"),
        ("x<script>alert('<p>')</script>y<style>p{}</STYLE >z", "xyz"),
        ("x<script/>y <iframe src=a>never closed", "xy never closed"),
        ("seen<!-- hidden > still --> seen<!-- open", "seen seen"),
        ("<![CDATA[kept]]> <?php echo ?>out", "kept out"),
        ('<a title="a > b" href=x>link</a>', "link"),
        ('<a href="never closed>text</a>', "text"),
        ("1 < 2, <3 and x<y", "1 < 2, <3 and x"),
        ("cut <a href='http://a.exam", "cut"),
        ("a\u200bb\xadc\ufeffd\u202ee\u2066f\x00\x07g", "abcdefg"),
        ("half \ud83d surrogate &#xD83D;", "half surrogate \ufffd"),
        ("&#99999999999999999999; " + "&#" + "9" * 5000 + ";", "\ufffd \ufffd"),
        ("й и и\u0306", "й и й"),
        ("👩‍👩‍👧 stays", "👩‍👩‍👧 stays"),
    ],
)
def test_markup(markup: str, text: str) -> None:
    assert from_html(markup) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("History of the <blink> tag", "History of the <blink> tag"),
        ("a < b & c > d", "a < b & c > d"),
        ("said to be plain, <b>yet</b> is not", "said to be plain, yet is not"),
        ("Q&amp;A &#8211; escaped &lt;b&gt;twice&lt;/b&gt;", "Q&A – escaped twice"),
    ],
)
def test_text_that_is_declared_plain(value: str, text: str) -> None:
    assert from_text(value) == text


HOSTILE = {
    "open tags": "<p>",
    "nested": "<div><b>",
    "comments that never close": "<!--",
    "tags that never close": "<a ",
    "quotes that never close": "<a x=\"<a y='",
    "equals": "<a =  ",
    "bare brackets": "<",
    "iframes that never close": "<iframe>",
    "scripts that close": "<script></script>",
    "references": "&amp;amp;",
    "half references": "&#x",
    "accents": "a\u0316\u0301",
    "accents stacked": "\u0316\u0301",
    "breaks": "<br> ",
    "spaces": " \n",
    "misread": "Ð\x9f",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_markup_costs_no_more_than_its_length(piece: str) -> None:
    def cost(length: int) -> float:
        started = time.process_time()
        from_html((piece * (length // len(piece) + 1))[:length])
        return time.process_time() - started

    # Ten times the length: ten times the time if linear, a hundred if quadratic. The floor is the clock's noise.
    assert cost(500_000) < 40 * max(cost(50_000), 0.01)


def test_markup_beyond_all_measure_is_not_looked_at() -> None:
    assert from_html("<p> " * plaintext.MAX_MARKUP + "late") == ""


@given(st.text(alphabet="<>/!-&#;x1ap \n\"'=[]Ð\x9f\u0301\ud800", max_size=80))
def test_nothing_invisible_or_untidy_comes_out(markup: str) -> None:
    for text in (from_html(markup), from_text(markup)):
        assert text == text.strip()
        assert "\n\n" not in text
        assert "  " not in text
        text.encode()


@given(st.text(alphabet="ab .\n", max_size=60), st.integers(min_value=5, max_value=50))
def test_cutting_keeps_to_the_limit(text: str, limit: int) -> None:
    assert len(cut(text, limit)) <= limit
    assert cut(text, len(text) or 1) == text


def test_cutting_prefers_the_end_of_a_sentence() -> None:
    assert cut("First it came. Then it went. And so on", 30) == "First it came. Then it went."
    assert cut("No sentence ends anywhere here", 20) == "No sentence ends…"
