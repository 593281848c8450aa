"""Deciding what each numeral of a text counts, and which of them belong together as the ends of a range."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from assistant.understanding.counters import counter_after, population
from assistant.understanding.currencies import YEN_AFTER, YEN_BEFORE, foreign_after, foreign_before
from assistant.understanding.figure_context import APPROXIMATELY_AFTER, between, is_alone, is_negative, may_be_yen
from assistant.understanding.figure_masks import labels, never
from assistant.understanding.nouns import noun_after
from assistant.understanding.numerals import WEAK_SCALES, Numeral, scan
from assistant.understanding.quantities import End, Unit

Kind: TypeAlias = Literal["yen", "open", "foreign", "count", "bare"]
"""`open` is an amount without a currency (450万); `bare` has nothing beside it."""

# Over this many characters no two numbers are joined to a range.
_WIDEST_GAP: Final = 12

_EACH: Final = re.compile(r"[ ]?(?:あたり|当たり|当り|につき|ごと|毎|ずつ|/)")
_SPELLED_OUT: Final = re.compile(r"[a-z][ ]?\($", re.I)
_SOME: Final = re.compile(r"数[^値字量]")
_LETTER: Final = re.compile(r"[a-z_]", re.I)
_WORD_GOES_ON: Final = re.compile(r"[一-鿿ァ-ヺ]|か[月所国]|つ")
_IDIOM: Final = re.compile(
    r"(?<![a-z])(?P<twice>twice|thrice)(?![a-z])(?![ ](?:the|as|that|what|more|over|its|their|our))"
    r"|(?P<half>半年(?![生])|(?<![a-z])half[ ]a[ ]year(?![a-z]))",
    re.I,
)


@dataclass(slots=True)
class Mention:
    """A numeral with what stands beside it.

    Attributes:
        numeral: the number as written.
        value: without sign, in `unit` or `currency`; a range may scale it ("3 to 5 million").
        kind: what sort of figure it is.
        start: where it starts in the folded text, sign and currency included.
        end: where it ends, counter or currency included.
        negative: whether a minus stands before it.
        unit: what a count counts.
        currency: ISO code of an amount.
        range: which end of a range it is.
    """

    numeral: Numeral
    value: Fraction
    kind: Kind
    start: int
    end: int
    negative: bool = False
    unit: Unit = "none"
    currency: str = "JPY"
    range: End | None = None

    def same(self, value: Fraction) -> Mention:
        """Another value at the same place, as the "two" of 2、3社."""
        return Mention(self.numeral, value, self.kind, self.start, self.end, self.negative, self.unit, self.currency)


def read(text: str) -> list[Mention]:
    """Every figure of a folded text, from left to right."""
    reader = _Reader(text)
    mentions: list[Mention] = []
    for mention in reader.mentions():
        if mentions:
            _relate(text, mentions, mention)
        if mention.numeral.low is not None and mention.numeral.value:
            low = mention.same(mention.value * mention.numeral.low / mention.numeral.value)
            low.range, mention.range = "low", "high"
            mentions.append(low)
        mentions.append(mention)
    mentions = [mention for mention in mentions if mention.kind != "bare" or reader.stands(mention)]
    return sorted([*mentions, *_idioms(text)], key=lambda mention: mention.start)


class _Reader:
    """Finds numerals and what stands beside them; knows where no quantities are."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._never = never(text)
        self._labels = labels(text)
        self._floor = 0  # the end of the last figure: what belongs to it is not read again

    def mentions(self) -> Iterator[Mention]:
        for numeral in scan(self._text):
            if self._never.touch(numeral.start, numeral.end) or self._vague(numeral):
                continue
            mention = self._money(numeral) or self._count(numeral) or self._alone(numeral)
            if mention is not None:
                self._floor = mention.end
                yield mention

    def stands(self, mention: Mention) -> bool:
        """Whether a number with nothing beside it is a number: words and kanji are only when nothing else is said."""
        numeral = mention.numeral
        return numeral.script == "arabic" or is_alone(self._text, numeral.start, numeral.end)

    def _signed(self, start: int) -> tuple[bool, int]:
        negative, width = is_negative(self._text, start, self._floor)
        return negative, start - width

    def _money(self, numeral: Numeral) -> Mention | None:
        """A numeral with a currency before or after it."""
        text = self._text
        negative, start = self._signed(numeral.start)
        mention = Mention(numeral, numeral.value, "yen", start, numeral.end, negative)
        after, other_after = YEN_AFTER.match(text, numeral.end), foreign_after(text, numeral.end)
        window = text[max(self._floor, start - 10) : start]
        if before := YEN_BEFORE.search(window):
            start -= len(window) - before.start()
            mention.end = after.end() if after else numeral.end
        elif other := foreign_before(window):
            start -= other[0]
            mention.kind, mention.currency = "foreign", other[1]
            mention.end = other_after[0] if other_after else numeral.end
        elif after:
            if self._glued(start) and not after[0].endswith("円"):
                return None
            mention.end = after.end()
        elif other_after:
            mention.kind, (mention.end, mention.currency) = "foreign", other_after
        else:
            return None
        if not negative:
            mention.negative, start = self._signed(start)
        mention.start = start
        # "throughout", as in 県内一円, or "not one yen".
        return None if text[start : mention.end] == "一円" else mention

    def _count(self, numeral: Numeral) -> Mention | None:
        """A numeral with a counter, a noun, or a population named before it."""
        text, end = self._text, numeral.end
        negative, start = self._signed(numeral.start)
        glued, word = self._glued(start), numeral.script == "word"
        labelled = self._labels.touch(numeral.start, numeral.end)
        counted = None
        places = [end]
        if wide := APPROXIMATELY_AFTER.match(text, end):
            places.append(wide.end())
        if _SPELLED_OUT.search(text, max(0, start - 3), start) and text.startswith(")", end):
            places.append(end + 1)  # "thirty (30) days"
        for at in places:
            if not word:
                strict = numeral.script == "kanji" and numeral.low is None
                counted = counted or counter_after(text, at, kanji=strict, number_start=start)
            if numeral.script != "kanji" and not glued and not labelled:
                counted = counted or noun_after(text, at, word=word, one=numeral.value == 1)
        mention = Mention(numeral, numeral.value, "count", start, end, negative)
        if counted is None:
            if word or glued or self._letter_follows(end) or not population(text, start, end):
                return None
            mention.unit = "resident"
            return mention
        if text.startswith("目", counted.end) or (numeral.value == 1 and _EACH.match(text, counted.end)):
            return None
        mention.end, mention.unit = counted.end, counted.unit
        mention.value = numeral.value * counted.factor + Fraction(counted.factor if counted.half else 0, 2)
        if counted.unit == "person" and not word and population(text, start, counted.end):
            mention.unit = "resident"
        return mention

    def _alone(self, numeral: Numeral) -> Mention | None:
        """A numeral without currency and counter: yen by its size and form, or a bare number."""
        text, end = self._text, numeral.end
        negative, start = self._signed(numeral.start)
        # A counter was there and made it no count (3社目, 1人あたり), or a letter makes it a name (F2, 4K).
        if self._glued(start) or self._letter_follows(end) or self._labels.touch(numeral.start, end):
            return None
        if numeral.suffix in WEAK_SCALES - {"k"} or counter_after(text, end, kanji=False, number_start=start):
            return None
        mention = Mention(numeral, numeral.value, "open", start, end, negative)
        if may_be_yen(text, numeral):
            return mention
        if numeral.suffix == "k" or numeral.myriad:
            return None
        mention.kind = "bare"
        goes_on = _WORD_GOES_ON.match(text, end) and not APPROXIMATELY_AFTER.match(text, end)
        return None if numeral.script == "arabic" and goes_on else mention

    def _vague(self, numeral: Numeral) -> bool:
        """Whether it is part of 数百, 何千, 十数: some number, not this one; or of 第三."""
        text = self._text
        previous = text[numeral.start - 1] if numeral.start else ""
        if numeral.script == "kanji" and previous == "第":
            return True
        return _SOME.match(text, numeral.end) is not None or (
            previous in ("数", "何", "幾") and text[numeral.start] in "十拾百千"
        )

    def _glued(self, start: int) -> bool:
        return start > 0 and re.match(r"[a-z_#$]", self._text[start - 1], re.I) is not None

    def _letter_follows(self, end: int) -> bool:
        return _LETTER.match(self._text, end) is not None


