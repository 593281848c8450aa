"""The widget in a real browser, inside pages of another site, as visitors and webmasters meet it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest
from PIL import Image, ImageChops

from assistant.settings import Settings
from assistant.web.application import create_app
from tests.web.widget_pages import HOSTILE_CSS, NONCE, Pages, document, other_site, policy, script

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route

    from assistant.web.protocol import Assistant
    from tests.web.conftest import ServeApp

Visit = Callable[..., "Page"]
COVERED = "情報漏えい限定プランで著作権侵害は補償されますか"
COSTS = "不正アクセスの調査に500万円かかりました。いくら支払われますか"
ASK = "**/api/v1/ask"


@pytest.fixture(scope="module")
def pages() -> Iterator[Pages]:
    with other_site() as served:
        yield served


@pytest.fixture(scope="module")
def home(pages: Pages, assistant: Assistant, settings: Settings, serve_app: ServeApp) -> Iterator[str]:
    """The assistant's address; the other site is on its list."""
    allowed = replace(settings, cors_origins=(pages.address,), calls_per_minute=0)
    with serve_app(create_app(assistant, allowed)) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, home: str, pages: Pages) -> Iterator[Visit]:
    """Open a page with the widget's tag in a fresh browser; a call to a third host, or an error on the page, fails."""
    known = {urlsplit(home).netloc, urlsplit(pages.address).netloc}
    strangers: list[str] = []
    errors: list[str] = []
    contexts: list[BrowserContext] = []

    def watch(url: str) -> None:
        if not url.startswith(("data:", "blob:")) and urlsplit(url).netloc not in known:
            strangers.append(url)

    def open_page(
        *,
        width: int = 1280,
        height: int = 844,
        css: str = "",
        csp: str = "",
        prepare: Callable[[BrowserContext, Page], None] | None = None,
        broken: bool = False,
        body: str = "<h1>協会</h1><a href='#x'>前</a>",
        src: str = "/widget/v1/widget.js",
        touch: bool = False,
        **attributes: str,
    ) -> Page:
        tag = script(home + src, **({"data_lang": "ja", "data_theme": "light"} | attributes))
        url = pages.put("/page", document(tag, css=css, body=body), **({"Content_Security_Policy": csp} if csp else {}))
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="ja", reduced_motion="reduce", has_touch=touch,
            is_mobile=touch,
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("request", lambda request: watch(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        if not broken:
            page.on("console", lambda said: errors.append(said.text) if said.type in ("error", "warning") else None)
        if prepare:
            prepare(context, page)
        page.goto(url)
        page.wait_for_function("document.querySelector('coverage-assistant')?.shadowRoot")
        return page

    yield open_page
    for context in contexts:
        assert context.cookies() == []
        context.close()
    assert strangers == []
    assert errors == []


def opened(page: Page) -> Locator:
    """Open the panel by its launcher and return it."""
    page.locator(".launcher").click()
    panel = page.locator("dialog.panel")
    panel.locator(".example").first.wait_for()
    return panel


def ask(panel: Locator, question: str) -> Locator:
    """Ask with the keyboard; returns the turn once something came of it."""
    number = panel.locator(".turn").count()
    panel.locator("#field").fill(question)
    panel.locator("#field").press("Enter")
    turn = panel.locator(".turn").nth(number)
    turn.locator(".answer, .failure").wait_for()
    return turn


def answer_of(text: str, **more: Any) -> dict[str, Any]:
    return {"schema": "answer/1", "language": "ja", "kind": "fact", "text": text, **more}


def replying(body: str, status: int = 200, kind: str = "text/event-stream", **headers: str) -> Callable[[Route], None]:
    """Answer in place of the server."""
    given = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After", "Content-Type": kind}
    return lambda route: route.fulfill(status=status, headers=given | headers, body=body)


def event(answer: dict[str, Any]) -> str:
    return f"event: answer\ndata: {json.dumps(answer, ensure_ascii=False)}\n\n"


def alike(one: bytes, other: bytes) -> bool:
    """Whether two pictures show the same; edges of letters may be smoothed another way."""
    pictures = [Image.open(io.BytesIO(data)).convert("L") for data in (one, other)]
    if pictures[0].size != pictures[1].size:
        return False
    counts = ImageChops.difference(*pictures).histogram()
    return sum(counts[64:]) < sum(counts) / 1000


# ---- the main job


def test_the_main_job(visit: Visit) -> None:
    from playwright.sync_api import expect

    page = visit(data_scheme="silver")
    panel = opened(page)
    expect(panel.locator(".subtitle")).to_have_text("シルバー人材センター団体サイバー保険")
    expect(panel.locator("#field")).to_be_focused()
    turn = ask(panel, COVERED)
    expect(turn.locator(".badge").first).to_have_text("対象外")
    expect(turn.locator(".badge svg").first).to_be_visible()
    expect(turn.locator(".standing").first).to_contain_text("情報漏えい限定プラン")
    expect(turn.locator(".lead")).to_contain_text("いいえ、情報漏えい限定プランでは対象外です")
    expect(turn.locator(".decides")).to_contain_text("引受保険会社が個別の事案をもとに判断します")
    passage = turn.locator(".source blockquote").first
    expect(passage).to_be_hidden()
    expect(turn.locator(".source summary").first).to_contain_text("6ページ")
    turn.locator(".source summary").first.click()
    expect(passage.locator("strong")).to_have_text("漏えい")
    expect(panel.get_by_role("status")).to_contain_text("対象外")

    # Plan and type as chosen go with the next question; what was asked before goes as history.
    panel.locator(".chosen > summary").click()
    panel.get_by_label("プラン").select_option("comprehensive")
    panel.get_by_label("タイプ").select_option("F II")
    expect(panel.locator(".chosen > summary")).to_contain_text("充実プラン／タイプ F II")
    with page.expect_request(ASK) as sent:
        turn = ask(panel, COSTS)
    body = json.loads(sent.value.post_data or "")
    assert (body["scheme"], body["plan"], body["type"], body["language"]) == ("silver", "comprehensive", "F II", "ja")
    assert [entry["role"] for entry in body["history"]] == ["user", "assistant"]
    expect(turn.locator(".badge").first).to_have_text("条件つき")
    expect(turn.locator(".figure-value strong").first).to_have_text("440万円")
    expect(turn.locator(".exact").first).to_have_text("4,400,000円")
    expect(turn.locator(".arithmetic").first).to_contain_text("4,500,000 − 100,000 = 4,400,000")
    box = turn.get_by_role("checkbox", name="保険会社の書面による同意を得る")
    box.check()
    expect(box).to_be_checked()
    expect(turn.locator(".contact a")).to_have_attribute("href", "tel:0000000000")
    # What the card draws is not said again in the words.
    expect(turn.locator(".lead")).not_to_contain_text("30日以内に通知")

    turn = ask(panel, "補償されますか")
    turn.locator(".reply").first.click()
    expect(panel.locator(".turn").nth(3).locator(".badge").first).to_be_visible()
    panel.get_by_role("button", name="会話を消す").click()
    expect(panel.locator(".turn")).to_have_count(0)
    expect(panel.get_by_role("status")).to_have_text("会話を消しました。")
    expect(panel.locator(".example").first).to_be_visible()


def test_english_inline_on_a_narrow_page(visit: Visit) -> None:
    from playwright.sync_api import expect

    page = visit(width=390, data_mode="inline", data_lang="en", data_scheme="silver", data_plan="leakage-only")
    expect(page.get_by_role("region", name="Cyber insurance coverage guide")).to_be_visible()
    panel = page.locator(".panel")
    expect(panel.locator(".subtitle")).to_contain_text("Leakage-only plan")
    panel.locator(".example").first.click()
    turn = panel.locator(".turn").first
    expect(turn.locator(".badge").first).to_have_text("Not covered")
    assert not re.search("[ぁ-ん]", panel.inner_text())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    panel.get_by_role("button", name="日本語").click()
    expect(panel.get_by_role("button", name="質問する")).to_be_visible()
    # An answer stays in its own language.
    expect(turn.locator(".badge").first).to_have_text("Not covered")
    assert turn.get_attribute("lang") == "en"


def test_an_answer_is_shown_fast(visit: Visit) -> None:
    page = visit(data_scheme="silver")
    opened(page)
    taken = page.evaluate(
        """async (question) => {
          const element = document.querySelector("coverage-assistant"), root = element.shadowRoot, taken = [];
          for (let count = 1; count <= 5; count += 1) {
            const started = performance.now();
            element.ask(question);
            while (root.querySelectorAll(".turn .answer").length < count) await new Promise(requestAnimationFrame);
            taken.push(performance.now() - started);
          }
          return taken;
        }""",
        COVERED,
    )
    assert min(taken) < 300, taken


# ---- in a difficult place


@pytest.mark.parametrize("width", [390, 1280])
def test_it_looks_the_same_on_a_hostile_page(visit: Visit, home: str, width: int) -> None:
    pictures = []
    for css in ("", HOSTILE_CSS):
        page = visit(width=width, css=css, csp=policy(home, f"'nonce-{NONCE}'"), nonce=NONCE, data_scheme="silver")
        launcher = page.locator(".launcher").bounding_box()
        panel = opened(page)
        turn = ask(panel, COSTS)
        turn.locator("summary").first.click()
        page.mouse.move(0, 0)
        taken = [panel.locator(place).screenshot(animations="disabled") for place in (".subtitle", ".log", ".row")]
        pictures.append((launcher, panel.bounding_box(), taken))
    (launcher, box, plain), (other_launcher, other_box, hostile) = pictures
    assert (launcher, box) == (other_launcher, other_box)
    for one, other in zip(plain, hostile, strict=True):
        assert alike(one, other)


def test_a_strict_policy_by_nonce_and_by_hash(visit: Visit, home: str) -> None:
    manifest = httpx.get(f"{home}/widget/v1/manifest.json").json()
    by_hash = {"integrity": manifest["integrity"], "crossorigin": "anonymous", "src": manifest["pinned_path"]}
    for source, attributes in ((f"'nonce-{NONCE}'", {"nonce": NONCE}), (f"'{manifest['integrity']}'", by_hash)):
        page = visit(csp=policy(home, source), **attributes)
        assert ask(opened(page), COVERED).locator(".badge").count() == 2


def test_a_file_that_was_changed_is_not_run(visit: Visit, pages: Pages, home: str, browser: Browser) -> None:
    manifest = httpx.get(f"{home}/widget/v1/manifest.json").json()
    tag = script(home + manifest["pinned_path"], integrity=manifest["integrity"], crossorigin="anonymous")
    page = browser.new_page()
    page.route("**/widget/v1/**", replying("window.hit = 1", kind="text/javascript"))
    page.goto(pages.put("/changed", document(tag)))
    assert page.evaluate("[window.hit, document.querySelector('coverage-assistant')]") == [None, None]
    page.close()


def test_a_policy_that_forbids_the_connection_is_named(visit: Visit, home: str) -> None:
    from playwright.sync_api import expect

    csp = policy("'none'", f"'nonce-{NONCE}'")
    page = visit(csp=csp, nonce=NONCE, broken=True)
    page.locator(".launcher").click()
    failure = ask(page.locator("dialog.panel"), COVERED).locator(".failure")
    expect(failure).to_contain_text("connect-src")
    expect(failure).to_contain_text(home)


def test_a_site_that_is_not_on_the_list_is_told_so(visit: Visit, server: str, pages: Pages, browser: Browser) -> None:
    from playwright.sync_api import expect

    page = browser.new_page()
    page.goto(pages.put("/unlisted", document(script(f"{server}/widget/v1/widget.js", data_lang="en"))))
    page.locator(".launcher").click()
    failure = ask(page.locator("dialog.panel"), "Is a copyright claim covered?").locator(".failure")
    expect(failure).to_contain_text(f"add {pages.address} to ASSISTANT_CORS_ORIGINS")
    page.close()


def test_no_cookie_no_storage_no_referrer(visit: Visit, home: str) -> None:
    blocked = """
      for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
        Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });
      Object.defineProperty(Document.prototype, "cookie", {
        get() { throw new DOMException("blocked", "SecurityError"); }, set() { window.hit = 1; } });
    """
    sent: list[dict[str, str]] = []

    def prepare(context: BrowserContext, page: Page) -> None:
        context.add_cookies([{"name": "session", "value": "secret", "url": home}])
        page.add_init_script(blocked)
        page.on("request", lambda request: sent.append(request.all_headers()) if "/api/" in request.url else None)

    page = visit(prepare=prepare, data_remember="on")
    panel = opened(page)
    assert ask(panel, COVERED).locator(".badge").count() == 2
    assert page.evaluate("window.hit") is None
    assert len(sent) >= 2
    for headers in sent:
        assert "cookie" not in headers and "referer" not in headers
    page.context.clear_cookies()


def test_a_tab_remembers_only_where_the_page_asks_for_it(visit: Visit) -> None:
    from playwright.sync_api import expect

    for remembers in ("off", "on"):
        page = visit(data_remember=remembers)
        ask(opened(page), COVERED)
        assert page.evaluate("sessionStorage.length") == (1 if remembers == "on" else 0)
        page.reload()
        page.locator(".launcher").click()
        expect(page.locator(".turn .answer")).to_have_count(1 if remembers == "on" else 0)
        # What somebody else wrote there is no reason to stop.
        page.evaluate(
            "for (const key of Object.keys(sessionStorage)) sessionStorage.setItem(key, '[{\"answer\":3},null]')"
        )
        page.reload()
        opened(page)


# ---- the keyboard


def test_the_keyboard_alone(visit: Visit) -> None:
    from playwright.sync_api import expect

    page = visit()
    # Shortcuts of the page are not for what is typed here.
    page.evaluate("document.addEventListener('keydown', (event) => { (window.keys ??= []).push(event.key); })")
    launcher = page.locator(".launcher")
    launcher.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="サイバー保険 補償案内")
    expect(panel.locator("#field")).to_be_focused()
    panel.locator(".example").first.wait_for()
    page.evaluate("window.keys = []")

    inside = "document.activeElement === document.querySelector('coverage-assistant')"
    for key in ("Tab", "Shift+Tab"):
        seen = set()
        for _ in range(14):
            page.keyboard.press(key)
            assert page.evaluate(inside)
            seen.add(page.evaluate("document.querySelector('coverage-assistant').shadowRoot.activeElement?.outerHTML"))
        assert None not in seen and len(seen) >= 7

    panel.locator("#field").focus()
    page.keyboard.type(COVERED)
    page.keyboard.press("Shift+Enter")
    expect(panel.locator("#field")).to_have_value(COVERED + "\n")
    page.keyboard.press("Enter")
    expect(panel.locator(".turn .answer")).to_be_visible()
    expect(panel.locator("#field")).to_be_focused()
    summary = panel.locator(".source summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(panel.locator(".source blockquote").first).to_be_visible()

    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(launcher).to_be_focused()
    assert page.evaluate("window.keys") == []
    # What was asked is still there.
    page.keyboard.press("Enter")
    expect(panel.locator(".turn .answer")).to_be_visible()
    page.get_by_role("button", name="閉じる").click()
    expect(launcher).to_be_focused()


def test_the_focus_goes_back_to_what_had_it(visit: Visit) -> None:
    from playwright.sync_api import expect

    page = visit()
    link = page.get_by_role("link", name="前")
    link.focus()
    page.evaluate("CoverageAssistant.open()")
    expect(page.locator("#field")).to_be_focused()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()


def test_enter_that_confirms_a_conversion_does_not_send(visit: Visit) -> None:
    from playwright.sync_api import expect

    page = visit()
    panel = opened(page)
    field = panel.locator("#field")
    # A real conversion, as the system's input method tells the browser.
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "ちょさくけん", "selectionStart": 6, "selectionEnd": 6})
    for kind in ("rawKeyDown", "keyUp"):
        session.send("Input.dispatchKeyEvent", {"type": kind, "key": "Enter", "windowsVirtualKeyCode": 229})
    session.send("Input.imeSetComposition", {"text": "著作権", "selectionStart": 3, "selectionEnd": 3})
    # Escape takes the conversion back, and leaves the panel open.
    field.evaluate(
        "field => field.dispatchEvent(new KeyboardEvent('keydown',"
        " { key: 'Escape', isComposing: true, keyCode: 229, bubbles: true, cancelable: true, composed: true }))"
    )
    session.send("Input.insertText", {"text": "著作権"})
    # As browsers tell it: while converting, and (Safari) just after, with key code 229 as the only sign.
    for options in ("isComposing: true", "keyCode: 229", "isComposing: true, keyCode: 229"):
        kept = field.evaluate(
            "field => field.dispatchEvent(new KeyboardEvent('keydown',"
            f" {{ key: 'Enter', bubbles: true, cancelable: true, composed: true, {options} }}))"
        )
        assert kept, "the key is the input method's"
    expect(field).to_have_value("著作権")
    # A question sent by mistake would be the first turn; the next one is, so none was.
    field.press_sequentially("は補償されますか")
    field.press("Enter")
    expect(panel.locator(".turn")).to_have_count(1)
    expect(panel.locator(".turn .asked p")).to_have_text("著作権は補償されますか")
    expect(panel.locator(".turn .answer")).to_be_visible()


