"""The words of a sentence that say what it is about: without function words, inflected ones cut to their stem."""

from __future__ import annotations

import re
from collections import Counter

STEM = 6
"""Letters kept of a Cyrillic word: long enough to keep apart, short enough for cases and plurals to meet."""

_ENGLISH = """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it
    its itself they them their theirs themselves what which who whom this that these those am is are was were be been
    being have has had having do does did doing a an the and but if or because as until while of at by for with about
    against between into through during before after above below to from up down in out on off over under again further
    then once here there when where why how all any both each few more most other some such no nor not only own same so
    than too very can will just should now s t don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't
    won't shouldn't it's that's
"""
_UKRAINIAN = """
    а або але б без би був була були було бути в вас ваш ви від він вона вони воно все всі всіх вже до дуже де для є й
    його йому ж же з за зі зо із і її їй їх їм інші інших коли куди лише ми може можна на над нам нас наш не неї нею ні
    ніж них ним о об однак од перед під після по поки при про проти саме свій своє свою своїх свої себе собі та так
    також там те ти тим тих то тобто того тоді той тому тут у уже хоча хто це цей ця ці цього цьому цим цих через чи
    чого чому що щоб як яка який яке які якого якому яким яких якщо
"""
_RUSSIAN = """
    а без бы был была были было быть в вам вас ваш во все всего всех вы где да для до его ее если есть еще же за и из
    или им их к как какая какой когда которая которого которой которое которые который которых кто куда ли либо между
    меня мне может можно мы на над надо нам нас наш не него нее нет ни них но ну о об однако он она они оно от перед по
    под после при про с сам свои своих свой свою себе себя со так также такие такой там те тем то того тоже той только
    том тот ту ты у уже хотя чего чем через что чтобы эта эти этих это этого этой этом этот эту я
"""
_BELARUSIAN = """
    аб або але ад без бо быў была былі было быць вас вы да дзе для ён з за і із іх іншыя калі каб каля каму які якая
    якія якое якіх якога якой лі між мы на над нам нас наш не ні пад пасля па перад пра пры праз сам свае свой сваю
    сябе так таксама такі там таго той тая тое тыя тым ты тут толькі у ужо ў хто чаго чым што яго яе ягоны яна яны яно
    гэта гэты гэтая гэтыя гэтага гэтай гэтым
"""
_SAYING = """
    повідомив повідомила повідомили повідомляє повідомляють заявив заявила заявили зазначив зазначила зазначили зазначає
    розповів розповіла розповіли сказав сказала додав додала додали наголосив наголосила словами даними інформацією
    сообщил сообщила сообщили сообщает сообщают заявил заявила заявили отметил отметила отметили рассказал рассказала
    рассказали сказал сказала добавил добавила подчеркнул подчеркнула словам данным
    паведаміў паведаміла паведамілі паведамляе заявіў заявіла адзначыў адзначыла расказаў расказала сказаў дадаў словах
"""
"""Who said so is not what the news is about."""
FUNCTION_WORDS = frozenset(f"{_ENGLISH} {_UKRAINIAN} {_RUSSIAN} {_BELARUSIAN} {_SAYING}".split())

_WORD = re.compile(r"\w+(?:[.,'’ʼ-]\w+)*+")
"""A word, or a number or designation as one: 11.1bn, С-400, м'яч."""


def content(sentence: str) -> Counter[str]:
    """How often each word that carries meaning stands in `sentence`, whatever its case and inflection."""
    words = _WORD.findall(sentence.casefold().replace("ё", "е"))
    return Counter([word if word.isascii() else word[:STEM] for word in words if word not in FUNCTION_WORDS])
