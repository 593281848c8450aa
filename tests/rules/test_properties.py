"""What holds whatever the incident: of verdicts for random facts, and of payouts for random costs.

The comprehensive plan pays at least what the leakage-only plan pays, with one exception by the brochure's words: its
definitions of a security incident and of an IT user act leave out *systems developed, sold or provided for others*
(pages 3 and 7); the mail rider and the suspicion clause of the leakage-only plan do not. ① emergency response costs
are no exception: what falls under ② is paid as ②, at 100 per cent, in both plans.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest
import yaml
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from assistant.corpus.loader import load_scheme
from assistant.corpus.model import Scheme, Silence
from assistant.rules.coverage import Verdict, assess
from assistant.rules.facts import resolve_facts
from assistant.rules.logic import Truth, evaluate, facts_used
from assistant.rules.payout import Line, Payout, estimate, find_limit

SILVER: Scheme = load_scheme(Path(__file__).parents[2] / "corpus" / "silver")[0]
PLANS = tuple(SILVER.plans)
FACTS = tuple(SILVER.facts)
ITEMS = tuple(SILVER.items)
PERILS = tuple(f for f, x in SILVER.facts.items() if x.kind == "peril")
SECTIONS = tuple(SILVER.sections)
TYPES = tuple((plan, type_) for plan, p in SILVER.plans.items() for type_ in p.types)
COUNTERPARTS = (("G I", "F I"), ("G II", "F II"), ("G III", "F III"))
# Costs that somebody may claim; what is no listed cost has no ratio and is never covered.
COSTS = tuple(i for i in ITEMS if i != "response_any")
# A purely random draw of facts is seldom an incident at all: start from one of the tables', then change a few facts.
INCIDENTS: tuple[dict[str, Truth], ...] = tuple(
    row["facts"] for row in yaml.safe_load((Path(__file__).parent / "cases/silver_coverage.yaml").read_text("utf-8"))
)
TRUTHS = st.sampled_from([True, False, None])
# How fast a machine draws examples is no defect.
STEADY = hypothesis_settings(suppress_health_check=[HealthCheck.too_slow])
MANY = hypothesis_settings(STEADY, max_examples=400)


def _facts(fewer: frozenset[str] = frozenset(), changes: int = 4) -> st.SearchStrategy[dict[str, Truth]]:
    """Incidents of the tables with some facts changed or added; none of `fewer` is told."""
    changed = st.dictionaries(st.sampled_from([f for f in FACTS if f not in fewer]), TRUTHS, max_size=changes)
    told = st.sampled_from(INCIDENTS).map(lambda facts: {f: v for f, v in facts.items() if f not in fewer})
    return st.builds(lambda a, b: {**a, **b}, told, changed)


stated_facts = _facts()
yen = st.one_of(st.integers(0, 300_000), st.integers(0, 300_000_000))
lines = st.builds(
    Line,
    item=st.sampled_from(COSTS),
    yen=yen,
    heads=st.none() | st.integers(0, 20_000),
    incident=st.integers(1, 3),
)
paid_before = st.dictionaries(st.sampled_from(SECTIONS), st.integers(0, 60_000_000), max_size=2)


def _limit(plan: str, type_: str, section: str) -> int:
    found = find_limit(SILVER, plan, section, "period", {"type": type_})
    assert found is not None
    return found[1]


def _pay(plan: str, type_: str, costs: list[Line], before: Mapping[str, int] | None = None) -> tuple[Payout, ...]:
    return estimate(SILVER, plan, {"type": type_}, costs, paid_before=before)


# ---------------------------------------------------------------- payouts


@STEADY
@given(st.sampled_from(TYPES), st.lists(lines, max_size=8), paid_before)
def test_no_payout_is_negative_or_above_a_limit(
    choice: tuple[str, str], costs: list[Line], before: dict[str, int]
) -> None:
    plan, type_ = choice
    for payout in _pay(plan, type_, costs, before):
        assert 0 <= payout.yen <= sum(c.yen for c in costs)
        for section, paid in payout.by_section.items():
            limit = _limit(plan, type_, section)
            assert 0 <= paid <= limit
            assert paid + min(before.get(section, 0), limit) <= limit, "the period's limit holds over all incidents"
        total = _limit(plan, type_, "liability")
        assert payout.yen + min(sum(before.values()), total) <= total, "the liability limit holds over all payments"


@STEADY
@given(st.sampled_from(TYPES), st.lists(lines, min_size=1, max_size=6), paid_before, st.data())
def test_a_payout_never_falls_when_a_cost_rises(
    choice: tuple[str, str], costs: list[Line], before: dict[str, int], data: st.DataObject
) -> None:
    plan, type_ = choice
    at = data.draw(st.integers(0, len(costs) - 1))
    more = data.draw(st.integers(0, 50_000_000))
    old = costs[at]
    raised = [*costs]
    raised[at] = Line(old.item, old.yen + more, old.heads, old.incident, old.pays_as)
    lower, higher = _pay(plan, type_, costs, before), _pay(plan, type_, raised, before)
    assert higher[0].yen >= lower[0].yen
    # A reading that agrees with the primary one is not repeated.
    by_reading = [{(p.reading, p.ratio_percent): p.yen for p in found} for found in (lower, higher)]
    for key in {*by_reading[0], *by_reading[1]}:
        assert by_reading[1].get(key, higher[0].yen) >= by_reading[0].get(key, lower[0].yen), key


@STEADY
@given(st.sampled_from(TYPES), st.lists(lines, min_size=1, max_size=5), lines)
def test_a_payout_never_falls_when_a_cost_is_added(choice: tuple[str, str], costs: list[Line], added: Line) -> None:
    assert _pay(*choice, [*costs, added])[0].yen >= _pay(*choice, costs)[0].yen


@STEADY
@given(st.sampled_from(TYPES), st.lists(lines, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_costs_does_not_matter(choice: tuple[str, str], costs: list[Line], random: object) -> None:
    shuffled = [*costs]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    told, retold = (
        [(p.reading, p.ratio_percent, p.yen, p.by_section, p.inferred) for p in _pay(*choice, rows)]
        for rows in (costs, shuffled)
    )
    assert told == retold


@STEADY
@given(st.sampled_from(TYPES), st.lists(lines, max_size=6), paid_before)
def test_payouts_of_the_same_input_are_the_same_bytes(
    choice: tuple[str, str], costs: list[Line], before: dict[str, int]
) -> None:
    first, second = (repr(_pay(*choice, costs, before)).encode() for _ in range(2))
    assert first == second


@STEADY
@given(st.sampled_from(TYPES), st.lists(lines, max_size=6), paid_before)
def test_the_last_step_gives_what_is_paid(choice: tuple[str, str], costs: list[Line], before: dict[str, int]) -> None:
    for payout in _pay(*choice, costs, before):
        if payout.steps:
            assert payout.steps[-1].yen == payout.yen


# ---------------------------------------------------------------- verdicts


@MANY
@given(st.sampled_from(PLANS), st.sampled_from(ITEMS), stated_facts)
def test_every_question_has_one_of_the_four_verdicts(plan: str, item: str, facts: dict[str, Truth]) -> None:
    finding = assess(SILVER, plan, item, facts)
    assert finding.verdict in get_args(Verdict)
    assert finding.rules and finding.cites, "a verdict has a ground and a source"
    assert bool(finding.conditions) == (finding.verdict == "conditional")
    assert set(finding.rules) <= {r.id for r in SILVER.rules}
    assert all(way for condition in finding.conditions for way in condition), "a condition can be met"


@STEADY
@given(st.sampled_from(PLANS), st.sampled_from(ITEMS), stated_facts)
def test_findings_of_the_same_input_are_the_same_bytes(plan: str, item: str, facts: dict[str, Truth]) -> None:
    backwards = dict(reversed(facts.items()))
    first, second, third = (repr(assess(SILVER, plan, item, told)).encode() for told in (facts, facts, backwards))
    assert first == second == third


@MANY
@given(st.sampled_from(PLANS), st.sampled_from(ITEMS), stated_facts)
def test_meeting_every_condition_of_a_conditional_verdict_opens_nothing_new(
    plan: str, item: str, facts: dict[str, Truth]
) -> None:
    finding = assess(SILVER, plan, item, facts)
    if finding.verdict != "conditional":
        return
    met = {**facts, **{fact: wanted for condition in finding.conditions for fact, wanted in condition[0]}}
    # What is told of one condition may imply something else (an attack found implies others' loss); only what then
    # still stands as it was can be expected to lead to cover.
    after = resolve_facts(SILVER, met).values
    before = resolve_facts(SILVER, {**{f: None for f in met}, **facts}).values
    if all(after[f] == before[f] for f in FACTS if f not in met):
        assert assess(SILVER, plan, item, met).verdict in ("covered", "conditional", "undetermined")


@MANY
@given(
    st.sampled_from(PLANS),
    st.sampled_from(ITEMS),
    st.sampled_from(PERILS),
    stated_facts,
    st.sampled_from(FACTS),
    st.booleans(),
)
def test_learning_a_fact_refines_a_decided_verdict(
    plan: str, item: str, peril: str, facts: dict[str, Truth], learnt: str, value: bool
) -> None:
    """A verdict that was reached without a fact stands when the fact becomes known, whichever way.

    Three things are no mere refinement: the fact sets off an implication or a presumption about another fact (then
    more was learnt than the one), it is a listed formality (which is said to be still to be met), or a silence of the
    brochure begins to speak (war: unknown, it is not read into an incident).
    """
    # With no peril told at all, the triggers are open, and the first one told closes the others.
    known: dict[str, Truth] = {peril: None, **facts}
    open_, closed = {**known, learnt: None}, {**known, learnt: value}
    finding = assess(SILVER, plan, item, open_)
    before, after = resolve_facts(SILVER, open_).values, resolve_facts(SILVER, closed).values
    if (
        finding.verdict not in ("covered", "not_covered")
        or before[learnt] is not None  # what is told implies it already
        or any(before[f] != after[f] for f in FACTS if f != learnt)
        or learnt in finding.formalities
    ):
        return
    refined = assess(SILVER, plan, item, closed)
    if refined.verdict != finding.verdict:
        speaking = [r for r in SILVER.rules if r.id in refined.rules]
        assert refined.verdict == "undetermined" and all(isinstance(r, Silence) for r in speaking), refined.rules
        assert any(learnt in facts_used(evaluate(r.when, after, SILVER, plan)) for r in speaking)


# ---------------------------------------------------------------- the plans side by side


def _covered(plan: str, facts: Mapping[str, Truth], costs: list[Line]) -> list[Line]:
    """The lines that are covered, each with the listed cost it is paid as."""
    found = [(c, assess(SILVER, plan, c.item, facts)) for c in costs]
    return [Line(c.item, c.yen, c.heads, c.incident, f.pays_as) for c, f in found if f.verdict == "covered"]


@MANY
@given(
    st.sampled_from(COUNTERPARTS),
    _facts(fewer=frozenset({"others_system"})),
    st.lists(lines, min_size=1, max_size=5),
)
def test_comprehensive_pays_at_least_what_leakage_only_pays(
    types: tuple[str, str], facts: dict[str, Truth], costs: list[Line]
) -> None:
    # Notice given in time and notice given too late cannot both be.
    assume(not (facts.get("late_notice") and facts.get("notified_in_time")))
    narrow, wide = (
        _pay(plan, type_, _covered(plan, facts, costs))[0]
        for plan, type_ in zip(("leakage-only", "comprehensive"), types, strict=True)
    )
    assert wide.yen >= narrow.yen


@MANY
@given(st.sampled_from(ITEMS), _facts(fewer=frozenset({"others_system"}), changes=8))
def test_comprehensive_covers_whatever_leakage_only_covers(item: str, facts: dict[str, Truth]) -> None:
    assume(not (facts.get("late_notice") and facts.get("notified_in_time")))
    if assess(SILVER, "leakage-only", item, facts).verdict == "covered":
        assert assess(SILVER, "comprehensive", item, facts).verdict == "covered"


@pytest.mark.parametrize(
    ("item", "facts"),
    [
        # others' business stands still through a virus in mail, sent by a system developed for others: mail rider
        ("damages", {"others_business": True, "cause_virus": True, "mail_work": True, "leak": False}),
        # a suspicion about such a system, found by external notification, that proves unfounded: ②
        ("attack_check", {"suspected_attack": True, "no_attack_found": True, "external_notification": True}),
    ],
)
def test_the_exception_systems_developed_for_others(item: str, facts: dict[str, Truth]) -> None:
    for others_system, wide in ((False, "covered"), (True, "not_covered")):
        told: dict[str, Truth] = {**facts, "others_system": others_system}
        assert assess(SILVER, "leakage-only", item, told).verdict == "covered"
        assert assess(SILVER, "comprehensive", item, told).verdict == wide
