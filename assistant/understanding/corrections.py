"""Figures that a message takes back itself: "350,000, no wait, 530,000", "530,000, not 350,000", 「35万、いや53万円」."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assistant.understanding.numbers import Figures
from assistant.understanding.quantities import Amount, Count

REACH = 60
"""Characters between a figure and the one that takes its place."""

# What stands between a figure and the one that takes its place; nothing but fillers beside the word that takes it back.
_TAKEN_BACK = re.compile(
    r"^[^\d.?!\n]{0,24}[\s,;:.!–—(-]+(?:ah |oh |er |erm |hm |uh )?(?:no|nope|wait|hang on|hold on|sorry|oops|apologies|correction|scratch that|strike that|i mean|i meant|make (?:that|it)|or rather|rather|"
    r"pardon|my mistake|let me correct that|that (?:is|was) wrong|that should (?:be|read|have been)|it should (?:be|read|have been)|should (?:be|read|have been))(?![a-z])"
    r"[\s,;:.!–—-]*(?:(?:no|wait|sorry|i mean(?:t)?|make (?:that|it)|rather|actually|in fact|that should be|it(?:['’]s| is| was| were)|they(?: a|['’])re|the (?:bill|sum|figure|invoice|number|total|amount) (?:is|was)|we (?:had|have|are)|should be|of|about|to)[\s,;:–—-]*)*[¥￥]?$|"
    r"^(?:円|人|名)?(?:[^\d。?!\n]{0,6})[、。…\s]*(?:いや|いえ|じゃな(?:く|い)|ではなく|でなく|もとい|訂正|間違えました|失礼)[^\d。?!\n]{0,8}$"
)
_INSTEAD_OF = re.compile(
    r"^(?: yen| people| members| residents)?[\s,;(–—-]+(?:and )?(?:not|rather than|instead of) (?:the |about |only )?[¥￥]?$"
)
# "It is not 5 million but 3 million": sets right as well.
_NOT_THIS = re.compile(r"\b(?:not|isn['’]t|wasn['’]t|weren['’]t)(?: the| about| only)? [¥￥]?$")
_BUT_THAT = re.compile(r"^(?: yen| people| members| residents)?,? but (?:rather )?[¥￥]?$")


def without_corrected(figures: Figures, text: str) -> Figures:
    """The figures without those that the message itself sets right.

    Args:
        figures: what was found in `text`.
        text: the prepared text, lower or mixed case, offsets as in the figures.
    """
    low = text.lower()
    everything: list[Amount | Count] = [*figures.amounts, *figures.counts, *figures.bare]
    everything.sort(key=lambda f: f.start)
    stand: dict[int, Amount | Count] = {f.start: f for f in everything}
    for first, second in pairwise(everything):
        between = low[first.end : second.start]
        if len(between) > REACH or _unlike(first, second):
            continue
        if _TAKEN_BACK.match(between) or (
            _BUT_THAT.match(between) and _NOT_THIS.search(low[max(0, first.start - 24) : first.start])
        ):
            wrong, right = first, second
        elif _INSTEAD_OF.match(between):
            wrong, right = second, first
        else:
            continue
        stand.pop(wrong.start, None)
        stand[right.start] = _in_terms_of(right, wrong)
    kept = sorted(stand.values(), key=lambda f: f.start)
    if len(kept) == len(everything):
        return figures
    named = [f for f in kept if isinstance(f, Count)]
    bare = {f.start for f in figures.bare}
    return replace(
        figures,
        amounts=tuple(f for f in kept if isinstance(f, Amount)),
        counts=tuple(f for f in named if f.unit != "none" or f.start not in bare),
        bare=tuple(f for f in named if f.unit == "none" and f.start in bare),
    )


def _unlike(first: Amount | Count, second: Amount | Count) -> bool:
    """Whether two figures tell different things, so that the one cannot take the other's place."""
    units = ["yen" if isinstance(f, Amount) else f.unit for f in (first, second)]
    return units[0] != units[1] and "none" not in units


def _in_terms_of(right: Amount | Count, wrong: Amount | Count) -> Amount | Count:
    """The figure that stands, in yen or as a number of what the other counted where it is bare itself."""
    if isinstance(right, Amount) or right.unit != "none" or not isinstance(right.value, int):
        return right
    if isinstance(wrong, Amount):
        value = right.value
        return Amount(value, right.start, right.end, right.text, per=wrong.per, exact=Decimal(value), stated=False)
    return replace(right, unit=wrong.unit)
