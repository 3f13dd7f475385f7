"""What `vedette run` says while it works: the first round over the feeds, and the one plain line without a network."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.flows.collect import Collected
from bot.flows.line import UNHEARD
from bot.model.words import plural


class FirstRound:
    """Follows the first look at each feed that is due at the start; after that it is silent."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._feeds = 0
        self._items = self._alerts = self._failures = self._offline = 0
        self._seen: set[int] = set()
        self._bar = Progress(
            TextColumn("first look"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("feeds · {task.fields[words]}"),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task("", total=0, words="")

    def start(self, due: int, configured: int) -> None:
        """Show that it begins: `due` of the `configured` feeds are to be looked at now, the others later."""
        self._feeds = due
        self._bar.update(self._task, total=due)
        if not configured:
            self._console.print("feeds.yaml names no feeds: nothing will be watched.")
        elif not due:
            self._console.print(f"{plural(configured, 'feed')}, all looked at lately. Watching.")
        elif self._console.is_terminal:
            self._bar.start()
        else:
            self._console.print(f"first look at {plural(self._feeds, 'feed')} ...")

    def add(self, collected: Collected) -> None:
        """Count one look."""
        if len(self._seen) >= self._feeds or collected.id in self._seen:
            return
        self._seen.add(collected.id)
        self._items += collected.items
        self._alerts += collected.alerts
        self._failures += collected.error is not None
        self._offline += collected.status in UNHEARD
        self._bar.update(self._task, completed=len(self._seen), words=self._words())
        if len(self._seen) == self._feeds:
            self.stop()
            self._finish()

    def stop(self) -> None:
        """Leave the terminal as it was."""
        if self._console.is_terminal:
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
