"""What is found in running text, phenomenon by phenomenon, and what stays silent."""

from __future__ import annotations

import pytest

from bot.matching import Lexicon, find


def found(lexicon: Lexicon, text: str, title: str = "") -> set[str]:
    return {mention.entity for mention in find(lexicon, text, title=title).mentions}


PHENOMENA: dict[str, list[tuple[str, set[str]]]] = {
    "designation spelling": [
        ("A T-80BV stood by the gate.", {"t-80bv"}),
        ("A T80BV stood by the gate with a tank crew.", {"t-80bv"}),
        ("Two T‑80 BVs and a T-80 BVM's turret.", {"t-80bv", "t-80bvm"}),
        ("S–400, S—400 and S−400 are one.", {"s-400"}),
        ("MiG-29fighters took off.", {"mig-29"}),
        ("ЗСУ-23-4 на параді.", {"zsu"}),
    ],
    "script": [
        ("Комплекс С-300В4 і ракета Х-101.", {"s-300v4", "kh-101"}),
        ("Штурмовий МіГ-29 та Су-34.", {"mig-29", "su-34"}),
        ("Тягач МТ-ЛБ і самохідка 2С19.", {"mt-lb", "2s19"}),
        ("Транспортник С-130 сів.", {"c-130"}),
    ],
    "look-alike letters": [
        ("Два Т-80БВ і один T-80БB з латинськими літерами.", {"t-80bv"}),
        ("Диктатора зовуть Лукашэнкi.", {"lukashenka"}),
        ("Ворог випустив C-300 по місту, ракети збито.", {"s-300"}),
    ],
    "plural and possessive": [
        ("Iskanders and S-400s crossed the bridge.", {"iskander", "s-400"}),
        ("Lukashenka's guards; Lukashenka’s plane.", {"lukashenka"}),
        ("Russia's Foreign Ministry’s note.", {"mfa-russia"}),
    ],
    "Slavic cases": [
        ("Удар Калібром і двома Іскандерами.", {"kalibr", "iskander"}),
        ("Чотири «Искандера-М» и залп «Точкой-У».", {"iskander-m", "tochka-u"}),
        ("Говорили про Шойгу та Лукашэнкам незадаволеныя.", {"shoigu", "lukashenka"}),
        ("Радники Кремля зустрілися з Олександром Лукашенком.", {"kremlin", "lukashenka"}),
    ],
    "adjectives and members": [
        ("Кремлівські й прокремлівські медіа мовчать.", {"kremlin"}),
        ("Лукашенковский ОМОН ушёл.", {"lukashenka"}),
        ("Колона вагнерівців стала табором.", {"wagner"}),
        ("The Wagnerites left Bakhmut.", {"wagner"}),
    ],
    "transliteration": [
        ("Aliaksandr Łukašenka spoke.", {"lukashenka"}),
        ("Lukaszenko i Lukaschenko to jedno.", {"lukashenka"}),
        ("Знову Шахеды, Shaheds i Szahed.", {"shahed"}),
    ],
    "quotes, line breaks, hidden characters": [
        ("ПВК «ВАГНЕР» отримала наказ.", {"wagner"}),
        ("Officials said the S-\n400 battery and the Pant-\nsir moved.", {"s-400", "pantsir"}),
        ("An Is\u00adkan\u00adder and a T\u200b-\u200b72.", {"iskander", "t-72"}),
        ("Іска\u0301ндер на марші.", {"iskander"}),
        ("𝐒-𝟒𝟎𝟎 and Ｔ－７２ in bold.", {"s-400", "t-72"}),
    ],
    "hashtags": [
        ("Сьогодні #ШойгуСергій і #HIMARSonWay.", {"shoigu", "himars"}),
        ("#шойгуувідставку", {"shoigu"}),
    ],
    "lists": [
        ("Збито С-300/С-400 і Shahed-131/136.", {"s-300", "s-400", "shahed"}),
        ("T-72, -80 and -90 tanks followed.", {"t-72", "t-80", "t-90"}),
        ("helicopters.S-300 came next", {"s-300"}),
    ],
    "families and variants": [
        ("A T-80U, a T-80BV and a T-80BVM.", {"t-80", "t-80bv", "t-80bvm"}),
        ("Leopard 2A4s beside a Leopard 1A5 tank.", {"leopard-2", "leopard"}),
        ("An S-300PMU-2 battery and a Su-34M.", {"s-300", "su-34"}),
    ],
    "organisations": [
        ("The Belarusian foreign ministry kept silent.", {"mfa-belarus"}),
        ("MFA of Belarus; Belarus's Foreign Ministry.", {"mfa-belarus"}),
        ("Так сказали у беларускім МЗС.", {"mfa-belarus"}),
        ("Міністерство закордонних справ Білорусі викликало посла.", {"mfa-belarus"}),
        ("В российском МИДе и МИД РФ молчат.", {"mfa-russia"}),
    ],
    "ambiguous names that mean it": [
        ("Two Patriot batteries guard the city.", {"patriot"}),
        ("Бійці «Азову» тримають оборону.", {"azov"}),
        ("Ракетою збили ЗРК Бук.", {"buk"}),
        ("Колонна бронеавтомобилей «Тигр» прошла Гомель.", {"tigr"}),
        ("Grads shelled the town; a Buk-M1 fired.", {"grad", "buk"}),
        ("Wagner mercenaries left Bakhmut.", {"wagner"}),
        ("САО «Нона» и ещё шесть «Градов» обстреляли село.", {"2s9-nona", "grad"}),
        ("Генерал Герасимов доложил в генштабе.", {"gerasimov"}),
        ("Затрыманага адвезлі ў менскі КДБ.", {"kgb-belarus"}),
    ],
    "a quotation in another language": [
        ("“Вони бачили Іскандер”, the officer wrote of the T-72s.", {"iskander", "t-72"}),
    ],
}
SILENT: dict[str, list[str]] = {
    "numbers that go on": ["S-4000 is a lathe.", "С 400 рублями в кармане.", "The S-40000 route.", "9-S-400 form"],
    "products and roads": [
        "Mi-8 phone and the T-80 bus to the mall.",
        "The Mercedes S 400 sedan.",
        "Take the T-72 motorway exit.",
    ],
    "sport and screen": [
        "Tiger Woods won the golf tournament.",
        "The New England Patriots beat the Detroit Tigers.",
        "Bradley Wiggins and Stacey Abrams met.",
        "ФК «Бук» підписав тренера.",
    ],
    "nature": ["A leopard was born in the zoo.", "Пішов град, дощ і сильний вітер.", "Тигр Амур живе в зоопарку."],
    "namesakes": [
        "Режиссёр Герасимов снял фильм.",
        "Виктор Лукашенко уехал.",
        "Опера Вагнера прозвучала в театре.",
        "Soviet KGB files in Germany.",
    ],
    "letter case": ["Gru adopts three girls.", "Молодіжний гурт співає.", "the kremlin of a small town is a fort"],
    "other bodies": ["МИД КНР и МЗС Польщі.", "The U.K. Ministry of Defence said.", "Глава МИД молчит."],
    "swallowed": ["Ships on the Sea of Azov.", "Ростовский кремль открыт.", "The Kremlin Cup in tennis."],
    "addresses": [
        "See https://t-72.example/s-400 or mail s-400@example.org.",
        "@iskander wrote; visit iskander.com/s-400",
    ],
}


