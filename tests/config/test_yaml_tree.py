"""YAML as a tree of strings: what survives, what is refused, and where errors point."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import tree
from bot.config.tree import MAX_BYTES, MAX_REPEATED, parse
from bot.config.yamlfaults import read
from bot.errors import ConfigError, Problem


def problem(text: str) -> Problem:
    with pytest.raises(ConfigError) as caught:
        parse(text, "feeds.yaml")
    (only,) = caught.value.problems
    return only


@pytest.fixture(params=["libyaml", "pure Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "pure Python":
        monkeypatch.setattr(tree, "Loader", yaml.BaseLoader)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("word", ["3.10", "012", "12:30", "NO", "on", "2E3", "2022-01-17", "0x1F", "~", "null"])
def test_a_scalar_stays_the_text_that_was_typed(word: str) -> None:
    assert parse(f"name: {word}", "x").data == {"name": word}


@pytest.mark.usefixtures("parser")
def test_a_key_with_nothing_after_it_is_left_out_and_a_quoted_nothing_is_kept() -> None:
    assert parse('watches:\nname: ""\nfeeds: [a, ]', "x").data == {"name": "", "feeds": ["a"]}


@pytest.mark.usefixtures("parser")
def test_quotes_and_text_blocks_are_known_from_plain_words() -> None:
    document = parse("any: [a, \"b\", 'c']\nall:\n  - |\n    d\n", "x")
    assert [document.quoted(("any", position)) for position in range(3)] == [False, True, True]
    assert document.quoted(("all", 0))


@pytest.mark.usefixtures("parser")
def test_a_problem_points_at_the_value_or_its_key_in_characters() -> None:
    document = parse("назва: Є\nfeeds:\n  - {url: x, теги: y}\n", "feeds.yaml")
    assert str(document.problem(("feeds", 0, "теги"), "what", "do")) == (
        "feeds.yaml:3:20: what; do\n      - {url: x, теги: y}\n                       ^"
    )
    assert document.problem(("feeds", 0, "теги"), "what", key=True).column == 14
    assert document.problem(("feeds", 0, "nowhere", 3), "what").column == 5, "the nearest thing around it"


def test_the_same_anchor_may_be_used_again() -> None:
    assert parse("a: &t [x, y]\nb: *t\n", "x").data == {"a": ["x", "y"], "b": ["x", "y"]}


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "what", "line", "column"),
    [
        ("feeds:\n\t- url: x\n", "a tab stands where YAML expects spaces", 2, 1),
        ("feeds:\n  - url: x\n  \tname: y\n", "a tab stands where YAML expects spaces", 3, 3),
        ("a: 1\nb: 2\na: 3\n", "the key 'a' is here already, in line 1", 3, 1),
        ("a: {b: 1, b: 2}\n", "the key 'b' is here already, in line 1", 1, 11),
        ("[a, b]: c\n", "a key should be a word", 1, 1),
        ("a: 1\n---\nb: 2\n", "a second document starts here", 2, 1),
        ("a: *b\n", "there is no '&b' before this", 1, 4),
        ("a: &b [*b]\n", "there is no '&b' before this", 1, 8),
        ("a: @b\n", "this character cannot start a text", 1, 4),
        ("a: b: c\n", "a colon is not expected here", 1, 5),
    ],
)
def test_what_is_no_good_yaml_is_told_with_its_place(text: str, what: str, line: int, column: int) -> None:
    found = problem(text)
    assert (found.what, found.line, found.column) == (what, line, column)
    assert found.suggestion


@pytest.mark.parametrize(
    ("text", "what", "column"),
    [
        ("a: [b, c\nd: e\n", "this list lacks a comma or its end", 4),
        ("a: {b: c\nd: e\n", "these braces lack a comma or their end", 4),
        ('a: "b\nc: d\n', "this quote is never closed", 4),
    ],
)
def test_what_is_never_closed_is_pointed_at_where_it_opens(text: str, what: str, column: int) -> None:
    found = problem(text)
    assert (found.what, found.line, found.column) == (what, 1, column)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n"])
def test_an_empty_file_is_called_empty(text: str) -> None:
    assert problem(text).what == "the file is empty"


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_before_it_costs_anything(opening: str) -> None:
    assert problem(opening * 100_000).what == "this is nested too deeply"


def test_aliases_that_multiply_are_refused() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    assert problem(bomb).what == "aliases repeat too much"
    assert len(parse(f"a: &a [x]\nb: [{'*a, ' * (MAX_REPEATED // 2)}]", "x").data["b"]) == MAX_REPEATED // 2


@pytest.mark.parametrize("character", ["\x00", "\x07", "\ud800", "\ufffe"])
def test_a_character_that_yaml_forbids_is_named(character: str) -> None:
    found = problem(f"a: b\nc: {character}\n")
    assert found.what == f"the character U+{ord(character):04X} is not allowed in YAML"
    assert found.line == 2


def test_a_line_too_wide_to_show_is_left_away() -> None:
    found = problem("a: [" + "b, " * 200 + "*x]")
    assert found.column == 605
    assert found.source_line is None


def test_no_control_character_of_the_file_reaches_the_terminal() -> None:
    found = problem("a: b\x85\nc: @ \x85")
    assert found.source_line is not None
    assert found.source_line.isprintable()


@settings(max_examples=300)
@given(st.text(alphabet="ab:-[]{},\"'&*!|>#%@`? \n\t\\0", max_size=60))
def test_any_text_is_a_tree_or_a_problem(text: str) -> None:
    try:
        told = str(parse(text, "x").where)
    except ConfigError as error:
        told = str(error)
    assert told.startswith("x")


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none.yaml: there is no such file; give its path with --config"):
        read(tmp_path / "none.yaml", max_bytes=10)


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"this is a folder; did you mean"):
        read(tmp_path, max_bytes=10)


def test_an_unreadable_file_says_why(tmp_path: Path) -> None:
    looping = tmp_path / "loop.yaml"
    looping.symlink_to(looping)
    with pytest.raises(ConfigError, match="cannot be read: Too many levels of symbolic links"):
        read(looping, max_bytes=10)


def test_a_file_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "feeds.yaml"
    file.write_bytes("feeds:\n  - name: Новости\n".encode("cp1251"))
    with pytest.raises(ConfigError, match=r"feeds.yaml:2: byte 0xcd is not UTF-8; save the file as UTF-8"):
        read(file, max_bytes=100)


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    file = tmp_path / "feeds.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: b")
    assert read(file, max_bytes=100) == "a: b"


def test_a_file_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "feeds.yaml"
    with file.open("wb") as sparse:
        sparse.truncate(sys.maxsize >> 30)
    with pytest.raises(ConfigError, match=r"is larger than 5 MB; is it the right file\?"):
        read(file, max_bytes=MAX_BYTES)
    with pytest.raises(ConfigError, match="is larger than 5 MB"):
        parse("a" * (MAX_BYTES + 1), "x")
