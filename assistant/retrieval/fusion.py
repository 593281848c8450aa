"""Fuse lexical and dense evidence into one score that means the same for every question.

Scores are fused, not ranks: how much better the best passage is than the next is what tells a find from a
guess. The lexical evidence is a share of what the question could reach. A cosine is no such thing: in any
embedding all texts of one field look alike to some degree, so the dense evidence is how far a passage rises
above the average one for this question. It counts by how familiar the question's words are: of a question
about something else, the vector is little but noise. Last, a share of little is little: the score is drawn
down where even the best passage has hardly a word in common with the question.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

WEAK_EVIDENCE = 0.15
"""A best score below this, in one scheme, says that the question is probably about something else. Set on 54
questions of our own over one brochure: it keeps 29 of 30 in lay words about it, and refuses 16 of 24 about
anything else."""

WEAK_EVIDENCE_OVERALL = 0.21
"""The same for a search of all schemes, where the best of more passages scores higher by chance: on those
questions over four schemes it keeps 30 of 30, and refuses 14 of 24."""

HALF_GRIP = 4.0
"""BM25 at which the words in common count by half: about one rare word."""


@dataclass(frozen=True, slots=True)
class Fusion:
    """How the two kinds of evidence are weighed; the weights are shares of the fused score.

    Raises:
        ValueError: a weight is negative, or both are 0.
    """

    lexical: float = 0.65
    dense: float = 0.35

    def __post_init__(self) -> None:
        if self.lexical < 0 or self.dense < 0 or self.lexical + self.dense <= 0:
            raise ValueError("Fusion weights must not be negative, and one of them must be above 0.")

    def combine(self, lexical: Scores, dense: Scores, familiarity: Scores, bm25: float) -> Scores:
        """The fused score of each passage, between 0 and 1.

        Args:
            lexical: the share of its best that the question reaches in each passage.
            dense: the standardised cosine of each passage.
            familiarity: how much of the question's words is known, for each passage's index.
            bm25: the highest sum of BM25 over all passages.
        """
        total = self.lexical + self.dense
        grip = bm25 / (bm25 + HALF_GRIP)
        fused: Scores = np.sqrt(grip * (self.lexical * lexical + self.dense * dense * familiarity) / total)
        return fused


def standardise(cosines: Scores) -> Scores:
    """Cosines over all passages in scope as the share of the way from their mean to 1; what is below it is 0."""
    mean = float(cosines.mean()) if len(cosines) else 1.0
    if mean >= 1.0:
        return np.zeros_like(cosines)
    standardised: Scores = np.clip((cosines - mean) / (1.0 - mean), 0.0, 1.0)
    return standardised
