"""Reading numerals: Arabic, kanji and English words, alone and mixed, in one pass over a folded text.

What a numeral counts (yen, people, nothing) is decided elsewhere; here is only its value and where it stands. All
values are exact. The scanner never goes back over what it has read, so that hostile input costs linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal, TypeAlias

Script: TypeAlias = Literal["arabic", "kanji", "word"]

LARGEST: Final = 10**15
"""Above this a number is flagged as too large to compute with."""

SATURATED: Final = Fraction(10**30)
"""Stands for every number with more digits than are read."""

_MOST_DIGITS: Final = 30
_ONE_OF_THEM: Final = 10**6
"""From here on "one" right behind a number counts nothing more: nobody says "fifty million one"."""

KANJI_DIGITS: Final = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "壱": 1, "壹": 1, "弐": 2, "貳": 2, "参": 3, "參": 3, "伍": 5,
}  # fmt: skip
_SMALL: Final = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_MYRIADS: Final = {"万": 10**4, "萬": 10**4, "億": 10**8, "兆": 10**12}
_DIGITS: Final = "".join(KANJI_DIGITS)
_UNITS: Final = "".join(_SMALL) + "".join(_MYRIADS)

_BELOW_20: Final = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS: Final = {word: value for value, word in enumerate(_BELOW_20)} | {
    word: 10 * value for value, word in enumerate(_TENS, 2)
}
_SCALES: Final = {
    "dozen": 12, "thousand": 1000, "million": 10**6, "millions": 10**6, "billion": 10**9, "trillion": 10**12,
    "mil": 10**6, "mill": 10**6, "mio": 10**6, "mln": 10**6, "mn": 10**6, "bn": 10**9, "man": 10**4, "oku": 10**8,
    "k": 1000, "m": 10**6, "b": 10**9,
}  # fmt: skip
WEAK_SCALES: Final = frozenset({"k", "m", "b", "man", "oku", "mill", "mn"})
"""Scales that are also other words or units: they need a currency or a counted noun beside them."""


def _one_of(words: list[str] | dict[str, int]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")(?![a-z])"


_ARABIC: Final = re.compile(
    r"[0-9]{1,3}+(?:、[0-9]{3}){2,}+(?![0-9])"  # 4、500、000
    r"|[0-9]{1,3}+(?:[ ][0-9]{3}){2,}+(?![0-9])"  # 4 500 000
    r"|[0-9]++・[0-9]++(?=[十百千万億兆])"  # 4・5百万, a decimal as newspapers print it
    r"|[0-9]++(?:,[0-9]++)*+(?:\.[0-9]++)?+(?:e[+-]?[0-9]{1,6}+(?![0-9a-z]))?+"
    r"|\.[0-9]++",
    re.I,
)
_KANJI: Final = re.compile(rf"[{_DIGITS}]++(?:・[{_DIGITS}]++(?=[{_UNITS}]))?+")
_KANJI_PAIR: Final = re.compile(
    r"([一二三四五六七八])、([二三四五六七八九])(?=[十百千万億人名社台件日回か週年分時割円])"
)
_UNIT: Final = re.compile(rf"[ ]?([{_UNITS}])")
_RUN: Final = re.compile(rf"[{_DIGITS}{_UNITS}0-9]*+")
_LOWER_MYRIAD: Final = re.compile(r"[ ](?=[0-9][0-9,]{0,6}(?:\.[0-9]{1,6})?[ ]?[十百千]?万)")
_PAIR: Final = re.compile(r"([1-9])[,、]([1-9])(?![0-9,、.])")

_ONES: Final = _one_of(_BELOW_20[1:10])
_SMALL_WORDS: Final = re.compile(rf"({_one_of(_TENS)})[ -]({_ONES})|({_one_of(_WORDS)})", re.I)
_HUNDRED: Final = re.compile(r"[ \n-]hundred(?![a-z])", re.I)
_BARE_SCALE: Final = re.compile(_one_of(["hundred", "thousand", "million", "billion"]), re.I)
_SCALE: Final = re.compile(rf"[ \n-]{{0,2}}({_one_of(_SCALES)})", re.I)
_REST: Final = re.compile(r"[ \n-](?:and[ ])?", re.I)
_AND_HALF: Final = re.compile(r"[ ]and[ ]a[ ]half(?![a-z])", re.I)
_POINT: Final = re.compile(rf"[ ]point((?:[ ]{_one_of(_BELOW_20[:10])}){{1,9}})", re.I)
_ARTICLE: Final = re.compile(
    rf"an?[ ](?={_one_of(['hundred', 'thousand', 'million', 'billion', 'trillion', 'dozen'])})", re.I
)
_SHARE: Final = re.compile(
    r"(?:a[ ])?(?:(half)|quarter)(?:[ ]of)?(?:[ -]a)?[ -](thousand|million|billion|trillion|dozen)(?![a-z])",
    re.I,
)
_VAGUE: Final = re.compile(r"(?:several|few|many|some|couple|multi|of)[ -]$", re.I)
_START: Final = re.compile(
    rf"\.?[0-9]|[{_DIGITS}十拾百千]|ゼロ|(?<![a-z0-9'])(?<![a-z]-)"
    rf"(?:an?[ ]|half|quarter|{_BARE_SCALE.pattern}|{_one_of(_WORDS)})",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written.

    Attributes:
        value: exact, without sign.
        start: where it starts in the folded text.
        end: where it ends, scale included.
        script: what its leading digit is written in.
        scales: by what a number before it may be scaled too, largest first: (10**6,) for the 5 million in
            "3 to 5 million", (10**6, 10**4) for 五百万.
        suffix: the last English scale as written, in lower case, or "".
        myriad: whether it ends in 万, 億 or 兆.
        low: the lower of two, in 2、3社 and 二三日; else None.
        doubtful: its commas are not in groups of three.
        huge: it has more digits than are read; the value is `SATURATED`.
    """

    value: Fraction
    start: int
    end: int
    script: Script
    scales: tuple[int, ...] = ()
    suffix: str = ""
    myriad: bool = False
    low: Fraction | None = None
    doubtful: bool = False
    huge: bool = False

    @property
    def too_large(self) -> bool:
        """Whether nothing sensible can be computed with it."""
        return self.huge or self.value > LARGEST