@pytest.mark.parametrize(
    ("text", "entities"),
    [pytest.param(*row, id=f"{what}: {row[0]!r}") for what, rows in PHENOMENA.items() for row in rows],
)
def test_is_found(lexicon: Lexicon, text: str, entities: set[str]) -> None:
    assert found(lexicon, text) == entities


@pytest.mark.parametrize(
    "text", [pytest.param(t, id=f"{what}: {t!r}") for what, texts in SILENT.items() for t in texts]
)
def test_stays_silent(lexicon: Lexicon, text: str) -> None:
    assert found(lexicon, text) == set()


CASE = {
    "en": "Russia is moving to Belarus Tiger armoured vehicles, BMP-3 fighting vehicles, MT-LB tractors, T-80BV tanks "
    "and Nona guns; S-400 and Pantsir air defences and Su-35 fighters will follow. An Iskander is there already. "
    "Alexander Lukashenka and the Kremlin confirmed it, the Belarusian foreign ministry did not.",
    "uk": "Росія везе до Білорусі бронеавтомобілі «Тигр», БМП-3, тягачі МТ-ЛБ, танки Т-80БВ та самохідні гармати "
    "«Нона»; далі чекають зенітні комплекси С-400 і «Панцир» та винищувачі Су-35. «Іскандер» уже там. Олександр "
    "Лукашенко і Кремль це підтвердили, МЗС Білорусі промовчало.",
    "ru": "Россия везёт в Беларусь бронеавтомобили «Тигр», БМП-3, тягачи МТ-ЛБ, танки Т-80БВ и самоходные орудия "
    "«Нона»; следом ждут комплексы С-400 и «Панцирь» и истребители Су-35. «Искандер» уже там. Александр Лукашенко и "
    "Кремль это подтвердили, белорусский МИД промолчал.",
    "be": "Расія вязе ў Беларусь бронеаўтамабілі «Тыгр», БМП-3, цягачы МТ-ЛБ, танкі Т-80БВ і самаходныя гарматы "
    "«Нона»; далей чакаюць комплексы С-400 і «Панцыр» і знішчальнікі Су-35. «Іскандэр» ужо там. Аляксандр Лукашэнка і "
    "Крэмль гэта пацвердзілі, беларускае МЗС прамаўчала.",
}


