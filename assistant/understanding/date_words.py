"""The ways in which a date is written: one pattern with named groups, and the words in it."""

from __future__ import annotations

import re
from typing import Final

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

DAY_WORDS: Final[dict[str, tuple[int, bool]]] = {
    "今日": (0, False), "本日": (0, False), "明日": (1, False), "あした": (1, False), "明後日": (2, False),
    "あさって": (2, False), "昨日": (-1, False), "きのう": (-1, False), "一昨日": (-2, False), "おととい": (-2, False),
    "today": (0, False), "tomorrow": (1, False), "yesterday": (-1, False),
    "the day after tomorrow": (2, False), "the day before yesterday": (-2, False),
    "翌日": (1, True), "翌々日": (2, True), "前日": (-1, True), "前々日": (-2, True),
    "the day after": (1, True), "the next day": (1, True), "the following day": (1, True),
    "the day before": (-1, True), "the previous day": (-1, True), "one day before": (-1, True),
}  # fmt: skip
"""Days from the reference, and whether that is another date in the text (else today)."""

WEEK_WORDS: Final = {"先々週": -2, "先週": -1, "今週": 0, "来週": 1, "再来週": 2, "this": 0}
"""Weeks, from Monday to Sunday, from this one."""

MONTH_WORDS: Final = {"今月": 0, "当月": 0, "来月": 1, "再来月": 2, "先月": -1, "先々月": -2, "翌月": 1}
"""Months from this one; 翌月 is counted from another date in the text, if there is one."""

_N: Final = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_COUNT: Final = r"(?:[0-9]{1,4}|[一二三四五六七八九十百]{1,5})"
_MONTH_NAMES: Final = (
    r"(?:(?:" + "|".join(name for name in _MONTHS if name != "may") + r")(?![a-z])|(?-i:May)(?![a-z])"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?:\.|(?![a-z])))"
)
_WEEKDAY_NAMES: Final = "(?:" + "|".join(_WEEKDAYS) + ")"
_DAY_OF_WEEK: Final = r"(?:[ ]?\((?P<ja_weekday>[月火水木金土日])(?:曜日?)?\))?"
_WORDS: Final = "|".join(
    (r"(?<![ぁ-ん])" if re.match("[ぁ-ん]", word) else r"(?<![a-z])" if word.isascii() else r"(?<![一-鿿])")
    + word.replace(" ", "[ \n]")
    + (r"(?![a-z])" if word.isascii() else r"(?![分的])")
    for word in sorted(DAY_WORDS, key=len, reverse=True)
)
_EN_COUNT: Final = (
    r"(?P<count>[0-9]{1,4}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|fourteen|fifteen|twenty"
    r"|thirty"
    r"|sixty|ninety)"
)
_EN_YEAR: Final = r"(?:,?[ ](?P<year>(?:19|20)[0-9]{2})(?![0-9]))?"
_EN_DAY: Final = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?![0-9a-z]|[,.][0-9])"

