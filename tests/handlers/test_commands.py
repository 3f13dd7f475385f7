from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

import handlers
from bot.flows.command import read_command
from bot.model.manual import manual
from bot.ports import Change, Handler
from handlers import CHANGES, COMMANDS

ALL: tuple[Handler | Change, ...] = (*COMMANDS, *CHANGES)
FILES = sorted(path.stem for path in Path(handlers.__file__).parent.glob("*.py") if not path.stem.startswith("_"))


def test_every_file_of_handlers_is_a_listed_command() -> None:
    assert sorted(command.__name__ for command in ALL) == FILES


@pytest.mark.parametrize("command", ALL, ids=lambda command: command.__name__)
def test_every_docstring_is_usable_help(command: Handler | Change) -> None:
    told = manual(command.__doc__)
    assert told.usage.split()[0] == command.__name__
    assert len(told.summary) <= 60, "chats cut menu lines"
    assert told.examples
    assert all(example.split()[0] == command.__name__ for example in told.examples)


@pytest.mark.parametrize("name", FILES)
def test_every_handler_module_says_what_it_is(name: str) -> None:
    assert (import_module(f"handlers.{name}").__doc__ or "").startswith(f"`{name}`: ")


def test_every_verb_can_be_typed_and_sent_to_a_menu() -> None:
    for command in ALL:
        assert command.__name__.isalpha()
        assert command.__name__.islower()
        assert read_command(command.__name__).verb == command.__name__


@pytest.mark.parametrize("doc", [None, "", "Only a menu line."])
def test_a_docstring_without_menu_line_or_usage_is_refused(doc: str | None) -> None:
    with pytest.raises(ValueError, match="docstring"):
        manual(doc)
