"""The article that must always be perfect, told by us in four languages: armour for Belarus, January 2022."""

from __future__ import annotations

from dataclasses import dataclass

EQUIPMENT = frozenset({"tigr", "bmp-3", "mt-lb", "t-80bv", "2s9-nona", "prp", "s-400", "pantsir", "su-35", "iskander"})
ACTORS = frozenset(
    {"lukashenka", "kremlin", "mfa-belarus", "nsdc-ukraine", "ghostwriter"}
    | {"secret-services-russia", "secret-services-belarus"}
)
CASE = EQUIPMENT | ACTORS
PLACES = frozenset({"belarus", "russia", "moscow", "kyiv", "asipovichy"})
"""What each article names besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One article, and its facts once more in a single paragraph."""

    lang: str
    title: str
    text: str
    paragraph: str


ENGLISH = Telling(
    lang="en",
    title="Russia rolls “Tiger” vehicles and T-80BV tanks into Belarus three weeks before drills",
    text="""\
Russia has begun to move a reinforced brigade's worth of armour into Belarus. Joint exercises start in three weeks, \
and the neighbours fear that they are a cover for something larger.

Footage taken by railway workers shows flatcars with "Tiger" armoured vehicles, BMP-3 infantry fighting vehicles and \
MT-LB tractors. Behind them come T-80BV tanks, Nona guns and several mobile reconnaissance points, the tracked \
vehicles from which gunners look for targets.

There is more to come. Moscow intends to bring S-400 and "Pantsir" air-defence systems and Su-35 fighters. An \
Iskander missile system is already in the country: two people saw its launchers on the road to Asipovichy.

Alexander Lukashenka assured reporters that the troops would leave once the manoeuvres were over. “Nobody is going \
to attack anybody,” he said. The Kremlin called the alarm in Western capitals hysteria, and the Belarusian foreign \
ministry said that every notice which treaties ask for had been sent in time.

Kyiv is not convinced. Ukraine's National Security and Defence Council believes that a hacker group linked to \
Belarusian intelligence, known as UNC1151 or Ghostwriter, defaced some seventy government websites in the night to \
14 January. An adviser to the council said that the Russian and Belarusian secret services had prepared the attack \
together.
""",
    paragraph=(
        'Trains with "Tiger" armoured vehicles, BMP-3 infantry fighting vehicles, MT-LB tractors, T-80BV '
        "tanks, Nona guns and mobile reconnaissance points have crossed the border. "
        'S-400 and "Pantsir" air-defence systems and Su-35 fighters are to follow, and an Iskander missile '
        "system has been there for days. "
        "Alexander Lukashenka and the Kremlin speak of drills, and so does the Belarusian foreign ministry. "
        "The National Security and Defence Council of Ukraine blames a hacker group linked to Belarusian "
        "intelligence, UNC1151, for last week's attack on websites. "
        "Behind it, officials say, stand the Russian and Belarusian secret services."
    ),
)

UKRAINIAN = Telling(
    lang="uk",
    title="Росія везе до Білорусі бронемашини «Тигр» і танки Т-80БВ: до навчань три тижні",
    text="""\
Росія почала перекидати до Білорусі техніку, якої вистачить на посилену бригаду. За три тижні починаються спільні \
навчання, і сусіди побоюються, що це лише прикриття.

На відео, яке зняли залізничники, видно платформи з бронемашинами «Тигр», бойовими машинами піхоти БМП-3 і тягачами \
МТ-ЛБ. За ними їдуть танки Т-80БВ, гармати «Нона» та кілька пересувних розвідувальних пунктів — гусеничних машин, з \
яких артилеристи шукають цілі.

Це ще не все. Москва має намір привезти зенітні комплекси С-400 і «Панцир» та винищувачі Су-35. Ракетний комплекс \
«Іскандер» уже в країні: двоє свідків бачили його пускові установки на дорозі до Осиповичів.

Олександр Лукашенко запевнив журналістів, що війська підуть, щойно маневри закінчаться. „Ніхто ні на кого не \
збирається нападати“, — сказав він. У Кремлі занепокоєння західних столиць назвали істерикою, а в білоруському МЗС \
заявили, що всі повідомлення, яких вимагають угоди, надіслано вчасно.

У Києві не переконані. Рада національної безпеки і оборони України вважає, що близько сімдесяти урядових сайтів у \
ніч на 14 січня зламала хакерська група, пов'язана з білоруською розвідкою, — UNC1151, вона ж Ghostwriter. За \
словами радника в апараті РНБО, атаку разом готували російські та білоруські спецслужби.
""",
    paragraph=(
        "Ешелони з бронемашинами «Тигр», бойовими машинами піхоти БМП-3, тягачами МТ-ЛБ, танками Т-80БВ, "
        "гарматами «Нона» і пересувними розвідувальними пунктами вже перетнули кордон. "
        "Слідом прибудуть комплекси С-400 і «Панцир» та винищувачі Су-35, а ракетний комплекс «Іскандер» "
        "стоїть там кілька днів. "
        "Олександр Лукашенко і Кремль говорять про навчання, те саме каже білоруське МЗС. "
        "Рада національної безпеки і оборони України звинувачує в торішній атаці на сайти хакерську групу "
        "UNC1151, пов'язану з білоруською розвідкою. "
        "За нею, кажуть урядовці, стоять російські та білоруські спецслужби."
    ),
)