# ---- sizes


def test_a_phone_gets_the_whole_screen_and_fingers_enough_room(visit: Visit) -> None:
    page = visit(width=390, touch=True)
    panel = opened(page)
    assert panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    # The keyboard would cover what was opened; it comes when the field is touched.
    assert page.evaluate("document.querySelector('coverage-assistant').shadowRoot.activeElement.id") == "title"
    turn = ask(panel, COSTS)
    panel.locator(".chosen > summary").click()
    for summary in turn.locator("summary").all():
        summary.click()
    for element in panel.locator(
        "button:visible, select:visible, summary:visible, textarea:visible, label:has(input)"
    ).all():
        box = element.bounding_box()
        assert box and box["height"] >= 44, element.inner_text()
    assert panel.evaluate("panel => panel.scrollWidth <= panel.clientWidth")
    assert panel.locator(".log").evaluate("log => log.scrollWidth <= log.clientWidth")


@pytest.mark.parametrize(("width", "height"), [(640, 422), (320, 480), (1280, 300), (844, 390)])
def test_zoom_and_small_windows(visit: Visit, width: int, height: int) -> None:
    """1280 by 844 at 200% is 640 by 422; nothing is cut off, and everything can be reached."""
    from playwright.sync_api import expect

    page = visit(width=width, height=height, data_scheme="silver")
    panel = opened(page)
    box = panel.bounding_box()
    assert box and box["x"] >= 0 and box["y"] >= 0
    assert box["x"] + box["width"] <= width and box["y"] + box["height"] <= height
    turn = ask(panel, COSTS)
    turn.locator(".decides").scroll_into_view_if_needed()
    expect(turn.locator(".decides")).to_be_in_viewport()
    expect(panel.locator("#field")).to_be_in_viewport()
    panel.get_by_role("button", name="閉じる").click()
    expect(panel).to_be_hidden()


