"""What has been heard of a draft's verdicts so far, and which of the answer's it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.answer import Verdict
from assistant.guardrail.evidence import Evidence
from assistant.guardrail.spoken import Key


@dataclass(slots=True)
class Heard:
    """What a draft said: the verdicts heard for each plan, and reasons to refuse it."""

    plans: dict[Key, set[bool]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    unattributed: bool = False
    conditional: bool = False


@dataclass(slots=True)
class Topic:
    """The plans that are spoken of, carried from sentence to sentence; None: no plan has been named."""

    plans: tuple[Key, ...] | None = None


def missing_verdicts(heard: Heard, evidence: Evidence) -> Iterator[str]:
    """Verdicts of the answer that the draft leaves out."""
    amounts = {(a.scheme, a.plan) for a in evidence.answer.amounts}
    if amounts and evidence.answer.kind == "amount" and {v.verdict for v in evidence.answer.verdicts} == {"covered"}:
        return  # an amount that is paid says that it is
    for key in evidence.plans:
        verdicts = {v.verdict for v in evidence.answer.verdicts if (v.scheme, v.plan) == key}
        if verdicts <= {"undetermined"}:
            continue
        if key not in heard.plans and _beside(key, verdicts, heard, evidence):
            continue
        if key not in heard.plans and not (key in amounts and "not_covered" not in verdicts):
            yield f"The draft does not say the verdict for {key[1]}."


def _beside(key: Key, verdicts: set[Verdict], heard: Heard, evidence: Evidence) -> bool:
    """Whether a plan is told of only because the answer tells of all, and another of its scheme has the same verdict.

    Who asks about the cyber cover is answered, when the draft says it of this one.
    """
    asked = {(n.scheme, n.value) for q in evidence.question for n in evidence.named(q.text) if n.kind == "plan"}
    if key in asked:
        return False
    return any(
        other in asked
        and other in heard.plans
        and other[0] == key[0]
        and {v.verdict for v in evidence.answer.verdicts if (v.scheme, v.plan) == other} == verdicts
        for other in evidence.plans
    )
