"""Web pages with an article and everything that stands around one."""

from __future__ import annotations

from html import escape

PARAGRAPHS = (
    """Eight S-400 launchers and a radar were unloaded before dawn at the siding east of Homiel, two railway employees \
told this newspaper, and left under escort within the hour.""",
    """The ministry would not comment. A spokesman said on Tuesday that movements of equipment were planned, and that \
they would be announced where the law asks for it.""",
    """Residents counted 24 flatcars. Half of them were empty by noon, and a second train waited outside the town \
until the evening, when the crossing was opened again.""",
)


def page(*paragraphs: str, title: str = "Launchers unloaded at Homiel", encoding: str = "utf-8") -> bytes:
    """A page whose article has these paragraphs, in `encoding`."""
    article = "".join(f"<p>{escape(words)}</p>" for words in paragraphs or PARAGRAPHS)
    return f"""<!doctype html><html><head><meta charset="{encoding}"><title>{escape(title)}</title>
<script>var tracker = "nobody reads this";</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/war">War</a></li><li><a href="/shop">Shop</a></li></ul></nav>
<main><article><h1>{escape(title)}</h1>{article}</article></main>
<aside><h2>Read also</h2><ul><li><a href="/1">Ten recipes</a></li><li><a href="/2">The weather</a></li></ul></aside>
<footer>All rights reserved. <a href="/privacy">Cookies</a></footer></body></html>""".encode(encoding)