PATTERNS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        # 2026年6月1日(月), 令和8年6月1日, R8年6月1日, 6月1日, 6月末
        (
            "japanese",
            r"(?:(?:(?P<era>令和|平成|昭和|大正|明治|(?<![a-z0-9])[rhstm])[ ]?)?(?<![0-9])"
            r"(?P<year>[0-9]{1,4}|元|[〇一二三四五六七八九十]{1,4})[ ]?年[ ]?)?"
            rf"(?<![0-9〇一二三四五六七八九十])(?P<month>{_N})[ ]?月[ ]?(?:(?P<day>{_N})[ ]?日(?![間目])"
            rf"|末日?)"
            r"(?:[ ]?\((?P<weekday>[月火水木金土日])(?:曜日?)?\))?",
        ),
        # 2026-06-01, 2026/6/1, 2026.6.1
        (
            "numeric",
            r"(?<![0-9.,/-])(?P<year>(?:1[89]|20|21)[0-9]{2})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)"
            r"(?P<day>[0-9]{1,2})(?![0-9/-]|\.[0-9])",
        ),
        # R8.6.1
        (
            "numeric",
            r"(?<![a-z0-9])(?P<era>[rhs])(?P<year>[0-9]{1,2})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)"
            r"(?P<day>[0-9]{1,2})(?![0-9/-]|\.[0-9])",
        ),
        # 6/1, 06/01/2026; not 24/7 of something, nor a share of it
        (
            "slashes",
            r"(?<![0-9./,-])(?P<first>[0-9]{1,2})/(?P<second>[0-9]{1,2})(?:/(?P<year>(?:19|20)[0-9]{2}))?"
            r"(?![0-9/%]|[.,][0-9]|[ ]?(?:の(?:費用|金額|額)|of[ ]|ずつ|に(?:減|な(?!って(?:から|やっと|ようやく|初め|はじめ|、)))))",
        ),
        # June 1, 2026; Monday, June 1st
        (
            "english",
            rf"(?<![a-z])(?:(?P<weekday>{_WEEKDAY_NAMES}),?[ ](?:the[ ])?)?(?P<month>{_MONTH_NAMES})[ ](?:the[ ])?"
            rf"{_EN_DAY}{_EN_YEAR}",
        ),
        # 1 June 2026, the 1st of July
        (
            "english",
            rf"(?<![0-9a-z.,-])(?:(?P<weekday>{_WEEKDAY_NAMES}),?[ ](?:the[ ])?)?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?"
            rf"[ ](?:of[ ])?(?P<month>{_MONTH_NAMES}){_EN_YEAR}",
        ),
        ("english", rf"(?<![a-z])end[ ]of[ ](?P<month>{_MONTH_NAMES}){_EN_YEAR}"),
        # 来月1日, 今月末
        (
            "month_relative",
            rf"(?P<which>今月|当月|再来月|来月|先々月|先月|翌月)の?(?:(?P<day>{_N})日(?![間目])|末日?)",
        ),
        # 来週の月曜, 次の月曜日, 月曜日
        (
            "weekday",
            r"(?P<which>先々週|先週|今週|再来週|来週|次の|今度の|この前の"
            r"|前の)?の?(?P<weekday>[月火水木金土日])曜日?",
        ),
        (
            "weekday",
            rf"(?<![a-z])(?:(?P<which>next|this[ ]coming|this|last|coming|previous|upcoming)[ ])?"
            rf"(?P<weekday>{_WEEKDAY_NAMES})(?![a-z])",
        ),
        # 3日前, 10日後; not 3日前後
        (
            "offset",
            rf"(?<![0-9.,〇一二三四五六七八九十百])(?P<count>{_COUNT})(?P<unit>日|週|[かカヶケヵ箇]月|年)間?"
            r"(?:ほど|くらい|ぐらい)?(?P<way>前(?!後)|後)",
        ),
        (
            "offset",
            rf"(?<![a-z0-9.,-]){_EN_COUNT}[ ](?P<unit>day|week|month|year)s?[ ]"
            r"(?P<way>ago|from[ ]now|from[ ]today|hence|later|earlier|afterwards|after|before|prior[ ]to"
            r"|from)(?![a-z])",
        ),
        ("offset", rf"(?<![a-z])(?P<way>in)[ ]{_EN_COUNT}[ ](?P<unit>day|week|month|year)s?(?![a-z]|[ ]of)"),
        ("day_word", rf"(?P<word>{_WORDS})"),
    )
)
"""Name of the reading and its pattern, with the groups that the reading needs."""


def month_number(name: str) -> int:
    """1 to 12 for an English month, in full or abbreviated."""
    short = name.lower().rstrip(".")[:3]
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(short))


def weekday_number(name: str) -> int:
    """0 (Monday) to 6 (Sunday) for 月 to 日 or an English weekday."""
    if name in "月火水木金土日":
        return "月火水木金土日".index(name)
    return _WEEKDAYS.index(name.lower())
