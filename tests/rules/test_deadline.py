"""Working days and deadlines around weekends and the national holidays of Japan."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.deadline import (
    FIRST_YEAR,
    LAST_YEAR,
    DeadlineError,
    day_before_working,
    days_after,
    is_working_day,
    previous_working_day,
)

KNOWN_DAYS = st.dates(dt.date(FIRST_YEAR + 1, 1, 1), dt.date(LAST_YEAR, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "working"),
    [
        ("2026-06-01", True),  # Monday
        ("2026-05-29", True),  # Friday
        ("2026-05-30", False),  # Saturday
        ("2026-05-31", False),  # Sunday
        ("2026-05-06", False),  # Wednesday, substitute for Constitution Day on Sunday 3 May
        ("2026-09-22", False),  # Tuesday between Respect for the Aged Day and the equinox
        ("2026-01-01", False),
        ("2026-01-02", True),  # Friday: closed in many offices, but no national holiday
        ("2026-12-31", True),
    ],
)
def test_working_days(text: str, working: bool) -> None:
    assert is_working_day(day(text)) is working


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-06-02", "2026-06-01"),
        ("2026-06-01", "2026-05-29"),
        ("2026-05-31", "2026-05-29"),  # a day off itself
        ("2026-05-07", "2026-05-01"),  # 2 to 6 May: weekend and holidays
        ("2027-01-01", "2026-12-31"),  # over the turn of a year
    ],
)
def test_previous_working_day(text: str, expected: str) -> None:
    assert previous_working_day(day(text)) == day(expected)


@pytest.mark.parametrize(
    ("found", "days", "from_next_day", "expected"),
    [
        ("2026-06-01", 30, True, "2026-07-01"),  # 2 June is day 1, 1 July is day 30
        ("2026-06-01", 30, False, "2026-06-30"),  # 1 June is day 1
        ("2026-06-01", 1, True, "2026-06-02"),
        ("2026-06-01", 1, False, "2026-06-01"),
        ("2028-02-01", 30, True, "2028-03-02"),  # leap year: 28 days to 29 February, 2 more
        ("2026-12-15", 30, True, "2027-01-14"),
        ("2026-04-01", 30, True, "2026-05-01"),
        ("2026-04-03", 30, True, "2026-05-03"),  # calendar days: a Sunday and holiday stays the last day
    ],
)
def test_days_after_a_discovery(found: str, days: int, from_next_day: bool, expected: str) -> None:
    assert days_after(day(found), days, count_from_next_day=from_next_day) == day(expected)


def test_joining_on_monday_goes_back_to_friday_and_names_the_other_reading() -> None:
    deadline = day_before_working(day("2026-06-01"))
    assert deadline.date == day("2026-05-29")
    assert [(step.date.isoformat(), step.reason) for step in deadline.steps] == [
        ("2026-05-31", "sunday"),
        ("2026-05-30", "saturday"),
        ("2026-05-29", "working_day"),
    ]
    assert deadline.other_reading == day("2026-05-30")


def test_one_step_reading_as_the_deadline() -> None:
    deadline = day_before_working(day("2026-06-01"), repeat=False)
    assert deadline.date == day("2026-05-30")
    assert [step.reason for step in deadline.steps] == ["sunday", "saturday"]
    assert deadline.other_reading == day("2026-05-29")


def test_joining_after_a_working_day_has_one_reading() -> None:
    deadline = day_before_working(day("2026-06-03"))
    assert (deadline.date, len(deadline.steps), deadline.other_reading) == (day("2026-06-02"), 1, None)


def test_both_readings_agree_when_one_step_back_is_a_working_day() -> None:
    deadline = day_before_working(day("2026-02-12"))  # 11 February is a holiday, the 10th a Tuesday
    assert deadline.date == day("2026-02-10")
    assert [(step.reason, step.holiday) for step in deadline.steps] == [
        ("holiday", "建国記念の日"),
        ("working_day", None),
    ]
    assert deadline.other_reading is None


def test_every_holiday_on_the_way_is_named_also_on_a_weekend() -> None:
    deadline = day_before_working(day("2026-05-07"))
    assert deadline.date == day("2026-05-01")
    assert [(step.date.day, step.reason, step.holiday) for step in deadline.steps] == [
        (6, "holiday", "振替休日"),
        (5, "holiday", "こどもの日"),
        (4, "holiday", "みどりの日"),
        (3, "sunday", "憲法記念日"),
        (2, "saturday", None),
        (1, "working_day", None),
    ]
    assert deadline.other_reading == day("2026-05-05")


@pytest.mark.parametrize("text", ["1900-05-01", f"{FIRST_YEAR}-01-01", "2200-06-01", "0001-01-01"])
def test_dates_without_known_holidays_are_refused(text: str) -> None:
    with pytest.raises(DeadlineError):
        day_before_working(day(text))


def test_the_refusal_names_the_year_and_the_known_years() -> None:
    with pytest.raises(DeadlineError, match=f"2200.*{FIRST_YEAR}.*{LAST_YEAR}"):
        is_working_day(day("2200-06-01"))


@pytest.mark.parametrize("days", [0, -1, 10**7, 10**30])
def test_periods_that_cannot_be_counted_are_refused(days: int) -> None:
    with pytest.raises(DeadlineError, match=str(days)):
        days_after(day("2026-06-01"), days)


def test_a_moment_counts_as_its_date() -> None:
    evening = dt.datetime(2026, 6, 1, 23, 59)
    assert days_after(evening, 1) == day("2026-06-02")
    assert day_before_working(evening).date == day("2026-05-29")


@given(KNOWN_DAYS)
def test_a_deadline_is_the_last_working_day_before(wanted: dt.date) -> None:
    deadline = day_before_working(wanted)
    assert deadline.date == previous_working_day(wanted)
    assert is_working_day(deadline.date)
    between = (deadline.date + dt.timedelta(days=n) for n in range(1, (wanted - deadline.date).days))
    assert not any(is_working_day(passed) for passed in between)


@given(KNOWN_DAYS, st.integers(1, 400))
def test_a_period_holds_exactly_its_days(found: dt.date, days: int) -> None:
    last = days_after(found, days)
    assert (last - found).days == days
    assert days_after(found, days, count_from_next_day=False) == last - dt.timedelta(days=1)


def test_the_years_are_those_of_the_calendar_that_is_used() -> None:
    from holidays.countries.japan import Japan

    assert (Japan.start_year, Japan.end_year) == (FIRST_YEAR, LAST_YEAR)
