"""Sentences of a report that speak to a machine instead of a reader: orders to a language model, hidden in the news.

No list of them is whole. They are left out where they are known, which keeps summaries clean; what makes the others
harmless is `verifying`.
"""

from __future__ import annotations

import re

_ORDER = re.compile(
    r"""
      \b(?:ignor\w*|disregard\w*|forget\w*|overrid\w*|do\s+not\s+follow)\b.{0,60}\b(?:instruction|prompt|direction)\w*
    | \b(?:previous|prior|above|system)\s+(?:instructions?|prompt)\b
    | \b(?:you\s+are|act\s+as|as)\s+(?:now\s+)?an?\s+(?:\w+\s+)?(?:ai|assistant|chatbot|language\s+model|llm)\b
    | \b(?:ai|llm|chatgpt|language\s+model)s?\b.{0,40}\b(?:must|should|shall)\b
    | \b(?:summari[sz]e|reply|respond|output)\b.{0,30}\b(?:only|exactly|instead)\b
    | \A\W*(?:(?:please|kindly|now|instead|then)\W+)*(?:say|state|write|tell|report|announce|repeat)\s+(?:that|only)\b
    | \b(?:please|kindly)\s+(?:say|state|write|tell|report|announce|repeat)\b
    | \b(?:напиши|скажи|сообщи|ответь|повідом|відповід|паведамі)(?:те|ти|ть|це)?\s*,?\s+
      (?:что|що|што|только|лише|толькі)\b
    | </?\s*(?:report|system|user|assistant)
    | (?:игнорир|забуд|не\s+выполня|проигнорир)\w*.{0,60}(?:инструкц|указани|команд|промпт)\w*
    | (?:ігнору|забудь|не\s+виконуй|проігнору)\w*.{0,60}(?:інструкц|вказівк|команд|промпт)\w*
    | (?:ігнару|забудзь|не\s+выконвай)\w*.{0,60}(?:інструкц|указанн|каманд)\w*
    | (?:предыдущи|попередні|папярэдні)\w*\s+(?:инструкц|інструкц|указани|вказівк)\w*
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


def is_order(sentence: str) -> bool:
    """Does `sentence` tell a language model what to do?"""
    return _ORDER.search(sentence) is not None