RUSSIAN = Telling(
    lang="ru",
    title="Россия везёт в Белоруссию бронемашины «Тигр» и танки Т-80БВ: до учений три недели",
    text="""\
Россия начала перебрасывать в Белоруссию технику, которой хватит на усиленную бригаду. Через три недели начнутся \
совместные учения, и соседи опасаются, что это лишь прикрытие.

На видео, снятом железнодорожниками, видны платформы с бронемашинами «Тигр», боевыми машинами пехоты БМП-3 и \
тягачами МТ-ЛБ. За ними идут танки Т-80БВ, орудия «Нона» и несколько подвижных разведывательных пунктов — гусеничных \
машин, с которых артиллеристы ищут цели.

Это ещё не всё. Москва намерена привезти зенитные комплексы С-400 и «Панцирь» и истребители Су-35. Ракетный комплекс \
«Искандер» уже в стране: двое очевидцев видели его пусковые установки на дороге в Осиповичи.

Александр Лукашенко заверил журналистов, что войска уйдут, как только манёвры закончатся. «Нападать никто ни на кого \
не собирается», — сказал он. В Кремле тревогу западных столиц назвали истерикой, а в белорусском МИД заявили, что \
все уведомления, которых требуют договоры, отправлены вовремя.

В Киеве не убеждены. Совет национальной безопасности и обороны Украины считает, что около семидесяти \
правительственных сайтов в ночь на 14 января взломала хакерская группа, связанная с белорусской разведкой, — \
UNC1151, она же Ghostwriter. По словам советника в аппарате СНБО, атаку вместе готовили спецслужбы России и \
Белоруссии.
""",
    paragraph=(
        "Эшелоны с бронемашинами «Тигр», боевыми машинами пехоты БМП-3, тягачами МТ-ЛБ, танками Т-80БВ, "
        "орудиями «Нона» и подвижными разведывательными пунктами уже пересекли границу. "
        "Следом прибудут комплексы С-400 и «Панцирь» и истребители Су-35, а ракетный комплекс «Искандер» "
        "стоит там несколько дней. "
        "Александр Лукашенко и Кремль говорят об учениях, то же повторяет белорусский МИД. "
        "Совет национальной безопасности и обороны Украины винит в недавней атаке на сайты хакерскую группу "
        "UNC1151, связанную с белорусской разведкой. "
        "За ней, говорят чиновники, стоят спецслужбы России и Белоруссии."
    ),
)

BELARUSIAN = Telling(
    lang="be",
    title="Расія вязе ў Беларусь бронемашыны «Тыгр» і танкі Т-80БВ: да вучэнняў тры тыдні",
    text="""\
Расія пачала перакідваць у Беларусь тэхніку, якой хопіць на ўзмоцненую брыгаду. Праз тры тыдні пачнуцца сумесныя \
вучэнні, і суседзі баяцца, што гэта толькі прыкрыццё.

На відэа, якое знялі чыгуначнікі, бачныя платформы з бронемашынамі «Тыгр», баявымі машынамі пяхоты БМП-3 і цягачамі \
МТ-ЛБ. За імі едуць танкі Т-80БВ, гарматы «Нона» і некалькі рухомых разведвальных пунктаў — гусенічных машын, з якіх \
артылерысты шукаюць цэлі.

Гэта яшчэ не ўсё. Масква мае намер прывезці зенітныя комплексы С-400 і «Панцыр» ды знішчальнікі Су-35. Ракетны \
комплекс «Іскандэр» ужо ў краіне: двое відавочцаў бачылі яго пускавыя ўстаноўкі на дарозе ў Асіповічы.

Аляксандр Лукашэнка запэўніў журналістаў, што войскі пойдуць, як толькі манеўры скончацца. «Ніхто ні на кога не \
збіраецца нападаць», — сказаў ён. У Крамлі трывогу заходніх сталіц назвалі істэрыкай, а ў беларускім МЗС заявілі, \
што ўсе паведамленні, якіх патрабуюць дамовы, адпраўлены своечасова.

У Кіеве не перакананыя. Рада нацыянальнай бяспекі і абароны Украіны лічыць, што каля сямідзесяці ўрадавых сайтаў у \
ноч на 14 студзеня ўзламала хакерская група, звязаная з беларускай разведкай, — UNC1151, яна ж Ghostwriter. Паводле \
дарадцы ў апараце РНБА, атаку разам рыхтавалі расійскія і беларускія спецслужбы.
""",
    paragraph=(
        "Эшалоны з бронемашынамі «Тыгр», баявымі машынамі пяхоты БМП-3, цягачамі МТ-ЛБ, танкамі Т-80БВ, "
        "гарматамі «Нона» і рухомымі разведвальнымі пунктамі ўжо перасеклі мяжу. "
        "Следам прыбудуць комплексы С-400 і «Панцыр» ды знішчальнікі Су-35, а ракетны комплекс «Іскандэр» "
        "стаіць там некалькі дзён. "
        "Аляксандр Лукашэнка і Крэмль кажуць пра вучэнні, тое ж паўтарае беларускае МЗС. "
        "Рада нацыянальнай бяспекі і абароны Украіны вінаваціць у нядаўняй атацы на сайты хакерскую групу "
        "UNC1151, звязаную з беларускай разведкай. "
        "За ёй, кажуць чыноўнікі, стаяць расійскія і беларускія спецслужбы."
    ),
)

TELLINGS = (ENGLISH, UKRAINIAN, RUSSIAN, BELARUSIAN)
