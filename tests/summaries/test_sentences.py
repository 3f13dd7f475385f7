from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.summaries import split


def sentences(text: str) -> list[str]:
    return [sentence.text for sentence in split(text)]


@pytest.mark.parametrize(
    "one",
    [
        "Gen. Zaluzhny and Lt. Col. Smith met in St. Petersburg.",
        "The U.S. State Department said so.",
        "It fires 5.45 mm rounds, e.g. the 7N6.",
        "The train left on Jan. 17 at 5 p.m. local time.",
        "J. R. Smith wrote it.",
        "Танки Т-72, системи С-400 і набої 5.45 мм бачили в м. Барановичі.",
        "Ешелон прибув на ст. Лунінець Брестської обл. вночі.",
        "Про це сказав В. О. Зеленський у 2022 р. на зустрічі.",
        "Об этом сообщил ген. Иванов на ул. Ленина в г. Минске.",
        "В колонне было 5 тыс. человек и т.д. по списку.",
        "Пра гэта паведаміў А. Лукашэнка ў г. Гомелі.",
        "Вони йшли… йшли довго.",
        "«Ми бачимо техніку. Вона рухається на південь», — сказав він.",
        '"We see tanks. They move south," he said.',
        "«Куди?!» — спитав він.",
        "Колона (її бачили двічі. Уночі теж.) стоїть.",
        "1. Platforms with Tigers.",
        "He asked why? and left.",
        "Нарада о 8.30 у штабі тривала до 10.15.",
        "За ст. 110 КК України йому загрожує довічне.",
        "Це так зв. «сіра зона», т. зв. нейтральна смуга.",
        "Потери «т. н. республики» скрывают.",
        "Gen. J. Smith of the U.S. Army saw 5.56 mm rounds.",
        "Зенитные комплексы С-300, С-400 и Т-72Б3 ехали на запад.",
        "Зеленский:\n«Генералы должны быть в окопах».",
        "Педагоги працювали на\nПолтавщині.",
        "Прийшли танки,\nБТР та вантажівки.",
    ],
)
def test_these_are_one_sentence(one: str) -> None:
    assert sentences(one) == [one]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tanks came. Trains left.", ["Tanks came.", "Trains left."]),
        ("Прибули С-400. Потім Су-35.", ["Прибули С-400.", "Потім Су-35."]),
        ("They left the U.S. The train stayed.", ["They left the U.S.", "The train stayed."]),
        ("Це було у 2022 р. Танки стояли.", ["Це було у 2022 р.", "Танки стояли."]),
        ("Really?! Yes… Maybe.", ["Really?!", "Yes…", "Maybe."]),
        ("«Ми йдемо». Він пішов.", ["«Ми йдемо».", "Він пішов."]),
        ("He said: “Go.” Nobody went.", ["He said: “Go.”", "Nobody went."]),
        ("Пришли танки. «Тигры» тоже.", ["Пришли танки.", "«Тигры» тоже."]),
        ("Headline without a stop\nThe text begins.", ["Headline without a stop", "The text begins."]),
        ("A line that goes\non in lower case. Next.", ["A line that goes\non in lower case.", "Next."]),
        ("**Bold end.**\n\n• First point\n• Second point", ["Bold end.**", "First point", "Second point"]),
        ("⚡️ Вибух у місті. 12 поранених.", ["Вибух у місті.", "12 поранених."]),
        ("Він відкрив «дужку. І не закрив. Танки стоять.", ["Він відкрив «дужку.", "І не закрив.", "Танки стоять."]),
        ("He spoke to Putin.It was short.", ["He spoke to Putin.", "It was short."]),
        ("Censor.NET пише про це. Решта мовчить.", ["Censor.NET пише про це.", "Решта мовчить."]),
        ("Список:\nТанки.\nПотяги.", ["Список:", "Танки.", "Потяги."]),
        ("", []),
        (" \n \n", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_an_unclosed_quotation_does_not_swallow_the_text() -> None:
    text = "He began: «We saw tanks. " + "They went on and on. " * 40 + "The end»."
    assert len(sentences(text)) > 40


@given(st.text(alphabet="aБ .!?…\n\"«»„“”()'Т-72,—1г", max_size=300))
def test_sentences_are_verbatim_in_order_and_lose_no_word(text: str) -> None:
    end = 0
    kept = ""
    for sentence in split(text):
        assert sentence.start >= end
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        assert sentence.text
        end = sentence.end
        kept += sentence.text
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


@pytest.mark.parametrize("unit", [".", ".a", "! ", "\n", "1. ", "A. ", '" « ', "(", "(a. B) ", "*", "- ", "a. «B. "])
def test_hostile_text_costs_linear_work(unit: str) -> None:
    """Quadratic work on so much text would run into the suite's time limit."""
    split(unit * (200_000 // len(unit)))
    split(unit * (200_000 // len(unit)) + "a")
