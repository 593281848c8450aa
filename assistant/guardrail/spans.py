"""Units of time: a draft that counts in months, speaks of the next year or of weekends, where the answer has no such unit.

Every word of "they must have been members for a full year" stands in some list of harmless words. But an answer that
says nothing of years gives nothing that a year could be of, whatever the rest of the sentence says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.text import Sentence

# How a draft names a unit, and what in an answer or a question has such a unit.
_UNITS: Final[tuple[tuple[str, str, str], ...]] = (
    ("hour", r"\bhours?\b(?! and)|\bminutes?\b|\bhourly\b", r"\bhours?\b|\bminutes?\b|\b24\b|clock|o'clock|\d:\d\d|[ap]\.?m\b|時間|時"),
    ("day", r"\b(?:days?|daily|overnight|tomorrow|yesterday)\b(?! and)", r"\bdays?\b|\bdaily\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\bweekdays?\b|date|\b24\b|clock|deadline|日|\d{4}"),
    ("week", r"\b(?:weeks?|weekly|weekends?|fortnight)\b", r"\bweek\w*|saturday|sunday|週|土|\b7\b"),
    ("month", r"\b(?:months?|monthly)\b", r"\bmonth\w*|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|月"),
    ("year", r"\b(?:years?|yearly|annually|annual)\b", r"\byear\w*|\bannual\w*|\bpremium|\bcontribution|fiscal|policy period|insured period|\b(?:19|20)\d\d\b|年"),
    ("deadline", r"\b(?:deadline|due date|time limit|cut-off)\b", r"deadline|due|by when|until|within|at the latest|period|how long|time limit|\bbefore\b|期限|締|まで|以内|いつ"),
)  # fmt: skip
_PATTERNS: Final = tuple((name, re.compile(said), re.compile(ground)) for name, said, ground in _UNITS)
_LETTERS: Final = re.compile(r"[a-z]{2}")
_IDLE: Final = re.compile(
    r"\b(?:these days|one day|good day|the other day|at the end of the day|(?:nice|great|pleasant) day|in a few days|all day)\b"
)


def check_spans(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence for a unit of time that neither the answer nor the question has."""
    if not _LETTERS.search(sentence.text):
        return
    text = _IDLE.sub(" ", sentence.text)
    for name, said, ground in _PATTERNS:
        found = said.search(text)
        if found is None or ground.search(evidence.whole) or ground.search(evidence.asked.text):
            continue
        yield f"The answer speaks of no {name}: “{found[0]}”."
        return