def _relate(text: str, mentions: list[Mention], mention: Mention) -> None:
    """See whether a mention ends a range that the last one starts, or is paid to whom the last one names."""
    last = mentions[-1]
    gap = text[last.end : mention.start]
    if len(gap) > _WIDEST_GAP:
        return
    single = last.kind == "count" and last.value == 1 and last.unit in ("person", "corporation")
    if single and mention.kind == "yen" and gap in ("", " ", "に", "へ", "、"):
        mentions.pop()  # 1人1,000円: no count of people
    elif last.range is None and between(text[max(0, last.start - 16) : last.start], gap):
        _pair(last, mention)


def _pair(low: Mention, high: Mention) -> None:
    """Make two mentions the ends of a range, if they count the same or one lends its unit to the other."""
    lends = high.kind not in ("bare", "open") or low.kind == high.kind
    if low.kind in ("bare", "open"):
        if not lends and high.kind != "open":
            return
    elif high.kind in ("bare", "open"):
        # "¥300,000 to 500,000": a currency before the first holds for both; one after it does not.
        if low.kind not in ("yen", "foreign") or low.end != low.numeral.end:
            return
    elif (low.kind, low.unit, low.currency) != (high.kind, high.unit, high.currency):
        return
    value = low.value * _borrowed_scale(low.numeral, high.numeral)
    if low.kind != high.kind and high.kind == "count" and high.numeral.value:
        value *= high.value / high.numeral.value  # 2〜3週間, 3〜5割
    if value >= high.value:
        return
    if low.kind in ("bare", "open"):
        low.kind, low.unit, low.currency = high.kind, high.unit, high.currency
    elif high.kind in ("bare", "open"):
        high.kind, high.currency = low.kind, low.currency
    low.value, low.range, high.range = value, "low", "high"


def _borrowed_scale(low: Numeral, high: Numeral) -> int:
    """By what the first number is scaled too: a million in "3 to 5 million", 万 in 三百〜五百万."""
    if low.myriad or low.suffix:
        return 1
    scale = next((size for size in high.scales if low.value * size < high.value), 1)
    # 三百 has a unit of its own, and takes over whole myriads only.
    return scale if not low.scales or scale in (10**4, 10**8) else 1


def _idioms(text: str) -> Iterator[Mention]:
    for found in _IDIOM.finditer(text):
        value = Fraction({"twice": 2, "thrice": 3}.get(found[0].lower(), 6))
        numeral = Numeral(value, found.start(), found.end(), "word")
        mention = Mention(numeral, value, "count", found.start(), found.end())
        mention.unit = "incident" if found["twice"] else "month"
        yield mention
