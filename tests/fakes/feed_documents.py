"""Feed documents of our own writing: sound ones, and those that an enemy or an accident would serve."""

from __future__ import annotations

import functools
import gzip
from xml.sax.saxutils import escape

Entry = tuple[str, str, str, str]
"""Title, link, date (RFC 822) and text."""

REPORTS: tuple[Entry, ...] = (
    (
        "Three trains of armour seen near Homel",
        "https://observer.example/2022/01/homel-trains",
        "Tue, 18 Jan 2022 09:15:00 +0300",
        "Residents counted T-80BV tanks and BMP-3 vehicles on flat wagons north of the city. Nobody explained them.",
    ),
    (
        "Pantsir launchers join the drills in Belarus",
        "https://observer.example/2022/01/pantsir-drills",
        "Wed, 19 Jan 2022 12:40:00 +0300",
        "The foreign ministry in Minsk calls the deployment routine. Two batteries were unloaded at night.",
    ),
    (
        "An Iskander battery stays after the parade",
        "https://observer.example/2022/01/iskander-stays",
        "Thu, 20 Jan 2022 07:05:00 +0300",
        "Satellite pictures show the launchers at the same clearing as a week ago.",
    ),
)
IMPOSSIBLE_DATES: tuple[Entry, ...] = (
    ("Dated 1795", "https://observer.example/1795", "Thu, 01 Jan 1795 00:00:00 +0000", "From before there were feeds."),
    ("Dated 2099", "https://observer.example/2099", "Thu, 01 Jan 2099 00:00:00 +0000", "From after everybody."),
    ("Dated never", "https://observer.example/never", "the day after tomorrow", "From no calendar."),
)
RUSSIAN: tuple[Entry, ...] = (
    (
        "Комплексы «Панцирь» прибыли под Гомель",
        "https://vesti-dnya.example/pancir",
        "Wed, 19 Jan 2022 10:00:00 +0300",
        "Эшелон разгрузили ночью. Военные от вопросов уклонились.",
    ),
    (
        "Колонна «Тигров» прошла через Речицу",
        "https://vesti-dnya.example/tigr",
        "Wed, 19 Jan 2022 15:30:00 +0300",
        "Очевидцы насчитали двенадцать машин.",
    ),
)


def rss(title: str, entries: tuple[Entry, ...] = REPORTS, *, encoding: str = "utf-8") -> bytes:
    """An RSS 2.0 document."""
    items = "".join(
        f"<item><title>{escape(name)}</title><link>{escape(link)}</link><guid>{escape(link)}</guid>"
        f"<pubDate>{escape(date)}</pubDate><description>{escape(text)}</description></item>"
        for name, link, date, text in entries
    )
    head = f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>{escape(title)}</title>'
    return f"{head}<link>https://observer.example/</link>{items}</channel></rss>".encode(encoding)


def windows_1251() -> bytes:
    """Russian in the encoding that half of the region's older sites still declare."""
    return rss("Вести дня", RUSSIAN, encoding="windows-1251")


def html_page() -> bytes:
    """What a parked domain or a consent wall answers with status 200."""
    return b"<!DOCTYPE html><html><head><title>Welcome</title></head><body><p>We value your privacy.</p></body></html>"


def truncated() -> bytes:
    """Cut in the middle of its third item."""
    whole = rss("Cut short")
    return whole[: whole.rindex(b"</description>") - 20]


def nul_bytes() -> bytes:
    """NUL and other control characters inside the text."""
    return rss("Control\x00 characters").replace(b"Pantsir", b"Pan\x00t\x01sir\x08")


def billion_laughs() -> bytes:
    """Ten levels of entities, each ten of the one before."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{levels}]>'
    return f'{head}<rss version="2.0"><channel><title>&l9;</title></channel></rss>'.encode()


def author_redos(size: int = 80_000) -> bytes:
    """An author in which a backtracking search for a mail address loses itself for most of a minute."""
    author = ("a." * size)[:size] + "@"
    item = f"<item><title>By nobody</title><author>{author}</author></item>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Slow</title>{item}</channel></rss>'.encode()


def deeply_nested(depth: int = 100_000) -> bytes:
    """Elements inside elements inside elements."""
    return b'<?xml version="1.0"?><rss version="2.0"><channel><title>' + b"<b>" * depth


@functools.cache
def padded(size: int) -> bytes:
    """A sound feed of `size` bytes, most of them white space."""
    whole = rss("Thirty megabytes")
    return whole.replace(b"</channel>", b" " * (size - len(whole)) + b"</channel>")


@functools.cache
def gzip_bomb(gigabytes: int = 1) -> bytes:
    """A megabyte for each gigabyte that it inflates to."""
    member = gzip.compress(bytes(16 * 2**20), mtime=0)
    return member * (64 * gigabytes)


@functools.cache
def triple_gzip() -> bytes:
    """Some hundred bytes; inflated once, twice and a third time, four gigabytes."""
    inner = gzip.compress(bytes(2**20), mtime=0) * 4096
    return gzip.compress(gzip.compress(inner, mtime=0), mtime=0)
