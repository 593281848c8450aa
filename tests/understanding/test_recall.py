"""What a message leaves to the turns before it, read without classifiers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from assistant.conversation import Selection
from assistant.understanding.query import SchemeReading
from assistant.understanding.reading import Reader
from assistant.understanding.recall import drops, portion

PICKED = Selection(scheme="silver")


def last(reader: Reader, *turns: str) -> SchemeReading:
    return next(r for r in reader.read(turns, PICKED).readings if r.scheme == "silver")


@pytest.mark.parametrize(
    ("turns", "costs"),
    [
        (
            ("名簿が漏れ、調査費用が700万円、弁護士費用が50万円かかりました。F IIIです", "調査は300万円でした"),
            {("investigation", 3_000_000), ("lawyer", 500_000)},
        ),
        (
            ("Restoring data 2 million, new server parts 1 million, after a virus. F III.", "Leave out the parts."),
            {("data_restoration", 2_000_000)},
        ),
        # 640 letters of 110 yen
        (("名簿が漏れ、会員640人に知らせます", "お詫び状は1通110円です。いくら出ますか"), {("notification", 70_400)}),
    ],
    ids=["half a name", "left out", "unit price"],
)
def test_costs_lean_on_what_was_told(
    pattern_reader: Reader, turns: tuple[str, ...], costs: set[tuple[str, int]]
) -> None:
    assert {(c.item, c.yen) for c in last(pattern_reader, *turns).costs} == costs


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("and if only half of that?", Fraction(1, 2)),
        ("その半分だったら?", Fraction(1, 2)),
        ("2倍だと?", Fraction(2)),
        ("three times that?", Fraction(3)),
        ("半分こ", None),
    ],
)
def test_parts_of_a_sum(text: str, share: Fraction | None) -> None:
    assert portion(text) == share


def test_what_is_left_out() -> None:
    assert drops("forget the repair") and drops("弁護士は外してください")
    assert not drops("and the repair?")


def test_the_difference_is_between_the_last_two(pattern_reader: Reader) -> None:
    r = last(pattern_reader, "F IIIのランクCの保険料は?", "ランクAなら?", "差は?")
    assert set(r.choices["rank"]) == {"A", "C"} and r.choices["type"] == ("F III",)
