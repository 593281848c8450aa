"""Questions in a person's own words find their section in the restated brochures.

The questions in `lay_questions.jsonl` are our own, written from the brochure and not from what the search returns.
The floors are what was measured, less one question in fifteen: a change that loses more is looked at.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.retrieval import WEAK_EVIDENCE, Retrieval
from assistant.retrieval.build_embedding import read_corpus

QUESTIONS: list[dict[str, Any]] = [
    json.loads(line)
    for line in Path(__file__).with_name("lay_questions.jsonl").read_text(encoding="utf-8").splitlines()
]
ELSEWHERE = [
    "明日の天気を教えて",
    "一番近い駅はどこ",
    "映画のおすすめは",
    "英語に翻訳して",
    "What is the weather tomorrow?",
    "How do I cook curry?",
    "Where is the nearest station?",
    "How tall is Mount Fuji?",
]


@pytest.fixture(scope="module")
def shipped(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Retrieval:
    return Retrieval.open(read_corpus(corpus), tmp_path_factory.mktemp("data"))


def recall(retrieval: Retrieval, language: str, k: int) -> float:
    """Share of questions with one of their sections among the first k."""
    asked = [question for question in QUESTIONS if question["language"] == language]
    return sum(
        any(hit.passage.section in question["sections"] for hit in retrieval.search(question["question"], k, "silver"))
        for question in asked
    ) / len(asked)


def test_the_questions_name_sections_that_exist(corpus: Path) -> None:
    known = {(section.scheme, section.language, section.id) for section in read_corpus(corpus)}
    for question in QUESTIONS:
        for section in question["sections"]:
            assert (question["scheme"], question["language"], section) in known, question["question"]
    assert len(QUESTIONS) == 30


@pytest.mark.parametrize(("language", "floor"), [("ja", 12 / 15), ("en", 9 / 15)])
def test_lay_questions_find_their_section_in_the_first_five(shipped: Retrieval, language: str, floor: float) -> None:
    assert recall(shipped, language, 5) >= floor


@pytest.mark.parametrize(("language", "floor"), [("ja", 0.9), ("en", 0.85)])
def test_a_section_is_first_for_its_own_title(shipped: Retrieval, corpus: Path, language: str, floor: float) -> None:
    asked = [s for s in read_corpus(corpus) if s.scheme == "silver" and s.language == language and s.text]
    first = [shipped.search(s.title, 1, "silver", language)[0].passage.section == s.id for s in asked]
    assert sum(first) / len(first) >= floor


def test_most_questions_score_above_weak_evidence_and_others_below(shipped: Retrieval) -> None:
    about = [shipped.search(question["question"], 1, "silver")[0].score for question in QUESTIONS]
    assert sum(score >= WEAK_EVIDENCE for score in about) >= 28
    for question in ELSEWHERE:
        hits = shipped.search(question, 1, "silver")
        assert not hits or hits[0].score < 2 * WEAK_EVIDENCE, question
