"""Messages in Telegram's HTML: a few tags, three escapes, lengths in UTF-16 units after the markup is taken off.

Figures and rules: https://core.telegram.org/bots/api#html-style, #sendmessage, #sendphoto, #inlinekeyboardbutton.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.cutting import clean, cut, readable, utf16, web_url
from bot.chat.fitting import fitted
from bot.chat.layout import lay_out, one_line, plain
from bot.model.message import Button, Message, Span

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_CALLBACK = 64
"""Bytes of UTF-8."""
LONGEST_LABEL = 40
"""UTF-16 units. Telegram sets no limit, but a phone shows no more."""
MOST_BUTTONS = 24
ROW_WIDTH = 30
"""UTF-16 units of labels that stand side by side on a phone."""
ROW_BUTTONS = 4

_WORD_JOINER = "\u2060"
_PINGS = re.compile(r"(?<![A-Za-z0-9])@(?=\w|\Z)")
_COMMANDS = re.compile(r"(?<![\w/<>])/(?=\w|\Z)")
_TAG = re.compile(r"<[^>]*>")
_NOTHING = "(nothing to show)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A message in both forms: `html`, and `plain` for when Telegram will not take the first."""

    html: str
    plain: str
    keyboard: InlineKeyboardMarkup | None


def render(message: Message, *, caption: bool = False) -> Rendered:
    """`message` for Telegram, within the limit of a text or of a picture's caption."""
    limit = LONGEST_CAPTION if caption else LONGEST_TEXT
    short = fitted(message, lambda candidate: utf16(visible(lay_out(candidate, _HTML))) <= limit)
    html = lay_out(short, _HTML)
    if not readable(visible(html)):
        html = _NOTHING
    words = cut(_harmless(plain(short)), limit, utf16)
    return Rendered(html=html, plain=words if readable(words) else _NOTHING, keyboard=_keyboard(message.buttons))


def visible(html: str) -> str:
    """What a reader sees of our own `html`; Telegram's limits count this."""
    return unescape(_TAG.sub("", html))


class _Html:
    """The tags that Telegram knows."""

    def span(self, text: str, span: Span) -> str:
        words = escape(text if span.code else _harmless(text), quote=False)
        if span.code:
            words = f"<code>{words}</code>"
        if span.bold:
            words = f"<b>{words}</b>"
        if span.italic:
            words = f"<i>{words}</i>"
        url = web_url(span.url)
        return f'<a href="{escape(url)}">{words}</a>' if url else words

    def heading(self, words: str) -> str:
        return f"<b>{words}</b>"

    def quote(self, words: str) -> str:
        return f"<blockquote>{words}</blockquote>"

    def label(self, words: str) -> str:
        return f"<b>{words}</b>"

    def columns(self, text: str) -> str:
        return f"<pre>{escape(text, quote=False)}</pre>"

    def note(self, words: str) -> str:
        return f"<i>{words}</i>"


_HTML = _Html()


def _harmless(text: str) -> str:
    """`text` in which no "@name" notifies anybody and no "/word" can be tapped to send it.

    A word joiner, which cannot be seen, stands between the mark and the name. Code stays as it is, to be copied:
    Telegram looks for neither there. A mark at the very end counts too: the name may follow in the next span.
    """
    return _COMMANDS.sub(f"/{_WORD_JOINER}", _PINGS.sub(f"@{_WORD_JOINER}", text))


def _keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """Rows of buttons; one whose command is too long for Telegram to carry is left out."""
    rows: list[list[InlineKeyboardButton]] = []
    width = 0
    asked = [(clean(button.command).strip(), one_line(button.label).strip()) for button in buttons]
    fitting = [both for both in asked if readable(both[0]) and len(both[0].encode()) <= LONGEST_CALLBACK]
    for command, words in fitting[:MOST_BUTTONS]:
        label = cut(words if readable(words) else command, LONGEST_LABEL, utf16)
        if not rows or len(rows[-1]) == ROW_BUTTONS or width + utf16(label) > ROW_WIDTH:
            rows.append([])
            width = 0
        rows[-1].append(InlineKeyboardButton(label, callback_data=command))
        width += utf16(label)
    return InlineKeyboardMarkup(rows) if rows else None
