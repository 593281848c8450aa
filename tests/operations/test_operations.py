"""What the typed operations answer beside the tables, and what they refuse: every bad input names field and valid ids."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.answer import Answer
from assistant.answering.engine import Answerer
from assistant.conversation import Selection
from assistant.corpus.brochure import Section
from assistant.corpus.loader import Corpus
from assistant.corpus.narrowing import Narrowed, narrow
from assistant.errors import InputError, UnknownChoiceError
from assistant.operations import CompareRequest, CoverageRequest, DeadlineRequest, Operations
from assistant.understanding.lexicon import lexicons
from assistant.understanding.reading import Reader


def run(operations: Operations, name: str, **fields: Any) -> Answer:
    """Run an operation as a door does: from plain fields."""
    operation = next(o for o in operations.all() if o.name == name)
    answer = operation.run(operation.request.model_validate(fields))
    assert Answer.model_validate_json(answer.model_dump_json(by_alias=True)) == answer
    return answer


# ---------------------------------------------------------------- as right as the chat

PAIRS = [
    (
        "情報漏えい限定プランで著作権侵害の損害賠償は補償されますか",
        "coverage",
        {"scheme": "silver", "plan": "leakage-only", "items": ["damages"], "facts": {"copyright": True}},
    ),
    (
        "充実プランのタイプF Iで、情報漏えいの弁護士費用に300万円かかりました。いくら支払われますか",
        "payout",
        {
            "scheme": "silver",
            "plan": "comprehensive",
            "type": "F I",
            "facts": {"leak": True},
            "costs": [{"item": "lawyer", "yen": 3_000_000}],
        },
    ),
    (
        "タイプG II、ランクBの年間保険料はいくらですか",
        "premium",
        {"scheme": "silver", "type": "G II", "rank": "B"},
    ),
    (
        "サイバー保険の契約類型9、住民10,866人の町の保険料分担金はいくらですか",
        "premium",
        {"scheme": "chosonkai", "plan": "cyber", "type": "9", "residents": 10866},
    ),
]


@pytest.mark.parametrize(("message", "name", "fields"), PAIRS, ids=[f"{n}-{f['scheme']}" for _, n, f in PAIRS])
def test_the_same_answer_as_the_chat(
    corpus: Corpus, operations: Operations, message: str, name: str, fields: dict[str, Any]
) -> None:
    query = Reader(corpus.schemes, lexicons(corpus.schemes)).read([message], Selection(scheme=fields["scheme"]))
    chat = Answerer(corpus, lambda *_: ()).answer(query, dt.date(2026, 6, 1))
    typed = run(operations, name, **fields)
    assert [(v.plan, v.verdict, v.rules) for v in typed.verdicts] == [
        (v.plan, v.verdict, v.rules) for v in chat.verdicts
    ]
    assert typed.amounts == chat.amounts
    assert typed.citations == chat.citations


# ---------------------------------------------------------------- what is answered


def test_a_fact_that_is_not_known_makes_the_verdict_conditional(operations: Operations) -> None:
    fields = {"scheme": "silver", "plan": "comprehensive", "items": ["sympathy_individuals"]}
    told = {"leak": True, "consent": True}
    known = run(operations, "coverage", **fields, facts={**told, "published": True})
    unknown = run(operations, "coverage", **fields, facts={**told, "published": None})
    denied = run(operations, "coverage", **fields, facts={**told, "published": False})
    assert [a.verdicts[0].verdict for a in (known, unknown, denied)] == ["covered", "conditional", "not_covered"]
    assert unknown.verdicts[0].conditions


def test_an_incident_alone_is_judged_for_every_section(operations: Operations) -> None:
    answer = run(operations, "coverage", scheme="silver", facts={"leak": True}, language="en")
    assert {v.plan for v in answer.verdicts} == {"leakage-only", "comprehensive"}
    assert answer.language == "en" and answer.derivation


def test_a_payout_for_which_nothing_is_paid_says_why(operations: Operations) -> None:
    answer = run(
        operations,
        "payout",
        scheme="silver",
        plan="leakage-only",
        type="G II",
        facts={"copyright": True, "leak": False},
        costs=[{"item": "damages", "yen": 1_000_000}],
    )
    assert [v.verdict for v in answer.verdicts] == ["not_covered"]
    assert not answer.amounts


def test_own_share_and_what_is_left_are_added_on_demand(operations: Operations) -> None:
    fields: dict[str, Any] = {
        "scheme": "silver",
        "plan": "leakage-only",
        "type": "G II",
        "facts": {"leak": True},
        "costs": [{"item": "damages", "yen": 8_000_000}],
    }
    # 8,000,000 − 100,000 = 7,900,000; 100,000 is borne; 100,000,000 − 7,900,000 = 92,100,000 is left
    answer = run(operations, "payout", **fields, own_share=True, remaining=True)
    assert [a.yen for a in answer.amounts] == [7_900_000, 92_100_000, 100_000]
    assert [a.yen for a in run(operations, "payout", **fields).amounts] == [7_900_000]


def test_a_scheme_without_figures_says_the_verdict_and_no_yen(operations: Operations) -> None:
    answer = run(
        operations,
        "payout",
        scheme="sompo-corporate",
        facts={"leak": True},
        costs=[{"item": "investigation", "yen": 5}],
    )
    assert answer.verdicts and not answer.amounts


def test_a_premium_that_lacks_the_residents_asks_for_them(operations: Operations) -> None:
    answer = run(operations, "premium", scheme="chosonkai", type="9")
    assert answer.kind == "clarification" and "住民数" in answer.text


def test_a_premium_that_no_brochure_states_is_none(operations: Operations) -> None:
    answer = run(operations, "premium", scheme="sompo-corporate")
    assert answer.abstained and not answer.amounts
    answer = run(operations, "premium", scheme="jcci", industry="建設業", sales=800_000_000)
    assert answer.abstained


def test_plans_of_a_scheme_are_compared(operations: Operations) -> None:
    answer = run(operations, "compare", cases=[{"scheme": "silver"}])
    assert answer.kind == "comparison" and "|" in answer.text


def test_schemes_are_compared_each_in_its_own_ids(operations: Operations) -> None:
    cases = [
        {"scheme": "silver", "items": ["damages"], "facts": {"leak": True}},
        {"scheme": "jcci", "plan": "wide", "items": ["damages"], "facts": {"leak": True}},
        {"scheme": "chosonkai", "plan": "cyber", "items": ["damages"], "facts": {"leak": True}},
    ]
    answer = run(operations, "compare", cases=cases)
    assert [(v.scheme, v.plan, v.verdict) for v in answer.verdicts] == [
        ("silver", "leakage-only", "covered"),
        ("silver", "comprehensive", "covered"),
        ("jcci", "wide", "covered"),
        ("chosonkai", "cyber", "covered"),
    ]


def test_limits_and_deductibles_are_compared(operations: Operations) -> None:
    cases = [{"scheme": "silver", "type": "G I"}, {"scheme": "jcci", "type": "1"}]
    answer = run(operations, "compare", of="limits", cases=cases)
    assert {(a.scheme, a.yen) for a in answer.amounts} == {("silver", 200_000_000), ("jcci", 30_000_000)}
    alone = run(operations, "compare", of="limits", cases=cases[:1], section="response_costs")
    assert [a.yen for a in alone.amounts] == [10_000_000]
    assert run(operations, "compare", of="limits", cases=[{"scheme": "sompo-corporate"}]).abstained
    assert {a.yen for a in run(operations, "compare", of="deductibles", cases=cases).amounts} >= {100_000}
    assert run(operations, "compare", of="deductibles", cases=[{"scheme": "sompo-corporate"}]).abstained


def test_passages_are_no_verdict(operations: Operations) -> None:
    answer = run(operations, "search", query="緊急対応費用", scheme="silver", k=2)
    assert answer.abstained and len(answer.passages) == 2 and not answer.verdicts
    assert run(operations, "search", query="nothing").kind == "abstention"
    everywhere = run(operations, "search", query="limit", language="en", k=3)
    assert everywhere.kind == "fact" and everywhere.language == "en"


# ---------------------------------------------------------------- what is refused

CASE = {"scheme": "silver", "items": ["damages"], "facts": {"leak": True}}
COST = {"item": "damages", "yen": 1}
UNKNOWN: list[tuple[str, dict[str, Any], str, str]] = [
    ("coverage", {**CASE, "scheme": "gold"}, "scheme", "silver"),
    ("coverage", {**CASE, "plan": "premium"}, "plan", "leakage-only"),
    ("coverage", {**CASE, "plan": "leakage-only", "type": "F I"}, "type", "G I"),
    ("coverage", {**CASE, "type": "G IV"}, "type", "G III"),
    ("coverage", {**CASE, "items": ["damages", "hat"]}, "items.1", "lawyer"),
    ("coverage", {**CASE, "facts": {"leek": True}}, "facts.leek", "leak"),
    ("coverage", {**CASE, "riders": ["sun"]}, "riders.0", ""),
    ("coverage", {**CASE, "scheme": "sompo-corporate", "type": "1"}, "type", ""),
    ("payout", {"scheme": "silver", "costs": [COST, {"item": "hat", "yen": 1}]}, "costs.1.item", "damages"),
    ("payout", {"scheme": "silver", "costs": [COST], "paid_before": {"sea": 1}}, "paid_before.sea", "liability"),
    ("premium", {"scheme": "silver", "rank": "D"}, "rank", "A"),
    ("premium", {"scheme": "chosonkai", "rank": "A"}, "rank", ""),
    ("premium", {"scheme": "chosonkai", "type": "11"}, "type", "10"),
    ("premium", {"scheme": "jcci", "industry": "魔法使い"}, "industry", "建設業"),
    ("premium", {"scheme": "silver", "at_least": {"sea": 1}}, "at_least.sea", "liability"),
    ("deadline", {"scheme": "silver", "deadline": "never"}, "deadline", "emergency_notice"),
    ("compare", {"cases": [{"scheme": "silver"}, {"scheme": "gold"}]}, "cases.1.scheme", "silver"),
    ("compare", {"cases": [{**CASE, "facts": {"leek": True}}]}, "cases.0.facts.leek", "leak"),
    ("compare", {"cases": [{"scheme": "silver"}], "of": "limits", "section": "sea"}, "section", "liability"),
    ("search", {"query": "x", "scheme": "gold"}, "scheme", "silver"),
]


@pytest.mark.parametrize(("name", "fields", "field", "valid"), UNKNOWN, ids=[f"{n}-{f}" for n, _, f, _ in UNKNOWN])
def test_an_unknown_id_names_the_valid_ones(
    operations: Operations, name: str, fields: dict[str, Any], field: str, valid: str
) -> None:
    with pytest.raises(UnknownChoiceError) as caught:
        run(operations, name, **fields)
    assert caught.value.field == field
    assert bool(caught.value.choices) == bool(valid)
    assert not valid or (valid in caught.value.choices and valid in caught.value.message)


def test_near_ids_come_first_where_there_are_many(operations: Operations) -> None:
    with pytest.raises(UnknownChoiceError, match=r"Valid: leak,"):
        run(operations, "coverage", **{**CASE, "facts": {"leakk": True}})


USELESS: list[tuple[str, dict[str, Any], str]] = [
    ("coverage", {"scheme": "silver"}, "items"),
    ("coverage", {**CASE, "scheme": "sompo-corporate", "riders": ["without-leakage", "leakage-only"]}, "riders"),
    ("payout", {"scheme": "silver", "costs": [{**COST, "low": 2}]}, "costs.0.low"),
    ("premium", {"scheme": "silver", "residents": 100}, "residents"),
    ("premium", {"scheme": "silver", "sales": 100}, "sales"),
    ("premium", {"scheme": "silver", "industry": "建設業"}, "industry"),
    ("premium", {"scheme": "sompo-corporate", "riders": ["profit"]}, "riders"),
    ("premium", {"scheme": "chosonkai", "budget": 100}, "budget"),
    ("premium", {"scheme": "jcci", "at_least": {"liability": 1}}, "at_least"),
    ("deadline", {"scheme": "silver", "deadline": "midterm_joining", "date": "1700-01-01"}, "date"),
    ("deadline", {"scheme": "silver", "deadline": "emergency_notice", "date": "9999-12-31"}, "date"),
    ("deadline", {"scheme": "silver", "deadline": "emergency_notice", "plan": "leakage-only"}, "plan"),
    ("compare", {"cases": [CASE, {"scheme": "jcci"}]}, "cases.1.items"),
    ("compare", {"cases": [{"scheme": "sompo-corporate"}]}, "cases"),
    ("search", {"query": "   "}, "query"),
]


@pytest.mark.parametrize(
    ("name", "fields", "field"), USELESS, ids=[f"{n}-{f}-{i}" for i, (n, _, f) in enumerate(USELESS)]
)
def test_what_cannot_be_answered_names_the_field(
    operations: Operations, name: str, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(InputError) as caught:
        run(operations, name, **fields)
    assert caught.value.field == field
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize(
    "fields",
    [
        {**CASE, "facts": {"leak": "yes"}},
        {**CASE, "facts": {"leak": 1}},
        {**CASE, "items": "damages"},
        {**CASE, "language": "fr"},
        {**CASE, "colour": "red"},
        {**CASE, "items": ["damages"] * 41},
        {**CASE, "scheme": ""},
        {"items": ["damages"]},
    ],
    ids=str,
)
def test_what_has_another_shape_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CoverageRequest.model_validate(fields)


@pytest.mark.parametrize("yen", [-1, 10**13 + 1, 1.0, "100", True, None, float("nan")], ids=str)
def test_an_amount_that_no_cost_can_have_is_refused(operations: Operations, yen: object) -> None:
    with pytest.raises(ValidationError):
        run(operations, "payout", scheme="silver", costs=[{"item": "damages", "yen": yen}])


@pytest.mark.parametrize("date", ["2026-6-1", "2026-02-30", "20260601", 20260601, "2026-06-01T00:00:00", ""], ids=str)
def test_what_is_no_date_is_refused(date: object) -> None:
    with pytest.raises(ValidationError):
        DeadlineRequest.model_validate({"scheme": "silver", "deadline": "x", "date": date})


def test_there_must_be_something_to_compare() -> None:
    for cases in ([], [CASE] * 9):
        with pytest.raises(ValidationError):
            CompareRequest.model_validate({"cases": cases})


def test_a_search_is_narrowed_by_ids(corpus: Corpus) -> None:
    seen: list[Narrowed] = []

    def search(text: str, scheme: str | None, language: str, k: int, narrowed: Narrowed) -> list[tuple[Section, float]]:
        seen.append(narrowed)
        return []

    operations = Operations(corpus, Answerer(corpus, lambda *_: []), search)
    run(operations, "search", query="料金", plan="comprehensive")
    assert seen == [narrow(corpus.schemes, plan="comprehensive")]
    with pytest.raises(UnknownChoiceError, match="silver-2026"):
        run(operations, "search", query="料金", scheme="silver", document="none")
