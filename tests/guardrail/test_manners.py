"""Reassurance, refused promises and leave to wait pass where the answer bears them out, and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.service import Assistant

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "manners.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("question", "draft"), TABLE["accepted"])
def test_what_the_answer_bears_out_is_accepted(assistant: Assistant, question: str, draft: str) -> None:
    assert assistant.verify(draft, TABLE["questions"][question]).reasons == ()


@pytest.mark.parametrize(("question", "draft"), TABLE["rejected"])
def test_what_it_does_not_bear_out_is_refused(assistant: Assistant, question: str, draft: str) -> None:
    assert not assistant.verify(draft, TABLE["questions"][question]).accepted
