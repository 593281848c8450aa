"""Put several answers one below the other, as one answer."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Answer
from assistant.answering.context import Desk
from assistant.answering.wording import capital


def together(parts: Sequence[Answer]) -> Answer:
    """Answers of several schemes one below the other, as one answer."""
    first = parts[0]
    if len(parts) == 1:
        return first
    return Answer(
        language=first.language,
        kind="comparison",
        text="\n\n---\n\n".join(p.text for p in parts),
        verdicts=tuple(v for p in parts for v in p.verdicts),
        amounts=tuple(a for p in parts for a in p.amounts),
        citations=tuple(dict.fromkeys(c for p in parts for c in p.citations)),
        caveats=tuple(dict.fromkeys(c for p in parts for c in p.caveats)),
        abstained=all(p.abstained for p in parts),
        derivation=tuple(d for p in parts for d in p.derivation),
    )


def under_its_name(desk: Desk, answer: Answer) -> Answer:
    """An answer with the name of its scheme above it; one below the other, answers of several schemes read alike."""
    return answer.model_copy(update={"text": f"### {capital(desk.t(desk.scheme.short))}\n\n{answer.text}"})
