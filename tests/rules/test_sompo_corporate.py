"""The corporate scheme: verdicts under the base cover and each option, and no figure where the brochure states none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.corpus.loader import load_scheme, read_shared_words
from assistant.corpus.model import NoPremium, Scheme
from assistant.errors import RuleError
from assistant.rules.coverage import Finding, assess
from assistant.rules.payout import find_limit
from assistant.rules.premium import premium

CORPUS = Path(__file__).parents[2] / "corpus"
CASES = Path(__file__).parent / "cases"
PRINTED = (
    "使用人法令違反復活担保オプション",
    "ITサービス業務担保オプション",
    "利益・営業継続費用オプション",
    "利益不担保オプション",
    "営業継続費用不担保オプション",
    "情報漏えい不担保オプション",
    "情報漏えいのみ担保オプション",
)

# Loaded with the module: a broken file is then one error, not one for each case.
SCHEME: Scheme = load_scheme(CORPUS / "sompo-corporate", read_shared_words(CORPUS))[0]


def read(name: str) -> Any:
    return yaml.safe_load((CASES / name).read_text(encoding="utf-8"))


def attached(riders: Iterable[str]) -> tuple[str, ...]:
    """The options with those that they bring along, required ones first."""
    rows = [n for r in riders for n in (*SCHEME.riders[r].requires, r)]
    return tuple(dict.fromkeys(rows))


def judge(case: dict[str, Any], plan: str) -> Finding:
    """The finding that is reported under `plan`; without `riders`, the option of that name is the one attached."""
    named = {r.plan: ident for ident, r in SCHEME.riders.items()}
    riders = case.get("riders") or ([] if plan == "base" else [named[plan]])
    own = attached(riders)
    assert next((SCHEME.riders[r].plan for r in reversed(own)), "base") == plan
    return assess(SCHEME, "base", case["item"], case["facts"], own)


ROWS = [(case, plan) for case in read("sompo_corporate_coverage.yaml") for plan in case["expect"]]


@pytest.mark.parametrize(("case", "plan"), ROWS, ids=[f"{c['id']}-{p}" for c, p in ROWS])
def test_verdict(case: dict[str, Any], plan: str) -> None:
    finding = judge(case, plan)
    assert finding.verdict == case["expect"][plan], finding.rules
    assert finding.inferred is case.get("inferred", finding.inferred)
    assert not finding.inferred or finding.caveats, "an inferred verdict says why it is inferred"
    assert finding.rules or (finding.item == "profit_any" and plan == "base")


def test_case_ids_are_unique() -> None:
    ids = [case["id"] for case in read("sompo_corporate_coverage.yaml")]
    assert len(ids) == len(set(ids)) >= 60


def test_options_have_their_printed_names() -> None:
    assert tuple(r.plan for r in SCHEME.riders.values()) == PRINTED
    assert all(r.name.ja == r.plan for r in SCHEME.riders.values())


def test_narrowing_options_bring_the_profit_option() -> None:
    for ident in ("without-profit", "without-continuity"):
        assert SCHEME.riders[ident].requires == ("profit",)


def test_impossible_combinations_are_mutual_and_explained() -> None:
    riders = SCHEME.riders
    pairs = {frozenset((a, b)) for a, r in riders.items() for b in r.excludes}
    assert pairs == {
        frozenset(("without-profit", "without-continuity")),
        frozenset(("without-leakage", "leakage-only")),
    }
    for ident, rider in riders.items():
        for other in rider.excludes:
            assert ident in riders[other].excludes and rider.reason is not None


def test_profit_on_base_names_the_option() -> None:
    finding = judge({"item": "own_lost_income", "facts": {"attack": True}}, "base")
    assert finding.rules[0] == "profit.option-needed"


def test_cost_without_an_incident_says_what_it_presumes() -> None:
    assert judge({"item": "call_centre", "facts": {}}, "base").premises == ("insured_event",)


def conditions(case: str) -> set[str]:
    found = next(c for c in read("sompo_corporate_coverage.yaml") if c["id"] == case)
    plan = next(p for p, v in found["expect"].items() if v == "conditional")
    return {fact for way in judge(found, plan).conditions for alternative in way for fact, _ in alternative}


@pytest.mark.parametrize(
    ("case", "facts"),
    [
        ("sympathy-attack", {"leak_from_attack"}),
        ("translation-open", {"public_investigation"}),
        ("late-delivery", {"accidental_outage"}),
        ("ip-of-unnamed-kind", {"copyright"}),
        ("temp-staff-open", {"corporate_information"}),
        ("no-access-control-attack", {"leak_from_attack"}),
        ("leaks-only-attack", {"leak_from_attack"}),
    ],
)
def test_conditions_name_what_is_open(case: str, facts: set[str]) -> None:
    assert conditions(case) == facts


def test_every_condition_can_be_said() -> None:
    open_facts = [
        f for f, x in SCHEME.facts.items() if x.unless_stated == "unknown" or isinstance(x.unless_stated, tuple)
    ]
    told = {f: SCHEME.facts[f] for f in open_facts if f not in ("profit_event", "insured_event")}
    assert all(f.condition for f in told.values()), [i for i, f in told.items() if not f.condition]


@pytest.mark.parametrize(("prefix", "last"), [("exclusion.", 16), ("exclusion.r", 9), ("exclusion.p", 12)])
def test_every_numbered_exclusion_is_there(prefix: str, last: int) -> None:
    numbers = {int(m[1]) for r in SCHEME.rules if (m := re.match(re.escape(prefix) + r"(\d+)-", r.id))}
    # ① of the lists for response costs and profit is the common list itself, which applies to every part.
    assert numbers == set(range(1 if prefix == "exclusion." else 2, last + 1))


def test_common_exclusions_reach_every_part() -> None:
    for rule in SCHEME.rules:
        if re.match(r"exclusion\.\d", rule.id):
            assert rule.items == ()


def test_no_figure_is_made_up() -> None:
    amounts = read("sompo_corporate_amounts.yaml")
    assert {k: len(getattr(SCHEME, k)) for k in amounts["stated"]} == amounts["stated"]
    rule = SCHEME.premium
    assert isinstance(rule, NoPremium) and all(word in rule.text.ja for word in amounts["premium"]["needs"])
    with pytest.raises(RuleError):
        premium(SCHEME, "base", {})
    for section in SCHEME.sections:
        for per in ("claim", "incident", "period"):
            assert find_limit(SCHEME, "base", section, per, {}) is None
