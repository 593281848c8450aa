"""Words that an answer of facts has only in different sentences, put together by a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import read_figures
from assistant.guardrail.names import Named
from assistant.guardrail.relations import anchors, means
from assistant.guardrail.text import Segment, Sentence


def check_joined(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse words that the answer has only in different sentences, put together in one segment."""
    if evidence.answer.verdicts:
        return
    lines = [*evidence.lines, *evidence.details, *evidence.question]
    for segment in sentence.segments:
        if any(n.kind == "scheme" and segment.start <= n.start < segment.end for n in named):
            continue
        if (
            any(n.kind in ("plan", "scheme") and segment.start <= n.start < segment.end for n in named)
            and len(evidence.schemes) < 2
        ):
            segment = Segment(_blanked(segment, named), segment.start)
        piece = re.split(
            r"ではなく|でなく|\brather than\b|\binstead of\b|\bnot\b"
            + (r"|\band\b" if len(read_figures(segment.text).figures) > 1 else ""),
            segment.text,
        )
        for part in piece:
            telling = [
                a
                for a in anchors(part)
                if means(evidence.whole, a) and not any(means(q.text, a) for q in evidence.question)
            ]
            if len(telling) < 2:
                continue
            if not any(all(means(line.text, a) for a in telling) for line in lines):
                best = max(sum(means(line.text, a) for a in telling) for line in lines)
                if best < len(telling) and best <= max(1, 0.67 * len(telling)):
                    yield f"The answer does not say this together: “{part.strip()[:80]}”."
                    return


def _blanked(segment: Segment, named: tuple[Named, ...]) -> str:
    """A segment without the names of plans and schemes, whose figures and verdicts are compared elsewhere."""
    letters = list(segment.text)
    for n in named:
        if n.kind in ("plan", "scheme") and segment.start <= n.start and n.end <= segment.end:
            letters[n.start - segment.start : n.end - segment.start] = " " * (n.end - n.start)
    return "".join(letters)
