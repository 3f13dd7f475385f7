"""The command line: help, exit codes, and words on standard error in the place of tracebacks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import app, main
from bot.config.schema import json_schema
from bot.errors import StoreBusy

COMMANDS = (
    *("run", "once", "health", "demo", "check", "ask", "schema"),
    *("entity", "lint"),
    *("match", "stories", "summarise", "parse"),
)


def call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def test_no_command_is_left_out_here() -> None:
    registered = [command.callback.__name__ for command in app.registered_commands if command.callback]
    assert sorted(COMMANDS) == sorted(registered)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--help") == 0
    shown = capsys.readouterr().out
    assert all(f"│ {command} " in shown for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(command, "-h") == 0
    assert f"vedette {command}" in capsys.readouterr().out


def test_without_a_command_it_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert call() == 2
    assert "vedette demo" in "".join(capsys.readouterr())


def test_a_mistyped_command_gets_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("chekc") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Did you mean 'check'" in err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--version") == 0
    assert capsys.readouterr().out.startswith("vedette 0.")


def test_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("schema") == 0
    assert capsys.readouterr().out == json_schema()


def test_a_wrong_configuration_ends_a_run_with_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "none.yaml"
    assert call("match", "--entities", str(missing)) == 2
    assert capsys.readouterr().err == (
        f"{missing}: there is no such file; give its path with --config or VEDETTE_CONFIG\n1 problem\n"
    )


def test_an_expected_error_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def busy() -> None:
        raise StoreBusy("process 7 [of root] holds the database")

    monkeypatch.setattr("bot.config.schema.json_schema", busy)
    assert call("schema") == 1
    assert capsys.readouterr() == ("", "error: process 7 [of root] holds the database\n")
    with pytest.raises(StoreBusy):
        main(["schema", "--debug"])


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -m bot schema | head -n 1"
    ended = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True, timeout=60)
    assert (ended.stdout, ended.stderr) == ("{\n", "")
