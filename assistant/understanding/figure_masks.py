"""Digits that are no quantities: dates, times, telephone numbers, addresses, item numbers, words with numerals.

Every pattern is anchored by a look-behind and repeats possessively, so that a search over any text is linear.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Final

_MONTHS: Final = (
    r"(?:january|february|march|april|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?|(?-i:May))"
)
_N: Final = r"(?:[0-9]{1,4}|[〇一二三四五六七八九十]{1,4}|元)"
_QUANTITY_FOLLOWS: Final = (
    r"(?![0-9]|[ ]?(?:円|万|億|千|yen|jpy|人|名|社|台|件|日間|か月|ヶ月|%|million"
    r"|thousand))"
)

_HARD: Final = re.compile(
    "|".join(
        (
            r"(?<![a-z0-9+.-])https?://[!-~]++",
            r"(?<![a-z0-9._%+-])[a-z0-9._%+-]++@[a-z0-9.-]++",
            # Telephone numbers, addresses, ISO dates; three groups or more.
            r"(?<![0-9.-])\+?[0-9]++(?:[-‐‑–−][0-9*]++){2,}+",
            rf"(?<![0-9.,-])[0-9]{{3}}[-‐‑–−][0-9]{{4}}{_QUANTITY_FOLLOWS}",
            r"(?<![0-9])0[0-9]{1,3}[( ][0-9]{2,4}[) ][0-9]{4}(?![0-9])",
            r"(?<![0-9.,])0[0-9]{8,10}(?![0-9])",
            r"(?<![0-9])\+[0-9]++(?:[ -][0-9]++)++",
            # 2026/06/01, 24/7, 192.168.0.1, R8.6.1
            r"(?<![0-9.])[0-9]++(?:/[0-9]++)++(?![0-9])",
            r"(?<![0-9.])(?:[rhstm])?[0-9]++(?:\.[0-9]++){2,}+(?![0-9])",
            # Identifiers: CVE-2021-44228, ISO-27001.
            r"(?<![a-z0-9-])(?!(?:jpy|usd|eur|gbp)-)[a-z][a-z0-9]{0,15}-[0-9][0-9-]*+(?![0-9a-z])",
            # Times of day.
            r"(?<![0-9])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9])",
            rf"(?:午前|午後|am|pm)?[ ]?(?<![0-9]){_N}時(?!間|代|給|点)(?:{_N}分(?!間)|半)?",
            r"(?<![0-9:])[0-9]{1,2}[ ]?(?:[ap]\.m\.|[ap]m(?![a-z])|o'clock)",
            # Calendar dates.
            rf"(?:令和|平成|昭和|大正|明治|(?<![a-z0-9])[rhs])[ ]?{_N}年度?(?:{_N}月(?:{_N}日)?)?",
            rf"(?<![0-9])(?:19|20)[0-9]{{2}}[ ]?年(?!間)度?[ ]?(?:{_N}[ ]?月[ ]?(?:{_N}[ ]?日)?)?",
            r"(?<![〇一二三四五六七八九十])[一二]〇[〇一二三四五六七八九]{2}年度?",
            rf"(?<![0-9〇一二三四五六七八九十か-]){_N}[ ]?月(?!間|額)(?:[ ]?{_N}[ ]?日)?",
            rf"(?<=[今来先翌前]月){_N}日",
            rf"(?<![a-z]){_MONTHS}[ ][0-9]{{1,2}}(?:st|nd|rd|th)?(?![0-9,])(?:,?[ ](?:19"
            rf"|20)[0-9]{{2}}(?![0-9]))?",
            rf"(?<![a-z]){_MONTHS}[ ][0-9]{{1,2}}(?:st|nd|rd|th)?,[ ](?:19|20)[0-9]{{2}}(?![0-9,])",
            rf"(?<![a-z]){_MONTHS},?[ ](?:19|20)[0-9]{{2}}(?![0-9,])",
            rf"(?<![0-9.,])[0-9]{{1,2}}(?:st|nd|rd|th)?[ ](?:of[ ])?{_MONTHS}(?![a-z])(?:,?[ ](?:19"
            rf"|20)[0-9]{{2}}(?![0-9]))?",
            r"(?<![0-9.,])[0-9]++(?:st|nd|rd|th)(?![a-z])",
            # Places in a list, and the words of every day that are written with a numeral.
            r"第[ ]?[0-9〇一二三四五六七八九十百]++",
            r"(?<![0-9])[0-9]++(?:番地?|丁目|号|条|項|章|節|位|級|頁|階|世紀|限|類型|型|つ目|回目|社目"
            r"|人目|件目)",
            r"一[般度切部旦応番方緒体致種律括層気貫覧瞬定戸流身]|一人(?:ひとり|一人|暮|前|歩)"
            r"|一日(?:も早|中|千秋)|一年(?:中|生)",
            r"一(?:石二鳥|円玉|時(?!間))|[一二三四五六]年生|二[度次重]|二人三脚|二日酔|三(?:者|角|次|度"
            r"|日月|日坊主|社祭|人称|脚)",
            r"四(?:日市|国|季|半期|捨五入)|五(?:日市|輪|分五分)|七(?:夕|五三)|八(?:百屋|百長|日市|方)"
            r"|九(?:州|十九里)",
            r"十(?:分(?!間)|日町|人十色|字)|百(?:貨店|科|聞|人一首)|千(?:葉|代|歳|人力|差万別)"
            r"|[一二三四五六七八九]つ",
            r"(?<![a-z])(?:no|any|every|some|each|this|that|another|the|which)[ ]one(?:s"
            r"|'s)?(?![a-z-])(?![ ](?:hundred|thousand|million|billion|company|person|yen))",
            r"(?<![a-z])one(?:'s|[ ](?:of|by|another|or[ ]more|or[ ]the|such|more|thing|could|can|may"
            r"|must|should)(?![a-z]))",
        )
    ),
    re.I,
)

_SOFT: Final = re.compile(
    "|".join(
        (
            # Labels before a number: only a currency makes it an amount.
            r"(?<![a-z])(?:type|set|section|article|page|pages|item|step|rank|case|option|version|plan"
            r"|class|grade|no"
            r"|chapter|note|paragraph|clause|appendix|figure|table|question|rule|level|room|phase|fy"
            r"|fiscal|year|line"
            r"|port|number|windows|office|p|pp|q|v|ver|vol)(?:s|\.)?[ ]?[0-9]++"
            r"(?:(?:[ ]?[-~〜][ ]?|[ ]to[ ])[0-9]++)?+",
            # List markers: (1), 1. and 1) at the start of a line.
            r"(?<![a-z])(?<![a-z][ ])\([0-9]{1,2}\)|(?m:^)[ ]{0,8}[0-9]{1,2}[.)](?=[ ]\S|[^\s0-9])",
            r"(?:類型|タイプ|セット|プラン|ページ|別表|設問|質問|図|表|注|項番|番号|型|階級|ランク|※|\*"
            r"|#|〒)[ ]?[0-9]++"
            r"(?:[ ]?(?:[-~〜]|から)[ ]?[0-9]++(?![,.]?[0-9]|[ ]?[万億円人名社台件日か]))?+",
            r"(?<![a-z])(?:in|since|by|until|from|during|for|late|early|mid)[ ](?:19|20)[0-9]{2}(?![0-9,.%])",
            r"(?<![0-9.,])0[0-9]++(?!\.)",
        )
    ),
    re.I,
)


class Spans:
    """Spans of a text, with a fast test whether a place touches one."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        found = [match.span() for match in pattern.finditer(text)]
        self._starts = [start for start, _ in found]
        self._ends = list(accumulate((end for _, end in found), max))

    def touch(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` shares a character with one of the spans."""
        at = bisect_right(self._starts, end - 1)
        return at > 0 and self._ends[at - 1] > start


def never(text: str) -> Spans:
    """Spans of a folded text in which no number is a quantity, whatever stands beside it."""
    return Spans(_HARD, text)


def labels(text: str) -> Spans:
    """Spans of a folded text in which a number is a quantity only if a currency or counter says so."""
    return Spans(_SOFT, text)
