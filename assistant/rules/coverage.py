"""Is it covered? From a plan, an item and facts to a verdict with its ground.

A *grant* covers an item when its condition and requirements hold; an *exclusion* takes that away unless one of its
*exceptions* holds; a *silence* leaves it undecided. The order grant < exclusion < exception is fixed; a silence gives
way to an exclusion that applies and to a grant that it does not name. Everything is three-valued: what decides and is
open makes the verdict conditional, and the conditions are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from assistant.corpus.model import (
    AnyRule,
    ExceptionRule,
    Exclusion,
    Expr,
    Grant,
    Requirement,
    Scheme,
    Silence,
    atoms,
)
from assistant.errors import RuleError
from assistant.rules.facts import FactBase, resolve_facts
from assistant.rules.logic import (
    Alternative,
    Condition,
    Node,
    Truth,
    conditions_for,
    conjunction,
    disjunction,
    evaluate,
    facts_away,
    facts_open,
    facts_relied_on,
    facts_used,
    negation,
    sufficient,
)
from assistant.rules.payout import find_ratio

Verdict = Literal["covered", "not_covered", "conditional", "undetermined"]
_MOST_OPEN = 5  # facts whose cases are judged one by one: 32 at most


@dataclass(frozen=True, slots=True)
class Trace:
    """A rule that was judged, its value and the expressions behind it."""

    rule: AnyRule
    value: Truth
    node: Node
    children: tuple[Trace, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict for one plan and item, with what governs it.

    `conditions` decide a conditional verdict, `formalities` do not change one, `premises` are facts that were
    presumed to be so. `unmet` are facts that were told not to be so and without which no trigger is met.
    `rules` are governing rule ids without the scheme's prefix, `cites` their sections in order.
    """

    scheme: str
    plan: str
    section: str
    item: str
    verdict: Verdict
    rules: tuple[str, ...]
    cites: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()
    formalities: tuple[str, ...] = ()
    premises: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    pays_as: str | None = None
    traces: tuple[Trace, ...] = ()
    inferred: bool = False
    caveats: tuple[str, ...] = ()


def assess(scheme: Scheme, plan: str, item: str, stated: Mapping[str, Truth], riders: Iterable[str] = ()) -> Finding:
    """Judge one item under one plan.

    `stated` holds True, False, or None for "not known yet". `riders` are options attached beyond the plan's own.
    When no peril is stated or implied, what would set the item's cover off is open, not absent: somebody who asks for
    the lawyer's fee without telling what happened has had some incident, unless what is told explains the cost without
    one (a server that wore out). A scheme may say instead that the presumptions of
    its facts stand for that incident (`untold: presumed`).

    Raises:
        RuleError: the plan, item or a fact does not exist.
    """
    if plan not in scheme.plans:
        raise RuleError(f"{scheme.scheme!r} has no plan {plan!r}; it has {', '.join(scheme.plans)}.", field="plan")
    if item not in scheme.items:
        raise RuleError(f"{scheme.scheme!r} has no item {item!r}.", field="item")
    attached = (*scheme.plans[plan].riders, *riders)
    facts = resolve_facts(scheme, stated, attached)
    opened: frozenset[str] = frozenset()
    told = any(
        facts.tells(f) if x.kind == "peril" else facts.values[f] is True and item in x.explains
        for f, x in scheme.facts.items()
    )
    if scheme.untold == "open" and not told:
        opened = frozenset(_triggers(scheme, plan, item))
        facts = resolve_facts(scheme, {**{f: None for f in opened}, **stated}, attached)
    return _Judge(scheme, plan, item, frozenset(attached), facts, opened).finding()


def _triggers(scheme: Scheme, plan: str, item: str) -> tuple[str, ...]:
    """The perils that the grants of an item under a plan name, directly or through a term."""

    def expand(expression: Expr) -> tuple[str, ...]:
        out: list[str] = []
        for atom in atoms(expression):
            term = scheme.terms.get(atom)
            if term is None:
                out.append(atom)
            else:
                out += expand(term.by_plan.get(plan, term.means if term.means is not None else False))
        return tuple(out)

    section = scheme.items[item].section
    found = [
        a
        for r in scheme.rules
        if isinstance(r, Grant) and (item in r.items or section in r.items) and (not r.plans or plan in r.plans)
        for a in expand(r.when)
    ]
    return tuple(dict.fromkeys(a for a in found if a in scheme.facts and scheme.facts[a].kind == "peril"))


def _needed(conditions: list[Condition]) -> tuple[Condition, ...]:
    """The conditions, each once, without those that the others bring about anyway."""
    sure = {pair for condition in conditions if len(condition) == 1 for pair in condition[0]}
    kept = [c for c in conditions if len(c) == 1 or not any(set(way) <= sure for way in c)]
    return tuple(dict.fromkeys(kept))


