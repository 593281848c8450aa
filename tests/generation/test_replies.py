"""Wordings as models really write them around slots: nearly all of them are shown, and what is shown says what was computed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.conversation import Selection
from assistant.generation.refusals import refusals
from assistant.generation.slots import SLOT, form_of
from assistant.generation.vocabulary import Vocabulary
from assistant.guardrail import Guardrail
from assistant.service import Assistant


def _read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (Path(__file__).parent / name).read_text("utf-8").splitlines()]


REPLIES, MISLEADING = _read("replies.jsonl"), _read("misleading.jsonl")
VOCABULARIES = {"ja": Vocabulary("ja"), "en": Vocabulary("en")}
WANTED = 0.9  # of the replies that still fit their form


@pytest.fixture(scope="module")
def guardrail(plain: Assistant) -> Guardrail:
    return plain.guardrail()


def _judge(plain: Assistant, guardrail: Guardrail, told: dict[str, Any]) -> list[str] | None:
    """The reasons against a reply; None where the answer has changed and the reply no longer fits its form."""
    answer = plain.ask(told["question"], selection=Selection(**told["selected"]))
    words = VOCABULARIES[answer.language]
    form = form_of(answer, plain.corpus.schemes, words)
    if form is None or sorted(SLOT.findall(told["reply"])) != sorted(form.values):
        return None
    draft = form.apart(told["reply"])
    if reasons := refusals(draft, form, words):
        return reasons
    text = form.fill(draft, sources=False, without=words.frames)
    return list(guardrail.verify(text, answer, told["question"]).reasons)


def test_wordings_of_models_are_shown(plain: Assistant, guardrail: Guardrail) -> None:
    judged = [
        (told["question"], reasons) for told in REPLIES if (reasons := _judge(plain, guardrail, told)) is not None
    ]
    refused = [(question, reasons) for question, reasons in judged if reasons]
    assert len(judged) > len(REPLIES) / 2
    assert len(refused) <= (1 - WANTED) * len(judged), refused


def test_misleading_arrangements_of_allowed_words_are_not_shown(plain: Assistant, guardrail: Guardrail) -> None:
    judged = [
        (told["reply"], reasons) for told in MISLEADING if (reasons := _judge(plain, guardrail, told)) is not None
    ]
    assert len(judged) > len(MISLEADING) / 2
    assert [reply for reply, reasons in judged if not reasons] == []
