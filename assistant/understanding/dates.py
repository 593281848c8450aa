"""Dates in Japanese and English: written out, by weekday, and relative to today or to another date in the text.

A date that cannot be (2月30日) is returned as such, so that a message can name it. What the text leaves open (the
year of 6月1日, which Monday) is decided by rules that are stated here, and marked as not certain.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from assistant.understanding.date_words import (
    DAY_WORDS,
    MONTH_WORDS,
    PATTERNS,
    WEEK_WORDS,
    month_number,
    weekday_number,
)
from assistant.understanding.folding import Folded, fold
from assistant.understanding.numerals import whole_number
from assistant.understanding.times import FoundTime, find_times

__all__ = ["FoundDate", "FoundTime", "Kind", "find_dates", "find_times"]

Kind: TypeAlias = Literal["absolute", "yearless", "weekday", "relative", "invalid", "unanchored"]
"""How a date is given; `invalid` is no date of the calendar, `unanchored` is relative to an event without a date."""

# Era: the Gregorian year before its first one, its first day, the day after its last one.
_ERAS: Final = {
    "令和": (2018, dt.date(2019, 5, 1), dt.date.max), "平成": (1988, dt.date(1989, 1, 8), dt.date(2019, 5, 1)),
    "昭和": (1925, dt.date(1926, 12, 25), dt.date(1989, 1, 8)),
    "大正": (1911, dt.date(1912, 7, 30), dt.date(1926, 12, 25)),
    "明治": (1867, dt.date(1868, 1, 25), dt.date(1912, 7, 30)),
}  # fmt: skip
_ERA_LETTERS: Final = {"r": "令和", "h": "平成", "s": "昭和", "t": "大正", "m": "明治"}
_HALF_A_YEAR: Final = dt.timedelta(days=183)
_ANCHOR_GAP: Final = re.compile(r"[ ]?(?:の|から|より)?[ ]?")
_EVENT_BEFORE: Final = re.compile(r"[一-鿿ァ-ヺぁ-ん](?:から|の|より)$")
_FROM_TODAY: Final = ("ago", "from now", "from today", "hence", "in")
_WRITTEN_OUT: Final = ("japanese", "numeric", "english", "slashes")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text.

    Attributes:
        date: the date; None for the kinds `invalid` and `unanchored`.
        start: where it starts in the text given.
        end: where it ends.
        text: as written.
        kind: how it is given.
        certain: whether the text, today and the reference period leave no other reading.
    """

    date: dt.date | None
    start: int
    end: int
    text: str
    kind: Kind
    certain: bool = True


def find_dates(text: str, today: dt.date, reference: tuple[dt.date, dt.date] | None = None) -> list[FoundDate]:
    """Every date in a text, in order and without overlap.

    Args:
        text: Japanese, English or mixed.
        today: the date that 明日, "a week ago" and "next Monday" are counted from.
        reference: first and last day of the period that is spoken of, such as an insurance period: a date without a
            year is the one in it. Without it, and outside it, such a date is the one nearest to a
            date with a year before it in the text; else this year's, or next year's once this year's is more
            than half a year gone. It is then not certain.

    Returns:
        The dates found. Ambiguous days of the month and the order of 6/7 are marked as not certain.
    """
    folded = fold(text)
    reader = _Reader(folded, today, reference)
    return list(reader.dates())


