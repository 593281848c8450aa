"""Figures that a scheme prints pass beside the answer, told of their owner in their role; exchanged they do not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.conversation import Selection
from assistant.guardrail import Verification
from assistant.service import Assistant

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "told.yaml").read_text(encoding="utf-8"))


def _judged(assistant: Assistant, key: str, draft: str) -> Verification:
    asked = TABLE["questions"][key]
    return assistant.verify(draft, asked["question"], selection=Selection(scheme=asked["scheme"]))


@pytest.mark.parametrize(("question", "draft"), TABLE["accepted"])
def test_what_the_scheme_prints_is_accepted(assistant: Assistant, question: str, draft: str) -> None:
    assert _judged(assistant, question, draft).reasons == ()


@pytest.mark.parametrize(("question", "draft"), TABLE["rejected"])
def test_what_the_scheme_does_not_print_so_is_refused(assistant: Assistant, question: str, draft: str) -> None:
    assert not _judged(assistant, question, draft).accepted
