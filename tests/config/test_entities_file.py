"""The `entities:` format of catalogue files, feeds.yaml and `match --entities`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import load_entities, read_entities
from bot.errors import ConfigError
from bot.model.entity import Alias, Case, Context, Entity, Kind, Org

FULL = """\
version: 1
entities:
  - id: tigr
    kind: equipment
    class: armoured-car
    country: NO
    parent: wheeled
    name: 3.10
    description: A four-wheeled armoured car.
    aliases:
      en: [Tigr-M, {t: Tiger, ctx: required, case: exact, inflect: off, variants: no}]
      uk: [{t: Тигр, ctx: weak}]
      be: []
    near: [bmp, convoy]
    avoid: [zoo]
    not: ["Tiger tank"]
    require: [armour]
    derive: true
    sources: [editors]
  - {id: wheeled, kind: equipment, class: car, name: Wheeled, aliases: {}}
  - {id: mfa-belarus, kind: actor, class: ministry, name: Foreign ministry, org: {type: mfa, country: BY}}
"""


def complaint(text: str, known: set[str] | None = None) -> str:
    with pytest.raises(ConfigError) as caught:
        read_entities(text, "own.yaml", known=known)
    (only,) = caught.value.problems
    return str(only).splitlines()[0]


def entities(*more: str) -> str:
    bases = [f"  - {{id: e{n}, kind: actor, class: person, name: E{n}, {keys}}}\n" for n, keys in enumerate(more)]
    return "entities:\n" + "".join(bases)


def test_every_key_of_an_entity() -> None:
    tigr, wheeled, ministry = read_entities(FULL, "own.yaml")
    assert tigr == Entity(
        id="tigr",
        kind=Kind.EQUIPMENT,
        class_="armoured-car",
        country="NO",
        parent="wheeled",
        name="3.10",
        description="A four-wheeled armoured car.",
        aliases=(
            Alias(text="Tigr-M", lang="en"),
            Alias(text="Tiger", lang="en", context=Context.REQUIRED, case=Case.EXACT, inflect=False, variants=False),
            Alias(text="Тигр", lang="uk", context=Context.WEAK),
        ),
        near=("bmp", "convoy"),
        avoid=("zoo",),
        not_=("Tiger tank",),
        require=("armour",),
        derive=True,
        sources=("editors",),
    )
    assert wheeled == Entity(id="wheeled", kind=Kind.EQUIPMENT, class_="car", name="Wheeled")
    assert ministry.org == Org(type="mfa", country="BY")


def test_an_unknown_parent_is_told_where_ids_are_known() -> None:
    text = entities("parent: e7", "parent: e0")
    assert complaint(text, {"e77"}) == "own.yaml:2:60: there is no entity 'e7'; did you mean 'e77'?"
    assert [entity.parent for entity in read_entities(text, "own.yaml")] == ["e7", "e0"]
    assert len(read_entities(text, "own.yaml", known={"e7"})) == 2


@pytest.mark.parametrize("parents", [["e0"], ["e1", "e0"], ["e1", "e2", "e3", "e4", "e0"], ["e1", "e2", "e1"]])
def test_a_family_that_is_its_own_member_is_told(parents: list[str]) -> None:
    with pytest.raises(ConfigError, match="would be its own family; break the circle"):
        read_entities(entities(*(f"parent: {parent}" for parent in parents)), "own.yaml")


def test_an_id_that_is_there_twice_is_told() -> None:
    assert complaint(FULL.replace("id: wheeled", "id: tigr")) == (
        "own.yaml:20:10: the id 'tigr' is here twice; give each entity an id of its own"
    )


def test_a_name_that_is_proof_of_two_entities_is_told_unless_context_decides() -> None:
    shared = "aliases: {en: [Tiger]}"
    assert complaint(entities(shared, shared.lower())) == (
        "own.yaml:3:67: 'tiger' is also a name of 'e0'; remove it from one of them, or mark it: "
        "{t: tiger, ctx: required}"
    )
    assert read_entities(entities(shared, "aliases: {en: [{t: Tiger, ctx: required}]}"), "own.yaml")
    assert read_entities(entities(shared, "aliases: {uk: [Tiger]}"), "own.yaml")


def test_an_unknown_flag_of_an_alias_is_told() -> None:
    assert complaint(entities("aliases: {en: [{t: Tiger, ctxt: required}]}")) == (
        "own.yaml:2:78: unknown key 'ctxt'; did you mean 'ctx'?"
    )


def test_a_flag_with_a_strange_value_is_told() -> None:
    assert "'must' is not one of off, weak, required" in complaint(entities("aliases: {en: [{t: T, ctx: must}]}"))


def test_a_catalogue_file_stands_alone(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(entities("parent: tank"), encoding="utf-8")
    with pytest.raises(ConfigError, match="there is no entity 'tank'"):
        load_entities(path)
    path.write_text(FULL, encoding="utf-8")
    assert len(load_entities(path)) == 3