class _Judge:
    """The judgement of one item: collects the rules that speak, and weighs them."""

    def __init__(
        self, scheme: Scheme, plan: str, item: str, riders: frozenset[str], facts: FactBase, opened: frozenset[str]
    ) -> None:
        self.scheme, self.plan, self.item, self.riders, self.facts = scheme, plan, item, riders, facts
        # Exclusions are not read into an incident that nobody has told.
        self.closed: dict[str, Truth] = {k: False if k in opened else v for k, v in facts.values.items()}
        self.section = scheme.items[item].section
        self.judged: dict[str, Trace] = {}
        """Exclusions by id, judged once: each grant asks about them."""

    def speaks(self, rule: AnyRule) -> bool:
        """Whether a rule is about this plan, these riders and this item at all."""
        if rule.plans and self.plan not in rule.plans:
            return False
        if not self.riders.issuperset(rule.with_riders) or self.riders.intersection(rule.without_riders):
            return False
        return not rule.items or self.item in rule.items or self.section in rule.items

    def eval(self, expression: object) -> Node:
        return evaluate(expression, self.facts.values, self.scheme, self.plan)

    def finding(self) -> Finding:
        rules = [r for r in self.scheme.rules if self.speaks(r)]
        grants = [self.grant(r, rules) for r in rules if isinstance(r, Grant)]
        barred = [t for r in rules if isinstance(r, Exclusion) and not r.grants if (t := self.exclusion(r)).value]
        silent = [r for r in rules if isinstance(r, Silence) and self.eval(r.when).value is True]
        base = Finding(self.scheme.scheme, self.plan, self.section, self.item, "undetermined", (), ())
        # Where several listed costs would pay, the insured may rest on the one with the highest ratio.
        best = max((g for g in grants if g.value is True), key=self.ratio, default=None)
        if silent and not barred and not (best and all(r.grants and best.rule.id not in r.grants for r in silent)):
            hushed = [Trace(r, True, self.eval(r.when)) for r in silent]
            return self.done(base, "undetermined", hushed, hushed)
        if best is not None:
            return self.granted(base, best, rules)
        open_grants = [g for g in grants if g.value is None]
        hushed = self.hushed(open_grants, rules)
        if hushed:
            # "Covered if the rider is attached" would promise what the brochure leaves open even then.
            ground = [*hushed, *open_grants]
            return self.done(base, "undetermined", ground, ground)
        anyway = self.in_every_case(open_grants)
        if anyway is not None:
            return self.granted(base, anyway, rules)
        if open_grants:
            return self.open(base, open_grants, rules)
        if barred or grants:
            blocked = [*barred, *(c for g in grants for c in self.failing(g))]
            # With no trigger met the triggers themselves are the ground, and those that lack least say best why.
            near = self.nearest(grants)
            ground = blocked or near
            shown = [*barred, *grants]
            lacking = () if blocked else tuple(dict.fromkeys(f for g in near for f in self.lacking(g)))
            lacking = tuple(f for f in lacking if f in self.facts.stated) or lacking
            return replace(self.done(base, "not_covered", ground, shown), unmet=lacking)
        return self.done(base, "undetermined", [], [])

    def in_every_case(self, grants: list[Trace]) -> Trace | None:
        """The first of several open grants where, whatever the open facts turn out to be, one of them pays; else None.

        Only grants of which nothing is open but their own trigger take part: a leak is paid by the one, an attack
        without a leak by the other.
        """
        free = [g for g in grants if g.node.value is None and all(_holds(c) for c in g.children)]
        unknown = tuple(dict.fromkeys(f for g in free for f in facts_open(g.node)))
        if len(free) < 2 or len(unknown) > _MOST_OPEN:
            return None

        def paid(case: Mapping[str, bool]) -> Truth:
            facts = {**self.facts.values, **case}
            return disjunction([evaluate(g.rule.when, facts, self.scheme, self.plan).value for g in free])

        return free[0] if sufficient(unknown, paid) == ((),) else None

    def hushed(self, grants: list[Trace], rules: list[AnyRule]) -> list[Trace]:
        """Silences that would take the place of every one of these open grants as soon as it held; empty where one pays."""
        found: list[Trace] = []
        for grant in grants:
            own = [
                r
                for r in rules
                if isinstance(r, Silence)
                and not (r.grants and grant.rule.id not in r.grants)
                and self.follows(grant.rule.when, r.when)
            ]
            if not own:
                return []
            found += [Trace(r, None, self.eval(r.when)) for r in own]
        return list({t.rule.id: t for t in found}.values())

    def follows(self, first: Expr, then: Expr) -> bool:
        """Whether `then` holds in every case in which `first` does; False where too many facts are open to tell."""
        unknown = tuple(dict.fromkeys((*facts_open(self.eval(first)), *facts_open(self.eval(then)))))
        if len(unknown) > _MOST_OPEN:
            return False

        def holds(case: Mapping[str, bool]) -> Truth:
            facts = {**self.facts.values, **case}
            return disjunction(
                [
                    negation(evaluate(first, facts, self.scheme, self.plan).value),
                    evaluate(then, facts, self.scheme, self.plan).value,
                ]
            )

        return sufficient(unknown, holds) == ((),)

    def ratio(self, grant: Trace) -> int:
        """The per cent of a cost that a grant pays; of equal ones `max` keeps the first."""
        pays_as = grant.rule.pays_as if isinstance(grant.rule, Grant) else None
        return find_ratio(self.scheme, self.plan, pays_as or self.item).percent

    def grant(self, rule: Grant, rules: list[AnyRule]) -> Trace:
        node = self.eval(rule.when)
        parts: list[Trace] = []
        for other in rules:
            if isinstance(other, Requirement) and (not other.grants or rule.id in other.grants):
                parts.append(self.requirement(other))
            elif isinstance(other, Exclusion) and (not other.grants or rule.id in other.grants):
                parts.append(self.exclusion(other))
        values: list[Truth] = [node.value]
        for part in parts:
            values.append(negation(part.value) if isinstance(part.rule, Exclusion) else part.value)
        return Trace(rule, conjunction(values), node, tuple(parts))

    def requirement(self, rule: Requirement) -> Trace:
        applies, needs = self.eval(rule.when), self.eval(rule.needs)
        value = disjunction([negation(applies.value), needs.value])
        if value is None and not rule.decisive and self.facts.stated.isdisjoint(facts_open(needs)):
            value = True  # a formality that nobody mentions does not decide; it is listed instead
        return Trace(rule, value, needs)

    def exclusion(self, rule: Exclusion) -> Trace:
        found = self.judged.get(rule.id)
        if found is None:
            found = self.judged[rule.id] = self.excluded(rule)
        return found

    def excluded(self, rule: Exclusion) -> Trace:
        node = evaluate(rule.when, self.closed, self.scheme, self.plan)
        back = [
            Trace(r, n.value, n)
            for r in self.scheme.rules
            if isinstance(r, ExceptionRule) and rule.id in r.of and self.speaks(r)
            for n in [self.eval(r.when)]
        ]
        value = conjunction([node.value, negation(disjunction([t.value for t in back]))])
        found = Trace(rule, value, node, tuple(back))
        if value is None and (ways := self.ways_around(found)) in ((), ((),)):
            # An exception may hold in just those cases in which the exclusion does: then nothing hangs on them.
            return replace(found, value=not ways)
        return found

    def ways_around(self, part: Trace) -> tuple[Alternative, ...] | None:
        """What keeps an open exclusion from applying: sets of facts, any of which will do; None, too many are open."""
        nodes = (part.node, *(back.node for back in part.children))
        unknown = tuple(dict.fromkeys(f for node in nodes for f in facts_open(node)))

        def spared(case: Mapping[str, bool]) -> Truth:
            applies = evaluate(part.rule.when, {**self.closed, **case}, self.scheme, self.plan).value
            backs = [
                evaluate(b.rule.when, {**self.facts.values, **case}, self.scheme, self.plan) for b in part.children
            ]
            return disjunction([negation(applies), *(b.value for b in backs)])

        return sufficient(unknown, spared) if len(unknown) <= _MOST_OPEN else None

    def failing(self, grant: Trace) -> list[Trace]:
        """What defeats a grant whose own condition holds: exclusions that apply, requirements that do not hold."""
        if grant.node.value is False:
            return []
        return [
            c
            for c in grant.children
            if (c.value is True) == isinstance(c.rule, Exclusion)
            and c.value is not None
            and (isinstance(c.rule, Exclusion) or c.value is False)
        ]

    def nearest(self, grants: list[Trace]) -> list[Trace]:
        """The grants that the fewest facts keep from holding, in order."""
        away = [facts_away(g.node) for g in grants]
        near = [g for g, n in zip(grants, away, strict=True) if n == min(away)]
        # Of these, what lacks only what was told not to be so speaks of the case as it was told.
        told = [g for g in near if (lack := self.lacking(g)) and self.facts.stated.issuperset(lack)]
        return told or near

    def lacking(self, grant: Trace) -> tuple[str, ...]:
        """Facts whose stated or implied absence defeats the grant; presumed ones are no news to the person."""
        out: list[str] = []
        parts = [grant.node] if grant.node.value is False else []
        parts += [c.node for c in grant.children if isinstance(c.rule, Requirement) and c.value is False]
        for part in parts:
            out += [f for f in facts_used(part) if self.facts.values.get(f) is False and f not in self.facts.presumed]
        return tuple(out)

    def granted(self, base: Finding, best: Trace, rules: list[AnyRule]) -> Finding:
        needed = [c for c in best.children if isinstance(c.rule, Requirement) and self.matters(c.rule)]
        # An exclusion that came near and was lifted by its exception explains more than any other rule.
        lifted = [
            e
            for c in best.children
            if isinstance(c.rule, Exclusion) and c.node.value is True
            for e in c.children
            if e.value is True
        ]
        formal = tuple(
            f
            for c in needed
            if isinstance(c.rule, Requirement) and not c.rule.decisive
            for f in facts_used(c.node)
            if self.facts.values.get(f) is None
        )
        met = [
            c
            for c in needed
            if isinstance(c.rule, Requirement)
            and c.rule.decisive
            and any(f not in self.facts.presumed for f in facts_used(c.node))
        ]
        premises = tuple(
            f
            for f in dict.fromkeys((*facts_relied_on(best.node), *(f for c in needed for f in facts_used(c.node))))
            if f in self.facts.presumed and self.facts.values[f] is True and self.scheme.facts[f].condition
        )
        result = self.done(base, "covered", [best, *lifted, *met], [best])
        pays_as = best.rule.pays_as if isinstance(best.rule, Grant) else None
        return replace(result, formalities=formal, premises=premises, pays_as=pays_as)

    def open(self, base: Finding, grants: list[Trace], rules: list[AnyRule]) -> Finding:
        ways: list[tuple[Condition, ...]] = []
        ground: list[Trace] = []
        for grant in grants:
            conditions = list(conditions_for(grant.node))
            for part in grant.children:
                if part.value is not None:
                    continue
                if isinstance(part.rule, Requirement):
                    conditions += conditions_for(part.node)
                else:
                    conditions += self.lifting(part)
                ground.append(part)
            ways.append(_needed(conditions))
        # The way with the fewest open points is what the person can most easily bring about; others are alternatives.
        first = min(range(len(ways)), key=lambda i: (len(ways[i]), i))
        conditions_out = ways[first]
        if len(ways) > 1:
            rest = [w for i, w in enumerate(ways) if i != first and w != conditions_out]
            if rest and len(conditions_out) == 1:
                merged = list(conditions_out[0])
                for way in rest:
                    merged.append(tuple(dict.fromkeys(pair for c in way for pair in c[0])))
                conditions_out = (tuple(dict.fromkeys(merged)),)
        head = grants[first]
        result = self.done(base, "conditional", [head, *[g for g in ground if g in head.children]], grants)
        pays_as = head.rule.pays_as if isinstance(head.rule, Grant) else None
        formal = tuple(
            f
            for c in head.children
            if isinstance(c.rule, Requirement) and not c.rule.decisive and self.matters(c.rule)
            for f in facts_used(c.node)
            if self.facts.values.get(f) is None
        )
        return replace(result, conditions=conditions_out, pays_as=pays_as, formalities=formal)

    def lifting(self, part: Trace) -> list[Condition]:
        """What keeps an open exclusion from applying: an exception that may hold, or its own condition failing."""
        around = self.ways_around(part)
        if around is not None:
            return [((pair,),) for pair in around[0]] if len(around) == 1 else [around]
        if part.node.value is None:
            return list(conditions_for(part.node, wanted=False))
        ways: list[Condition] = []
        for back in part.children:
            if back.value is None:
                ways += list(conditions_for(back.node))
        return ways

    def matters(self, rule: Requirement) -> bool:
        return self.eval(rule.when).value is not False

    def done(self, base: Finding, verdict: Verdict, ground: list[Trace], shown: list[Trace]) -> Finding:
        rules = tuple(dict.fromkeys(t.rule.id for t in ground))
        cites = tuple(dict.fromkeys(c for t in ground for c in t.rule.cites))
        inferred = any(t.rule.certainty == "inferred" for t in ground)
        caveats = tuple(dict.fromkeys(t.rule.id for t in ground if t.rule.caveat))
        return replace(
            base,
            verdict=verdict,
            rules=rules,
            cites=cites,
            traces=tuple(shown),
            inferred=inferred,
            caveats=caveats,
        )


def _holds(part: Trace) -> bool:
    """Whether a requirement is met for sure, or an exclusion does not apply for sure."""
    return part.value is (not isinstance(part.rule, Exclusion))
