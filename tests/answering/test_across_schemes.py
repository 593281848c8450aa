"""Questions to several schemes at once: every plan that belongs into the answer has a verdict, all on one and the same case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.conversation import Turn
from assistant.service import Assistant
from assistant.settings import Settings

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("across_schemes.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def service(settings: Settings) -> Assistant:
    return Assistant.open(settings)


@pytest.mark.parametrize("case", CASES, ids=[c["turns"][-1][:60] for c in CASES])
def test_every_plan_is_judged_on_the_same_case(service: Assistant, case: dict[str, Any]) -> None:
    *before, last = case["turns"]
    answer = service.ask(last, history=[Turn("user", t) for t in before])
    verdicts = {f"{v.scheme}/{v.plan}": v.verdict for v in answer.verdicts}
    wanted = case.get("verdicts", {})
    assert {p: verdicts.get(p) for p in wanted} == wanted, answer.text
    assert not {v.scheme for v in answer.verdicts} & set(case.get("absent", ())), answer.text
    assert answer.abstained == case.get("abstained", False), answer.text
    assert not (answer.abstained and set(verdicts.values()) - {"undetermined"})
    for text in case.get("says", ()):
        assert text in answer.text
    for text in case.get("never", ()):
        assert text not in answer.text
