"""Rounding to whole yen, with the arithmetic in the comments."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.rounding import MODES, Mode, RoundingError, rate_times, ratio_of, to_yen


@pytest.mark.parametrize(
    ("value", "half_up", "down", "up"),
    [
        ("0", 0, 0, 0),
        ("100", 100, 100, 100),  # a whole yen never moves
        ("100.4", 100, 100, 101),
        ("100.5", 101, 100, 101),  # exactly half: away from zero
        ("100.6", 101, 100, 101),
        ("101.5", 102, 101, 102),  # not to the even neighbour
        ("0.0001", 0, 0, 1),
        ("-100.5", -101, -100, -101),
        ("-100.4", -100, -100, -101),
        ("99999999999999999999999999999.5", 10**29, 10**29 - 1, 10**29),  # past Decimal's usual 28 digits
    ],
)
def test_each_mode(value: str, half_up: int, down: int, up: int) -> None:
    got = tuple(to_yen(Decimal(value), mode) for mode in MODES)
    assert got == (half_up, down, up)


@pytest.mark.parametrize(
    ("yen", "percent", "mode", "expected"),
    [
        (5_000_000, "90", "down", 4_500_000),
        (1_234_567, "90", "half_up", 1_111_110),  # 1,111,110.3
        (1_234_567, "90", "up", 1_111_111),
        (15, "90", "half_up", 14),  # 13.5
        (15, "90", "down", 13),
        (1_000, Decimal("92.5"), "down", 925),
        (1_000, 0, "up", 0),
        (1_000, 100, "up", 1_000),
    ],
)
def test_ratio_of_an_amount(yen: int, percent: Decimal | int | str, mode: Mode, expected: int) -> None:
    assert ratio_of(yen, percent, mode) == expected


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("half_up", 1_057_262), ("down", 1_057_261), ("up", 1_057_262)],  # 97.3 * 10,866 = 1,057,261.8
)
def test_rate_for_each_resident(mode: Mode, expected: int) -> None:
    assert rate_times("97.3", 10_866, mode) == expected


@pytest.mark.parametrize("percent", ["", "ninety", "90%", "nan", "inf", "1e400", Decimal("NaN")])
def test_what_is_no_percentage_is_refused(percent: str | Decimal) -> None:
    with pytest.raises(RoundingError):
        ratio_of(1_000, percent, "down")


def test_an_unknown_mode_names_the_known_ones() -> None:
    mode: Any = "nearest"
    with pytest.raises(RoundingError, match="half_up, down, up"):
        to_yen(Decimal("1.5"), mode)


@pytest.mark.parametrize("value", [1.5, True, None])
def test_floats_and_other_things_are_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="exact number"):
        to_yen(value, "down")
    with pytest.raises(TypeError, match="exact number"):
        ratio_of(100, value, "down")


@given(st.decimals(-(10**15), 10**15, places=4, allow_nan=False), st.sampled_from(MODES))
def test_agrees_with_decimal(value: Decimal, mode: Mode) -> None:
    rounding = {"half_up": ROUND_HALF_UP, "down": ROUND_DOWN, "up": ROUND_UP}[mode]
    with localcontext(prec=60):
        assert to_yen(value, mode) == int(value.quantize(Decimal(1), rounding=rounding))


@given(st.fractions(), st.sampled_from(MODES))
def test_never_a_yen_or_more_away_and_mirrored_in_the_sign(value: Fraction, mode: Mode) -> None:
    assert abs(to_yen(value, mode) - value) < 1
    assert to_yen(-value, mode) == -to_yen(value, mode)
