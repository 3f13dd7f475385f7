"""Which sentences cannot stand alone, in four languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.summaries.leaning import asks, credits_only, leans, quotes, recalls, trails_off

LEANING = {
    "pronoun": [
        "He added that eight more would follow.",
        "They came from the east.",
        "In the spring of that year, they came back.",
        "В его составе восемь установок.",
        "Сильний і впертий, він лишився у строю.",
        "Він додав, що будуть ще вісім.",
        "Їм передадуть техніку навесні.",
        "Он добавил, что будут ещё восемь.",
        "Яна дадала, што будуць яшчэ восем.",
    ],
    "somebody speaks": [
        "Дякуємо вам за кожну гривню.",
        "Благодаря вам построен мост.",
        "We support the bridge with all we have.",
        "Ми підтримуємо міст усім, що маємо.",
        "Мы видели колонну.",
    ],
    "connective": [
        "However, nobody saw the launchers.",
        "Therefore the line stays closed.",
        "Also, a radar was seen.",
        "Крім того, бачили радар.",
        "Також бачили радар.",
        "Однако пусковых никто не видел.",
        "Кроме того, видели радар.",
        "Акрамя таго, бачылі радар.",
        "За його словами, колона пішла на північ.",
        "По ее словам, колонна ушла на север.",
        "Паводле яго слоў, калона пайшла на поўнач.",
    ],
    "one more of them": ["The governor also spoke of trains.", "Міністр також згадав про потяги."],
    "known from before": [
        "The duchess added that the mill would stay.",
        "The expert notes that the mill is old.",
        "Speaking in Orsha, she thanked the crews.",
        "Експерт зазначив, що міст старий.",
        "Эксперт отметил, что мост старый.",
    ],
    "unnamed speaker": [
        "“We saw eight of them,” he said.",
        "We saw eight of them, she added.",
        "«Ми бачили вісім», — сказав він.",
        "«Мы видели восемь», — добавила она.",
        "«Ми бачили вісім», — йдеться у повідомленні.",
        "“We saw eight of them.”",
    ],
    "half a quotation": ["“We saw eight of them.", "Колона пішла на північ», — сказав Петренко.", "31% у квітні)."],
}


@pytest.mark.parametrize(
    "sentence", [pytest.param(s, id=f"{kind}: {s}") for kind, all_ in LEANING.items() for s in all_]
)
def test_this_leans_on_another(sentence: str) -> None:
    assert leans(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Eight launchers left Orsha at dawn.",
        "This week eight launchers left Orsha.",
        "Цього тижня з Орші вийшли вісім установок.",
        "Этой ночью из Орши вышли восемь установок.",
        "“We saw eight of them,” the governor, Ivan Petrenko, said.",
        "«Ми бачили вісім», — сказав губернатор Іван Петренко.",
        "«Іскандери» стоять біля Орші.",
        "А-50 піднявся з Мачулищ.",
        "Italy sends eight launchers.",
        "Ситуація на кордоні спокійна (станом на вівторок).",
        "Президент Чехии Петр Павел сказал, что он приедет.",
    ],
)
def test_this_stands_alone(sentence: str) -> None:
    assert not leans(sentence)


@pytest.mark.parametrize(
    ("tells", "sentence"),
    [
        (recalls, "Нагадаємо, минулого тижня міст закрили."),
        (recalls, "Напомним, на прошлой неделе мост закрыли."),
        (recalls, "Нагадаем, на мінулым тыдні мост закрылі."),
        (recalls, "As previously reported, the bridge was closed."),
        (credits_only, "Про це повідомляє пресслужба залізниці."),
        (credits_only, "Об этом сообщает пресс-служба дороги."),
        (credits_only, "Пра гэта паведамляе прэс-служба чыгункі."),
        (credits_only, "Кадри оприлюднили військові."),
        (credits_only, "It was reported by the railway."),
        (asks, "Куди йдуть потяги?"),
        (asks, "“Where do the trains go?”"),
        (quotes, "«Ми бачили вісім», — сказав Петренко."),
        (trails_off, "Бригада «Рейки»"),
        (trails_off, "пост на вул. Лісовій;"),
    ],
)
def test_what_else_speaks_against_a_sentence(tells: Callable[[str], bool], sentence: str) -> None:
    assert tells(sentence)


@pytest.mark.parametrize(
    ("tells", "sentence"),
    [
        (recalls, "Нагадування надійшло всім."),
        (credits_only, "Про це повідомив міністр, який прибув до Орші."),
        (credits_only, "Відео показало вісім установок, що рухаються на північ."),
        (quotes, "«Іскандери» стоять біля Орші."),
        (asks, "Nobody asked why."),
        (trails_off, "Вісім установок стоять біля Орші.»"),
    ],
)
def test_what_only_looks_like_it(tells: Callable[[str], bool], sentence: str) -> None:
    assert not tells(sentence)
