"""What stands around the news: bylines, invitations, captions, signatures, and where and by whom it was filed."""

from __future__ import annotations

import re

from bot.summaries.phrases import any_of

FEWEST_WORDS = 4
"""A shorter sentence is a caption, a crosshead or a signature."""

_ENOUGH_WORDS = re.compile(rf"(?:\W*+\w[\w'’ʼ.,-]*+){{{FEWEST_WORDS}}}")

_OPENS = re.compile(
    any_of(
        """read (?:more|also|the full|on|next) | also read | continue reading | click here | see also | related(?=:)
        | more (?:on this|details) | subscribe | sign up | follow us | join (?:us|our) | share (?:this|on)
        | watch(?=:) | support (?:us|our) | (?:photo|image|picture|video|source|credit|via|tag|caption)s?(?=\\s*:)
        | (?:updated|published|posted)(?=\\s*:) | (?:additional )?(?:reporting|editing|writing) by | written by | ©
        | all rights reserved | copyright | advertisement | leave a comment | editor.s note | getty images
        | this (?:article|story) (?:was|first|originally) | our (?:channel|telegram|newsletter) | guests?(?=\\s*:)
        | you(?:['’]re| are) (?:reading|receiving) | this newsletter | get (?:the latest|our|all the latest)
        | sent from | listen to (?:this|the) | download our | have (?:a|any) (?:tip|story)
        | for more (?:news|stories|updates|information)""",
        """ось,? як (?:це|все) було
        | читай(?:те)? (?:також|далі|нас|більше|нижче|вище) | (?:також|теж|ще) (?:читайте|дивіться)
        | дивіться також | читати (?:далі|повністю|також|більше) | детальніше | докладніше | підпис\\w+ на
        | підпишіться | підписуйтесь | підписатис[ья] | поділ\\w+ся | приєднуйтес[ья] | будьте в курсі
        | наш\\w* (?:телеграм|канал|сторінка)
        | (?:фото|відео|джерело|автор|теги|читайте|текст|ілюстрація|редактор)(?=\\s*:) | надіслати новину
        | надсилайте | (?:всі|усі) права захищені | стежте за | слідкуйте за | більше новин | прислати новину""",
        """вот,? как (?:это|вс[её]) было
        | читай(?:те)? (?:также|далее|нас|больше|ниже|выше) | (?:также|ещ[её]) (?:читайте|смотрите)
        | смотрите также | читать (?:далее|полностью|также|ещ[её]) | подробнее | подробности(?=\\s*:)
        | подпис\\w+ на | подпишитесь | подписывайтесь | подписаться | подел\\w+ (?:с|в) | будьте в курсе
        | наш\\w* (?:телеграм|канал|страница)
        | (?:фото|видео|источник|автор|теги|читайте|текст|иллюстрация|редактор)(?=\\s*:) | прислать новость
        | присылайте | присоединяйтесь | все права защищены | следите за | больше новостей""",
        """чытай(?:це)? (?:таксама|далей|нас|больш) | (?:таксама) (?:чытайце|глядзіце) | глядзіце таксама
        | больш падрабязна | падрабязней | падп[іи]с\\w+ на | падпішыцеся | падпісвайцеся | далучайцеся
        | (?:фота|відэа|крыніца|аўтар|тэгі|чытайце)(?=\\s*:) | усе правы абаронены | сачыце за | наш\\w* тэлеграм""",
    )
    + r"|by\s+(?-i:[A-Z])[\w.'’-]+\s+(?-i:[A-Z])[\w.'’-]+\s*(?:$|[,|])"
    + "|(?:comments?|реклама|напомним|нагадаємо)\\W*$",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(
    any_of(
        "the post .{1,300} (?:first )?appeared (?:first )?on | subscribe to (?:our|the|my) | follow us on",
        "download the app | sign up for (?:our|the) | read more (?:at|on|here|in)",
        "(?:пишіть|обговорюємо|діліться) .{0,20}коментар\\w* | (?:вище|нижче) (?:в|на|у) каналі | відео на youtube",
        "(?:пишите|общаемся|обсуждаем) .{0,20}комментар\\w* | (?:выше|ниже) в канале | видео на youtube",
        "підписатис[ья] | підписуйтес[ья] | підпишіться | надіслати новину | ставте лайк",
        "подписаться | подписывайтесь | подпишитесь | прислать новость | ставьте лайк | поддержать канал",
        "падпісацца | падпісвайцеся | падпішыцеся",
    ),
    re.IGNORECASE,
)
_HINT_WORDS = """
    appeared subscribe follow download sign read
    підпис підпиш комент канал лайк наді youtube
    подпис подпиш коммент присл поддерж падпіс падпіш
"""
_HINTS = tuple(_HINT_WORDS.split())
"""One of these stands in each of the phrases above; to look for them first is ten times as fast."""
_LINK = re.compile(
    r"\[[^\[\]\n]{0,80}\]\([^()\s]{1,300}\)|(?:https?://|www\.|t\.me/|[@#])\S+|\b\w+\.(?:com|ua|net|org|ru|by)/\S*"
)
_AGENCY = (
    "CNN|AP|AFP|Reuters|Bloomberg|dpa|UPI|TASS|Interfax|Ukrinform|UNIAN|BelTA|Censor\\.NET|ТАСС|РИА\\s+Новости|РИА"
    "|Інтерфакс(?:-Україна)?|Интерфакс|УНІАН|УНИАН|Укрінформ|Укринформ|БелТА|БЕЛТА"
)
_DATELINE = re.compile(
    rf"""
      [^!?\n()]{{0,60}}\((?:{_AGENCY})\b[^()\n]{{0,30}}\)\s*[-–—:]{{0,3}}\s*
    | [A-ZА-ЯІЇЄҐЎ]{{3,}}[^!?\n()]{{0,40}}\([^()\n]{{2,40}}\)\s*[-–—]{{1,2}}\s+
    | [A-ZА-ЯІЇЄҐЎ]{{3,}}[^.!?\n]{{0,40}}?,?\s(?:{_AGENCY})\s*[-–—:.]{{1,2}}\s+
    | (?:{_AGENCY})\s*[-–—:.]{{1,2}}\s+(?=[A-ZА-ЯІЇЄҐЎ«"„“])
    | [A-ZА-ЯІЇЄҐЎ][A-ZА-ЯІЇЄҐЎ\s-]{{2,30}}[.,]\s+(?:\d{{1,2}}\s+\w{{3,12}}|\w{{3,12}}\.?\s+\d{{1,2}})
      (?:,?\s+\d{{4}})?[.,]?\s*[-–—]{{0,2}}\s+(?=[A-ZА-ЯІЇЄҐЎ«"„“])
    | [A-Z]{{4,}}(?:[\s,.-]+[A-Z][\w.]*){{0,4}},?\s+[-–—]{{1,2}}\s+(?=[A-Z"“])
    | \d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}},?\s+\d{{1,2}}[:.]\d\d\s*[-–—|:]{{0,2}}\s*
    | \d{{1,2}}:\d\d\s*[-–—|]{{0,2}}\s+(?=[A-ZА-ЯІЇЄҐЎ«"„“])
    """,
    re.VERBOSE,
)
_GLUED = re.compile(
    r"[^.,!?…:;«»\"]{8,60}?[а-яіїєґў’')]\s+(?=(?:У|В|На|За|Про|Після|Під|Від|Як|Це|Ці|Цей|Він|Вона|Вони|Зазначається"
    r"|Нагадаємо|Напомним|Вночі|Вранці|Ввечері|Сьогодні|Ночью|Утром|Вечером|Сегодня|После|Как|Это|Эти|Он|Она|Они|По)\s+[\w«\"])"
)
"""A crosshead that a feed runs into the sentence under it: no sentence goes on with a capital preposition or hour."""
_TAGS = re.compile(r"(?:[#@]\w+\s+)+")
_SIGNED = re.compile(rf"(?<=[\w»”\").!?])\s*[-–—/|(]{{1,2}}\s*(?:{_AGENCY})[.)/]*\Z")


def is_cruft(sentence: str) -> bool:
    """Does `sentence` say something of the page rather than of the news?"""
    folded = sentence.casefold()
    if _OPENS.match(sentence) or (any(hint in folded for hint in _HINTS) and _ANYWHERE.search(sentence)):
        return True
    if not any(mark in sentence for mark in "/@#"):
        return False
    return _LINK.search(sentence) is not None and is_short(_LINK.sub(" ", sentence))


def is_short(sentence: str) -> bool:
    """Has `sentence` too few words to tell something?"""
    return _ENOUGH_WORDS.match(sentence) is None


def bounds(sentence: str) -> tuple[int, int]:
    """Where the news of `sentence` begins and ends: after its dateline, before the agency that signs it."""
    filed = _DATELINE.match(sentence)
    start = filed.end() if filed and filed.end() < len(sentence) else 0
    for pattern in (_TAGS, _GLUED):
        skipped = pattern.match(sentence, start)
        start = skipped.end() if skipped else start
    signed = _SIGNED.search(sentence, max(start, len(sentence) - 40))
    end = signed.start() if signed else len(sentence)
    return start, len(sentence[:end].rstrip("*_,–—- ")) or end
