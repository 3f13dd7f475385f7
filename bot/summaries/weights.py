"""What counts beside centrality when sentences are chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace

BRIEF = 2
"""Sentences of a summary that the weights are made for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What counts beside centrality, whose mean is 1. Fitted by `benchmarks/summaries.py --fit`."""

    early: float = 1.4
    """For the first sentence of a report, falling evenly to nothing at its end."""
    leaning: float = 0.8
    """Against a sentence that points back at one which is not chosen."""
    quoting: float = 0.3
    """Against one that opens with somebody's own words."""
    recalling: float = 0.8
    """Against one that tells of what was before."""
    crediting: float = 1.5
    """Against one that only tells who said so."""
    asking: float = 0.5
    """Against a question."""
    trailing: float = 0.6
    """Against a line without an end: a crosshead, a signature, an item of a list."""
    explaining: float = 0.8
    """For the sentence that a chosen one points back at."""
    repeating: float = 0.5
    """Against one like a chosen one, by their cosine."""
    first: float = 0.3
    """For a sentence of the first report, so that a summary is not patched together for little."""
    naming: float = 1.0
    """For watched entities that no chosen sentence names yet, by the root of their number: a list is no gist."""

    def softened(self, sentences: int) -> Weights:
        """For a summary of `sentences`: the longer it is, the less each must come first, stand alone and be new."""
        share = min(1.0, BRIEF / max(1, sentences))
        return replace(
            self,
            early=self.early * share * share,
            leaning=self.leaning * share * share,
            quoting=self.quoting * share,
            repeating=self.repeating * share,
            trailing=self.trailing * share,
            explaining=self.explaining * share,
        )


WEIGHTS = Weights()
