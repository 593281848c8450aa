"""Judge what a reading tells: the plans it is about, the finding for each, and the verdict written from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer
from assistant.answering.context import Desk
from assistant.answering.coverage import PlanFindings, write_coverage
from assistant.answering.joining import together
from assistant.answering.open_options import judge_open_options
from assistant.answering.told import by_definition, decided_by, lifted_exclusions
from assistant.corpus.model import Scheme, Silence
from assistant.rules.coverage import Finding, assess
from assistant.rules.facts import facts_of_choices
from assistant.rules.logic import facts_used
from assistant.understanding.query import Query, SchemeReading
from assistant.understanding.variants import asks_which_option, options_unknown

_EACH = re.compile(
    r"それぞれ|各々|おのおの|別々に|\beach of (?:them|these|the two)\b|\brespectively\b|\bseparately\b|\bone by one\b"
)

# A cost is named as an example of such costs.
_AND_SO_ON = re.compile(
    r"(?:費用?|代|料金?|賃|金)(?:や[^、。!?\n]{1,12})?(?:など|等)(?:は|も|が|って|の(?:費用|支払|出費)|、|$)|"
    r"\b(?:costs?|fees?|expenses?|bills?)\b[^.?!\n]{0,20}\b(?:and so on|and so forth|and the like|etc\b|and such(?: things)?)|\b(?:costs?|fees?|expenses?) (?:such as|like)\b"
)


@dataclass(frozen=True, slots=True)
class NamedPlan:
    """A plan to judge: the id under which it is reported, the plan and the riders behind it."""

    report: str
    plan: str
    riders: tuple[str, ...]


def plans_asked(r: SchemeReading, scheme: Scheme) -> list[NamedPlan]:
    """The plans to judge with their riders; an option that stands for a plan of its own is reported under its name."""
    ids = r.plans or tuple(p for p, x in scheme.plans.items() if x.offered)
    if r.variants:
        cases = [
            plans_asked(replace(r, riders=v, plans=ids, variants=(), plans_from="text"), scheme) for v in r.variants
        ]
        return list({n.report: n for case in cases for n in case}.values())
    attached = closure(scheme, r.riders)
    out = []
    if not attached and r.plans_from != "text":
        out += _by_option(r, scheme, ids)
    for plan in ids:
        own = tuple(dict.fromkeys((*scheme.plans[plan].riders, *attached)))
        report = next((scheme.riders[x].plan for x in reversed(attached) if scheme.riders[x].plan), None)
        out.append(NamedPlan(report or plan, plan, own))
    return list({n.report: n for n in out}.values())


def _by_option(r: SchemeReading, scheme: Scheme, ids: Sequence[str]) -> list[NamedPlan]:
    """The option that a section belongs to, where costs of that section are asked about and no plan is named."""
    sections = {scheme.items[i].section for i in r.items}
    return [
        NamedPlan(x.plan, ids[0], (*scheme.plans[ids[0]].riders, rider))
        for rider, x in scheme.riders.items()
        if x.plan and sections and not x.requires and sections <= set(x.sections)
    ][:1]


def closure(scheme: Scheme, riders: Sequence[str]) -> tuple[str, ...]:
    """Riders with those they require, required ones first."""
    out: list[str] = []
    for rider in riders:
        for needed in scheme.riders[rider].requires:
            if needed not in out:
                out.append(needed)
        if rider not in out:
            out.append(rider)
    return tuple(out)


def groups_of(r: SchemeReading, scheme: Scheme) -> list[PlanFindings]:
    """The findings for each plan."""
    items = r.items
    if not items:
        of_riders = tuple(dict.fromkeys(s for x in r.riders for s in scheme.riders[x].sections))
        sections = r.sections or of_riders or tuple(scheme.sections)
        items = tuple(g for s in sections if (g := scheme.sections[s].general) is not None)
    out = []
    for named in plans_asked(r, scheme):
        findings = [assess(scheme, named.plan, i, told_facts(r, scheme), named.riders) for i in items]
        if not r.items and len({f.verdict for f in findings}) > 1:
            # Nothing was named: a section that is merely silent or out of place says nothing against one that answers.
            near = [f for f in findings if not _out_of_place(f, r, scheme)] or findings
            told = [f for f in near if f.verdict != "undetermined"]
            if {f.verdict for f in told} == {"not_covered"}:
                # What is told is the very case on which the brochure is silent; that no other section pays is no answer.
                told = [f for f in near if f.verdict == "undetermined" and _rests_on_told(f, r, scheme)] or told
            # What is merely silent gives way even to a condition on something that nobody has mentioned.
            findings = told or [f for f in findings if f.verdict != "undetermined"] or near
        out.append(PlanFindings(named.report, tuple(findings), named.riders))
    return out


def subject_of(desk: Desk, r: SchemeReading, barred: bool, groups: Sequence[PlanFindings] = ()) -> str:
    """What was asked about, in words; `barred` says that it is covered nowhere.

    Of several events told, what the verdict of `groups` rests on names the case: an attack by a state, not an attack.
    """
    scheme = desk.scheme
    perils = [f for f, v in r.facts.items() if scheme.facts[f].kind == "peril" and v is not False]
    grounds = decided_by(groups)
    perils.sort(key=lambda f: f not in grounds)
    if r.items:
        names = [desk.t(scheme.items[i].name) for i in r.items]
        joined = ("・" if desk.language == "ja" else ", ").join(names[:4])
        general_only = all(scheme.stands_for_section(i) for i in r.items)
        if perils and general_only:
            peril = desk.t(scheme.facts[perils[0]].name)
            return f"{peril}による{joined}" if desk.language == "ja" else f"{joined} for {peril}"
        return joined
    if perils:
        return desk.t(scheme.facts[perils[0]].name)
    told = [f for f, v in r.facts.items() if v is True]
    if told and barred:
        return desk.t(scheme.facts[told[0]].name)
    return "ご質問の件" if desk.language == "ja" else "the case you describe"


def with_option(q: Query, r: SchemeReading, scheme: Scheme, *, unasked: bool = False) -> SchemeReading:
    """Where it is asked whether an option would help, and none is named: with the first that does, and without.

    `unasked` says that the option is worth telling whether or not it is asked for.
    """
    if r.riders or r.variants or not (unasked or asks_which_option(q.message.text)):
        return r
    if not all(v == "not_covered" for g in groups_of(r, scheme) for v in g.verdicts):
        return r
    for rider, x in scheme.riders.items():
        if x.plan and not x.requires:
            better = groups_of(replace(r, riders=(rider,)), scheme)
            if better and all(v in ("covered", "conditional") for g in better for v in g.verdicts):
                return replace(r, variants=((), (rider,)))
    return r


def _one_by_one(q: Query, r: SchemeReading, desk: Desk) -> Answer | None:
    """Incidents of one kind that are asked about separately ("patent and copyright: each?"), each judged on its own."""
    perils = [f for f, v in r.facts.items() if v and desk.scheme.facts[f].kind == "peril"]
    if not 2 <= len(perils) <= 3 or not _EACH.search(q.message.text):
        return None
    # "Under each plan" asks for plans, and costs that are named are judged one by one anyway.
    if len(plans_asked(r, desk.scheme)) > 1 or any(not desk.scheme.stands_for_section(i) for i in r.items):
        return None
    parts = []
    for peril in perils:
        facts = {f: v for f, v in r.facts.items() if f == peril or f not in perils}
        parts.append(verdict_on(q, replace(r, facts=facts), desk))
    found = [p for p in parts if p is not None]
    # One incident of several traits gets one verdict; only where they part is each an answer of its own.
    if len(found) == len(perils) and len({tuple(v.verdict for v in p.verdicts) for p in found}) > 1:
        return together(found)
    return None


def verdict_on(q: Query, r: SchemeReading, desk: Desk) -> Answer | None:
    """Whether it is covered, plan by plan; None where neither a cost nor an incident was told."""
    each = _one_by_one(q, r, desk)
    if each is not None:
        return each
    unknown = options_unknown(q.message.text)
    r = r if unknown else with_option(q, r, desk.scheme)
    narrowing = options_unknown(q.message.text, narrowing=True)
    groups = (
        judge_open_options(r, desk.scheme, groups_of, narrowing=narrowing) if unknown else groups_of(r, desk.scheme)
    )
    if _AND_SO_ON.search(q.message.text) and groups and all(v == "undetermined" for g in groups for v in g.verdicts):
        # "Restoration costs and the like": on the one named the brochure is silent, on such costs in general it is not.
        kinds = (desk.scheme.sections[desk.scheme.items[i].section].general for i in r.items)
        r = replace(r, items=tuple(dict.fromkeys((*r.items, *(k for k in kinds if k is not None)))))
        groups = groups_of(r, desk.scheme)
    if not groups or not any(g.findings for g in groups):
        return None
    told = r.items or any(desk.scheme.facts[f].kind == "peril" and v is not False for f, v in r.facts.items())
    if not told and not barred(groups):
        # Circumstances alone tell of no loss; only what bars any loss can be judged on them.
        return None
    notes = []
    better = _better_plan(r, desk, groups)
    if better:
        notes.append(better)
    notes += by_definition(desk, r, groups)
    if q.supposes_not:
        notes += lifted_exclusions(desk, r, groups)
    return write_coverage(
        desk,
        groups,
        subject_of(desk, r, barred(groups), groups),
        supposes=q.supposes,
        supposes_not=q.supposes_not,
        notes=notes,
        basis=basis(r, groups),
    )


def _better_plan(r: SchemeReading, desk: Desk, groups: Sequence[PlanFindings]) -> str | None:
    """Not covered here, but covered under another plan of the scheme: says which."""
    asked = {g.plan for g in groups}
    if not r.plans or any(v != "not_covered" for g in groups for v in g.verdicts) or r.riders:
        return None
    others = tuple(p for p, x in desk.scheme.plans.items() if x.offered and p not in asked)
    if not others:
        return None
    found = groups_of(replace(r, plans=others), desk.scheme)
    good = [g for g in found if set(g.verdicts) == {"covered"}]
    part = [g for g in found if "conditional" in g.verdicts and "not_covered" not in g.verdicts]
    if good:
        name = desk.plan_label(good[0].plan)
        return f"なお、{name}であれば補償の対象です。" if desk.language == "ja" else f"The {name} would cover it."
    if part:
        name = desk.plan_label(part[0].plan)
        return (
            f"なお、{name}であれば条件つきで補償の対象です。"
            if desk.language == "ja"
            else f"The {name} would cover it under conditions."
        )
    return None


def told_facts(r: SchemeReading, scheme: Scheme) -> dict[str, bool | None]:
    """What the message states, and what the types or sets named in it imply."""
    return {**facts_of_choices(scheme, r.choices), **r.facts}


def _out_of_place(finding: Finding, r: SchemeReading, scheme: Scheme) -> bool:
    """Whether a finding depends on a trigger that nobody has mentioned."""
    untold = {f for f, x in scheme.facts.items() if x.kind == "peril" and f not in r.facts}
    return any(all(any(f in untold for f, _ in way) for way in condition) for condition in finding.conditions)


def _rests_on_told(finding: Finding, r: SchemeReading, scheme: Scheme) -> bool:
    """Whether a finding rests on a rule that speaks of a circumstance which the message tells."""
    told = {f for f, v in r.facts.items() if v and scheme.facts[f].kind == "circumstance"}
    return any(
        isinstance(t.rule, Silence) and t.value is True and told.intersection(facts_used(t.node))
        for t in finding.traces
    )


def barred(groups: Sequence[PlanFindings]) -> bool:
    """Whether nothing of what was asked is covered under any plan."""
    return all(v == "not_covered" for g in groups for v in g.verdicts)


def clashing_riders(scheme: Scheme, attached: Sequence[str]) -> tuple[str, str] | None:
    """Two attached options that exclude each other, the one that says so first; None where all go together."""
    for rider in attached:
        for other in scheme.riders[rider].excludes:
            if other in attached:
                return rider, other
    return None


def basis(r: SchemeReading, groups: Sequence[PlanFindings]) -> dict[str, str]:
    """On what the answer stands: scheme, plans and where they come from, type and rank."""
    out = {"scheme": r.scheme, "plans": ",".join(g.plan for g in groups), "plans_from": r.plans_from}
    out |= {d: ",".join(v) for d, v in r.choices.items()}
    return out
