"""Figures that follow from those of an answer pass with the words of their step, and with no others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.service import Assistant

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "derived.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("question", "draft"), TABLE["accepted"])
def test_a_figure_that_follows_is_accepted(assistant: Assistant, question: str, draft: str) -> None:
    assert assistant.verify(draft, TABLE["questions"][question]).reasons == ()


@pytest.mark.parametrize(("question", "draft"), TABLE["rejected"])
def test_a_figure_that_does_not_follow_is_refused(assistant: Assistant, question: str, draft: str) -> None:
    assert not assistant.verify(draft, TABLE["questions"][question]).accepted
