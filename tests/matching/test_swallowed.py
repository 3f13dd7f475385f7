"""A name inside a phrase that means something else is set aside, and the phrase is named."""

from __future__ import annotations

from bot.matching import Lexicon, compile_lexicon, find
from bot.model.entity import Alias, Entity, Kind


def test_the_reason_names_the_phrase(lexicon: Lexicon) -> None:
    found = find(lexicon, "Ships on the Sea of Azov. The Kremlin Cup in tennis.")
    assert found.mentions == ()
    assert [(r.entity, r.surface, r.why) for r in found.rejected] == [
        ("azov", "Azov", "part of “Sea of Azov”"),
        ("kremlin", "Kremlin", "part of “Kremlin Cup”"),
    ]


def test_the_name_itself_may_be_the_phrase() -> None:
    kestrel = Entity(
        id="kestrel",
        kind=Kind.EQUIPMENT,
        class_="uav",
        name="UX-9",
        aliases=(Alias(text="Red Kestrel", lang="en"),),
    )
    inn = Entity(id="inn", kind=Kind.EQUIPMENT, class_="uav", name="UX-8", not_=("Red Kestrel",))
    found = find(compile_lexicon([kestrel, inn]), "We dined at the Red Kestrel.")
    assert found.mentions == ()
    assert [r.why for r in found.rejected] == ["part of “Red Kestrel”"]
