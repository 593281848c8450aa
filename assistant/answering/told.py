"""What the answer says of facts that the person told: why an event is none in the brochure's sense, which exclusion is lifted."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.context import Desk
from assistant.answering.coverage import PlanFindings
from assistant.corpus.model import ExceptionRule, Exclusion, Expr, Grant, Silence
from assistant.rules.facts import facts_of_choices
from assistant.rules.logic import Node, Truth, evaluate, facts_relied_on
from assistant.understanding.query import SchemeReading


def by_definition(desk: Desk, r: SchemeReading, groups: Sequence[PlanFindings]) -> list[str]:
    """Why what was told is no such event, where a definition of the brochure says so and something is not covered."""
    if not any("not_covered" in g.verdicts for g in groups):
        return []
    notes = []
    for rule in desk.scheme.implications:
        denied = [f for f, v in rule.then.items() if v is False]
        node = _judged(desk, r, rule.when) if rule.overrides and denied else None
        if node is None or node.value is not True:
            continue
        why = [f for f in facts_relied_on(node) if f not in rule.then and f in desk.scheme.facts]
        if not why:
            continue
        cause, event = desk.t(desk.scheme.facts[why[0]].name), desk.t(desk.scheme.facts[denied[0]].name)
        notes.append(
            f"{cause}であるため、「{event}」には当たりません（定義から除かれています）。"
            if desk.language == "ja"
            else f"This is {cause}, which by definition is no case of {event}."
        )
    return notes


def lifted_exclusions(desk: Desk, r: SchemeReading, groups: Sequence[PlanFindings]) -> list[str]:
    """For somebody who supposes that it is not covered: an exclusion that one may think of, and that does not apply here."""
    if not any(v in ("covered", "conditional") for g in groups for v in g.verdicts):
        return []
    by_id = {x.id: x for x in desk.scheme.rules}
    said = {i for g in groups for f in g.findings for i in f.rules}
    notes = []
    for rule in desk.scheme.rules:
        if not isinstance(rule, ExceptionRule) or rule.id in said or not any(_speaks(rule, g) for g in groups):
            continue
        node = _judged(desk, r, rule.when)
        if node.value is not True or not any(r.facts.get(f) for f in facts_relied_on(node)):
            continue  # what holds of any case is no news to somebody who told of this one
        lifted = [desk.t(by_id[i].text) for i in rule.of if i in by_id]
        glue = "" if desk.language == "ja" else " "
        notes.append(glue.join([*lifted[:1], ("ただし、" if desk.language == "ja" else "But: ") + desk.t(rule.text)]))
    return notes[:1]


def _speaks(rule: ExceptionRule, group: PlanFindings) -> bool:
    """Whether an exception belongs to the plan of a group of findings with the options that it has."""
    plans = {f.plan for f in group.findings}
    attached = set(group.riders)
    return (
        (not rule.plans or bool(plans & set(rule.plans)))
        and attached.issuperset(rule.with_riders)
        and not attached & set(rule.without_riders)
    )


def decided_by(groups: Sequence[PlanFindings]) -> tuple[str, ...]:
    """The facts behind what decides the findings: exclusions and silences, or grants where anything may be paid."""
    findings = [f for g in groups for f in g.findings]
    paid = any(f.verdict in ("covered", "conditional") for f in findings)
    found = [
        fact
        for finding in findings
        for trace in finding.traces
        if isinstance(trace.rule, Grant if paid else Exclusion | Silence)
        and trace.value is True
        and trace.rule.id in finding.rules
        for fact in facts_relied_on(trace.node)
    ]
    return tuple(dict.fromkeys(found))


def _judged(desk: Desk, r: SchemeReading, when: Expr) -> Node:
    told: dict[str, Truth] = {f: False for f in desk.scheme.facts}
    told |= facts_of_choices(desk.scheme, r.choices) | dict(r.facts)
    return evaluate(when, told, desk.scheme, r.plans[0] if r.plans else "")
