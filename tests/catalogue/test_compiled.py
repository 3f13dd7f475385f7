"""The compiled catalogue on disk: found again by its content, made anew when it is damaged, never in the way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.catalogue import compiled
from bot.catalogue.compiled import KEPT, ready
from bot.matching import Lexicon, find
from bot.model.entity import Entity, Kind

ONE = Entity(id="s-400", kind=Kind.EQUIPMENT, class_="air-defence", name="S-400")


def named(lexicon: Lexicon) -> list[str]:
    return [mention.entity for mention in find(lexicon, "Eight S-400 launchers").mentions]


def test_a_second_start_does_not_compile_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready([ONE], tmp_path)
    monkeypatch.setattr(compiled, "compile_lexicon", None)
    assert named(ready([ONE], tmp_path)) == ["s-400"]


def test_a_changed_catalogue_is_compiled_anew(tmp_path: Path) -> None:
    ready([ONE], tmp_path)
    assert named(ready([replace(ONE, id="triumf")], tmp_path)) == ["triumf"]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"format": 1}', b"\x80\x04N."])
def test_a_damaged_file_only_costs_time(tmp_path: Path, damage: bytes) -> None:
    ready([ONE], tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage)
    assert named(ready([ONE], tmp_path)) == ["s-400"]
    assert path.read_bytes() != damage


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert named(ready([ONE], tmp_path / "file" / "folder")) == ["s-400"]


def test_old_ones_are_let_go_and_nobody_else_may_read_them(tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        ready([replace(ONE, id=f"one-{number}")], tmp_path)
    kept = list(tmp_path.iterdir())
    assert len(kept) == KEPT
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
