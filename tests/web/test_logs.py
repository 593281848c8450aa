"""What the server logs: for people or for programs, with the request's id, and no question unless that was agreed."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest

from assistant.settings import Settings
from assistant.web.application import create_app
from assistant.web.logs import ForPeople, ForPrograms, _WithRequest
from assistant.web.protocol import Assistant

if TYPE_CHECKING:
    from fastapi import FastAPI

ServeApp = Callable[["FastAPI"], AbstractContextManager[str]]
QUESTION = "annual premium of the zebra plan, call 090-1234-5678"


class Kept(logging.Handler):
    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self.addFilter(_WithRequest())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(params=[ForPeople, ForPrograms])
def kept(request: pytest.FixtureRequest) -> Iterator[Kept]:
    handler, logger = Kept(request.param()), logging.getLogger("assistant")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(before)


def ask(address: str) -> None:
    with httpx.Client(base_url=address, timeout=20) as client:
        client.get("/healthz")
        client.post("/api/v1/ask", json={"question": QUESTION}, headers={"X-Request-Id": "desk-7"})
        client.post("/api/v1/ask", json={"question": "完全に壊れる"}, headers={"X-Request-Id": "desk-8"})


@pytest.mark.parametrize("agreed", [False, True])
def test_requests_are_logged_with_their_id_and_questions_only_when_agreed(
    kept: Kept, agreed: bool, assistant: Assistant, settings: Settings, serve_app: ServeApp
) -> None:
    with serve_app(create_app(assistant, replace(settings, log_questions=agreed))) as address:
        ask(address)
    whole = "\n".join(kept.lines)
    assert any("POST /api/v1/ask 200" in line and "desk-7" in line for line in kept.lines)
    assert any("POST /api/v1/ask 500" in line and "desk-8" in line for line in kept.lines)
    assert "/healthz" not in whole
    assert ("zebra" in whole) == agreed
    assert "090-1234-5678" not in whole


def test_a_line_for_programs_is_one_object(
    assistant: Assistant, settings: Settings, serve_app: ServeApp, kept: Kept
) -> None:
    if not isinstance(kept.formatter, ForPrograms):
        pytest.skip("lines for people are no JSON")
    with serve_app(create_app(assistant, settings)) as address:
        ask(address)
    told = [json.loads(line) for line in kept.lines]
    asked = next(each for each in told if each.get("request_id") == "desk-7" and each.get("status") == 200)
    assert (asked["route"], asked["method"], asked["level"]) == ("/api/v1/ask", "POST", "INFO")
    assert 0 <= asked["seconds"] < 60
    failed = next(each for each in told if "exception" in each)
    assert failed["request_id"] == "desk-8" and "RuntimeError" in failed["exception"]


def test_a_line_for_people_stays_one_line() -> None:
    record = logging.LogRecord("assistant", logging.WARNING, "", 0, "first\nWARNING forged: %s", ("\r\nx",), None)
    assert len(ForPeople().format(record).splitlines()) == 1
