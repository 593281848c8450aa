"""How many times an amount counts: for one of several, for all of them, or where the number is not said."""

from __future__ import annotations

import pytest

from assistant.understanding.multiples import times
from assistant.understanding.numbers import find_all
from assistant.understanding.text import prepare


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("パソコン3台の調査。1台95万円です", 3),
        ("1台あたり80万円で4台", 4),
        ("95万円×3台", 3),
        ("5日間、1日につき3万円", 5),
        ("three PCs at 900,000 yen each", 3),
        ("12 reports, 40,000 yen per report", 12),
        ("パソコン3台で合計95万円", 1),
        ("パソコン3台の調査に95万円", 1),
        ("1台95万円です", 1),
        ("パソコン3台とサーバー2台、1台95万円", 1),
        ("900,000 yen each", 1),
        ("three PCs, 900,000 yen in total", 1),
    ],
)
def test_an_amount_for_one_of_several_counts_for_each(text: str, count: int) -> None:
    message = prepare(text)
    (amount,) = find_all(message.cased).amounts
    assert times(amount, message) == count
