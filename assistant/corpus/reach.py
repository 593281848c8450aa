"""What no question could ever reach: rules that cannot speak, facts that no rule reads, items that no rule is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, combinations

from assistant.corpus.model import (
    AnyRule,
    ExceptionRule,
    Exclusion,
    Expr,
    Requirement,
    Scheme,
    atoms,
)

Assignment = Mapping[str, bool]


def facts_read(scheme: Scheme) -> frozenset[str]:
    """The facts and terms on which some rule's outcome may depend, directly or through what leads to them.

    Naming any peril closes an incident that is otherwise open to all of them, so that perils count too where it is.
    """
    read: set[str] = set()
    waiting = [i for i, fact in scheme.facts.items() if fact.kind == "peril" and scheme.untold == "open"]
    waiting += [a for r in scheme.rules for a in (*atoms(r.when), *atoms(getattr(r, "needs", True)))]
    while waiting:
        ident = waiting.pop()
        if ident in read:
            continue
        read.add(ident)
        if ident in scheme.terms:
            term = scheme.terms[ident]
            waiting += [a for part in (term.means, *term.by_plan.values()) if part is not None for a in atoms(part)]
        elif ident in scheme.facts:
            fact = scheme.facts[ident]
            waiting += fact.falls_with
            if isinstance(fact.unless_stated, tuple):
                waiting += [a for default in fact.unless_stated for a in atoms(default.when)]
            waiting += [a for i in scheme.implications if ident in i.then for a in atoms(i.when)]
    return frozenset(read)


def items_without_rule(scheme: Scheme) -> tuple[str, ...]:
    """The items that no grant, exclusion or silence names, neither by their id nor by their section of cover."""
    named = {i for r in scheme.rules if not isinstance(r, Requirement | ExceptionRule) for i in r.items}
    return tuple(i for i, item in scheme.items.items() if i not in named and item.section not in named)


def unreachable_rules(scheme: Scheme) -> tuple[tuple[int, str], ...]:
    """The rules that can speak under no plan with any allowed riders, by index, each with the reason."""
    packages = [(plan, riders) for plan in scheme.plans for riders in _rider_sets(scheme, plan)]
    by_id = {r.id: r for r in scheme.rules}
    found = []
    for index, rule in enumerate(scheme.rules):
        own = [p for p in packages if _belongs(rule, *p)]
        if not own:
            found.append((index, "no plan has riders with which this rule would belong to it"))
        elif not any(_can_hold(scheme, rule, *p) for p in own):
            found.append((index, "its condition can never hold"))
        else:
            targets = _targets(rule, by_id)
            if targets and not any(_meet(scheme, rule, t) and any(_belongs(t, *p) for p in own) for t in targets):
                found.append((index, "none of the rules that it names shares a plan, riders and an item with it"))
    return tuple(found)


def _rider_sets(scheme: Scheme, plan: str) -> Iterator[frozenset[str]]:
    """The sets of riders that a plan may have: with its own, with what each requires, without what it excludes."""
    own = frozenset(scheme.plans[plan].riders)
    rest = [r for r in scheme.riders if r not in own]
    for more in chain.from_iterable(combinations(rest, n) for n in range(len(rest) + 1)):
        riders = own.union(more)
        if all(
            riders.issuperset(scheme.riders[r].requires) and riders.isdisjoint(scheme.riders[r].excludes)
            for r in riders
        ):
            yield riders


def _belongs(rule: AnyRule, plan: str, riders: frozenset[str]) -> bool:
    return (
        (not rule.plans or plan in rule.plans)
        and riders.issuperset(rule.with_riders)
        and riders.isdisjoint(rule.without_riders)
    )


def _targets(rule: AnyRule, by_id: Mapping[str, AnyRule]) -> list[AnyRule]:
    if isinstance(rule, ExceptionRule):
        return [by_id[i] for i in rule.of if i in by_id]
    if isinstance(rule, Exclusion | Requirement):  # a silence speaks whether or not a grant that it names can hold
        return [by_id[i] for i in rule.grants if i in by_id]
    return []


def _meet(scheme: Scheme, rule: AnyRule, other: AnyRule) -> bool:
    """Whether two rules may speak of one item."""
    ours, theirs = _items(scheme, rule), _items(scheme, other)
    return not ours or not theirs or bool(ours & theirs)


def _items(scheme: Scheme, rule: AnyRule) -> set[str]:
    named = set(rule.items)
    return named | {i for i, item in scheme.items.items() if item.section in named}


def _can_hold(scheme: Scheme, rule: AnyRule, plan: str, riders: frozenset[str]) -> bool:
    attached = {f"rider.{r}": r in riders for r in scheme.riders}
    parts: list[Expr] = [rule.when]
    if isinstance(rule, Requirement):
        parts.append(rule.needs)
    return any(True for _ in _ways(scheme, plan, {"all": parts}, True, attached))


def _ways(scheme: Scheme, plan: str, expression: Expr, wanted: bool, known: Assignment) -> Iterator[Assignment]:
    """The assignments beyond `known` under which the expression has the wanted value; facts are free otherwise."""
    if isinstance(expression, bool):
        if expression is wanted:
            yield known
    elif isinstance(expression, str):
        term = scheme.terms.get(expression)
        if term is not None:
            meaning = term.by_plan.get(plan, term.means)
            yield from _ways(scheme, plan, False if meaning is None else meaning, wanted, known)
        elif known.get(expression, wanted) is wanted:
            yield {**known, expression: wanted}
    else:
        ((key, inner),) = expression.items()
        if key == "not":
            yield from _ways(scheme, plan, inner, not wanted, known)
        elif (key == "all") is wanted:
            yield from _together(scheme, plan, tuple(inner), wanted, known)
        else:
            for part in inner:
                yield from _ways(scheme, plan, part, wanted, known)


def _together(
    scheme: Scheme, plan: str, parts: tuple[Expr, ...], wanted: bool, known: Assignment
) -> Iterator[Assignment]:
    if not parts:
        yield known
        return
    for found in _ways(scheme, plan, parts[0], wanted, known):
        yield from _together(scheme, plan, parts[1:], wanted, found)
