"""Dates in Japanese and English: written out, by weekday, and relative to today or to another date in the text.

A date that cannot be (2月30日) is returned as such, so that a message can name it. What the text leaves open (the
year of 6月1日, which Monday) is decided by rules that are stated here, and marked as not certain.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from assistant.understanding.date_words import DAY_WORDS, PATTERNS, WEEK_WORDS, month_number, weekday_number
from assistant.understanding.folding import Folded, fold
from assistant.understanding.numerals import kanji_number
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
_ANCHOR_GAP: Final = re.compile(r"[ ]?(?:の|から|より|以降|[、,])?[ ]?$")
_EVENT_BEFORE: Final = re.compile(r"[一-鿿ァ-ヺぁ-ん](?:から|の|より)$")


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


def find_dates(
    text: str, today: dt.date, reference: tuple[dt.date, dt.date] | None = None
) -> list[FoundDate]:
    """Every date in a text, in order and without overlap.

    Args:
        text: Japanese, English or mixed.
        today: the date that 明日, "a week ago" and "next Monday" are counted from.
        reference: first and last day of the period that is spoken of, such as an insurance period: a date without a
            year is the one in it. Without it, and outside it, such a date is this year's, or next year's once this
            year's is more than half a year gone; it is then not certain.

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
        self._today = today
        self._reference = reference
        self._last: FoundDate | None = None
        self._last_end = 0  # in the folded text

    def dates(self) -> Iterator[FoundDate]:
        at = 0
        while match := PATTERNS.search(self._folded.text, at):
            found = self._read(match)
            at = match.end()
            if found is None:
                continue
            yield found
            if found.date is not None:
                self._last, self._last_end = found, match.end()

    def _read(self, match: re.Match[str]) -> FoundDate | None:
        groups = {name: value for name, value in match.groupdict().items() if value is not None}
        if "ja_day" in groups or "ja_end" in groups:
            return self._japanese(match, groups)
        if "iso_year" in groups or "era_letter" in groups:
            return self._numeric(match, groups)
        if "en_month" in groups:
            return self._english(match, groups)
        if "slash_1" in groups:
            return self._slashes(match, groups)
        if "rel_month" in groups:
            return self._month_relative(match, groups)
        if "weekday" in groups:
            return self._weekday(match, groups)
        if "day_word" in groups:
            return self._day_word(match, groups["day_word"].lower())
        return self._offset(match, groups)

    # Written out.

    def _japanese(self, match: re.Match[str], groups: dict[str, str]) -> FoundDate | None:
        month = kanji_number(groups["ja_month"]) or 0
        weekday = weekday_number(groups["ja_weekday"]) if "ja_weekday" in groups else None
        year, within = self._year(groups)
        day = _last_day(year or self._today.year, month) if "ja_end" in groups else kanji_number(groups["ja_day"])
        return self._calendar_date(match, year, month, day or 0, weekday, certain=within)

    def _numeric(self, match: re.Match[str], groups: dict[str, str]) -> FoundDate | None:
        if "iso_year" in groups:
            return self._calendar_date(
                match, int(groups["iso_year"]), int(groups["iso_month"]), int(groups["iso_day"]), None
            )
        year = _ERAS[_ERA_LETTERS[groups["era_letter"].lower()]][0] + int(groups["era_year"])
        return self._calendar_date(match, year, int(groups["era_month"]), int(groups["era_day"]), None)

    def _english(self, match: re.Match[str], groups: dict[str, str]) -> FoundDate | None:
        month = month_number(groups["en_month"])
        written = groups.get("en_year")
        year = int(written) if written else None
        day = int(groups["en_day"]) if "en_day" in groups else _last_day(year or self._today.year, month)
        weekday = weekday_number(groups["en_weekday"]) if "en_weekday" in groups else None
        return self._calendar_date(match, year, month, day, weekday)

    def _slashes(self, match: re.Match[str], groups: dict[str, str]) -> FoundDate | None:
        first, second = int(groups["slash_1"]), int(groups["slash_2"])
        year = int(groups["slash_year"]) if "slash_year" in groups else None
        # Month first, as in Japan and America; day first where it cannot be otherwise.
        month, day = (second, first) if first > 12 >= second else (first, second)
        if year is None and (month > 12 or not 1 <= day <= 31):
            return None  # 24/7, 50/50
        open_order = year is not None and first <= 12 and second <= 12 and first != second
        return self._calendar_date(match, year, month, day, None, certain=not open_order)

    def _year(self, groups: dict[str, str]) -> tuple[int | None, bool]:
        """The Gregorian year written, and whether it lies within its era."""
        if "ja_era" not in groups:
            return (kanji_number(groups["ja_year"]) if "ja_year" in groups else None), True
        era = groups["ja_era"]
        base, first, after = _ERAS[_ERA_LETTERS.get(era.lower(), era)]
        number = 1 if groups["ja_year"] == "元" else kanji_number(groups["ja_year"]) or 0
        year = base + number
        return (year if number else 0), first.year <= year <= after.year

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
        current = [date for date in dates if date >= self._today - _HALF_A_YEAR and date.year >= this_year]
        return (current or dates)[0], False

    # Relative.

    def _month_relative(self, match: re.Match[str], groups: dict[str, str]) -> FoundDate | None:
        offsets = {"今月": 0, "当月": 0, "来月": 1, "再来月": 2, "先月": -1, "先々月": -2, "翌月": 1}
        name = groups["rel_month"]
        anchor = self._last.date if name == "翌月" and self._last and self._last.date else self._today
        first = _add_months(anchor.replace(day=1), offsets[name])
        if first is None:
            return self._found(match, None, "invalid")
        day = kanji_number(groups["rel_day"]) if "rel_day" in groups else _last_day(first.year, first.month)
        return self._found(match, _date(first.year, first.month, day or 0), "relative", certain=name != "翌月")

    def _weekday(self, match: re.Match[str], groups: dict[str, str]) -> FoundDate | None:
        number = weekday_number(groups["weekday"])
        which = (groups.get("week_ja") or groups.get("week_en") or "").lower()
        monday = self._today - dt.timedelta(days=self._today.weekday())
        coming = self._today + dt.timedelta(days=(number - self._today.weekday() - 1) % 7 + 1)
        before = self._today - dt.timedelta(days=(self._today.weekday() - number - 1) % 7 + 1)
        certain = True
        weeks = WEEK_WORDS.get(which)
        if weeks is not None:
            date = monday + dt.timedelta(days=7 * weeks + number)
            # Some begin the week on Sunday.
            certain = number != 6
        elif which == "next":
            # Of next week; the coming one is another reading as long as it lies in this week.
            date = monday + dt.timedelta(days=7 + number)
            certain = date == coming
        elif which in ("last", "previous", "この前の", "前の", "先日の"):
            date = before
            certain = date >= monday or number >= self._today.weekday()
        else:
            date = coming
            certain = which in ("次の", "今度の", "coming", "this coming", "upcoming")
        return self._found(match, date, "weekday", certain=certain)

    def _day_word(self, match: re.Match[str], word: str) -> FoundDate | None:
        word = re.sub(r"[ \n]+", " ", word)
        days, anchored = DAY_WORDS[word]
        if not anchored:
            return self._found(match, _shift(self._today, days), "relative")
        anchor, certain = self._anchor(match)
        if anchor is None:
            return self._found(match, None, "unanchored")
        return self._found(match, _shift(anchor, days), "relative", certain=certain)

    def _offset(self, match: re.Match[str], groups: dict[str, str]) -> FoundDate | None:
        if "ja_count" in groups:
            count, unit, way = kanji_number(groups["ja_count"]), groups["ja_unit"], groups["ja_way"]
            back, from_today = way == "前", way == "前"
        else:
            written = groups["en_count"].lower()
            count = _english_count(written)
            unit = groups["en_unit"].lower()
            way = groups["en_way"].lower() if "en_way" in groups else "from now"
            back = way in ("ago", "before", "earlier", "prior to")
            from_today = way in ("ago", "from now", "from today", "hence")
        if count is None:
            return None
        anchor, certain = self._anchor(match)
        near = anchor is not None and certain
        if from_today and not ("ja_count" in groups and near):
            anchor, certain = self._today, True
        elif anchor is None:
            event = "en_count" in groups or _EVENT_BEFORE.search(self._folded.text[: match.start()][-4:])
            if event:
                return self._found(match, None, "unanchored")
            anchor, certain = self._today, True
        steps = -count if back else count
        if unit[0] in "日d":
            return self._found(match, _shift(anchor, steps), "relative", certain=certain)
        if unit[0] in "週w":
            return self._found(match, _shift(anchor, 7 * steps), "relative", certain=certain)
        moved = _add_months(anchor, steps * (12 if unit[0] in "年y" else 1))
        same_day = moved is not None and moved.day == anchor.day
        return self._found(match, moved, "relative", certain=certain and same_day)

    def _anchor(self, match: re.Match[str]) -> tuple[dt.date | None, bool]:
        """The date that a relative one refers to, and whether it stands right beside it."""
        text = self._folded.text
        following = PATTERNS.match(text, match.end() + 1) if text.startswith(" ", match.end()) else None
        way = match[0].lower().rsplit(" ", 1)[-1]
        if following is not None and way in ("after", "before", "from", "to"):
            groups = {name for name, value in following.groupdict().items() if value is not None}
            if groups & {"iso_year", "era_letter", "en_month", "slash_1"}:
                ahead = self._read(following)
                return (ahead.date, ahead.certain) if ahead else (None, False)
        if self._last is None or self._last.date is None:
            return None, False
        beside = _ANCHOR_GAP.fullmatch(text[self._last_end : match.start()][:8] or " ") is not None
        return self._last.date, beside

    def _found(
        self, match: re.Match[str], date: dt.date | None, kind: Kind, *, certain: bool = True
    ) -> FoundDate:
        start, end = self._folded.span(*match.span())
        if date is None and kind != "unanchored":
            kind, certain = "invalid", True
        return FoundDate(date, start, end, self._folded.source[start:end], kind, certain and kind != "unanchored")


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


def _english_count(written: str) -> int | None:
    if written in ("a", "an"):
        return 1
    return kanji_number(written)
