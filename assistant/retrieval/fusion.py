"""Fuse lexical and dense evidence into one score that means the same for every question.

Scores are fused, not ranks: how much better the best passage is than the next is what tells a find from a
guess. The lexical evidence comes on a scale of its own (see `lexical`). A cosine does not: in any embedding
all texts of one field look alike to some degree, so the dense evidence is how far a passage rises above the
average one for this question. It counts by how familiar the question's words are: of a question about
something else, the vector is little but noise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

WEAK_EVIDENCE = 0.2
"""A best score below this says that the question is probably about something else. On our own questions two
of three that have nothing to do with the brochures stay below it, and one of fifteen that do."""


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

    def combine(self, lexical: Scores, dense: Scores, familiarity: Scores) -> Scores:
        """The fused score of each passage, between 0 and 1; all three arrays have one value a passage."""
        total = self.lexical + self.dense
        fused: Scores = (self.lexical * lexical + self.dense * dense * familiarity) / total
        return fused


def standardise(cosines: Scores) -> Scores:
    """Cosines over all passages in scope as the share of the way from their mean to 1; what is below it is
    0."""
    if not len(cosines):
        return cosines
    mean = min(float(cosines.mean()), 0.99)
    standardised: Scores = np.clip((cosines - mean) / (1.0 - mean), 0.0, 1.0)
    return standardised
