"""The table of drafts: each says what the answer says, or tells one lie."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.answer import Answer
from assistant.guardrail import Guardrail

_HERE = Path(__file__).parent
CASES: dict[str, Any] = {
    name: group
    for table in ("cases.yaml", "relations.yaml", "verdicts.yaml")
    for name, group in yaml.safe_load((_HERE / table).read_text(encoding="utf-8")).items()
}
FAITHFUL = [(name, draft) for name, group in CASES.items() for draft in group["pass"]]
LIES = [(name, lie, draft) for name, group in CASES.items() for lie, draft in group["reject"].items()]
Answers = Mapping[str, tuple[str, Answer]]


@pytest.mark.parametrize(("name", "draft"), FAITHFUL, ids=[f"{n}-{i}" for i, (n, _) in enumerate(FAITHFUL)])
def test_a_faithful_wording_is_accepted(guardrail: Guardrail, answers: Answers, name: str, draft: str) -> None:
    question, answer = answers[name]
    assert guardrail.verify(draft, answer, question).reasons == ()


@pytest.mark.parametrize(("name", "lie", "draft"), LIES, ids=[f"{n}: {lie}" for n, lie, _ in LIES])
def test_a_lie_is_rejected_with_a_reason(
    guardrail: Guardrail, answers: Answers, name: str, lie: str, draft: str
) -> None:
    question, answer = answers[name]
    found = guardrail.verify(draft, answer, question)
    assert not found.accepted, lie
    assert found.reasons and all(reason.endswith(".") for reason in found.reasons)


@pytest.mark.parametrize("name", CASES)
def test_the_computed_text_is_accepted_for_itself(guardrail: Guardrail, answers: Answers, name: str) -> None:
    question, answer = answers[name]
    assert guardrail.verify(answer.text, answer, question).accepted


def test_without_the_question_its_words_have_no_ground(guardrail: Guardrail, answers: Answers) -> None:
    question, answer = answers["copyright"]
    draft = "Your staff's photo: the comprehensive plan covers it, the leakage-only plan does not."
    assert guardrail.verify(draft, answer, question).accepted
    assert not guardrail.verify(draft, answer).accepted
