"""The scoring is that of the `score.py` that accompanies the questions.

`reference_scores.jsonl` holds what that program said: its first line the amounts that it reads from texts and the
headline figures over all lines below; each of these a gold, an answer, the number of checks that do not hold, and
whether the answer states the opposite.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.citations import Places
from evals.metrics import figure
from evals.outcomes import judge_question
from evals.records import Question
from evals.scoring import Score, no_answer, score
from evals.targets import Answered
from evals.texts import contains, folded, yen_in_text

LINES = [
    json.loads(line)
    for line in Path(__file__).with_name("reference_scores.jsonl").read_text(encoding="utf-8").splitlines()
]
HEAD, ROWS = LINES[0], LINES[1:]
NOWHERE = Places({}, {})


def scored(row: dict[str, Any]) -> Score:
    gold = Question.model_validate(row["gold"])
    return score(gold, row["answer"]) if row["answer"] is not None else no_answer(gold, "gone")


def test_every_reference_answer_is_judged_alike() -> None:
    for row in ROWS:
        mine = scored(row)
        assert (len(mine.problems), mine.opposite) == (row["problems"], row["opposite"]), row


def test_the_headline_figures_are_the_same() -> None:
    outcomes = [
        judge_question("ref", Question.model_validate(row["gold"]), Answered(row["answer"], "gone"), NOWHERE, None)
        for row in ROWS
    ]
    assert len(outcomes) == HEAD["headline"]["n"]
    for name in ("accuracy", "wrong_verdict", "answered", "false_answer"):
        mine = figure(name, outcomes)
        assert mine is not None
        assert round(mine.value, 4) == HEAD["headline"][name], name


@pytest.mark.parametrize("row", HEAD["amounts"], ids=lambda row: row["text"])
def test_the_same_amounts_are_read(row: dict[str, Any]) -> None:
    assert sorted(yen_in_text(row["text"])) == row["yen"]


def test_text_is_compared_without_widths_blanks_and_commas() -> None:
    assert folded("ＪＰＹ　１,０００、OK") == "jpy1000ok"
    assert contains(folded("補償 されます"), "補償されます")


GOLD: dict[str, Any] = {"id": "1", "scheme": "orchard", "lang": "en", "turns": ["?"], "kind": "coverage"}


@pytest.mark.parametrize(
    ("want", "given", "confusion"),
    [
        ("covered", ["covered"], ("covered", "covered")),
        ("covered", ["not_covered"], ("covered", "not_covered")),
        ("conditional", ["covered", "conditional"], ("conditional", "conditional")),  # one entry a section of cover
        ("not_covered", [], ("not_covered", "none")),
    ],
)
def test_confusion_of_a_plan(want: str, given: list[str], confusion: tuple[str, str]) -> None:
    gold = Question.model_validate({**GOLD, "verdicts": {"orchard/barn": want}})
    answer = {
        "kind": "coverage",
        "text": "",
        "verdicts": [{"scheme": "orchard", "plan": "barn", "verdict": verdict} for verdict in given],
    }
    assert score(gold, answer).confusion == (confusion,)


def test_confusion_of_what_is_to_be_declined() -> None:
    gold = Question.model_validate({**GOLD, "kind": "undetermined", "abstain": True})
    assert score(gold, {"kind": "abstention", "abstained": True}).confusion == (("undetermined", "undetermined"),)
    yes = [{"scheme": "orchard", "plan": "barn", "verdict": "covered"}]
    assert score(gold, {"kind": "coverage", "verdicts": yes}).confusion == (("undetermined", "covered"),)
