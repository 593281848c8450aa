"""The interactive documentation in a real browser: no other host, no error, an example that can be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_an_example_can_be_tried_without_any_other_host(browser: Browser, server: str) -> None:
    from playwright.sync_api import expect

    home, strangers, errors = urlsplit(server).netloc, [], []
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.on("request", lambda r: None if urlsplit(r.url).netloc in (home, "") else strangers.append(r.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{server}/docs")
    premium = page.locator(".opblock-post", has=page.locator('[data-path="/api/v1/premium"]'))
    premium.locator(".opblock-summary-control").click()
    premium.get_by_role("button", name="Try it out").click()
    premium.locator("select.examples-select-element").first.select_option("silver")
    premium.get_by_role("button", name="Execute").click()
    expect(premium.locator(".live-responses-table")).to_contain_text("answer/1")
    context.close()
    assert strangers == []
    assert errors == []
