"""Given the right query, the rules give every verdict and amount of the questions about the other schemes, or several."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from assistant.corpus.loader import load_scheme, read_shared_words
from assistant.corpus.model import Scheme
from assistant.rules.coverage import Verdict, assess
from assistant.rules.logic import Truth
from assistant.rules.payout import find_limit, limit_yen
from assistant.rules.premium import premium

CORPUS = Path(__file__).parents[2] / "corpus"
CASES = Path(__file__).parent / "cases" / "others_questions.yaml"
SCHEMES = ("silver", "chosonkai", "sompo-corporate", "jcci")


class Row(BaseModel):
    """Base of what the file holds: a misspelt key is an error, not a test that passes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PremiumCase(Row):
    """A contribution in yen a year, by the number of residents."""

    plan: str
    type: str
    residents: int
    yen: int


class LimitCase(Row):
    """A limit in yen."""

    plan: str
    section: str
    per: str
    type: str
    yen: int


class LowestCase(Row):
    """Of the sets whose limit of `section` is at least so many yen: the one of the least liability, in yen."""

    section: str
    at_least: int
    type: str
    yen: int


class HighestCase(Row):
    """The highest stated limit of a section among all schemes, in yen."""

    section: str
    scheme: str
    type: str
    yen: int


class Case(Row):
    """A question understood: what is asked, what is known, and one kind of outcome."""

    id: str
    scheme: str = ""
    riders: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    facts: dict[str, Truth] = {}
    verdicts: dict[str, Verdict] = {}
    open: dict[str, tuple[str, ...]] = {}
    premiums: tuple[PremiumCase, ...] = ()
    spread: int | None = None
    limits: tuple[LimitCase, ...] = ()
    lowest: LowestCase | None = None
    highest: HighestCase | None = None
    deductibles: tuple[int, ...] | None = None


def _read() -> tuple[Case, ...]:
    rows: list[Any] = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    return TypeAdapter(tuple[Case, ...]).validate_python(rows)


ALL = _read()


def _with(kind: str) -> list[Any]:
    """The cases that have this kind of outcome, each under its id."""
    return [pytest.param(c, id=c.id) for c in ALL if getattr(c, kind)]


def _kind(case: Case) -> str:
    """The one kind of outcome of a row, or nothing."""
    kinds = ("verdicts", "premiums", "limits", "lowest", "highest")
    found = [k for k in kinds if getattr(case, k)] + (["deductibles"] if case.deductibles is not None else [])
    return found[0] if len(found) == 1 else ""


@cache
def scheme_of(name: str) -> Scheme:
    """A scheme as it is served."""
    return load_scheme(CORPUS / name, read_shared_words(CORPUS))[0]


def plan_behind(scheme: Scheme, reported: str, riders: tuple[str, ...]) -> str:
    """The plan that is judged: a rider may give the verdict its own name, which is then that of the last such rider."""
    if reported in scheme.plans:
        return reported
    assert [scheme.riders[r].plan for r in riders][-1:] == [reported]
    return next(iter(scheme.plans))


def limits_of(scheme: Scheme, section: str) -> list[tuple[str, int]]:
    """The certain limits of a section in yen, by type or set."""
    first = next(iter(scheme.dimensions), None)
    found = []
    for limit in scheme.limits:
        if first and limit.section == section and limit.certainty == "stated":
            for value in scheme.dimensions[first].values:
                yen = limit_yen(limit, {first: value})
                if yen is not None:
                    found.append((value, yen))
    return found


def test_every_row_has_one_kind_of_outcome() -> None:
    assert not [c.id for c in ALL if not _kind(c)]


@pytest.mark.parametrize("case", _with("verdicts"))
def test_verdicts_are_those_of_the_brochure(case: Case) -> None:
    assert case.items, "a verdict is about an item"
    scheme = scheme_of(case.scheme)
    for reported, expected in case.verdicts.items():
        plan = plan_behind(scheme, reported, case.riders)
        for item in case.items:
            finding = assess(scheme, plan, item, case.facts, riders=case.riders)
            assert finding.verdict == expected, f"{item} under {reported}: {finding.rules}"
            assert finding.cites, f"{item} under {reported}: no ground is given"
            named = {fact for condition in finding.conditions for way in condition for fact, _ in way}
            assert named.issuperset(case.open.get(reported, ())), f"{item} under {reported}"
            assert bool(named) == (expected == "conditional"), f"{item} under {reported}: {named}"


@pytest.mark.parametrize("case", _with("premiums"))
def test_contributions_to_the_yen(case: Case) -> None:
    scheme = scheme_of(case.scheme)
    found = [premium(scheme, p.plan, {"type": p.type}, p.residents).yen for p in case.premiums]
    assert found == [p.yen for p in case.premiums]
    assert case.spread is None or max(found) - min(found) == case.spread


@pytest.mark.parametrize("case", _with("limits"))
def test_limits_to_the_yen(case: Case) -> None:
    for row in case.limits:
        found = find_limit(scheme_of(case.scheme), row.plan, row.section, row.per, {"type": row.type})
        assert found is not None
        assert found[1] == row.yen


@pytest.mark.parametrize("case", _with("lowest"))
def test_the_set_of_the_least_liability_that_meets_a_need(case: Case) -> None:
    need = case.lowest
    assert need is not None
    scheme = scheme_of(case.scheme)
    enough = {value for value, yen in limits_of(scheme, need.section) if yen >= need.at_least}
    met = [(yen, value) for value, yen in limits_of(scheme, "liability") if value in enough]
    assert min(met) == (need.yen, need.type)


@pytest.mark.parametrize("case", _with("highest"))
def test_the_highest_limit_of_all_schemes(case: Case) -> None:
    row = case.highest
    assert row is not None
    found = [(yen, name, value) for name in SCHEMES for value, yen in limits_of(scheme_of(name), row.section)]
    top = max(yen for yen, _, _ in found)
    assert [f for f in found if f[0] == top] == [(row.yen, row.scheme, row.type)]


@pytest.mark.parametrize("case", [pytest.param(c, id=f"{c.id}-{c.scheme}") for c in ALL if c.deductibles is not None])
def test_deductibles_to_the_yen(case: Case) -> None:
    found = [d.yen for d in scheme_of(case.scheme).deductibles]
    assert found == list(case.deductibles or ())
