"""The page in a real browser, as a person uses it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import pytest

from assistant.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Open = Callable[..., "Page"]
MESSAGE = "#question-field textarea"


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Open]:
    """Open the page in a fresh browser; a request to another host, or an error in the page's console, fails."""
    home = urlsplit(server).netloc
    strangers: list[str] = []
    errors: list[str] = []
    contexts = []

    def watch(url: str) -> None:
        if not url.startswith(("data:", "blob:")) and urlsplit(url).netloc != home:
            strangers.append(url)

    def open_page(
        width: int = 1280, language: str = "ja", scheme: Literal["light", "dark"] = "light", *, broken: bool = False
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844}, locale=language, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("request", lambda request: watch(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        if not broken:
            page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(server)
        page.wait_for_selector("html.ready")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert strangers == []
    assert errors == []


def ask(page: Page, question: str, turn: int = 1) -> None:
    page.fill(MESSAGE, question)
    page.press(MESSAGE, "Enter")
    page.wait_for_selector(f"#turn-{turn} :is(.answer, .failure)")


def fits(page: Page) -> bool:
    """Nothing is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_the_main_job_in_japanese(visit: Open) -> None:
    from playwright.sync_api import expect

    page = visit()
    expect(page).to_have_title("サイバー保険 補償案内")
    assert page.get_attribute("html", "lang") == "ja"
    examples = page.locator(".welcome [data-message]")
    assert examples.count() >= 3

    page.get_by_label("制度").select_option("silver")
    page.get_by_label("プラン").select_option("leakage-only")
    expect(page.get_by_label("タイプ").locator("option")).to_have_text(["指定しない", "G I", "G II", "G III"])
    page.get_by_label("プラン").select_option("comprehensive")
    expect(page.get_by_label("タイプ").locator("option")).to_have_text(["指定しない", "F I", "F II", "F III"])
    page.get_by_label("プラン").select_option("leakage-only")
    expect(page.get_by_label("タイプ").locator("option")).to_have_text(["指定しない", "G I", "G II", "G III"])

    ask(page, "情報漏えい限定プランで著作権侵害は補償されますか")
    card = page.locator("#turn-1")
    expect(card.locator(".badge")).to_have_text("対象外")
    expect(card.locator(".standing")).to_contain_text("情報漏えい限定プラン")
    expect(page.locator(".turns")).to_have_attribute("aria-live", "polite")

    derivation = card.locator(".derivation > ul")
    expect(derivation).to_be_hidden()
    card.locator(".derivation > summary").click()
    expect(derivation).to_be_visible()
    source = card.locator(".source-open").first
    expect(source).to_contain_text("ページ")
    source.click()
    expect(page.locator("#panel-title")).to_be_focused()
    expect(page.locator("#panel .tool-problem")).to_contain_text("見つかりません")  # the stand-in has no brochure
    page.keyboard.press("Escape")
    expect(page.locator("#panel .panel")).to_be_hidden()
    expect(source).to_be_focused()

    # What was unfolded stays so when the conversation goes on.
    ask(page, "タイプ G II、ランク B の年間保険料はいくらですか", turn=2)
    expect(page.locator("#turn-2 .figure-value")).to_contain_text("73,810円")
    expect(derivation).to_be_visible()

    page.get_by_role("button", name="会話を消す").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(examples.first).to_be_visible()
    expect(page.locator(MESSAGE)).to_be_focused()


def test_the_main_job_in_english_on_a_phone_in_the_dark(visit: Open) -> None:
    from playwright.sync_api import expect

    page = visit(width=390, language="en", scheme="dark")
    expect(page).to_have_title("Cyber insurance coverage guide")
    assert page.get_attribute("html", "lang") == "en"
    assert fits(page)
    page.get_by_label("Scheme").select_option("silver")
    page.get_by_label("Plan").select_option("leakage-only")
    expect(page.get_by_label("Type")).to_be_visible()
    ask(page, "Is a copyright claim covered under the leakage-only plan?")
    expect(page.locator("#turn-1 .badge")).to_have_text("Not covered")
    for summary in page.locator("#turn-1 summary").all():
        summary.click()  # in document order, so that what is inside another is visible by then
    assert fits(page)
    # Everything that can be pressed is large enough for a finger.
    for element in page.locator("button:visible, select:visible, summary:visible, textarea:visible").all():
        box = element.bounding_box()
        assert box and box["height"] >= 44, element.inner_text()


def test_language_keyboard_and_one_tap_replies(visit: Open) -> None:
    from playwright.sync_api import expect

    page = visit()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    assert page.get_attribute("html", "lang") == "en"
    expect(page.get_by_label("Question", exact=True)).to_be_visible()
    assert not re.search("[ぁ-ん]", page.locator("#frame").inner_text())

    # Nothing typed: said in words, and nothing is sent.
    page.press(MESSAGE, "Enter")
    expect(page.locator("#notice [role=alert]")).to_contain_text("no question yet")
    # With the keyboard alone: an example, then a reply that a clarification offers.
    page.locator(".welcome [data-message]").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#turn-1 .answer")).to_be_visible()
    ask(page, "Is it covered?", turn=2)
    page.locator("#turn-2 .options button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#turn-3 .badge").first).to_be_visible()


def test_enter_that_confirms_a_conversion_does_not_send(visit: Open) -> None:
    from playwright.sync_api import expect

    page = visit()
    page.fill(MESSAGE, "ちょさくけん")
    # As browsers tell it: while converting, and (Safari) just after, with key code 229.
    for options in ("{isComposing: true}", "{keyCode: 229}"):
        page.eval_on_selector(
            MESSAGE,
            "(field) => { for (const kind of ['keydown', 'keypress', 'keyup']) field.dispatchEvent("
            f"new KeyboardEvent(kind, {{key: 'Enter', bubbles: true, cancelable: true, ...{options}}})); }}",
        )
    # A question sent by mistake would be the first turn; the next one is, so none was.
    ask(page, "著作権の侵害は補償されますか")
    expect(page.locator("#turn-1 .asked")).to_contain_text("著作権の侵害は補償されますか")
    expect(page.locator(".turn")).to_have_count(1)


def test_a_script_in_a_question_is_text(visit: Open) -> None:
    from playwright.sync_api import expect

    page = visit()
    hostile = "<img src=x onerror=window.hit=1><script>window.hit=1</script>{{7*7}}${window.hit=1}"
    ask(page, hostile)
    expect(page.locator("#turn-1 .asked p")).to_have_text(hostile)
    expect(page.locator("#turn-1 .lead")).to_contain_text("<img src=x")
    assert page.locator("#conversation img").count() == 0
    assert page.evaluate("window.hit") is None


def test_a_question_that_is_too_long_stays_and_a_defect_is_told_in_words(visit: Open, settings: Settings) -> None:
    from playwright.sync_api import expect

    page = visit()
    most = settings.max_question_chars
    page.fill(MESSAGE, "あ" * (most + 1))
    page.press(MESSAGE, "Enter")
    expect(page.locator("#notice [role=alert]")).to_contain_text(f"{most:,}文字以内")
    assert len(page.input_value(MESSAGE)) == most + 1
    # Even more than the server takes at all.
    page.fill(MESSAGE, "あ" * 300_000)
    page.press(MESSAGE, "Enter")
    expect(page.locator("#notice [role=alert]")).to_contain_text("300,000文字")
    ask(page, "完全に壊れる")
    expect(page.locator("#turn-1 .failure")).to_contain_text("もう一度お試しください")
    ask(page, "著作権の侵害は補償されますか", turn=2)
    expect(page.locator("#turn-2 .badge").first).to_be_visible()


def test_a_lost_connection_is_told_in_the_language_of_the_page(visit: Open) -> None:
    from playwright.sync_api import expect

    page = visit(broken=True)
    page.route("**/queue/join*", lambda route: route.abort())
    page.fill(MESSAGE, "著作権の侵害は補償されますか")
    page.press(MESSAGE, "Enter")
    expect(page.locator("#masthead .connection")).to_contain_text("接続が切れました")
    # Once the server is back the page loads anew; the question that could not be sent is still there.
    with page.expect_event("load"):
        page.unroute("**/queue/join*")
    page.wait_for_selector("html.ready")
    expect(page.locator(MESSAGE)).to_have_value("著作権の侵害は補償されますか")
    page.press(MESSAGE, "Enter")
    expect(page.locator("#turn-1 .badge").first).to_be_visible()
