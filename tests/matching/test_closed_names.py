"""Names with brackets, dots and digits in them are found as they are written, to the closing mark."""

from __future__ import annotations

import pytest

from bot.matching import compile_lexicon, find
from bot.model.entity import Alias, Entity, Kind


def entity(name: str, *aliases: str) -> Entity:
    return Entity(
        id="it",
        kind=Kind.ACTOR,
        class_="hacker-group",
        name=name,
        aliases=tuple(Alias(text=a, lang="") for a in aliases),
    )


@pytest.mark.parametrize(
    ("known", "text", "seen"),
    [
        (entity("NoName057(16)"), "Sites fell to NoName057(16), they say.", "NoName057(16)"),
        (entity("NoName057(16)"), "Хакери NoName057 (16) атакували порт.", "NoName057 (16)"),
        (entity("NoName057(16)", "NoName057"), "A post by NoName057 said so.", "NoName057"),
        (entity("CVR(T)"), "Ten CVR(T)s and a CVR(T).", "CVR(T)"),
        (entity("Northland", "N.L."), "It is made in the N.L., as ever.", "N.L."),
        (entity("Northland", "N.L."), "An N.L.-made gun.", "N.L."),
        (entity("Unit17 Shadow"), "Then Unit17 Shadow left.", "Unit17 Shadow"),
    ],
)
def test_a_name_reaches_to_its_closing_mark(known: Entity, text: str, seen: str) -> None:
    mentions = find(compile_lexicon([known]), text).mentions
    assert seen in {text[mention.start : mention.end] for mention in mentions}
