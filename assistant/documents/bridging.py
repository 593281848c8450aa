"""From restated sections to the passages of a person's own document that they restate.

A question in English, or in lay words, finds the restated section easier than the original; the link between both takes it
on to the passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.documents.linking import Link
from assistant.retrieval import Passage

Restated = tuple[str, str]
"""A brochure's document and the id of a restated section."""

LEAST_SHARED = 0.3
"""The share of the shorter of two wordings that stands in the other, from which on a passage belongs to a link."""

_RUN = 4


class Bridges:
    """The restated sections of each passage of one document, with how much of the wording they share."""

    def __init__(self, passages: Iterable[Passage], links: Sequence[Link]) -> None:
        worded = [(link, letters(link.text)) for link in links]
        self._to: dict[Restated, list[tuple[Passage, float]]] = {}
        for passage in passages if worded else ():
            mine = letters(passage.text)
            for link, theirs in worded:
                held = len(mine & theirs) / max(1, min(len(mine), len(theirs)))
                if held >= LEAST_SHARED:
                    self._to.setdefault((link.document, link.section), []).append((passage, held))

    def cross(self, restated: Mapping[Restated, float]) -> dict[str, tuple[Passage, float]]:
        """By id, the passages that restated sections lead to, each with the best score that reaches it.

        Args:
            restated: the score of each restated section, 0 to 1.
        """
        found: dict[str, tuple[Passage, float]] = {}
        for section, score in restated.items():
            for passage, held in self._to.get(section, ()):
                if passage.id not in found or found[passage.id][1] < score * held:
                    found[passage.id] = (passage, score * held)
        return found


def letters(text: str) -> frozenset[str]:
    """Runs of four letters and figures, by which two wordings are compared."""
    words = "".join(character for character in text if character.isalnum())
    return frozenset(words[n : n + _RUN] for n in range(max(1, len(words) - _RUN + 1)))
