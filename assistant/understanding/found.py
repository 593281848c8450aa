"""What hand-written patterns find in a message, as features for the classifiers: they weigh it, and learn when to doubt it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.understanding.intents import Intent
from assistant.understanding.numbers import Figures
from assistant.understanding.query import SchemeReading


def found_in(intents: Iterable[Intent], figures: Figures, r: SchemeReading, hits: Iterable[str]) -> Iterator[str]:
    """Names of what was found in the terms of one scheme: `+leak`, `-published`, `item lawyer`, `intent premium` …

    `hits` are the statements of the scheme of which a pattern matches.
    """
    for fact, truth in r.facts.items():
        yield ("?" if truth is None else "+" if truth else "-") + fact
    yield from (f"item {i}" for i in r.items)
    yield from (f"cost {c.item}" for c in r.costs if c.item and c.yen)
    yield from (f"intent {i}" for i in intents)
    yield from (f"choice {d}" for d in r.choices)
    yield from (f"rider {x}" for x in r.riders)
    yield from (f"section {x}" for x in r.sections)
    yield from (f"limit {x}" for x in r.limits)
    yield f"plans {min(2, len(r.plans))}"
    yield f"items {min(3, len(r.items))}"
    yield f"facts {min(4, len(r.facts))}"
    yield f"yen {min(3, len(figures.amounts))}"
    yield f"dates {min(2, len(figures.counts))}"
    yield from (f"{r.scheme}:{x}" for x in hits)
