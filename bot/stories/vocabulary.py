"""Words that say little or nothing of an event: function words, what all news is told with, names of round-ups."""

from __future__ import annotations

import re

_BY_LANGUAGE = (
    # English
    "a an the of in on at to for from by with and or but as is are was were be been has have had will would can "
    "could may might over after before into out up down off about against amid between during says say said his "
    "her their its it he she they we you i this that these those who what how why when where not no new more than "
    "s t us all also just "
    # Russian
    "и в во на с со по за к ко о об от до для из у а но не ни что как его её ее их это при под над или же был "
    "была было были будет уже еще ещё после перед между чем где когда кто который которые также только "
    # Ukrainian
    "і й та в у на з із зі по за до про від для що як його її їх це при під над або не ні був була було були буде "
    "вже ще після перед між ніж де коли хто який які також лише тільки "
    # Belarusian
    "і ў у на з са па за да пра ад для што як яго яе іх гэта пры пад над або не ні быў была было былі будзе ўжо "
    "яшчэ пасля перад між чым дзе калі хто які якія таксама толькі"
)
FUNCTION_WORDS = frozenset(_BY_LANGUAGE.split())
"""Left out of every comparison: a small index cannot yet tell by counting that they are common."""

_TOLD_WITH = (
    # English
    "according reported reports report told people man men two three four five first second last new day days today "
    "yesterday week month year years time hours night morning news media official officials source sources state "
    "president minister ministry head leader chief foreign defence defense interior secretary spokesman spokesperson "
    "war russia russian ukraine ukrainian military forces army troops country countries world city region area "
    "village local national international statement stated announced added noted called calls make made take "
    "one some many most near around since there so if now still being like get set did do does other under near "
    "latest live update updates video photo photos watch read full part help back come comes way show shows ahead "
    "against including security government situation front enemy attack support again next top great big high long "
    # Ukrainian
    "сьогодні вчора день дня дні доба доби ніч ночі ранок ранку рік року років час часу годин тиждень місяць "
    "повідомив повідомили повідомляє повідомляють повідомила заявив заявила заявили сказав розповів зазначив "
    "йдеться словами даними інформація інформації джерело змі пресслужба служба управління президент президента "
    "міністр міністерство мзс міноборони голова глава уряд держава країна країни країн світ світу україна україни "
    "україні український українська українських росія росії російський російська російських рф війна війни військові "
    "військових військ сили зсу армія ворог ворожі окупанти область області район районі місто міста місті село "
    "нагадаємо раніше зокрема наразі відео фото новини люди людей людина двоє троє один два три перший новий нова "
    "він вони ми ви є було можуть може має мають щоб але якщо цього тому так все всі свої своїй проти через без щодо "
    # Russian
    "сегодня вчера день дня дни сутки суток ночь ночи утро утром год года году лет время времени часов неделя месяц "
    "сообщил сообщили сообщает сообщают сообщила заявил заявила заявили сказал рассказал отметил передает пишет "
    "словам данным информации источник источники сми пресс служба управление президент президента министр "
    "министерство мид минобороны глава власти государство страна страны мир мира украина украины украине украинский "
    "россия россии российский российская российских рф война войны войну военные военных войск силы всу армия "
    "область области район районе город города городе село местные напомним ранее также видео фото новости люди "
    "человек людей двое трое один два три первый новый новая он она они мы вы есть может могут чтобы если этого "
    "этом так все свои своей против через без около более будут время место стал стали "
    # Belarusian
    "сёння учора дзень дні ноч год гады час паведаміў паведамілі паведамляе заявіў сказаў прэзідэнт міністр "
    "міністэрства кіраўнік краіна беларусь беларускі вайна вайсковыя войскі вобласць раён горад навіны людзі новы"
)
TOLD_WITH = frozenset(_TOLD_WITH.split())
"""What news of anything is told with. They are compared, but count for little even where few reports are known."""

MONTHS = {
    stem: number
    for number, stems in enumerate(
        (
            "january січня января студзеня", "february лютого февраля лютага", "march березня марта сакавіка",
            "april квітня апреля красавіка", "may травня мая траўня", "june червня июня чэрвеня",
            "july липня июля ліпеня", "august серпня августа жніўня", "september вересня сентября верасня",
            "october жовтня октября кастрычніка", "november листопада ноября лістапада",
            "december грудня декабря снежня",
        ), 1,
    )
    for stem in stems.split()
}  # fmt: skip
"""As they stand in a date."""

ROUNDUP = re.compile(
    r"""
      \b(?: live\s+(?:blog|updates?|coverage|reporting|text) | (?:news\s+)?in\s+brief | (?:news|morning|evening|daily|
      weekly)\s+(?:briefing|brief|digest|summary|wrap) | round-?up | digest | as\s+it\s+happened | (?:day|week)\s+in\s+
      (?:review|photos|pictures) | what\s+we\s+know\s+on\s+day | (?:top|main)\s+(?:news|stories|headlines) )\b
    | ^\s*(?:live|watch\s+live|liveblog|photos?|videos?)\s*(?:$|[:|])
    | \b(?: дайджест\w* | (?:главное|головне|галоўнае|главные\s+новости|головні\s+новини|галоўныя\s+навіны)\s+
      (?:за|к|на|до|дня|недели|тижня) | (?:итоги|підсумки|вынікі)\s+(?:дня|ночи|ночі|доби|суток|недели|тижня|тыдня|года|
      року) | онлайн-трансл\w+ | (?:текстов\w+|онлайн|прям\w+|жив\w+)\s+(?:трансл|хроник|хронік|эфир|ефір)\w* |
      (?:хроника|хроніка|новости|новини|навіны|события|події|падзеі)\s+(?:дня|недели|тижня|тыдня|часа|суток|доби|
      войны|війни|вайны) )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Found in a title, it marks a page that tells of many events (a digest, a live page): such a page joins no story."""