def test_larger_letters_of_the_reader_enlarge_it_and_a_page_that_shrinks_its_own_does_not(visit: Visit) -> None:
    page = visit(css="html { font-size: 62.5% }", body="<p>x</p>")
    assert page.locator(".root").evaluate("root => getComputedStyle(root).fontSize") == "16px"


def test_motion_only_where_it_is_wanted(visit: Visit) -> None:
    page = visit(prepare=lambda context, page: page.route(ASK, lambda route: None))
    panel = opened(page)
    panel.locator("#field").fill(COVERED)
    panel.locator("#field").press("Enter")
    ring = panel.locator(".ring")
    assert ring.evaluate("ring => getComputedStyle(ring).animationName") == "none"
    page.emulate_media(reduced_motion="no-preference")
    assert ring.evaluate("ring => getComputedStyle(ring).animationName") != "none"


# ---- when something is wrong


def routed(body: str, **more: Any) -> Callable[[BrowserContext, Page], None]:
    return lambda context, page: page.route(ASK, replying(body, **more))


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (routed("{}", status=500, kind="application/problem+json"), "回答を作れませんでした"),
        (routed("<h1>Bad gateway</h1>", status=502, kind="text/html"), "回答を作れませんでした"),
        (routed("{}", status=429, kind="application/problem+json", **{"Retry-After": "7"}), "7秒ほど待ってから"),
        (routed("{}", status=503, kind="application/problem+json"), "混み合っています"),
        (routed('event: delta\ndata: {"text": "途中'), "途中で切れた"),
        (routed("event: answer\ndata: {]\n\n"), "途中で切れた"),
        (routed('event: answer\ndata: {"schema": "answer/9"}\n\n'), "途中で切れた"),
        (routed("\x00\xff{", kind="application/json"), "途中で切れた"),
        (routed("", kind="application/json"), "途中で切れた"),
    ],
)
def test_every_failure_is_told_and_the_question_stays(
    visit: Visit, prepare: Callable[[BrowserContext, Page], None], said: str
) -> None:
    from playwright.sync_api import expect

    page = visit(prepare=prepare, broken=True, data_scheme="silver")
    heard = "void CoverageAssistant.on('error', (detail) => { (window.heard ??= []).push(detail); })"
    page.evaluate(heard)
    panel = opened(page)
    turn = ask(panel, COVERED)
    expect(turn.locator(".failure")).to_contain_text(said)
    expect(turn.locator(".failure")).to_contain_text("質問はそのまま残っています")
    expect(turn.locator(".failure .contact")).to_contain_text("取扱代理店")
    expect(panel.get_by_role("status")).to_contain_text(said)
    (error,) = page.evaluate("window.heard")
    assert error["question"] == COVERED and error["message"]
    # Once it works again, the same question is answered by one press.
    page.unroute(ASK)
    turn.get_by_role("button", name="もう一度試す").click()
    expect(turn.locator(".badge").first).to_have_text("対象外")
    expect(panel.locator(".turn")).to_have_count(1)
    expect(panel.locator("#field")).to_be_focused()


