"""Texts that are alike in words or meaning stand together; others do not."""

from __future__ import annotations

import pytest

from assistant.retrieval.embedding import StaticEmbedder
from assistant.retrieval.likeness import groups, likeness

QUESTIONS = [
    "会員名簿を紛失しました。お詫びの品の費用は出ますか",
    "How do we switch the group's telephone provider?",
    "会員名簿をなくしました。お詫びの品の費用は出ますか？",
    "保険料の振込先はどこですか",
    "How can we switch our group's phone provider?",
]


@pytest.fixture(scope="module")
def embedder() -> StaticEmbedder:
    return StaticEmbedder()


def test_alike_questions_form_groups_in_the_order_of_their_first(embedder: StaticEmbedder) -> None:
    assert groups(embedder, QUESTIONS) == [[0, 2], [1, 4], [3]]


def test_a_text_is_most_like_itself_and_the_order_of_the_two_does_not_matter(embedder: StaticEmbedder) -> None:
    same = likeness(embedder, QUESTIONS, QUESTIONS)
    assert same == pytest.approx([1.0] * len(QUESTIONS), abs=1e-5)
    turned = QUESTIONS[1:] + QUESTIONS[:1]
    assert likeness(embedder, QUESTIONS, turned) == pytest.approx(likeness(embedder, turned, QUESTIONS))


def test_meaning_counts_where_no_character_is_in_common(embedder: StaticEmbedder) -> None:
    near, far = likeness(embedder, ["パソコンが壊れた"] * 2, ["computer failure", "a box of sweets"])
    assert near > far


def test_no_texts_and_empty_texts_are_no_defect(embedder: StaticEmbedder) -> None:
    assert groups(embedder, []) == []
    assert likeness(embedder, [], []).shape == (0,)
    assert groups(embedder, ["", "保険料"]) == [[0], [1]]


def test_sides_of_different_length_are_refused(embedder: StaticEmbedder) -> None:
    with pytest.raises(ValueError, match="2 texts on one side and 1"):
        likeness(embedder, QUESTIONS[:2], QUESTIONS[:1])
