"""Reads every document of a newsstand in the sandbox and compares with what the documents themselves say.

    python benchmarks/newsstand.py FOLDER [--list]

FOLDER holds captured feeds, loose or in `*.tar.gz`. For each document: does it read, are there as many items as it has
`<item>` or `<entry>` tags, and do title, link and date of each item agree with what a plain XML reader (ElementTree,
`email.utils`) finds in it? Documents that state what a parser should find (feedparser's `Expect:` comments) are held to
that too, as far as it speaks of title, link or date. `--list` names every disagreement.
"""

from __future__ import annotations

import argparse
import ast
import asyncio
import json
import re
import resource
import tarfile
import time
from calendar import timegm
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree as ET  # the bundled documents are trusted here; the sandbox is what is measured

from bot.errors import FeedUnreadable
from bot.feeds.encoding import decode, repair
from bot.model.feed import Document
from bot.sandbox import Sandbox

BASE = "http://127.0.0.1:8097/"  # the address that feedparser's own cases expect to be served from
NOW = datetime.now(UTC)
XML = "{http://www.w3.org/XML/1998/namespace}"
FOREIGN = {
    "{http://purl.org/dc/elements/1.1/}date": "date",
    "{http://rssnamespace.org/feedburner/ext/1.0}origLink": "origLink",
}
PLAIN_NAMESPACES = re.compile(
    r"\{(?:http://(?:www\.w3\.org/2005/Atom|purl\.org/(?:rss/1\.0/|atom/ns#|net/rss1\.1#)))\}|"
)


@dataclass
class Tally:
    """What was counted in one collection of documents."""

    documents: int = 0
    read: int = 0
    items: int = 0
    counted: int = 0
    agree: Counter[str] = field(default_factory=Counter)
    stated: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")

    def compare(self, what: str, name: str, ours: object, theirs: object) -> None:
        """Count whether `ours` is what the document states."""
        self.stated[what] += 1
        if ours == theirs:
            self.agree[what] += 1
        else:
            self.notes.append(f"{name}: {what}: {ours!r}, stated {theirs!r}")


class Stripper(HTMLParser):
    """The text of markup, by the standard library: an opinion independent of ours."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.feed(markup)
        self.close()

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.pieces.append(data)


def flat(text: str) -> str:
    """`text` without markup and white space: what two honest readers agree on."""
    return re.sub(r"[\s\xa0\u200b\xad\ufeff\x00-\x1f]+", "", "".join(Stripper(text).pieces))


def documents(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Collection, name and bytes of every document under `folder`."""
    for path in sorted(folder.rglob("*")):
        if path.name.endswith(".tar.gz"):
            with tarfile.open(path) as tar:
                for member in tar:
                    file = tar.extractfile(member) if member.name.endswith((".xml", ".json")) else None
                    if file:
                        yield path.name, member.name, file.read()
        elif path.suffix in {".xml", ".json"}:
            yield path.parent.name, path.name, path.read_bytes()


