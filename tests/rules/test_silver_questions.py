"""Given the right query, the rules give every verdict and amount of the silver questions: no understanding involved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from assistant.corpus.loader import load_scheme
from assistant.corpus.model import Scheme
from assistant.rules.coverage import Verdict, assess
from assistant.rules.deadline import days_after
from assistant.rules.logic import Truth
from assistant.rules.payout import Line, estimate, find_limit, find_ratio
from assistant.rules.premium import offers, premium

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent / "cases" / "silver_questions.yaml"


class Row(BaseModel):
    """Base of what the file holds: a misspelt key is an error, not a test that passes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CostLine(Row):
    """A cost or loss in yen; `facts` are stated of this line alone, `verdict` says whether it counts."""

    item: str
    yen: int
    incident: int = 1
    facts: dict[str, Truth] = {}
    verdict: Verdict = "covered"


class PayoutCase(Row):
    """Lines and the yen paid for them; `others` are the payouts by other readings, in their order."""

    plan: str
    type: str
    lines: tuple[CostLine, ...]
    yen: int
    others: tuple[int, ...] = ()
    inferred: bool = False


class PremiumCase(Row):
    """A premium in yen a year."""

    plan: str
    type: str
    rank: str
    yen: int


class Found(Row):
    """The offer looked for: its premium and liability limit in yen."""

    type: str
    yen: int
    liability: int


class OfferCase(Row):
    """A need, and which of the offers that meet it is asked for."""

    plans: tuple[str, ...] = ()
    rank: str
    at_least: dict[str, int] = {}
    budget: int | None = None
    pick: Literal["cheapest", "highest liability"]
    found: Found


class LimitCase(Row):
    """A limit in yen."""

    plan: str
    section: str
    per: tuple[str, ...]
    type: str
    yen: int


class SublimitCase(Row):
    """A sublimit in yen."""

    item: str
    per: str
    yen: int


class RatioCase(Row):
    """A reduced ratio in per cent."""

    plans: tuple[str, ...]
    item: str
    percent: int


class DeadlineCase(Row):
    """A deadline counted from an event."""

    rule: str
    plan: str
    event: dt.date
    last_day: dt.date


class Case(Row):
    """A question understood: what is asked, what is known, and one kind of outcome."""

    id: str
    items: tuple[str, ...] = ()
    facts: dict[str, Truth] = {}
    verdicts: dict[str, Verdict] = {}
    open: tuple[str, ...] = ()
    payout: PayoutCase | None = None
    premiums: tuple[PremiumCase, ...] = ()
    total: int | None = None
    offer: OfferCase | None = None
    limits: tuple[LimitCase, ...] = ()
    sublimit: SublimitCase | None = None
    ratio: RatioCase | None = None
    deadline: DeadlineCase | None = None


def _read() -> tuple[Case, ...]:
    rows: list[Any] = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    return TypeAdapter(tuple[Case, ...]).validate_python(rows)


ALL = _read()


def _with(kind: str) -> list[Any]:
    """The cases that have this kind of outcome, each under its id."""
    return [pytest.param(c, id=c.id) for c in ALL if getattr(c, kind)]


@pytest.fixture(scope="module")
def silver() -> Scheme:
    """The scheme as it is served."""
    return load_scheme(ROOT / "corpus" / "silver")[0]


@pytest.mark.parametrize("case", _with("verdicts"))
def test_verdicts_are_those_of_the_brochure(silver: Scheme, case: Case) -> None:
    assert case.items, "a verdict is about an item"
    for plan, expected in case.verdicts.items():
        for item in case.items:
            finding = assess(silver, plan, item, case.facts)
            assert finding.verdict == expected, f"{item} under {plan}: {finding.rules}"
            assert finding.cites, f"{item} under {plan}: no ground is given"
            named = {fact for condition in finding.conditions for way in condition for fact, wanted in way if wanted}
            assert named == set(case.open), f"{item} under {plan}"


@pytest.mark.parametrize("case", _with("payout"))
def test_payouts_to_the_yen(silver: Scheme, case: Case) -> None:
    asked = case.payout
    assert asked is not None
    counted: list[Line] = []
    for row in asked.lines:
        facts: Mapping[str, Truth] = {**case.facts, **row.facts}
        finding = assess(silver, asked.plan, row.item, facts)
        assert finding.verdict == row.verdict, f"{row.item}: {finding.rules}"
        if finding.verdict == "covered":
            counted.append(Line(row.item, row.yen, incident=row.incident, pays_as=finding.pays_as))
    primary, *others = estimate(silver, asked.plan, {"type": asked.type}, counted)
    assert primary.yen == asked.yen
    assert tuple(o.yen for o in others) == asked.others
    assert primary.inferred == asked.inferred
    assert bool(primary.reasons) == asked.inferred


@pytest.mark.parametrize("case", _with("premiums"))
def test_premiums_to_the_yen(silver: Scheme, case: Case) -> None:
    found = [premium(silver, p.plan, {"type": p.type, "rank": p.rank}) for p in case.premiums]
    assert [f.yen for f in found] == [p.yen for p in case.premiums]
    assert case.total is None or sum(f.yen for f in found) == case.total


@pytest.mark.parametrize("case", _with("offer"))
def test_the_plan_and_type_that_meet_a_need(silver: Scheme, case: Case) -> None:
    need = case.offer
    assert need is not None
    found = offers(silver, {"rank": need.rank}, need.plans, at_least=need.at_least, budget=need.budget)
    best = found[0] if need.pick == "cheapest" else max(found, key=lambda o: o.limits["liability"])
    assert best.premium.choices == {"type": need.found.type, "rank": need.rank}
    assert (best.premium.yen, best.limits["liability"]) == (need.found.yen, need.found.liability)


@pytest.mark.parametrize("case", _with("limits"))
def test_limits_to_the_yen(silver: Scheme, case: Case) -> None:
    for row in case.limits:
        for per in row.per:
            found = find_limit(silver, row.plan, row.section, per, {"type": row.type})
            assert found is not None
            assert found[1] == row.yen


@pytest.mark.parametrize("case", _with("sublimit"))
def test_sublimits_to_the_yen(silver: Scheme, case: Case) -> None:
    row = case.sublimit
    assert row is not None
    assert [(s.per, s.yen) for s in silver.sublimits if row.item in s.items] == [(row.per, row.yen)]


@pytest.mark.parametrize("case", _with("ratio"))
def test_reduced_ratios(silver: Scheme, case: Case) -> None:
    row = case.ratio
    assert row is not None
    found = [find_ratio(silver, plan, row.item) for plan in row.plans]
    assert [(r.percent, r.certainty) for r in found] == [(row.percent, "stated")] * len(row.plans)


@pytest.mark.parametrize("case", _with("deadline"))
def test_deadlines_to_the_day(silver: Scheme, case: Case) -> None:
    row = case.deadline
    assert row is not None
    rule = silver.deadlines[row.rule]
    assert rule.kind == "days-after" and rule.days is not None
    assert not rule.plans or row.plan in rule.plans
    assert days_after(row.event, rule.days) == row.last_day
