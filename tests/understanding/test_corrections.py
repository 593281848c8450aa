"""Figures that a message takes back itself."""

from __future__ import annotations

import pytest

from assistant.understanding.corrections import without_corrected
from assistant.understanding.numbers import find_all


@pytest.mark.parametrize(
    ("text", "amounts", "counts"),
    [
        ("It came to 350,000 yen together, no wait, 530,000.", [530_000], []),
        ("We paid 2 million yen - sorry, 3 million yen - for it.", [3_000_000], []),
        ("It cost 530,000 yen, not 350,000.", [530_000], []),
        ("It is not 5 million yen but 3 million yen.", [3_000_000], []),
        ("1,200 members, or rather 1,300", [], [1_300]),
        ("35万円、いや53万円です", [530_000], []),
        # nothing is taken back here
        ("We had 3 incidents, no 5 million yen was paid.", [5_000_000], [3]),
        ("The lab took 300,000 yen and the lawyer 200,000 yen.", [300_000, 200_000], []),
        ("2 million yen, is that right? Then 3 million yen more.", [2_000_000, 3_000_000], []),
    ],
)
def test_what_was_set_right_alone_stands(text: str, amounts: list[int], counts: list[int]) -> None:
    figures = without_corrected(find_all(text), text)
    assert [a.value for a in figures.amounts] == amounts
    assert [c.value for c in figures.counts] == counts
