"""What `vedette run` says while it works: the first round over the feeds, and the one plain line without a network."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.flows.collect import Collected
from bot.flows.line import UNHEARD
from bot.model.words import plural


class FirstRound:
    """Follows the first look at each of `feeds` feeds; after that it is silent."""

    def __init__(self, console: Console, feeds: int) -> None:
        self._console = console
        self._feeds = feeds
        self._items = self._alerts = self._failures = self._offline = 0
        self._seen: set[str] = set()
        self._bar = Progress(
            TextColumn("first look"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("feeds · {task.fields[words]}"),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task("", total=feeds, words="")

    def start(self) -> None:
        """Show that it begins."""
        if not self._feeds:
            self._console.print("feeds.yaml names no feeds: nothing will be watched.")
        elif self._console.is_terminal:
            self._bar.start()
        else:
            self._console.print(f"first look at {plural(self._feeds, 'feed')} ...")

    def add(self, collected: Collected) -> None:
        """Count one look."""
        if len(self._seen) >= self._feeds or collected.feed in self._seen:
            return
        self._seen.add(collected.feed)
        self._items += collected.items
        self._alerts += collected.alerts
        self._failures += collected.error is not None
        self._offline += collected.status in UNHEARD
        self._bar.update(self._task, completed=len(self._seen), words=self._words())
        if len(self._seen) == self._feeds:
            self._bar.stop()
            self._finish()

    def stop(self) -> None:
        """Leave the terminal as it was."""
        self._bar.stop()

    def _finish(self) -> None:
        if self._offline == self._feeds:
            self._console.print(
                "No feed could be reached: this machine seems to have no network. `make demo` shows the whole pipeline "
                "without one. The feeds are tried again until they answer.",
                soft_wrap=True,
            )
            return
        self._console.print(
            f"first look: {len(self._seen)} of {plural(self._feeds, 'feed')}, {self._words()}. Watching."
        )

    def _words(self) -> str:
        failed = f", {plural(self._failures, 'failure')}" if self._failures else ""
        return f"{plural(self._items, 'item')}, {plural(self._alerts, 'alert')}{failed}"
