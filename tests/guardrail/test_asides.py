"""What a draft says beside a true answer passes where the answer bears it out, and is refused where it adds a word too many."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.conversation import Selection
from assistant.guardrail import Verification
from assistant.service import Assistant

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "asides.yaml").read_text(encoding="utf-8"))


def _judged(assistant: Assistant, key: str, draft: str) -> Verification:
    asked = TABLE["questions"][key]
    return assistant.verify(draft, asked["question"], selection=Selection(**asked["selected"]))


@pytest.mark.parametrize(("question", "draft"), TABLE["accepted"])
def test_what_the_answer_bears_out_is_accepted(assistant: Assistant, question: str, draft: str) -> None:
    assert _judged(assistant, question, draft).reasons == ()


@pytest.mark.parametrize(("question", "draft"), TABLE["rejected"])
def test_what_is_added_beside_the_answer_is_refused(assistant: Assistant, question: str, draft: str) -> None:
    assert not _judged(assistant, question, draft).accepted
