"""Other readings of a message: a query with one thing changed, each a way in which understanding may have gone wrong.

Whichever of them has the rules give the right answer tells what was misunderstood. An edit is made in every scheme that
the query speaks of, as a fact of the message is one in all of them. How likely an edit is comes from the classifiers
(1.0 without them, and for slots).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from assistant.corpus.model import Scheme
from assistant.understanding.intents import Intent
from assistant.understanding.query import Cost, Query, SchemeReading

Stage = Literal["concept missed", "wrong concept", "fact or polarity", "slot", "rule", "wording"]
STAGES: tuple[Stage, ...] = get_args(Stage)
Schemes = Mapping[str, Scheme]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: the stage that it speaks for, what is changed in words, the changed query, its probability."""

    stage: Stage
    what: str
    query: Query
    likely: float = 1.0
    spoken_of: bool = False
    """Whether it turns what the message speaks of: misread more often than what it does not speak of is missed."""


def all_edits(q: Query, schemes: Schemes, likely: Mapping[str, float]) -> list[Edit]:
    """Every single edit: facts, then costs and losses, then slots; the likely ones of each kind first.

    `likely` holds the probability of heads such as `+leak`, `-leak`, `item:lawyer`.
    """
    kinds = (_facts(q, schemes, likely), *_items(q, schemes, likely), _slots(q, schemes))
    made = (edit for kind in kinds for edit in sorted(kind, key=lambda x: (not x.spoken_of, -x.likely)))
    return [edit for edit in made if edit.query != q]


def _facts(q: Query, schemes: Schemes, likely: Mapping[str, float]) -> Iterator[Edit]:
    read = {fact for r in q.readings for fact in r.facts}
    for fact in dict.fromkeys(f for r in q.readings for f in schemes[r.scheme].facts):
        for sign, truth in (("+", True), ("-", False)):
            made = _with_fact(q, schemes, fact, truth)
            yield Edit("fact or polarity", f"fact {sign}{fact}", made, likely.get(sign + fact, 1.0), fact in read)
        if fact in read:
            said = max(likely.get(sign + fact, 0.0) for sign in "+-")
            made = _with_fact(q, schemes, fact, None)
            yield Edit("fact or polarity", f"fact {fact} not said", made, 1 - said)


def _with_fact(q: Query, schemes: Schemes, fact: str, truth: bool | None) -> Query:
    def change(r: SchemeReading) -> SchemeReading:
        if fact not in schemes[r.scheme].facts:
            return r
        others = {f: v for f, v in r.facts.items() if f != fact}
        return replace(r, facts=others if truth is None else {**others, fact: truth})

    return _each(q, change)


def _items(q: Query, schemes: Schemes, likely: Mapping[str, float]) -> tuple[list[Edit], list[Edit]]:
    """Replaced and removed, then added: beside a wrong cost, the right one alone would be judged right, too."""
    read = tuple(dict.fromkeys(i for r in q.readings for i in r.items))
    known = tuple(dict.fromkeys(i for r in q.readings for i in schemes[r.scheme].items if i not in read))
    other = [
        Edit("wrong concept", f"item {old} → {new}", _with_item(q, schemes, old, new), likely.get(f"item:{new}", 1.0))
        for old in read
        for new in known
    ]
    other += [
        Edit("wrong concept", f"item {old} gone", _with_item(q, schemes, old, None), 1 - likely.get(f"item:{old}", 0.0))
        for old in read
    ]
    added = [
        Edit("concept missed", f"item {new}", _with_item(q, schemes, None, new), likely.get(f"item:{new}", 1.0))
        for new in known
    ]
    return other, added


def _with_item(q: Query, schemes: Schemes, old: str | None, new: str | None) -> Query:
    """With `new` in the place of `old`; amounts go with the item, and an amount that no item has goes to a new one."""
    amounts = _amounts(q)

    def change(r: SchemeReading) -> SchemeReading:
        if (new is not None and new not in schemes[r.scheme].items) or (old is not None and old not in r.items):
            return r
        kept = tuple(i for i in r.items if i != old)
        if new is None:
            return replace(r, items=kept, costs=tuple(c for c in r.costs if c.item != old))
        if old is not None and any(c.item == old for c in r.costs):
            costs = tuple(replace(c, item=new) if c.item == old else c for c in r.costs)
        else:
            free = [yen for yen in amounts if yen not in {c.yen for c in r.costs}]
            costs = (*r.costs, Cost(item=new, yen=free[0] if free else None))
        items = tuple(new if i == old else i for i in r.items) if old is not None else (*r.items, new)
        return replace(r, items=items, costs=costs)

    return _each(q, change)


