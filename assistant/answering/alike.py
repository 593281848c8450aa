"""One message read for several schemes: the same costs and events for each, so that one table judges one case.

Each scheme has words of its own, and a cost that one of them names another may not know. Where a cost is asked about, a
scheme that knows no such cost has no verdict on it: the verdict on the incident behind it would be read as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.answering.asked import asks_for_cost, asks_verdict
from assistant.answering.context import Desk
from assistant.understanding.query import Cost, Query, SchemeReading

Place = tuple[Desk, SchemeReading]


def in_common_terms(places: Sequence[Place]) -> list[Place]:
    """The readings with the costs and events that most of the schemes which know them took from the message."""
    items = _shared([(d.scheme.items, r.items) for d, r in places])
    facts = _shared([(d.scheme.facts, [f for f, v in r.facts.items() if v]) for d, r in places])
    named = _particular(places)
    out = []
    for desk, r in places:
        told = {f: True for f in facts if f in desk.scheme.facts and f not in r.facts}
        own = r.items
        if not named.intersection(own):
            meant = [i for i in items if i in desk.scheme.items]
            # Beside a cost in particular a whole section says nothing.
            own = tuple(i for i in meant if i in named) or own or tuple(meant)
        costs = r.costs if own == r.items else tuple(Cost(i) for i in own)
        out.append((desk, replace(r, items=own, costs=costs, facts={**r.facts, **told})))
    return out


def _shared(known_and_taken: Sequence[tuple[Iterable[str], Iterable[str]]]) -> list[str]:
    """Ids that more than half of those who know them took, in order of appearance."""
    taken = [set(t) for _, t in known_and_taken]
    found = []
    for ident in dict.fromkeys(i for _, t in known_and_taken for i in t):
        knowing = [ident in t for (known, _), t in zip(known_and_taken, taken, strict=True) if ident in known]
        if 2 * sum(knowing) > len(knowing):
            found.append(ident)
    return found


def _particular(places: Sequence[Place]) -> set[str]:
    """The costs and losses taken that are, to one scheme at least, something of their own and not a whole section."""
    return {i for d, r in places for i in r.items if not d.scheme.stands_for_section(i)}


def judged_alike(q: Query, places: Sequence[Place]) -> tuple[list[Place], list[Desk]]:
    """The readings to give a verdict on, where one is asked for, and the schemes that know no such cost.

    What one scheme's reading asks, the message asks of all: none is left out for being read a little differently.
    """
    if not any(_told(d, r) and asks_verdict(q, r, d) for d, r in places):
        return [], []
    if not any(r.items for _, r in places) and 2 * sum(asks_for_cost(q, r) for _, r in places) > len(places):
        return [], []  # a cost that most schemes hear of and none knows
    told = [(d, r) for d, r in places if r.items or any(v is not None for v in r.facts.values())]
    named = _particular(told)
    if not named:
        return told, []
    knowing = [(d, r) for d, r in told if named.intersection(r.items)]
    known = {d.scheme.scheme for d, _ in knowing}
    return knowing, [d for d, _ in places if d.scheme.scheme not in known]


def _told(desk: Desk, r: SchemeReading) -> bool:
    return bool(r.items) or any(desk.scheme.facts[f].kind == "peril" for f in r.facts)
