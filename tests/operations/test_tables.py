"""The tables that hold the rules, asked through the typed operations: the same verdicts and the same yen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.operations import (
    CoverageRequest,
    DeadlineRequest,
    Operations,
    PayoutRequest,
    PremiumRequest,
)

CASES = Path(__file__).parents[1] / "rules" / "cases"


def read(name: str) -> Any:
    return yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))


def ids(rows: list[Any]) -> list[str]:
    return [str(row.get("id", number)) for number, row in enumerate(rows)]


def verdicts_of(operations: Operations, scheme: str, row: dict[str, Any], plan: str | None = None) -> dict[str, str]:
    """The verdicts by plan that the operation gives for a row."""
    request = CoverageRequest(
        scheme=scheme,
        plan=plan,
        type=row.get("type"),
        items=[row["item"]],
        facts=row.get("facts", {}),
        riders=row.get("riders", []),
    )
    return {v.plan: v.verdict for v in operations.coverage(request).verdicts}


SILVER = read("silver_coverage")


@pytest.mark.parametrize("row", SILVER, ids=ids(SILVER))
def test_verdicts_of_two_plans(operations: Operations, row: dict[str, Any]) -> None:
    wanted = row["verdicts"]
    both = wanted.get("both")
    expected = {p: wanted.get(p, both) for p in ("leakage-only", "comprehensive")}
    assert verdicts_of(operations, "silver", row) == expected


@pytest.mark.parametrize(
    ("scheme", "row"),
    [(scheme, row) for scheme in ("chosonkai", "jcci") for row in read(f"{scheme}_coverage")],
    ids=lambda x: x if isinstance(x, str) else x["id"],
)
def test_verdicts_of_each_plan(operations: Operations, scheme: str, row: dict[str, Any]) -> None:
    for plan, expected in row["expect"].items():
        (found,) = verdicts_of(operations, scheme, row, plan).values()
        assert found == expected, plan


SOMPO = [(row, plan) for row in read("sompo_corporate_coverage") for plan in row["expect"]]


@pytest.mark.parametrize(("row", "plan"), SOMPO, ids=[f"{r['id']}-{p}" for r, p in SOMPO])
def test_verdicts_with_an_option_under_its_printed_name(operations: Operations, row: dict[str, Any], plan: str) -> None:
    found = verdicts_of(operations, "sompo-corporate", row, None if row.get("riders") else plan)
    assert found[plan] == row["expect"][plan]


QUESTIONS = read("silver_questions")
JUDGED = [row for row in QUESTIONS if row.get("verdicts")]


@pytest.mark.parametrize("row", JUDGED, ids=ids(JUDGED))
def test_verdicts_of_questions(operations: Operations, row: dict[str, Any]) -> None:
    for item in row["items"]:
        found = verdicts_of(operations, "silver", {**row, "item": item})
        assert {p: found[p] for p in row["verdicts"]} == row["verdicts"]


# ---------------------------------------------------------------- payouts

PAYOUTS = [row for row in read("silver_payouts") if row["lines"]]
# All that the listed costs ask for, so that none of them is left out.
PAID_FACTS = {
    "leak": True, "attack": True, "copyright": True, "insurer_consent": True, "published": True, "consent": True,
    "reputation": True
}  # fmt: skip
# A suspicion that came to nothing, noticed by oneself: what the first listed cost is for.
FALSE_ALARM = {
    "suspected_attack": True, "no_attack_found": True, "external_notification": False, "notified_in_time": True
}  # fmt: skip


@pytest.mark.parametrize("row", PAYOUTS, ids=ids(PAYOUTS))
def test_payouts_to_the_yen(operations: Operations, row: dict[str, Any]) -> None:
    lines = [{k: v for k, v in line.items() if k != "pays_as"} for line in row["lines"]]
    suspicion = any("emergency_response" in (line["item"], line.get("pays_as")) for line in row["lines"])
    request = PayoutRequest.model_validate(
        {
            "scheme": "silver",
            "plan": row["plan"],
            "type": row["type"],
            "facts": FALSE_ALARM if suspicion else PAID_FACTS,
            "costs": lines,
            "paid_before": row.get("paid_before", {}),
        }
    )
    answer = operations.payout(request)
    assert [a.yen for a in answer.amounts[:1]] == [row["yen"]], answer.text
    for yen in row.get("others", {}).values():
        assert yen in [a.yen for a in answer.amounts]


@pytest.mark.parametrize(
    ("scheme", "row"),
    [(scheme, row) for scheme in ("chosonkai", "jcci") for row in read(f"{scheme}_amounts")["payouts"]],
    ids=str,
)
def test_payouts_of_other_schemes(operations: Operations, scheme: str, row: dict[str, Any]) -> None:
    facts = {"leak": True, "attack": True} | (
        {"personal_information": True} if scheme == "chosonkai" else {"network_stop": True}
    )
    answer = operations.payout(
        PayoutRequest.model_validate(
            {
                "scheme": scheme,
                "plan": row.get("plan", "wide"),
                "type": row["type"],
                "facts": facts,
                "riders": ["profit"] if "own_lost_income" in row["lines"] else [],
                "costs": [{"item": item, "yen": yen} for item, yen in row["lines"].items()],
            }
        )
    )
    assert answer.amounts[0].yen == row["yen"], answer.text
    assert (answer.amounts[0].basis == "inferred") is row.get("inferred", False)


ASKED = [row for row in QUESTIONS if row.get("payout")]


@pytest.mark.parametrize("row", ASKED, ids=ids(ASKED))
def test_payouts_of_questions(operations: Operations, row: dict[str, Any]) -> None:
    asked = row["payout"]
    # What is told of one line alone cannot be told of a bill; such rows ask for the lines that count.
    lines = [line for line in asked["lines"] if line.get("verdict", "covered") == "covered" or not line.get("facts")]
    facts = {**row.get("facts", {}), **{k: v for line in lines for k, v in line.get("facts", {}).items()}}
    answer = operations.payout(
        PayoutRequest.model_validate(
            {
                "scheme": "silver",
                "plan": asked["plan"],
                "type": asked["type"],
                "facts": facts,
                "costs": [{k: line[k] for k in ("item", "yen", "incident") if k in line} for line in lines],
            }
        )
    )
    assert answer.amounts[0].yen == asked["yen"], answer.text
    assert set(asked.get("others", [])) <= {a.yen for a in answer.amounts}


# ---------------------------------------------------------------- premiums and deadlines

PREMIUMS = [("silver", row) for row in read("silver_premiums")]
PREMIUMS += [("chosonkai", row) for row in read("chosonkai_amounts")["premiums"]]
PREMIUMS += [("jcci", row) for row in read("jcci_amounts")["premiums"]]


@pytest.mark.parametrize(("scheme", "row"), PREMIUMS, ids=str)
def test_premiums_to_the_yen(operations: Operations, scheme: str, row: dict[str, Any]) -> None:
    fields = {k: v for k, v in row.items() if k not in ("id", "yen", "certainty")}
    answer = operations.premium(PremiumRequest.model_validate({"scheme": scheme, **fields}))
    printed = [a.yen for a in answer.amounts if a.label.startswith("年間保険料")]
    assert row["yen"] in printed, answer.text
    # An example with an option is printed beside the one without it; all else has one premium.
    assert len(printed) == (
        2 if scheme == "jcci" and row["industry"] == "受託開発システム業" and not row.get("riders") else 1
    )
    assert f"{row['yen']:,}" in answer.text


OFFERS = [row for row in QUESTIONS if row.get("offer") and row["offer"]["pick"] == "cheapest"]


@pytest.mark.parametrize("row", OFFERS, ids=ids(OFFERS))
def test_the_best_offer(operations: Operations, row: dict[str, Any]) -> None:
    offer = row["offer"]
    (plan,) = offer.get("plans", []) or [None]
    answer = operations.premium(
        PremiumRequest.model_validate(
            {
                "scheme": "silver",
                "plan": plan,
                "rank": offer["rank"],
                "at_least": offer.get("at_least", {}),
                "budget": offer.get("budget"),
            }
        )
    )
    assert (answer.amounts[0].type, answer.amounts[0].yen) == (offer["found"]["type"], offer["found"]["yen"])


DEADLINES = read("silver_deadlines")


@pytest.mark.parametrize("row", DEADLINES, ids=ids(DEADLINES))
def test_deadlines_to_the_day(operations: Operations, row: dict[str, Any]) -> None:
    request = DeadlineRequest(scheme="silver", deadline=row["rule"], date=row.get("event"))
    answer = operations.deadline(request)
    last: dt.date = row["last_day"]
    assert f"{last.year}年{last.month}月{last.day}日" in answer.text.split("\n\n")[0]
    if row.get("one_step"):
        other: dt.date = row["one_step"]
        assert any(f"{other.month}月{other.day}日" in c for c in answer.caveats)
