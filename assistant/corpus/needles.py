"""What a text must contain for a pattern to match: a cheap look that spares most searches.

A pattern like `(lost|stolen)~laptop` matches only where the text has "lost" or "stolen", and "laptop". Such needles are
read off the parsed pattern. Nothing is guessed: what a part of a pattern needs is left open where it is not certain, so
that no match is ever lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby
from typing import Any

Needles = frozenset[str]
"""Strings of which a text must contain at least one."""

MOST = 16  # spellings of one stretch of a pattern that are told apart
MOST_OF_CLASS = 12  # characters of a class (`[abc]`) that are told apart
SETS = 2  # sets of needles that are kept of a pattern; further ones spare hardly anything

_NOTHING: Needles = frozenset(("",))
_LOOKS = ("AT", "ASSERT", "ASSERT_NOT")
_parser: Any = import_module("re._parser")  # what `re` itself reads patterns with


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known of a pattern before it is compiled: `needles`, the rarest first, and whether it can match nothing at all."""

    needles: tuple[Needles, ...]
    empty: bool


def outline(pattern: str) -> Outline:
    """The outline of a regular expression.

    Raises:
        re.error: it is no valid regular expression.
    """
    tree = _parser.parse(pattern)
    _check_looks_back(tree)
    exact, needed = (None, []) if tree.state.flags & re.IGNORECASE else _sequence(tree)
    found = sorted(dict.fromkeys(_with(needed, exact)), key=_rarity, reverse=True)
    return Outline(tuple(found[:SETS]), tree.getwidth()[0] == 0)


def _check_looks_back(tree: Iterable[tuple[Any, Any]]) -> None:
    """Raise what `re.compile` would: a look behind must know how far."""
    for kind, value in tree:
        if str(kind) in _LOOKS[1:] and value[0] < 0:
            least, most = value[1].getwidth()
            if least != most:
                raise re.error("look-behind requires fixed-width pattern")
        for inside in _inside(value):
            _check_looks_back(inside)


def _inside(value: Any) -> Iterator[Any]:
    """The patterns within a part of a parsed pattern."""
    for each in value if isinstance(value, tuple | list) else ():
        if hasattr(each, "getwidth"):
            yield each
        elif isinstance(each, list):
            yield from (x for x in each if hasattr(x, "getwidth"))


def _rarity(needles: Needles) -> tuple[int, int]:
    """Long strings, and few of them, are rare."""
    return min(map(len, needles)), -len(needles)


def _with(needed: Sequence[Needles], exact: Needles | None) -> list[Needles]:
    """What is needed, and one of the spellings of a stretch, unless it may be empty."""
    return [*needed, exact] if exact and "" not in exact else [*needed]


def _sequence(parts: Iterable[tuple[Any, Any]]) -> tuple[Needles | None, list[Needles]]:
    """All that a sequence can match, where that is little; and what it needs."""
    needed: list[Needles] = []
    stretch, whole = _NOTHING, True
    for plain, run in groupby(parts, lambda part: str(part[0]) == "LITERAL"):
        if plain:
            letters = "".join(chr(value) for _, value in run)
            stretch = frozenset(s + letters for s in stretch)
            continue
        for kind, value in run:
            exact, further = _part(str(kind), value)
            needed += further
            if exact is not None and len(stretch) * len(exact) <= MOST:
                stretch = frozenset(a + b for a in stretch for b in exact)
                continue
            needed = _with(needed, stretch)
            stretch, whole = _NOTHING if exact is None else exact, False
    return (stretch, needed) if whole else (None, _with(needed, stretch))


def _part(kind: str, value: Any) -> tuple[Needles | None, list[Needles]]:
    """As `_sequence`, of one part of a parsed pattern that is no plain letter."""
    if kind == "IN":
        return _class(value), []
    if kind in _LOOKS:
        return _NOTHING, []  # they look, and take up no room
    if kind == "SUBPATTERN":
        _, added, removed, inside = value
        return (None, []) if added or removed else _sequence(inside)
    if kind == "BRANCH":
        return _branches([_sequence(one) for one in value[1]])
    if kind in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, inside = value
        if least == 0 and most != 1:
            return None, []
        exact, needed = _sequence(inside)
        if least == 0:
            return (None if exact is None else exact | _NOTHING), []
        return (exact, needed) if most == 1 else (None, _with(needed, exact))
    return None, []


def _class(members: Iterable[tuple[Any, Any]]) -> Needles | None:
    """The characters of a class, where they are few."""
    found: set[str] = set()
    for kind, value in members:
        if str(kind) == "LITERAL":
            found.add(chr(value))
        elif str(kind) == "RANGE" and value[1] - value[0] < MOST_OF_CLASS:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return frozenset(found) if len(found) <= MOST_OF_CLASS else None


def _branches(ways: Sequence[tuple[Needles | None, list[Needles]]]) -> tuple[Needles | None, list[Needles]]:
    """One of several ways is gone: the best of what each needs, together."""
    spelt = [exact for exact, _ in ways if exact is not None]
    if len(spelt) == len(ways) and len(every := frozenset[str]().union(*spelt)) <= MOST:
        return every, []
    each = [max(_with(needed, exact), key=_rarity, default=None) for exact, needed in ways]
    certain = [needles for needles in each if needles is not None]
    return None, [frozenset[str]().union(*certain)] if len(certain) == len(ways) else []
