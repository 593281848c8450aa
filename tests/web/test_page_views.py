"""What opens beside the chat, what a link carries, what outlives a restart: in a real browser, without a violation of
the accessibility rules in any state.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import pytest

from assistant.settings import Settings
from assistant.web.application import create_app
from evals.chats import Chat
from tests.web.conftest import ServeApp
from tests.web.shelf import SLOW, Shelf

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Open = Callable[..., "Page"]
MESSAGE = "#question-field textarea"
COPYRIGHT = {
    "ja": "情報漏えい限定プランで著作権侵害は補償されますか",
    "en": "Is a copyright claim covered under the leakage-only plan?",
}


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture(scope="module")
def shelf_server(shelf: Shelf, settings: Settings, serve_app: ServeApp) -> Iterator[str]:
    with serve_app(create_app(shelf, settings)) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, shelf_server: str) -> Iterator[Open]:
    """Open the page in a fresh browser; a request to another host, or an error in the page's console, fails."""
    home = urlsplit(shelf_server).netloc
    wrong: list[str] = []
    contexts = []

    def watch(url: str) -> None:
        if not url.startswith(("data:", "blob:")) and urlsplit(url).netloc != home:
            wrong.append(url)

    def open_page(
        path: str = "/", width: int = 1280, language: str = "ja", theme: Literal["light", "dark"] = "light",
        *, broken: bool = False,
    ) -> Page:  # fmt: skip
        context = browser.new_context(
            viewport={"width": width, "height": 844}, locale=language, color_scheme=theme, reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("request", lambda request: watch(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        if not broken:
            page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.goto(shelf_server + path)
        page.wait_for_selector("html.ready")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def ask(page: Page, question: str, turn: int = 1) -> None:
    page.fill(MESSAGE, question)
    page.press(MESSAGE, "Enter")
    page.wait_for_selector(f"#turn-{turn} :is(.answer, .failure)")


def accessible(page: Page, state: str) -> None:
    """No rule of WCAG 2.2 AA that axe can check is broken, and nothing is wider than the window."""
    from axe_playwright_python.sync_playwright import Axe

    # The input sticks to the lower edge; from the end of the page it covers nothing, which axe takes for a small target.
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": tags, "resultTypes": ["violations"]}).response["violations"]
    told = [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found]
    assert told == [], f"{state}: {json.dumps(told, ensure_ascii=False)}"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), state


@pytest.mark.parametrize(
    ("width", "language", "theme"),
    [(1280, "ja", "light"), (1280, "en", "dark"), (390, "ja", "dark"), (390, "en", "light")],
)
def test_every_state_is_accessible(
    visit: Open, width: int, language: Literal["ja", "en"], theme: Literal["light", "dark"]
) -> None:
    from playwright.sync_api import expect

    page = visit("/?scheme=silver", width, language, theme)
    accessible(page, "welcome")
    page.press(MESSAGE, "Enter")
    expect(page.locator("#notice [role=alert]")).to_be_visible()
    accessible(page, "nothing typed")
    ask(page, COPYRIGHT[language])
    ask(
        page, {"ja": "不正アクセスの調査に500万円", "en": "Investigating an intrusion cost 5 million"}[language], turn=2
    )
    ask(page, "完全に壊れる", turn=3)
    for summary in page.locator(".turn summary").all():
        summary.click()
    accessible(page, "answers, unfolded, and a failure")
    page.locator("#turn-1 .source-open").first.click()
    expect(page.locator("#panel .passage")).to_have_count(2)
    accessible(page, "source")
    page.keyboard.press("Escape")
    for view in ("matrix", "premium", "payout", "deadline", "compare"):
        page.click(f"#masthead [data-view={view}]")
        page.wait_for_selector("#panel .panel-body:not([aria-busy]) .tool-form")
        if view == "matrix":
            page.locator(".cell").first.click()
            expect(page.locator(".detail .answer")).to_be_visible()
        accessible(page, view)
        page.keyboard.press("Escape")


def test_the_table_is_filtered_and_its_cells_open(visit: Open) -> None:
    from playwright.sync_api import expect

    page = visit("/?scheme=silver")
    button = page.get_by_role("button", name="補償の一覧")
    button.click()
    rows = page.locator(".matrix tbody tr:not(.detail):visible")
    expect(rows.first).to_be_visible()
    every = rows.count()
    page.get_by_label("プランで結論が違う行だけ").check()
    assert 0 < rows.count() < every
    page.get_by_label("プランで結論が違う行だけ").uncheck()
    page.get_by_label("言葉でしぼり込む").fill("身代金")
    expect(rows).to_have_count(1)
    expect(page.locator(".count")).to_contain_text("のうち1件")
    cell = page.get_by_role("button", name="情報漏えい限定プラン: 対象外")
    cell.click()
    expect(cell).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".detail .badge").first).to_have_text("対象外")
    # The same in the chat: the table gives way.
    page.locator(".detail .tool-ask button").click()
    expect(page.locator("#turn-1 .asked")).to_contain_text("身代金")
    expect(page.locator("#panel .panel")).to_be_hidden()
    # A word that nothing has is said to be one; states can be left out; another table takes the place.
    button.click()
    page.get_by_label("言葉でしぼり込む").fill("りんご")
    expect(page.locator(".count")).to_contain_text("あてはまる行がありません")
    page.get_by_label("表示する表").select_option("liability")
    expect(page.locator(".matrix thead th").first).to_have_text("起きたこと")


