"""Currency signs and words before and after a number, in Japanese and English."""

from __future__ import annotations

import re
from typing import Final

YEN_BEFORE: Final = re.compile(r"(?:¥|(?<![a-z])(?:jpy|yen))[ ]{0,2}$", re.I)
YEN_AFTER: Final = re.compile(
    r"[ ]{0,2}(?:円|圓|えん(?![ぎじか])|-?yen(?![a-z])|jpy(?![a-z])"
    r"|¥(?![ ]?[0-9]))",
    re.I,
)

_BEFORE: Final = {
    "us$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "hk$": "HKD", "nz$": "NZD", "s$": "SGD",
    "nt$": "TWD", "r$": "BRL", "$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW", "₿": "BTC", "₹": "INR",
}  # fmt: skip
_CODES: Final = [
    "USD",
    "EUR",
    "GBP",
    "AUD",
    "CAD",
    "CHF",
    "CNY",
    "RMB",
    "HKD",
    "KRW",
    "NZD",
    "SGD",
    "TWD",
    "THB",
    "INR",
    "VND",
    "PHP",
    "IDR",
    "BTC",
    "ETH",
]
_AFTER: Final = {
    "米ドル": "USD", "豪ドル": "AUD", "香港ドル": "HKD", "カナダドル": "CAD", "シンガポールドル": "SGD", "台湾ドル": "TWD",
    "ドル": "USD", "ユーロ": "EUR", "ポンド": "GBP", "人民元": "CNY", "中国元": "CNY", "ウォン": "KRW", "スイスフラン": "CHF",
    "フラン": "CHF", "ルピー": "INR", "バーツ": "THB", "ビットコイン": "BTC", "us dollars?": "USD", "dollars?": "USD",
    "bucks": "USD", "euros?": "EUR", "pounds?(?: sterling)?": "GBP", "yuan": "CNY", "renminbi": "CNY",
    "swiss francs?": "CHF", "francs?": "CHF", "rupees?": "INR", "baht": "THB", "bitcoins?": "BTC", "cents?": "USD",
    "us\\$": "USD", "\\$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW",
}  # fmt: skip

_SIGNS: Final = "|".join(re.escape(sign) for sign in sorted(_BEFORE, key=len, reverse=True))
_FOREIGN_BEFORE: Final = re.compile(rf"(?:(?<![a-z])({_SIGNS})|(\$)|(?<![a-z])({'|'.join(_CODES)}))[ -]{{0,2}}$", re.I)
_NAMES: Final = sorted(_AFTER, key=len, reverse=True)
_NAME: Final = "|".join(_NAMES)
_FOREIGN_AFTER: Final = re.compile(
    rf"[ ]{{0,2}}-?(?:(?P<code>{'|'.join(_CODES)})(?![a-z])|(?P<name>{_NAME})(?![a-z])"
    r"|(?P<yuan>(?<=[0-9万億])元(?![年の化帳請本々])))",
    re.I,
)
_NAME_PATTERNS: Final = [(re.compile(name, re.I), _AFTER[name]) for name in _NAMES]


def foreign_before(window: str) -> tuple[int, str] | None:
    """The currency that a window of text ends with: its length in characters and its code; None without one."""
    found = _FOREIGN_BEFORE.search(window)
    if found is None:
        return None
    sign = (found[1] or found[2] or "").lower()
    code = _BEFORE[sign] if sign else _canonical(found[3])
    return len(window) - found.start(), code


def foreign_after(text: str, at: int) -> tuple[int, str] | None:
    """The currency that follows a place: where it ends and its code; None without one."""
    found = _FOREIGN_AFTER.match(text, at)
    if found is None:
        return None
    if found["code"]:
        return found.end(), _canonical(found["code"])
    if found["yuan"]:
        return found.end(), "CNY"
    name = found["name"]
    return found.end(), next(code for pattern, code in _NAME_PATTERNS if pattern.fullmatch(name))


def _canonical(code: str) -> str:
    return "CNY" if code.upper() == "RMB" else code.upper()