def count_items(body: bytes) -> int:
    """Items that a reader of the raw document would count."""
    text = decode(body).text
    if text.lstrip().startswith("{"):
        return len(json.loads(text)["items"])
    text = re.sub(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", "", text, flags=re.DOTALL)
    return len(re.findall(r"<(?:\w+:)?(?:item|entry)(?=[\s>/])", text, re.IGNORECASE))


def as_bytes_say(body: bytes) -> bytes:
    """`body` without its declaration if it is valid UTF-8 beyond ASCII: whatever it declares, a person reads UTF-8."""
    with suppress(UnicodeDecodeError):
        if not body.isascii() and body.decode():
            return re.sub(rb"^\s*<\?xml[^>]*\?>", b"", body.removeprefix(b"\xef\xbb\xbf"))
    return body


def stated_items(body: bytes) -> list[dict[str, str]] | None:
    """Title, link and date of each item, by ElementTree; None where the document is not well-formed XML."""
    try:
        root = ET.fromstring(as_bytes_say(body))  # noqa: S314 -- see the import
    except (ET.ParseError, ValueError, LookupError):
        return None
    found = []
    bases = {child: parent for parent in root.iter() for child in parent}
    for element in root.iter():
        if local(element) not in {"item", "entry"}:
            continue
        item: dict[str, str] = {}
        for child in element:
            name = local(child)
            text = "".join(child.itertext()).strip()
            if name == "title" and text and child.get("mode") != "base64" and "/octet" not in child.get("type", ""):
                item.setdefault("title", text)
            elif name == "link" and (child.get("href") or text) and child.get("rel", "alternate") == "alternate":
                item.setdefault("link", urljoin(base_of(child, bases), child.get("href") or text))
            elif name == "origLink" and text:  # the publisher's own address, behind a counting proxy's
                item["link"] = text
            elif name in {"pubDate", "published", "issued", "created", "date"} and text:
                item.setdefault("date", text)
        found.append(item)
    return found


def local(element: ET.Element) -> str:
    """The element's name, if it is of the feed's own vocabulary, a Dublin Core date or an original link; else empty."""
    if element.tag in FOREIGN:
        return FOREIGN[element.tag]
    name = PLAIN_NAMESPACES.sub("", element.tag, count=1)
    return "" if "{" in name else name


def base_of(element: ET.Element, parents: dict[ET.Element, ET.Element]) -> str:
    """The address that relative links in `element` are relative to."""
    chain = [element]
    while chain[-1] in parents:
        chain.append(parents[chain[-1]])
    base = BASE
    for ancestor in reversed(chain):
        base = urljoin(base, ancestor.get(f"{XML}base", ""))
    return base


def moment(written: str) -> datetime | None:
    """A date in a standard form, by the standard library."""
    for reader in (parsedate_to_datetime, datetime.fromisoformat):
        with suppress(ValueError, TypeError, IndexError):
            read = reader(written)
            return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    return None


def expectations(body: bytes) -> Iterator[tuple[int, str, Any]]:
    """`(item, what, value)` for each equality in an `Expect:` comment on a title, link or date; item -1: the feed."""
    head = decode(body).text[:4000]
    expect = re.search(r"Expect:\s*(.*?)\s*(?:-->|\n)", head)
    if not expect:
        return
    try:
        tree = ast.parse(expect[1], mode="eval")
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
            spelled = re.sub(r"\.(\w+)", r"['\1']", ast.unparse(node.left))
            place = re.fullmatch(
                r"(?:entries\[(\d+)\]|feed)\['(title|link|published|created|updated|date)(_parsed)?'\](?:\['value'\])?",
                spelled,
            )
            with suppress(ValueError):
                value = ast.literal_eval(node.comparators[0])
                if place and (place[1] or place[2] == "title"):
                    what = place[2] if place[2] in {"title", "link"} else "date"
                    if what == "date":
                        value = (
                            datetime.fromtimestamp(timegm(value), UTC) if isinstance(value, tuple) else moment(value)
                        )
                    yield (int(place[1]) if place[1] else -1), what, value


def hold(tally: Tally, name: str, body: bytes, document: Document) -> None:
    """Compare what we read with what the document says of itself."""
    stated = stated_items(body)
    if stated is not None and len(stated) == len(document.items):
        for item, said in zip(document.items, stated, strict=True):
            if "title" in said:
                once = repair(said["title"])
                what = "title" if once == said["title"] else "title, once its double encoding is undone"
                tally.compare(what, name, flat(item.title)[:400], flat(once)[:400])
            if "link" in said:
                tally.compare("link", name, item.url, said["link"])
            if date := moment(said.get("date", "")):
                tally.compare("date", name, item.published, date)
    for index, what, value in expectations(body):
        if index < 0:
            tally.compare("expected title", name, flat(document.title), flat(value))
        elif index < len(document.items):
            item = document.items[index]
            ours = {"title": flat(item.title), "link": item.url, "date": item.published}[what]
            tally.compare(f"expected {what}", name, ours, flat(value) if what == "title" else value)
        else:
            tally.compare(f"expected {what}", name, None, value)


async def lags(worst: list[float]) -> None:
    """Note in `worst` how late the event loop lets us run."""
    while True:
        asked = time.perf_counter()
        await asyncio.sleep(0.005)
        worst[0] = max(worst[0], time.perf_counter() - asked - 0.005)


async def measure(folder: Path) -> tuple[dict[str, Tally], float]:
    """The tallies by collection, and the longest stall of the event loop in seconds."""
    tallies: dict[str, Tally] = {}
    worst = [0.0]
    everything = list(documents(folder))
    async with Sandbox() as sandbox:
        for collection, name, body in everything:
            tally = tallies.setdefault(collection, Tally())
            tally.documents += 1
            watch = asyncio.create_task(lags(worst))
            started = time.perf_counter()
            header = re.search(rb"Header:\s*Content-type:\s*(.*)", body[:500], re.IGNORECASE)
            content_type = header[1].decode("latin-1").strip() if header else None
            try:
                document = await sandbox.read(body, url=BASE, content_type=content_type, now=NOW)
            except FeedUnreadable as error:
                tally.notes.append(f"{name}: unreadable: {error}")
                continue
            finally:
                tally.slowest = max(tally.slowest, (time.perf_counter() - started, name))
                watch.cancel()
            tally.read += 1
            tally.items += len(document.items)
            tally.counted += (counted := count_items(body))
            if counted != len(document.items):
                tally.notes.append(f"{name}: items: {len(document.items)}, counted {counted}; {document.warnings}")
            hold(tally, name, body, document)
    return tallies, worst[0]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", action="store_true", help="name every disagreement")
    arguments = parser.parse_args()
    tallies, lag = asyncio.run(measure(arguments.folder))
    for collection, tally in tallies.items():
        print(f"{collection}: {tally.read} of {tally.documents} documents read, {tally.items} items")
        print(f"  items counted independently: {tally.counted}; slowest {tally.slowest[0]:.2f} s {tally.slowest[1]}")
        for what in sorted(tally.stated):
            print(f"  {what}: {tally.agree[what]} of {tally.stated[what]} as stated")
        if arguments.list:
            print(*(f"    {note[:300]}" for note in tally.notes), sep="\n")
    for who, name in ((resource.RUSAGE_CHILDREN, "largest worker"), (resource.RUSAGE_SELF, "this process")):
        print(f"peak memory, {name}: {resource.getrusage(who).ru_maxrss >> 10} MB")
    print(f"longest stall of the event loop: {lag * 1000:.0f} ms")


if __name__ == "__main__":
    main()
