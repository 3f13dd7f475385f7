"""Sentences that cannot stand alone: they point back at one before them, or quote somebody whom they do not name."""

from __future__ import annotations

import re

from bot.summaries.phrases import any_of

_OPENERS = re.compile(
    any_of(
        """he | she | it | they | his | her | its | their | this | that | these | those | such | both | here | there
        | and | but | or | so | yet | also | however | therefore | thus | then | instead | besides | moreover
        | meanwhile | nevertheless | nonetheless | furthermore | additionally | otherwise | hence | still
        | similarly | likewise | the (?:former|latter|same|two|move|decision|incident)
        | according to (?:him|her|them|it) | as a result | after all | because
        | in (?:addition|particular|turn|response) | at the same time | for (?:example|instance)
        | after (?:that|this) | (?:one|some|many|most|none|all) of (?:them|these|those) | for (?:his|her|their) part""",
        """їм | йому | він | вона | воно | вони | його | її | їх | їхн\\w+ | це | цей | ця | ці | цього | цьому
        | цим | цих | той | та | такий | така | таке | такі | таким | там | тут | тоді | тож | отже | також | теж
        | крім того | окрім того | однак | проте | але | втім | тому | водночас | при цьому | зокрема
        | після (?:цього|того) | тим часом | адже | натомість | [ву] свою чергу | до того ж | до речі | ба більше
        | більше того | так | і | й | а | відтак | далі | за (?:його|її|їхніми|їх) (?:словами|даними)
        | [ву] відповідь | зі свого боку | обидв\\w+ | про (?:це|цей) | наприклад | [ву]наслідок (?:цього|чого)
        | через (?:це|те) | [ву] них | зазначається | зазначимо | додамо | причому | тому що | бо | тим не менш\\w*
        | саме (?:він|вона|вони|тут|там|тому|цей|ця|це) | таким чином | інакше | до слова | ну | ось""",
        """им | ему | он | она | оно | они | его | е[её] | их | это | этот | эта | эти | этого | этому | этим | этих
        | тот | те | такой | такая | такое | такие | таким | там | здесь | тогда | также | тоже
        | кроме (?:того|этого) | помимо (?:того|этого) | однако | но | впрочем | поэтому | при этом | в частности
        | после (?:этого|того) | тем временем | между тем | вместе с тем | в свою очередь | к тому же | кстати
        | более того | так | и | а | ведь | по (?:его|е[её]|их) (?:словам|данным) | в ответ | со своей стороны
        | об[ае] | об этом | зато | прич[её]м | например | далее | в результате | из-за этого | у них | отмечается
        | отметим | добавим | тем не менее | потому что | именно (?:он|она|они|здесь|там|поэтому|этот|эта|это)
        | таким образом | ну | вот""",
        """ён | яна | яно | яны | яго | яе | іх | гэта | гэты | гэтая | гэтыя | гэтага | гэтаму | гэтым | такі
        | такая | такія | таксама | тады | акрамя таго | аднак | таму | пры гэтым | у прыватнасці | пасля гэтага
        | тым часам | паводле (?:яго|яе|іх) (?:слоў|звестак) | пра гэта | у сваю чаргу | дарэчы | напрыклад
        | адначасова""",
    ),
    re.IGNORECASE,
)
_ROLE = re.compile(
    any_of(
        """the (?:expert|official|spokes\\w+|analyst|author|politician|attacker|suspect|victim|man|woman|source|article
        |publication|document|statement)s? (?!of|from|who|in|at|for|on|behind|said to)\\w+""",
        """(?:експерт|посадов\\w+|політик|видання|автор|військовий|речник)
        (?:зазнач|наголос|дода|вважа|поясн|уточн|нагада|сказа|переконан|припуст)\\w*""",
        """(?:эксперт|чиновник|политик|издание|автор|военный|собеседник)
        (?:отме|подчерк|добав|счита|поясн|уточн|напомн|сказ|увер|предполож)\\w*""",
        "(?:эксперт|чыноўнік|палітык|выданне|аўтар) (?:адзнач|падкрэсл|дада|лічы|паясн|сказа)\\w*",
    ),
    re.IGNORECASE,
)
"""Somebody known by a role, whose name stands before."""
_SPEAKING_WORDS = """
    i we our my me you your
    я ми мені ви вам вас вами ваш ваша ваше ваші вашу вашої вашого
    мы мне меня вы ваши вашей вашего
"""
_SPEAKING = frozenset(_SPEAKING_WORDS.split())
"""Somebody speaks, and no quotation mark tells that it is a quotation."""
_WORD = re.compile(r"[\w'’-]+")
_POINTING = re.compile(
    r"\b(?:he|she|it|they|him|them|він|вона|воно|вони|його|її|їх|їм|йому|им|ему|ей|он|она|оно|они|его|е[её]|их|нём|нем"
    r"|ён|яна|яно|яны|яго|яе|іх|їхн\w+"
    r"|(?:цей|ця|це|ці|цю|цього|цієї|цьому|цим|цій|этот|эта|эти|эту|этого|этой|этому|этом|этим|гэты|гэта|гэтая|гэтага)"
    r"(?!\s+(?:год|рік|рок|ніч|ноч|тиж|нед|меся|міся|ден|дн|ран|утр|вес|осе|осін|літ|лет|зим|веч|раз|тыд)))\b",
    re.IGNORECASE,
)
_FIRST_WORDS = re.compile(r"(?:\S+\s+){1,8}")
_PLACED = re.compile(
    r"(?:in|at|on|during|after|since|by|for)\b[^,]{2,50},\s+(?:he|she|it|they)\b"
    r"|\w+ing\b[^\"“]{3,120},\s+(?:he|she|it|they)\b"
    r"|the\s+\w+\s+(?:added|noted|continued|stressed|explained|concluded|went\s+on)\b",
    re.IGNORECASE,
)
"""«In the Russian Empire, it was used», «The duchess added»: whom or what, the words before it do not tell."""
_MORE = re.compile(r"\w+(?:\s+\w+){0,2}\s+(?:also|further|meanwhile|також|теж|также|тоже|таксама)\s", re.IGNORECASE)
"""Somebody did this too: what else, stands before."""
_CALENDAR = re.compile(
    any_of(
        "this (?:week|month|year|spring|summer|autumn|winter|morning|evening|afternoon)",
        "(?:цього|цієї) (?:року|тижня|місяця|ночі|весни|осені|зими|літа)",
        "(?:этой|этого|этим) (?:ночью|утром|летом|года|месяца|недели|весной|осенью|зимой)",
        "гэт(?:ага|ай|ым) (?:года|месяца|тыдня|ночы|летам|вясной|восенню|зімой)",
    ),
    re.IGNORECASE,
)
"""«This week» points at the calendar, not at a sentence."""
_BEFORE = re.compile(
    any_of(
        "recall that | as (?:previously )?reported | earlier | previously | background",
        "нагада(?:ємо|ю|мо) | раніше | як (?:повідомля\\w+|відомо)",
        "напомн\\w+ | ранее | как (?:сообща\\w+|известно)",
        "нагада(?:ем|ю) | раней | як паведамлялася",
    ),
    re.IGNORECASE,
)
_CREDIT = re.compile(
    any_of(
        """(?:this|it|that|the (?:news|report|information)) (?:was|is|has been)
        (?:reported|announced|stated|said|published)""",
        "про це | об этом | пра гэта",
        "(?:відео|кадри|фото|світлини|аудіозапис|запис) .{0,60}?(?:опубл|оприлюд|показа|поширил)\\w*",
        "(?:видео|кадры|фото|снимки|запись|відэа) .{0,60}?(?:опубл|обнарод|показа|распростран|апубл)\\w*",
        "(?:the )?(?:footage|video|photos?) .{0,60}?(?:published|posted|shared|released)",
    ),
    re.IGNORECASE,
)
_CLAIM = re.compile(r",\s+(?:що|что|што|де|где|який|яка|які|which|where)\b|\b(?:that|after)\b|.{180}", re.IGNORECASE)
"""It goes on to tell something."""
_WHO = "(?:he|she|they|він|вона|вони|он|она|они|ён|яна|яны)"
_UNNAMED = re.compile(
    rf"""
    [»”\"],?\s*(?:
        (?:[-–—]\s*)?(?:{_WHO}\s+\w+|\w+\s+{_WHO})\b    # «…», — сказав він
      | [-–—]\s*\w+\W*\Z                                # «…», — додав.
      | [-–—]\s*(?:йдеться|ідеться|говориться|сказано|говорится|гаворыцца)\s+[ўву]\s+\w+\W*\Z
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SAID = re.compile(
    rf",\s*{_WHO}\s+(?:said|says|added|noted|wrote|told|explained|stressed|concluded)\W*\Z", re.IGNORECASE
)
_MARK = re.compile(r"[\"«»„“”]")
_ENDED = re.compile(r"[.!?…][\"'»”’)\]*_]*\Z")
_ENUMERATED = re.compile(r"\w{1,3}\)")
_QUOTED = re.compile(r"[\"«„“][^\"«»„“”]*+[\"»”“]")
_OPENING = "\"«„“'‘"
_NAME_IN_QUOTES = re.compile(r"[\"«„“'‘][^\"»”“'’]{1,30}[\"»”“'’]\s*[^\s,.–—-]")


def leans(sentence: str) -> bool:
    """Does `sentence` need the one before it: a pronoun or connective opens it, or its speaker is not named?"""
    bare = sentence.lstrip(f"{_OPENING}—–-<>…. ")
    if _OPENERS.match(bare) and not _CALENDAR.match(bare):
        return True
    if _MORE.match(bare) or _ROLE.match(bare) or _PLACED.match(bare) or _points_early(sentence):
        return True
    quoting = _MARK.search(sentence) is not None
    plain = _QUOTED.sub(" ", sentence) if quoting else sentence
    if not _SPEAKING.isdisjoint(_WORD.findall(plain.casefold())):
        return True
    if (quoting and _UNNAMED.search(sentence)) or _SAID.search(sentence, max(0, len(sentence) - 40)):
        return True
    return _half_quoted(sentence)


def recalls(sentence: str) -> bool:
    """Does `sentence` tell of what was before the news?"""
    return _BEFORE.match(sentence) is not None


def credits_only(sentence: str) -> bool:
    """Does `sentence` tell only who said or showed what stands elsewhere?"""
    return _CREDIT.match(sentence) is not None and _CLAIM.search(sentence) is None


def quotes(sentence: str) -> bool:
    """Does `sentence` open with somebody's own words, rather than with a name in quotation marks?"""
    return sentence[0] in _OPENING and not _NAME_IN_QUOTES.match(sentence)


def asks(sentence: str) -> bool:
    """Is `sentence` a question?"""
    return sentence.rstrip("\"'»”’) ").endswith("?")


def trails_off(sentence: str) -> bool:
    """Does `sentence` begin or end as no sentence does: a crosshead, a signature, an item of a list?"""
    return not _ENDED.search(sentence[-8:]) or sentence[0].islower()


def _points_early(sentence: str) -> bool:
    """Is there a pronoun among the first words, and no name before it?"""
    words = None if sentence[0] in _OPENING else _FIRST_WORDS.match(sentence)
    pronoun = _POINTING.search(words.group()) if words else None
    if pronoun is None:
        return False
    return not any(word[0].isupper() or not word[0].isalpha() for word in sentence[: pronoun.start()].split()[1:])


def _half_quoted(sentence: str) -> bool:
    """Nothing but quotation, or the other mark of a pair stands in another sentence."""
    if sentence.count("(") != sentence.count(")") and not _ENUMERATED.match(sentence):
        return True
    marks = _MARK.findall(sentence)
    if not marks:
        return False
    if len(marks) % 2:
        return True
    return quotes(sentence) and len(marks) == 2 and _MARK.search(sentence[-2:]) is not None
