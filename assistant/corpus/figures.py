"""Read the figures of the corpus's own texts, in Japanese and English, so that a rule can be held against its section.

The texts are ours and written with care, so the reader is small and exact; what people type is read elsewhere. It reads
money, percentages, durations, dates, times, telephone numbers and counts in figures, kanji and English words. Left out
are labels (①, ⑥, "type 3", 類型9, note *4), the figure 1 without a unit, and list numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Kind = Literal[
    "yen", "percent", "minutes", "hours", "days", "weeks", "months", "years",
    "calendar year", "calendar month", "day of month", "clock", "code", "number",
]  # fmt: skip

Reading = tuple[Kind, Fraction | str]

_MYRIADS = {"万": 10**4, "億": 10**8, "兆": 10**12}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {w: i for i, w in enumerate(_ONES)} | {w: 10 * i for i, w in enumerate(_TENS, 2)}
_MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
]  # fmt: skip
# Year 0 of the era in which Japanese brochures count.
_REIWA = 2018

_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_SCALE = "|".join(_SCALES)
_MONTH = "|".join(_MONTHS)
_UNITS: dict[str, Kind] = {
    r"円|yen\b": "yen",
    r"%|パーセント|per ?cent\b": "percent",
    r"分間?(?!の)|minutes?\b": "minutes",
    r"時間|hours?\b": "hours",
    r"日間?|(?:working )?days?\b": "days",
    r"週間?|weeks?\b": "weeks",
    r"か月間?|カ月間?|ヶ月間?|箇月間?|months?\b": "months",
    r"年間?|years?\b": "years",
}
_UNIT = re.compile("[ -]?(?:" + "|".join(f"(?P<u{i}>{pattern})" for i, pattern in enumerate(_UNITS)) + ")")
_KINDS = tuple(_UNITS.values())
# Kanji are numerals only before something that is counted: 二つ, but not 二次元.
_COUNTER = "つ|社|人|名|件|種|枚|回|日|年|か月|カ月|ヶ月|時間|割|円|点|個|項目|段階|区分|通り|本|部|章|類型|例|問|台|町村|週|倍|分|か所"
_CIRCLED = re.compile("[\u2460-\u2473\u24f5-\u24fe\u2776-\u277f]")
_LABELLED = (
    r"(?:(?<![a-z])(?:types?|sets?|triggers?|phases?|pages?|notes?|steps?|items?|p\.)"
    r"|類型|セット|タイプ|事由|設問|柱|フェーズ|注|第|※|\*)"
)
_LABEL = re.compile(
    # type 3, types 1 to 6, 類型1・2; not "set 5, 10 billion yen"
    rf"{_LABELLED} ?\d{{1,2}}(?:(?: ?[~〜・、/-] ?| to | and | or )\d{{1,2}})*"
    r"(?!\d|[,.]\d| ?[万千百億円%]| (?:thousand|million|billion|yen))"
    r"|\(\*?\d{1,2}\)|\d{1,2}ページ|^ *\d{1,2}[.)] |第[一二三四五六七八九十]+"
    # names of standards and products
    r"|(?<![a-z])(?:(?:iso|iec|windows|office) ?\d+|ipv\d|https?://\S+)",
    re.MULTILINE,
)
_NUMBER = re.compile(
    r"(?P<arabic>(?<![\d.])\d+(?:,\d{3})*(?:\.\d+)?)(?P<units> ?[十百千万億兆][十百千万億兆\d]*)?"
    rf"(?:[ -]?(?P<scale>{_SCALE})\b)?"
    rf"|(?P<kanji>[〇一二三四五六七八九十百千万億兆]+)(?={_COUNTER})(?<!十(?=分))"
    rf"|(?<![a-z])(?P<english>(?:{_WORD})(?:[ -](?:{_WORD}))?)(?![a-z])(?:[ -](?P<times>{_SCALE})\b)?"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its kind, its exact value (yen, per cent, minutes after midnight …; a code's digits) and its text."""

    kind: Kind
    value: Fraction | str
    text: str

    def matches(self, other: Figure) -> bool:
        """The same value, and the same kind unless one of the two stands without a unit (in a table, for example)."""
        loose = "number" in (self.kind, other.kind) and "clock" not in (self.kind, other.kind)
        return self.value == other.value and (self.kind == other.kind or loose)


