"""The first use, with nothing in the place of anything: the real service, a real server, a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import httpx
import pytest

from assistant.service import Assistant
from assistant.settings import Settings
from assistant.web.application import create_app

if TYPE_CHECKING:
    from fastapi import FastAPI
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def address(settings: Settings, serve_app: Callable[[FastAPI], AbstractContextManager[str]]) -> Iterator[str]:
    with serve_app(create_app(Assistant.open(settings), settings)) as url:
        yield url


def test_the_readme_question_over_http(address: str) -> None:
    answer = httpx.post(
        f"{address}/api/v1/ask", json={"question": "情報漏えい限定プランで著作権侵害は補償されますか"}, timeout=30
    ).json()
    assert answer["schema"] == "answer/1"
    assert [(v["plan"], v["verdict"]) for v in answer["verdicts"]] == [("leakage-only", "not_covered")]
    assert answer["citations"]


def test_an_unknown_plan_is_a_problem_that_names_the_valid_ones(address: str) -> None:
    reply = httpx.post(
        f"{address}/api/v1/ask", json={"question": "保険料は？", "scheme": "silver", "plan": "gold"}, timeout=30
    )
    assert 400 <= reply.status_code < 500
    assert reply.headers["content-type"].startswith("application/problem+json")
    assert "comprehensive" in reply.text and "plan" in reply.text


@pytest.mark.parametrize(
    ("language", "question", "badge", "word"),
    [
        ("ja", "情報漏えい限定プランで著作権侵害は補償されますか", "対象外", "著作権"),
        ("en", "is a copyright claim covered under the leakage-only plan?", "Not covered", "copyright"),
    ],
)
def test_a_newcomer_asks_on_the_page(
    address: str, browser: Browser, language: str, question: str, badge: str, word: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale=language)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("html.ready")
    page.fill("#question-field textarea", question)
    page.press("#question-field textarea", "Enter")
    page.wait_for_selector("#turn-1 .answer")
    text = page.inner_text("#turn-1")
    assert badge in text and word in text
    context.close()
