"""The guardrail alone: drafts that a language model wrote, each to be rejected or to pass.

The guardrail is `assistant.guardrail` with `verify(draft, answer, question)`, which tells whether a draft may be shown in place of
the computed answer: a pair (accepted, reasons) or an object with these two. As long as there is no such module, its
metrics are not available and no threshold asks for them; once there is one, they are measured without a change here.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
from collections.abc import Callable, Mapping
from typing import Any, cast

from assistant.answer import Answer
from assistant.corpus.model import Scheme
from evals.outcomes import Outcome
from evals.records import Attack
from evals.slicing import slices_of

MODULE = "assistant.guardrail"
Guardrail = Callable[..., Any]


def guardrail_exists() -> bool:
    """Whether the assistant has a guardrail."""
    return importlib.util.find_spec(MODULE) is not None


def find_guardrail(schemes: Mapping[str, Scheme] | None = None) -> Guardrail | None:
    """The guardrail's `verify` over these schemes (by default those that ship), or None where there is none to call."""
    if not guardrail_exists():
        return None
    module = importlib.import_module(MODULE)
    if schemes is not None and hasattr(module, "Guardrail"):
        return cast(Guardrail, module.Guardrail(schemes).verify)
    verify = getattr(module, "verify", None)
    return verify if callable(verify) else None


def judge_draft(dataset: str, attack: Attack, ask: Callable[[Attack], Answer], verify: Guardrail | None) -> Outcome:
    """Judge what the guardrail does with one draft; without a guardrail the case is skipped."""
    base: dict[str, Any] = {
        "id": attack.id,
        "dataset": dataset,
        "cluster": f"none {attack.attack}",
        "slices": slices_of(dataset, attack),
    }
    if verify is None:
        return Outcome(**base, skipped="there is no guardrail yet")
    try:
        accepted, reasons = _read(verify(attack.text, ask(attack), *_question(attack, verify)))
        problem = "accepted a draft to reject" if accepted else f"rejected a draft to pass: {reasons}"
    except Exception as error:  # a guardrail that fails guards nothing, and must not end the run
        accepted, problem = attack.expect == "reject", f"defect: {type(error).__name__}: {error}"
    right = accepted == (attack.expect == "pass")
    held = attack.split == "held"
    if held:  # that it is wrong is told, but not what it says
        problem = problem.partition(":")[0]
    metric = "guardrail_false_reject" if attack.expect == "pass" else "guardrail_false_accept"
    return Outcome(
        **base,
        held=held,
        aspects={"answer": right},
        problems=() if right else (f"guardrail: {problem}",),
        shares={metric: (float(not right), 1)},
    )


def _question(attack: Attack, verify: Guardrail) -> tuple[str, ...]:
    """The question, for a guardrail that takes it: a draft may repeat its words."""
    return (attack.question,) if "question" in inspect.signature(verify).parameters else ()


def _read(result: Any) -> tuple[bool, str]:
    accepted, reasons = result if isinstance(result, tuple) else (result.accepted, result.reasons)
    return bool(accepted), "; ".join(map(str, reasons))