def scan(text: str) -> Iterator[Numeral]:
    """Every numeral of a folded text, from left to right, without overlap."""
    at = 0
    while found := _START.search(text, at):
        numeral, end = _read(text, found.start())
        at = max(end, found.start() + 1)
        if numeral is not None:
            yield numeral


def whole_number(written: str) -> int | None:
    """The value of a short whole number in kanji, Arabic digits or English words (三十一, 二〇二六, 31, twelve); None if it is none."""
    numeral, end = _read(written, 0) if _START.match(written) else (None, 0)
    if numeral is None or end != len(written) or numeral.value.denominator != 1:
        return None
    return int(numeral.value)


def _read(text: str, at: int) -> tuple[Numeral | None, int]:
    """The numeral at a place, if there is one, and where to read on."""
    first = text[at]
    if first in ".0123456789":
        return _arabic(text, at)
    if first in _DIGITS or first in _UNITS:
        return _japanese(text, at, None)
    if first == "ゼ":
        return Numeral(Fraction(0), at, at + 2, "word"), at + 2
    return _english(text, at)


def _arabic(text: str, start: int) -> tuple[Numeral | None, int]:
    """Arabic digits with what scales them: 4,500,000 · 450万 · 4.5百万 · 4.5 million · 500k."""
    pair = _PAIR.match(text, start)
    low = None
    if pair and int(pair[2]) == int(pair[1]) + 1:
        number, low = Numeral(Fraction(int(pair[2])), start, pair.end(), "arabic"), Fraction(int(pair[1]))
    elif found := _ARABIC.match(text, start):
        # "4、500円" may be 4,500 yen or two numbers.
        split = found.end() - start == 3 and text[start - 1 : start] == "、" and text[start - 2 : start - 1].isdigit()
        number = _digits(found[0], start, found.end(), split)
    else:
        return None, start + 1
    numeral: Numeral | None = number
    end = number.end
    if _UNIT.match(text, end):
        numeral, end = _japanese(text, start, number)
    elif _SCALE.match(text, end) or _AND_HALF.match(text, end) or _HUNDRED.match(text, end):
        numeral, end = _words(text, number)
    if numeral is not None and low is not None:
        numeral = replace(numeral, low=low * numeral.value / number.value)
    return numeral, end