def test_a_server_that_is_slow(visit: Visit) -> None:
    from playwright.sync_api import expect

    def prepare(context: BrowserContext, page: Page) -> None:
        page.clock.install()
        page.route(ASK, lambda route: None)

    page = visit(prepare=prepare, data_timeout="12", broken=True)
    panel = opened(page)
    panel.locator("#field").fill(COVERED)
    panel.locator("#field").press("Enter")
    turn = panel.locator(".turn").first
    expect(turn.locator(".working")).to_contain_text("パンフレットを確認しています")
    # While one is under way another is not sent, and what is typed stays.
    panel.locator("#field").fill("次の質問")
    panel.locator("#field").press("Enter")
    expect(panel.locator("#field")).to_have_value("次の質問")
    page.clock.fast_forward(12_500)
    expect(turn.locator(".failure")).to_contain_text("12秒待ちましたが")
    page.unroute(ASK)
    turn.get_by_role("button", name="もう一度試す").click()
    expect(turn.locator(".badge").first).to_be_visible()
    expect(panel.locator("#field")).to_have_value("次の質問")


def test_stopping(visit: Visit) -> None:
    from playwright.sync_api import expect

    page = visit(prepare=lambda context, page: page.route(ASK, lambda route: None), broken=True)
    panel = opened(page)
    panel.locator("#field").fill(COVERED)
    panel.locator("#field").press("Enter")
    panel.get_by_role("button", name="中止する").press("Enter")
    expect(panel.locator(".failure")).to_contain_text("中止しました")
    expect(panel.get_by_role("button", name="もう一度試す")).to_be_focused()