def read_figures(text: str, *, labels: bool = False) -> tuple[Figure, ...]:
    """All figures of a text, in the order in which they are recognised; each once. With `labels`, these too."""
    text = unicodedata.normalize("NFKC", text if labels else _CIRCLED.sub(" ", text))
    text = text.lower().replace("**", "").replace("−", "-")
    found: list[Figure] = []

    def take(pattern: str, make: Callable[[re.Match[str]], list[Reading]]) -> None:
        nonlocal text

        def keep(match: re.Match[str]) -> str:
            read = make(match)
            found.extend(Figure(kind, value, match[0].strip()) for kind, value in read)
            return " ; "

        text = re.sub(pattern, keep, text)

    take(r"(?<![\d,.])\d+(?:-\d+){2,}|(?<!\d)0\d{3}-\d{6}|(?<!\d)\d{3}-\d{4}(?!\d)", lambda m: [("code", m[0])])
    take(r"(?<![a-z])no\. ?\d{1,2}(?!\d)", lambda m: [])
    take(r"\$ ?[\d,.]+|[\d,.]+ ?(?:ドル|dollars)", lambda m: [])
    take(r"(?:令和|reiwa )(\d{1,2})(?:年度?)?", lambda m: [("calendar year", Fraction(int(m[1]) + _REIWA))])
    take(r"(?<![\d,.])((?:19|20)\d\d)(?:年度?|(?![\d,.円]*\d| ?yen))", lambda m: [("calendar year", Fraction(m[1]))])
    take(r"(\d{1,2})月(\d{1,2})日", lambda m: [*_month(m[1]), *_day(m[2])])
    take(r"(\d{1,2})月", lambda m: _month(m[1]))
    take(rf"(\d{{1,2}}) ({_MONTH})\b", lambda m: [*_day(m[1]), *_month(m[2])])
    take(rf"({_MONTH}) (\d{{1,2}})\b(?!,?\d)", lambda m: [*_month(m[1]), *_day(m[2])])
    take(rf"\b({_MONTH})\b(?= *;)", lambda m: _month(m[1]))
    take(r"(午前|午後)?(\d{1,2})時(?!間)(?:(半)|(\d{1,2})分)?", _clock_ja)
    take(r"(\d{1,2})(?::(\d\d))? ?(a\.?m\b\.?|p\.?m\b\.?)|(?<!\d)(\d{1,2}):(\d\d)(?!\.?\d|円|%)", _clock_en)
    text = text if labels else _LABEL.sub(" ", text)
    for match in _NUMBER.finditer(text):
        found.extend(_number(match, text))
    return tuple(dict.fromkeys(found))


def _month(word: str) -> list[Reading]:
    return [("calendar month", Fraction(int(word) if word.isdigit() else _MONTHS.index(word) + 1))]


def _day(word: str) -> list[Reading]:
    return [("day of month", Fraction(word))]


def _clock_ja(m: re.Match[str]) -> list[Reading]:
    hour = int(m[2]) % 12 + (12 if m[1] == "午後" else 0) if m[1] else int(m[2])
    return [("clock", Fraction(60 * hour + (30 if m[3] else int(m[4] or 0))))]


def _clock_en(m: re.Match[str]) -> list[Reading]:
    if m[4]:
        return [("clock", Fraction(60 * int(m[4]) + int(m[5])))]
    hour = int(m[1]) % 12 + (12 if m[3].startswith("p") else 0)
    return [("clock", Fraction(60 * hour + int(m[2] or 0)))]


def _number(match: re.Match[str], text: str) -> list[Figure]:
    if match["arabic"]:
        value = _scaled(match["arabic"].replace(",", ""), (match["units"] or "").strip())
        value *= _SCALES.get(match["scale"] or "", 1)
    elif match["kanji"]:
        value = _scaled("", match["kanji"])
    else:
        value = Fraction(sum(_WORDS[w] for w in re.split("[ -]", match["english"])))
        value *= _SCALES.get(match["times"] or "", 1)
    unit = _UNIT.match(text, match.end())
    if unit and unit.lastgroup:
        kind = _KINDS[int(unit.lastgroup[1:])]
        return [Figure(kind, value, (match[0] + unit[0]).strip())]
    if text.startswith("割", match.end()):
        return [Figure("percent", value * 10, f"{match[0].strip()}割")]
    if text[: match.start()].rstrip().endswith("¥"):
        return [Figure("yen", value, match[0].strip())]
    return [] if value in (0, 1) else [Figure("number", value, match[0].strip())]


def _scaled(digits: str, units: str) -> Fraction:
    """`digits` followed by kanji units, as in 1億5千万 or 三十."""
    total, section, current = Fraction(0), Fraction(0), Fraction(digits) if digits else None
    run = ""
    for letter in units:
        if letter in _DIGITS or letter.isdigit():
            run += str(_DIGITS.get(letter, letter))
            current = Fraction(run)
            continue
        run = ""
        if letter in _SMALL:
            section += (1 if current is None else current) * _SMALL[letter]
        else:
            total += (section + (current or 0) or 1) * _MYRIADS[letter]
            section = Fraction(0)
        current = None
    return total + section + (current or 0)