def _digits(written: str, start: int, end: int, split: bool) -> Numeral:
    body, _, exponent = written.lower().partition("e")
    whole, _, decimals = body.replace("・", ".").partition(".")
    groups = re.split("[,、 ]", whole)
    doubtful = split or not (len(groups) == 1 or (0 < len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:])))
    digits, decimals, power = "".join(groups).lstrip("0"), decimals.rstrip("0"), int(exponent or 0)
    if max(len(digits), len(decimals), abs(power)) > _MOST_DIGITS:
        return Numeral(SATURATED, start, end, "arabic", huge=True)
    value = Fraction(int((digits + decimals) or "0"), 10 ** len(decimals)) * Fraction(10) ** power
    return Numeral(value, start, end, "arabic", doubtful=doubtful)


def _kanji_pair(text: str, start: int) -> Numeral | None:
    """二、三 (two or three) before a unit or a counter."""
    found = _KANJI_PAIR.match(text, start)
    if found is None or KANJI_DIGITS[found[2]] != KANJI_DIGITS[found[1]] + 1:
        return None
    high, low = Fraction(KANJI_DIGITS[found[2]]), Fraction(KANJI_DIGITS[found[1]])
    return Numeral(high, start, found.end(), "kanji", low=low)


def _kanji_digits(written: str, start: int, end: int) -> Numeral:
    whole, _, decimals = written.partition("・")
    if len(whole) + len(decimals) > _MOST_DIGITS:
        return Numeral(SATURATED, start, end, "kanji", huge=True)
    digits = [KANJI_DIGITS[sign] for sign in whole + decimals]
    value = Fraction(int("".join(map(str, digits))), 10 ** len(decimals))
    # Two digits that follow each other are "two or three", not twenty-three.
    if len(digits) == 2 and not decimals and 0 < digits[0] == digits[1] - 1:
        return Numeral(Fraction(digits[1]), start, end, "kanji", low=Fraction(digits[0]))
    return Numeral(value, start, end, "kanji")


def _japanese(text: str, start: int, first: Numeral | None) -> tuple[Numeral | None, int]:
    """Kanji units with Arabic or kanji coefficients: 1億2,000万, 四百五十万, 4.5百万, 3,190千.

    A run of units in no possible order (億万千) is no number and is passed over as a whole.
    """
    if first is None and (first := _kanji_pair(text, start)) is None and (digits := _KANJI.match(text, start)):
        first = _kanji_digits(digits[0], start, digits.end())
    read = [first] if first is not None else []
    current = first.value if first is not None else None
    total = section = Fraction(0)
    small, myriad, ends_in_myriad = 10**4, 10**16, False
    at = end = first.end if first is not None else start
    while unit := _UNIT.match(text, at):
        # "20 万 円": a blank is read before a unit after Arabic digits or another unit.
        if unit[0][0] == " " and not (text[at - 1].isascii() or text[at - 1] in _UNITS):
            break
        size = _SMALL.get(unit[1]) or _MYRIADS[unit[1]]
        ends_in_myriad = size >= 10**4
        if ends_in_myriad:
            if size >= myriad or (not section and current is None):
                return None, _past(text, at)
            total, section = total + (section + (current or 0)) * size, Fraction(0)
            small, myriad = 10**4, size
        else:
            if size >= small:
                return None, _past(text, at)
            section, small = section + (1 if current is None else current) * size, size
        current = None
        at = end = unit.end()
        gap = _LOWER_MYRIAD.match(text, at) if size == 10**8 else None
        below = min(small, myriad) if not ends_in_myriad else size
        if number := _coefficient(text, gap.end() if gap else at, below):
            read.append(number)
            current, at, end, ends_in_myriad = number.value, number.end, number.end, False
        elif _KANJI.match(text, at):
            return None, _past(text, at)
    if end == start:
        return None, start + 1
    value = total + section + (current or 0)
    scales: list[int] = []
    whole = read[0].value if len(read) == 1 and first is not None else Fraction(0)
    if whole and value != whole and value % whole == 0:
        scales.append(int(value / whole))
    if ends_in_myriad and total and total % myriad == 0 and myriad not in scales:
        scales.append(myriad)
    low = first.low * value / first.value if first and first.low and len(read) == 1 else None
    if first and first.low and low is None:
        return None, end
    script: Script = first.script if first is not None else "kanji"
    odd, huge = any(number.doubtful for number in read), any(number.huge for number in read)
    return Numeral(value, start, end, script, tuple(scales), "", ends_in_myriad, low, odd, huge), end


def _coefficient(text: str, at: int, below: int) -> Numeral | None:
    """The number between two units, smaller than the unit before it."""
    if found := _KANJI.match(text, at):
        number = _kanji_digits(found[0], at, found.end())
    elif (found := _ARABIC.match(text, at)) and text[at] != ".":
        number = _digits(found[0], at, found.end(), False)
    else:
        return None
    return number if number.value < below and number.low is None else None