def test_a_connection_that_comes_back(visit: Visit, home: str) -> None:
    from playwright.sync_api import expect

    def prepare(context: BrowserContext, page: Page) -> None:
        page.clock.install()

    page = visit(prepare=prepare, broken=True)
    panel = opened(page)
    page.route(f"{home}/**", lambda route: route.abort("connectionrefused"))
    panel.locator("#field").fill(COVERED)
    panel.locator("#field").press("Enter")
    turn = panel.locator(".turn").first
    expect(turn.locator(".working")).to_contain_text("接続し直しています")
    page.unroute(f"{home}/**")
    # The browser's own sign that it is on line again is enough.
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(turn.locator(".badge").first).to_be_visible()

    page.route(f"{home}/**", lambda route: route.abort("connectionrefused"))
    panel.locator("#field").fill(COSTS)
    panel.locator("#field").press("Enter")
    turn = panel.locator(".turn").nth(1)
    for tries, pause in enumerate((1000, 3000, 8000), 1):
        expect(turn.locator(".working")).to_have_attribute("data-tries", str(tries))
        page.clock.fast_forward(pause + 100)
    expect(turn.locator(".failure")).to_contain_text("サーバーに接続できません")
    page.unroute(f"{home}/**")
    turn.get_by_role("button", name="もう一度試す").click()
    expect(turn.locator(".badge").first).to_be_visible()


