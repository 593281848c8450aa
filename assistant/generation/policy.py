"""How a model's reading and the deterministic one become one: it may fill gaps, it never overturns, and doubt is asked.

- What the deterministic reading holds (a fact said true or false, a cost, a plan, a type, an amount) stays as it is.
- What it leaves open the checked second reading (`second_reading`) may fill: facts, a cost where none was recognised, an
  amount of the message for a cost that has none, plan, type, rank, option and scheme where none was recognised, a head
  count, what is asked for where nothing of it was recognised.
- Where the computed answer had no verdict and no amount, the answer to the filled query takes its place.
- Where it had some, and the filled query only narrows it (the same verdicts and amounts for fewer plans or types), the
  narrower one takes its place, unless a comparison was asked for.
- Where the filled query, or a fact or cost that the two readings see differently, would change a verdict, a condition or
  an amount, the assistant asks which is meant (`asking`). Where it cannot be asked in words that lead to the two answers,
  the computed answer stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer
from assistant.generation.second_reading import Second
from assistant.understanding.intents import Intent
from assistant.understanding.query import Cost, Query, SchemeReading

_MAIN: tuple[Intent, ...] = (
    "premium",
    "payout",
    "limit",
    "deductible",
    "coverage",
    "compare",
    "deadline",
    "contact",
    "choose",
)

Outcome = tuple[frozenset[tuple[str, ...]], frozenset[int]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the readings see differently: a fact with its truth, or a cost; `held` is the deterministic side.

    `query` is the query with the model's side of this one thing.
    """

    scheme: str
    kind: str
    held: tuple[str, bool | None] | None
    other: tuple[str, bool | None]
    query: Query


def outcome(answer: Answer) -> Outcome:
    """What an answer decides: verdicts by scheme, plan and section with their conditions, and amounts in yen."""
    return (
        frozenset((v.scheme, v.plan, v.section, v.verdict, *v.conditions) for v in answer.verdicts),
        frozenset(a.yen for a in answer.amounts),
    )


def agrees(answer: Answer, other: Answer) -> bool:
    """Whether two answers decide the same; where an amount was asked, whether they come to the same amounts."""
    (verdicts, amounts), (others, theirs) = outcome(answer), outcome(other)
    return amounts == theirs and (verdicts == others or bool(amounts and answer.kind == "amount"))


def decides(answer: Answer) -> bool:
    """Whether an answer gives a verdict, an amount or a fact."""
    return not answer.abstained and answer.kind not in ("abstention", "clarification")


def narrows(answer: Answer, other: Answer) -> bool:
    """Whether `other` says the same as `answer` about some of its plans, or gives some of its amounts, and nothing else."""
    (verdicts, amounts), (fewer, some) = outcome(answer), outcome(other)
    plans = {v[:2] for v in fewer}
    same = fewer == {v for v in verdicts if v[:2] in plans} and some <= amounts
    return same and bool(fewer or some) and (fewer, some) != (verdicts, amounts)


def filled(q: Query, seconds: Sequence[Second]) -> Query:
    """The query with its gaps filled; the same object where there is nothing to fill."""
    by_scheme = {s.scheme: s for s in seconds}
    readings = tuple(_filled(q, r, by_scheme[r.scheme]) if r.scheme in by_scheme else r for r in q.readings)
    named = [s.scheme for s in seconds if s.named]
    if len(readings) > 1 and len(named) == 1 and not any(r.named for r in readings):
        readings = tuple(replace(r, named=True) for r in readings if r.scheme == named[0])
    changed: dict[str, object] = {}
    if readings != q.readings:
        changed["readings"] = readings
    residents = next((s.residents for s in seconds if s.residents is not None), None)
    if q.residents is None and not q.bad_residents and residents is not None:
        changed["residents"] = residents
    asks = [i for s in seconds for i in s.intents]
    if asks and not q.wants(*_MAIN):
        changed["intents"] = {**q.intents, **dict.fromkeys(asks, 0)}
    return replace(q, **changed) if changed else q  # type: ignore[arg-type]


def _filled(q: Query, r: SchemeReading, second: Second) -> SchemeReading:
    facts = {**second.facts, **r.facts}
    items = r.items or second.items
    costs = list(r.costs) if r.items else [Cost(i) for i in items if i not in {c.item for c in r.costs}] + list(r.costs)
    used = {c.yen for c in costs} | {*q.needs.values(), q.budget, *q.supposed_yen}
    costs = [
        replace(c, yen=second.yen[c.item])
        if c.yen is None and c.item in second.yen and second.yen[c.item] not in used
        else c
        for c in costs
    ]
    plans = r.plans or second.plans
    return replace(
        r,
        facts=facts,
        items=items,
        costs=tuple(costs),
        plans=plans,
        plans_from="text" if plans and not r.plans else r.plans_from,
        choices={**second.choices, **r.choices},
        riders=r.riders or second.riders,
    )


def differences(q: Query, seconds: Sequence[Second]) -> Iterator[Difference]:
    """Each thing by which a second reading could change the answer, one at a time: opposites first, then additions."""
    readings = {r.scheme: r for r in q.readings}
    for second in seconds:
        r = readings[second.scheme]
        for fact, holds in second.facts.items():
            if fact in r.facts and r.facts[fact] is not holds:
                changed = _with(q, r, facts={**r.facts, fact: holds})
                yield Difference(r.scheme, "fact", (fact, r.facts[fact]), (fact, holds), changed)
        if r.items and second.items and not set(r.items) & set(second.items):
            costs = tuple(Cost(i, second.yen.get(i)) for i in second.items)
            changed = _with(q, r, items=second.items, costs=costs)
            yield Difference(r.scheme, "item", (r.items[0], True), (second.items[0], True), changed)
    for second in seconds:
        r = readings[second.scheme]
        for fact, holds in second.facts.items():
            if fact not in r.facts:
                yield Difference(r.scheme, "fact", None, (fact, holds), _with(q, r, facts={**r.facts, fact: holds}))


def _with(q: Query, r: SchemeReading, **changes: object) -> Query:
    changed = replace(r, **changes)  # type: ignore[arg-type]
    return replace(q, readings=tuple(changed if x is r else x for x in q.readings))
