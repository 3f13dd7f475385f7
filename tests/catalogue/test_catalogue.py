"""The built-in catalogue is whole: ids, families, names, sources; everything of the case is in it."""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict

import pytest

from bot import catalogue, matching
from bot.errors import ConfigError
from bot.matching.lexicon import Lexicon
from bot.matching.names import resolve
from bot.model.entity import Context, Entity, Kind

ENTITIES = catalogue.load()
BY_ID = {entity.id: entity for entity in ENTITIES}


def test_it_covers_its_field() -> None:
    kinds = Counter(entity.kind for entity in ENTITIES)
    assert kinds[Kind.EQUIPMENT] >= 450
    assert kinds[Kind.ACTOR] >= 200
    assert kinds[Kind.PLACE] >= 200


def test_ids_are_unique() -> None:
    assert not [id_ for id_, count in Counter(entity.id for entity in ENTITIES).items() if count > 1]


def test_families_exist_are_of_the_same_kind_and_end_somewhere() -> None:
    for entity in ENTITIES:
        line = [entity]
        while (parent := line[-1].parent) is not None:
            assert parent in BY_ID, f"{line[-1].id}: no entity {parent!r}"
            line.append(BY_ID[parent])
            assert len(line) < 8, f"{entity.id}: a circle of families"
        assert len({member.kind for member in line}) == 1, entity.id


@pytest.mark.parametrize("field", ["class_", "country", "description", "sources"])
def test_every_entity_says(field: str) -> None:
    assert not [entity.id for entity in ENTITIES if not getattr(entity, field)]


def test_descriptions_are_one_sentence_of_a_line() -> None:
    assert not [e.id for e in ENTITIES if not re.fullmatch(r"[A-Z0-9].{7,118}\.", e.description)]


def test_countries_are_codes() -> None:
    assert {e.country for e in ENTITIES if e.country and not re.fullmatch(r"[A-Z]{2}", e.country)} == {"USSR", "INT"}


def test_every_source_is_explained() -> None:
    assert {source.split()[0] for entity in ENTITIES for source in entity.sources} == catalogue.sources().keys()


def test_a_name_that_is_proof_alone_belongs_to_one_entity() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for entity in ENTITIES:
        gated = {folded(alias.text) for alias in entity.aliases if alias.context is not Context.OFF}
        for name in {folded(entity.name), *(folded(alias.text) for alias in entity.aliases)} - gated:
            owners[name].add(entity.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_russian_and_ukrainian_equipment_has_names_in_both_languages() -> None:
    ours = [e for e in ENTITIES if e.kind is Kind.EQUIPMENT and e.country in {"RU", "UA"}]
    assert not [e.id for e in ours if not {"uk", "ru"} <= {alias.lang for alias in e.aliases}]


def test_no_name_is_listed_twice_in_a_language() -> None:
    for entity in ENTITIES:
        repeated = [key for key, count in Counter((a.lang, a.text) for a in entity.aliases).items() if count > 1]
        assert not repeated, entity.id


@pytest.mark.parametrize(
    "id_",
    [
        "tigr", "bmp-3", "mt-lb", "t-80bv", "2s9-nona", "prp", "s-400", "pantsir", "su-35", "iskander",
        "lukashenka", "kremlin", "mfa-belarus", "nsdc-ukraine", "ghostwriter",
        "secret-services-russia", "secret-services-belarus", "fsb", "svr", "gru", "kgb-belarus",
        "belarus", "russia", "ukraine",
    ],
)  # fmt: skip
def test_the_case_is_in_it_in_four_languages(id_: str) -> None:
    entity = BY_ID[id_]
    own = {alias.lang for alias in entity.aliases}
    assert {"uk", "ru"} <= own or entity.parent
    assert {"be"} <= own or all(re.search(r"\d", a.text) for a in entity.aliases if a.lang == "ru")


def test_packs_are_chosen_by_name() -> None:
    assert {entity.id for entity in catalogue.load({"tanks"})} < BY_ID.keys()
    assert {entity.class_ for entity in catalogue.load({"helicopters"})} == {"helicopter"}
    assert catalogue.load(set()) == ()
    assert catalogue.load(catalogue.titles().keys()) == ENTITIES


def test_an_unknown_pack_is_refused_with_a_suggestion() -> None:
    with pytest.raises(ConfigError, match=r"no pack 'helicopter'.*did you mean 'helicopters'"):
        catalogue.load({"helicopter"})


def test_a_teams_own_entity_replaces_the_built_in_one_of_its_id() -> None:
    own = Entity(id="t-80", kind=Kind.EQUIPMENT, class_="tank", name="Our T-80")
    new = Entity(id="depot-7", kind=Kind.ACTOR, class_="facility", name="Depot 7")
    merged = catalogue.merge(ENTITIES, [own, new])
    assert len(merged) == len(ENTITIES) + 1
    assert {entity.id: entity for entity in merged}["t-80"] is own
    assert [entity.id for entity in merged][:3] == [entity.id for entity in ENTITIES][:3]


def test_it_is_read_once_and_quickly() -> None:
    catalogue.pack.cache_clear()
    begun = time.process_time()
    catalogue.load()
    assert time.process_time() - begun < 10
    assert catalogue.load() == catalogue.load()
    assert catalogue.pack.cache_info().misses == len(catalogue.titles())


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return matching.compile_lexicon(ENTITIES)


def test_names_lead_to_their_entity(lexicon: Lexicon) -> None:
    """One or two in a thousand may be spelled as nobody types them: "F-16C/D", "CVR(T)"."""
    names = [(entity.id, name) for entity in ENTITIES for name in (entity.name, *(a.text for a in entity.aliases))]
    found = {(id_, name): resolve(lexicon, name) for id_, name in names}
    astray = {key: to for key, to in found.items() if to and to != key[0] and not shared(key[1], BY_ID[to])}
    assert astray == {}
    lost = [key for key, to in found.items() if to is None]
    assert len(lost) <= 0.002 * len(names), lost


def shared(name: str, other: Entity) -> bool:
    """Does `other` list `name` too, as an ambiguous one?"""
    return folded(name) in {folded(a.text) for a in other.aliases} | {folded(other.name)}


def folded(name: str) -> str:
    return re.sub(r"[\s\-–'’\"]", "", name.casefold().replace("ё", "е").replace("ґ", "г"))


def test_no_entity_swallows_the_name_of_another() -> None:
    owners = {folded(a): e.id for e in ENTITIES for a in (e.name, *(alias.text for alias in e.aliases))}
    swallowed = [(e.id, phrase) for e in ENTITIES for phrase in e.not_ if owners.get(folded(phrase), e.id) != e.id]
    assert swallowed == []
