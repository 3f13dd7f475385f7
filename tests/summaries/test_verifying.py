"""A machine's words are told only if every name, number, date and quotation in them is in the source."""

from __future__ import annotations

import time
from collections import defaultdict

import pytest

from bot.matching import compile_lexicon, find
from bot.model.entity import Alias, Entity, Kind
from bot.summaries.languages import language
from bot.summaries.spelling import Vocabulary
from bot.summaries.verifying import Named, doubt_summary, doubt_translation


def entity(name: str, kind: Kind, *aliases: tuple[str, str]) -> Entity:
    return Entity(
        id=name.lower(),
        kind=kind,
        class_="x",
        name=name,
        aliases=tuple(Alias(text=t, lang=lang) for lang, t in aliases),
    )


LEXICON = compile_lexicon(
    [
        entity("S-400", Kind.EQUIPMENT),
        entity("Iskander", Kind.EQUIPMENT, ("uk", "Іскандер"), ("ru", "Искандер")),
        entity("Belarus", Kind.PLACE, ("uk", "Білорусь"), ("ru", "Беларусь"), ("uk", "білоруський")),
        entity("Germany", Kind.PLACE, ("uk", "Німеччина"), ("en", "German")),
    ]
)


def names(text: str) -> Named:
    found: dict[str, set[bool]] = defaultdict(set)
    mentions = find(LEXICON, text).mentions
    for mention in mentions:
        found[mention.entity].add("negated" in mention.notes)
    return Named(
        entities={name: frozenset(ways) for name, ways in found.items()},
        spans=tuple((mention.start, mention.end) for mention in mentions),
    )


REPORT = """Launchers unloaded at Homiel
Eight S-400 launchers and a radar were unloaded at the siding east of Homiel before dawn on Tuesday, 18 January, two
railway employees said. Residents counted 1,200 soldiers and twenty-four flatcars. "We were told to look away," said
Andrei Sakovich, who drives the first tram. The ministry in Minsk denied that Iskander missiles would follow."""

GOOD = [
    "Eight S-400 launchers were unloaded at Homiel before dawn on Tuesday, two railway employees said.",
    "8 launchers and a radar were unloaded in Homiel on 18 January. Residents counted 24 flatcars and 1 200 soldiers.",
    "Residents counted 1.2 thousand soldiers, Andrei Sakovich said: “We were told to look away”.",
    "The ministry in Minsk denied that Iskander missiles would follow the launchers.",
]
BAD = [
    ("Nine S-400 launchers were unloaded at Homiel before dawn on Tuesday.", "the number 'Nine'"),
    ("Two launchers were unloaded east of Homiel; eight employees spoke.", "the number 'Two' counts something else"),
    ("Residents counted 1,300 soldiers and 24 flatcars at Homiel.", "the number '1,300'"),
    ("Eight launchers were unloaded at Baranavichy before dawn on Tuesday.", "the name 'Baranavichy'"),
    ("Baranavichy residents counted 1,200 soldiers and twenty-four flatcars.", "the name 'Baranavichy'"),
    ("Eight S-300 launchers were unloaded at the siding east of Homiel.", "the name 'S-300'"),
    ("Andrei Petrovich, who drives the first tram, was told to look away.", "the name 'Petrovich'"),
    ("Eight launchers were unloaded at Homiel before dawn on Friday.", "the time 'Friday'"),
    ("Eight launchers were unloaded at Homiel on 19 January.", "the time '19 January'"),
    ("Eight launchers were unloaded at Homiel on 18 January 2023, employees said.", "the time '18 January 2023'"),
    ('"We were told to say nothing," said Andrei Sakovich, who drives the first tram.', "the quotation"),
    ("Iskander missiles would follow, the ministry in Minsk told.", "negated in one"),
    ("The ministry denied that S-400 launchers were unloaded east of Homiel.", "negated in one"),
    ("The government collapsed yesterday amid widespread panic among citizens.", "'yesterday'"),
    ("The government collapsed amid widespread panic among foreign investors.", "the source knows nothing of"),
    ("Вісім пускових установок розвантажили біля Гомеля до світанку.", "it is not in en"),
    ("Launchers at Homiel, more at https://evil.example now.", "it holds 'https:'"),
    ("<b>Eight launchers</b> were unloaded at the siding east of Homiel.", "it holds '<'"),
    ("Eight launchers. Employees said. Residents counted. The ministry denied. Soldiers.", "it has 5 sentences"),
    ("Launchers.", "it has 10 characters"),
    ("Eight launchers were unloaded. " * 40, "characters"),
]


@pytest.mark.parametrize("answer", GOOD)
def test_a_summary_that_says_what_the_report_says_may_be_told(answer: str) -> None:
    assert doubt_summary(answer, REPORT, names=names, sentences=3) is None


@pytest.mark.parametrize(("answer", "doubt"), BAD)
def test_a_summary_with_anything_else_is_refused_with_the_reason(answer: str, doubt: str) -> None:
    assert doubt in (doubt_summary(answer, REPORT, names=names, sentences=3) or "")


def test_a_summary_names_what_is_watched_where_the_report_does() -> None:
    beside = "Residents counted 24 flatcars, Andrei Sakovich said."
    assert doubt_summary(beside, REPORT, names=names, sentences=2) is None
    doubt = doubt_summary(beside, REPORT, names=names, sentences=2, about={"s-400", "germany"})
    assert doubt == "it names nothing of what is watched"
    assert doubt_summary(beside, REPORT, names=names, sentences=2, about={"germany"}) is None


