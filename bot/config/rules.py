"""What no single value of feeds.yaml can tell: names that lead nowhere, things that are there twice.

The rules read the raw tree, not the validated shapes, so that a typo in one feed does not hide an unknown channel in
a watch: a person sees everything that is wrong at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain
from urllib.parse import urlsplit

from bot.config.complaints import did_you_mean, listed
from bot.config.entities import entity_rules
from bot.config.tree import Route, Tree
from bot.errors import Problem

_DEFAULT_PORTS = {"http": 80, "https": 443}
TERM_KEYS = ("any", "all", "none")


def rules(tree: Tree, known: Collection[str]) -> Iterator[Problem]:
    """All problems between the parts of a feeds.yaml; `known`: ids of the built-in catalogue."""
    yield from entity_rules(tree, known)
    yield from _repeated_feeds(tree)
    yield from _repeated_watches(tree)
    yield from _channels(tree)
    yield from _tags(tree)
    yield from _terms(tree, {*known, *own_ids(tree)})


def own_ids(tree: Tree) -> set[str]:
    """Ids of the entities that the file itself declares."""
    return {str(data["id"]) for _, data in tree.each("entities") if isinstance(data, dict) and "id" in data}


def same_place(url: str) -> str:
    """A key that is equal for two spellings of one address: letter case of the host, default port, last slash."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    place = host if port in {None, _DEFAULT_PORTS.get(scheme)} else f"{host}:{port}"
    return f"{scheme}://{place}{parts.path.rstrip('/')}?{parts.query}"


def _each(tree: Tree, section: str, key: str) -> Iterator[tuple[Route, str]]:
    """Every string that the entries of a section hold under `key`, be it one or a list."""
    for route, data in tree.each(section):
        held = data.get(key) if isinstance(data, dict) else None
        if isinstance(held, str):
            yield (*route, key), held
        else:
            yield from ((at, text) for at, text in tree.each(*route, key) if isinstance(text, str))


def _repeated(tree: Tree, what: str, entries: Iterator[tuple[Route, str, str]]) -> Iterator[Problem]:
    first: dict[str, Route] = {}
    for route, key, hint in entries:
        if key in first:
            line = tree.problem(first[key], "").line
            yield tree.problem(route, f"this {what} is here already, in line {line}", hint)
        else:
            first[key] = route


def _repeated_feeds(tree: Tree) -> Iterator[Problem]:
    urls = ((route, same_place(url), "remove one of them") for route, url in _each(tree, "feeds", "url"))
    yield from _repeated(tree, "feed", urls)


def _repeated_watches(tree: Tree) -> Iterator[Problem]:
    names = ((route, name.casefold(), "give it another name") for route, name in _each(tree, "watches", "name"))
    yield from _repeated(tree, "name of a watch", names)


def _channels(tree: Tree) -> Iterator[Problem]:
    declared = [str(route[-1]) for route, _ in tree.each("channels")]
    notices = ((route, name) for route, name in tree.each("notices") if isinstance(name, str))
    for route, name in chain(_each(tree, "watches", "to"), notices):
        if name not in declared:
            hint = did_you_mean(name, declared)
            if not hint:
                hint = f"channels here: {listed(declared)}" if declared else "name it under `channels:` first"
            yield tree.problem(route, f"there is no channel {name!r}", hint)


def _tags(tree: Tree) -> Iterator[Problem]:
    carried = {tag for _, tag in _each(tree, "feeds", "tags")}
    leaning = ((route, str(route[-1])) for route, _ in tree.each("leaning"))
    for route, tag in chain(leaning, _each(tree, "watches", "from")):
        if tag not in carried:
            hint = did_you_mean(tag, carried) or (f"tags here: {listed(carried)}" if carried else None)
            yield tree.problem(route, f"no feed carries the tag {tag!r}", hint, key=route[0] == "leaning")


def _terms(tree: Tree, ids: Collection[str]) -> Iterator[Problem]:
    for route, data in tree.each("watches"):
        if isinstance(data, dict) and not data.get("any") and not data.get("all"):
            what = "this watch looks for nothing"
            yield tree.problem(route, what, "say what: `any: [s-400]` or `all: [belarus, iskander]`")
    for key in TERM_KEYS:
        for route, text in _each(tree, "watches", key):
            if text not in ids and not tree.quoted(route):
                hint = did_you_mean(text, ids)
                words = f'to look for the words themselves, put them in quotes: "{text}"'
                yield tree.problem(route, f"there is no entity {text!r}", f"{hint} Or {words}" if hint else words)