def test_a_server_that_is_gone(
    visit: Visit, pages: Pages, browser: Browser, assistant: Assistant, settings: Settings, serve_app: ServeApp
) -> None:
    from playwright.sync_api import expect

    page = browser.new_page()
    page.clock.install()
    with serve_app(create_app(assistant, replace(settings, cors_origins=(pages.address,)))) as address:
        page.goto(pages.put("/gone", document(script(f"{address}/widget/v1/widget.js", data_lang="en"))))
        panel = opened(page)
    panel.locator("#field").fill("Is a copyright claim covered?")
    panel.locator("#field").press("Enter")
    for tries, pause in enumerate((1000, 3000, 8000), 1):
        expect(panel.locator(".working")).to_have_attribute("data-tries", str(tries))
        expect(panel.locator(".working")).to_contain_text("Connecting again")
        page.clock.fast_forward(pause + 100)
    expect(panel.locator(".failure")).to_contain_text("The server cannot be reached")
    expect(panel.locator(".turn .asked p")).to_have_text("Is a copyright claim covered?")
    page.close()


def test_a_file_that_cannot_be_loaded_leaves_the_page_as_it_is(pages: Pages, home: str, browser: Browser) -> None:
    page = browser.new_page()
    page.route("**/widget/**", lambda route: route.abort("blockedbyclient"))
    page.goto(pages.put("/blocked", document(script(f"{home}/widget/v1/widget.js"))))
    assert page.inner_text("h1") == "協会"
    page.close()


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ({"data_scheme": "silvr"}, ("data-scheme", "silvr", "silver", "town")),
        ({"data_scheme": "silver", "data_plan": "cyber"}, ("data-plan", "leakage-only", "comprehensive")),
        ({"data_scheme": "silver", "data_plan": "leakage-only", "data_type": "F I"}, ("data-type", "G III")),
        ({"data_scheme": "<img src=x onerror=window.hit=1>"}, ("data-scheme", "<img src=x")),
    ],
)
def test_a_wrong_attribute_is_named_with_the_valid_ids(
    visit: Visit, attributes: dict[str, str], said: tuple[str, ...]
) -> None:
    from playwright.sync_api import expect

    page = visit(broken=True, **attributes)
    page.locator(".launcher").click()
    alert = page.get_by_role("alert").filter(has_text="設定されていません")
    for part in said:
        expect(alert).to_contain_text(part)
    expect(page.locator("#field")).to_be_hidden()
    assert page.evaluate("window.hit") is None
    # The page can mend it without being loaded again.
    page.evaluate("CoverageAssistant.setContext({ scheme: 'silver', plan: null, type: '' })")
    expect(alert).to_have_count(0)
    assert ask(page.locator("dialog.panel"), COVERED).locator(".badge").count() == 2


