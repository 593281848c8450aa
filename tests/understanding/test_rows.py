"""Costs that a message names in a row."""

from __future__ import annotations

import pytest

from assistant.understanding.rows import in_a_row


def _found(text: str, *names: str) -> set[str]:
    places = [(n, text.index(n), text.index(n) + len(n)) for n in names]
    return {p[0] for p in in_a_row(text, places)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the claims, our response costs, our lost profit?", ("claims", "response costs", "lost profit")),
        (
            "are the damages, our response costs and the lost profit insured?",
            ("damages", "response costs", "lost profit"),
        ),
        ("顧客からの賠償、対応費用、喪失利益のうちどれが出ますか", ("賠償", "対応費用", "喪失利益")),
        ("本体の弁償と、情報漏えいの損害賠償は出ますか", ("本体の弁償", "損害賠償")),
    ],
)
def test_each_of_a_row_is_found(text: str, names: tuple[str, ...]) -> None:
    assert _found(text, *names) == set(names)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("they claim damages because the investigation was late", ("damages", "investigation")),
        ("賠償を請求されました。調査費用は出ますか", ("賠償", "調査費用")),
        ("弁護士への相談費用", ("弁護士", "相談費用")),
    ],
)
def test_costs_that_stand_apart_are_no_row(text: str, names: tuple[str, ...]) -> None:
    assert not _found(text, *names)


def test_two_words_for_one_cost_are_no_row() -> None:
    text = "damages and damages"
    assert not in_a_row(text, [("damages", 0, 7), ("damages", 12, 19)])
