"""Thousands of bodies that no honest client sends: each is answered or refused, never a defect, never without an end."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from assistant.service import Assistant
from evals.bad_requests import body_of, reply_problems
from evals.records import BadRequest
from evals.targets import Http
from tests.abuse.bodies import generated

BAD = Path(__file__).parents[2] / "evals" / "data" / "shared" / "badinput.jsonl"
IN_PROCESS, SERVED = 5_000, 400
SECONDS = 5.0  # of processor time, of client and server together
INSIDE = ("Traceback", 'File "/', "site-packages", "Exception in ASGI")

pytestmark = pytest.mark.usefixtures("no_defects")


@pytest.fixture(scope="module")
def good(opened: Assistant) -> dict[str, list[Any]]:
    """Good bodies by path: short ones, as thousands are made from them."""
    asked: list[Any] = [
        {"question": "保険料は？", "scheme": "silver", "plan": "leakage-only", "type": "G II", "rank": "B"},
        {"question": "Is a ransom covered?", "scheme": "jcci", "language": "en", "history": []},
        {"question": "では充実プランは？", "history": [{"role": "user", "content": "見舞金は出ますか"}]},
        {"question": "調査に300万円かかった", "scheme": "chosonkai", "residents": 12000},
    ]
    found = {f"/api/v1/{o.name}": [*opened.operations.samples(o.name).values()] for o in opened.operations.all()}
    found["/api/v1/ask"] = asked
    found["/api/v1/verify"] = [{**body, "draft": "はい、補償されます。年間73,810円です。"} for body in asked]
    found["/api/v1/feedback"] = [
        {"helpful": False, "reason": "amount", "comment": "違う", "kind": "amount", "scheme": "silver"}
    ]
    found["/view/feedback"] = [{"helpful": True, "kind": "coverage", "conversation": "", "number": 1}]
    found["/view/forget"] = [{"conversation": "0" * 32}]
    return found


def problem_with(status: int, kind: str, text: str, seconds: float) -> str:
    """What is wrong with a reply; empty where nothing is."""
    if status >= 500 or not (status in (200, 204) or 400 <= status < 500):
        return f"status {status}"
    if seconds > SECONDS:
        return f"{seconds:.1f} s"
    if any(said in text for said in INSIDE):
        return "tells of its inside"
    if status >= 400 and (kind != "application/problem+json" or json.loads(text)["status"] != status):
        return "no problem document"
    if status == 200:
        text.encode()
        json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} in a reply"))
    return ""


@pytest.mark.tried(
    "Abuse",
    "the bad requests that accompany the project, to a real server",
    "each refused or answered as it should be, the field named",
    unit="bodies",
)
def test_the_bad_requests_of_the_project(address: str, record_property: Callable[[str, object], None]) -> None:
    requests = [BadRequest.model_validate_json(line) for line in BAD.read_text(encoding="utf-8").splitlines()]
    server = Http.open(address)
    with closing(server.client):
        found = {r.id: reply_problems(r, server.post(body_of(r), r.headers)) for r in requests}
    assert {ident: problems for ident, problems in found.items() if problems} == {}
    assert httpx.get(f"{address}/readyz").status_code == 200
    record_property("times", len(requests))


@pytest.mark.tried(
    "Abuse",
    "generated bodies to every path that takes one, through the whole application",
    "200, 204 or a problem document; no 5xx, no traceback, none took 5 s of a processor",
    unit="bodies",
)
def test_generated_bodies(
    application: FastAPI, good: dict[str, list[Any]], record_property: Callable[[str, object], None]
) -> None:
    statuses: dict[int, int] = {}
    found: list[tuple[str, str, bytes]] = []

    async def send() -> None:
        transport = httpx.ASGITransport(app=application, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=60) as client:
            for path, raw, kind in generated(good, IN_PROCESS):
                started = time.process_time()
                reply = await client.post(path, content=raw, headers={"Content-Type": kind})
                seconds = time.process_time() - started
                statuses[reply.status_code] = statuses.get(reply.status_code, 0) + 1
                problem = problem_with(reply.status_code, reply.headers.get("content-type", ""), reply.text, seconds)
                if problem:
                    found.append((problem, path, raw))

    asyncio.run(send())
    assert found == []
    # Not all of them were refused at the door.
    assert statuses[200] > IN_PROCESS / 20 and statuses[422] > IN_PROCESS / 10
    record_property("times", IN_PROCESS)


@pytest.mark.tried(
    "Abuse",
    "generated bodies to a real server over one connection",
    "the same; it is ready and answers afterwards",
    unit="bodies",
)
def test_generated_bodies_to_a_server(
    client: httpx.Client, good: dict[str, list[Any]], record_property: Callable[[str, object], None]
) -> None:
    def replies() -> Iterator[tuple[str, str, bytes]]:
        for path, raw, kind in islice(generated(good, SERVED, seed=2), SERVED):
            started = time.process_time()
            reply = client.post(path, content=raw, headers={"Content-Type": kind})
            seconds = time.process_time() - started
            yield problem_with(reply.status_code, reply.headers.get("content-type", ""), reply.text, seconds), path, raw

    assert [each for each in replies() if each[0]] == []
    assert client.get("/readyz").json() == {"status": "ready"}
    answer = client.post("/api/v1/ask", json=good["/api/v1/ask"][0]).json()
    assert [amount["yen"] for amount in answer["amounts"]] == [73_810]
    record_property("times", SERVED)
