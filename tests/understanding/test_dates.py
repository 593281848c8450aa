"""Dates and times as people write them, seen from Wednesday 20 May 2026."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.dates import FoundDate, FoundTime, find_dates, find_times

TODAY = dt.date(2026, 5, 20)


def dates(text: str, reference: tuple[dt.date, dt.date] | None = None) -> list[tuple[str, bool]]:
    """Each date found, with whether it is certain."""
    return [(str(found.date), found.certain) for found in find_dates(text, TODAY, reference)]


@pytest.mark.parametrize(
    "text",
    [
        "2026年6月1日", "２０２６年６月１日", "2026年 6月 1日", "令和8年6月1日", "R8年6月1日", "令和八年六月一日", "二〇二六年六月一日",
        "R8.6.1", "R8/6/1", "2026/06/01", "2026/6/1", "2026-06-01", "2026.6.1", "2026年6月1日（月）",
        "June 1 2026", "June 1, 2026", "Jun. 1, 2026", "1 June 2026", "June 1st, 2026", "the 1st of June 2026",
        "Monday, June 1, 2026", "Monday, 1 June 2026",
    ],
)  # fmt: skip
def test_a_full_date_in_every_notation(text: str) -> None:
    assert dates(text) == [("2026-06-01", True)]
    assert [found.kind for found in find_dates(f"加入は{text} から", TODAY)] == ["absolute"]


@pytest.mark.parametrize(
    ("text", "date", "certain"),
    [
        ("令和元年5月1日", "2019-05-01", True),
        ("平成31年4月30日", "2019-04-30", True),
        ("昭和64年1月7日", "1989-01-07", True),
        ("平成35年5月1日", "2023-05-01", False),  # that era ended before
        ("2026年6月1日（火）", "2026-06-01", False),  # it is a Monday
        ("2028年2月29日", "2028-02-29", True),
        ("13/06/2026", "2026-06-13", True),
        ("06/01/2026", "2026-06-01", False),  # 6 January for many
        ("2026年6月末", "2026-06-30", True),
        ("the end of June 2026", "2026-06-30", True),
    ],
)
def test_full_dates_with_an_edge(text: str, date: str, certain: bool) -> None:
    assert dates(text) == [(date, certain)]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("6月1日", "2026-06-01"),
        ("１２月３１日", "2026-12-31"),
        ("4月1日", "2026-04-01"),  # seven weeks gone: this year's
        ("11月1日", "2026-11-01"),
        ("6/1", "2026-06-01"),
        ("June 1st", "2026-06-01"),
        ("1st of July", "2026-07-01"),
        ("May 3", "2026-05-03"),
        ("6月末", "2026-06-30"),
        ("6月1日（月）", "2026-06-01"),
        ("6月1日（火）", "2027-06-01"),  # a Tuesday in 2027
        ("2月29日", "2028-02-29"),  # the next leap year
    ],
)
def test_without_a_year_the_current_or_next_one_is_taken_and_not_certain(text: str, date: str) -> None:
    assert dates(text) == [(date, False)]


def test_more_than_half_a_year_gone_is_next_year() -> None:
    (found,) = find_dates("1月10日", dt.date(2026, 12, 1))
    assert found.date == dt.date(2027, 1, 10)


def test_a_reference_period_decides_the_year() -> None:
    period = (dt.date(2025, 4, 1), dt.date(2026, 3, 31))
    assert dates("6月1日と2月1日", period) == [("2025-06-01", True), ("2026-02-01", True)]


def test_a_period_that_holds_the_day_twice_is_not_certain() -> None:
    assert dates("6月1日", (dt.date(2025, 4, 1), dt.date(2027, 3, 31))) == [("2025-06-01", False)]


def test_a_year_before_it_in_the_text_decides_the_year() -> None:
    assert dates("2024年6月30日から7月1日まで") == [("2024-06-30", True), ("2024-07-01", False)]


@pytest.mark.parametrize(
    ("text", "date", "certain"),
    [
        ("今日", "2026-05-20", True),
        ("明日", "2026-05-21", True),
        ("明後日", "2026-05-22", True),
        ("昨日", "2026-05-19", True),
        ("おととい", "2026-05-18", True),
        ("tomorrow", "2026-05-21", True),
        ("the day after tomorrow", "2026-05-22", True),
        ("the day before yesterday", "2026-05-18", True),
        ("3日前", "2026-05-17", True),
        ("三日前", "2026-05-17", True),
        ("10日後", "2026-05-30", True),
        ("2週間前", "2026-05-06", True),
        ("1か月後", "2026-06-20", True),
        ("1年前", "2025-05-20", True),
        ("a week ago", "2026-05-13", True),
        ("ten days ago", "2026-05-10", True),
        ("in 3 days", "2026-05-23", True),
        ("2 months from now", "2026-07-20", True),
        ("来月1日", "2026-06-01", True),
        ("先月の15日", "2026-04-15", True),
        ("今月末", "2026-05-31", True),
        ("来週の月曜", "2026-05-25", True),
        ("来週月曜日", "2026-05-25", True),
        ("今週の金曜日", "2026-05-22", True),
        ("先週の火曜", "2026-05-12", True),
        ("来週の日曜", "2026-05-31", False),  # 24 May where weeks begin on Sunday
        ("月曜日", "2026-05-25", False),
        ("next Monday", "2026-05-25", True),
        ("next Friday", "2026-05-29", False),  # or the 22nd, of this week
        ("last Friday", "2026-05-15", True),
        ("this Friday", "2026-05-22", True),
        ("on Monday", "2026-05-25", False),
    ],
)
def test_dates_relative_to_today(text: str, date: str, certain: bool) -> None:
    assert dates(text) == [(date, certain)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026年6月1日の前日", [("2026-06-01", True), ("2026-05-31", True)]),
        ("2026年6月1日の10日後", [("2026-06-01", True), ("2026-06-11", True)]),
        ("2026年6月1日の3日前", [("2026-06-01", True), ("2026-05-29", True)]),
        ("2026年6月1日に発見し、翌日に通知", [("2026-06-01", True), ("2026-06-02", False)]),
        ("2026年6月1日に発見し、10日後に通知", [("2026-06-01", True), ("2026-06-11", False)]),
        ("10 days after June 1, 2026", [("2026-06-11", True), ("2026-06-01", True)]),
        ("the day before June 1, 2026", [("2026-05-31", True), ("2026-06-01", True)]),
        ("found on June 1, 2026, reported three weeks later", [("2026-06-01", True), ("2026-06-22", False)]),
        ("2026年1月31日の1か月後", [("2026-01-31", True), ("2026-02-28", False)]),  # there is no 31 February
    ],
)
def test_dates_relative_to_another_date(text: str, expected: list[tuple[str, bool]]) -> None:
    assert dates(text) == expected


@pytest.mark.parametrize(
    "text", ["発見の翌日", "発見から10日後", "the day before", "ten days later", "10 days after the leak"]
)
def test_dates_relative_to_an_event_have_no_date(text: str) -> None:
    (found,) = find_dates(text, TODAY)
    assert (found.date, found.kind, found.certain) == (None, "unanchored", False)


@pytest.mark.parametrize(
    "text",
    [
        "2月30日",
        "2026年13月1日",
        "令和8年2月29日",
        "2026-02-30",
        "2026/6/31",
        "R8.2.30",
        "31 June 2026",
        "February 30",
        "9999年後",
    ],
)
def test_dates_that_cannot_be_are_named(text: str) -> None:
    (found,) = find_dates(f"では{text} です", TODAY)
    assert (found.date, found.kind, found.text) == (None, "invalid", text)


@pytest.mark.parametrize(
    "text",
    [
        "within 30 days", "30日以内", "10日間", "24/7", "50/50", "1/3の費用", "may 3 people", "3日前後", "192.168.0.1", "16:00",
        "2026年度", "6月", "一時的", "毎日", "03-5512-4750", "73,810円", "3か月", "the first day",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert dates(text) == []


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("午後4時", [("16:00:00", True)]),
        ("午後四時半", [("16:30:00", True)]),
        ("午前9時30分から午後5時", [("09:30:00", True), ("17:00:00", True)]),
        ("16時15分", [("16:15:00", True)]),
        ("16:00", [("16:00:00", True)]),
        ("１６：００", [("16:00:00", True)]),
        ("9:30〜17:00", [("09:30:00", True), ("17:00:00", True)]),
        ("4 p.m.", [("16:00:00", True)]),
        ("4:30pm", [("16:30:00", True)]),
        ("12 a.m.", [("00:00:00", True)]),
        ("12 p.m.", [("12:00:00", True)]),
        ("夜8時", [("20:00:00", True)]),
        ("正午", [("12:00:00", True)]),
        ("noon", [("12:00:00", True)]),
        ("4 o'clock", [("04:00:00", False)]),
        ("9時に", [("09:00:00", False)]),
        ("24:00", [("00:00:00", False)]),
        ("25時", [("None", False)]),
        ("10:75", [("None", False)]),
        ("一時的に", []),
        ("9時間", []),
        ("3 people", []),
    ],
)
def test_times_of_day(text: str, times: list[tuple[str, bool]]) -> None:
    assert [(str(found.time), found.certain) for found in find_times(text)] == times


def test_spans_are_those_of_the_text_given() -> None:
    text = "ﾊﾞｯｸｱｯﾌﾟは２０２６年６月１日（月）の午後４時、次は R８.７.１"
    assert [found.text for found in find_dates(text, TODAY)] == ["２０２６年６月１日（月）", "R８.７.１"]
    (time,) = find_times(text)
    assert text[time.start : time.end] == time.text == "午後４時"


@pytest.mark.parametrize(
    "piece", ["1", "1,", "6月1日", "1/", "3日前", "翌日", "月曜", "the day before ", "a week ", "R8.", "9時"]
)
def test_long_hostile_text_is_answered(piece: str) -> None:
    text = (piece * 50_000)[:50_000]
    assert len(find_dates(text, TODAY)) + len(find_times(text)) <= len(text)


_MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip


@given(st.dates(dt.date(2019, 5, 1), dt.date(2099, 12, 31)))
def test_round_trip(date: dt.date) -> None:
    year, month, day = date.year, date.month, date.day
    for text in (
        f"{year}年{month}月{day}日({'月火水木金土日'[date.weekday()]})",
        f"令和{year - 2018}年{month}月{day}日",
        f"R{year - 2018}.{month}.{day}",
        f"{year}/{month:02}/{day:02}",
        date.isoformat(),
        f"{_MONTHS[month - 1]} {day}, {year}",
        f"{day} {_MONTHS[month - 1][:3]} {year}",
    ):
        assert dates(f"発見は{text} でした") == [(date.isoformat(), True)], text


@given(st.dates(), st.integers(0, 9_999))
def test_days_ago_and_after(today: dt.date, days: int) -> None:
    for text, way in ((f"{days}日前", -1), (f"{days}日後", 1), (f"{days} days ago", -1)):
        (found,) = find_dates(text, today)
        if found.date is None:
            assert found.kind == "invalid"
        else:
            assert found.date - today == dt.timedelta(days=days * way)


@pytest.mark.tried("Abuse", "Hypothesis: any text as dates", "it is read without an error", unit="examples")
@given(st.text(alphabet="0123456789/.-:年月日時分後前週令和R翌a内 June1stpm末の曜土()０ｱ①", max_size=30), st.dates())
def test_any_text_is_read_and_spans_hold(text: str, today: dt.date) -> None:
    everything: list[FoundDate | FoundTime] = [*find_dates(text, today), *find_times(text)]
    for found in everything:
        assert text[found.start : found.end] == found.text
