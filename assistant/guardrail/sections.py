"""One plan's conditions told as those of the other.

Where two plans are covered under conditions or assumptions of their own, each word of a lie stands in the answer, under
the other plan's heading. So what a clause asks for one plan is compared with what the answer asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.relations import anchors, has, negated
from assistant.guardrail.text import Sentence, fold_text

_ASSUMES: Final = re.compile(r"^(?:this assumes|次のことが前提|前提)", re.I)
_BULLET: Final = re.compile(r"^\s*-\s*☐\s*")
_LABEL: Final = re.compile(r"〔\d{1,2}〕")
_LEAST: Final = 2


def check_sections(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that asks of one plan what the answer asks of another."""
    asked = _asked(evidence)
    if len(asked) < _LEAST:
        return
    named = [n for n in evidence.named(sentence.text) if n.kind in ("plan", "all", "none", "rest")]
    if any(n.kind != "plan" for n in named):
        return
    for at, n in enumerate(named):
        if n.value not in asked:
            continue
        stop = named[at + 1].start if at + 1 < len(named) else len(sentence.text)
        piece = sentence.text[n.end : stop]
        if negated(piece):
            continue
        own = asked[n.value]
        for plan, theirs in asked.items():
            if plan == n.value:
                continue
            strange = [a for a in anchors(piece) if has(theirs, a) and not has(own, a)]
            strange += [x for x in _LABEL.findall(piece) if x in theirs and x not in own]
            fitting = [a for a in anchors(piece) if has(own, a)]
            if len(strange) >= _LEAST and len(strange) > len(fitting):
                yield f"The answer asks this of {plan}, the draft of {n.value}: {', '.join(strange[:3])}."
                return


@lru_cache(maxsize=128)
def _asked(evidence: Evidence) -> dict[str, str]:
    """What an answer asks of each plan under its own heading: conditions and assumptions, where each plan has some."""
    found: dict[str, list[str]] = {}
    plan: str | None = None
    for line in evidence.answer.text.splitlines():
        if line.startswith("### "):
            names = [n.value for n in evidence.named(fold_text(line).lower()) if n.kind == "plan"]
            plan = names[0] if len(names) == 1 else None
        elif plan and (_BULLET.match(line) or _ASSUMES.match(line.strip())):
            found.setdefault(plan, []).append(fold_text(_BULLET.sub("", line)).lower())
    plans = {v.plan for v in evidence.answer.verdicts if v.verdict in ("covered", "conditional")}
    return {p: "\n".join(x) for p, x in found.items()} if set(found) >= plans else {}
