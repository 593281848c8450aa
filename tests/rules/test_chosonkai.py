"""The town and village scheme: its table of costs, its triggers and requirements, its contributions and limits."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.loader import load_scheme
from assistant.corpus.model import PremiumRate, Scheme
from assistant.errors import AmountError, UnknownChoiceError
from assistant.rules.coverage import assess
from assistant.rules.payout import Line, estimate, limit_yen
from assistant.rules.premium import premium

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent / "cases"
SCHEME: Scheme = load_scheme(ROOT / "corpus" / "chosonkai")[0]
COVERAGE: list[dict[str, Any]] = yaml.safe_load((CASES / "chosonkai_coverage.yaml").read_text(encoding="utf-8"))
AMOUNTS: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (CASES / "chosonkai_amounts.yaml").read_text(encoding="utf-8")
)
LIMITS = {limit.id: limit for limit in SCHEME.limits}


@pytest.mark.parametrize("case", COVERAGE, ids=[c["id"] for c in COVERAGE])
def test_coverage(case: dict[str, Any]) -> None:
    for plan, verdict in case["expect"].items():
        found = assess(SCHEME, plan, case["item"], case["facts"])
        assert found.verdict == verdict, (plan, found.rules, found.conditions)
        assert found.cites, "a verdict names the section it rests on"
        named = {fact for condition in found.conditions for way in condition for fact, _ in way}
        assert named >= set(case.get("open", {}).get(plan, [])), (plan, found.conditions)


def test_the_incident_that_is_presumed_is_named() -> None:
    assert assess(SCHEME, "cyber", "temporary_staff", {}).premises == ("insured_event",)
    assert assess(SCHEME, "personal-data", "lawyer", {}).premises == ("personal_leak_event",)


def test_readings_of_unclear_places_are_marked_as_inferred() -> None:
    goods = assess(SCHEME, "personal-data", "sympathy_individuals", {"goods_gift": True})
    harm = assess(SCHEME, "cyber", "damages", {"attack": True, "bodily_injury": True})
    assert goods.inferred and goods.caveats
    assert harm.inferred and harm.caveats


def test_a_trademark_rests_on_the_overview() -> None:
    found = assess(SCHEME, "cyber", "damages", {"copyright": True, "trademark": True})
    assert found.cites[0] == "trigger-digital-content-2023"


# What a person may say of an incident; facts the scheme is silent on stand aside, as they leave both plans open.
_SAID = ("leak", "attack", "copyright", "personal_information", "corporate_information", "published", "lost_media")
_COSTS = ("damages", "response_any", "investigation", "lawyer", "notification", "sympathy_individuals")
_RANK = {"not_covered": 0, "undetermined": 1, "conditional": 1, "covered": 2}


@given(st.sampled_from(_COSTS), st.dictionaries(st.sampled_from(_SAID), st.sampled_from([True, False, None])))
def test_cyber_pays_whatever_the_bundled_insurance_pays(item: str, said: dict[str, bool | None]) -> None:
    bundled, cyber = (assess(SCHEME, plan, item, said).verdict for plan in ("personal-data", "cyber"))
    assert _RANK[cyber] >= _RANK[bundled]


@pytest.mark.parametrize("case", AMOUNTS["premiums"])
def test_contribution(case: dict[str, Any]) -> None:
    assert premium(SCHEME, case["plan"], {"type": case["type"]}, case["residents"]).yen == case["yen"]


def test_the_option_costs_the_same_in_every_type() -> None:
    rule = SCHEME.premium
    assert isinstance(rule, PremiumRate)
    with_cyber, without = rule.rates["cyber"], rule.rates["personal-data"]
    assert [*with_cyber] == [*without] == [str(n) for n in range(1, 11)]
    assert {with_cyber[t] - without[t] for t in with_cyber} == {Decimal("4.2")}


@pytest.mark.parametrize("kind", ["11", "0", "A"])
def test_a_type_that_does_not_exist_is_refused(kind: str) -> None:
    with pytest.raises(UnknownChoiceError, match="1, 2, 3, 4, 5, 6, 7, 8, 9, 10"):
        premium(SCHEME, "cyber", {"type": kind}, 1000)


@pytest.mark.parametrize("residents", [0, -5])
def test_a_town_without_residents_has_no_contribution(residents: int) -> None:
    with pytest.raises(AmountError):
        premium(SCHEME, "cyber", {"type": "1"}, residents)


@pytest.mark.parametrize("case", AMOUNTS["limits"], ids=[c["id"] for c in AMOUNTS["limits"]])
def test_limit(case: dict[str, Any]) -> None:
    for kind, yen in case["yen"].items():
        assert limit_yen(LIMITS[case["id"]], {"type": kind}) == yen


@pytest.mark.parametrize("case", AMOUNTS["payouts"])
def test_payout(case: dict[str, Any]) -> None:
    lines = [Line(item, yen) for item, yen in case["lines"].items()]
    (found,) = estimate(SCHEME, case["plan"], {"type": case["type"]}, lines)
    assert (found.yen, found.inferred) == (case["yen"], case["inferred"])
    assert found.reasons, "that no deductible, or no limit, is stated must be said"
