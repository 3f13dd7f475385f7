"""The article behind a short item: read once, politely, in bounded time; without it, what the feed gave stands."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.errors import ArticleUnreadable
from bot.flows import articles
from bot.flows.articles import MOST, SHORT, Articles
from bot.flows.robots import Robots
from bot.model.feed import Feed, Item
from bot.model.fetching import Fetched, FetchStatus
from tests.flows.desk import NOW, Clock

FEED = Feed(url="https://courier.example/rss", name="Courier", fulltext=True)
LONG = "Eight launchers were unloaded before dawn. " * 30


class Web:
    """Fetcher and extractor in one: pages by address, all of them text."""

    def __init__(self, pages: Mapping[str, str | Fetched] = {}) -> None:
        self.pages = dict(pages)
        self.asked: list[str] = []
        self.private: list[str] = []
        self.under_way = self.most_under_way = 0

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, allow_private: bool = False
    ) -> Fetched:
        self.asked.append(url)
        if allow_private:
            self.private.append(url)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(0)
        self.under_way -= 1
        page = self.pages.get(url)
        if isinstance(page, Fetched):
            return page
        if page is None:
            return Fetched(status=FetchStatus.HTTP_ERROR, url=url, http_status=404, detail="the server answers 404")
        return Fetched(status=FetchStatus.OK, url=url, body=page.encode(), content_type="text/html")

    async def extract(self, body: bytes, *, url: str, content_type: str | None) -> str:
        if not body.strip():
            raise ArticleUnreadable("no article is found on the page")
        return body.decode()

    @property
    def pages_asked(self) -> list[str]:
        return [url for url in self.asked if not url.endswith("robots.txt")]


def reader(web: Web, clock: Clock | None = None) -> Articles:
    return Articles(fetcher=web, extractor=web, clock=clock or Clock(), pause=0)


def item(name: str = "a", text: str = "", url: str | None = None, *, minutes: int = 0) -> Item:
    url = url or f"https://courier.example/{name}"
    return Item(key=name, title=name, text=text, url=url, published=NOW + timedelta(minutes=minutes), seen=NOW)


async def test_a_short_item_gets_its_article_and_keeps_what_the_feed_said() -> None:
    web = Web({"https://courier.example/a": LONG})
    (filled,) = await reader(web).fill(FEED, [item(text="Launchers …")])
    assert (filled.text, filled.said) == (LONG, "Launchers …")


async def test_an_item_that_says_enough_is_left_alone() -> None:
    web = Web({"https://courier.example/a": LONG})
    enough = item(text="x" * SHORT)
    assert await reader(web).fill(FEED, [enough, replace(item("b"), url=None)]) == (
        enough,
        replace(item("b"), url=None),
    )
    assert web.asked == []


@pytest.mark.parametrize("page", [None, "", "Short.", Fetched(status=FetchStatus.TOO_LARGE, url="x")])
async def test_without_an_article_the_feeds_words_stand_and_the_log_counts(page: str | Fetched | None) -> None:
    web = Web({} if page is None else {"https://courier.example/a": page})
    one = item(text="What the feed gave.")
    with capture_logs() as logs:
        assert await reader(web).fill(FEED, [one]) == (one,)
    (line,) = [entry for entry in logs if entry["event"] == "articles"]
    assert line["read"] == 0
    assert line["failed"] == (0 if page == "Short." else 1)


async def test_each_article_is_asked_for_once_also_by_another_feed() -> None:
    web = Web({"https://courier.example/a": LONG})
    one = reader(web)
    await asyncio.gather(one.fill(FEED, [item()]), one.fill(replace(FEED, url="https://b.example/rss"), [item()]))
    await one.fill(FEED, [item()])
    assert web.pages_asked == ["https://courier.example/a"]


async def test_a_host_is_asked_one_thing_at_a_time_others_side_by_side() -> None:
    same = Web({f"https://courier.example/{n}": LONG for n in range(6)})
    await reader(same).fill(FEED, [item(str(n)) for n in range(6)])
    assert same.most_under_way == 1
    apart = Web({f"https://{n}.example/": LONG for n in range(6)})
    await reader(apart).fill(FEED, [item(str(n), url=f"https://{n}.example/") for n in range(6)])
    assert apart.most_under_way > 1


async def test_of_many_the_newest_are_read_and_the_order_stays() -> None:
    items = [item(str(n), minutes=n) for n in range(MOST + 5)]
    web = Web({one.url or "": LONG for one in items})
    filled = await reader(web).fill(FEED, items)
    assert [one.key for one in filled] == [one.key for one in items]
    assert [one.said is None for one in filled] == [True] * 5 + [False] * MOST


async def test_time_is_bounded_and_what_came_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles, "PATIENCE", 0.05)
    web = Web({"https://quick.example/": LONG})
    fetch = web.fetch

    async def hang(url: str, **asked: bool) -> Fetched:
        if "slow" in url:
            await asyncio.Event().wait()
        return await fetch(url)

    monkeypatch.setattr(web, "fetch", hang)
    items = [item("a", url="https://slow.example/"), item("b", url="https://quick.example/")]
    slow, quick = await reader(web).fill(FEED, items)
    assert (slow.text, quick.text) == ("", LONG)


async def test_what_robots_txt_forbids_is_not_read() -> None:
    rules = "User-agent: *\nDisallow: /members/\n\nUser-agent: Vedette\nDisallow: /war/\n"
    pages = {f"https://courier.example/{name}": LONG for name in ("war/1", "members/1", "news/1")}
    web = Web({"https://courier.example/robots.txt": rules, **pages})
    await reader(web).fill(FEED, [item(name) for name in ("war/1", "members/1", "news/1")])
    assert sorted(web.pages_asked) == ["https://courier.example/members/1", "https://courier.example/news/1"]
    assert len(web.asked) == 3


@pytest.mark.parametrize(
    ("answer", "allowed"),
    [
        (Fetched(status=FetchStatus.HTTP_ERROR, url="x", http_status=404), True),
        (Fetched(status=FetchStatus.GONE, url="x", http_status=410), True),
        (Fetched(status=FetchStatus.HTTP_ERROR, url="x", http_status=500), False),
        (Fetched(status=FetchStatus.UNREACHABLE, url="x"), False),
        (Fetched(status=FetchStatus.THROTTLED, url="x", http_status=429), False),
        (Fetched(status=FetchStatus.OK, url="x", body=b"\xff\xfe nonsense \x00"), True),
    ],
)
async def test_a_site_without_rules_allows_and_one_that_cannot_be_asked_does_not(
    answer: Fetched, allowed: bool
) -> None:
    web = Web({"https://courier.example/robots.txt": answer})
    assert await Robots(web, Clock()).allow("https://courier.example/a", allow_private=False) is allowed


async def test_the_rules_are_asked_for_once_a_day() -> None:
    web, clock = Web(), Clock()
    robots = Robots(web, clock)
    for hours in (0, 23, 25):
        clock.now = NOW + timedelta(hours=hours)
        await robots.allow("https://courier.example/a", allow_private=False)
    assert len(web.asked) == 2


@pytest.mark.parametrize(
    ("answer", "minutes"),
    [
        (Fetched(status=FetchStatus.THROTTLED, url="x", http_status=429, retry_after=timedelta(minutes=30)), 30),
        (Fetched(status=FetchStatus.UNREACHABLE, url="x"), 10),
    ],
)
async def test_a_host_that_asks_for_patience_is_left_alone(answer: Fetched, minutes: int) -> None:
    web, clock = Web({"https://courier.example/a": answer, "https://courier.example/c": LONG}), Clock()
    one = reader(web, clock)
    await one.fill(FEED, [item("a")])
    clock.forward(minutes=minutes - 1)
    await one.fill(FEED, [item("b")])
    assert web.pages_asked == ["https://courier.example/a"]
    clock.forward(minutes=2)
    assert (await one.fill(FEED, [item("c")]))[0].text == LONG


async def test_a_private_address_is_allowed_on_the_feeds_own_host_alone() -> None:
    web = Web({"https://courier.example/a": LONG, "https://elsewhere.example/": LONG})
    intranet = replace(FEED, allow_private=True)
    await reader(web).fill(intranet, [item("a"), item("b", url="https://elsewhere.example/")])
    assert sorted(web.private) == ["https://courier.example/a", "https://courier.example/robots.txt"]


def test_forgetting_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles, "REMEMBERED", 3)
    one = reader(Web())
    for n in range(10):
        one._remember(str(n), None)
    assert list(one._known) == ["7", "8", "9"]
