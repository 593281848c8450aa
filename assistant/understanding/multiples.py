"""An amount for one of several: 「パソコン3台、1台95万円」, "two servers at 400,000 yen each". How many times it counts."""

from __future__ import annotations

import re

from assistant.understanding.quantities import Amount
from assistant.understanding.text import Message

_COUNTERS = r"台|件|回|箇所|か所|カ所|ヶ所|本|枚|通|冊|部|日間?|時間|晩|泊|カ月|か月|ヶ月|週間?|個|セット|便|拠点|支所|室|機|基|紙|紙面|誌|局"
_MANY = r"\d{1,3}(?:,\d{3})+|\d{1,6}"
_ONE_BEFORE = re.compile(
    rf"(?:(?<![\d.,])1|一|各|毎)(?P<unit>{_COUNTERS})(?:当たり|あたり|につき|ごとに?|毎に?|で|が|は|の(?:費用|料金|単価|代金|値段)(?:は|が)?|、|:)?\s*(?:約|およそ|ほぼ)?\s*$"
)
_ONE_AFTER = re.compile(
    rf"^\s*[/／]\s*(?:1|一)?(?P<unit>{_COUNTERS})|^(?:円)?[×xX*]\s*(?P<times>{_MANY})(?:{_COUNTERS})?|"
    rf"^(?:のもの|の品|の機械)?(?:が|を|で)\s*(?P<many>{_MANY})(?:{_COUNTERS})(?:分|ぶん)?(?=[、。でとをのにあ,. ]|$)"
)
# A rate by its name: what the number that it is multiplied with counts.
_RATES = (
    (re.compile(r"(?:月額|月々|毎月)(?:は|が|で|、)?\s*(?:約|およそ)?$"), r"[かヶカヵケ箇]月間?"),
    (re.compile(r"(?:時給|時間単価)(?:は|が|で|、)?\s*(?:約|およそ)?$"), r"時間"),
    (re.compile(r"(?:日当|日給|日額)(?:は|が|で|、)?\s*(?:約|およそ)?$"), r"日間?"),
    (re.compile(r"単価(?:は|が|で|、)?\s*(?:約|およそ)?$"), rf"(?:{_COUNTERS})"),
)
_EACH_JA = re.compile(r"^(?:ずつ|宛)")
_NUMBER_WORDS = {
    w: n
    for n, w in enumerate(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 2
    )
}
_NUMBER = rf"(?P<n>\d{{1,5}}|{'|'.join(_NUMBER_WORDS)})"
_THINGS = (
    r"(?:pcs?|computers?|machines?|servers?|laptops?|notebooks?|desktops?|terminals?|devices?|routers?|printers?|offices?|sites?|branches|"
    r"days?|nights?|hours?|weeks?|months?|letters?|reports?|trips?|times|items?|units?|copies|experts?|opinions?|newspapers?|ads?|advertisements?|notices?)"
)
_EACH_EN = re.compile(
    r"^(?: yen| jpy)?,? (?:each|apiece|a piece|per (?:pc|computer|machine|server|laptop|notebook|desktop|terminal|device|router|printer|office|site|branch|day|night|"
    r"hour|week|month|letter|report|trip|item|unit|copy|expert|opinion|newspaper|ad|advertisement|notice|time)|(?:a|for (?:each|every|one)) "
    r"(?:pc|computer|machine|server|laptop|notebook|desktop|terminal|device|router|printer|day|night|hour|week|month|letter|report|trip|unit|copy)(?![a-z]))"
)
_SEVERAL_EN = re.compile(rf"(?<![\w.,-]){_NUMBER} (?:[a-z-]+ ){{0,2}}?{_THINGS}(?![a-z])")
_WHOLE = re.compile(r"合計|総額|全部で|合わせて|しめて|計(?=\d)|\b(?:in total|altogether|in all|total of|together)\b")


def times(amount: Amount, message: Message, among: str = "") -> int:
    """How many times an amount counts; 1 where it is no amount for one of several, or where the number is not said.

    `among` is the prepared text of an earlier message, where the number may stand; without it the message itself.
    """
    said = message.text
    before, after = said[max(0, amount.start - 24) : amount.start], said[amount.end : amount.end + 40]
    text = among or said
    if _WHOLE.search(said[max(0, amount.start - 10) : amount.start]):
        return 1
    behind = _ONE_AFTER.match(after)
    if behind and (behind["times"] or behind["many"]):
        return max(1, int((behind["times"] or behind["many"]).replace(",", "")))
    one = _ONE_BEFORE.search(before)
    unit = one["unit"] if one else behind["unit"] if behind else None
    if unit:
        return _only(re.findall(rf"(?<![\d.,])({_MANY})\s*{unit}(?![目以])", text))
    for rate, counted in _RATES:
        if rate.search(before):
            return _only(re.findall(rf"(?<![\d.,月])({_MANY})\s*{counted}(?![目以])", text))
    if _EACH_JA.match(after):
        if among:
            return 1  # who gets so much each is said right before it
        near = re.findall(
            rf"(?<![\d.,])({_MANY})\s*(?:{_COUNTERS}|社|法人|団体|人|名)(?![目以])",
            text[max(0, amount.start - 30) : amount.start],
        )
        return _only(near)
    if message.language == "en" and _EACH_EN.match(after):
        return _only([m["n"] for m in _SEVERAL_EN.finditer(text)])
    return 1


_LETTER = re.compile(r"通|枚|部|letter|notice|copy|each|apiece|a piece")


def is_for_one(amount: Amount, message: Message) -> bool:
    """Whether an amount is for each of some, or the price of one letter, of which everybody gets one."""
    before, after = message.text[max(0, amount.start - 24) : amount.start], message.text[amount.end : amount.end + 40]
    for m in (_ONE_BEFORE.search(before), _ONE_AFTER.match(after), _EACH_EN.match(after)):
        if m and _LETTER.search(m[0]):
            return True
    return False


def _only(said: list[str]) -> int:
    """The one number that is said; 1 where there is none, or more than one."""
    numbers = {_NUMBER_WORDS.get(n) or int(n.replace(",", "")) for n in said} - {1}
    return numbers.pop() if len(numbers) == 1 else 1
