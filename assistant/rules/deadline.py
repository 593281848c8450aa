"""Deadlines: working days of the Japanese calendar, and the two ways in which brochures count days.

Saturdays, Sundays and national holidays (with substitute days) are no working days. The year-end closing of
offices is none of these three and stays a working day. Pure functions over `datetime.date`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from assistant.errors import DeadlineError

FIRST_YEAR: Final = 1949
LAST_YEAR: Final = 2099
"""The years whose national holidays are known: those of the library, as a test holds."""

Reason: TypeAlias = Literal["saturday", "sunday", "holiday", "working_day"]

_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DeadlineStep:
    """One date that was looked at on the way to a deadline.

    Attributes:
        date: the date.
        reason: why it was passed over (`saturday`, `sunday`, `holiday`) or kept (`working_day`).
        holiday: Japanese name of the national holiday on that date, also on a weekend; else None.
    """

    date: dt.date
    reason: Reason
    holiday: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day, with the way to it.

    Attributes:
        date: the last day on which it is in time.
        steps: every date looked at, latest first; the last one is `date`.
        other_reading: the date by the other reading of the rule, where it differs (see `day_before_working`).
    """

    date: dt.date
    steps: tuple[DeadlineStep, ...]
    other_reading: dt.date | None = None


def is_working_day(day: dt.date) -> bool:
    """Whether a date is neither Saturday, Sunday nor a national holiday of Japan.

    Raises:
        DeadlineError: the date lies outside the years whose holidays are known.
    """
    return _look_at(day).reason == "working_day"


def previous_working_day(day: dt.date) -> dt.date:
    """The last working day strictly before a date.

    Raises:
        DeadlineError: a date on the way lies outside the years whose holidays are known.
    """
    return _walk_back(_before(day))[-1].date


def days_after(found: dt.date, days: int, *, count_from_next_day: bool = True) -> dt.date:
    """The last day of a period of calendar days: "within 30 days" of a discovery.

    Args:
        found: the date of the event.
        days: length of the period in days, 1 or more.
        count_from_next_day: the day after `found` is day 1 (found 1 June, 30 days: 1 July); else `found`
            itself is day 1 (30 June).

    Returns:
        The last date that is within the period, working day or not.

    Raises:
        DeadlineError: `days` is less than 1, or the date would pass the end of the calendar.
    """
    if isinstance(days, bool) or days < 1:
        raise DeadlineError(f"a period has 1 day or more, not {days}")
    start = _plain(found)
    try:
        return start + dt.timedelta(days=days if count_from_next_day else days - 1)
    except OverflowError:
        raise DeadlineError(f"{days} days from {start.isoformat()} is past the end of the calendar") from None


def years_after(found: dt.date, years: int) -> dt.date:
    """The last day of a period of whole years that runs from the day after a date.

    Found 1 June 2026, one year: 2 June 2026 to 1 June 2027. Found 28 February 2027: 1 March 2027 to 29 February 2028.
    A year that starts on 29 February ends on 28 February.

    Args:
        found: the date of the event.
        years: length of the period in years, 1 or more.

    Raises:
        DeadlineError: `years` is less than 1, or the date would pass the end of the calendar.
    """
    if isinstance(years, bool) or years < 1:
        raise DeadlineError(f"a period has 1 year or more, not {years}")
    try:
        first = _plain(found) + _DAY
        end = first.year + years
        if (first.month, first.day) == (2, 29):
            # Where the last year has no such day, it ends with the month; where it has, the day before that day.
            return dt.date(end, 2, 28)
        return first.replace(year=end) - _DAY
    except (OverflowError, ValueError):
        raise DeadlineError(f"{years} years from {_plain(found).isoformat()} is past the end of the calendar") from None


def day_before_working(wanted: dt.date, repeat: bool = True) -> Deadline:
    """The deadline "by the day before the wanted date; if that is a holiday, the day before it".

    The rule is repeated until a working day (wanted Monday 1 June 2026: Sunday 31 May, Saturday 30 May,
    Friday 29 May); the words can also be read as one step back only (Saturday 30 May). Both are computed.

    Args:
        wanted: the date on which cover is to start.
        repeat: which reading is the deadline; the other one, where it differs, is `other_reading`.

    Returns:
        The deadline with every date looked at.

    Raises:
        DeadlineError: a date on the way lies outside the years whose holidays are known.
    """
    walked = _walk_back(_before(wanted))
    once = walked[:2]
    steps, other = (walked, once) if repeat else (once, walked)
    last, alternative = steps[-1].date, other[-1].date
    return Deadline(last, steps, alternative if alternative != last else None)


def _walk_back(day: dt.date) -> tuple[DeadlineStep, ...]:
    steps = [_look_at(day)]
    while steps[-1].reason != "working_day":
        steps.append(_look_at(_before(steps[-1].date)))
    return tuple(steps)


def _look_at(day: dt.date) -> DeadlineStep:
    plain = _plain(day)
    holiday = _holidays_of(plain.year).get(plain)
    weekday = plain.weekday()
    if weekday == 5:
        return DeadlineStep(plain, "saturday", holiday)
    if weekday == 6:
        return DeadlineStep(plain, "sunday", holiday)
    return DeadlineStep(plain, "holiday" if holiday else "working_day", holiday)


def _before(day: dt.date) -> dt.date:
    plain = _plain(day)
    if plain == dt.date.min:
        raise DeadlineError("there is no day before the first day of the calendar")
    return plain - _DAY


def _plain(day: dt.date) -> dt.date:
    return day.date() if isinstance(day, dt.datetime) else day


@lru_cache(maxsize=256)
def _holidays_of(year: int) -> Mapping[dt.date, str]:
    # One closed calendar a year: the library's own object fills itself on use, which threads cannot share.
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DeadlineError(
            f"the national holidays of {year} are not known; use a date from {FIRST_YEAR} to {LAST_YEAR}"
        )
    # Imported at first use: it brings the calendars of all countries, a tenth of a start.
    from holidays.countries.japan import Japan

    calendar = Japan(years=year, expand=False, language="ja")
    return MappingProxyType({day: str(name) for day, name in calendar.items()})
