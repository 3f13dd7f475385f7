from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flows.command import LONGEST, read_command


@pytest.mark.parametrize(
    "typed",
    [
        "lookup S-400",
        "/lookup S-400",
        "/lookup@vedette_bot S-400",
        "/LOOKUP   S-400 ",
        "Lookup: S-400",
        "lookup\u00a0S-400",
        "lookup\nS-400",
        "\ufefflookup S-400\u200b",
        "vedette lookup S-400",
        "Vedette, lookup S-400",
        "@vedette lookup S-400",
        "<@U0123ABC> lookup S-400",
        "/vedette lookup S-400",
        "— lookup S-400",
        "> lookup S-400",
    ],
)
def test_a_question_is_understood_however_it_is_marked(typed: str) -> None:
    command = read_command(typed)
    assert (command.verb, command.args) == ("lookup", "S-400")


@pytest.mark.parametrize(
    "quoted", ["“air defence”", "„air defence“", "«air defence»", "”air defence”", '"air defence"']
)
def test_quotes_of_any_shape_keep_words_together(quoted: str) -> None:
    assert read_command(f"find {quoted} Brest").args == '"air defence" Brest'


@pytest.mark.parametrize("name", ["S–400", "Т‑80БВ", "Вагнера’s", "O'Brien", "Ka-52 'Alligator'", "Іскандер-М"])
def test_names_keep_their_own_dashes_apostrophes_and_letters(name: str) -> None:
    assert read_command(f"lookup {name}").args == name


@pytest.mark.parametrize(("typed", "verb"), [("/start", "help"), ("?", "help"), ("", ""), (" / ", ""), ("vedette", "")])
def test_what_chats_send_first_asks_for_help(typed: str, verb: str) -> None:
    assert read_command(typed).verb == verb


def test_the_text_of_a_bare_name_is_kept() -> None:
    assert read_command("@vedette С-400 Триумф").text == "С-400 Триумф"
    assert read_command("Vedettes of the border").text == "Vedettes of the border"


@given(st.text(max_size=2000))
def test_nothing_typed_breaks_it(typed: str) -> None:
    command = read_command(typed)
    assert len(command.args) <= LONGEST
    assert command.args == command.args.strip()
    assert not any(character.isspace() for character in command.verb)
