"""Messages that ask several things, through the real service over the shipped corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.conversation import Selection
from assistant.service import Assistant
from assistant.settings import Settings

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "requests.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def service(settings: Settings) -> Assistant:
    return Assistant.open(settings)


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_each_request_is_answered_and_nothing_else(service: Assistant, case: dict[str, Any]) -> None:
    answer = service.ask(case["turns"][-1], selection=Selection(case["scheme"]))
    for text in case.get("says", ()):
        assert text in answer.text
    for text in case.get("never", ()):
        assert text not in answer.text, answer.text
    listed = {a.yen for a in answer.amounts}
    assert set(case.get("yen", ())) <= listed, answer.text


def test_one_request_gets_one_answer(service: Assistant) -> None:
    answer = service.ask("保険期間はいつからいつまでですか", selection=Selection("silver"))
    assert "---" not in answer.text
