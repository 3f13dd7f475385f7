"""Animals, plants, weather, sport and namesakes in four languages: no weapon, force or person of the catalogue."""

from __future__ import annotations

import pytest

from bot import catalogue, matching
from bot.matching.lexicon import Lexicon
from bot.model.entity import Kind

KINDS = {entity.id: entity.kind for entity in catalogue.load()}
SENTENCES = {
    "en": [
        "The Tigers beat the Bears in overtime and the stadium roared.",
        "Patriot Day sales start on Friday at the mall.",
        "A leopard was seen on the road outside the village.",
        "The Lancet published a study of flu in children.",
        "A buk tree fell on the parked car in the storm.",
        "Tor Hansen won the ski race by two seconds.",
        "Abrams directed the new film about space pirates.",
        "Wagner's opera opens the season in the old theatre.",
        "The harpoon of the whaler hangs in the museum.",
        "Bus T-72 stops at the station every ten minutes.",
        "He bought a javelin and won the medal in athletics.",
        "The crab salad with caesar dressing was cheap.",
        "Needle and thread lay on the table by the window.",
        "Gerasimov's bakery makes the best bread on the street.",
        "Matvienko sang at the wedding until dawn.",
        "Grad students and undergrads rally for wages.",
        "The Hawks lost to the Jets on Sunday night.",
        "Orion rises over the lake in winter.",
        "Shark attack closes the beach.",
        "Triton shower trays are on sale.",
        "Kraken players skated past the Sharks.",
        "The typhoon flooded the island's rice fields.",
        "Hurricane season starts with a tropical storm.",
        "Boxer wins title by knockout in the third round.",
        "Puma opened a shoe shop on the square.",
        "Gazelle herds crossed the plain.",
        "A husky pulled the sled for hours.",
        "Mastiff bites postman, owner fined.",
        "Stinger wasp nests were removed from the school.",
        "The switchblade knife was found in his pocket.",
        "Bradley Cooper and Stacey Abrams met at the gala.",
        "Challenger banks gain customers, says report.",
        "Stryker shares rose after the implant was approved.",
    ],
    "uk": [
        "Букет із гвоздик і тюльпанів поклали до школи.",
        "Тигри в зоопарку народили двох малюків.",
        "На вулиці Патріотів відкрили кав'ярню.",
        "Смерч із піску налякав туристів на пляжі.",
        "Василькові очі дівчини запам'ятали всі.",
        "Калібр рушниці мисливця був замалий.",
        "Композитор Вагнер помер у Венеції.",
        "Хлопець на псевдо «Град» грає на гітарі.",
        "Торт «Наполеон» і торт «Київський» удома.",
        "Булава гетьмана лежить у музеї.",
        "Кинджал козака знайшли під час розкопок.",
    ],
    "ru": [
        "Градом побило сади в трьох селах, синоптики попереджають про дощ.",
        "Команда «Леопард» виграла матч у команди «Урал».",
        "Краби та креветки подорожчали на чверть.",
        "Град побил урожай, ураган сорвал крыши.",
        "Искандер Ахметов открыл кафе в Казани.",
        "Пион и гвоздика зацвели в саду у бабушки.",
        "Лавровый лист добавьте в суп под конец.",
        "Медведев забил два гола и стал лучшим игроком матча.",
        "Пётр Медведев выиграл теннисный турнир.",
        "Герань на подоконнике полили утром.",
        "Нона Ивановна испекла пирог.",
        "Панцирь черепахи треснул при падении.",
        "Бастион старой крепости открыли для туристов.",
        "Конкурс фаготов прошёл в филармонии.",
        "Солнцепёк стоял такой, что плавился асфальт.",
        "Орешник у дома дал много орехов.",
        "Игла от шприца лежала на полу.",
        "Жители улицы Абрамса жалуются на шум.",
    ],
    "be": [
        "Тыгр у заапарку спаў цэлы дзень.",
        "Пасля граду ў садзе не засталося яблык.",
        "Кампазітар Вагнер напісаў оперу.",
        "Герань на акне засохла без вады.",
        "Ён забіў гол за клуб «Леапард».",
        "Бук і дуб растуць ля дарогі.",
    ],
}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return matching.compile_lexicon(catalogue.load())


@pytest.mark.parametrize("lang", list(SENTENCES))
def test_other_meanings_stay_silent(lexicon: Lexicon, lang: str) -> None:
    fired = {
        text: [m.entity for m in matching.find(lexicon, text).mentions if KINDS[m.entity] is not Kind.PLACE]
        for text in SENTENCES[lang]
    }
    assert {text: ids for text, ids in fired.items() if ids} == {}
