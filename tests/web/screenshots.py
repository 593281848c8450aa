"""Pictures of the widget and the page in every state, from the real server in a real browser.

python -m tests.web.screenshots            all of them, into screenshots/all (not kept in the repository)
python -m tests.web.screenshots --readme   the few that the README shows, into docs/screenshots
"""

from __future__ import annotations

import argparse
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.service import Assistant
from assistant.settings import Settings
from assistant.web.application import create_app
from assistant.web.serving import serving
from tests.web import page_screenshots

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
Theme = Literal["light", "dark"]

QUESTIONS = {
    "ja": {
        "not-covered": "情報漏えい限定プランで著作権侵害は補償されますか",
        "amount": "充実プランのF IIで、不正アクセスの調査に500万円かかりました。いくら支払われますか",
        "depends": "充実プランで、名簿が流出しました。お詫びの商品券は出ますか",
        "table": "情報漏えい限定プランの保険料は?",
        "other-subject": "明日の天気は?",
        "compared": "著作権の侵害はどのプランで補償されますか",
    },
    "en": {
        "not-covered": "Is a copyright claim covered under the leakage-only plan?",
        "amount": "Under type F II, investigating an intrusion cost 5 million yen. How much is paid?",
        "depends": "Under the comprehensive plan, members' data leaked. Would the vouchers we hand out be paid?",
        "table": "What are the premiums of the leakage-only plan?",
        "other-subject": "What is the weather like tomorrow?",
        "compared": "Which plans cover a copyright claim?",
    },
}


@contextmanager
def server() -> Iterator[str]:
    """Serve the real assistant on a free port of this machine."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        app = create_app(Assistant.open(settings), settings)
        listening = socket.create_server(("127.0.0.1", 0))
        started = threading.Event()
        running = serving(app, started.set)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        started.wait(60)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        running.should_exit = True
        thread.join(20)
        listening.close()


def floating(page: Page) -> str:
    """The panel that the launcher opens."""
    return "coverage-assistant:not([mode=inline])"


def ask(page: Page, question: str) -> None:
    """Ask in the opened panel and wait for what comes of it."""
    host = page.locator(floating(page))
    turns = host.locator(".turn").count()
    host.locator("#field").fill(question)
    host.locator("#field").press("Enter")
    host.locator(".turn").nth(turns).locator(".answer, .failure").wait_for()
    page.mouse.move(0, 0)


def open_demo(browser: Browser, address: str, width: int, language: str, theme: Theme, query: str = "") -> Page:
    """Open the demo page in a window of a width, and wait for the widget."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, locale=language, color_scheme=theme, reduced_motion="reduce",
        has_touch=width < 640, is_mobile=width < 640,
    )  # fmt: skip
    page = context.new_page()
    page.goto(f"{address}/widget/demo?lang={language}&theme={theme}{query}")
    page.locator("coverage-assistant[mode=inline] .example").first.wait_for()
    return page


def take_all(browser: Browser, address: str, folder: Path, only: str = "") -> None:
    """Take a picture of every state at both widths, in both languages and colours."""
    for width in (390, 1280):
        for language in ("ja", "en"):
            for theme in ("light", "dark"):
                stem = f"{width}-{language}-{theme}"
                page = open_demo(browser, address, width, language, theme, "&scheme=silver")

                def shot(name: str, page: Page = page, stem: str = stem) -> None:
                    if only in f"{name}-{stem}":
                        page.screenshot(path=folder / f"{name}-{stem}.png")

                shot("00-page")
                host = page.locator(floating(page))
                host.locator(".launcher").click()
                host.locator(".example").first.wait_for()
                shot("01-welcome")
                host.locator(".chosen > summary").click()
                shot("02-chosen")
                host.locator(".chosen > summary").click()
                for number, (name, question) in enumerate(QUESTIONS[language].items(), 3):
                    ask(page, question)
                    shot(f"{number:02d}-{name}")
                    if name in ("not-covered", "amount"):
                        turn = host.locator(".turn").last
                        for summary in turn.locator("summary").all():
                            if summary.is_visible():
                                summary.click()
                        turn.evaluate("turn => turn.scrollIntoView()")
                        shot(f"{number:02d}-{name}-unfolded")
                        turn.locator(".decides").scroll_into_view_if_needed()
                        shot(f"{number:02d}-{name}-end")
                problems(page, shot)
                page.context.close()


def take_for_readme(browser: Browser, address: str, folder: Path) -> None:
    """Take the pictures that the README shows."""
    shown: list[tuple[int, str, Theme, str]] = [(1280, "ja", "light", "amount"), (390, "en", "dark", "depends")]
    for width, language, theme, name in shown:
        page = open_demo(browser, address, width, language, theme, "&scheme=silver")
        host = page.locator(floating(page))
        host.locator(".launcher").click()
        host.locator(".example").first.wait_for()
        ask(page, QUESTIONS[language][name])
        page.screenshot(path=folder / f"widget-{language}-{width}.png")
        page.context.close()


def problems(page: Page, shot: Callable[[str], None]) -> None:
    """Take pictures of what can go wrong."""
    host = page.locator(floating(page))
    page.route("**/api/v1/ask", lambda route: route.fulfill(status=500, body="{}"))
    ask(page, QUESTIONS["ja"]["other-subject"])
    shot("10-server-error")
    page.unroute("**/api/v1/ask")
    page.route("**/api/v1/ask", lambda route: None)
    host.locator("#field").fill("長い質問です。" * 90)
    host.locator("#field").press("Enter")
    host.locator(".working").wait_for()
    shot("11-waiting")
    host.locator(".working button").click()
    shot("12-stopped")
    host.locator("#field").press("Enter")
    shot("13-empty")
    page.evaluate("document.querySelector('coverage-assistant:not([mode=inline])').setContext({scheme: 'silvr'})")
    shot("14-wrong-scheme")


def main() -> None:
    """Take the pictures that the arguments ask for."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readme", action="store_true", help="only what the README shows, into docs/screenshots")
    parser.add_argument("--only", default="", help="only files whose name contains this")
    arguments = parser.parse_args()
    folder = ROOT / ("docs/screenshots" if arguments.readme else "screenshots/all")
    folder.mkdir(parents=True, exist_ok=True)
    with server() as address, sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        if arguments.readme:
            take_for_readme(browser, address, folder)
            page_screenshots.take_for_readme(browser, address, folder)
        else:
            take_all(browser, address, folder, arguments.only)
            page_screenshots.take_all(browser, address, folder, arguments.only)
        browser.close()
    print(f"The pictures are in {folder.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