def test_slavic_summaries_may_inflect_but_not_invent() -> None:
    report = (
        "Вночі на станцію під Гомелем прибули вісім «Іскандерів», повідомив Андрій Сакович. За його словами, ешелон "
        "супроводжували 40 військових, а перехрестя перекрили до 14:30."
    )
    good = "До Гомеля вночі прибув ешелон із вісьмома «Іскандерами», його супроводжувало 40 військових."
    assert doubt_summary(good, report, names=names, sentences=2) is None
    for bad in ("Брестом", "Гродна"):
        assert "the name" in (doubt_summary(good.replace("Гомеля", bad), report, names=names, sentences=2) or "")
    assert "the number" in (doubt_summary(good.replace("40", "400"), report, names=names, sentences=2) or "")


SOURCE = "Eight Iskander launchers left Homiel for Germany's border at 14:30 on Tuesday, Andrei Sakovich said."
TRANSLATED = (
    "Вісім пускових установок «Іскандер» вирушили з Гомеля до кордону Німеччини о 14:30 у вівторок, "
    "сказав Андрій Сакович."
)


def doubt(answer: str) -> str | None:
    return doubt_translation(answer.replace("«Іскандер»", "Іскандер"), SOURCE, names=names, lang="uk")


def test_a_faithful_translation_may_be_told() -> None:
    assert doubt(TRANSLATED) is None


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("Вісім", "Дев'ять", 'the number "Дев\'ять" is not in the source'),
        ("Вісім пускових", "Пускові", "the number 'Eight' is lost"),
        ("у вівторок", "у п'ятницю", "the time"),
        ("о 14:30 ", "", "the time '14:30' is lost"),
        ("з Гомеля", "з Бреста", "the name 'Бреста' is not in the source"),
        ("Андрій Сакович", "Андрій Петренко", "the name 'Петренко'"),
        ("Німеччини", "Білорусі", "belarus is not in the source"),
        ("до кордону Німеччини ", "", "germany is lost"),
        ("вирушили", "не вирушили Іскандер, й", "negated in one"),
        ("сказав", "сказав: «Кінець», тобто", "it quotes more than the source"),
        ("вирушили", "отправились", "not in uk"),
    ],
)
def test_a_translation_that_adds_loses_or_changes_a_fact_is_refused(right: str, wrong: str, says: str) -> None:
    if right == "вирушили" and wrong == "отправились":
        answer = "Восемь пусковых установок Искандер вышли из Гомеля к границе Германии в 14:30 во вторник."
    else:
        assert right in TRANSLATED
        answer = TRANSLATED.replace(right, wrong)
    assert says in (doubt(answer) or "")


def test_what_is_no_translation_is_refused_for_its_length() -> None:
    assert "times as long" in (doubt("Вісім Іскандер залишили Гомель.") or "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chernihiv", "Чернігові"),
        ("Kharkiv", "Харьковом"),
        ("Lukashenka", "Лукашенко"),
        ("Warsaw", "Варшави"),
        ("Zelenskyy", "Зеленского"),
        ("S-400", "С-400"),
        ("Zhytomyr", "Житомирі"),
    ],
)
def test_a_name_is_recognised_in_the_other_script(one: str, other: str) -> None:
    assert Vocabulary(one).sounds_like(other)
    assert Vocabulary(other).sounds_like(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Minsk", "Москва"), ("Kherson", "Харків"), ("Brest", "Бориспіль"), ("S-400", "С-300"), ("Putin", "Порошенко")],
)
def test_another_name_is_not(one: str, other: str) -> None:
    assert not Vocabulary(one).sounds_like(other)
    assert not Vocabulary(other).sounds_like(one)


@pytest.mark.parametrize(
    ("word", "text", "held"),
    [
        ("Ukraine's", "in Ukraine", True),
        ("launcher", "launchers", True),
        ("Гомеля", "Гомель", True),
        ("Лукашенку", "Лукашенко", True),
        ("Iran", "Iraq", False),
        ("Austria", "Australia", False),
        ("Kherson", "Kharkiv", False),
        ("Т-72", "Т-64", False),
    ],
)
def test_a_word_is_held_in_any_of_its_forms(word: str, text: str, held: bool) -> None:
    assert Vocabulary(text).holds(word) is held


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Launchers left.", "en"),
        ("Вибухи на півдні", "uk"),
        ("Взрывы на юге", "ru"),
        ("Выбухі на поўдні", "be"),
        ("Гэта Беларусь, ўсё", "be"),
        ("Президент подписал указ о S-400", "ru"),
        ("1234", None),
    ],
)
def test_the_language_shows_in_the_letters(text: str, lang: str | None) -> None:
    assert language(text) == lang


@pytest.mark.parametrize("unit", ["1 ", "1 111 ", "22 of ", "twenty ", "«", '"', "a-", "May ", "ignore ", "п'ят"])
def test_hostile_text_is_decided_at_once(unit: str) -> None:
    source, answer = (unit * 6_000)[:6_000], (unit * 900)[:900]
    began = time.process_time()
    doubt_summary(answer, source, names=names, sentences=2)
    doubt_translation(answer, answer, names=names, lang="uk")
    assert time.process_time() - began < 5
