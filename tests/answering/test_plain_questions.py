"""Plain questions through the real service: each gets an answer to what it asks, with the reason that fits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.conversation import Selection
from assistant.service import Assistant
from assistant.settings import Settings

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("plain_questions.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def service(settings: Settings) -> Assistant:
    return Assistant.open(settings)


@pytest.mark.parametrize("case", CASES, ids=[c["ask"][:60] for c in CASES])
def test_the_answer_is_one_to_the_question(service: Assistant, case: dict[str, Any]) -> None:
    answer = service.ask(case["ask"], selection=Selection(case["scheme"], case.get("plan"), case.get("type")))
    verdicts = {v.plan: v.verdict for v in answer.verdicts}
    wanted = case.get("verdicts")
    if wanted is not None:
        assert {p: verdicts.get(p) for p in wanted} == wanted, answer.text
        assert wanted or not verdicts, answer.text
    assert case.get("subject", "") in answer.text.partition("\n")[0]
    for text in case.get("says", ()):
        assert text in answer.text
    for text in case.get("never", ()):
        assert text not in answer.text
    for yen in case.get("yen", ()):
        assert yen in {a.yen for a in answer.amounts}, answer.text
