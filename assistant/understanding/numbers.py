"""Amounts, counts and percentages in Japanese, English and mixed text.

`find_all` reads a text once; the other functions are its parts. Every span is one of the text given. Nothing
here raises for any text, and a text of n characters takes time linear in n.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Final

from assistant.understanding.figure_context import APPROXIMATELY_AFTER, is_approximate, per_what
from assistant.understanding.figure_reading import Mention, read
from assistant.understanding.folding import Folded, fold, normalise
from assistant.understanding.quantities import LARGEST, Amount, Count, End, Foreign, Per, Range, Unit

__all__ = [
    "LARGEST",
    "Amount",
    "Count",
    "End",
    "Figures",
    "Foreign",
    "Per",
    "Range",
    "Unit",
    "find_all",
    "find_amounts",
    "find_bare",
    "find_counts",
    "find_foreign",
    "find_percents",
    "find_ranges",
    "normalise",
]

_PRECISION: Final = 120  # digits; more than any value that is read can have


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was found in one text, each list in the order of the text.

    Attributes:
        amounts: yen, with and without the currency written.
        counts: numbers with a counter or a noun, percentages included.
        foreign: amounts in other currencies.
        bare: numbers with nothing beside them, unit `none`.
        ranges: pairs out of the lists above.
    """

    amounts: tuple[Amount, ...] = ()
    counts: tuple[Count, ...] = ()
    foreign: tuple[Foreign, ...] = ()
    bare: tuple[Count, ...] = ()
    ranges: tuple[Range, ...] = ()


@lru_cache(maxsize=32)
def find_all(text: str) -> Figures:
    """Read a text once for every kind of figure; it is asked for in the terms of each scheme."""
    folded = fold(text)
    amounts: list[Amount] = []
    counts: list[Count] = []
    foreign: list[Foreign] = []
    bare: list[Count] = []
    ranges: list[Range] = []
    low: Amount | Count | Foreign | None = None
    for mention in read(folded.text):
        found: Amount | Count | Foreign
        if mention.kind in ("yen", "open"):
            found = _amount(folded, mention)
            amounts.append(found)
        elif mention.kind == "foreign":
            found = _foreign(folded, mention)
            foreign.append(found)
        else:
            found = _count(folded, mention)
            (counts if mention.kind == "count" else bare).append(found)
        if mention.range == "low":
            low = found
        elif mention.range == "high" and low is not None:
            ranges.append(Range(low, found))
            low = None
    return Figures(tuple(amounts), tuple(counts), tuple(foreign), tuple(bare), tuple(ranges))


def find_amounts(text: str) -> list[Amount]:
    """Amounts in yen; a number that ends in 万, 億 or million is one also without the currency."""
    return list(find_all(text).amounts)


def find_counts(text: str) -> list[Count]:
    """Numbers with a counter or a noun: people, companies, devices, days, percent and so on."""
    return list(find_all(text).counts)


def find_percents(text: str) -> list[Count]:
    """Percentages, 割 included (3割 is 30)."""
    return [count for count in find_all(text).counts if count.unit == "percent"]


def find_foreign(text: str) -> list[Foreign]:
    """Amounts in currencies other than yen."""
    return list(find_all(text).foreign)


def find_bare(text: str) -> list[Count]:
    """Numbers with nothing beside them, as in "2,000,000" answered to a question.

    Numbers in words or kanji ("three", 三百) are bare only when the whole text is that number.
    """
    return list(find_all(text).bare)


def find_ranges(text: str) -> list[Range]:
    """Ranges of amounts or counts: 300万〜500万円, "between 3 and 5 million yen", 2、3日."""
    return list(find_all(text).ranges)


def _amount(folded: Folded, mention: Mention) -> Amount:
    start, end = folded.span(mention.start, mention.end)
    whole = int(mention.value + Fraction(1, 2))
    return Amount(
        value=-whole if mention.negative else whole,
        start=start,
        end=end,
        text=folded.source[start:end],
        approximate=is_approximate(folded.text, mention.start, mention.end),
        per=per_what(folded.text, mention.start, mention.end),
        exact=Decimal(_value(mention)),
        range=mention.range,
        stated=mention.kind == "yen",
        doubtful=mention.numeral.doubtful,
        too_large=_too_large(mention),
    )


def _count(folded: Folded, mention: Mention) -> Count:
    start, end = folded.span(mention.start, mention.end)
    return Count(
        value=_value(mention),
        unit=mention.unit,
        start=start,
        end=end,
        text=folded.source[start:end],
        approximate=is_approximate(folded.text, mention.start, mention.end)
        or APPROXIMATELY_AFTER.match(folded.text, mention.numeral.end) is not None,
        range=mention.range,
        doubtful=mention.numeral.doubtful,
        too_large=_too_large(mention),
    )


def _foreign(folded: Folded, mention: Mention) -> Foreign:
    start, end = folded.span(mention.start, mention.end)
    written = folded.source[start:end]
    return Foreign(_value(mention), mention.currency, start, end, written, mention.range, _too_large(mention))


def _value(mention: Mention) -> int | Decimal:
    """An int where the value is whole, else a Decimal; both exact."""
    value = -mention.value if mention.negative else mention.value
    if value.denominator == 1:
        return int(value)
    with localcontext(prec=_PRECISION):
        return Decimal(value.numerator) / Decimal(value.denominator)


def _too_large(mention: Mention) -> bool:
    return mention.numeral.huge or mention.value > LARGEST
