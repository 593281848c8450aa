"""One score out of two kinds of evidence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.fusion import Fusion, standardise


def test_a_cosine_counts_from_the_average() -> None:
    # mean 0.6: 0.8 is half of the way from 0.6 to 1, 0.4 is below it
    assert standardise(np.array([0.8, 0.6, 0.4])) == pytest.approx([0.5, 0.0, 0.0])


def test_all_alike_tells_nothing() -> None:
    assert standardise(np.array([1.0, 1.0])) == pytest.approx([0.0, 0.0])
    assert standardise(np.array([0.7, 0.7])) == pytest.approx([0.0, 0.0])
    assert standardise(np.array([])).tolist() == []


def test_the_score_is_the_weighed_evidence_drawn_down_where_little_is_in_common() -> None:
    # (3 × 0.8 + 1 × 0.4) / 4 = 0.7; BM25 of 12 counts 12 / (12 + 4) = 0.75; √(0.7 × 0.75) = 0.72457
    fused = Fusion(3.0, 1.0).combine(np.array([0.8]), np.array([0.4]), 12.0)
    assert fused == pytest.approx([0.72457], abs=1e-5)


def test_meaning_alone_counts_little_when_no_word_is_in_common() -> None:
    # (0.35 × 0 + 0.65 × 0.5) / 1 = 0.325; the least grip is 0.2; √(0.325 × 0.2) = 0.25495
    assert Fusion().combine(np.zeros(1), np.array([0.5]), 0.0) == pytest.approx([0.25495], abs=1e-5)


@pytest.mark.parametrize(("lexical", "dense"), [(-0.1, 1.0), (1.0, -0.1), (0.0, 0.0)])
def test_weights_that_weigh_nothing_are_refused(lexical: float, dense: float) -> None:
    with pytest.raises(ValueError, match="weights"):
        Fusion(lexical, dense)


SHARE = st.floats(0, 1)


@given(st.lists(st.tuples(SHARE, SHARE), min_size=1, max_size=8), st.floats(0, 1e6))
def test_scores_lie_between_zero_and_one(rows: list[tuple[float, float]], bm25: float) -> None:
    lexical, dense = np.array(rows).T
    fused = Fusion().combine(lexical, dense, bm25)
    assert ((fused >= 0) & (fused <= 1)).all()