def test_the_payout_form_follows_what_is_typed_and_asks_the_chat(visit: Open) -> None:
    from playwright.sync_api import expect

    page = visit("/?scheme=silver&plan=comprehensive&type=F+II")
    page.get_by_role("button", name="支払額").click()
    panel = page.locator("#panel")
    expect(panel.get_by_label("プラン")).to_have_value("comprehensive")
    expect(panel.get_by_label("タイプ")).to_have_value("F II")
    panel.get_by_label("費用・損害").select_option("investigation")
    expect(panel.get_by_label("費用・損害")).to_be_focused()
    panel.get_by_label("金額（円）").fill("500万")
    expect(panel.locator(".figure-value").first).to_contain_text("490万円")
    expect(panel.locator(".waterfall .fall-gone").first).to_be_visible()
    panel.get_by_role("button", name="費用を追加する").click()
    expect(panel.locator("#tool-item-1")).to_be_focused()
    panel.locator("#tool-item-1").select_option("call_centre")
    panel.locator("#tool-yen-1").fill("1,000,000")
    expect(panel.locator(".figure-value").first).to_contain_text("590万円")
    panel.locator("#tool-yen-1").fill("たくさん")
    expect(panel.locator(".tool-problem")).to_contain_text("金額として読み取れません")
    panel.get_by_role("button", name="2件目を取り消す").click()
    expect(panel.locator(".figure-value").first).to_contain_text("490万円")
    panel.get_by_role("button", name="この内容で質問する").click()
    expect(page.locator("#turn-1 .asked")).to_contain_text(
        "充実プラン、タイプF IIで、原因・被害範囲調査費用に500万円かかりました"
    )


def test_a_form_that_cannot_be_reached_says_so(visit: Open) -> None:
    from playwright.sync_api import expect

    page = visit(broken=True)
    page.route("**/view/**", lambda route: route.abort())
    page.get_by_role("button", name="期限").click()
    expect(page.locator("#panel [role=alert]")).to_contain_text("接続を確かめて")


def test_a_phone_shows_the_panel_alone_and_gives_the_focus_back(visit: Open) -> None:
    from playwright.sync_api import expect

    page = visit("/?scheme=silver", width=390)
    button = page.get_by_role("button", name="保険料", exact=True)
    button.click()
    panel = page.get_by_role("dialog", name="保険料を計算する")
    expect(panel).to_be_visible()
    assert page.evaluate("document.getElementById('talk').inert")
    for element in panel.locator("button:visible, select:visible, input:visible").all():
        box = element.bounding_box()
        assert box and box["height"] >= 44, element.inner_text()
    panel.get_by_role("button", name="閉じる").click()
    expect(button).to_be_focused()
    assert not page.evaluate("document.getElementById('talk').inert")


def test_a_chat_is_saved_as_the_evaluation_reads_it(visit: Open) -> None:
    page = visit("/?scheme=silver&plan=leakage-only")
    ask(page, COPYRIGHT["ja"])
    with page.expect_download() as download:
        page.get_by_role("button", name="会話を保存").click()
    assert download.value.suggested_filename == "chat.json"
    chat = Chat.model_validate_json(Path(download.value.path()).read_bytes())
    assert [turn.role for turn in chat.turns] == ["user", "assistant"]
    assert chat.turns[0].content == COPYRIGHT["ja"] and "対象外" in chat.turns[1].content
    assert (chat.selected.scheme, chat.selected.plan) == ("silver", "leakage-only")


def test_a_link_carries_what_is_chosen_and_asked(visit: Open) -> None:
    from playwright.sync_api import expect

    page = visit()
    page.get_by_label("制度").select_option("silver")
    page.get_by_label("プラン").select_option("leakage-only")
    page.wait_for_url("**/?scheme=silver&plan=leakage-only")
    ask(page, COPYRIGHT["ja"])
    page.get_by_role("button", name="リンクをコピー").click()
    expect(page.locator("#turn-1 .done")).to_contain_text("コピーしました")
    link = urlsplit(page.evaluate("navigator.clipboard.readText()"))
    page.get_by_role("button", name="回答をコピー").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('対象外')")

    other = visit(f"{link.path}?{link.query}#{link.fragment}", 390)
    expect(other.get_by_label("制度")).to_have_value("silver")
    expect(other.get_by_label("プラン")).to_have_value("leakage-only")
    expect(other.locator(MESSAGE)).to_have_value(COPYRIGHT["ja"])
    expect(other.locator(".turn")).to_have_count(0)

    stale = visit("/?scheme=silver&plan=%3Cscript%3Ewindow.hit%3D1%3C%2Fscript%3E&type=G+IX#q=%3Cimg+src%3Dx%3E")
    expect(stale.locator("#notice [role=alert]")).to_contain_text("今はないもの")
    expect(stale.locator(MESSAGE)).to_have_value("<img src=x>")
    assert stale.evaluate("window.hit") is None and stale.locator("#conversation img").count() == 0


