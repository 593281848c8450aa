"""The widget by axe-core: WCAG 2.2 AA in every state, in both languages and colours, on phones and desks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUESTIONS = {
    "ja": (
        "情報漏えい限定プランで著作権侵害は補償されますか",
        "調査に500万円かかりました",
        "補償されますか",
        "天気は?",
    ),
    "en": (
        "Is a copyright claim covered?",
        "Investigating an intrusion cost 5 million yen.",
        "Is it covered?",
        "Weather?",
    ),
}
ASK = "**/api/v1/ask"


def violations(page: Page) -> list[str]:
    """What axe-core finds, as lines: rule, and the elements."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(
        "(tags) => axe.run(document, { runOnly: tags, resultTypes: ['violations'] }).then((result) => result.violations)",
        TAGS,
    )
    return [
        f"{rule['id']}: {node['html'][:200]} {json.dumps(node['any'][:1], ensure_ascii=False)[:300]}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.fixture
def opened(browser: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The demo page in the language, theme and width of the test."""
    language, theme, width = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 844}, locale=language, color_scheme=theme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{server}/widget/demo?lang={language}&theme={theme}&scheme=silver")
    page.locator("coverage-assistant[mode=inline] .example").first.wait_for()
    yield page
    context.close()


CASES = [(language, theme, width) for language in ("ja", "en") for theme in ("light", "dark") for width in (390, 1280)]


def unfold(turn: Locator) -> None:
    for summary in turn.locator("summary").all():
        summary.click()


@pytest.mark.parametrize("opened", CASES, indirect=True, ids=lambda case: "-".join(map(str, case)))
def test_no_violation_in_any_state(opened: Page, request: pytest.FixtureRequest) -> None:
    page = opened
    language = request.node.callspec.params["opened"][0]
    questions = QUESTIONS[language]
    found = {"page with inline widget": violations(page)}
    element = page.locator("coverage-assistant:not([mode=inline])")
    element.evaluate("element => element.setAttribute('feedback', 'on')")
    element.locator(".launcher").click()
    panel = element.locator("dialog.panel")
    panel.locator(".example").first.wait_for()
    panel.locator(".chosen > summary").click()
    found["welcome"] = violations(page)
    panel.locator(".chosen > summary").click()

    for question in questions:
        number = panel.locator(".turn").count()
        panel.locator("#field").fill(question)
        panel.locator("#field").press("Enter")
        turn = panel.locator(".turn").nth(number)
        turn.locator(".answer").wait_for()
        unfold(turn)
    panel.locator(".feedback button").last.click()
    found["answers"] = violations(page)

    page.route(ASK, lambda route: route.fulfill(status=500, body="{}"))
    panel.locator("#field").fill(questions[0] * 12)
    panel.locator("#field").press("Enter")
    panel.locator(".failure").wait_for()
    panel.locator("#field").press("Enter")
    found["failed, with a notice"] = violations(page)
    page.unroute(ASK)
    page.route(ASK, lambda route: None)
    panel.locator("#field").fill(questions[0])
    panel.locator("#field").press("Enter")
    panel.locator(".working").wait_for()
    found["waiting"] = violations(page)
    panel.locator(".working button").click()
    panel.locator(".calm").wait_for()
    found["stopped"] = violations(page)
    element.evaluate("element => { element.clear(); element.setContext({ scheme: 'silvr' }); }")
    panel.locator(".welcome .failure").wait_for()
    found["not set up"] = violations(page)
    assert [f"{state}: {line}" for state, lines in found.items() for line in lines] == []
