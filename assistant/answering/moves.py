"""The two ends of a move between types: the plan that each end is said to have ("from type 4 without the option …")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.corpus.model import Scheme
from assistant.corpus.patterns import PatternSet, literal
from assistant.understanding.lexicon import find_choices, is_left_out

_NEAR = 14  # characters; a plan further from a type than this is not told of it
_SENTENCE_END = re.compile(r"[。!?\n]|\.(?=\s|$)")


def ends_of(scheme: Scheme, text: str, dimension: str, values: Sequence[str]) -> list[tuple[str, str]]:
    """The plan and the value of either end, in order; empty unless each of two values has a plan of its own beside it.

    What is named twice over ("type 4 or 8, with the option and without it") is no move, but every pairing.
    """
    if len(values) != 2:
        return []
    types = [c for c in find_choices(scheme, text) if c.dimension == dimension and c.value in values]
    told: dict[str, set[str]] = {v: set() for v in values}
    for start, end, plan in _plans(scheme, text):
        # A sentence between them, or another type nearer by, takes the plan away from a type.
        gaps = [
            (max(c.start - end, start - c.end, 0), c.value)
            for c in types
            if c.value is not None and not _SENTENCE_END.search(text, min(c.end, end), max(c.start, start))
        ]
        if gaps and min(gaps)[0] <= _NEAR:
            told[min(gaps)[1]].add(plan)
    plans = [told[v] for v in values]
    if any(len(p) != 1 for p in plans) or plans[0] == plans[1]:
        return []
    return [(next(iter(told[v])), v) for v in values]


def _plans(scheme: Scheme, text: str) -> list[tuple[int, int, str]]:
    """Plans named, with their places; of names within one another the longest: "without cyber" is no "cyber"."""
    found = [(m.start, m.end, p) for p, names in _names(scheme).items() for m in names.find(text)]
    longest = [
        x
        for x in found
        if not any(y[2] != x[2] and y[0] < x[1] and x[0] < y[1] and y[1] - y[0] > x[1] - x[0] for y in found)
    ]
    return [(a, b, _other(scheme, p) if is_left_out(text, a, b) else p) for a, b, p in longest]


def _other(scheme: Scheme, plan: str) -> str:
    """The other one of two plans, where one is left out; among more it stays open, which the name itself stands for."""
    others = [p for p in scheme.plans if p != plan]
    return others[0] if len(others) == 1 else plan


def _names(scheme: Scheme) -> dict[str, PatternSet]:
    return {
        p: _compiled((*x.words.yes, *map(literal, (x.name.ja, x.name.en, *x.words.aliases))))
        for p, x in scheme.plans.items()
    }


@cache
def _compiled(patterns: tuple[str, ...]) -> PatternSet:
    """The names of one plan, compiled once."""
    return PatternSet(patterns)
