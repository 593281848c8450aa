"""Judging: precision and recall of hand-made scores, reckoned by hand."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from assistant.understanding.features import Features
from assistant.understanding.judging import Row, judge
from assistant.understanding.labelled import Labelled
from assistant.understanding.training import Example

HEADS = ("+leak", "-leak", "item:ransom", "ask:premium", "ask:verdict", "ask:payout", "ask:limit")


def question(ask: str) -> Labelled:
    return Labelled.model_validate({"text": "x", "lang": "ja", "ask": ask})


def example(ask: str, *yes: str, found: tuple[str, ...] = (), open_: tuple[str, ...] = ()) -> Example:
    features = Features({"found": Counter(found)}, np.zeros(256, np.float32))
    return Example(features, "w", frozenset(yes), frozenset(open_), {"ask": f"ask:{ask}"})


@pytest.fixture
def table() -> dict[tuple[str, str], Row]:
    asks = ("premium", "verdict", "premium", "limit")
    rows = (
        example("premium", "+leak", found=("+leak",)),  # found by both
        example("verdict", "+leak", "item:ransom", found=("item ransom",)),  # the leak by classifiers alone
        example("premium", found=("+leak",)),  # no leak: the pattern is wrong
        example("limit", "+leak", open_=("+leak",)),  # silent on leaks: not counted
    )
    scores = np.array(
        [
            # leak, denied, ransom, then premium, verdict, payout, limit
            [2, -9, -9, 3, 2, 1, 0],  # premium first
            [1, -9, -1, 3, 2, 1, 0],  # verdict second
            [-2, -9, 1, 0, 3, 2, 1],  # premium fourth
            [9, -9, -9, np.nan, 3, 2, 9],  # limit first
        ],
        np.float32,
    )
    slope, shift = np.ones(len(HEADS)), np.zeros(len(HEADS))
    found = judge([question(a) for a in asks], rows, HEADS, scores, slope, shift)
    return {(r.what, r.language): r for r in found}


@pytest.mark.parametrize(
    ("what", "count", "patterns", "learned"),
    [
        ("facts stated", 2, (1 / 2, 1 / 2), (1.0, 1.0)),  # patterns: one right of two said, one of two found
        ("facts denied", 0, (0.0, 0.0), (0.0, 0.0)),
        ("costs asked about", 1, (1.0, 1.0), (0.0, 0.0)),  # classifiers say it of the third alone
        ("ask", 4, None, (2 / 4, 3 / 4)),  # first: rows one and four; among three: row two as well
    ],
)
def test_shares_are_those_reckoned_by_hand(
    table: dict[tuple[str, str], Row],
    what: str,
    count: int,
    patterns: tuple[float, float] | None,
    learned: tuple[float, float],
) -> None:
    assert table[what, "ja"] == Row(what, "ja", count, patterns, learned)


def test_a_language_without_questions_counts_none(table: dict[tuple[str, str], Row]) -> None:
    assert table["facts stated", "en"].count == 0
    assert ("ask", "en") not in table
