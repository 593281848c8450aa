"""Wordings as models really write them around slots: nearly all of them are shown, and what is shown says what was computed."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.conversation import Selection
from assistant.generation.refusals import refusals
from assistant.generation.slots import SLOT, form_of
from assistant.generation.vocabulary import Vocabulary
from assistant.guardrail import Guardrail
from assistant.service import Assistant

REPLIES = [json.loads(line) for line in (Path(__file__).parent / "replies.jsonl").read_text("utf-8").splitlines()]
WANTED = 0.9  # of the replies that still fit their form


def test_wordings_of_models_are_shown(plain: Assistant) -> None:
    vocabularies = {"ja": Vocabulary("ja"), "en": Vocabulary("en")}
    guardrail = Guardrail(plain.corpus.schemes)
    fitting, refused = 0, []
    for told in REPLIES:
        answer = plain.ask(told["question"], selection=Selection(**told["selected"]))
        words = vocabularies[answer.language]
        form = form_of(answer, plain.corpus.schemes, words)
        if form is None or sorted(SLOT.findall(told["reply"])) != sorted(form.values):
            continue  # the answer has changed since
        fitting += 1
        reasons = refusals(told["reply"], form, words)
        if not reasons:
            text = form.fill(told["reply"], sources=False, without=words.frames)
            reasons = list(guardrail.verify(text, answer, told["question"]).reasons)
        if reasons:
            refused.append((told["question"], reasons))
    assert fitting > len(REPLIES) / 2
    assert len(refused) <= (1 - WANTED) * fitting, refused
