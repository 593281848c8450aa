"""Conversations through the real service, over the shipped corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.conversation import Selection, Turn
from assistant.service import Assistant
from assistant.settings import Settings

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "conversations.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def service(settings: Settings) -> Assistant:
    return Assistant.open(settings)


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_the_last_message_gets_the_right_answer(service: Assistant, case: dict[str, Any]) -> None:
    history = [Turn("user", t) for t in case["turns"][:-1]]
    answer = service.ask(case["turns"][-1], selection=Selection(case.get("scheme")), history=history)
    verdicts = {v.plan: v.verdict for v in answer.verdicts}
    for plan, wanted in (case.get("verdicts") or {}).items():
        assert verdicts.get(plan) == wanted, answer.text
    if case.get("verdicts") == {}:
        assert not verdicts, answer.text
    for rule in case.get("rules", ()):
        assert any(rule in v.rules for v in answer.verdicts)
    for yen in case.get("yen", ()):
        assert yen in {a.yen for a in answer.amounts}, answer.text
        assert f"{yen:,}" in answer.text
    for text in case.get("says", ()):
        assert text in answer.text
    if case.get("abstained"):
        assert answer.abstained
        assert not any(v.verdict in ("covered", "not_covered") for v in answer.verdicts)


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_every_amount_shown_is_listed_and_every_citation_resolves(service: Assistant, case: dict[str, Any]) -> None:
    history = [Turn("user", t) for t in case["turns"][:-1]]
    answer = service.ask(case["turns"][-1], selection=Selection(case.get("scheme")), history=history)
    for amount in answer.amounts:
        assert f"{amount.yen:,}" in answer.text
    for citation in answer.citations:
        section = service.section(citation.document, citation.section, answer.language)
        assert section is not None and section.page == citation.page


def test_the_same_question_gives_the_same_bytes(service: Assistant) -> None:
    question = "F IIで漏えいの賠償金800万円はいくら支払われますか"
    first, second = (service.ask(question).model_dump_json() for _ in range(2))
    assert first == second
