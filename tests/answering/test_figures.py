"""Questions about figures, in many wordings, through the real service over the shipped corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.conversation import Selection, Turn
from assistant.service import Assistant
from assistant.settings import Settings

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "figures.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def service(settings: Settings) -> Assistant:
    return Assistant.open(settings)


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_the_figures_asked_for_are_given_and_no_others(service: Assistant, case: dict[str, Any]) -> None:
    history = [Turn("user", t) for t in case["turns"][:-1]]
    answer = service.ask(case["turns"][-1], selection=Selection(case.get("scheme")), history=history)
    listed = {a.yen for a in answer.amounts}
    for yen in case.get("yen", ()):
        assert yen in listed, answer.text
    for yen in case.get("never", ()):
        assert yen not in listed and f"{yen:,}" not in answer.text, answer.text
    for text in case.get("says", ()):
        assert text in answer.text
    assert answer.abstained == case.get("abstained", False), answer.text
    # What is listed is what the person reads.
    for yen in listed:
        assert f"{yen:,}" in answer.text


@pytest.mark.parametrize(
    ("residents", "shown"),
    [
        ("6,450", "97.3 × 6,450"),  # 627,585 yen to the yen: the result stands beside the step
        ("10,866", "97.3 × 10,866 = 1,057,261.8"),  # rounded to 1,057,262 yen
    ],
)
def test_a_step_shows_no_result_twice(service: Assistant, residents: str, shown: str) -> None:
    question = f"What is the contribution for contract type 9 with cyber insurance and {residents} residents?"
    (amount,) = service.ask(question, selection=Selection("chosonkai")).amounts
    assert [step.expression for step in amount.steps] == [shown]
