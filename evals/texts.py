"""Read an answer's text as a judge does: folded for comparison, and for the yen amounts that it writes out."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Decimal

_KANJI = {"百": 100, "千": 1_000, "万": 10_000, "億": 100_000_000}
_ENGLISH = {"million": 1_000_000, "m": 1_000_000, "billion": 1_000_000_000}

_NUMBER = r"\d+(?:\.\d+)?"
_UNIT = "[千百]?[億万]|[千百]"
_PARTS = re.compile(f"({_NUMBER})({_UNIT})?")
_BEFORE_YEN_SIGN = re.compile(rf"((?:{_NUMBER}(?:{_UNIT})?)+)\s*円")
_LATIN = re.compile(
    rf"(?:[¥￥]|jpy\s*)({_NUMBER})\s*(million|billion|m\b)?|({_NUMBER})\s*(million|billion)?\s*(?:yen|jpy)",
    re.IGNORECASE,
)
_FILLING = re.compile(r"[\s,，、]+")


def folded(text: str) -> str:
    """The text for comparison: NFKC, lower case, without blanks and commas."""
    return _FILLING.sub("", unicodedata.normalize("NFKC", text)).lower()


def contains(text_folded: str, wanted: str) -> bool:
    """Whether a text that was folded holds `wanted`, however it is spaced, cased or wide."""
    return folded(wanted) in text_folded


def yen_in_text(text: str) -> set[int]:
    """Every amount that a text gives with 円, ¥, yen or JPY, in whole yen (a half yen goes to the even one)."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    amounts = {_japanese(match[1]) for match in _BEFORE_YEN_SIGN.finditer(plain)}
    for match in _LATIN.finditer(plain):
        number, unit = (match[1], match[2]) if match[1] else (match[3], match[4])
        amounts.add(_whole(Decimal(number) * _ENGLISH.get((unit or "").lower(), 1)))
    return amounts


def _japanese(figure: str) -> int:
    total = Decimal(0)
    for number, units in _PARTS.findall(figure):
        part = Decimal(number)
        for unit in units:
            part *= _KANJI[unit]
        total += part
    return _whole(total)


def _whole(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_EVEN))
