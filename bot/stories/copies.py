"""Which reports of a story have one source: the same outlet, the same text, or the same agency.

Six reports of one agency's text are one report six times. The words decide (runs of five of them, as near-duplicate
finders use: Broder, "On the resemblance and containment of documents", 1997), then the title where there is no text,
then who is credited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.model.story import Report
from bot.stories.owners import owner
from bot.stories.wording import runs, shared, words

COPIED = 0.5
"""Share of the shorter text's runs of five words that the longer text has, from which one was copied."""
_RUN, _FEWEST_RUNS = 5, 8
_TELLING_TITLE = 4
"""Words in a title that two desks do not choose by chance."""
_SOURCES = 60
"""Sources of one story that a report is compared with."""
_COMPARED_WORDS = 300
_HEAD, _TAIL = 1_500, 300
"""Characters at either end of a text where a source is credited."""

_AGENCIES = {
    "Reuters": r"reuters|рейтер\w{0,2}|рейтэр\w{0,2}",
    "AFP": r"afp|agence france-presse|франс[- ]прес+\w{0,2}|афп",
    "AP": r"associated press|(?-i:AP)|ас+ошиэйтед пресс?",
    "Bloomberg": r"bloomberg|блумберг\w{0,2}",
    "dpa": r"(?-i:dpa|DPA)",
    "Interfax-Ukraine": r"interfax[- ]ukraine|(?:интерфакс|інтерфакс)[- ](?:украин|україн)\w{1,2}",
    "Interfax": r"(?:interfax|интерфакс\w{0,2}|інтерфакс\w{0,2})(?![- ](?:ukr|укр))",
    "TASS": r"tass|тасс?",
    "RIA Novosti": r"ria novosti|риа[ «\"]{1,2}новости|ріа[ «\"]{1,2}новості|рыа[ «\"]{1,2}новости",
    "Ukrinform": r"ukrinform|укринформ\w{0,2}|укрінформ\w{0,2}",
    "UNIAN": r"unian|униан|уніан",
    "RBC-Ukraine": r"(?:rbc|рбк)[- ](?:ukraine|украин\w{1,2}|україн\w{1,2})",
    "BelTA": r"belta|белта",
    "BelaPAN": r"belapan|белапан\w{0,2}",
    "Anadolu": r"anadolu|анадолу",
    "Xinhua": r"xinhua|синьхуа|сіньхуа",
    "PAP": r"(?-i:PAP)",
    "CNN": r"(?-i:CNN)",
    "BBC": r"(?-i:BBC)|би-би-си|бі-бі-сі",
}
_AGENCY = re.compile(
    r"\b(?:" + "|".join(f"(?P<a{number}>{names})" for number, names in enumerate(_AGENCIES.values())) + r")\b",
    re.IGNORECASE,
)
_SAYS = (
    r"(?:report(?:s|ed)?|says|said|writes|wrote|told|quoted|сообща\w+|сообщил\w*|переда[её]т|передал\w*|пишет|"
    r"информирует|повідомля\w+|повідоми\w+|переда[єю]\w*|пише|інформує|паведамля\w+|паведамі\w+|перадае|піша)"
)
_NAMED_BY = re.compile(
    rf"\b(?:{_SAYS}|citing|cites|cited|according\s+to|reported\s+by|via|source|со\s+ссылкой\s+на|по\s+данным|"
    r"источник|з\s+посиланням\s+на|за\s+даними|джерело|са\s+спасылкай\s+на|паводле|крыніца)"
    r"(?:[\s:,«\"“]+\w+){0,3}?[\s:,«\"“]*$",
    re.IGNORECASE,
)
"""Before a name: "as reported by the agency", "со ссылкой на агентство"."""
_SPEAKS = re.compile(rf"[\s,»\"”]*(?:(?:news\s+)?agency\s+)?{_SAYS}\b", re.IGNORECASE)
"""After a name: "reports", "повідомляє"."""
_SET_APART = (
    (r"\([^()]{0,30}$", r"[^()]{0,30}\)"),
    (r"/\s*$", r"\s*/"),
    (r"^\W*$", r"\s*[-–—:]"),
    (r"[-–—:]\s*$", r"\W*$"),
)
"""Before and after a name: in brackets or slashes, at the head of the text, at its foot."""
_CONTEXT = 60


def marked(reports: Sequence[Report]) -> tuple[Report, ...]:
    """`reports` of one story, oldest first, each that has the source of an earlier one marked with which and why."""
    if len(reports) < 2:
        return tuple(reports)
    sources: list[_Read] = []
    read: list[_Read] = []
    for report in reports:
        new = _Read(report)
        found = next(((old, why) for old in sources[:_SOURCES] if (why := _why(old, new))), None)
        if found is None:
            sources.append(new)
        else:
            old, why = found
            new = _Read(replace(report, repeats=old.report.item.id, repeats_because=why))
        read.append(new)
    return tuple(one.report for one in read)


def credited(text: str) -> Iterator[str]:
    """The agencies that `text` names as its source, each as often as it does."""
    shown = text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]}\n{text[-_TAIL:]}"
    for found in _AGENCY.finditer(shown):
        if _is_credit(shown, found.start(), found.end()):
            yield list(_AGENCIES)[int((found.lastgroup or "a0")[1:])]


@dataclass(frozen=True)
class _Read:
    """A report with what is compared of it, worked out when it is asked for."""

    report: Report

    @cached_property
    def owner(self) -> str | None:
        return owner(self.report.item.url)

    @cached_property
    def title(self) -> tuple[str, ...]:
        return words(self.report.item.title)

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        return runs(words(self.report.item.text, _COMPARED_WORDS), _RUN)

    @cached_property
    def agencies(self) -> dict[str, None]:
        """Those it credits, and itself if it is one."""
        own = (list(_AGENCIES)[int((one.lastgroup or "a0")[1:])] for one in _AGENCY.finditer(self.report.feed_name))
        item = self.report.item
        return dict.fromkeys((*own, *credited(item.text), *credited(item.title)))


def _why(old: _Read, new: _Read) -> str | None:
    """What shows that two reports have one source; None if nothing does."""
    name = old.report.feed_name
    if old.report.feed_id == new.report.feed_id:
        return "same outlet as before" if old.report.feed_name == new.report.feed_name else f"same outlet as {name}"
    if old.owner is not None and old.owner == new.owner:
        return f"same outlet as {name}"
    if min(len(old.runs), len(new.runs)) >= _FEWEST_RUNS:
        if shared(old.runs, new.runs) >= COPIED:
            return f"same text as {name}"
    elif old.title == new.title and len(new.title) >= _TELLING_TITLE:
        return f"same title as {name}"
    if _credits(new.report, name):
        return f"credits {name}"
    agency = next((one for one in new.agencies if one in old.agencies), None)
    return f"credits {agency}, as {name} does" if agency is not None else None


def _credits(report: Report, outlet: str) -> bool:
    """Does the report name `outlet` as its source?"""
    text = report.item.text[:_HEAD]
    if len(outlet) < _TELLING_TITLE:
        return False
    places = re.finditer(rf"\b{re.escape(outlet)}\b", text, re.IGNORECASE)
    return any(_is_credit(text, place.start(), place.end()) for place in places)


def _is_credit(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    if _NAMED_BY.search(before) or _SPEAKS.match(after):
        return True
    return any(re.search(left, before) and re.match(right, after) for left, right in _SET_APART)