class _Reader:
    """Reads one text from left to right; a relative date may refer to the one before it."""

    def __init__(self, folded: Folded, today: dt.date, reference: tuple[dt.date, dt.date] | None) -> None:
        self._folded = folded
        self._text = folded.text
        self._today = today
        self._reference = reference
        self._matches = _matches(folded.text)
        self._last: tuple[dt.date, int, bool] | None = None  # the last date, where it ends, whether certain
        self._written: dt.date | None = None  # the last date that was written with its year
        self._readings: Final[dict[str, Callable[[re.Match[str]], FoundDate | None]]] = {
            "japanese": self._japanese,
            "numeric": self._numeric,
            "english": self._english,
            "slashes": self._slashes,
            "month_relative": self._month_relative,
            "weekday": self._weekday,
            "day_word": self._day_word,
            "offset": self._offset,
        }

    def dates(self) -> Iterator[FoundDate]:
        for reading, match in self._matches.values():
            found = self._readings[reading](match)
            if found is None:
                continue
            yield found
            if found.date is not None:
                self._last = found.date, match.end(), found.certain
                self._written = found.date if found.kind == "absolute" else self._written

    # Written out.

    def _japanese(self, match: re.Match[str]) -> FoundDate | None:
        month = whole_number(match["month"]) or 0
        weekday = weekday_number(match["weekday"]) if match["weekday"] else None
        year: int | None = None
        within = True
        if match["era"]:
            year, within = _era_year(match["era"], match["year"])
        elif match["year"]:
            year = whole_number(match["year"]) or 0
        day = whole_number(match["day"]) if match["day"] else _last_day(year or self._today.year, month)
        return self._calendar_date(match, year, month, day or 0, weekday, certain=within)

    def _numeric(self, match: re.Match[str]) -> FoundDate | None:
        within = True
        if "era" in match.groupdict():
            year, within = _era_year(match["era"], match["year"])
        else:
            year = int(match["year"])
        return self._calendar_date(match, year, int(match["month"]), int(match["day"]), None, certain=within)

    def _english(self, match: re.Match[str]) -> FoundDate | None:
        groups = match.groupdict()
        month = month_number(match["month"])
        year = int(match["year"]) if match["year"] else None
        day = int(groups["day"]) if "day" in groups else _last_day(year or self._today.year, month)
        weekday = weekday_number(groups["weekday"]) if groups.get("weekday") else None
        return self._calendar_date(match, year, month, day, weekday)

    def _slashes(self, match: re.Match[str]) -> FoundDate | None:
        first, second = int(match["first"]), int(match["second"])
        year = int(match["year"]) if match["year"] else None
        # Month first, as in Japan and America; day first where it cannot be otherwise.
        month, day = (second, first) if year and first > 12 >= second else (first, second)
        if year is None and not (1 <= month <= 12 and 1 <= day <= 31):
            return None  # 24/7, 50/50
        open_order = year is not None and first <= 12 and second <= 12 and first != second
        return self._calendar_date(match, year, month, day, None, certain=not open_order)

    def _calendar_date(
        self,
        match: re.Match[str],
        year: int | None,
        month: int,
        day: int,
        weekday: int | None,
        *,
        certain: bool = True,
    ) -> FoundDate:
        if year is None:
            date, sure = self._without_year(month, day, weekday)
            return self._found(match, date, "yearless", certain=certain and sure)
        date = _date(year, month, day)
        agrees = date is None or weekday is None or date.weekday() == weekday
        return self._found(match, date, "absolute", certain=certain and agrees)

    def _without_year(self, month: int, day: int, weekday: int | None) -> tuple[dt.date | None, bool]:
        this_year = self._today.year
        years = range(max(this_year - 4, 1), min(this_year + 5, dt.MAXYEAR) + 1)
        dates = [date for year in years if (date := _date(year, month, day)) is not None]
        if not dates:
            return None, False
        on_weekday = [date for date in dates if weekday is None or date.weekday() == weekday]
        agrees = bool(on_weekday)
        dates = on_weekday or dates
        if self._reference is not None:
            first, last = self._reference
            inside = [date for date in dates if first <= date <= last]
            if inside:
                return inside[0], len(inside) == 1 and agrees
        if (written := self._written) is not None:
            return min(dates, key=lambda date: abs(date - written)), False
        current = [date for date in dates if date >= self._today - _HALF_A_YEAR and date.year >= this_year]
        return (current or dates)[0], False

    # Relative.

    def _month_relative(self, match: re.Match[str]) -> FoundDate | None:
        which = match["which"]
        anchor = self._last[0] if which == "翌月" and self._last else self._today
        first = _add_months(anchor.replace(day=1), MONTH_WORDS[which])
        if first is None:
            return self._found(match, None, "invalid")
        day = whole_number(match["day"]) if match["day"] else _last_day(first.year, first.month)
        date = _date(first.year, first.month, day or 0)
        return self._found(match, date, "relative", certain=which != "翌月")

    def _weekday(self, match: re.Match[str]) -> FoundDate | None:
        number, here = weekday_number(match["weekday"]), self._today.weekday()
        which = (match["which"] or "").lower()
        coming = (number - here - 1) % 7 + 1  # days from today
        if which in WEEK_WORDS:
            days = 7 * WEEK_WORDS[which] + number - here
            certain = number != 6  # for some, a week begins on Sunday
        elif which == "next":
            # Of next week; the coming one is another reading while it still lies in this week.
            days = 7 + number - here
            certain = days == coming
        elif which in ("last", "previous", "この前の", "前の"):
            days = coming - 7 if coming < 7 else -7
            certain = number >= here
        else:
            days = coming
            certain = which in ("次の", "今度の", "coming", "this coming", "upcoming") and number <= here
        return self._found(match, _shift(self._today, days), "weekday", certain=certain)

    def _day_word(self, match: re.Match[str]) -> FoundDate | None:
        days, anchored = DAY_WORDS[" ".join(match["word"].lower().split())]
        if not anchored:
            return self._found(match, _shift(self._today, days), "relative")
        anchor, certain = self._anchor(match)
        if anchor is None:
            return self._found(match, None, "unanchored")
        return self._found(match, _shift(anchor, days), "relative", certain=certain)

    def _offset(self, match: re.Match[str]) -> FoundDate | None:
        written, unit, way = match["count"].lower(), match["unit"].lower(), match["way"].lower()
        count = 1 if written in ("a", "an") else whole_number(written)
        if count is None:
            return None
        japanese = way in ("前", "後")
        anchor, beside = self._anchor(match)
        if way in _FROM_TODAY or (way == "前" and not self._beside(match)):
            anchor, beside = self._today, True
        elif anchor is None:
            # "10 days later" and 発見から10日後 are counted from an event whose date is not given.
            if not japanese or _EVENT_BEFORE.search(self._text, max(0, match.start() - 4), match.start()):
                return self._found(match, None, "unanchored")
            anchor, beside = self._today, True
        steps = -count if way in ("ago", "before", "earlier", "prior to", "前") else count
        date: dt.date | None
        if unit in ("日", "day", "週", "week"):
            date = _shift(anchor, steps * (7 if unit in ("週", "week") else 1))
            return self._found(match, date, "relative", certain=beside)
        date = _add_months(anchor, steps * (12 if unit in ("年", "year") else 1))
        return self._found(match, date, "relative", certain=beside and date is not None and date.day == anchor.day)

    def _anchor(self, match: re.Match[str]) -> tuple[dt.date | None, bool]:
        """The date that a relative one refers to, and whether it is surely that one."""
        ahead = self._matches.get(match.end() + 1)
        if match[0].lower().endswith(("after", "before", "from", "to")) and ahead and ahead[0] in _WRITTEN_OUT:
            found = self._readings[ahead[0]](ahead[1])
            return (found.date, found.certain) if found else (None, False)
        if self._last is None:
            return None, False
        date, _, certain = self._last
        return date, certain and self._beside(match)

    def _beside(self, match: re.Match[str]) -> bool:
        """Whether the last date stands right before: 6月1日の10日後."""
        return self._last is not None and bool(_ANCHOR_GAP.fullmatch(self._text, self._last[1], match.start()))

    def _found(self, match: re.Match[str], date: dt.date | None, kind: Kind, *, certain: bool = True) -> FoundDate:
        start, end = self._folded.span(*match.span())
        if date is None and kind != "unanchored":
            kind, certain = "invalid", True
        return FoundDate(date, start, end, self._folded.source[start:end], kind, certain and kind != "unanchored")