def test_a_conversation_outlives_the_server_and_ends_when_it_is_cleared(visit: Open) -> None:
    from playwright.sync_api import expect

    page = visit()
    ask(page, COPYRIGHT["ja"])
    ask(page, "タイプ G II、ランク B の年間保険料はいくらですか", turn=2)
    page.reload()  # a new session: the server knows nothing of the old one, as after a restart
    page.wait_for_selector("html.ready")
    expect(page.locator("#turn-2 .figure-value")).to_contain_text("73,810円")
    page.get_by_role("button", name="会話を消す").click()
    expect(page.locator(".turn")).to_have_count(0)
    page.reload()
    page.wait_for_selector("html.ready")
    expect(page.locator(".welcome [data-message]").first).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)
    # What somebody else put there is text, or nothing.
    page.evaluate("sessionStorage.setItem('coverage.conversation', '[{\"question\": 5}, [')")
    page.reload()
    page.wait_for_selector("html.ready")
    expect(page.locator(".welcome [data-message]").first).to_be_visible()


def test_a_question_on_its_way_is_stopped_and_a_failed_one_asked_again(visit: Open, shelf: Shelf) -> None:
    from playwright.sync_api import expect

    page = visit()
    shelf.held = True
    page.fill(MESSAGE, f"著作権を{SLOW}調べてください")
    page.press(MESSAGE, "Enter")
    page.get_by_role("button", name="やめる").click()
    expect(page.locator("#notice [role=status]")).to_contain_text("取りやめました")
    expect(page.locator(MESSAGE)).to_have_value(f"著作権を{SLOW}調べてください")
    expect(page.locator(".turn")).to_have_count(0)
    shelf.held = False
    ask(page, "完全に壊れる")
    page.get_by_role("button", name="もう一度質問する").click()
    expect(page.locator("#turn-2 .failure")).to_be_visible()
    # One-tap follow-ups stand under the newest answer.
    ask(page, COPYRIGHT["ja"], turn=3)
    page.locator("#turn-3 .follow-ups button").first.click()
    expect(page.locator("#turn-4 .asked")).to_contain_text("支払限度額はいくらですか")


def test_an_opinion_is_counted_with_its_reason_and_without_the_question(visit: Open) -> None:
    from playwright.sync_api import expect

    page = visit()
    ask(page, COPYRIGHT["ja"])
    opinion = page.get_by_role("group", name="この回答は役に立ちましたか")
    opinion.get_by_role("button", name="いいえ").click()
    with page.expect_request("**/view/feedback") as sent:
        opinion.get_by_role("button", name="結論が違う").click()
    assert sent.value.post_data_json == {
        "helpful": False, "kind": "coverage", "reason": "verdict", "scheme": "silver",
        "subject": "著作権の侵害による損害賠償", "language": "ja",
    }  # fmt: skip
    expect(opinion.get_by_role("status")).to_contain_text("受け取りました")
    # It stays said when the conversation goes on.
    ask(page, COPYRIGHT["ja"], turn=2)
    expect(page.locator("#turn-1 .opinion button:visible")).to_have_count(0)
    expect(page.locator("#turn-2 .opinion button:visible")).to_have_count(2)


def test_paper_shows_the_passages_and_no_buttons(visit: Open) -> None:
    from playwright.sync_api import expect

    page = visit()
    ask(page, COPYRIGHT["ja"])
    passage = page.locator("#turn-1 .source blockquote").first
    expect(passage).to_be_hidden()
    page.emulate_media(media="print")
    expect(passage).to_be_visible()
    for chrome in ("#composer", "#beside", "#masthead .views", "#turn-1 .tools"):
        expect(page.locator(chrome)).to_be_hidden()


def test_nothing_on_the_japanese_page_is_english(visit: Open) -> None:
    page = visit("/?scheme=silver")
    ask(page, COPYRIGHT["ja"])
    words = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter(e => e.checkVisibility()).flatMap(e =>
             ["aria-label", "title", "placeholder", "alt"].map(name => e.getAttribute(name)).filter(Boolean)
             .concat([...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).filter(Boolean)))"""
    )
    english = [word for word in words if word.isascii() and any(c.isalpha() for c in word)]
    assert [word for word in english if word not in ("English", "A", "B", "C")] == []


def test_a_blocked_script_and_the_narrowest_screen(visit: Open, browser: Browser, shelf_server: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ja")
    page = context.new_page()
    page.goto(shelf_server)
    assert "JavaScriptが必要です" in page.inner_text("main") and "needs JavaScript" in page.inner_text("main")
    context.close()
    # 400% zoom of a usual window.
    page = visit("/?scheme=silver", 320)
    ask(page, COPYRIGHT["ja"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_language_outlives_a_reload_in_a_browser_of_the_other(visit: Open) -> None:
    from playwright.sync_api import expect

    page = visit()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    page.reload()
    page.wait_for_selector("html.ready")
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    assert page.get_attribute("html", "lang") == "en"
