"""The silver tables of `cases/`, row by row: premiums, limits, verdicts, payouts and deadlines, by the brochure alone.

Facts and items are given by hand, so that a failure is one of the rules or of the engine, never of the understanding.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from assistant.corpus.loader import load_scheme
from assistant.corpus.model import Exclusion, Grant, PremiumTable, Requirement, Scheme
from assistant.rules.coverage import Finding, Verdict, assess
from assistant.rules.deadline import day_before_working, days_after, years_after
from assistant.rules.logic import Truth
from assistant.rules.payout import Line, Payout, estimate, find_limit, find_ratio
from assistant.rules.premium import all_premiums, premium

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent / "cases"
PLANS = ("leakage-only", "comprehensive")

T = TypeVar("T")
PlanKey = Literal["leakage-only", "comprehensive", "both"]


class Row(BaseModel):
    """Base of what the files hold: a misspelt key is an error, not a test that passes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PremiumCase(Row):
    """A premium in yen a year."""

    id: str
    plan: str
    type: str
    rank: str
    yen: int


class LimitCase(Row):
    """A limit in yen, for each of `per`."""

    id: str
    plan: str
    type: str
    section: str
    per: tuple[str, ...]
    yen: int


class DeductibleCase(Row):
    """A deductible in yen, and the items that bear none."""

    id: str
    section: str
    yen: int
    per: str
    exempt: tuple[str, ...]


class RatioCase(Row):
    """The reduced ratio of items in per cent; `others` is what an illegible cell might say."""

    id: str
    plans: tuple[str, ...]
    items: tuple[str, ...]
    percent: int
    others: tuple[int, ...] = ()


class SublimitCase(Row):
    """The most that counts of an item, in yen."""

    id: str
    item: str
    yen: int
    per: str


class Limits(Row):
    """All of `silver_limits.yaml`."""

    limits: tuple[LimitCase, ...]
    total: dict[str, str]
    deductibles: tuple[DeductibleCase, ...]
    ratios: tuple[RatioCase, ...]
    sublimits: tuple[SublimitCase, ...]


class CoverageCase(Row):
    """Verdicts of one item by plan, and what governs them."""

    id: str
    item: str
    facts: dict[str, Truth]
    verdicts: dict[PlanKey, Verdict]
    rules: dict[PlanKey, tuple[str, ...]] = {}
    open: dict[PlanKey, tuple[str, ...]] = {}
    pays_as: dict[PlanKey, str] = {}
    formalities: dict[PlanKey, tuple[str, ...]] = {}
    premises: dict[PlanKey, tuple[str, ...]] = {}


class CostLine(Row):
    """One cost or loss in yen."""

    item: str
    yen: int
    heads: int | None = None
    incident: int = 1
    pays_as: str | None = None


class PayoutCase(Row):
    """Lines and what is paid for them, in yen by reading."""

    id: str
    plan: str
    type: str
    lines: tuple[CostLine, ...]
    paid_before: dict[str, int] = {}
    yen: int
    others: dict[str, int] = {}
    inferred: bool = False


class DeadlineCase(Row):
    """The last day in time; `one_step` is the other reading of the joining rule, where it differs."""

    id: str
    rule: str
    event: dt.date | None = None
    last_day: dt.date
    one_step: dt.date | None = None


def _read(name: str, kind: type[T]) -> T:
    raw: Any = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return TypeAdapter(kind).validate_python(raw)


PREMIUMS = _read("silver_premiums.yaml", tuple[PremiumCase, ...])
LIMITS = _read("silver_limits.yaml", Limits)
COVERAGE = _read("silver_coverage.yaml", tuple[CoverageCase, ...])
PAYOUTS = _read("silver_payouts.yaml", tuple[PayoutCase, ...])
DEADLINES = _read("silver_deadlines.yaml", tuple[DeadlineCase, ...])


def _params(rows: tuple[Any, ...]) -> list[Any]:
    """The rows as parameters under their ids; an id used twice would hide a row."""
    ids = [row.id for row in rows]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    assert not twice, f"used twice: {twice}"
    return [pytest.param(row, id=row.id) for row in rows]


