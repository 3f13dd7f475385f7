"""A small catalogue of our own, compiled once."""

from __future__ import annotations

import pytest

from bot.matching import Lexicon, compile_lexicon
from bot.model.entity import Alias, Case, Context, Entity, Kind


def names(lang: str, *texts: str) -> tuple[Alias, ...]:
    """Safe names in one language."""
    return tuple(Alias(text=text, lang=lang) for text in texts)


def unsure(lang: str, *texts: str, case: Case = Case.ANY) -> tuple[Alias, ...]:
    """Names that need context."""
    return tuple(Alias(text=text, lang=lang, context=Context.REQUIRED, case=case) for text in texts)


def exact(lang: str, *texts: str) -> tuple[Alias, ...]:
    """Names whose capitals matter."""
    return tuple(Alias(text=text, lang=lang, case=Case.EXACT) for text in texts)


def equipment(id_: str, class_: str, name: str, *aliases: Alias, parent: str | None = None) -> Entity:
    return Entity(id=id_, kind=Kind.EQUIPMENT, class_=class_, name=name, aliases=aliases, parent=parent)


def actor(
    id_: str, class_: str, name: str, *aliases: Alias, not_: tuple[str, ...] = (), derive: bool = False
) -> Entity:
    return Entity(id=id_, kind=Kind.ACTOR, class_=class_, name=name, aliases=aliases, not_=not_, derive=derive)


CATALOGUE = (
    equipment("t-72", "tank", "T-72"),
    equipment("t-80", "tank", "T-80"),
    equipment("t-80bv", "tank", "T-80BV", parent="t-80"),
    equipment("t-80bvm", "tank", "T-80BVM", parent="t-80"),
    equipment("t-90", "tank", "T-90"),
    equipment("leopard", "tank", "Leopard tank", *unsure("en", "Leopard"), *unsure("uk", "Леопард")),
    equipment("leopard-2", "tank", "Leopard 2", *names("uk", "Леопард 2"), parent="leopard"),
    equipment("bmp", "ifv", "BMP", *unsure("en", "BMP", case=Case.EXACT), *names("ru", "БМП")),
    equipment("bmp-3", "ifv", "BMP-3", parent="bmp"),
    equipment("bradley", "ifv", "M2 Bradley", *unsure("en", "Bradley"), *unsure("ru", "Бредли")),
    equipment("mt-lb", "apc", "MT-LB", *names("ru", "МТ-ЛБ")),
    equipment(
        "tigr", "armoured-car", "GAZ Tigr", *unsure("en", "Tiger", "Tigr"), *unsure("uk", "Тигр"), *unsure("ru", "Тигр")
    ),
    equipment("2s19", "artillery", "2S19 Msta", *names("en", "2S19")),
    equipment("2s9-nona", "artillery", "2S9 Nona", *names("en", "2S9"), *unsure("en", "Nona"), *unsure("uk", "Нона")),
    equipment("grad", "mlrs", "BM-21 Grad", *names("en", "BM-21"), *unsure("en", "Grad"), *unsure("uk", "Град")),
    equipment("s-40", "sam", "S-40"),
    equipment("s-300", "sam", "S-300"),
    equipment("s-300v4", "sam", "S-300V4", parent="s-300"),
    equipment("s-400", "sam", "S-400"),
    equipment("buk", "sam", "Buk", *unsure("en", "Buk"), *unsure("uk", "Бук"), *unsure("ru", "Бук")),
    equipment("pantsir", "sam", "Pantsir", *unsure("uk", "Панцир"), *unsure("ru", "Панцирь")),
    equipment("patriot", "sam", "MIM-104 Patriot", *unsure("en", "Patriot"), *unsure("uk", "Патріот")),
    equipment("iskander", "ballistic-missile", "Iskander", *names("uk", "Іскандер"), *names("ru", "Искандер")),
    equipment(
        "iskander-m",
        "ballistic-missile",
        "Iskander-M",
        *names("uk", "Іскандер-М"),
        *names("ru", "Искандер-М"),
        parent="iskander",
    ),
    equipment("tochka-u", "ballistic-missile", "Tochka-U", *names("uk", "Точка-У"), *names("ru", "Точка-У")),
    equipment("kalibr", "cruise-missile", "Kalibr", *names("uk", "Калібр"), *names("ru", "Калибр")),
    equipment("kh-101", "cruise-missile", "Kh-101", *names("ru", "Х-101")),
    equipment("su-34", "aircraft", "Su-34"),
    equipment("su-35", "aircraft", "Su-35"),
    equipment("mig-29", "aircraft", "MiG-29", *names("uk", "МіГ-29")),
    equipment("c-130", "aircraft", "C-130"),
    equipment("shahed", "uav", "Shahed-136", *names("en", "Shahed", "Shahed-131"), *names("uk", "Шахед")),
    equipment("himars", "mlrs", "HIMARS", *names("uk", "Хаймарс")),
    equipment("zsu", "spaag", "ZSU-23-4"),
    actor(
        "lukashenka",
        "person",
        "Alexander Lukashenka",
        *names("en", "Lukashenka"),
        *names("ru", "Лукашенко", "Александр Лукашенко"),
        *names("be", "Лукашэнка"),
    ),
    actor("gerasimov", "person", "Valery Gerasimov", *unsure("en", "Gerasimov"), *unsure("ru", "Герасимов")),
    actor("shoigu", "person", "Sergei Shoigu", *names("uk", "Шойгу"), *names("ru", "Шойгу")),
    actor(
        "kremlin",
        "government",
        "Kremlin",
        *names("uk", "Кремль", "кремлівський"),
        *names("ru", "Кремль"),
        not_=("Ростовский кремль", "Kremlin Cup"),
    ),
    actor("mfa-belarus", "ministry", "Ministry of Foreign Affairs of Belarus"),
    actor("mfa-russia", "ministry", "Ministry of Foreign Affairs of Russia"),
    Entity(
        id="kgb-belarus",
        kind=Kind.ACTOR,
        class_="intelligence",
        country="BY",
        name="KGB of Belarus",
        aliases=(*unsure("ru", "КГБ"), *unsure("be", "КДБ")),
    ),
    actor("gru", "intelligence", "GRU", *exact("en", "GRU"), *exact("ru", "ГРУ")),
    actor("hur", "intelligence", "HUR", *exact("uk", "ГУР")),
    actor(
        "wagner",
        "military-unit",
        "Wagner Group",
        *unsure("en", "Wagner"),
        *names("uk", "ПВК Вагнер"),
        *unsure("uk", "Вагнер"),
        *unsure("ru", "Вагнер"),
        derive=True,
    ),
    actor("azov", "military-unit", "Azov Brigade", *unsure("en", "Azov"), *unsure("uk", "Азов"), not_=("Sea of Azov",)),
    Entity(id="ukraine", kind=Kind.PLACE, class_="country", name="Ukraine", aliases=names("uk", "Україна")),
)


@pytest.fixture(scope="session")
def catalogue() -> tuple[Entity, ...]:
    """A few dozen entities with everything that makes matching hard."""
    return CATALOGUE


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The catalogue above, compiled."""
    return compile_lexicon(CATALOGUE)
