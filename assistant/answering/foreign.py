"""Whether a message is about something that no brochure here can answer, whatever else it names."""

from __future__ import annotations

from assistant.corpus.loader import Corpus
from assistant.corpus.patterns import PatternSet
from assistant.derived.shelf import Shelf
from assistant.understanding.other_insurances import OtherInsurances
from assistant.understanding.outside import (
    advice,
    everyday_injury,
    foreign_insurer,
    legal_duty,
    other_help,
    private_matter,
    speaks_of_insurance,
    technical_help,
    text_wanted,
    wants_promise,
)
from assistant.understanding.query import Query
from assistant.understanding.text import prepare

OUTSIDE_SURE = 0.80  # probability, calibrated on writers that were not trained on


class Foreign:
    """Tells foreign subjects; built once over all brochures, used by all threads."""

    def __init__(self, corpus: Corpus, shelf: Shelf) -> None:
        self._schemes = len(corpus.schemes)
        self._brochures = _prepared_sections(corpus, shelf)
        own = [pattern for scheme in corpus.schemes.values() for pattern in scheme.words.yes]
        self._insurances = OtherInsurances(self._brochures, PatternSet(own, "names of schemes"))

    def subject(self, q: Query) -> bool:
        """Whether the subject is foreign: another insurance or insurer, other help, private things, nothing of insurance."""
        m = q.message
        if foreign_insurer(m.text, self._brochures) or everyday_injury(m.text) or self._insurances.asked_of(m):
            return True
        if self._insurances.named(m) and not _tells_of_loss(q):
            return True
        if other_help(m.text) or advice(m.text) or legal_duty(m.text) or _surely_outside(q):
            return True
        if technical_help(m) or wants_promise(m) or text_wanted(m):
            return True
        if self._nothing_told(q) and not speaks_of_insurance(m.text):
            return True
        return private_matter(m) and not (len(q.readings) == 1 and q.readings[0].named)

    def _nothing_told(self, q: Query) -> bool:
        """Whether a first message asks for figures without a word that any scheme knows: "how high will it go today?"."""
        if len(q.readings) < self._schemes or q.followup or q.earlier or q.figures.amounts:
            return False
        known = any(r.named or r.items or r.facts or r.plans or r.riders or r.choices for r in q.readings)
        return not known and q.wants("limit", "deductible", "premium", "payout", "choose")


def _surely_outside(q: Query) -> bool:
    """Whether the message is very likely about something that no brochure here can answer."""
    if q.followup or any(r.items or r.choices or r.riders for r in q.readings):
        return False
    return all(r.likely.get("ask:outside", 0.0) >= OUTSIDE_SURE for r in q.readings) and bool(q.readings)


def _tells_of_loss(q: Query) -> bool:
    """Whether an incident or cost of these schemes is told, so that another insurance named beside it is mere talk."""
    return any(r.items or any(v for v in r.facts.values()) for r in q.readings)


def _prepared_sections(corpus: Corpus, shelf: Shelf) -> str:
    """The text of all brochures as messages are read, to look names up in."""
    kept = shelf.read("sections")
    if kept is not None:
        return kept.decode()
    text = " ".join(prepare(s.text).text for s in corpus.sections)
    shelf.write("sections", text.encode())
    return text
