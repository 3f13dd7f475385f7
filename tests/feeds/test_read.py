"""Any kind of feed, however broken, becomes items; what is no feed is named for what it is."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot import feeds
from bot.errors import FeedUnreadable
from bot.feeds import drafts
from bot.model.feed import Document

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
URL = "https://news.example/feeds/all.xml"
ITEM = "<item><title>Convoy near the border</title><link>https://news.example/1</link><guid>g1</guid></item>"


def read(body: bytes | str, content_type: str | None = None) -> Document:
    raw = body if isinstance(body, bytes) else body.encode()
    return feeds.read(raw, url=URL, content_type=content_type, now=NOW)


def rss(inside: str, channel: str = "<title>Border Post</title>") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{channel}{inside}</channel></rss>'


def test_rss_item_whole() -> None:
    document = read(
        rss(
            "<item><title>Tanks unloaded</title><link>/2026/tanks?a=1&amp;b=2</link><guid>tag:7</guid>"
            "<pubDate>Sun, 22 Nov 2026 12:30:00 +0200</pubDate>"
            "<description>&lt;p&gt;Ten &lt;b&gt;T-80BV&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;By rail.&lt;/p&gt;</description>"
            "</item>",
            "<title>Border Post</title><language>en-GB</language><ttl>15</ttl>",
        )
    )
    assert (document.title, document.ttl, document.warnings) == ("Border Post", timedelta(minutes=15), ())
    (item,) = document.items
    assert item.key == "tag:7"
    assert item.title == "Tanks unloaded"
    assert item.text == "Ten T-80BV.\nBy rail."
    assert item.url == "https://news.example/2026/tanks?a=1&b=2"
    assert item.published == datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
    assert (item.seen, item.lang) == (NOW, "en-gb")


def test_atom_entry_with_base_language_and_fullest_text() -> None:
    document = read(
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://atom.example/dir/" xml:lang="uk">
        <title>Вартовий</title><entry><id>urn:1</id><title type="html">Колона &amp;amp; ешелон</title>
        <link rel="self" href="self.xml"/><link href="one.html"/><updated>2026-11-22T10:00:00Z</updated>
        <published>2026-11-21T10:00:00Z</published><summary>Коротко.</summary>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Довгий</p><p>текст.</p></div></content>
        </entry></feed>"""
    )
    (item,) = document.items
    assert (item.title, item.text, item.lang) == ("Колона & ешелон", "Довгий\nтекст.", "uk")
    assert item.url == "https://atom.example/dir/one.html"
    assert item.published == datetime(2026, 11, 21, 10, tzinfo=UTC)


