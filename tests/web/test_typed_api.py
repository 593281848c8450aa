"""The typed operations over real HTTP: right answers, ids with names, and problem documents for all that is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from assistant.answer import Answer

OPERATIONS = ("coverage", "payout", "premium", "deadline", "compare", "search")
COVERAGE = {"scheme": "silver", "items": ["damages"], "facts": {"copyright": True}}
PAYOUT = {
    "scheme": "silver",
    "plan": "leakage-only",
    "type": "G II",
    "facts": {"leak": True},
    "costs": [{"item": "damages", "yen": 8_000_000}],
}


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=30) as opened:
        yield opened


def asked(client: httpx.Client, operation: str, body: object) -> Answer:
    reply = client.post(f"/api/v1/{operation}", json=body)
    assert reply.status_code == 200, reply.text
    assert reply.headers["cache-control"] == "no-store"
    return Answer.model_validate_json(reply.content)


def problem(reply: httpx.Response, status: int) -> dict[str, str]:
    """The fields of a problem document, each with its sentence."""
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    document = json.loads(reply.text, parse_constant=lambda name: pytest.fail(f"{name} in the reply"))
    assert document["status"] == status and document["detail"] and document["request_id"]
    assert not any(word in reply.text for word in ("Traceback", "pydantic", "site-packages"))
    return {entry["field"]: entry["message"] for entry in document.get("errors", [])}


# ---------------------------------------------------------------- answers


def test_coverage(client: httpx.Client) -> None:
    answer = asked(client, "coverage", COVERAGE)
    assert {v.plan: v.verdict for v in answer.verdicts} == {"leakage-only": "not_covered", "comprehensive": "covered"}
    assert answer.citations and answer.derivation


def test_payout(client: httpx.Client) -> None:
    # 8,000,000 − 100,000
    answer = asked(client, "payout", PAYOUT)
    assert answer.amounts[0].yen == 7_900_000
    assert [step.expression for step in answer.amounts[0].steps][-1] == "8,000,000 − 100,000"


def test_premium(client: httpx.Client) -> None:
    answer = asked(client, "premium", {"scheme": "silver", "type": "G II", "rank": "B"})
    assert [(a.yen, a.plan) for a in answer.amounts] == [(73_810, "leakage-only")]
    # 97.3 × 10,866 = 1,057,261.8
    body = {"scheme": "chosonkai", "plan": "cyber", "type": "9", "residents": 10866, "language": "en"}
    assert asked(client, "premium", body).amounts[0].yen == 1_057_262


def test_deadline(client: httpx.Client) -> None:
    body = {"scheme": "silver", "deadline": "emergency_notice", "date": "2026-06-01", "language": "en"}
    assert "1 July 2026" in asked(client, "deadline", body).text


def test_compare_and_search(client: httpx.Client) -> None:
    assert asked(client, "compare", {"cases": [{"scheme": "silver"}]}).kind == "comparison"
    assert asked(client, "search", {"query": "緊急対応費用", "scheme": "silver"}).passages


def test_answers_are_counted(client: httpx.Client) -> None:
    asked(client, "payout", PAYOUT)
    assert (
        'coverage_http_requests_total{method="POST",route="/api/v1/payout",status="200"}' in client.get("/metrics").text
    )


# ---------------------------------------------------------------- ids with their names


def test_a_scheme_lists_its_ids_with_names_in_both_languages(client: httpx.Client) -> None:
    silver = client.get("/api/v1/schemes/silver").json()
    for kind in ("plans", "dimensions", "sections", "items", "facts", "deadlines", "limits"):
        assert silver[kind], kind
        for entry in silver[kind]:
            assert entry["id"] and entry["name"]["ja"] and entry["name"]["en"], entry
    assert [p["types"] for p in silver["plans"]] == [["G I", "G II", "G III"], ["F I", "F II", "F III"]]
    assert {f["kind"] for f in silver["facts"]} == {"peril", "circumstance", "requirement"}
    assert {i["id"]: i["heads"] for i in silver["items"] if i["heads"]} == {
        "sympathy_individuals": "victim",
        "sympathy_corporations": "corporation",
    }
    assert silver["premium"]["needs"] == ["type", "rank"]
    sompo = client.get("/api/v1/schemes/sompo-corporate").json()
    assert sompo["riders"] and all(r["plan"] for r in sompo["riders"])
    assert client.get("/api/v1/schemes/jcci").json()["premium"]["industries"]


def test_every_id_that_is_listed_is_taken(client: httpx.Client) -> None:
    for scheme in client.get("/api/v1/schemes").json()["schemes"]:
        if scheme["id"] == "town":  # the stand-in's own
            continue
        known = client.get(f"/api/v1/schemes/{scheme['id']}").json()
        facts = {fact["id"]: None for fact in known["facts"]}
        for start in range(0, len(known["items"]), 40):
            items = [item["id"] for item in known["items"][start : start + 40]]
            asked(client, "coverage", {"scheme": scheme["id"], "items": items, "facts": facts})


def test_an_unknown_scheme_is_404_with_those_that_exist(client: httpx.Client) -> None:
    reply = client.get("/api/v1/schemes/gold")
    assert "silver" in problem(reply, 404)["scheme"]


@pytest.mark.parametrize("path", ["/api/v1/schemes", "/api/v1/schemes/silver"])
def test_lists_can_be_kept_and_are_sent_once(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "public, max-age=300"
    for sent in (tag, f'W/{tag}, "other"', "*"):
        again = client.get(path, headers={"If-None-Match": sent})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.get(path, headers={"X-API-Key": "k"}).headers["cache-control"].startswith("private")


# ---------------------------------------------------------------- bad input

BAD: list[tuple[str, dict[str, Any], set[str]]] = [
    ("coverage", {}, {"scheme"}),
    ("coverage", {"scheme": "silver"}, {"items"}),
    ("coverage", {**COVERAGE, "scheme": "gold"}, {"scheme"}),
    ("coverage", {**COVERAGE, "items": ["hat"]}, {"items.0"}),
    ("coverage", {**COVERAGE, "items": "damages", "facts": []}, {"items", "facts"}),
    ("coverage", {**COVERAGE, "items": [None]}, {"items.0"}),
    ("coverage", {**COVERAGE, "facts": {"leek": True}}, {"facts.leek"}),
    ("coverage", {**COVERAGE, "facts": {"leak": "true"}}, {"facts.leak"}),
    ("coverage", {**COVERAGE, "facts": {"x" * 300: True}}, {"facts." + "x" * 100}),
    ("coverage", {**COVERAGE, "riders": ["hat"]}, {"riders.0"}),
    ("coverage", {**COVERAGE, "plan": "leakage-only", "type": "F I"}, {"type"}),
    ("coverage", {**COVERAGE, "language": "fr", "color": 1}, {"language", "color"}),
    ("coverage", {**COVERAGE, "items": ["damages"] * 41}, {"items"}),
    ("payout", {**PAYOUT, "costs": []}, {"costs"}),
    ("payout", {**PAYOUT, "costs": [{"item": "damages"}]}, {"costs.0.yen"}),
    ("payout", {**PAYOUT, "costs": [{"item": "damages", "yen": -1}]}, {"costs.0.yen"}),
    ("payout", {**PAYOUT, "costs": [{"item": "damages", "yen": 10**13 + 1}]}, {"costs.0.yen"}),
    ("payout", {**PAYOUT, "costs": [{"item": "damages", "yen": 1.5}]}, {"costs.0.yen"}),
    ("payout", {**PAYOUT, "costs": [{"item": "damages", "yen": "100万円"}]}, {"costs.0.yen"}),
    ("payout", {**PAYOUT, "costs": [{"item": "damages", "yen": True}]}, {"costs.0.yen"}),
    ("payout", {**PAYOUT, "costs": [{"item": "hat", "yen": 1}]}, {"costs.0.item"}),
    ("payout", {**PAYOUT, "costs": [{"item": "damages", "yen": 1, "heads": -1}]}, {"costs.0.heads"}),
    ("payout", {**PAYOUT, "costs": [{"item": "damages", "yen": 1, "incident": 0}]}, {"costs.0.incident"}),
    ("payout", {**PAYOUT, "costs": [{"item": "damages", "yen": 1, "hat": 0}]}, {"costs.0.hat"}),
    ("payout", {**PAYOUT, "costs": [7]}, {"costs.0"}),
    ("payout", {**PAYOUT, "paid_before": {"sea": 1}}, {"paid_before.sea"}),
    ("payout", {**PAYOUT, "paid_before": {"liability": -1}}, {"paid_before.liability"}),
    ("premium", {"scheme": "silver", "type": "G IV"}, {"type"}),
    ("premium", {"scheme": "silver", "rank": "D"}, {"rank"}),
    ("premium", {"scheme": "chosonkai", "residents": 0}, {"residents"}),
    ("premium", {"scheme": "chosonkai", "residents": 10**9}, {"residents"}),
    ("premium", {"scheme": "silver", "residents": 5}, {"residents"}),
    ("deadline", {"scheme": "silver", "deadline": "hat"}, {"deadline"}),
    ("deadline", {"scheme": "silver", "deadline": "emergency_notice", "date": "1 June"}, {"date"}),
    ("deadline", {"scheme": "silver", "deadline": "emergency_notice", "date": 20260601}, {"date"}),
    ("deadline", {"scheme": "silver", "deadline": "midterm_joining", "date": "1500-01-01"}, {"date"}),
    ("compare", {"cases": []}, {"cases"}),
    ("compare", {"cases": [{"scheme": "gold"}]}, {"cases.0.scheme"}),
    ("compare", {"cases": [{"scheme": "silver"}], "of": "colours"}, {"of"}),
    ("search", {"query": ""}, {"query"}),
    ("search", {"query": " "}, {"query"}),
    ("search", {"query": "x" * 2001}, {"query"}),
    ("search", {"query": "x", "k": 0}, {"k"}),
    ("search", {"query": "x", "k": 21}, {"k"}),
]


@pytest.mark.parametrize(
    ("operation", "body", "named"), BAD, ids=[f"{o}-{'-'.join(sorted(n))[:40]}-{i}" for i, (o, _, n) in enumerate(BAD)]
)
def test_a_field_that_does_not_fit_is_named(
    client: httpx.Client, operation: str, body: dict[str, Any], named: set[str]
) -> None:
    assert set(problem(client.post(f"/api/v1/{operation}", json=body), 422)) == named


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(
    ("raw", "status", "named"),
    [
        (b"", 400, None),
        (b"[]", 400, set()),
        (b'{"scheme": "silver"', 400, set()),
        (b'{"scheme": "silver", "scheme": "jcci"}', 400, {"scheme"}),
        (b'{"costs": [{"item": "damages", "yen": NaN}]}', 400, {"costs.0.yen"}),
        (b'{"costs": [{"item": "damages", "yen": ' + b"9" * 4000 + b"}]}", 400, {"costs.0.yen"}),
        (b'{"facts": ' + b'{"a":' * 50 + b"1" + b"}" * 51, 400, set()),
        (b'{"facts": ' + b"[" * 90_000, 400, set()),
        (b'{"scheme": "\\ud800"}', 400, {"scheme"}),
        (b'{"scheme": "' + b"x" * 300_000 + b'"}', 413, set()),
    ],
    ids=["empty", "list", "cut", "twice", "nan", "huge", "deep", "deeper", "surrogate", "large"],
)
def test_what_is_no_clean_json_is_refused(
    client: httpx.Client, operation: str, raw: bytes, status: int, named: set[str] | None
) -> None:
    found = problem(
        client.post(f"/api/v1/{operation}", content=raw, headers={"Content-Type": "application/json"}), status
    )
    assert found if named is None else set(found) == named
    assert "question" not in found


def test_a_number_beyond_floats_is_no_amount(client: httpx.Client) -> None:
    raw = json.dumps(PAYOUT).replace("8000000", "1e999").encode()
    reply = client.post("/api/v1/payout", content=raw, headers={"Content-Type": "application/json"})
    assert set(problem(reply, 422)) == {"costs.0.yen"}


def test_another_method_is_refused(client: httpx.Client) -> None:
    problem(client.get("/api/v1/payout"), 405)


def test_a_request_carries_its_id_in_and_out(client: httpx.Client) -> None:
    reply = client.post("/api/v1/coverage", json={}, headers={"X-Request-Id": "ticket-42"})
    assert reply.headers["x-request-id"] == "ticket-42" == reply.json()["request_id"]
    assert client.get("/healthz", headers={"X-Request-Id": "a b\tc"}).headers["x-request-id"] != "a b\tc"


# ---------------------------------------------------------------- the description


@pytest.fixture(scope="module")
def description(client: httpx.Client) -> dict[str, Any]:
    loaded: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    return loaded


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref":
                yield str(inner)
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_every_reference_of_the_description_leads_somewhere(description: dict[str, Any]) -> None:
    found = set(references(description))
    assert len(found) > 10
    for reference in found:
        node: Any = description
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]


def test_every_example_of_the_description_is_answered(client: httpx.Client, description: dict[str, Any]) -> None:
    shown = 0
    for path, methods in description["paths"].items():
        body = methods.get("post", {}).get("requestBody")
        if body is None or path == "/api/v1/ask":  # the stand-in knows four questions
            continue
        for example in body["content"]["application/json"]["examples"].values():
            if path == "/api/v1/feedback":  # there is nothing to answer
                assert client.post(path, json=example["value"]).status_code == 204
                continue
            asked(client, path.removeprefix("/api/v1/"), example["value"])
            shown += 1
    assert shown > 15


def test_requests_answers_and_problems_are_described(description: dict[str, Any]) -> None:
    for name in OPERATIONS:
        post = description["paths"][f"/api/v1/{name}"]["post"]
        schema = post["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        assert description["components"]["schemas"][schema]["additionalProperties"] is False
        assert post["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/Answer")
        assert "application/problem+json" in post["responses"]["4XX"]["content"]
        assert "422" not in post["responses"]


def test_the_documentation_names_no_other_host(client: httpx.Client) -> None:
    page = client.get("/docs")
    assert page.status_code == 200 and "http" not in page.text.split("<head>")[1]
    for asset in ("docs-assets/swagger-ui.css", "docs-assets/swagger-ui-bundle.js", "look/docs.js", "look/favicon.png"):
        assert asset in page.text
        assert client.get(f"/{asset}").status_code == 200
