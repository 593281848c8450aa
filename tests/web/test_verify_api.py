"""The guardrail over HTTP: a draft with its question goes in, a judgement with reasons comes out."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.web.conftest import StandIn


@pytest.fixture
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server) as opened:
        yield opened


def test_a_draft_is_judged_with_its_question_selection_and_history(client: httpx.Client, assistant: StandIn) -> None:
    body = {
        "question": "保険料は?",
        "draft": "保険料は安いです。",
        "scheme": "silver",
        "history": [{"role": "user", "content": "こんにちは"}],
    }
    reply = client.post("/api/v1/verify", json=body)
    assert reply.status_code == 200
    assert reply.json() == {"accepted": False, "reasons": ["The draft does not repeat the answer."]}
    question, selection, history = assistant.asked[-1]
    assert (question, selection.scheme, len(history)) == ("保険料は?", "silver", 1)


def test_what_says_the_same_is_accepted(client: httpx.Client) -> None:
    question = {"question": "保険料は?"}
    text = client.post("/api/v1/ask", json=question).json()["text"]
    assert client.post("/api/v1/verify", json={**question, "draft": text}).json() == {"accepted": True, "reasons": []}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"question": "保険料は?"}, "draft"),
        ({"draft": "x"}, "question"),
        ({"question": "  ", "draft": "x"}, "question"),
        ({"question": "保険料は?", "draft": 3}, "draft"),
        ({"question": "保険料は?", "draft": "x" * 20_001}, "draft"),
        ({"question": "保険料は?", "draft": "x", "scheme": "none"}, "scheme"),
    ],
)
def test_what_cannot_be_judged_names_the_field(client: httpx.Client, body: dict[str, object], field: str) -> None:
    reply = client.post("/api/v1/verify", json=body)
    assert reply.status_code in (400, 422)
    assert reply.headers["content-type"] == "application/problem+json"
    assert field in {error["field"] for error in reply.json()["errors"]}


def test_a_defect_is_a_problem_document(client: httpx.Client) -> None:
    reply = client.post("/api/v1/verify", json={"question": "完全に壊れる", "draft": "x"})
    assert reply.status_code == 500
    assert "RuntimeError" not in reply.text


def test_the_description_names_the_fields(client: httpx.Client) -> None:
    described = client.get("/api/v1/openapi.json").json()
    body = described["paths"]["/api/v1/verify"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["$ref"] == "#/components/schemas/VerifyRequest"
    assert {"draft", "question", "history"} <= set(described["components"]["schemas"]["VerifyRequest"]["properties"])
