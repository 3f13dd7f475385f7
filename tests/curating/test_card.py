"""`vedette entity`: what an entry is and every form it is found by; nothing is shown that is not matched."""

from __future__ import annotations

import pytest

from bot import matching
from bot.__main__ import main
from bot.curating import card, find
from bot.curating.derived import derived
from bot.errors import UsageError
from bot.model.entity import Alias, Case, Context, Entity, Kind, Org

T_80 = Entity(id="t-80", kind=Kind.EQUIPMENT, class_="tank", name="T-80")
T_80BV = Entity(
    id="t-80bv",
    kind=Kind.EQUIPMENT,
    class_="tank",
    country="RU",
    parent="t-80",
    name="T-80BV",
    description="A tank with reactive armour.",
)
TIGR = Entity(
    id="tigr",
    kind=Kind.EQUIPMENT,
    class_="armoured-car",
    name="GAZ Tigr",
    aliases=(
        Alias(text="Тигр", lang="ru", context=Context.REQUIRED),
        Alias(text="Тигр-М", lang="uk"),
        Alias(text="SPM", lang="en", case=Case.EXACT),
    ),
    near=("convoy",),
    avoid=("zoo",),
    not_=("Tiger tank",),
)
MFA = Entity(
    id="mfa-belarus",
    kind=Kind.ACTOR,
    class_="ministry",
    name="Ministry of Foreign Affairs of Belarus",
    org=Org(type="mfa", country="BY"),
)
ALL = (T_80, T_80BV, TIGR, MFA)
BY_ID = {entity.id: entity for entity in ALL}


def shown(entity: Entity, *, everything: bool = False) -> str:
    return card(entity, BY_ID, everything=everything)


def test_it_says_what_a_thing_is_and_where_it_belongs() -> None:
    assert shown(T_80BV).startswith(
        "T-80BV (t-80bv)\nequipment: tank, RU\nA tank with reactive armour.\nFamily: T-80 (t-80)\n"
    )
    assert "Members: T-80BV (t-80bv)" in shown(T_80)


def test_a_designation_is_shown_in_both_scripts() -> None:
    assert "8 spellings: T-80BV, T80BV, T 80BV, Т-80БВ, Т80БВ, Т 80БВ, T-80BVs, T-80BV's" in shown(T_80BV)


def test_names_stand_by_language_with_what_they_ask_for() -> None:
    page = shown(TIGR)
    assert "Own name: GAZ Tigr" in page
    assert "Russian: Тигр [needs context]" in page
    assert "English: SPM [capitals as here]" in page
    assert page.index("English:") < page.index("Ukrainian:") < page.index("Russian:")


def test_long_lists_are_cut_and_counted_unless_all_are_asked_for() -> None:
    forms = next(name for name in derived(TIGR) if name.name == "Тигр").steps[0]
    assert f"тигр, {len(forms)} forms: " in shown(TIGR)
    assert f"and {len(forms) - 16} more" in shown(TIGR)
    everything = shown(TIGR, everything=True)
    assert " more" not in everything
    assert {"тигра", "тигром", "тиграми"} <= {word.strip(",") for word in everything.split()}


def test_cues_are_shown() -> None:
    assert shown(TIGR).endswith("\n\nSpeaks for it: convoy\nSpeaks against it: zoo\nIs something else: Tiger tank")


def test_a_body_of_state_shows_its_paraphrases() -> None:
    names = [name.name for name in derived(MFA) if name.organisation]
    assert f"{len(names)} paraphrases of what it is and whose: " in shown(MFA)
    assert "Belarusian Foreign Ministry" in names


@pytest.mark.parametrize("entity", ALL, ids=lambda entity: entity.id)
def test_every_form_that_is_shown_is_found(entity: Entity) -> None:
    lexicon = matching.compile_lexicon(ALL)
    for name in derived(entity):
        last = [form.rstrip("'") for form in name.steps[-1]] if name.steps else []
        for text in name.spellings or [" ".join((*name.words[:-1], form)) for form in last]:
            written = text if name.spellings else text.upper() if name.exact else text.title().replace("'S", "'s")
            assert matching.resolve(lexicon, written) == entity.id, name.name


def test_an_entity_is_found_by_id_name_or_spelling() -> None:
    assert {find(name, ALL).id for name in ("t-80bv", "T-80BV", "т80бв", "Т-80 БВ")} == {"t-80bv"}
    assert find("тиграми", ALL) is TIGR


def test_an_unknown_name_gets_what_comes_near() -> None:
    with pytest.raises(UsageError, match=r"no entity goes by “GAZ Tigger”; did you mean tigr\?"):
        find("GAZ Tigger", ALL)


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["entity", "s-400"])
    assert not ended.value.code
    assert capsys.readouterr().out.startswith("S-400 (s-400)\nequipment: sam, RU\n")