@pytest.mark.parametrize("length", [50_000, 300_000])
def test_a_question_that_is_far_too_long_comes_back(visit: Visit, length: int) -> None:
    from playwright.sync_api import expect

    page = visit(broken=True)
    panel = opened(page)
    field = panel.locator("#field")
    field.fill("あ" * length)
    field.press("Enter")
    notice = panel.get_by_role("alert").filter(has_text="質問が長すぎます")
    expect(notice).to_contain_text(f"{length:,}文字")
    expect(panel.locator(".turn")).to_have_count(0)
    assert len(field.input_value()) == length
    expect(field).to_be_focused()
    expect(panel.get_by_role("button", name="質問する")).to_be_in_viewport()
    field.fill("")
    field.press("Enter")
    expect(panel.get_by_role("alert").filter(has_text="質問が入力されていません")).to_be_visible()
    # A long one that is answered is shown from its beginning.
    turn = ask(panel, "著作権の侵害は補償されますか。" * 200)
    asked = turn.locator(".asked p")
    short = asked.evaluate("asked => asked.clientHeight")
    assert short < 200
    turn.get_by_role("button", name="質問をすべて表示").click()
    assert asked.evaluate("asked => asked.clientHeight") > short


HOSTILE_TEXT = (
    "<img src='https://evil.example/x' onerror='window.hit=1'><script>window.hit=1</script>"
    "<svg onload=window.hit=1><a href='javascript:window.hit=1'>x</a> [x](javascript:window.hit=1) "
    "![x](https://evil.example/y.png) <https://evil.example> {{7*7}} ${window.hit=1} \u202egnp.exe\u2066 \u0000\u200f"
)


def test_markup_and_hidden_marks_are_text_everywhere(visit: Visit, home: str) -> None:
    from playwright.sync_api import expect

    text = HOSTILE_TEXT
    cell = text.replace("|", "/")
    hostile = answer_of(
        f"**{text}**\n\n- {text}\n\n| {cell} |\n| --- |\n| {cell} |\n\n> {text}\n\n```\n{text}\n```\n\n理由：{text}",
        kind=text,
        verdicts=[{"scheme": text, "plan": text, "section": text, "subject": text, "verdict": "covered",
                   "conditions": [text], "reason": text}],
        amounts=[{"label": text, "yen": 5, "scheme": text, "plan": text, "type": text, "rank": text, "basis": "inferred",
                  "steps": [{"label": text, "expression": text, "yen": 5}, {"label": text, "expression": "", "yen": 6}]}],
        citations=[{"document": text, "section": text, "page": 1, "quote": text, "title": text, "scheme": text}],
        caveats=[text],
        derivation=[{"label": text, "value": "true", "children": [{"label": text, "value": text}]}],
        options=[{"label": text, "message": "著作権"}],
        basis={"type": text, "rank": text},
    )  # fmt: skip
    schemes = {"schemes": [{
        "id": "silver", "name": {"ja": text, "en": text}, "plans": [{"id": "p", "name": {"ja": text}, "types": [text]}],
        "type_label": {"ja": text}, "ranks": [text], "rank_label": {"ja": text}, "residents": True,
        "agency": {"ja": text}, "agency_phone": "javascript:window.hit=1", "examples": {"ja": [text]},
    }]}  # fmt: skip

    def prepare(context: BrowserContext, page: Page) -> None:
        stream = "".join(f"event: delta\ndata: {json.dumps({'text': text})}\n\n" for _ in range(3)) + event(hostile)
        page.route(ASK, replying(stream))
        page.route("**/api/v1/schemes", replying(json.dumps(schemes), kind="application/json"))

    strings = json.dumps({"intro": text, "verdicts": {"covered": text}})
    page = visit(
        # By host: browsers ignore the nonce of a tag that holds `<script`.
        csp=policy(home, home), prepare=prepare, data_label=text, data_heading=text,
        data_strings=strings, data_feedback="on",
    )  # fmt: skip
    panel = opened(page)
    panel.locator(".chosen > summary").click()
    panel.get_by_label("制度").select_option("silver")
    panel.locator("select").nth(1).select_option("p")
    panel.locator(".chosen > summary").click()
    turn = ask(panel, text)
    for summary in turn.locator("summary").all():
        if summary.is_visible():
            summary.click()
    expect(turn.locator(".asked p")).to_contain_text("<img src='https://evil.example/x'")
    found = page.evaluate(
        """() => {
          const root = document.querySelector("coverage-assistant").shadowRoot;
          const all = [...root.querySelectorAll("*")];
          return {
            strange: all.filter((node) => /^(?:img|script|iframe|object|style|link|base|form)$/i.test(node.localName)).length,
            handlers: all.filter((node) => !node.matches(".panel"))
              .flatMap((node) => node.getAttributeNames()).filter((name) => /^on|^style$/.test(name)),
            links: [...root.querySelectorAll("a")].map((link) => link.getAttribute("href")),
            marks: [...root.textContent.matchAll(/[\\u202a-\\u202e\\u2066-\\u2069\\u200e\\u200f\\u0000]/g)].length,
            hit: window.hit ?? null,
          };
        }"""
    )
    assert found == {"strange": 0, "handlers": [], "links": ["tel:1"] * len(found["links"]), "marks": 0, "hit": None}
    turn.locator(".reply").click()
    expect(panel.locator(".turn")).to_have_count(2)


