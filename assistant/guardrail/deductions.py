"""What a deductible comes off: not of something of which the answer's sentences on it do not speak."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.relations import anchors, means, negated
from assistant.guardrail.text import Sentence, fold_text

_DEDUCTIBLE: Final = re.compile(r"免責金額|自己負担額|\bdeductible\b|\bexcess\b")


def check_deductions(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a deductible said to come off something of which the answer's sentences on the deductible do not speak."""
    text = sentence.text
    if not _DEDUCTIBLE.search(text) or negated(text.replace("免責", "")):
        return
    steps = " ".join(s.label for a in evidence.answer.amounts for s in a.steps)
    lines = [x.text for x in (*evidence.lines, *evidence.details) if _OFF.search(x.text)]
    for m in _FROM.finditer(text):
        telling = anchors(m[1] or m[2])
        places = (*lines, fold_text(steps).lower(), *(q.text for q in evidence.question))
        if telling and not any(means(x, a) for x in places for a in telling):
            yield f"The answer does not take the deductible off “{(m[1] or m[2]).strip()}”."
            return


_OFF: Final = re.compile(
    r"免責|自己負担|差し?引|控除|\b(?:deductible|excess|deducted|taken off|comes? off|less|minus)\b"
)
_FROM: Final = re.compile(
    r"\b(?:deduct\w*|tak\w+|comes?|subtract\w*)(?: \w+)? (?:off|from) (?:the |your |any )?([a-z' -]{3,40})|([一-龥ァ-ヶー]{2,12})から(?:は|も)?(?:、)?(?:差し)?引"
)
