"""Which sections a message is likely about: what its computed answer cites, and the statements that it is read as.

Evidence for search, beside words and meaning: where a rule answers, the section that it rests on is what a person looks for.
"""

from __future__ import annotations

from collections.abc import Mapping

from assistant.answer import Answer
from assistant.corpus.model import Scheme
from assistant.understanding.query import Query

SectionKey = tuple[str, str]
"""A scheme and the id of one of its sections."""

CITED = (0.30, 0.25, 0.20, 0.15)
"""What it counts that an answer cites a section first, second, third, and later."""

LIKELY = 0.30
"""What it counts that a message is surely about a statement, for the section that the statement cites first."""

FURTHER = 0.7
"""The share of it for the section that a statement cites second."""

LEAST_LIKELY = 0.3
"""A statement less probable than this is none that the message is about."""


def grounds_of(query: Query, answer: Answer, schemes: Mapping[str, Scheme]) -> dict[SectionKey, float]:
    """How strongly each section is grounded in what was read and computed: 0 to 1; sections that are not named, not at all.

    The weights are set on the searches of `evals/tuning-searches.jsonl`, which no figure is reported on.
    """
    found: dict[SectionKey, float] = {}
    for place, citation in enumerate(answer.citations):
        _raise(found, (citation.scheme, citation.section), CITED[min(place, len(CITED) - 1)])
    for reading in query.readings:
        for name, probability in reading.likely.items():
            scheme, _, ident = name.partition(":")
            statement = schemes[scheme].statements.get(ident) if scheme in schemes else None
            if statement is not None and probability >= LEAST_LIKELY:
                for share, section in zip((1.0, FURTHER), statement.cites, strict=False):
                    _raise(found, (scheme, section), LIKELY * share * probability)
    return found


def _raise(found: dict[SectionKey, float], key: SectionKey, value: float) -> None:
    found[key] = max(found.get(key, 0.0), value)
