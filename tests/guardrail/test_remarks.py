"""A comment beside a faithful draft leaves it accepted; lies in plain words beside it are held by test_additions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from assistant.answer import Answer
from assistant.guardrail import Guardrail
from tests.guardrail.test_additions import FAITHFUL

REMARKS: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "remarks.yaml").read_text(encoding="utf-8"))


def test_a_comment_is_no_claim(guardrail: Guardrail, answers: Mapping[str, tuple[str, Answer]]) -> None:
    refused = []
    for index, (name, draft) in enumerate(FAITHFUL[::3]):
        question, answer = answers[name]
        remarks = REMARKS[answer.language]
        remark = remarks[index % len(remarks)]
        if not guardrail.verify(f"{remark}\n{draft}", answer, question).accepted:
            refused.append((name, remark))
    assert refused == []
