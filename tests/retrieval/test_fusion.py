"""One score out of two kinds of evidence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.fusion import Fusion, standardise


def test_a_cosine_counts_from_the_average() -> None:
    # mean 0.6: 0.8 is half of the way from 0.6 to 1, 0.4 is below it
    assert standardise(np.array([0.8, 0.6, 0.4]), 0.6) == pytest.approx([0.5, 0.0, 0.0])


def test_all_alike_tells_nothing() -> None:
    assert standardise(np.array([1.0, 1.0]), 1.0) == pytest.approx([0.0, 0.0])
    assert standardise(np.array([0.7, 0.7]), 0.7) == pytest.approx([0.0, 0.0])
    assert standardise(np.array([]), 0.5).tolist() == []


def test_words_weigh_as_much_as_the_question_is_found_in_them() -> None:
    # weight of words 2 × 0.3 = 0.6; 0.6 × 0.3 + 0.4 × 0.5 = 0.38; BM25 of 12 counts 12 / (12 + 4) = 0.75; √(0.38 × 0.75) = 0.53385
    fused = Fusion(2.0).combine(np.array([0.3]), np.array([0.5]), 12.0)
    assert fused == pytest.approx([0.53385], abs=1e-5)


def test_meaning_keeps_a_say_where_every_word_is_found() -> None:
    # weight of words at most 0.95; 0.95 × 1 + 0.05 × 0 = 0.95; √(0.95 × 0.75) = 0.84410
    assert Fusion(2.0).combine(np.ones(1), np.zeros(1), 12.0) == pytest.approx([0.84410], abs=1e-5)


def test_meaning_alone_counts_little_when_no_word_is_in_common() -> None:
    # weight of words 0; the least grip is 0.2; √(0.5 × 0.2) = 0.31623
    assert Fusion().combine(np.zeros(1), np.array([0.5]), 0.0) == pytest.approx([0.31623], abs=1e-5)


def test_a_negative_trust_is_refused() -> None:
    with pytest.raises(ValueError, match="trust"):
        Fusion(-0.1)


SHARE = st.floats(0, 1)


@given(st.lists(st.tuples(SHARE, SHARE), min_size=1, max_size=8), st.floats(0, 1e6))
def test_scores_lie_between_zero_and_one(rows: list[tuple[float, float]], bm25: float) -> None:
    lexical, dense = np.array(rows).T
    fused = Fusion().combine(lexical, dense, bm25)
    assert ((fused >= 0) & (fused <= 1)).all()
