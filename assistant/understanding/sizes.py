"""Types that a message names by their size or limit: "the top leakage plan", 「真ん中のタイプ」, "the set with 300 million".

The sizes of a scheme are those of its liability limits: where no two types of a plan share one, the largest, the middle
and the smallest type are certain. What is chosen by a condition ("the smallest set that has 100 million") names no type.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, Literal

from assistant.corpus.model import Scheme
from assistant.corpus.patterns import PatternSet, literal
from assistant.understanding.numbers import Figures

_LEAST: Final = 1_000_000  # yen; a smaller sum is no limit
Place = Literal["top", "middle", "bottom"]
_WITH_A_MIDDLE: Final = 3  # types of a plan

_NOUN_EN: Final = r"(?:types?|plans?|sets?|courses?|tiers?|levels?|options?|versions?|sizes?|ones?|of (?:the )?(?:three|four|types|sets))"
# Words between the size and its noun; a limit or a premium that is the highest names no type here.
_BETWEEN_EN: Final = r"(?:(?!limit|premium|price|amount|sum|cover\b|of\b|that\b|or\b|and\b)[a-z-]+ ){0,3}?"
_NO_CONDITION_EN: Final = (  # "up to the dearest" moves on to another type
    r"(?![a-z])(?! (?:that|which|to(?! the\b)|whose|where|meeting|giving|having|(?:with|offering|at) (?:at least|a limit|\d)))"
)
_EN: Final[dict[Place, str]] = {
    "top": r"(?:top|biggest|largest|uppermost)(?:[- ](?:level|tier|end|most))?",
    "middle": r"(?:middle|mid|medium|mid-?range|second[- ](?:largest|biggest|smallest))(?:[- ](?:level|tier|sized?))?",
    "bottom": r"(?:smallest|bottom|lowest|entry[- ]level)(?:[- ](?:level|tier|most))?",
}
_AFTER_JA: Final = r"(?:の?(?:ほう|方))?(?:の?(?:タイプ|型(?!番)|コース|セット|やつ|もの)|の?(?=(?:だと|なら|では|で|は|が|に(?!近)|を|と)?(?:[(、。?]|$)|だと|なら|では|にし|に入|に加|を選|と(?=[一-龥ァ-ヺ])|[a-z](?:に|だと|なら|は|を|で)))"
_JA: Final[dict[Place, str]] = {
    "top": r"(?:(?:一番|いちばん|最も|もっとも)(?:大き[いな]|上|手厚い)|最上位|最大|トップ)",
    "middle": r"(?:真ん中|まんなか|真中|中間|中くらい|中ぐらい|(?:2|二)番目に(?:大き|小さ)[いな])",
    "bottom": r"(?:(?:一番|いちばん|最も|もっとも)(?:小さ[いな]|下)|最下位|最小)",
}
_CHOOSES_JA: Final = re.compile(r"(?:満た[すし]|以上の|超える|足りる|収まる|入れる)(?:中で|なかで|うち)?[、,]?\s*$")
_WHICH_JA: Final = re.compile(r"^(?:は|って|が)(?:どれ|どの|何番|何|いくつ)")
_CHOOSES_EN: Final = re.compile(r"\b(?:which|what) (?:is|are|would be|of (?:the|these|them) is)?\s*(?:the )?$")
# By what it costs, where the plan is named beside it: a plan's types stand in the same order by premium as by limit.
_PRICE_EN: Final[dict[Place, str]] = {
    "top": r"(?:dearest|priciest|costliest|most expensive)",
    "bottom": r"(?:cheapest|least expensive|lowest[- ]priced)",
}
_PRICE_JA: Final[dict[Place, str]] = {
    "top": r"(?:(?:一番|いちばん|最も|もっとも)(?:保険料が|掛け?金が)?(?:お?高い|高額な)|最高額の)",
    "bottom": r"(?:(?:一番|いちばん|最も|もっとも)(?:保険料が|掛け?金が)?(?:お?安い|安価な)|最安の)",
}
_PRICES: Final = {
    place: (
        re.compile(
            rf"(?<![a-z-])(?:{_PRICE_EN[place]})(?: |-)(?P<between>{_BETWEEN_EN})(?P<noun>{_NOUN_EN}){_NO_CONDITION_EN}"
        ),
        re.compile(_PRICE_JA[place] + r"の?(?:タイプ|型(?!番)|コース)"),
    )
    for place in _PRICE_EN
}
_PATTERNS: Final = {
    place: (
        re.compile(
            rf"(?<![a-z-])(?:{_EN[place]})(?: |-)(?P<between>{_BETWEEN_EN})(?P<noun>{_NOUN_EN}){_NO_CONDITION_EN}"
        ),
        re.compile(_JA[place] + _AFTER_JA),
    )
    for place in _EN
}

# "The set with 300 million", 「3億円のセット」, "which set has 300 million".
_SET_BEFORE = re.compile(
    r"\b(?:set|type|one|course|plan|option|category)s? (?:with|of|at|for|that (?:has|have|gives|offers)|has|have|gives|offers|carries|provides|comes with|includes)(?: (?:the|a|exactly|liability(?: of)?|limit(?: of)?))*\s*(?:¥|jpy )?$|(?:セット|タイプ|類型|コース)(?:で|は|のうち|が)[^。!?\d]{0,12}$"
)
_SET_AFTER = re.compile(
    r"^(?:円)?(?:の|が|に(?:なる|なって)|である)(?:付いて(?:い)?る|出る|限度の)?(?:の)?(?:加入)?(?:セット|タイプ|類型|コース|もの|やつ|型(?![番式]))|^(?: yen)?[ -](?:set|type|course|one|level|tier)(?![a-z])"
)


def large_sums(figures: Figures) -> list[tuple[int, int, int]]:
    """The sums that may be a limit, in yen, each with its place; "300 million" counts without its currency."""
    found = [(a.value, a.start, a.end) for a in figures.amounts if not a.too_large]
    found += [(b.value, b.start, b.end) for b in figures.bare if isinstance(b.value, int) and not b.too_large]
    return [x for x in found if x[0] >= _LEAST]


def by_limit(scheme: Scheme, text: str, figures: Figures) -> tuple[str, ...]:
    """The types that a prepared text names by a sum in yen that is one of their limits, the liability limit before any other."""
    sums = {
        value
        for value, start, end in large_sums(figures)
        if _SET_BEFORE.search(text[max(0, start - 44) : start]) or _SET_AFTER.match(text[end : end + 24])
    }
    if len(sums) != 1:
        return ()
    limits = [x for x in scheme.limits if x.by == "type" and x.certainty == "stated" and isinstance(x.yen, dict)]
    for group in ([x for x in limits if x.section == "liability"], limits):
        found = [t for x in group if isinstance(x.yen, dict) for t, y in x.yen.items() if y in sums]
        if found:
            return tuple(dict.fromkeys(found))
    return ()


# "from 100 million to 200 million", 「1億円から2億円に上げる」: the limits that one has and that one would have.
_FROM_TO: Final = re.compile(
    r"(?:円)?(?:のもの|のタイプ|の型)?(?:から|を|→|より)[^。!?\n\d]{0,12}?|(?: yen)?(?: (?:of )?(?:liability|limit|cover|in liability))?,? (?:up |over |on |down )?(?:to|and|into|→)(?: a(?: limit of)?)? (?:¥|jpy )?"
)
_OF_LIMITS: Final = re.compile(r"限度|賠償|補償|上限|\bliabilit|\blimit|\bcover")


def moved_limits(scheme: Scheme, text: str, figures: Figures, plans: Sequence[str]) -> tuple[str, ...]:
    """The types of a move that a prepared text tells by the liability limits of both ends; of `plans`, or of all where none."""
    if not _OF_LIMITS.search(text):
        return ()
    sums = large_sums(figures)
    ends = [
        (a[0], b[0])
        for a in sums
        for b in sums
        if a[0] != b[0] and a[2] <= b[1] and _FROM_TO.fullmatch(text, a[2], b[1])
    ]
    limits = [x for x in scheme.limits if x.section == "liability" and x.by == "type" and x.certainty == "stated"]
    own = [x.types for p, x in scheme.plans.items() if x.types and (not plans or p in plans)]
    if len(ends) != 1 or not own:
        return ()
    found = [
        [
            t
            for x in limits
            if isinstance(x.yen, dict)
            for t, y in x.yen.items()
            if y == end and any(t in o for o in own)
        ]
        for end in ends[0]
    ]
    # Each plan has one type of either limit, or the words name none for sure.
    return (*found[0], *found[1]) if all(len(f) == len(own) for f in found) else ()


def sized(scheme: Scheme, text: str, plans: Sequence[str]) -> list[tuple[str, int, int]]:
    """The types named by their size in a prepared text, with their places; of `plans`, or of all where none is in question."""
    found: list[tuple[str, int, int]] = []
    for place, patterns in (*_PATTERNS.items(), *_PRICES.items()):
        for m in (m for pattern in patterns for m in pattern.finditer(text)):
            before, after = text[max(0, m.start() - 24) : m.start()], text[m.end() : m.end() + 6]
            if m.lastgroup == "noun":
                # "The top plan" is one of the plans, "the top leakage plan" a type of one.
                if (m["noun"].startswith("plan") and not m["between"].strip()) or _CHOOSES_EN.search(before):
                    continue
            elif _CHOOSES_JA.search(before) or _WHICH_JA.match(after):
                continue
            nearest = _plan_near(scheme, text, m)
            if nearest is None and patterns is _PRICES.get(place):
                continue  # the cheapest of all is a choice, not a name
            for ladder in ladders(scheme, (nearest,) if nearest else plans):
                if place != "middle" or len(ladder) == _WITH_A_MIDDLE:
                    found.append((_at(ladder, place), m.start(), m.end()))
    return found


def _plan_near(scheme: Scheme, text: str, size: re.Match[str]) -> str | None:
    """The plan named within the words for a size, else the last one before them in the same sentence."""
    start = max(text.rfind(x, 0, size.start()) for x in "。.!?\n") + 1
    places = [
        (m.end, p)
        for p, x in scheme.plans.items()
        if x.types
        for m in _names((*x.words.yes, *map(literal, (x.name.ja, x.name.en, *x.words.aliases)))).find(text)
        if start <= m.start and m.start < size.end()
    ]
    return max(places)[1] if places else None


@cache
def _names(patterns: tuple[str, ...]) -> PatternSet:
    """The names of one plan, compiled once."""
    return PatternSet(patterns)


def _at(ladder: Sequence[str], place: Place) -> str:
    return ladder[{"top": -1, "middle": len(ladder) // 2, "bottom": 0}[place]]


def ladders(scheme: Scheme, plans: Sequence[str]) -> list[list[str]]:
    """The types of each plan from the smallest liability limit to the largest; none where two types share a limit."""
    limits = [x for x in scheme.limits if x.section == "liability" and x.by == "type" and x.certainty == "stated"]
    groups = [x.types for p, x in scheme.plans.items() if x.types and (not plans or p in plans)] or [()]
    out: list[list[str]] = []
    for types in groups:
        own = {
            t: y
            for x in limits
            if isinstance(x.yen, dict) and not x.plans
            for t, y in x.yen.items()
            if y is not None and (not types or t in types)
        }
        if len(own) > 1 and len(set(own.values())) == len(own):
            out.append(sorted(own, key=lambda t: own[t]))
    return out