@pytest.fixture(scope="module")
def silver() -> Scheme:
    """The scheme as it is served."""
    return load_scheme(ROOT / "corpus" / "silver")[0]


# ---------------------------------------------------------------- verdicts


def _of(by_plan: Mapping[PlanKey, T], plan: str) -> T | None:
    """What a row says for a plan, under its name or under `both`."""
    return next((value for key, value in by_plan.items() if key in (plan, "both")), None)


def _named(finding: Finding) -> set[str]:
    """The facts that the conditions name; "not x" where x must not be so."""
    pairs = {pair for condition in finding.conditions for way in condition for pair in way}
    return {fact if wanted else f"not {fact}" for fact, wanted in pairs}


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("case", _params(COVERAGE))
def test_verdict(silver: Scheme, case: CoverageCase, plan: str) -> None:
    expected = _of(case.verdicts, plan)
    if expected is None:
        pytest.fail(f"the row gives no verdict for {plan}")
    finding = assess(silver, plan, case.item, case.facts)
    seen = (
        f"\n  item      {case.item} under {plan}\n  facts     {case.facts}\n  expected  {expected}"
        f"\n  got       {finding.verdict}\n  rules     {finding.rules}\n  open      {sorted(_named(finding))}"
        f"\n  pays as   {finding.pays_as}"
    )
    assert finding.verdict == expected, seen
    assert finding.cites, f"no ground is given{seen}"
    assert set(_of(case.rules, plan) or ()) <= set(finding.rules), f"governed by {case.rules}{seen}"
    assert bool(finding.conditions) == (expected == "conditional"), f"conditions go with a conditional verdict{seen}"
    if (wanted := _of(case.open, plan)) is not None:
        assert _named(finding) == set(wanted), f"open: {wanted}{seen}"
    if (listed := _of(case.pays_as, plan)) is not None:
        assert finding.pays_as == (listed if expected != "not_covered" else None), f"paid as {listed}{seen}"
    assert set(_of(case.formalities, plan) or ()) <= set(finding.formalities), f"formalities{seen}"
    assert set(_of(case.premises, plan) or ()) <= set(finding.premises), f"premises{seen}"


def test_every_item_has_rows_and_every_rule_governs_one(silver: Scheme) -> None:
    assert {c.item for c in COVERAGE} == set(silver.items), "an item without a row of its own"
    governing = {rule for c in COVERAGE for plan in PLANS for rule in assess(silver, plan, c.item, c.facts).rules}
    assert {r.id for r in silver.rules} == governing, "a rule that governs no row is untested"


def test_all_response_costs_but_litigation_rest_on_discovery(silver: Scheme) -> None:
    costs = {i for i, item in silver.items.items() if item.section == "response_costs"}
    listed = {
        r.id for r in silver.rules if isinstance(r, Grant) and set(r.items) & costs and "litigation" not in r.items
    }
    for ident in ("response.discovery", "response.period"):
        rule = next(r for r in silver.rules if r.id == ident)
        assert isinstance(rule, Requirement)
        assert set(rule.grants) == listed, f"{ident} must name every grant of response costs but those of ⑧"


def test_three_exclusions_are_judged_insured_by_insured(silver: Scheme) -> None:
    each = {r.id for r in silver.rules if isinstance(r, Exclusion) and r.judged == "each"}
    assert each == {"exclusion.intent", "exclusion.crime", "exclusion.knowing"}


# ---------------------------------------------------------------- payouts


def _steps(payouts: tuple[Payout, ...]) -> str:
    rows = [
        f"\n  {p.reading}: {p.yen:,}" + "".join(f"\n    {s.kind}: {s.expression} = {s.yen:,}" for s in p.steps)
        for p in payouts
    ]
    return "".join(rows)


def _reading(payout: Payout) -> str:
    return payout.reading if payout.ratio_percent is None else f"{payout.reading}-{payout.ratio_percent}"


