"""A chat that went wrong becomes a case."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import EvaluationError
from evals.chats import Gold, add_case, case_of, read_chat
from evals.loading import read_records
from evals.records import Question
from tests.evals.conftest import Small

CHAT: dict[str, Any] = {
    "schema": "chat/1",
    "selected": {"scheme": "orchard", "plan": "barn"},
    "turns": [
        {"role": "user", "content": "納屋プランに入っています"},
        {"role": "assistant", "content": "何をお調べしますか。"},
        {"role": "user", "content": "身代金は？"},
        {"role": "assistant", "content": "補償されます。", "answer": {"kind": "coverage"}},
        {"role": "user", "content": "ありがとう"},
    ],
    "comment": "2ページでは対象外です",
}
NOT_COVERED = Gold(verdicts=("orchard/barn=not_covered",))


def export(tmp_path: Path, chat: dict[str, Any]) -> Path:
    path = tmp_path / "went-wrong.json"
    path.write_text(json.dumps(chat, ensure_ascii=False), encoding="utf-8")
    return path


def test_the_case_holds_what_the_person_wrote_up_to_the_question_that_went_wrong(tmp_path: Path) -> None:
    case = case_of(read_chat(export(tmp_path, CHAT)), "chat-1", NOT_COVERED, turn=2)
    assert case["turns"] == ["納屋プランに入っています", "身代金は？"]
    assert case["selected"] == {"scheme": "orchard", "plan": "barn"}
    assert (case["scheme"], case["lang"], case["kind"]) == ("orchard", "ja", "coverage")
    assert case["verdicts"] == {"orchard/barn": "not_covered"}
    assert case["note"] == CHAT["comment"]
    assert Question.model_validate(case).id == "chat-1"


@pytest.mark.parametrize(
    ("gold", "kind"),
    [
        (Gold(yen=(12300,)), "amount"),
        (Gold(must=("平日|weekdays",)), "fact"),
        (Gold(abstain=True), "undetermined"),
        (Gold(verdicts=("orchard/barn=covered", "orchard/basket=covered")), "comparison"),
    ],
)
def test_the_kind_follows_from_what_was_expected(tmp_path: Path, gold: Gold, kind: str) -> None:
    case = case_of(read_chat(export(tmp_path, CHAT)), "chat-1", gold, turn=2)
    assert case["kind"] == kind
    Question.model_validate(case)


def test_a_case_is_added_after_it_was_checked(small: Small, tmp_path: Path) -> None:
    path = small.home.data / "questions.jsonl"
    case = case_of(read_chat(export(tmp_path, CHAT)), "chat-1", NOT_COVERED, turn=2)
    assert "13 cases" in add_case(case, path, small.settings)
    assert read_records(path, Question)[-1].id == "chat-1"
    with pytest.raises(EvaluationError, match="id: 'chat-1' is taken"):
        add_case(case, path, small.settings)
    with pytest.raises(EvaluationError, match="the new case: gold: "):
        add_case({**case, "id": "chat-2", "verdicts": {}}, path, small.settings)
    with pytest.raises(EvaluationError, match="there is no plan 'orchard/shed'"):
        add_case({**case, "id": "chat-2", "verdicts": {"orchard/shed": "covered"}}, path, small.settings)
    assert len(read_records(path, Question)) == 13


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"schema": "chat/2"}, "schema: "),
        ({"turns": []}, "turns: "),
        ({"turns": [{"role": "system", "content": "x"}]}, "turns.0.role: "),
        ({"colour": "red"}, "colour: there is no such field"),
    ],
)
def test_an_export_that_cannot_be_used_is_named(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    path = export(tmp_path, {**CHAT, **change})
    with pytest.raises(EvaluationError) as caught:
        read_chat(path)
    assert str(path) in caught.value.message and told in caught.value.message


def test_a_question_or_verdict_that_does_not_exist(tmp_path: Path) -> None:
    chat = read_chat(export(tmp_path, CHAT))
    with pytest.raises(EvaluationError, match="3 questions; there is no question 4"):
        case_of(chat, "chat-1", NOT_COVERED, turn=4)
    with pytest.raises(EvaluationError, match="--verdict barn=covered"):
        case_of(chat, "chat-1", replace(NOT_COVERED, verdicts=("barn=covered",)))
