"""What the number reader finds: amounts in yen, counts, amounts in other currencies, ranges.

Spans are characters of the text as it was given; values are exact (`int` or `Decimal`), never floats.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias

Unit: TypeAlias = Literal[
    "person", "resident", "corporation", "device", "domain", "incident", "record",
    "minute", "hour", "day", "working_day", "month", "year", "percent", "none",
]  # fmt: skip
"""What is counted. A week is 7 days, 割 is 10 percent; `record` is a piece of data (個人情報3,000件)."""

Per: TypeAlias = Literal["victim", "corporation", "month"]
"""To what an amount applies each time: each individual, each corporation, each month."""

End: TypeAlias = Literal["low", "high"]
"""Which end of a range a number is."""

LARGEST: Final = 10**15
"""Above this, in either direction, a number is flagged `too_large`."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in yen.

    Attributes:
        value: whole yen, negative where it was written so; a fraction of a yen is rounded half up (see `exact`).
        start: where it starts in the text given.
        end: where it ends.
        text: as written.
        approximate: whether it is "about" that much (約, 程度, around, or so).
        per: to what it applies each time, or None for an amount as such.
        currency: always "JPY".
        exact: yen with its decimals (97.3 for the rate 97.3円).
        range: which end of a range it is, or None.
        stated: whether the currency is written; 450万 alone is taken for yen and says False.
        doubtful: whether commas stand elsewhere than at thousands ("1,23万"), so that it is better to ask.
        too_large: whether it is above `LARGEST`; the value is then not to be computed with.
    """

    value: int
    start: int
    end: int
    text: str
    approximate: bool = False
    per: Per | None = None
    currency: Literal["JPY"] = "JPY"
    exact: Decimal = Decimal(0)
    range: End | None = None
    stated: bool = True
    doubtful: bool = False
    too_large: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things, of days, or of percent; also a number with nothing beside it (`none`).

    Attributes:
        value: exact; negative where it was written so, `Decimal` where it has decimals.
        unit: what is counted, in the canonical unit.
        start: where it starts in the text given.
        end: where it ends, counter or noun included.
        text: as written.
        approximate: whether it is "about" that many.
        range: which end of a range it is, or None.
        doubtful: whether commas stand elsewhere than at thousands.
        too_large: whether it is above `LARGEST`.
    """

    value: int | Decimal
    unit: Unit
    start: int
    end: int
    text: str
    approximate: bool = False
    range: End | None = None
    doubtful: bool = False
    too_large: bool = False


@dataclass(frozen=True, slots=True)
class Foreign:
    """An amount in another currency: recognised so that it can be declined, never converted.

    Attributes:
        value: exact, in `currency`.
        currency: ISO 4217 code; BTC and ETH for those two; "?" for a sign that several currencies share.
        start: where it starts in the text given.
        end: where it ends.
        text: as written.
        range: which end of a range it is, or None.
        too_large: whether it is above `LARGEST`.
    """

    value: int | Decimal
    currency: str
    start: int
    end: int
    text: str
    range: End | None = None
    too_large: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """Two ends of one range; both are also in the list of their kind, flagged `low` and `high`."""

    low: Amount | Count | Foreign
    high: Amount | Count | Foreign
