"""The interface for programs, over real HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from assistant.answer import Answer
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.web.application import create_app
from assistant.web.protocol import Assistant as Served


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=20) as opened:
        yield opened


def test_a_question_is_answered_as_the_machine_interface_says(client: httpx.Client) -> None:
    body = {"question": "情報漏えい限定プランで著作権侵害は補償されますか", "scheme": "silver", "plan": "leakage-only"}
    reply = client.post("/api/v1/ask", json=body)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/json"
    assert reply.json()["schema"] == "answer/1"
    answer = Answer.model_validate_json(reply.content)
    assert answer.language == "ja"
    assert [(entry.plan, entry.verdict) for entry in answer.verdicts] == [("leakage-only", "not_covered")]


def test_english_gets_english(client: httpx.Client) -> None:
    reply = client.post("/api/v1/ask", json={"question": "Is a copyright claim covered under the leakage-only plan?"})
    assert reply.json()["language"] == "en"


def test_a_history_of_earlier_messages_is_taken(client: httpx.Client) -> None:
    history = [{"role": "user", "content": "保険料は?"}, {"role": "assistant", "content": "タイプを選んでください。"}]
    assert client.post("/api/v1/ask", json={"question": "G IIの保険料は?", "history": history}).status_code == 200


@pytest.mark.parametrize("accept", ["text/event-stream", "text/event-stream; q=1, application/json; q=0.1"])
def test_a_stream_ends_with_the_whole_answer(client: httpx.Client, accept: str) -> None:
    body = {"question": "不正アクセスの調査に500万円かかりました。いくら支払われますか"}
    plain = client.post("/api/v1/ask", json=body).json()
    with client.stream("POST", "/api/v1/ask", json=body, headers={"Accept": accept}) as reply:
        assert reply.headers["content-type"].startswith("text/event-stream")
        blocks = [block for block in reply.read().decode().split("\n\n") if block.strip()]
    events = [dict(re.findall(r"^(event|data): (.*)$", block, re.MULTILINE)) for block in blocks]
    kinds = [event["event"] for event in events]
    assert kinds == ["delta"] * (len(kinds) - 1) + ["answer"] and len(kinds) > 2
    assert "".join(json.loads(event["data"])["text"] for event in events[:-1]) == plain["text"]
    assert json.loads(events[-1]["data"]) == plain


def test_a_bad_question_is_refused_before_a_stream_starts(client: httpx.Client) -> None:
    reply = client.post("/api/v1/ask", json={"question": ""}, headers={"Accept": "text/event-stream"})
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"


def test_schemes_list_what_can_be_chosen(client: httpx.Client) -> None:
    schemes = {scheme["id"]: scheme for scheme in client.get("/api/v1/schemes").json()["schemes"]}
    silver = schemes["silver"]
    assert [(plan["id"], plan["types"]) for plan in silver["plans"]] == [
        ("leakage-only", ["G I", "G II", "G III"]),
        ("comprehensive", ["F I", "F II", "F III"]),
    ]
    assert silver["ranks"] == ["A", "B", "C"]
    assert set(silver["name"]) == {"ja", "en"}


@pytest.mark.parametrize(("path", "status"), [("/healthz", "ok"), ("/readyz", "ready")])
def test_health(client: httpx.Client, path: str, status: str) -> None:
    assert client.get(path).json() == {"status": status}


def test_metrics_count_answers_and_hold_no_question(client: httpx.Client) -> None:
    client.post("/api/v1/ask", json={"question": "annual premium of the zebra plan"})
    reply = client.get("/metrics")
    assert reply.headers["content-type"].startswith("text/plain")
    assert 'coverage_answers_total{abstained="false",door="api",kind="amount",language="en"}' in reply.text
    assert 'coverage_http_requests_total{method="POST",route="/api/v1/ask",status="200"}' in reply.text
    assert "zebra" not in reply.text


def test_metrics_tell_verdicts_stages_and_the_age_of_the_index(
    settings: Settings, serve_app: Callable[[FastAPI], AbstractContextManager[str]]
) -> None:
    opened = Assistant.open(settings)
    question = {"question": "情報漏えい限定プランで著作権侵害は補償されますか"}
    with serve_app(create_app(opened, settings)) as address, httpx.Client(base_url=address, timeout=60) as client:
        client.post("/api/v1/ask", json=question)
        client.post("/api/v1/verify", json={**question, "draft": "はい、補償されます。"})
        figures = client.get("/metrics").text
    assert 'coverage_verdicts_total{door="api",verdict="not_covered"}' in figures
    assert 'coverage_drafts_judged_total{accepted="false"} 1.0' in figures
    for stage in ("understanding", "answering"):
        assert f'coverage_stage_seconds_count{{stage="{stage}"}}' in figures
    age = float(re.findall(r"^coverage_index_age_seconds (\S+)$", figures, re.MULTILINE)[0])
    assert 0 <= age < 86_400
    assert "著作権" not in figures


def test_metrics_can_be_switched_off(
    assistant: Served, settings: Settings, serve_app: Callable[[FastAPI], AbstractContextManager[str]]
) -> None:
    with serve_app(create_app(assistant, replace(settings, metrics=False))) as address:
        reply = httpx.get(f"{address}/metrics")
    assert reply.status_code == 404 and reply.json()["code"] == "not_found"


def test_every_reply_carries_the_safety_headers_and_a_request_id(client: httpx.Client) -> None:
    for path in ("/", "/healthz", "/look/page.css", "/api/v1/ask", "/nothing"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["content-security-policy"].startswith(
            "default-src 'self'" if path == "/" else "default-src 'none'"
        )
        assert re.fullmatch(r"[0-9a-f]{32}", headers["x-request-id"])


def test_a_plain_request_id_is_kept_and_another_is_replaced(client: httpx.Client) -> None:
    assert client.get("/healthz", headers={"X-Request-Id": "desk-7.42"}).headers["x-request-id"] == "desk-7.42"
    odd = client.get("/healthz", headers={"X-Request-Id": "a b<script>"}).headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}", odd)


@pytest.mark.parametrize("path", ["/api/v1/ask", "/", "/gradio_api/queue/join", "/healthz"])
def test_no_other_site_is_let_in(client: httpx.Client, path: str) -> None:
    origin = {"Origin": "https://elsewhere.example"}
    asked = client.options(path, headers={**origin, "Access-Control-Request-Method": "POST"})
    replies = [client.get(path, headers=origin), client.post(path, headers=origin, json={"question": "?"}), asked]
    assert all("access-control-allow-origin" not in reply.headers for reply in replies)


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/file=/etc/hostname",
        "/gradio_api/proxy=https://elsewhere.example/",
        "/gradio_api/info",
        "/gradio_api/runs",
        "/gradio_api/vibe-code",
        "/monitoring",
        "/redoc",
        "/manifest.json",
    ],
)
def test_what_the_page_does_not_need_is_not_served(client: httpx.Client, path: str) -> None:
    for method in ("GET", "POST"):
        reply = client.request(method, path)
        assert reply.status_code == 404
        assert reply.headers["content-type"] == "application/problem+json"


def test_the_description_of_the_interface_names_every_field(client: httpx.Client) -> None:
    described = client.get("/api/v1/openapi.json").json()
    body = described["paths"]["/api/v1/ask"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["$ref"] == "#/components/schemas/AskRequest"
    schema = described["components"]["schemas"]["AskRequest"]
    assert {"question", "scheme", "plan", "type", "rank", "history", "language"} <= set(schema["properties"])


def test_a_defect_is_a_problem_document_without_its_inside(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    reply = client.post("/api/v1/ask", json={"question": "完全に壊れる"}, headers={"X-Request-Id": "defect-1"})
    assert reply.status_code == 500
    assert reply.json()["request_id"] == "defect-1"
    assert "RuntimeError" not in reply.text and "Traceback" not in reply.text
    # The operator finds it by the id; the question, which may hold personal data, is not in the log's own line.
    assert [record.getMessage() for record in caplog.records] == ["Request defect-1 could not be answered"]
