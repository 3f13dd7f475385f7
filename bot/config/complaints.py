"""What pydantic found wrong with a tree, as problems that a newcomer can act on."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.config.tree import Route, Tree
from bot.errors import Problem

S = TypeVar("S", bound=BaseModel)


def validate(tree: Tree, shape: type[S]) -> tuple[S | None, list[Problem]]:
    """The tree's data in its shape, or None and everything that does not fit."""
    try:
        return shape.model_validate(tree.data), []
    except ValidationError as error:
        return None, [_problem(tree, shape, detail) for detail in error.errors(include_url=False)]


def did_you_mean(word: str, known: Collection[str]) -> str | None:
    """A question that offers the nearest of `known`; None where none comes near."""
    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return f"did you mean {folded[near[0]]!r}?" if near else None


def listed(names: Collection[str], most: int = 12) -> str:
    """`names` in words, the first `most` of them."""
    shown = sorted(names)[:most]
    return ", ".join(shown) + (", …" if len(names) > most else "")


def _problem(tree: Tree, shape: type[BaseModel], error: ErrorDetails) -> Problem:
    route: Route = error["loc"]
    of_key = bool(route) and route[-1] == "[key]"
    if of_key:
        route = route[:-1]
    ctx: Mapping[str, Any] = error.get("ctx", {})
    name = str(route[-1]) if route else "the file"
    match error["type"]:
        case "vedette":
            return tree.problem(route, ctx["what"], ctx["suggestion"], key=of_key)
        case "extra_forbidden":
            keys = _keys(shape, route[:-1])
            hint = did_you_mean(name, keys) or f"known here: {listed(keys, 20)}"
            return tree.problem(route, f"unknown key {name!r}", hint, key=True)
        case "missing":
            return tree.problem(route[:-1], f"the key {name!r} is missing", f"add `{name}: ...`")
        case "enum" | "literal_error":
            allowed = [word.strip(" '") for word in ctx["expected"].replace(" or ", ", ").split(",")]
            given = name if of_key else str(error["input"])
            what = f"{given!r} is not one of {', '.join(allowed)}"
            return tree.problem(route, what, did_you_mean(given, allowed), key=of_key)
        case kind if kind in _WORDS:
            what, suggestion = _WORDS[kind](name, error["input"])
            return tree.problem(route, what, suggestion)
        case _:
            return tree.problem(route, f"{_subject(name)}: {error['msg'].lower()}")


def _keys(shape: type[BaseModel], route: Route) -> list[str]:
    """The keys that the model at `route` knows."""
    for step in route:
        if isinstance(step, int):
            continue
        field = next((f for n, f in shape.model_fields.items() if (f.alias or n) == step), None)
        inner = next(_models(field.annotation), None) if field else None
        shape = inner or shape
    return [field.alias or name for name, field in shape.model_fields.items()]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _subject(name: str) -> str:
    return "this entry" if name.isdecimal() else repr(name)


def _kind(value: object) -> str:
    return "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else f"the text {value!r}"


def _list(name: str, value: object) -> tuple[str, str | None]:
    hint = "start each entry with '- '"
    if isinstance(value, str) and len(value) < 60:
        hint = f'write ["{value}"]' if " " in value else f"write [{value}]"
    return f"{_subject(name)} should be a list, not {_kind(value)}", hint


def _mapping(name: str, value: object) -> tuple[str, str | None]:
    return f"{_subject(name)} should hold keys and values, not {_kind(value)}", "write `key: value`, one a line"


def _text(name: str, value: object) -> tuple[str, str | None]:
    hint = None
    if isinstance(value, dict) and len(value) == 1:
        ((key, held),) = value.items()
        if isinstance(held, str):
            hint = f"without a space after the colon, {key}:{held}, or in quotes"
    return f"{_subject(name)} should be text, not {_kind(value)}", hint


def _version(_: str, value: object) -> tuple[str, str | None]:
    return f"version {value} is not known to this Vedette", "write `version: 1`"


_WORDS: Mapping[str, Callable[[str, object], tuple[str, str | None]]] = {
    "list_type": _list,
    "dict_type": _mapping,
    "model_type": _mapping,
    "model_attributes_type": _mapping,
    "string_type": _text,
    "bool_parsing": lambda name, value: (f"{name!r} should be true or false, not {value!r}", None),
    "bool_type": lambda name, value: (f"{name!r} should be true or false, not {_kind(value)}", None),
    "int_parsing": _version,
    "int_type": _version,
    "greater_than_equal": _version,
    "less_than_equal": _version,
    "string_too_short": lambda name, _: (f"{_subject(name)} is empty", None),
    "string_too_long": lambda name, value: (f"{_subject(name)} is too long ({len(str(value))} characters)", None),
    "too_short": lambda name, _: (f"{name!r} is an empty list", "list at least one"),
}
