"""A better wording that comes after the computed answer: on the page and in a stream it takes the answer's place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr
import pytest

from assistant.answer import Answer, Language
from assistant.conversation import Selection, Turn
from assistant.web.api import stream
from assistant.web.metrics import Metrics
from assistant.web.talk import Page
from tests.web.conftest import StandIn

FIRST = Answer(kind="fact", text="計算された文です。二つ目の文です。")
BETTER = FIRST.model_copy(update={"text": "言い換えた文です。", "generator": "llm"})


class Rewording(StandIn):
    """Answers at once, and then once more; `shown` is what the page had when the second answer was asked for."""

    def answers(
        self,
        question: str,
        *,
        selection: Selection = Selection(),
        history: Sequence[Turn] = (),
        language: Language | None = None,
    ) -> Iterator[Answer]:
        yield FIRST
        if "defect" in question:
            raise RuntimeError("a defect, for the test of defects")
        yield BETTER


def shown(question: str) -> list[tuple[Any, ...]]:
    page = Page(Rewording(), 1000, Metrics())
    return list(page.ask(question, '{"language": "ja"}', []))


def is_skipped(value: Any) -> bool:
    return bool(value == gr.skip())


def test_the_page_shows_the_computed_answer_first_and_then_the_better_one() -> None:
    _, first, second, last = shown("質問")
    assert "計算された文です" in first[3] and "言い換えた文です" not in first[3]
    assert "言い換えた文です" in second[3] and "計算された文です" not in second[3]
    assert [exchange.answer for exchange in second[4]] == [BETTER]
    # The button works again when nothing more comes, so that no answer is lost to one that is sent meanwhile.
    assert is_skipped(first[1]) and is_skipped(second[1]) and last[1].interactive is True


def test_the_conversation_goes_on_with_the_text_that_was_shown() -> None:
    from assistant.web.talk import history

    *_, second, _ = shown("質問")
    assert [turn.content for turn in history(second[4])] == ["質問", BETTER.text]


def test_a_stream_gives_the_computed_text_and_ends_with_the_better_answer() -> None:
    events = list(stream(FIRST, iter([BETTER])))
    assert [event.event for event in events] == ["delta", "delta", "answer"]
    texts = [json.loads(str(event.data)) for event in events]
    assert "".join(text["text"] for text in texts[:-1]) == FIRST.text
    assert Answer.model_validate(texts[-1]) == BETTER


def test_a_stream_without_a_better_answer_ends_with_the_computed_one() -> None:
    *_, last = stream(FIRST)
    assert Answer.model_validate_json(str(last.data)) == FIRST


def test_what_goes_wrong_after_the_first_answer_leaves_it_there(caplog: pytest.LogCaptureFixture) -> None:
    _, first, last = shown("defect")
    assert "計算された文です" in first[3] and last[1].interactive is True
    assert [record.getMessage() for record in caplog.records] == ["A question on the page could not be answered"]