def _slots(q: Query, schemes: Schemes) -> Iterator[Edit]:
    named: list[tuple[str, Query]] = [*_plans(q, schemes), *_choices(q, schemes), *_money(q), *_asked(q)]
    yield from (Edit("slot", what, query) for what, query in named)


def _plans(q: Query, schemes: Schemes) -> Iterator[tuple[str, Query]]:
    for each in q.readings:
        scheme = schemes[each.scheme]
        for plan in scheme.plans:
            yield f"plan {plan}", _in(q, each, replace(each, plans=(plan,), plans_from="text"))
        yield "plan none", _in(q, each, replace(each, plans=(), plans_from="all"))
        for rider in scheme.riders:
            rest = tuple(x for x in each.riders if x != rider)
            yield f"option {rider}", _in(q, each, replace(each, riders=(*rest, rider)))
            yield f"option {rider} not named", _in(q, each, replace(each, riders=rest))
        yield "choice that does not exist dropped", _in(q, each, replace(each, wrong=(), conflict=None))
        for section in (*scheme.sections, None):
            found = () if section is None else (section,)
            yield f"section {section or 'none'}", _in(q, each, replace(each, sections=found))
        for limit in (*(x.id for x in scheme.limits), None):
            yield f"limit {limit or 'none'}", _in(q, each, replace(each, limits=() if limit is None else (limit,)))


def _choices(q: Query, schemes: Schemes) -> Iterator[tuple[str, Query]]:
    for each in q.readings:
        for name, dimension in schemes[each.scheme].dimensions.items():
            others = {d: v for d, v in each.choices.items() if d != name}
            for value in dimension.values:
                yield f"{name} {value}", _in(q, each, replace(each, choices={**others, name: (value,)}))
            yield f"{name} none", _in(q, each, replace(each, choices=others))


def _money(q: Query) -> Iterator[tuple[str, Query]]:
    for each in q.readings:
        for item in each.items:
            others = tuple(c for c in each.costs if c.item != item)
            for yen in _amounts(q):
                costs = (*others, Cost(item=item, yen=yen))
                yield f"amount of {item} {yen:,} yen", _in(q, each, replace(each, costs=costs))
            yield f"amount of {item} none", _in(q, each, replace(each, costs=others))
    for count in q.figures.counts:
        if isinstance(count.value, int):
            yield f"residents {count.value:,}", replace(q, residents=count.value, bad_residents=False)


def _asked(q: Query) -> Iterator[tuple[str, Query]]:
    for intent in get_args(Intent):
        rest = {i: at for i, at in q.intents.items() if i != intent}
        if intent not in q.intents:
            yield f"asks for {intent}", replace(q, intents={**q.intents, intent: 0})
        else:
            yield f"does not ask for {intent}", replace(q, intents=rest)
        yield f"asks for {intent} alone", replace(q, intents={intent: q.intents.get(intent, 0)})
    yield "asks for nothing outside", _each(q, _inside)
    topic = q.message.text if q.followup else q.topic
    yield "a new subject" if q.followup else "the subject before", replace(q, followup=not q.followup, topic=topic)


def _inside(r: SchemeReading) -> SchemeReading:
    return replace(r, likely={k: v for k, v in r.likely.items() if k != "ask:outside"})


def _amounts(q: Query) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(a.value) for a in q.figures.amounts if a.value > 0 and not a.too_large))


def _each(q: Query, change: Callable[[SchemeReading], SchemeReading]) -> Query:
    return replace(q, readings=tuple(map(change, q.readings)))


def _in(q: Query, old: SchemeReading, new: SchemeReading) -> Query:
    return replace(q, readings=_swapped(q.readings, old, new))


def _swapped(readings: Iterable[SchemeReading], old: SchemeReading, new: SchemeReading) -> tuple[SchemeReading, ...]:
    return tuple(new if r is old else r for r in readings)