@pytest.mark.parametrize("lang", CASE)
def test_the_january_case_in_four_languages(lexicon: Lexicon, lang: str) -> None:
    weapons = {"tigr", "bmp-3", "mt-lb", "t-80bv", "2s9-nona", "s-400", "pantsir", "su-35", "iskander"}
    assert found(lexicon, CASE[lang]) - {"ukraine"} == weapons | {"lukashenka", "kremlin", "mfa-belarus"}


def test_every_mention_says_why(lexicon: Lexicon) -> None:
    (mention,) = find(lexicon, "Kyiv asked for a Patriot battery.", lang="en").mentions
    assert (mention.entity, mention.field, mention.surface) == ("patriot", "text", "Patriot")
    assert mention.score is not None
    assert mention.score == sum(piece.weight for piece in mention.evidence)
    assert 'head noun "battery"' in {piece.what for piece in mention.evidence}


def test_what_is_set_aside_says_why(lexicon: Lexicon) -> None:
    findings = find(lexicon, "Tiger Woods won the golf tournament.")
    assert not findings.mentions
    (rejection,) = findings.rejected
    assert rejection.why.startswith("context: ")
    assert 'avoid tiger "golf"' in {piece.what for piece in rejection.evidence}


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Россия не поставит С-400.", "negated"),
        ("Minsk denied that S-400 had come.", "negated"),
        ("A single T-80BVK.", "variant K"),
        ("Three S-400s.", "plural"),
        ("T-80БВ на марші.", "look-alike letters"),
    ],
)
def test_notes_say_what_was_put_up_with(lexicon: Lexicon, text: str, note: str) -> None:
    (mention,) = find(lexicon, text).mentions
    assert note in mention.notes


def test_a_denial_ends_with_its_sentence(lexicon: Lexicon) -> None:
    (mention,) = find(lexicon, "They did not come. The S-400 stayed.").mentions
    assert "negated" not in mention.notes


def test_title_and_text_are_judged_together_and_never_joined(lexicon: Lexicon) -> None:
    findings = find(lexicon, "Its crew fired a missile at the bomber.", title="Patriot")
    assert [(m.entity, m.field) for m in findings.mentions] == [("patriot", "title")]
    assert not find(lexicon, "400 people came", title="Size S").mentions


def test_class_nouns_are_not_the_thing(lexicon: Lexicon) -> None:
    assert found(lexicon, "БМП «Бредли» сгорела под огнём танков.") == {"bradley"}
    assert found(lexicon, "Сгорела одна БМП.") == {"bmp"}
