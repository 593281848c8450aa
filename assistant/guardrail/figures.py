"""Every figure of a text with its kind and exact value, whatever notation it is written in.

The readers of the understanding do the work; here their findings become one list, together with what only a written
answer has: pages, telephone numbers, item numbers, 8割5分, 半額. Digits that nobody could read are told as well, so that
no digit of a draft goes unseen.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, TypeAlias

from assistant.understanding.dates import find_dates, find_times
from assistant.understanding.numbers import find_all

# A date without a year is compared by month and day, so that any day serves as today.
_TODAY: Final = dt.date(2000, 1, 1)

_PHONE: Final = re.compile(
    r"(?<![\d-])(?:\+?\d{1,3}-)?\(?0\d{1,4}\)?[- ]\d{1,4}[- ]\d{3,4}(?![\d-])|(?<!\d)0\d{8,10}(?!\d)"
)
_PAGE: Final = re.compile(
    r"(?<!\d)(\d{1,3})\s*(?:ページ|頁|枚目)|(?<![a-z])(?:pages?|pp?\.|slides?)\s*(\d{1,3})(?:\s*(?:-|and|&|,)\s*(\d{1,3}))?(?![\d,]*\d)"
)
_LABEL: Final = re.compile(r"〔(\d{1,2})〕|(?<![\w*])\*(\d{1,2})(?!\d)")
_TENTHS: Final = re.compile(r"(?P<wari>[\d〇一二三四五六七八九]{1,2})割(?P<bu>[\d一二三四五六七八九])分(?![の間])")
_POSITIONAL: Final = re.compile(
    r"(?<![〇一二三四五六七八九十百千])[一二三四五六七八九][〇一二三四五六七八九](?=%|パーセント)(?:%|パーセント)"
)
_WARI: Final = dict(zip("〇一二三四五六七八九", range(10), strict=True))
_SHARES: Final = re.compile(
    r"(?P<half>半額|半分|五割|折半|(?<![a-z])(?:one[- ])?half(?! (?:a |of (?:a |the )?(?:thousand|million|billion|year|day)))(?![a-z])|fifty[- ]fifty)"
    r"|(?P<ja>(?P<den>[2-9二三四五六七八九十])分の(?P<num>[1-9一二三四五六七八九]))"
    r"|(?P<en>(?<![a-z])(?P<count>an?|one|two|three|four|five|nine)[ -](?P<part>thirds?|quarters?|fifths?|tenths?)(?![a-z]))"
    r"|(?P<twice>倍額|二倍|2倍|(?<![a-z])(?:twice|double(?!-check| check)|triple|doubled)(?![a-z]))"
)
_HALF_PAST: Final = re.compile(
    r"\bhalf past (\d{1,2}|twelve|one|two|three|four|five|six|seven|eight|nine|ten|eleven)\b"
)
_HALF_RIGHT: Final = re.compile(r"\b(half)[- ](?:right|true|correct|wrong)\b")
_HOURS: Final = ("twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_SHORT: Final = re.compile(r"(?<![\d.,¥$€£a-z])(\d+(?:\.\d+)?)(m|k)\b(?! (?:yen|jpy))")
_SHORT_FOR: Final = {"m": 1_000_000, "k": 1000}
"""Amounts as people jot them down: 1.9m, 400k."""
_PARTS: Final = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_COUNTS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "nine": 9}
_WITHIN_ONE: Final = re.compile(r"\b(?:within|after|before|for|in) (?:an? |one )(?=(hour|day|week|month|year)\b)\w+")
_MULTIPLE: Final = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*(?:倍|times(?! a)|x(?![a-z0-9]))")
_LOOSE: Final = re.compile(r"\d+(?:[.,:/-]\d+)*")
_FISCAL: Final = re.compile(
    r"(?:令和(\d{1,2}|元)|平成(\d{1,2}|元)|(?<![\d.,])((?:19|20)\d\d))年度?(?![間以\d])"
    r"|(?<![a-z])(?:fiscal(?: year)?|fy|year|in|since|until)\s?((?:19|20)\d\d)(?![\d,]*\d|\s?[万億円人%]| (?:yen|people|residents|members))"
)


Value: TypeAlias = Fraction | str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a folded text.

    `kind` is yen, percent, date, time, phone, page, label, foreign, number, or a unit of the number reader (day, month,
    person …); `value` is exact: a number, or text for what is no number (an ISO date, the digits of a telephone).
    """

    kind: str
    value: Value
    start: int
    end: int
    text: str
    per: str | None = None
    stated: bool = True


@dataclass(frozen=True, slots=True)
class Read:
    """The figures of a text in order, and digits that belong to none of them."""

    figures: tuple[Figure, ...]
    loose: tuple[str, ...] = ()


def figures_within(text: str, start: int, end: int) -> list[Figure]:
    """The figures of a text that begin between two places."""
    return [f for f in read_figures(text).figures if start <= f.start < end]


def labels_in(text: str) -> list[Figure]:
    """The item numbers (〔1〕, *2) of a text, nothing else read."""
    return [Figure("label", m[1] or f"*{m[2]}", m.start(), m.end(), m[0]) for m in _LABEL.finditer(text)]


