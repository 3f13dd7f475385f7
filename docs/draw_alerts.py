"""Draws the README's picture: one alert as the renderers give it to Telegram and to Slack, laid out as the chats do.

`python docs/draw_alerts.py > alerts.html`, then
`chromium --headless --hide-scrollbars --screenshot=docs/alerts.png --window-size=1160,350 alerts.html`.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from bot.chat import slack_blocks, telegram_html
from bot.model.message import Button, Facts, Heading, Message, Note, Quote, Span, text

ALERT = Message(
    parts=(
        Heading(line=(Span(text="S-400 battery unloads at Baranavichy airfield", url="https://courier.example/s400"),)),
        Quote(
            line=text(
                "A battery of S-400 launchers was unloaded at the airfield outside Baranavichy before dawn, residents "
                "and two railway employees say. Eight launch vehicles and a radar left the siding under escort."
            )
        ),
        Facts(
            pairs=(
                ("Facts", text("two railway employees · S-400 · Baranavichy · dawn")),
                ("Equipment", text("S-400")),
                ("Places", text("Baranavichy, Belarus")),
                ("Watch", text("Build-up in Belarus (S-400)")),
                (
                    "Also reported by",
                    (
                        Span(text="Eastern Wire", url="https://wire.example/14"),
                        Span(text=", "),
                        Span(text="Border Monitor", url="https://monitor.example/8841"),
                    ),
                ),
            )
        ),
        Note(line=text("32 min ago · The Northern Courier · alert 3")),
    ),
    buttons=(Button(label="Why?", command="why 3"),),
)
PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; display: flex; font: 15px/1.4 "Noto Sans", sans-serif; background: #fff }}
.chat {{ width: 580px; box-sizing: border-box; padding: 20px; min-height: 420px }}
.telegram {{ background: #cfd9c4 }}
.bubble {{ background: #fff; border-radius: 12px; padding: 10px 14px; white-space: pre-line }}
.telegram a, .slack a {{ color: #2a6fb0; text-decoration: none }}
.telegram blockquote {{ margin: 4px 0; padding: 2px 10px; border-left: 3px solid #5aa2d6; background: #eef5fb }}
.key {{ margin-top: 4px; padding: 7px; text-align: center; border-radius: 8px; background: #8fa183; color: #fff }}
.name {{ font-weight: 700; margin-bottom: 4px }}
.slack blockquote {{ margin: 6px 0; padding-left: 12px; border-left: 4px solid #ddd }}
.slack .context {{ color: #616061; font-size: 13px; margin: 6px 0 }}
.slack .key {{ display: inline-block; background: #fff; color: #1d1c1d; border: 1px solid #bbb; padding: 4px 12px }}
.slack div, .slack blockquote {{ white-space: pre-line }}
</style>
<div class="chat telegram"><div class="bubble">{telegram}</div>{keys}</div>
<div class="chat slack"><div class="name">vedette</div>{slack}</div>
"""


def inline(element: dict[str, Any]) -> str:
    """A piece of Slack's rich text as HTML."""
    words = escape(element.get("text") or element.get("url", ""))
    if element["type"] == "link":
        words = f'<a href="{escape(element["url"])}">{words}</a>'
    style = element.get("style") or {}
    return f"<b>{words}</b>" if style.get("bold") else f"<i>{words}</i>" if style.get("italic") else words


def block(one: dict[str, Any]) -> Iterable[str]:
    """A Slack block as HTML."""
    for element in one["elements"]:
        match element["type"]:
            case "rich_text_section":
                yield f"<div>{''.join(map(inline, element['elements']))}</div>"
            case "rich_text_quote":
                yield f"<blockquote>{''.join(map(inline, element['elements']))}</blockquote>"
            case "button":
                yield f'<span class="key">{escape(element["text"]["text"])}</span>'
            case _:
                yield f'<div class="context">{escape(element["text"])}</div>'


def page() -> str:
    """Both chats side by side."""
    telegram = telegram_html.render(ALERT)
    keys = "".join(f'<div class="key">{escape(button.label)}</div>' for button in ALERT.buttons)
    slack = "".join(html for one in slack_blocks.render(ALERT).blocks for html in block(one))
    return PAGE.format(telegram=telegram.html.replace("</blockquote>\n", "</blockquote>"), keys=keys, slack=slack)


if __name__ == "__main__":
    print(page())
