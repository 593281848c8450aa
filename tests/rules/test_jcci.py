"""The chambers' scheme: verdicts by plan, limits, payouts and the printed premiums, from the tables in `cases/`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from assistant.answer import Answer
from assistant.answering.engine import Answerer
from assistant.conversation import Selection
from assistant.corpus.loader import Corpus, load_scheme, read_shared_words
from assistant.corpus.model import PremiumExamples, Scheme
from assistant.rules.coverage import Verdict, assess
from assistant.rules.facts import facts_of_choices
from assistant.rules.logic import Truth
from assistant.rules.payout import Line, estimate, find_limit
from assistant.understanding.lexicon import lexicons
from assistant.understanding.reading import Reader

CORPUS = Path(__file__).parents[2] / "corpus"
CASES = Path(__file__).parent / "cases"


class Case(BaseModel):
    """A question understood, and the verdict of each plan; a misspelt key is an error, not a test that passes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    item: str
    facts: dict[str, Truth] = {}
    type: str | None = None
    riders: tuple[str, ...] = ()
    expect: dict[str, Verdict]
    open: dict[str, tuple[str, ...]] = {}


def _cases() -> list[Any]:
    rows = yaml.safe_load((CASES / "jcci_coverage.yaml").read_text(encoding="utf-8"))
    return [pytest.param(c, id=c.id) for c in TypeAdapter(tuple[Case, ...]).validate_python(rows)]


AMOUNTS: dict[str, Any] = yaml.safe_load((CASES / "jcci_amounts.yaml").read_text(encoding="utf-8"))
PERS = {"liability": "claim", "response_costs": "incident", "business_interruption": "incident"}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The scheme alone, with the words that schemes share."""
    scheme, sections = load_scheme(CORPUS / "jcci", read_shared_words(CORPUS))
    return Corpus({scheme.scheme: scheme}, tuple(sections))


@pytest.fixture(scope="module")
def jcci(corpus: Corpus) -> Scheme:
    """The scheme as it is served."""
    return corpus.schemes["jcci"]


@pytest.mark.parametrize("case", _cases())
def test_verdicts(jcci: Scheme, case: Case) -> None:
    facts = {**facts_of_choices(jcci, {"type": (case.type,)} if case.type else {}), **case.facts}
    for plan, expected in case.expect.items():
        finding = assess(jcci, plan, case.item, facts, case.riders)
        assert finding.verdict == expected, f"{plan}: {finding.rules}"
        assert finding.cites, f"{plan}: no ground is given"
        if plan in case.open:
            named = {fact for condition in finding.conditions for way in condition for fact, _ in way}
            assert named == set(case.open[plan])


def test_every_cover_read_from_the_layout_says_so(jcci: Scheme) -> None:
    for rule in jcci.rules:
        if rule.effect == "grant":
            assert rule.certainty == "inferred" and rule.caveat is not None, rule.id


def test_every_item_has_an_answer_under_every_plan(jcci: Scheme) -> None:
    for plan in jcci.plans:
        for item in jcci.items:
            assert assess(jcci, plan, item, {"leak": True}).rules, f"{plan}: {item}"


@pytest.mark.parametrize("row", AMOUNTS["limits"], ids=lambda r: f"set-{r['type']}")
def test_limits(jcci: Scheme, row: dict[str, Any]) -> None:
    for section, per in PERS.items():
        for plan in jcci.plans:
            found = find_limit(jcci, plan, section, per, {"type": row["type"]})
            assert (found[1] if found else None) == row[section]


def test_the_limits_printed_beside_the_free_set_are_an_example(jcci: Scheme) -> None:
    examples = {
        x.section: x.yen["5"]
        for x in jcci.limits
        if isinstance(x.yen, dict) and x.yen.get("5") and x.certainty == "inferred"
    }
    assert examples == AMOUNTS["free_set_example"]


@pytest.mark.parametrize("row", AMOUNTS["payouts"], ids=lambda r: f"set-{r['type']}-{'-'.join(r['lines'])}-{r['yen']}")
def test_payouts(jcci: Scheme, row: dict[str, Any]) -> None:
    lines = [Line(item, yen) for item, yen in row["lines"].items()]
    (payout,) = estimate(jcci, "wide", {"type": row["type"]}, lines)
    assert payout.yen == row["yen"]
    assert payout.inferred is row.get("inferred", False)
    assert bool(payout.reasons) is payout.inferred, "an unknown limit must be told"
    assert not any(s.kind == "deductible" for s in payout.steps)


def test_two_incidents_share_the_limit_of_a_set(jcci: Scheme) -> None:
    # 8,000,000 + 7,000,000 = 15,000,000; set 1 pays 10,000,000 of costs, per what is not printed: it caps both
    lines = [Line("investigation", 8_000_000, incident=1), Line("investigation", 7_000_000, incident=2)]
    assert estimate(jcci, "basic", {"type": "1"}, lines)[0].yen == 10_000_000


def test_printed_premiums(jcci: Scheme) -> None:
    premium = jcci.premium
    assert isinstance(premium, PremiumExamples)
    found = {(e.industry.ja, e.sales, e.plan, e.riders): (e.yen, e.certainty) for e in premium.examples}
    wanted = {
        (r["industry"], r["sales"], r["plan"], tuple(r.get("riders", ()))): (r["yen"], r["certainty"])
        for r in AMOUNTS["premiums"]
    }
    assert found == wanted


@pytest.mark.parametrize("row", AMOUNTS["questions"], ids=lambda r: r["ask"])
def test_questions_about_premiums(corpus: Corpus, row: dict[str, Any]) -> None:
    answer = _ask(corpus, row["ask"])
    printed = {r["yen"] for r in AMOUNTS["premiums"]}
    assert [a.yen for a in answer.amounts if a.yen in printed] == row["yen"]
    assert answer.abstained is (not row["yen"])
    if "also" in row:
        assert row["also"] in [a.yen for a in answer.amounts]
        assert f"{row['also']:,}" in answer.text
    for yen in row["yen"]:
        assert f"{yen:,}" in answer.text


def test_the_deductible_is_none(corpus: Corpus) -> None:
    for question, word in (("免責は？", "なし"), ("What excess do we bear with set 2?", "none")):
        answer = _ask(corpus, question)
        assert word in answer.text
        assert {a.yen for a in answer.amounts} <= {0}


def _ask(corpus: Corpus, question: str) -> Answer:
    query = Reader(corpus.schemes, lexicons(corpus.schemes)).read([question], Selection(scheme="jcci"))
    return Answerer(corpus, lambda *_: ()).answer(query, dt.date(2026, 6, 1))
