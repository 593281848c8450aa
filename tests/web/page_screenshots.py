"""Pictures of the chat page in every state; `tests.web.screenshots` takes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MESSAGE = "#question-field textarea"
VIEWS = ("matrix", "premium", "payout", "deadline", "compare")
QUESTIONS = {
    "ja": ("情報漏えい限定プランで著作権侵害は補償されますか", "調査に500万円かかりました。充実プランのF IIでいくら支払われますか"),
    "en": ("Is a copyright claim covered under the leakage-only plan?", "Under type F II, an investigation cost 5 million yen. How much is paid?"),
}  # fmt: skip


def open_page(browser: Browser, address: str, width: int, language: str, theme: Literal["light", "dark"]) -> Page:
    """Open the page with a scheme chosen, in a window of a width."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale=language, color_scheme=theme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{address}/?scheme=silver")
    page.wait_for_selector("html.ready")
    return page


def ask(page: Page, question: str) -> None:
    """Ask and wait for what comes of it."""
    turns = page.locator(".turn").count()
    page.fill(MESSAGE, question)
    page.press(MESSAGE, "Enter")
    page.wait_for_selector(f"#turn-{turns + 1} :is(.answer, .failure)")
    page.mouse.move(0, 0)


def open_view(page: Page, view: str) -> None:
    """Open one of the views and wait until it is drawn."""
    page.click(f"#masthead [data-view={view}]")
    page.wait_for_selector("#panel .panel-body:not([aria-busy]) .tool-form")
    page.mouse.move(0, 0)


def price(page: Page, yen: str) -> None:
    """Fill the payout form in: what an investigation cost, under one type."""
    page.select_option("#tool-plan", "comprehensive")
    page.select_option("#tool-type", "F II")
    page.select_option("#tool-peril", "attack")
    page.select_option("#tool-item-0", "investigation")
    page.fill("#tool-yen-0", yen)
    page.wait_for_selector("#panel .waterfall")


def source(page: Page) -> None:
    """Open the first source of the first answer."""
    page.locator("#turn-1 .source-open").first.click()
    page.wait_for_selector("#panel .passage")
    page.mouse.move(0, 0)


def take_all(browser: Browser, address: str, folder: Path, only: str = "") -> None:
    """Take a picture of every state at three widths, in both languages and colours."""
    for width in (390, 768, 1280):
        for language, questions in QUESTIONS.items():
            for theme in ("light", "dark"):
                stem = f"page-{width}-{language}-{theme}"
                page = open_page(browser, address, width, language, theme)  # type: ignore[arg-type]

                def shot(name: str, page: Page = page, stem: str = stem) -> None:
                    if only in f"{stem}-{name}":
                        page.screenshot(path=folder / f"{stem}-{name}.png")

                shot("0-welcome")
                for number, question in enumerate(questions, 1):
                    ask(page, question)
                    shot(f"{number}-answer")
                source(page)
                shot("3-source")
                page.keyboard.press("Escape")
                page.locator(".opinion").last.scroll_into_view_if_needed()
                shot("4-end")
                for view in VIEWS:
                    open_view(page, view)
                    if view == "payout":
                        price(page, "30000000")
                    if view == "matrix":
                        page.locator(".cell").first.click()
                        page.wait_for_selector(".detail .answer")
                    shot(f"5-{view}")
                    page.keyboard.press("Escape")
                page.context.close()


def take_for_readme(browser: Browser, address: str, folder: Path) -> None:
    """Take the pictures that the README shows."""
    page = open_page(browser, address, 1280, "ja", "light")
    ask(page, QUESTIONS["ja"][0])
    source(page)
    page.screenshot(path=folder / "page-ja-1280.png")
    page.context.close()
    page = open_page(browser, address, 390, "en", "dark")
    open_view(page, "payout")
    price(page, "30 million yen")
    page.locator("#panel .figure").first.evaluate("part => part.scrollIntoView({block: 'center'})")
    page.screenshot(path=folder / "page-en-390.png")
    page.context.close()