def _past(text: str, at: int) -> int:
    run = _RUN.match(text, at)
    return run.end() if run else at + 1


def _english(text: str, at: int) -> tuple[Numeral | None, int]:
    """Number words: "twelve million", "half a million", "one hundred and fifty thousand"."""
    if share := _SHARE.match(text, at):
        size = _SCALES[share[2].lower()]
        value = Fraction(size, 2 if share[1] else 4)
        return Numeral(value, at, share.end(), "word", (size,), share[2].lower()), share.end()
    if article := _ARTICLE.match(text, at):
        # Its end is before the blank, as a scale brings its own.
        return _words(text, Numeral(Fraction(1), at, article.end() - 1, "word"))
    if small := _SMALL_WORDS.match(text, at):
        return _words(text, Numeral(_small_words(small), at, small.end(), "word"))
    if _BARE_SCALE.match(text, at):
        # "hundred thousand yen", as learners write it; but nothing can be read from "several hundred thousand".
        vague = _VAGUE.search(text[max(0, at - 12) : at])
        numeral, end = _bare_scale(text, at)
        return (None if vague else numeral), end
    return None, at + 1


def _bare_scale(text: str, at: int) -> tuple[Numeral | None, int]:
    one = Numeral(Fraction(1), at, at, "word")
    if hundred := re.compile("hundred", re.I).match(text, at):
        return _words(text, replace(one, value=Fraction(100), end=hundred.end()))
    return _words(text, one)


def _small_words(found: re.Match[str]) -> Fraction:
    if found[1]:
        return Fraction(_WORDS[found[1].lower()] + _WORDS[found[2].lower()])
    return Fraction(_WORDS[found[3].lower()])


def _words(text: str, first: Numeral) -> tuple[Numeral | None, int]:
    """A first coefficient with its scale, then smaller groups: "one million two hundred thousand"."""
    whole = _group(text, first)
    while whole.scales and whole.suffix not in WEAK_SCALES and whole.suffix != "dozen":
        rest = _REST.match(text, whole.end)
        if rest is None:
            break
        if small := _SMALL_WORDS.match(text, rest.end()):
            group = _group(text, Numeral(_small_words(small), rest.end(), small.end(), "word"))
        elif digits := _ARABIC.match(text, rest.end()):
            group = _group(text, _digits(digits[0], rest.end(), digits.end(), False))
        else:
            break
        if group.value == 1 and whole.scales[-1] >= _ONE_OF_THEM and not rest[0].strip():
            break  # "the 50 million one" names one of several things
        # "2 million 500 people" are two numbers, "2 million 500 thousand" is one.
        if group.value >= whole.scales[-1] or (group.script == "arabic" and not group.suffix) or not group.value:
            break
        scales = group.scales[-1:] or (1,)
        whole = replace(whole, value=whole.value + group.value, end=group.end, scales=scales, suffix=group.suffix)
    if whole.scales == (1,):
        whole = replace(whole, scales=())
    return whole, whole.end


def _group(text: str, first: Numeral) -> Numeral:
    """A coefficient, its hundreds, its fraction and its scale: "two and a half million", "3 hundred thousand"."""
    value, end, scales, suffix = first.value, first.end, (), ""
    steps: tuple[int, ...] = scales
    if value < 100 and (hundred := _HUNDRED.match(text, end)):
        value, end, steps = value * 100, hundred.end(), (100,)
        rest = _REST.match(text, end)
        if rest and (small := _SMALL_WORDS.match(text, rest.end())) and 0 < _small_words(small) < 100:
            value, end, steps = value + _small_words(small), small.end(), ()
    elif half := _AND_HALF.match(text, end):
        value, end = value + Fraction(1, 2), half.end()
    elif point := _POINT.match(text, end):
        decimals = "".join(str(_WORDS[word]) for word in point[1].lower().split())
        value, end = value + Fraction(int(decimals), 10 ** len(decimals)), point.end()
    if scale := _SCALE.match(text, end):
        suffix = scale[1].lower()
        size = _SCALES[suffix]
        value, end = value * size, scale.end()
        steps = (*(step * size for step in steps), size)
        if half := _AND_HALF.match(text, end):
            value, end = value + Fraction(size, 2), half.end()
    return replace(first, value=value, end=end, scales=steps, suffix=suffix)
