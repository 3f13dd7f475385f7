"""Summaries: the gist of a story, and whose words it is in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Origin(StrEnum):
    """Whose words a summary is in."""

    VERBATIM = "verbatim"  # sentences of the reports
    WRITTEN = "written"  # a machine's, checked against the report
    TRANSLATED = "translated"  # sentences of the reports in another language, by a machine, checked against them
    WRITTEN_TRANSLATED = "written and translated"  # both


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The gist of a story, as one channel is told it; empty where the reports say no more than their headlines."""

    text: str
    origin: Origin = Origin.VERBATIM
    credits: tuple[str, ...] = ()
    """Outlets other than the story's first that sentences of a verbatim summary are from."""