def test_rdf() -> None:
    document = read(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
        <channel rdf:about="https://rdf.example/"><title>R</title><sy:updatePeriod>daily</sy:updatePeriod>
        <sy:updateFrequency>4</sy:updateFrequency></channel>
        <item rdf:about="https://rdf.example/1"><title>One</title><link>https://rdf.example/1</link>
        <dc:date>2026-11-20T08:00+02:00</dc:date></item></rdf:RDF>"""
    )
    (item,) = document.items
    assert document.ttl == timedelta(hours=6)
    assert (item.key, item.published) == ("https://rdf.example/1", datetime(2026, 11, 20, 6, tzinfo=UTC))


def test_json_feed() -> None:
    document = read(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "Сводка",
                "language": "ru",
                "items": [
                    {"id": 7, "url": "/7", "title": "С-400 &amp; «Панцирь»", "content_html": "<p>Едут.</p><p>Оба.</p>"},
                    {
                        "id": "8",
                        "content_text": "No title, only <words> of a post.\nAnd more.",
                        "date_modified": "2026-11-22",
                    },
                    "not an item",
                ],
            }
        )
    )
    first, second = document.items
    assert (first.key, first.title, first.text) == ("7", "С-400 & «Панцирь»", "Едут.\nОба.")
    assert (first.url, first.lang) == ("https://news.example/7", "ru")
    assert second.title == "No title, only <words> of a post."
    assert second.published == datetime(2026, 11, 22, tzinfo=UTC)
    assert document.warnings == ("1 items are no JSON objects",)


def test_the_whole_article_is_taken_from_aggregators_elements() -> None:
    document = read(
        '<rss version="2.0" xmlns:yandex="http://news.yandex.ru"><channel><item><title>t</title><description/>'
        "<yandex:full-text>&lt;p&gt;Весь текст.&lt;/p&gt;</yandex:full-text></item></channel></rss>"
    )
    assert document.items[0].text == "Весь текст."


def test_kind_is_told_by_content_whatever_it_is_called() -> None:
    assert len(read(rss(ITEM), "text/html; charset=utf-8").items) == 1
    assert read('{"version": "https://jsonfeed.org/version/1", "items": []}', "application/rss+xml").items == ()
    assert len(read("\ufeff \n<!-- hello -->" + rss(ITEM)).items) == 1


def test_what_a_server_prints_before_the_feed_is_survived() -> None:
    document = read("Notice: cache is cold in /srv/feed.php on line 3\n" + rss(ITEM))
    assert len(document.items) == 1
    assert "come before the feed" in document.warnings[0]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("<!DOCTYPE html><html><body>Welcome</body></html>", "this is a web page, not a feed"),
        (
            '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>',
            "its feed is at https://news.example/rss",
        ),
        ("<opml version='2.0'><body/></opml>", "OPML"),
        ("<urlset xmlns='x'/>", "sitemap"),
        ("<report><row/></report>", "XML, but not a feed: it begins with <report>"),
        ('{"error": "no such feed"}', "not a JSON Feed"),
        ('{"items": [{"id": 1', "broken JSON"),
        ('{"items": ' + "[" * 100_000, "deeper"),
        ('{"items": [' + "9" * 5_000 + "]}", "broken JSON"),
        ("Service temporarily unavailable", "plain text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\x02\x03\x04", "not text"),
        ("<!-- nothing -->", "nothing in it"),
        ("<rss version='2.0'><channel><title>Cut</ti", "ends before its first item"),
        (b"/etc/hostname", "plain text"),
    ],
)
def test_what_is_no_feed_is_named(body: bytes | str, words: str) -> None:
    with pytest.raises(FeedUnreadable, match=words.replace("(", r"\(")):
        read(body)


def test_a_feed_cut_short_gives_its_complete_items() -> None:
    document = read('<rss version="2.0"><channel>' + ITEM + "<item><title>Half a ti")
    assert [item.title for item in document.items] == ["Convoy near the border"]
    assert "ends in the middle" in document.warnings[0]


def test_broken_xml_is_read_with_a_warning() -> None:
    document = read(rss("<item><title>Fish & chips &nbsp; <b>war</title></item>" + ITEM))
    assert len(document.items) == 2
    assert document.items[0].title == "Fish & chips war"
    assert "not well-formed" in document.warnings[0]


def test_control_characters_in_the_document_do_no_harm() -> None:
    document = read(rss("<item><title>Nul\0 and \x07bell &#xD800;</title><link>https://a.example/</link></item>"))
    assert document.items[0].title == "Nul and bell \ufffd"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://a.example/", "http://", "http://[", "data:text/html,x"])
def test_links_nobody_should_follow_are_dropped(link: str) -> None:
    assert read(rss(f"<item><title>t</title><link>{link}</link></item>")).items[0].url is None


def test_a_permalink_guid_is_the_link_and_the_original_goes_before_a_proxy() -> None:
    assert read(rss("<item><guid>https://a.example/1</guid></item>")).items[0].url == "https://a.example/1"
    proxied = (
        '<rss xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><item><link>https://proxy.example/1'
        "</link><feedburner:origLink>https://a.example/1</feedburner:origLink></item></channel></rss>"
    )
    assert read(proxied).items[0].url == "https://a.example/1"


@pytest.mark.parametrize(
    ("stated", "lang"),
    [("uk-UA", "uk-ua"), ("ua", "uk"), ("by", "be"), ("ru_RU", "ru-ru"), ("русский", None), ("", None)],
)
def test_languages_are_put_right(stated: str, lang: str | None) -> None:
    assert read(rss(ITEM, f"<language>{stated}</language>")).items[0].lang == lang


@pytest.mark.parametrize("date", ["Fri, 02 Jan 1795 10:00:00 GMT", "2099-01-01T00:00:00Z", "soon", ""])
def test_dates_that_cannot_be_true_are_none(date: str) -> None:
    (item,) = read(rss(f"<item><title>t</title><pubDate>{date}</pubDate></item>")).items
    assert item.published is None
    assert item.when == NOW


@pytest.mark.parametrize(
    ("ttl", "expected"), [("0", None), ("-5", None), ("x", None), ("99999", drafts.MAX_TTL), ("9" * 5000, None)]
)
def test_ttl_is_believed_within_reason(ttl: str, expected: timedelta | None) -> None:
    assert read(rss(ITEM, f"<ttl>{ttl}</ttl>")).ttl == expected


def test_the_newest_items_are_kept_in_document_order() -> None:
    days = [NOW - timedelta(hours=hours) for hours in range(drafts.MAX_ITEMS + 5)]
    entries = [{"id": str(index), "date_published": day.isoformat()} for index, day in enumerate(days)]
    document = read(json.dumps({"version": "https://jsonfeed.org/version/1", "items": entries[::-1]}))
    assert [item.key for item in document.items] == [str(index) for index in range(drafts.MAX_ITEMS)][::-1]
    assert "newest were read" in document.warnings[0]


def test_long_texts_and_titles_are_cut_at_a_word() -> None:
    (item,) = read(
        rss(f"<item><title>{'long ' * 500}</title><description>{'word ' * 50_000}</description></item>")
    ).items
    assert len(item.title) <= drafts.MAX_TITLE
    assert len(item.text) <= drafts.MAX_TEXT
    assert item.title.endswith("long…")
    assert item.text.endswith("word…")
