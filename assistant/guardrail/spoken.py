"""Which plans a segment speaks of: by their names, their types, their scheme, or as the former and the latter."""

from __future__ import annotations

import re

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.names import Named
from assistant.guardrail.text import Segment

Key = tuple[str, str]


def only_names(masked: str) -> bool:
    """Whether a segment only adds where something holds: "(the one plan)", "under the other plan"."""
    rest = re.sub(
        r"\b(?:and|or|under|with|in|the|for|by|as|both|well|alike|of|at|least|plan|plans)\b|[^\w]|＿|では?|も|と|の場合",
        "",
        masked,
    )
    return len(rest) <= 4


def plans_in(segment: Segment, named: tuple[Named, ...], evidence: Evidence) -> tuple[Key, ...] | None:
    """The plans that a segment names; None where it names none."""
    inside = [n for n in named if segment.start <= n.start < segment.end]
    if any(n.kind in ("all", "none") for n in inside):
        plans = [(n.scheme, n.value) for n in inside if n.kind == "plan"]
        schemes = {n.scheme for n in inside if n.kind in ("plan", "scheme")}
        if len(plans) > 1 and all(k in evidence.plans for k in plans):
            return tuple(dict.fromkeys(plans))  # "either of the one and the other"
        of_these = tuple(k for k in evidence.plans if k[0] in schemes)
        return of_these or evidence.plans or None
    keys: list[Key] = []
    for n in inside:
        if n.kind == "plan":
            keys.append((n.scheme, n.value))
        elif n.kind == "type" and (plan := evidence.names.plan_of_type.get((n.scheme, n.value))):
            keys.append((n.scheme, plan))
        elif n.kind == "scheme" and len({k[0] for k in evidence.plans}) > 1:
            keys += [k for k in evidence.plans if k[0] == n.value] or [(n.value, "?")]
    compared = len({k[0] for k in evidence.plans}) > 1
    if compared:
        keys = _narrowed(keys, inside, evidence)
    if any(n.kind in ("latter", "former", "rest") for n in inside):
        index = -1 if any(n.kind == "latter" for n in inside) else 0
        if any(n.kind == "rest" for n in inside):
            return None
        keys.append(evidence.plans[index]) if evidence.plans else None
    found = tuple(dict.fromkeys(keys))
    if evidence.plans and found and not any(k in evidence.plans for k in found) and len(evidence.plans) == 1:
        return found
    return found or None


def _narrowed(keys: list[Key], inside: list[Named], evidence: Evidence) -> list[Key]:
    """A plan's own name beats its scheme's: "the scheme's wider plan" is one plan."""
    plans = {n.value for n in inside if n.kind == "plan"}
    return [k for k in keys if k[1] in plans or not any(k2[0] == k[0] and k2[1] in plans for k2 in keys)]
