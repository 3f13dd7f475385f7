"""The `vedette` command. Every command imports what it needs only when it runs, so that the pipes start fast."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from bot.errors import ConfigError, Problem, VedetteError
from bot.model.words import plural

if TYPE_CHECKING:
    from bot.config import Settings

FAILED, MISUSED = 1, 2
"""Exit codes: a failed run or a check that found something; a wrong call or configuration."""

app = typer.Typer(
    name="vedette",
    help="A news sentry for Telegram and Slack: watches feeds for named military equipment and actors.",
    epilog="Start with `vedette demo`: no network, no accounts. Exit codes: 0 all well, 1 failed, 2 called wrongly.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
errors = Console(stderr=True, soft_wrap=True, highlight=False)

WATCHING, LOOKING, PIPES = "Watch", "Look", "Pipes: JSON Lines in, JSON Lines out"
ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", "-c", metavar="FILE", help="The feeds file [default: $VEDETTE_CONFIG or feeds.yaml]"),
]


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        typer.echo(f"vedette {version('vedette')}")
        raise typer.Exit


@app.callback()
def options(
    *,
    debug: Annotated[bool, typer.Option("--debug", help="Show where in the code an error arose.")] = False,
    show_version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Options of every command."""


@app.command(rich_help_panel=WATCHING)
def run(config: ConfigOption = None) -> None:
    """Watch the feeds and tell the channels, until stopped.

    Without a chat token in the environment the console is the chat.
    """
    from bot import app as house  # noqa: PLC0415 - the whole house, which only three commands need

    raise typer.Exit(asyncio.run(house.run(_settings(config))))


@app.command(rich_help_panel=WATCHING)
def once(config: ConfigOption = None) -> None:
    """Look at every feed once, deliver what is due, and end. For a scheduler such as cron."""
    from bot import app as house  # noqa: PLC0415 - see run

    raise typer.Exit(asyncio.run(house.once(_settings(config))))


@app.command(rich_help_panel=WATCHING)
def health(config: ConfigOption = None) -> None:
    """Tell whether the sentry on this database still ticks; exit code 1 if not. For a container's health check."""
    from bot import app as house  # noqa: PLC0415 - see run

    trouble = asyncio.run(house.healthy(_settings(config)))
    if trouble is not None:
        errors.print(f"unhealthy: {escape(trouble)}")
        raise typer.Exit(FAILED)
    typer.echo("ticking")


@app.command(rich_help_panel=WATCHING)
def demo() -> None:
    """Show the whole sentry at work on a bundled newsstand: no network, no accounts."""
    from bot.demo import demo as play  # noqa: PLC0415 - see run

    raise typer.Exit(play())


@app.command(rich_help_panel=WATCHING)
def check(config: ConfigOption = None) -> None:
    """Check feeds.yaml and the environment; print every problem with its place and what to do.

    Example: `vedette check --config /etc/vedette/feeds.yaml`
    """
    from bot import checking  # noqa: PLC0415 - see run

    checked = checking.check(os.environ, config)
    if checked.problems:
        _print_problems(checked.problems)
        raise typer.Exit(FAILED)
    for note in checked.notes:
        typer.echo(f"note: {note}")
    typer.echo(checked.summary)


@app.command(rich_help_panel=LOOKING)
def ask(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION...", help="A command as in a chat.")],
    config: ConfigOption = None,
) -> None:
    """Ask what one can ask in a chat.

    Examples: `vedette ask lookup S-400`, `vedette ask latest`, `vedette ask 'find "air defence"'`
    """
    from bot import app as house  # noqa: PLC0415 - see run

    raise typer.Exit(asyncio.run(house.ask(" ".join(question), _settings(config), Console(highlight=False))))


@app.command(rich_help_panel=LOOKING)
def schema() -> None:
    """Print the JSON Schema of feeds.yaml, for editors."""
    from bot.config.schema import json_schema  # noqa: PLC0415 - see run

    typer.echo(json_schema(), nl=False)


@app.command(rich_help_panel=PIPES)
def match(
    entities: Annotated[
        Path | None, typer.Option("--entities", metavar="FILE", help="Use this catalogue alone, not the built-in one.")
    ] = None,
) -> None:
    """Find mentions: `{"id", "text", "title"?, "lang"?}` to `{"id", "mentions", "rejected"}`.

    Example: `echo '{"id": 1, "text": "T-80BV tanks near Homiel"}' | vedette match`
    """
    from bot import config, pipes  # noqa: PLC0415 - see run

    streams = pipes.standard_streams()
    raise typer.Exit(pipes.match(config.load_entities(entities) if entities else None, *streams))


@app.command(rich_help_panel=PIPES)
def stories() -> None:
    """Tell which reports are of one event: `{"id", "title", "text"?, "date"?}` to `{"id", "story"}`."""
    from bot import pipes  # noqa: PLC0415 - see run

    raise typer.Exit(pipes.cluster(*pipes.standard_streams()))


@app.command(rich_help_panel=PIPES)
def summarise(
    sentences: Annotated[int, typer.Option("--sentences", "-n", min=1, max=20, help="At most so many.")] = 2,
) -> None:
    """Choose sentences, verbatim: `{"id", "text" | "sentences", "title"?}` to `{"id", "summary"}`."""
    from bot import pipes  # noqa: PLC0415 - see run

    raise typer.Exit(pipes.summarise(sentences, *pipes.standard_streams()))


@app.command(rich_help_panel=PIPES)
def parse(
    file: Annotated[typer.FileBinaryRead, typer.Argument(metavar="FILE", help="A feed document; - reads the input.")],
    url: Annotated[str, typer.Option("--url", help="Where it came from, to complete links.")] = "",
    content_type: Annotated[str | None, typer.Option("--content-type", help="As the server said.")] = None,
) -> None:
    """Print the items of one feed document.

    Example: `curl -s https://example.org/rss | vedette parse - --url https://example.org/rss`
    """
    from bot import pipes  # noqa: PLC0415 - see run

    _, out, err = pipes.standard_streams()
    raise typer.Exit(asyncio.run(pipes.parse(file, out, err, url=url, content_type=content_type)))


def _settings(config: Path | None) -> Settings:
    """The environment's settings, with the feeds file that the command line names."""
    from bot.config import Settings  # noqa: PLC0415 - see run

    settings = Settings.from_environment(os.environ)
    return replace(settings, config=config) if config else settings


def _print_problems(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        errors.print(escape(str(problem)))
    if problems:
        errors.print(f"[bold]{plural(len(problems), 'problem')}[/bold]")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; expected errors become words on standard error and an exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    words = [word for word in given if word != "--debug"]  # wherever it stands
    try:
        app(words, prog_name="vedette")
    except VedetteError as error:
        if len(words) < len(given):
            raise
        if isinstance(error, ConfigError):
            _print_problems(error.problems)
            sys.exit(MISUSED)
        errors.print(f"[bold red]error[/]: {escape(str(error))}")
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
