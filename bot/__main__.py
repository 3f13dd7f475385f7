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
CURATING = "Edit the catalogue"
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


@app.command(rich_help_panel=CURATING)
def entity(
    name: Annotated[list[str], typer.Argument(metavar="NAME...", help="An id, or any spelling of a name.")],
    config: ConfigOption = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Spell out every form.")] = False,
) -> None:
    """Show an entry of the catalogue: what it is, its family, its names, and all forms that it is found by.

    Examples: `vedette entity t-80bv`, `vedette entity --all Лукашенко`
    """
    from bot import curating  # noqa: PLC0415 - see run

    entities = curating.catalogue_in_force(_feeds_file(config))
    found = curating.find(" ".join(name), entities)
    typer.echo(curating.card(found, {other.id: other for other in entities}, everything=everything))


@app.command(rich_help_panel=CURATING)
def lint(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A feeds file or a file of entities [default: built-in]")
    ] = None,
) -> None:
    """Check the names in a catalogue: each that will make noise or miss, with its place and what to write instead.

    Doubted are names of three letters, words of the dictionary, given names and common surnames, names of two entities,
    names that everyday sentences set off, and Latin names that Cyrillic text cannot meet. Exit code 1 if any is.

    Examples: `vedette lint`, `vedette lint feeds.yaml`
    """
    from bot import curating  # noqa: PLC0415 - see run

    problems = curating.lint(file)
    if problems:
        _print_problems(problems)
        raise typer.Exit(FAILED)
    typer.echo(f"{file or 'the built-in catalogue'}: no name is doubtful")


@app.command(rich_help_panel=PIPES)
def match(
    text: Annotated[list[str] | None, typer.Argument(metavar="TEXT...", help="With --explain: the text.")] = None,
    entities: Annotated[
        Path | None, typer.Option("--entities", metavar="FILE", help="Use this catalogue alone, not the built-in one.")
    ] = None,
    *,
    explain: Annotated[bool, typer.Option("--explain", help="Tell why, in words, for one text.")] = False,
) -> None:
    """Find mentions: `{"id", "text", "title"?, "lang"?}` to `{"id", "mentions", "rejected"}`.

    With `--explain`, tell for one text, given here or on the input, what each name was taken for and why: `+` is a
    mention, `-` was set aside, `~` was set aside for want of very little.

    Examples: `echo '{"id": 1, "text": "T-80BV tanks near Homiel"}' | vedette match`,
    `vedette match --explain "Tiger Woods and a column of Tigers"`
    """
    from bot import config, pipes  # noqa: PLC0415 - see run

    if text and not explain:
        raise typer.BadParameter("a text on the command line goes with --explain; the pipe reads JSON Lines")
    if explain:
        from bot import curating  # noqa: PLC0415 - see run

        known = curating.catalogue_in_force(None, entities)
        typer.echo(curating.explain(" ".join(text) if text else sys.stdin.read(), known))
        return
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


def _feeds_file(given: Path | None) -> Path | None:
    """The feeds file that was named, or the one that the environment means; None where there is none yet."""
    settings = _settings(given)
    return settings.config if given or settings.config.exists() else None


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