def _matches(text: str) -> dict[int, tuple[str, re.Match[str]]]:
    """The reading and match that starts at each place; where two overlap, the first, then the longer one."""
    found = [(name, match) for name, pattern in PATTERNS for match in pattern.finditer(text)]
    found.sort(key=lambda item: (item[1].start(), -item[1].end()))
    chosen: dict[int, tuple[str, re.Match[str]]] = {}
    done = 0
    for name, match in found:
        if match.start() >= done:
            chosen[match.start()] = name, match
            done = match.end()
    return chosen


def _era_year(era: str, written: str) -> tuple[int, bool]:
    """The Gregorian year (0 for a year 0), and whether it lies within the era."""
    base, first, after = _ERAS[_ERA_LETTERS.get(era.lower(), era)]
    number = 1 if written == "元" else whole_number(written) or 0
    return (base + number if number else 0), first.year <= base + number <= after.year


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _shift(date: dt.date, days: int) -> dt.date | None:
    try:
        return date + dt.timedelta(days=days)
    except OverflowError:
        return None


def _last_day(year: int, month: int) -> int:
    valid = 1 <= month <= 12 and dt.MINYEAR <= year <= dt.MAXYEAR
    return calendar.monthrange(year, month)[1] if valid else 0


def _add_months(date: dt.date, months: int) -> dt.date | None:
    """Some months on; the last day of a month that has no such day."""
    index = date.year * 12 + date.month - 1 + months
    year, month = divmod(index, 12)
    return _date(year, month + 1, min(date.day, _last_day(year, month + 1)))