@lru_cache(maxsize=8192)
def read_figures(text: str) -> Read:
    """Every figure of a folded text in lower case."""
    if not _MAY_HOLD.search(text):
        return Read(())
    found: list[Figure] = []
    taken: list[tuple[int, int]] = []

    def free(start: int, end: int) -> bool:
        return all(end <= a or b <= start for a, b in taken)

    def take(kind: str, value: Value, start: int, end: int, per: str | None = None, stated: bool = True) -> None:
        if free(start, end):
            taken.append((start, end))
            found.append(Figure(kind, value, start, end, text[start:end], per, stated))

    for m in _PHONE.finditer(text):
        take("phone", re.sub(r"\D", "", m[0]), m.start(), m.end())
    for m in _PAGE.finditer(text):
        for number in (m[1], m[2], m[3]):
            if number:
                found.append(Figure("page", Fraction(number), m.start(), m.end(), m[0]))
        taken.append((m.start(), m.end()))
    for m in _LABEL.finditer(text):
        take("label", m[1] or f"*{m[2]}", m.start(), m.end())
    for m in _TENTHS.finditer(text):
        wari = int(m["wari"]) if m["wari"].isdigit() else sum(_WARI[c] for c in m["wari"])
        bu = int(m["bu"]) if m["bu"].isdigit() else _WARI[m["bu"]]
        take("percent", Fraction(wari * 10 + bu), m.start(), m.end())
    for m in _POSITIONAL.finditer(text):
        take("percent", Fraction(10 * _WARI[m[0][0]] + _WARI[m[0][1]]), m.start(), m.end())
    halves = {m.start() for m in _HALF_PAST.finditer(text)} | {m.start(1) for m in _HALF_RIGHT.finditer(text)}
    for m in _SHARES.finditer(text):
        if m.start() in halves:
            continue  # half past nine, half right
        take("percent", _share(m), m.start(), m.end())
    for m in _WITHIN_ONE.finditer(text):
        take(m[1], Fraction(1), m.start(1), m.end())
    for m in _MULTIPLE.finditer(text):
        take("times", Fraction(m[1]), m.start(), m.end())
    if _MAY_BE_DATE.search(text):
        for d in find_dates(text, _TODAY):
            if d.kind == "relative" or d.kind == "weekday" or d.kind == "unanchored":
                continue
            value = "?" if d.date is None else d.date.isoformat() if d.kind == "absolute" else f"--{d.date:%m-%d}"
            if d.kind == "yearless" and "/" in d.text and not re.search(r"[月日]", d.text):
                value = d.text
            take("date", value, d.start, d.end)
        for t in find_times(text):
            take("time", _clock(t.text, text[max(0, t.start - 3) : t.start]), t.start, t.end)
        for m in _FISCAL.finditer(text):
            year = int(m[3] or m[4]) if m[3] or m[4] else (2018 if m[1] else 1988) + _ordinal(m[1] or m[2])
            take("date", str(year), m.start(), m.end())
    for m in _HALF_PAST.finditer(text):
        hour = _HOURS.index(m[1]) if m[1] in _HOURS else int(m[1])
        take("time", str(60 * hour + 30), m.start(), m.end())
    for m in _SHORT.finditer(text):
        take("number", Fraction(m[1]) * _SHORT_FOR[m[2]], m.start(), m.end())
    numbers = find_all(text)
    for a in numbers.amounts:
        take("yen", _fraction(a.exact if a.value >= 0 else -abs(a.exact)), a.start, a.end, a.per, a.stated)
    for f in numbers.foreign:
        take("foreign", f"{f.value} {f.currency}", f.start, f.end)
    for c in numbers.counts:
        take("number" if c.unit == "none" else c.unit, _fraction(c.value), c.start, c.end)
    for c in numbers.bare:
        take("number", _fraction(c.value), c.start, c.end)
    loose = tuple(m[0] for m in _LOOSE.finditer(text) if free(m.start(), m.end()))
    return Read(tuple(sorted(found, key=lambda f: f.start)), loose)


_MAY_HOLD: Final = re.compile(
    r"\d|[〇一二三四五六七八九十百千万億](?=[〇一二三四五六七八九十百千万億人名社件円割%日年月週時分か回つ台倍個者])|[半倍]|\b(?:within|half|third|quarter|twice|double|hundred|thousand|million|billion|dozen|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
)
_MAY_BE_DATE: Final = re.compile(
    r"[年月日時]|\d[/:.-]\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|[ap]\.?m\b|noon|midnight|o'clock|(?:19|20)\d\d"
)


def _share(m: re.Match[str]) -> Fraction:
    if m["half"]:
        return Fraction(50)
    if m["twice"]:
        return Fraction(200)
    if m["ja"]:
        den, num = (int(x) if x.isdigit() else 10 if x == "十" else _WARI[x] for x in (m["den"], m["num"]))
        return Fraction(100 * num, den)
    return Fraction(100 * _COUNTS[m["count"]], _PARTS[m["part"].rstrip("s")])


def _ordinal(text: str) -> int:
    return 1 if text == "元" else int(text)


def _fraction(value: int | Decimal) -> Fraction:
    return Fraction(value)


def _clock(text: str, before: str) -> str:
    """Minutes after midnight as text."""
    m = re.search(r"(午前|午後)?\s*(\d{1,2})(?:[:時]\s*(\d{1,2}|半)?)?", text)
    if m is None:
        return text.strip()
    hour = int(m[2])
    minute = 30 if m[3] == "半" else int(m[3] or 0)
    after = (m[1] == "午後" or "午後" in before or re.search(r"p\.?m", text)) and hour < 12
    return str(60 * (hour + (12 if after else 0)) + minute)
