"""The assistant's own text, with its closing lines and sources cut off, says what was computed: it must be accepted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assistant.conversation import Selection
from assistant.guardrail import Guardrail
from assistant.service import Assistant
from assistant.settings import Settings

DATA = Path(__file__).parents[2] / "evals" / "data"
CLOSING = re.compile(r"^(?:根拠|お問い合わせ|実際のお支払い|Sources|Whom to ask|Whether a claim)")
OF_EACH_SET = 20


def _sample() -> list[tuple[str, dict[str, str | int]]]:
    sample = []
    for name in ("silver-own", "others-own", "clerks-own", "figures", "verdicts"):
        records = [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        open_ = [r for r in records if r.get("split") != "held" and len(r.get("turns", ())) == 1]
        step = max(1, len(open_) // OF_EACH_SET)
        sample += [(r["turns"][0], r.get("selected") or {}) for r in open_[::step][:OF_EACH_SET]]
    return sample


@pytest.fixture(scope="module")
def opened(settings: Settings) -> Assistant:
    """The assistant without a model."""
    return Assistant.open(settings, lambda _: None, lazy=True)


def test_the_computed_text_without_its_closing_lines_is_accepted(opened: Assistant, guardrail: Guardrail) -> None:
    refused = []
    for question, selected in _sample():
        selection = Selection(*(selected.get(k) for k in ("scheme", "plan", "type", "rank", "residents")))  # type: ignore[arg-type]
        answer = opened.ask(question, selection=selection)
        draft = "\n".join(line for line in answer.text.splitlines() if not CLOSING.match(line)).strip()
        if draft and answer.kind != "clarification":
            found = guardrail.verify(draft, answer, question)
            refused += [(question, found.reasons)] if not found.accepted else []
    assert refused == []
