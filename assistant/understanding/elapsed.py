"""What counted days decide: notice "after 45 days", on day 40, 45日後, 40日目, and what was ordered before or after it.

Days are counted from the discovery unless the message counts them from something else. Where the count leaves two
readings, as "a month" does beside a term of 30 days, nothing is decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from assistant.understanding.numerals import whole_number

_WORDS: Final = (
    "a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "fourteen", "fifteen",
    "twenty", "thirty", "forty", "fifty", "sixty", "ninety",
)  # fmt: skip
_NUMBER: Final = rf"(?:[0-9]{{1,4}}|(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?![a-z]))"
# The fewest and the most days that a unit may have.
_DAYS: Final = {"day": (1, 1), "week": (7, 7), "month": (28, 31), "日": (1, 1), "週": (7, 7), "月": (28, 31)}
_MUCH: Final = 10_000  # days: "more than" has no end

_JAPANESE: Final = re.compile(
    r"(?<![0-9.,〇一二三四五六七八九十百第])(?P<n>[0-9]{1,4}|[一二三四五六七八九十百]{1,4})(?:[かカヶケヵ箇](?=月))?(?P<unit>日|週|月)間?(?P<half>半)?(?:ほど|くらい|ぐらい|近く|も)?"
    r"(?:(?P<nth>目)|(?P<over>を?(?:過ぎ|超え)|以上)|(?P<within>以内|のうちに|未満)|(?:を|が|も)?(?:後|経|たっ|たち|してから|遅れ)|"
    r"(?:は|も)?[^、。]{0,2}(?:様子を?見|放置し|静観し|そのままにし|待っ|ほうって|放って|寝かせ))"
)
_ENGLISH: Final = re.compile(
    rf"(?<![a-z0-9.,-])(?:(?P<over>more than|over|beyond) )?(?P<n>{_NUMBER}) (?P<unit>day|week|month)s? "
    rf"(?:later|afterwards|after|from|late\b|(?:had |have )?(?:passed|gone|went|elapsed))|"
    rf"\b(?:after|took(?: us)?|waited|waiting) (?:about |some |nearly |almost |only |another |(?P<over_2>more than |over ))?"
    rf"(?P<n_2>{_NUMBER}) (?P<unit_2>day|week|month)s?(?![a-z])|"
    r"\bday (?P<day>[0-9]{1,3})(?![0-9]|[.,][0-9])|\b(?P<th>[0-9]{1,3})(?:st|nd|rd|th) day\b"
)
# Counted from an order, or from an event that may have been noticed later.
_FROM_ELSEWHERE_BEFORE: Final = re.compile(
    r"(?:発注|依頼|契約|支払|払っ|頼ん|着手|請求|攻撃|侵入|感染|事故|漏え?い)[^、。!?\n]{0,6}(?:から|より|後|の)(?:約|およそ)?$"
)
_FROM_ELSEWHERE: Final = re.compile(
    r"^(?:ter)? ?(?:we |the |our |an? |it |having )*(?:\w+ )?(?:order|hir|engag|pa(?:id|y)|bill|invoic|contract|commission|attack|intru|breach|incident|infect|work)\w*"
)


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Days since something was noticed: at least `least`, at most `most`; with its place in the text."""

    least: int
    most: int
    start: int
    end: int


def find_elapsed(text: str) -> Iterator[Elapsed]:
    """The counts of days since the discovery in a prepared text, in order."""
    for m in _JAPANESE.finditer(text):
        count = whole_number(m["n"])
        if count is not None and not _FROM_ELSEWHERE_BEFORE.search(text, max(0, m.start() - 16), m.start()):
            yield _counted(
                count, m["unit"], bool(m["over"]), bool(m["nth"]), m, half=bool(m["half"]), within=bool(m["within"])
            )
    for m in _ENGLISH.finditer(text):
        nth = m["day"] or m["th"]
        if nth:
            yield _counted(int(nth), "day", False, True, m)
            continue
        word = m["n"] or m["n_2"]
        count = 1 if word in ("a", "an") else whole_number(word) or 0
        counted_from = m.group().endswith(("after", "from")) and _FROM_ELSEWHERE.match(text[m.end() : m.end() + 50])
        if not counted_from:
            yield _counted(count, m["unit"] or m["unit_2"], bool(m["over"] or m["over_2"]), False, m)


def _counted(
    count: int, unit: str, over: bool, nth: bool, m: re.Match[str], *, half: bool = False, within: bool = False
) -> Elapsed:
    least, most = (count * days + half * (days // 2) for days in _DAYS[unit])
    if over:
        least, most = least + 1, _MUCH
    # Whether the day of the discovery is itself the first is left open.
    return Elapsed(0 if within else least - nth, most, m.start(), m.end())


_THEN: Final = (
    r"(?:only then|and then|then|after that|after which|afterwards|thereafter|subsequently|それから|その後|そのあと|"
    r"(?<=[てで])から|(?<=[たの])(?:後|あと|のち)|のちに|ようやく|初めて|やっと)"
)
_BY_THEN: Final = r"(?:already|by then|by that time|beforehand|before that|その前に|それ以前に|その時(?:に)?は(?:もう|既に|すでに)|既に|すでに|もう)"


class Order:
    """Which of two things that a message tells came first: notice, or the order for the work."""

    def __init__(self, told: str, spent: str) -> None:
        gap = r"[^!?\n]{0,60}?"
        self._told_first = re.compile(
            rf"(?:{told}){gap}{_THEN}{gap}(?:{spent})|(?:{told}){gap}(?:{spent})[^。.!?\n]{{0,16}}?(?:afterwards|after that|later|thereafter)"
        )
        self._spent_first = re.compile(
            rf"(?:{spent}){gap}{_THEN}{gap}(?:{told})|(?:{told}){gap}{_BY_THEN}{gap}(?:{spent})|(?:{told}){gap}(?:{spent})[^。!?\n]{{0,12}}?その前"
        )

    def told_first(self, text: str) -> bool | None:
        """True where the insurer was told first, False where the work was ordered first; None where neither is said."""
        told, spent = bool(self._told_first.search(text)), bool(self._spent_first.search(text))
        return told if told != spent else None


def notice_by_count(
    happened: Mapping[str, Elapsed], told_first: bool | None, days: int, names: tuple[str, str, str]
) -> dict[str, bool]:
    """What counted days decide about a notice that is due within `days` of the discovery, before the work is ordered.

    Args:
        happened: since when the insurer was "told" and the work "spent" on.
        told_first: the order of the two, where it is said.
        days: the term.
        names: the facts of notice in time, of notice in the term but too late for the order, and of a cost in the term.
    """
    in_time, late, cost_in_time = names
    told, spent = happened.get("told"), happened.get("spent")
    facts: dict[str, bool] = {}
    if spent is not None and (spent.most <= days or spent.least > days):
        facts[cost_in_time] = spent.most <= days
    if told is None:
        return facts
    if told_first is None and spent is not None and (told.most < spent.least or spent.most < told.least):
        told_first = told.most < spent.least
    if told.least > days:
        facts[in_time] = False
        if told_first:
            facts[cost_in_time] = False
    elif told.most <= days and told_first is not None:
        facts[in_time if told_first else late] = True
        if not told_first:
            facts.pop(cost_in_time, None)  # what then holds is a question of its own
    return facts
