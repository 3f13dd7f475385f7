"""The floor plan: imports run down, rooms on one floor do not know each other, handlers see only nouns and ports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"__main__"}),
    frozenset({"demo"}),
    frozenset({"app", "checking", "curating", "pipes"}),
    frozenset({"house", "progress"}),
    frozenset({"flows", "handlers"}),
    frozenset({"chat", "store", "engine", "fetch", "sandbox", "catalogue", "logs"}),
    frozenset({"ports", "config"}),
    frozenset({"matching", "stories", "summaries", "feeds", "watching", "cadence"}),
    frozenset({"model", "errors"}),
)
PURE = frozenset({"matching", "stories", "summaries", "feeds", "watching", "cadence", "model", "errors"})
FORBIDDEN_TO_PURE = frozenset({"httpx", "sqlalchemy", "telegram", "slack_bolt", "slack_sdk", "asyncio", "socket", "os"})
HANDLERS_MAY_SEE = frozenset({"model", "errors", "ports"})


def floor(room: str) -> int:
    for number, rooms in enumerate(FLOORS):
        if room in rooms:
            return number
    pytest.fail(f"bot/{room} stands on no floor: name it in FLOORS and in the README's plan of the house")


def modules() -> list[Path]:
    return sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("handlers/**/*.py")])


def room_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return "handlers" if parts[0] == "handlers" else parts[1]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the room they reach into"
            assert node.module
            if node.module in {"bot", "handlers"}:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            else:
                yield node.module


def rooms_imported(path: Path) -> set[str]:
    found = set()
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "handlers":
            found.add("handlers")
        elif parts[0] == "bot" and len(parts) > 1:
            found.add(parts[1])
    return found - {"__init__"}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_down(path: Path) -> None:
    here = room_of(path)
    if here == "__init__":
        assert not rooms_imported(path)
        return
    for room in rooms_imported(path) - {here}:
        assert floor(room) > floor(here), f"{here} imports {room}, which is not below it"


@pytest.mark.parametrize("path", [p for p in modules() if room_of(p) in PURE], ids=lambda p: str(p.relative_to(ROOT)))
def test_pure_rooms_touch_nothing_outside(path: Path) -> None:
    touched = {name.split(".")[0] for name in imported(path)} & FORBIDDEN_TO_PURE
    allowed = {"httpx", "asyncio"} if path.name == "llm.py" else set()
    assert touched <= allowed


@pytest.mark.parametrize(
    "path", [p for p in modules() if room_of(p) == "handlers"], ids=lambda p: str(p.relative_to(ROOT))
)
def test_handlers_see_nouns_and_ports_only(path: Path) -> None:
    assert rooms_imported(path) - {"handlers"} <= HANDLERS_MAY_SEE


def test_only_two_rooms_go_out_by_httpx() -> None:
    users = {str(p.relative_to(ROOT)) for p in modules() if any(n.split(".")[0] == "httpx" for n in imported(p))}
    assert {user for user in users if not user.startswith("bot/fetch/")} <= {"bot/summaries/llm.py"}
