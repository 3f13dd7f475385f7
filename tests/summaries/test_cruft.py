"""What is not the news: recognised by its words, in four languages, and never by a word that news may open with."""

from __future__ import annotations

import pytest

from bot.summaries.cruft import bounds, is_cruft, is_short

CRUFT = {
    "invitation": [
        "Subscribe to our Telegram channel for more.",
        "Follow us on every platform there is.",
        "Підписуйтесь на наш канал, щоб не пропустити.",
        "Ще більше новин — у нас, підписатися можна тут",
        "Подписывайтесь на наш канал и будьте в курсе.",
        "Падпісвайцеся на наш канал у мэсенджары.",
        "Маяк | Подписаться | Прислать новость",
        "Сталі сведкам? Надіслати новину можна боту",
    ],
    "more to read": [
        "Read more: how the bridge was built",
        "Also read about the trains of last week",
        "Читайте також про рух потягів на заході країни",
        "Також читайте: міст відкрили через рік",
        "Читайте также о движении поездов на западе",
        "Подробнее о колонне в нашем материале",
        "Чытайце таксама пра рух цягнікоў на захадзе",
        "The post Trains roll west appeared first on Rail Watch.",
    ],
    "caption": [
        "Photo: press service of the railway",
        "Фото: пресслужба залізниці, архів 2024 року",
        "Источник: пресс-служба железной дороги области",
        "Крыніца: прэс-служба чыгункі, архіўнае фота",
    ],
    "byline": [
        "By Jane Miller, defence correspondent in Kyiv",
        "Reporting by Jane Miller and John Stone in Minsk",
        "Автор: Іван Петренко, кореспондент у Києві",
    ],
    "rights": [
        "All rights reserved by Rail Watch 2026",
        "Усі права захищені, передрук заборонено",
        "© Rail Watch 2026, all of it",
    ],
    "links": [
        "https://rail.example/trains/2026/11",
        "#потяги #війна #Білорусь #захід",
        "[Рельсы. Вступить](https://t.me/rails)",
    ],
}


@pytest.mark.parametrize("sentence", [pytest.param(s, id=f"{kind}: {s}") for kind, all_ in CRUFT.items() for s in all_])
def test_this_is_not_the_news(sentence: str) -> None:
    assert is_cruft(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Reading rooms in Minsk stay closed, the ministry says.",
        "Following the strike, trains were diverted.",
        "Sourcing parts abroad has become harder for the plant.",
        "The photo shows eight launchers on a siding near Orsha.",
        "Читачі повідомили про колону на трасі Київ — Чоп.",
        "Подробная карта колонны появилась у военных утром.",
        "Фотограф зняв вісім пускових установок біля Орші.",
        "Канал на поўдні вобласці перакрылі пасля ўдару.",
        "The ministry of defence published it at https://mod.example/today on Tuesday morning.",
        "Бригада отримала #дрони від волонтерів і вже воює ними.",
    ],
)
def test_this_is_the_news(sentence: str) -> None:
    assert not is_cruft(sentence)


@pytest.mark.parametrize(
    ("line", "news"),
    [
        ("KYIV, Nov 5 (Agency) - Trains stopped.", "Trains stopped."),
        ("MINSK, Jan. 18 (Reuters) — Trains stopped.", "Trains stopped."),
        ("WASHINGTON — Trains stopped.", "Trains stopped."),
        ("(CNN) -- Trains stopped.", "Trains stopped."),
        ("Minsk, Belarus (CNN) Trains stopped.", "Trains stopped."),
        ("КИЇВ. 5 листопада. Потяги стали.", "Потяги стали."),
        ("КИЕВ, 18 января, ТАСС — Поезда встали.", "Поезда встали."),
        ("БАРАНАВІЧЫ (Вестка) — Цягнікі спыніліся.", "Цягнікі спыніліся."),
        ("05.11.26 09:22 - Trains stopped.", "Trains stopped."),
        ("Trains stopped. — Ukrinform.", "Trains stopped."),
        ("Потяги стали (УНІАН)", "Потяги стали"),
        ("Поезда встали**", "Поезда встали"),
        ("#потяги #захід Потяги стали.", "Потяги стали."),
        ("Що відомо про міст У Орші закрили міст.", "У Орші закрили міст."),
    ],
)
def test_where_and_by_whom_it_was_filed_is_cut_off(line: str, news: str) -> None:
    start, end = bounds(line)
    assert line[start:end] == news


@pytest.mark.parametrize(
    "line",
    [
        "The S-400 (a long-range system) - eight launchers of it - arrived.",
        "NATO - and with it the EU - condemned the strike.",
        "ЗСУ — це не лише армія.",
        "Trains stopped, said Reuters.",
        "CNN showed the trains.",
        "Fears Grow In Minsk Over The Trains.",
        "Голова МЗС на зустрічі в Орші згадав потяги.",
    ],
)
def test_what_only_looks_like_it_stays(line: str) -> None:
    assert bounds(line) == (0, len(line))


@pytest.mark.parametrize(
    ("line", "short"), [("Ми з Києва", True), ("Хроніка", True), ("Потяги стали біля Орші.", False)]
)
def test_three_words_are_no_sentence(line: str, short: bool) -> None:
    assert is_short(line) is short
