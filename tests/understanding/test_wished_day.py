"""The wished day among the dates of a message, seen from Wednesday 20 May 2026."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.understanding.dates import find_dates
from assistant.understanding.wished_day import wished_day

TODAY = dt.date(2026, 5, 20)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("回覧が今日届きました。2027年1月12日の火曜から途中で入りたいのですが、何日までですか", "2027-01-12"),
        ("明日理事会があります。2026年9月1日付けで加入したい", "2026-09-01"),
        ("5月11日に話を聞きました。2026年7月1日に入りたいです", "2026-07-01"),
        ("今日決まりました。希望は2026年8月3日です", "2026-08-03"),
        ("5月25日に申込書を出します。2026年6月1日(月)より補償を始めたい", "2026-06-01"),
        ("Our board agreed today. We would like to join from 12 January 2027.", "2027-01-12"),
        ("We send the form tomorrow; cover is to begin on Monday, 1 June 2026.", "2026-06-01"),
        ("The circular came on 11 May 2026, and 1 July 2026 is the day we want.", "2026-07-01"),
        # Today, or a day gone by, where no other day is named.
        ("申し込んだら今日から入れますか", "2026-05-20"),
        ("2026年4月20日から入りたかったのですが", "2026-04-20"),
        ("入りたいです", "None"),
    ],
)
def test_the_day_that_cover_shall_begin(text: str, day: str) -> None:
    assert str(wished_day(text, find_dates(text, TODAY), TODAY)) == day