# ---- what a page can do with it


def test_events_and_the_javascript_interface(visit: Visit) -> None:
    from playwright.sync_api import expect

    page = visit(data_scheme="silver", data_feedback="on")
    page.evaluate(
        """() => {
          window.heard = [];
          for (const name of ["open", "close", "question", "answer", "feedback", "error"])
            CoverageAssistant.on(name, (detail) => heard.push([name, detail]));
          CoverageAssistant.element.addEventListener("answer", (event) => { window.plain = event.detail.question; });
        }"""
    )
    page.evaluate("(question) => CoverageAssistant.ask(question)", COSTS)
    turn = page.locator(".turn").first
    expect(turn.locator(".badge").first).to_be_visible()
    feedback = turn.get_by_role("group", name="この回答は役に立ちましたか")
    feedback.get_by_role("button", name="いいえ").click()
    feedback.get_by_label("どこが足りませんでしたか").fill("期限が見つからない")
    with page.expect_request("**/api/v1/feedback") as sent:
        feedback.get_by_role("button", name="送る").click()
    said = sent.value.post_data_json
    assert (said["helpful"], said["comment"], "question" in said) == (False, "期限が見つからない", False)
    assert sent.value.response().status == 204
    expect(feedback).to_contain_text("ご意見を受け取りました")
    page.evaluate("CoverageAssistant.close()")
    heard = page.evaluate("window.heard")
    assert [name for name, _ in heard] == ["open", "question", "answer", "feedback", "close"]
    details = dict(heard)
    assert details["question"] == {"question": COSTS}
    assert details["answer"]["answer"]["amounts"][0]["yen"] == 4_400_000
    assert (details["feedback"]["helpful"], details["feedback"]["reason"]) == (False, "期限が見つからない")
    assert page.evaluate("window.plain") == COSTS
    page.evaluate("CoverageAssistant.setContext({ plan: 'comprehensive', residents: null }); CoverageAssistant.open()")
    expect(page.locator(".subtitle")).to_contain_text("充実プラン")
    page.evaluate("CoverageAssistant.clear()")
    expect(page.locator(".turn")).to_have_count(0)
    assert page.evaluate("CoverageAssistant.version") == "1.0.0"


def test_other_languages_and_words(visit: Visit) -> None:
    from playwright.sync_api import expect

    words = {"launcher": "보험 문의", "send": "질문", "title": "보험 안내", "verdicts": {"not_covered": "보상 안 됨"}}
    page = visit(data_lang="ko", data_strings=json.dumps(words), data_position="left", data_timeout="-1")
    assert page.locator(".root").get_attribute("lang") == "ko"
    box = page.locator(".launcher").bounding_box()
    assert box and box["x"] < 100
    page.get_by_role("button", name="보험 문의").click()
    turn = ask(page.get_by_role("dialog", name="보험 안내"), COVERED)
    expect(turn.locator(".badge").first).to_have_text("보상 안 됨")


def test_an_element_in_the_markup_and_two_on_a_page(visit: Visit) -> None:
    from playwright.sync_api import expect

    body = '<coverage-assistant mode="inline" scheme="town" lang="ja" heading="町村の案内"></coverage-assistant><div id="here"></div>'
    page = visit(body=body, data_mode="inline", data_target="#here", data_height="500px", data_scheme="silver")
    expect(page.locator("coverage-assistant")).to_have_count(2)
    expect(page.get_by_role("region", name="町村の案内").locator(".subtitle")).to_have_text("町村サイバー保険")
    placed = page.locator("#here coverage-assistant .panel")
    expect(placed.locator(".subtitle")).to_contain_text("シルバー")
    box = placed.bounding_box()
    assert box and box["height"] == 500
    # Moved within the page, it goes on working.
    page.evaluate("document.body.prepend(document.querySelector('#here coverage-assistant'))")
    expect(page.locator("body > coverage-assistant").first.locator("#field")).to_be_visible()


@pytest.mark.parametrize(("theme", "dark"), [("auto", True), ("light", False), ("dark", True), ("nonsense", True)])
def test_the_theme_follows_the_attribute_or_the_device(visit: Visit, theme: str, dark: bool) -> None:
    from playwright.sync_api import expect

    def shows_dark(expected: bool) -> None:
        """The page hears of the device's change in its own time."""
        root, name = expect(page.locator(".root")), re.compile(r"(^|\s)dark(\s|$)")
        root.to_have_class(name) if expected else root.not_to_have_class(name)

    page = visit(prepare=lambda context, page: page.emulate_media(color_scheme="dark"), data_theme=theme)
    shows_dark(dark)
    page.emulate_media(color_scheme="light")
    shows_dark(theme == "dark")
