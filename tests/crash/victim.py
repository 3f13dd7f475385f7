"""A sentry that dies, as by `kill -9`, at one named step: `python -m tests.crash.victim FOLDER STEP`.

It collects one feed and delivers what follows. What its chats accept goes to `FOLDER/said`, a line a message, written
through to the disk before the chat answers: that is what a channel has seen, whatever becomes of the process.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot import cadence
from bot.flows.collect import Collector
from bot.flows.deliver import Deliverer
from bot.model.delivery import Outcome
from bot.model.message import Message
from bot.store import feeds, items, outbox, revisions
from tests.flows.desk import ONE, ScriptedChat, desk

KILLED = 137
STEPS: dict[str, tuple[Any, str, str]] = {
    "after the feeds are leased": (feeds, "claim", "after"),
    "before the fetch is judged": (cadence, "plan", "before"),
    "after detecting": (Collector, "_detect", "after"),
    "in the commit, before the items": (items, "keep", "before"),
    "in the commit, after the items": (items, "keep", "after"),
    "in the commit, after the deliveries": (outbox, "plan", "after"),
    "in the commit, after the feed's state": (feeds, "save", "after"),
    "in the commit, before a revision": (revisions, "keep", "before"),
    "in the commit, after a revision": (revisions, "keep", "after"),
    "after the commit": (Collector, "_commit", "after"),
    "after the deliveries are leased": (outbox, "claim", "after"),
    "before the message is built": (Deliverer, "_prepare", "before"),
    "before the send": (ScriptedChat, "send", "before"),
    "after the send, before its record": (outbox, "record", "before"),
    "in the record": (outbox, "record", "after"),
    "after the record": (Deliverer, "deliver", "after"),
}
"""Where it may die: an object, the function of it, and on which side of the call."""


def arm(step: str) -> None:
    """Let the process die at that step, the first time it comes there."""
    owner, name, side = STEPS[step]
    real = getattr(owner, name)

    def die() -> None:
        os._exit(KILLED)

    setattr(owner, name, _dying(real, die, side))


def _dying(real: Callable[..., Any], die: Callable[[], None], side: str) -> Callable[..., Any]:
    if not asyncio.iscoroutinefunction(real):

        def plain(*args: Any, **kwargs: Any) -> Any:
            if side == "before":
                die()
            result = real(*args, **kwargs)
            die()
            return result

        return plain

    async def dying(*args: Any, **kwargs: Any) -> Any:
        if side == "before":
            die()
        result = await real(*args, **kwargs)
        die()
        return result

    return dying


async def live(folder: Path) -> None:
    """One look at the feed and everything that follows, in a world of its own clock."""
    said = folder / "said"

    async def send(chat: ScriptedChat, address: str, message: Message) -> Outcome:
        outcome = await accept(chat, address, message)
        with said.open("a") as file:
            file.write(f"{chat.platform} {message.buttons[0].command}\n")
            file.flush()
            os.fsync(file.fileno())
        return outcome

    accept = ScriptedChat.send
    setattr(ScriptedChat, "send", send)  # noqa: B010 - what the channel saw outlives the process
    if len(sys.argv) > 2:
        arm(sys.argv[2])
    async with desk(folder, configured=[ONE]) as one:
        one.publisher.publish(ONE, "Weather for Monday")
        one.publisher.publish(ONE, "S-400 launchers seen at Brest", "Residents counted eight of them.")
        one.publisher.publish(ONE, "Homiel: a convoy at dawn", "Two lorries of an S-400 regiment led it.")
        one.publisher.publish(ONE, "Ministers debate the price of missiles", "The S-400 was bought on credit.")
        one.clock.forward(hours=len(said.read_text().splitlines()) if said.exists() else 0)
        for _ in range(3):  # whatever a dead run had leased is free again after a while
            await one.poll()
            await one.send()
            one.clock.forward(minutes=10)
            one.publisher.edit(ONE, 1, text="Eight S-400 launchers were seen, not two, and a crane for their missiles.")
        await one.send()
        sums = await one.ledger()
        (folder / "ledger").write_text(f"{sums.received} {sums.difference} {dict(sums.items)} {dict(sums.deliveries)}")


if __name__ == "__main__":
    asyncio.run(live(Path(sys.argv[1])))
