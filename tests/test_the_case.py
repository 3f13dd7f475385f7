"""The case that must always be perfect: armour on its way to Belarus, in four languages, every entity by its id."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.matching import Lexicon, find
from bot.model.entity import Kind
from tests.fakes.the_case import ACTORS, CASE, EQUIPMENT, PLACES, TELLINGS, Telling

OTHER_QUOTES = ("''", "‘’", "“”", "„“", "„”", "«»", '""', "‹›", "``")
_QUOTED = re.compile(r"[«\"“](\w+)[»\"”]")

tellings = pytest.mark.parametrize("telling", TELLINGS, ids=lambda telling: telling.lang)


def named(lexicon: Lexicon, text: str, *, title: str = "", lang: str | None = None) -> set[str]:
    """Equipment and actors in a text, by id."""
    return {
        mention.entity
        for mention in find(lexicon, text, title=title, lang=lang).mentions
        if lexicon.owners[lexicon.by_id[mention.entity]].kind is not Kind.PLACE
    }


@tellings
def test_the_article_yields_every_entity_and_no_other(built_in: Lexicon, telling: Telling) -> None:
    found = find(built_in, telling.text, title=telling.title)
    assert {mention.entity for mention in found.mentions} == CASE | PLACES


@tellings
@pytest.mark.parametrize("lang", [None, "en", "uk", "ru", "be"])
def test_whatever_language_its_feed_claims(built_in: Lexicon, telling: Telling, lang: str | None) -> None:
    assert named(built_in, telling.text, title=telling.title, lang=lang) == CASE


@tellings
def test_every_mention_stands_where_it_says(built_in: Lexicon, telling: Telling) -> None:
    fields = {"title": telling.title, "text": telling.text}
    for mention in find(built_in, telling.text, title=telling.title).mentions:
        assert fields[mention.field][mention.start : mention.end] == mention.surface


@tellings
def test_one_paragraph_is_enough(built_in: Lexicon, telling: Telling) -> None:
    assert named(built_in, telling.paragraph) == CASE


@tellings
def test_the_paragraph_cut_anywhere_into_title_and_text(built_in: Lexicon, telling: Telling) -> None:
    for cut in re.finditer(r"(?<=[.,]) ", telling.paragraph):
        title, text = telling.paragraph[: cut.start()], telling.paragraph[cut.end() :]
        assert named(built_in, text, title=title) == CASE, title


@tellings
@pytest.mark.parametrize("quotes", OTHER_QUOTES)
def test_in_quotes_of_any_kind(built_in: Lexicon, telling: Telling, quotes: str) -> None:
    for told in (telling.paragraph, telling.text):
        assert named(built_in, _QUOTED.sub(rf"{quotes[0]}\1{quotes[1]}", told)) == CASE


@tellings
def test_sentences_in_any_order(built_in: Lexicon, telling: Telling) -> None:
    sentences = re.split(r"(?<=\.) ", telling.paragraph)
    for order in rotations(sentences):
        assert named(built_in, " ".join(order)) == CASE


@tellings
def test_typeset_with_narrow_spaces_long_dashes_and_soft_hyphens(built_in: Lexicon, telling: Telling) -> None:
    designation = re.compile(r"(?<=[^\W\d_])-(?=[\dA-ZА-Я])")
    for dash in "‐‑‒–—−":
        assert named(built_in, designation.sub(dash, telling.paragraph)) == CASE
    assert named(built_in, telling.paragraph.replace(" ", "\u00a0")) == CASE
    assert named(built_in, re.sub(r"(?<=[^\W\d_]{4})(?=[^\W\d_]{4})", "\u00ad", telling.paragraph)) == CASE


def rotations(sentences: list[str]) -> Iterator[list[str]]:
    """The sentences begun at each of them, and all of those backwards."""
    for first in range(len(sentences)):
        turned = sentences[first:] + sentences[:first]
        yield turned
        yield turned[::-1]


EQUIPMENT_OTHERWISE = [
    (
        'Convoys of "Tigers", BMP-3s, MT-LBs and T-80BVs, with Nonas and a mobile reconnaissance post, rolled '
        "north; S-400s, Pantsirs, Su-35s and Iskanders are there."
    ),
    (
        "Іскандерів, Су-35, «Панцирів» і С-400 стане більше, ніж «Нон», Т-80БВ, МТ-ЛБ, БМП-3 і «Тигрів»; додадуть "
        "і рухомий розвідувальний пункт."
    ),
    (
        "На платформах с «Тиграми» видели БМП-3 и МТЛБ; к «Нонам» и Т80БВ добавили передвижной разведпункт, а к "
        "«Искандерам» С-400, «Панцири» и Су-35С."
    ),
    (
        "Разам з «Тыграмі», БМП-3, МТ-ЛБ, Т-80БВ і «Нонамі» едуць перасоўныя разведвальныя пункты; чакаюць С-400, "
        "«Панцыраў», Су-35 і «Іскандэраў»."
    ),
]
ACTORS_OTHERWISE = [
    (
        "Lukashenko's visit to the Kremlin was announced by Belarus's Foreign Ministry. The NSDC says that "
        "UNC1151, tied to Belarusian intelligence, works with the secret services of Russia and Belarus."
    ),
    (
        "Візит Лукашенка до Кремля підтвердили в МЗС Білорусі. У РНБО кажуть, що Ghostwriter, група хакерів "
        "UNC1151, діяла за вказівкою білоруських і російських спецслужб."
    ),
    (
        "О встрече с Лукашенко в Кремле сообщили в МИД Беларуси. В СНБО говорят, что хакеры UNC1151 действовали "
        "по указанию российских и белорусских спецслужб."
    ),
    (
        "Пра сустрэчу з Лукашэнкам у Крамлі паведаміла МЗС Беларусі. У РНБА кажуць, што хакеры UNC1151 дзейнічалі "
        "разам са спецслужбамі Расіі і Беларусі."
    ),
]


@pytest.mark.parametrize("text", EQUIPMENT_OTHERWISE, ids=("en", "uk", "ru", "be"))
def test_equipment_in_other_cases_and_orders(built_in: Lexicon, text: str) -> None:
    assert named(built_in, text) == EQUIPMENT


@pytest.mark.parametrize("text", ACTORS_OTHERWISE, ids=("en", "uk", "ru", "be"))
def test_actors_in_other_cases_and_orders(built_in: Lexicon, text: str) -> None:
    assert named(built_in, text) == ACTORS


@pytest.mark.parametrize(
    "text",
    [
        "the Russian and Belarusian secret services",
        "the secret services of Russia and Belarus",
        "Belarusian and Russian intelligence services",
        "російські та білоруські спецслужби",
        "спецслужби Росії й Білорусі",
        "спецслужбами Білорусі та Росії",
        "російських і білоруських спецслужб",
        "спецслужбы России и Белоруссии",
        "российскими и белорусскими спецслужбами",
        "спецслужб Беларуси и России",
        "расійскія і беларускія спецслужбы",
        "спецслужбаў Расіі і Беларусі",
        "беларускімі ды расійскімі спецслужбамі",
    ],
)
def test_both_secret_services_from_one_phrase(built_in: Lexicon, text: str) -> None:
    both = {"secret-services-russia", "secret-services-belarus"}
    assert named(built_in, f"{text[0].upper()}{text[1:]}") == both
    assert named(built_in, f"2022: {text}.") == both
