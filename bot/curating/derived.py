"""The forms of an entity's names, read out of a compiled lexicon: nothing is derived here that is not matched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.matching import Lexicon, compile_lexicon, resolve
from bot.matching.lexicon import Name, Node
from bot.matching.transliteration import CYRILLIC, latin
from bot.model.entity import Context, Entity

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W\d_]+)*")
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_CYRILLIC_FOR = {latin(letter): letter for letter in "яющшчцхфутсрпонмлкизжедгвба"} | {"y": "и", "h": "х", "j": "й"}
_ROMAN = re.compile("|".join(sorted(_CYRILLIC_FOR, key=len, reverse=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """One name and what it is recognised by."""

    name: str
    langs: tuple[str, ...]
    """Languages in which the entry lists it; empty for its own name."""
    words: tuple[str, ...] = ()
    """The words of the name; empty for a designation."""
    steps: tuple[tuple[str, ...], ...] = ()
    """Word by word, all forms."""
    spellings: tuple[str, ...] = ()
    """Ways to write a designation."""
    organisation: bool = False
    """Not listed, but a paraphrase of what the body is and whose."""
    context: Context = Context.OFF
    exact: bool = False


def derived(entity: Entity) -> tuple[Derived, ...]:
    """Every name of `entity` with its forms, in the order of the entry; paraphrases of an organisation last."""
    lexicon = compile_lexicon([entity])
    langs: dict[str, dict[str, None]] = {entity.name: {}}
    for alias in entity.aliases:
        langs.setdefault(alias.text, {})[alias.lang] = None
    found: dict[str, Derived] = {}
    for name, steps in _paths(lexicon):
        found[name.alias] = _derived(name, tuple(langs.get(name.alias, ())), steps=steps)
    for name in _designations(lexicon):
        written = tuple(s for s in dict.fromkeys(_spellings(name.alias)) if resolve(lexicon, s) == entity.id)
        if written:
            found[name.alias] = _derived(name, tuple(langs.get(name.alias, ())), spellings=written)
    order = list(langs)
    return tuple(sorted(found.values(), key=lambda d: order.index(d.name) if d.name in langs else len(order)))


def _derived(
    name: Name,
    langs: tuple[str, ...],
    *,
    steps: tuple[tuple[str, ...], ...] = (),
    spellings: tuple[str, ...] = (),
) -> Derived:
    return Derived(
        name=name.alias,
        langs=langs,
        words=tuple(_WORD.findall(name.alias)) if steps else (),
        steps=steps,
        spellings=spellings,
        organisation=name.organisation,
        context=name.context,
        exact=name.exact,
    )


def _paths(lexicon: Lexicon) -> Iterator[tuple[Name, tuple[tuple[str, ...], ...]]]:
    """Each name that stands in the lexicon's tree, with the forms of each of its steps."""
    words: dict[int, set[str]] = {}
    for stem, shapes in lexicon.stems.items():
        for endings, word in shapes:
            words.setdefault(word, set()).update(stem + ending for ending in lexicon.endings[endings])
    waiting: list[tuple[Node, tuple[tuple[str, ...], ...]]] = [(lexicon.nodes[0], ())]
    while waiting:
        node, steps = waiting.pop()
        yield from ((name, steps) for name in node.names if name.owner == 0)
        waiting += [
            (lexicon.nodes[child], (*steps, tuple(sorted(words[word], key=lambda w: (len(w), w)))))
            for word, child in node.words.items()
        ]
        waiting += [(lexicon.nodes[child], (*steps, (mark.upper(),))) for mark, child in node.marks.items()]


def _designations(lexicon: Lexicon) -> list[Name]:
    numbers = dict.fromkeys(number for names in lexicon.runs.values() for number in names)
    return [lexicon.names[number] for number in numbers]


def _spellings(designation: str) -> Iterator[str]:
    """The usual ways to write a designation, in both scripts, joined or not, and its plural."""
    other = _in_cyrillic(designation)
    for written in dict.fromkeys((designation, other)):
        yield written
        yield re.sub(r"[-/ ]", "", written)
        yield re.sub(r"(?<=[^\W\d_])-?(?=\d)", " ", written, count=1)
    if not CYRILLIC.search(designation):
        yield from (f"{designation}s", f"{designation}'s")


def _in_cyrillic(designation: str) -> str:
    """A Latin designation letter by letter in Cyrillic, capitals kept: T-80BV as Т-80БВ."""

    def piece(found: re.Match[str]) -> str:
        text = _ROMAN.sub(lambda letter: _CYRILLIC_FOR[letter.group()], found.group().lower())
        return text.upper() if found.group().isupper() else text.capitalize()

    return designation if CYRILLIC.search(designation) else _PIECE.sub(piece, designation)
