"""Verdicts where nobody knows which options are attached: what an option would add or take away depends on that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering.coverage import PlanFindings
from assistant.corpus.model import Scheme
from assistant.rules.coverage import Finding
from assistant.rules.logic import Condition
from assistant.understanding.query import SchemeReading

Judge = Callable[[SchemeReading, Scheme], list[PlanFindings]]


def judge_open_options(r: SchemeReading, scheme: Scheme, judge: Judge, *, narrowing: bool) -> list[PlanFindings]:
    """The findings of each plan, those that an option decides made conditional on it.

    Args:
        r: the reading; options named in it are those that may be attached, all where none is named.
        scheme: the scheme of the reading.
        judge: gives the findings of a reading.
        narrowing: whether one of the options in question may take something out of the cover.
    """
    named = r.riders
    implied = {f for x in scheme.implications if str(x.when).startswith("rider.") for f in x.then}
    facts = {f: None if f in implied and v else v for f, v in r.facts.items()}
    r = replace(r, riders=(), variants=(), facts=facts)
    plans = r.plans or tuple(p for p, x in scheme.plans.items() if x.offered)
    out = []
    for group in judge(replace(r, plans=plans, plans_from="text"), scheme):
        own = replace(r, plans=(group.plan,), plans_from="text")
        helper, findings = _helped(own, scheme, judge, group, named)
        conditions = _attached(helper, True) if helper else ()
        if narrowing or named:
            for rider in _barring(own, scheme, judge, helper, named):
                conditions += _attached(rider, False)
        if conditions:
            findings = tuple(
                replace(f, verdict="conditional", conditions=(*conditions, *f.conditions)) for f in findings
            )
        out.append(PlanFindings(group.plan, findings, group.riders))
    return out


def _attached(rider: str, wanted: bool) -> tuple[Condition, ...]:
    return ((((f"rider.{rider}", wanted),),),)


def _helped(
    r: SchemeReading, scheme: Scheme, judge: Judge, group: PlanFindings, named: Sequence[str]
) -> tuple[str, tuple[Finding, ...]]:
    """The first option that would pay what the plan alone does not, with the findings under it; empty where none does."""
    if all(v in ("not_covered", "undetermined") for v in group.verdicts):
        for rider, x in scheme.riders.items():
            if x.requires or (named and rider not in named):
                continue
            for found in judge(replace(r, riders=(rider,)), scheme):
                if all(v in ("covered", "conditional") for v in found.verdicts):
                    return rider, found.findings
    return "", group.findings


def _barring(r: SchemeReading, scheme: Scheme, judge: Judge, helper: str, named: Sequence[str]) -> list[str]:
    """Options that would take out what the plan, with the option that helps, pays."""
    with_helper = (helper,) if helper else ()
    paid = judge(replace(r, riders=with_helper), scheme)
    if not all(v in ("covered", "conditional") for g in paid for v in g.verdicts):
        return []
    own = [x for x in named if x != helper]
    found = []
    for rider in own or scheme.riders:
        if rider != helper:
            narrowed = judge(replace(r, riders=(*with_helper, rider)), scheme)
            if all(v == "not_covered" for g in narrowed for v in g.verdicts):
                found.append(rider)
    return found
