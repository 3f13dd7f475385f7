"""Sentences that tell nothing of the news: bylines, invitations, captions, signatures. And datelines before it."""

from __future__ import annotations

import re

FEWEST_WORDS = 4
"""A shorter sentence is a caption, a crosshead or a signature."""

_CRUFT = re.compile(
    r"""
      read\s+(?:more|also|the\s+full|on|next)\b | continue\s+reading | click\s+here | see\s+also\b | related\s*:
    | more\s+(?:on\s+this|details)\b | subscribe\b | sign\s+up\b | follow\s+us\b | join\s+(?:us|our)\b
    | share\s+(?:this|on)\b | support\s+(?:us|our)\b | the\s+post\b.{0,300}\bappeared\s+first\s+on\b
    | (?:photo|image|picture|video|source|credit|via|tag)s?\s*: | (?:updated|published)\s*: | comments?\s*$
    | (?:additional\s+)?(?:reporting|editing|writing)\s+by\b | written\s+by\b | all\s+rights\s+reserved
    | copyright\b | © | advertisement\b | leave\s+a\s+comment | editor.s\s+note\b
    | this\s+(?:article|story)\s+(?:was|first|originally)\b
    | by\s+(?-i:[A-Z])[\w.'’-]+\s+(?-i:[A-Z])[\w.'’-]+\s*(?:$|[,|])

    | читай(?:те)?\s+(?:також|также|далі|далее|нас|больше|більше) | смотрите\s+также | дивіться\s+також
    | читать\s+(?:далее|полностью|также|ещ[её]) | читати\s+(?:далі|повністю|також) | глядзіце\s+таксама
    | чытай(?:це)?\s+(?:таксама|далей|нас) | подробнее\b | детальніше\b | докладніше\b | больш\s+падрабязна
    | подробности\s*: | (?:подпис|підпис|падпіс)\w+\s+на\b | подпишитесь\b | підпишіться\b
    | подел\w+\s+(?:с|в)\b | поділ\w+ся\b | (?:напомним|нагадаємо),?\s*$ | будьте\s+в\s+курс | наш\w*\s+телеграм
    | (?:фото|відео|видео|джерело|источник|крыніца|автор|теги|читайте)\s*: | прислать\s+новость | надіслати\s+новину
    | реклама\b | приєднуйтесь\b | присоединяйтесь\b | (?:все|усі)\s+права\s+(?:защищены|захищені)

    | (?:https?://|www\.|[@\#])\S+\s*(?:$|[@\#])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DATELINE = re.compile(
    r"""
      [^!?\n()]{0,60}\((?:CNN|AP|AFP|Reuters|Bloomberg|dpa|UPI|TASS|ТАСС|РИА|Інтерфакс|Интерфакс|УНІАН|УНИАН|БелТА)
      \b[^()\n]{0,30}\)\s*[-–—:]{0,3}\s*
    | [A-ZА-ЯІЇЄҐЎ]{3,}[^!?\n()]{0,40}\([^()\n]{2,40}\)\s*[-–—]{1,2}\s+
    | [A-ZА-ЯІЇЄҐЎ]{3,}[^.!?\n]{0,40}?,?\s(?:Reuters|AP|AFP|Укрінформ|Ukrinform|БЕЛТА|ТАСС|Интерфакс)\s*[-–—]{1,2}\s+
    """,
    re.VERBOSE,
)


def is_cruft(sentence: str) -> bool:
    """Does `sentence` say something of the page rather than of the news?"""
    return _CRUFT.match(sentence) is not None or len(sentence.split(maxsplit=FEWEST_WORDS)) < FEWEST_WORDS


def dateline(sentence: str) -> int:
    """How many characters at the start of `sentence` say only where and by whom it was filed."""
    found = _DATELINE.match(sentence)
    return found.end() if found and found.end() < len(sentence) else 0
