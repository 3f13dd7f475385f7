"""Markup -> plain text: tags gone, entities decoded, invisible characters dropped, white space in order.

One pass from left to right that never looks back, so that hostile input costs no more than its length. What is left is
text, not safe markup: whoever renders it escapes it.
"""

from __future__ import annotations

import html
import re
import unicodedata

from bot.feeds.encoding import repair

MAX_MARKUP = 1_000_000
"""Characters of one body that are looked at. The longest real articles have a fifth of that, pictures inlined apart."""

_BREAK = "\x1e"  # a line break that the markup asks for, kept apart from those of its source; no text holds one
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:_-]{0,60})(?=[\s/>]|\Z)")
_TAG_STOP = re.compile(r""">|=\s*["']""")
_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    }
)
_CELLS = frozenset({"td", "th"})
_UNSEEN = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style", "iframe", "svg", "template")}
"""Elements whose content nobody sees, each with the pattern of its end."""
_KNOWN_MARKUP = re.compile(
    r"<(?:/(?:a|b|i|u|p|em|strong|span|div|font|li|ul|ol|h[1-6]|sup|sub|small|table|td|tr|blockquote|cite|code|q|s)\s*>"
    r"|(?:br|p|hr)\s*/?>|(?:img|a)\s[^<>]{0,300}=)",
    re.IGNORECASE,
)
"""What does not stand in plain text by chance. "The <blink> tag" does."""
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc"
    r"\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]+"
)
"""Control characters, soft hyphens, zero-width marks, direction overrides, half surrogates and tag characters. The
joiners U+200C and U+200D stay: they are part of how emoji and some scripts are written."""
_HUGE_REFERENCE = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{7,});?")
_REFERENCE = re.compile(r"&(?:#\d|#[xX][0-9a-fA-F]|[a-zA-Z]{2,8};)")
_LONG_STACK = re.compile(r"([\u0300-\u036f\u0483-\u0489]{4})[\u0300-\u036f\u0483-\u0489]+")
_SPACES_BUT_BREAKS = re.compile(r"[^\S\x1e]+")
_BREAKS = re.compile(r" ?\x1e[ \x1e]*")
_SPACES_IN_LINE = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n\s*")
_SENTENCE_END = re.compile(r"[.!?…][\"'»”)\]]*\s|\n")


def from_html(markup: str) -> str:
    """The text that a reader of `markup` sees: one line a block, no empty lines, NFC."""
    source = clean(repair(markup[:MAX_MARKUP])).replace(_BREAK, " ")
    text = _decode_references("".join(_pieces(source)))
    if "<" not in source and _KNOWN_MARKUP.search(text):  # all of it was escaped once too often
        text = _decode_references("".join(_pieces(text)))
    return _tidy(text)


def from_text(text: str) -> str:
    """The text of a field that is declared plain; markup and references that are there all the same are resolved."""
    if _KNOWN_MARKUP.search(text):
        return from_html(text)
    decoded = _decode_references(clean(repair(text[:MAX_MARKUP])).replace(_BREAK, " "))
    return from_html(decoded) if _KNOWN_MARKUP.search(decoded) else _tidy(decoded)


def one_line(text: str) -> str:
    """`text` with every run of white space as one space."""
    return " ".join(text.split())


def clean(text: str) -> str:
    """`text` without the characters that are not seen and only do harm."""
    return _INVISIBLE.sub("", text) if _INVISIBLE.search(text) else text


def cut(text: str, limit: int) -> str:
    """At most `limit` characters of `text`, ending with a sentence if one ends in the last fifth, else with a word."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    ends = [match.end() for match in _SENTENCE_END.finditer(head, limit * 4 // 5)]
    if ends:
        return head[: ends[-1]].rstrip()
    space = max(head.rfind(" ", limit * 4 // 5), head.rfind("\n", limit * 4 // 5))
    return (head[:space] if space > 0 else head).rstrip(" ,;:-–—") + "…"


def _pieces(markup: str) -> list[str]:
    pieces: list[str] = []
    unclosed: set[str] = set()  # elements known to have no end any more: looking again would be quadratic
    at = 0
    while (start := markup.find("<", at)) >= 0:
        pieces.append(markup[at:start])
        tag = _TAG.match(markup, start)
        if tag is None:
            at = _after_declaration(markup, start, pieces)
            continue
        at = _after_tag(markup, tag.end())
        name = tag[1].lower()
        if name in _BLOCKS:
            pieces.append(_BREAK)
        elif name in _CELLS:
            pieces.append(" ")
        elif name in _UNSEEN and markup[start + 1] != "/" and markup[at - 2] != "/" and name not in unclosed:
            end = _UNSEEN[name].search(markup, at)
            if end:
                at = _after_tag(markup, end.end())
            elif name in {"script", "style"}:
                return pieces
            else:
                unclosed.add(name)
    pieces.append(markup[at:])
    return pieces


def _after_declaration(markup: str, start: int, pieces: list[str]) -> int:
    """Where to go on after a `<` that begins no tag; what is text there is added to `pieces`."""
    for opening, closing, is_text in (("<!--", "-->", False), ("<![CDATA[", "]]>", True), ("<!", ">", False)):
        if markup.startswith(opening, start):
            inside = start + len(opening)
            end = markup.find(closing, inside)
            stop = end if end >= 0 else len(markup)
            if is_text:
                pieces.append(markup[inside:stop])
            return min(stop + len(closing), len(markup))
    if markup.startswith("<?", start):
        end = markup.find(">", start)
        return end + 1 if end >= 0 else len(markup)
    pieces.append("<")
    return start + 1


def _after_tag(markup: str, at: int) -> int:
    """The index after the `>` that closes the tag; a quoted attribute may hold one. The end, where none closes it."""
    while stop := _TAG_STOP.search(markup, at):
        if stop[0] == ">":
            return stop.end()
        quote = markup.find(stop[0][-1], stop.end())
        # A quote that never closes cannot be met twice: this was the last of its kind.
        at = quote + 1 if quote >= 0 else stop.end()
    return len(markup)


def _decode_references(text: str) -> str:
    """Character references decoded, those too that somebody escaped twice."""
    for _ in range(2):
        if "&" not in text:
            break
        # html.unescape hands the digits to int(), which refuses thousands of them.
        text = clean(html.unescape(_HUGE_REFERENCE.sub("\ufffd", text)))
        if not _REFERENCE.search(text):
            break
    return text


def _tidy(text: str) -> str:
    if _BREAK in text:
        text = _BREAKS.sub("\n", _SPACES_BUT_BREAKS.sub(" ", text))
    else:  # no markup says where lines end: the author's own line breaks do
        text = _LINES.sub("\n", _SPACES_IN_LINE.sub(" ", text))
    text = text.strip()
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", _LONG_STACK.sub(r"\1", text))
    return text
