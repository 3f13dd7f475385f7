"""Poll real feed documents over loopback with the real program: everything stored once, and 304 from then on.

    python benchmarks/polling.py FOLDER-OF-DOCUMENTS [--rounds 3]

Prints each document's items beside the rows that the store holds, and what each round was answered.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import web

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot import feeds as reading
from bot.store import feeds
from bot.store.database import Database
from tests.endtoend.world import ROOT


class Stand:
    """Serves the documents with an ETag, and counts what it answered."""

    def __init__(self, documents: dict[str, bytes]) -> None:
        self.documents = documents
        self.answers: Counter[int] = Counter()

    async def serve(self, request: web.Request) -> web.Response:
        """One document, or 304 to who has it."""
        body = self.documents[request.match_info["name"]]
        etag = hashlib.sha256(body).hexdigest()[:16]
        known = request.if_none_match and any(one.value == etag for one in request.if_none_match)
        self.answers[304 if known else 200] += 1
        if known:
            return web.Response(status=304, headers={"ETag": f'"{etag}"'})
        return web.Response(body=body, headers={"ETag": f'"{etag}"', "Content-Type": "application/xml"})


async def poll(documents: dict[str, bytes], rounds: int, folder: Path) -> None:
    """Run the program for so many rounds and print what it did."""
    stand = Stand(documents)
    app = web.Application()
    app.router.add_get("/{name}", stand.serve)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    lines = "\n".join(f'  - {{url: "{base}/{name}", name: "{name}", allow_private: true}}' for name in documents)
    config = f"version: 1\ndefaults: {{every: 1d}}\nchannels: {{here: console}}\nfeeds:\n{lines}\nwatches: []\n"
    (folder / "feeds.yaml").write_text(config, encoding="utf-8")
    url = f"sqlite:///{folder}/vedette.db"
    environment = {"PATH": "/usr/bin:/bin", "VEDETTE_CONFIG": str(folder / "feeds.yaml"), "VEDETTE_DATABASE_URL": url}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    for number in range(1, rounds + 1):
        before = stand.answers.copy()
        if number > 1:
            async with await Database(url).open(exclusive=False) as database, database.write() as connection:
                await feeds.make_due(connection, datetime.now(UTC))
        while stand.answers.total() < number * len(documents):  # noqa: ASYNC110 - the program under test tells nobody
            await asyncio.sleep(0.1)
        await asyncio.sleep(3)  # the last document is still being read and kept
        answers = stand.answers - before
        print(f"round {number}: " + ", ".join(f"{count} x {status}" for status, count in sorted(answers.items())))
    process.terminate()
    await process.wait()
    async with await Database(url).open(exclusive=False) as database, database.read() as connection:
        stored = {line.name: line.items for line in await feeds.health(connection)}
    now = datetime.now(UTC)
    for name, body in documents.items():
        items = len(reading.read(body, url=f"{base}/{name}", content_type=None, now=now).items)
        print(f"{name}: {items} items, {stored[name]} stored{'' if items == stored[name] else '  DIFFERENT'}")
    print(f"in all: {sum(stored.values())} stored")
    await runner.cleanup()


def main() -> None:
    """Read the arguments and poll."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    documents = {path.name: path.read_bytes() for path in sorted(arguments.folder.iterdir()) if path.is_file()}
    with TemporaryDirectory() as folder:
        asyncio.run(poll(documents, arguments.rounds, Path(folder)))


if __name__ == "__main__":
    main()
