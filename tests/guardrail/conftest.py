"""The guardrail over the shipped corpus, and the answers that the table of cases is about, as data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.answer import Answer
from assistant.corpus.loader import load_corpus
from assistant.guardrail import Guardrail
from assistant.service import Assistant
from assistant.settings import Settings


@pytest.fixture(scope="session")
def guardrail() -> Guardrail:
    """The guardrail over the schemes of the repository."""
    return Guardrail(load_corpus(Settings().corpus_dir).schemes)


@pytest.fixture(scope="session")
def answers() -> Mapping[str, tuple[str, Answer]]:
    """Questions with their answers by name; both stand in answers.yaml, so that no rule moves a case."""
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "answers.yaml").read_text(encoding="utf-8"))
    return {name: (entry["question"], Answer.model_validate(entry["answer"])) for name, entry in loaded.items()}


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Assistant:
    """The assistant without a model, for tables of drafts that are judged on the answers of today."""
    return Assistant.open(settings, lazy=True)
