"""Exact rounding to whole yen: which way a fraction of a yen goes is data, the arithmetic is here.

Everything is `int`, `Decimal` or `Fraction`; a float is refused, as no float is 0.1. Magnitudes are rounded and
the sign is kept: `up` is away from zero, `down` towards zero, `half_up` sends exactly half a yen away from it.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final, Literal, TypeAlias, get_args

Mode: TypeAlias = Literal["half_up", "down", "up"]
"""How a fraction of a yen is rounded, by the name used in a scheme's data."""

MODES: Final[tuple[Mode, ...]] = get_args(Mode)
"""Every mode, in the order in which messages list them."""

_DIGITS: Final = 40  # far past any sum of money; keeps a hostile exponent from filling memory


class RoundingError(ValueError):
    """A value, a percentage or a mode with which no whole yen can be computed."""


def to_yen(value: Decimal | Fraction | int, mode: Mode) -> int:
    """Round an exact value in yen to whole yen.

    Args:
        value: yen, exact.
        mode: `half_up`, `down` or `up`.

    Returns:
        Whole yen.

    Raises:
        RoundingError: the mode is unknown, or the value is not a finite number of sane size.
        TypeError: the value is a float or no number.
    """
    exact = _exact(value)
    size = abs(exact)
    whole, rest = divmod(size.numerator, size.denominator)
    if mode == "half_up":
        whole += 2 * rest >= size.denominator
    elif mode == "up":
        whole += rest > 0
    elif mode != "down":
        raise RoundingError(f"unknown rounding {mode!r}: use one of {', '.join(MODES)}")
    return -whole if exact < 0 else whole


def ratio_of(yen: int, percent: Decimal | int | str, mode: Mode) -> int:
    """The given percentage of an amount: `ratio_of(5_000_000, "90", "down")` is 4,500,000.

    Args:
        yen: whole yen.
        percent: a percentage, 90 or "92.5" (not 0.9).
        mode: `half_up`, `down` or `up`.

    Returns:
        Whole yen.

    Raises:
        RoundingError: the percentage is not a number, or the mode is unknown.
        TypeError: an argument is a float.
    """
    return to_yen(_exact(yen) * _exact(percent) / 100, mode)


def rate_times(rate: Decimal | int | str, quantity: int, mode: Mode) -> int:
    """A rate in yen for each unit times whole units.

    97.3 yen for each of 10,866 residents is 1,057,261.8, and 1,057,262 half up.

    Args:
        rate: yen for each unit, with decimals where the rate has them.
        quantity: whole units, such as residents or victims.
        mode: `half_up`, `down` or `up`.

    Returns:
        Whole yen.

    Raises:
        RoundingError: the rate is not a number, or the mode is unknown.
        TypeError: an argument is a float.
    """
    return to_yen(_exact(rate) * _exact(quantity), mode)


def _exact(value: Decimal | Fraction | int | str) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, Decimal | Fraction | int | str):
        raise TypeError(f"an exact number (int, Decimal or text) is needed, not {type(value).__name__}: {value!r}")
    if isinstance(value, int | Fraction):
        return Fraction(value)
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise RoundingError(f"not a number: {value!r}") from None
    if not number.is_finite() or not -_DIGITS <= number.adjusted() <= _DIGITS:
        raise RoundingError(f"not a number that can be computed with: {value!r}")
    return Fraction(number)
