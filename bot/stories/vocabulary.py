"""Words that say nothing of an event: function words, and what newsrooms call their round-ups and live pages."""

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