@pytest.mark.parametrize("case", _params(PAYOUTS))
def test_payout(silver: Scheme, case: PayoutCase) -> None:
    lines = [Line(r.item, r.yen, r.heads, r.incident, r.pays_as) for r in case.lines]
    payouts = estimate(silver, case.plan, {"type": case.type}, lines, paid_before=case.paid_before)
    primary, *others = payouts
    seen = f"\n  lines: {[r.model_dump(exclude_defaults=True) for r in case.lines]}{_steps(payouts)}"
    assert primary.reading == "primary"
    assert primary.yen == case.yen, f"{case.plan} {case.type}{seen}"
    assert {_reading(o): o.yen for o in others} == case.others, f"other readings{seen}"
    assert [_reading(o) for o in others] == list(case.others), f"the order of the readings{seen}"
    assert primary.inferred == case.inferred, f"inferred{seen}"
    assert bool(primary.reasons) == case.inferred, f"what is inferred says why{seen}"
    assert primary.cites or not lines, f"no source is given{seen}"


# ---------------------------------------------------------------- premiums and limits


@pytest.mark.parametrize("case", _params(PREMIUMS))
def test_premium(silver: Scheme, case: PremiumCase) -> None:
    found = premium(silver, case.plan, {"type": case.type, "rank": case.rank})
    assert found.yen == case.yen, f"{case.type} {case.rank}: {found}"
    assert found.cites


def test_there_are_no_other_premiums(silver: Scheme) -> None:
    assert isinstance(silver.premium, PremiumTable)
    found = {(p.plan, p.choices["type"], p.choices["rank"]) for p in all_premiums(silver, {})}
    assert found == {(p.plan, p.type, p.rank) for p in PREMIUMS}
    assert len(found) == 18


@pytest.mark.parametrize("case", _params(LIMITS.limits))
def test_limit(silver: Scheme, case: LimitCase) -> None:
    for per in case.per:
        found = find_limit(silver, case.plan, case.section, per, {"type": case.type})
        assert found is not None, f"no limit per {per}"
        assert found[1] == case.yen, f"per {per}: {found}"
        assert found[0].cites and found[0].certainty == "stated"


def test_the_liability_limit_caps_all_payments(silver: Scheme) -> None:
    assert [limit.section for limit in silver.limits if limit.caps_total] == [LIMITS.total["section"]]


@pytest.mark.parametrize("case", _params(LIMITS.deductibles))
def test_deductible(silver: Scheme, case: DeductibleCase) -> None:
    found = [(d.yen, d.per, d.exempt, d.plans) for d in silver.deductibles if d.section == case.section]
    assert found == [(case.yen, case.per, case.exempt, ())], "the same in every type of both plans"


@pytest.mark.parametrize("case", _params(LIMITS.ratios))
def test_ratio(silver: Scheme, case: RatioCase) -> None:
    certainty = "inferred" if case.others else "stated"
    for plan in case.plans:
        for item in case.items:
            found = find_ratio(silver, plan, item)
            assert (found.percent, found.certainty, found.others) == (case.percent, certainty, case.others), (
                f"{item} under {plan}: {found}"
            )
            assert bool(found.reason) == (certainty == "inferred"), f"{item} under {plan}: what is inferred says why"


@pytest.mark.parametrize("case", _params(LIMITS.sublimits))
def test_sublimit(silver: Scheme, case: SublimitCase) -> None:
    assert [(s.yen, s.per) for s in silver.sublimits if case.item in s.items] == [(case.yen, case.per)]


# ---------------------------------------------------------------- deadlines


@pytest.mark.parametrize("case", _params(DEADLINES))
def test_deadline(silver: Scheme, case: DeadlineCase) -> None:
    rule = silver.deadlines[case.rule]
    if rule.kind == "fixed":
        assert rule.on == case.last_day
        return
    assert case.event is not None
    if rule.kind == "days-after":
        assert rule.days is not None
        assert days_after(case.event, rule.days) == case.last_day
        return
    if rule.kind == "years-after":
        assert rule.years is not None
        assert years_after(case.event, rule.years) == case.last_day
        return
    found = day_before_working(case.event)
    looked_at = [(s.date.isoformat(), s.reason) for s in found.steps]
    assert (found.date, found.other_reading) == (case.last_day, case.one_step), looked_at


def test_every_deadline_has_rows(silver: Scheme) -> None:
    assert {c.rule for c in DEADLINES} == set(silver.deadlines)
