"""The owner's view and the agreement on the chat page, in a real browser: keyboard, both languages, both themes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import pytest

from assistant.answer import Answer, VerdictEntry
from assistant.conversation import Selection
from assistant.web.owner.reading import Records, Span
from assistant.web.owner.recording import Recorder
from assistant.web.owner.store import Store
from tests.web.owner.conftest import PASSWORD, holds
from tests.web.test_page_views import accessible, ask

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Open = Callable[..., "Page"]
TALK = "0123456789abcdef" * 2
HOSTILE = "<img src=x onerror=window.hit=1>\u202e{{7*7}} 天気は"


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Open]:
    """Open a path in a fresh browser; a request to another host, or an error in the page's console, fails."""
    home, wrong, contexts = urlsplit(address).netloc, list[str](), []

    def watch(url: str) -> None:
        if not url.startswith(("data:", "blob:")) and urlsplit(url).netloc != home:
            wrong.append(url)

    def open_page(
        path: str, width: int = 1280, language: str = "ja", theme: Literal["light", "dark"] = "light",
        *, script: str = "",
    ) -> Page:  # fmt: skip
        context = browser.new_context(
            viewport={"width": width, "height": 844}, locale=language, color_scheme=theme, reduced_motion="reduce"
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.on("request", lambda request: watch(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def enter(page: Page) -> None:
    """Sign in with the keyboard alone: the field has the focus."""
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("nav [aria-current]")


def fill(recorder: Recorder) -> None:
    subject = "著作権の侵害による損害賠償金"
    verdict = VerdictEntry(
        scheme="silver", plan="leakage-only", section="liability", subject=subject, verdict="not_covered"
    )
    answer = Answer(
        language="ja", kind="coverage", text=f"**{subject}は、対象外です。**\n\n- 理由", verdicts=(verdict,)
    )
    nothing = Answer(language="ja", kind="abstention", text="記載がありません。", abstained=True)
    for question in (HOSTILE, "What is the weather like?"):
        recorder.answered("page", question, Selection(), nothing, "ja")
    for _ in range(2):
        recorder.answered("page", "著作権の侵害は", Selection("silver", "leakage-only"), answer, "ja", TALK)
    recorder.said("page", "ja", helpful=False, reason="verdict", kind="coverage", scheme="silver", subject=subject, conversation=TALK, number=1)  # fmt: skip
    recorder.said("api", "en", helpful=True, kind="amount")


@pytest.mark.parametrize(("width", "language", "theme"), [(1280, "ja", "light"), (390, "en", "dark")])
def test_every_page_of_the_view_is_accessible(
    visit: Open, recorder: Recorder, width: int, language: Literal["ja", "en"], theme: Literal["light", "dark"]
) -> None:
    page = visit("/owner", width, language, theme)
    assert page.get_attribute("html", "lang") == language
    accessible(page, "sign in")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    accessible(page, "a wrong password")
    enter(page)
    for name in ("", "/unanswered", "/feedback", "/subjects", "/conversations"):
        page.goto(page.url.split("/owner")[0] + f"/owner{name}")
        assert page.locator(".empty").count() == 1
        accessible(page, f"empty {name}")
    fill(recorder)
    for name in ("", "/unanswered", "/feedback", "/subjects", "/conversations", f"/conversations/{TALK}"):
        page.goto(page.url.split("/owner")[0] + f"/owner{name}")
        accessible(page, f"filled {name}")
        for element in page.locator(":is(main, header) :is(button, a):visible").all():
            box = element.bounding_box()
            assert box and box["height"] >= 43.9, element.inner_text()


def test_the_owner_reads_and_deletes_and_nothing_is_executed(visit: Open, recorder: Recorder, store: Store) -> None:
    from playwright.sync_api import expect

    fill(recorder)
    page = visit("/owner")
    enter(page)
    expect(page.locator(".figures dd").first).to_have_text("4")
    page.get_by_role("link", name="答えられなかった質問").click()
    hostile = page.locator(".said").filter(has_text="onerror")
    expect(hostile).to_have_text("<img src=x onerror=window.hit=1>{{7*7}} 天気は")
    assert page.evaluate("window.hit") is None and page.locator("main img").count() == 0
    page.get_by_role("button", name="「What is the weather like?」を消す").click()
    expect(page.get_by_role("status")).to_have_text("消しました。")
    expect(page.locator(".said")).to_have_count(1)
    page.get_by_role("link", name="7日間").click()
    expect(page.locator(".spans [aria-current]")).to_have_text("7日間")
    page.get_by_role("link", name="English").click()
    assert page.get_attribute("html", "lang") == "en"
    page.get_by_role("link", name="Conversations").click()
    page.locator(".said a").first.click()
    expect(page.locator(".exchange .answer strong").first).to_have_text("著作権の侵害による損害賠償金は、対象外です。")
    expect(page.locator(".exchange .opinion")).to_contain_text("The verdict")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save this conversation").click()
    assert json.loads(download.value.path().read_text(encoding="utf-8"))["schema"] == "chat/1"
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_have_text("You are signed out.")


@pytest.mark.parametrize(("width", "language"), [(1280, "ja"), (390, "en")])
def test_alike_questions_stand_together(
    visit: Open, recorder: Recorder, width: int, language: Literal["ja", "en"]
) -> None:
    from playwright.sync_api import expect

    nothing = Answer(language="ja", kind="abstention", text="記載がありません。", abstained=True)
    for question in (
        "自動車保険の等級はどうなりますか",
        "理事会の議事録のひな形はありますか",
        "自動車保険の等級は、どうなりますか？",
    ):
        recorder.answered("page", question, Selection(), nothing, "ja")
    page = visit("/owner", width, language)
    enter(page)
    page.goto(page.url.split("/owner")[0] + "/owner/unanswered")
    expect(page.locator("main > .entries > li")).to_have_count(2)
    alike = page.locator("details.alike")
    expect(alike.locator("summary")).to_have_text(
        "似た質問1件 – 合わせて2回" if language == "ja" else "1 like it – 2 times in all"
    )
    alike.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(alike.locator(".said")).to_be_visible()
    accessible(page, "alike questions")
    alike.get_by_role("button").click()
    expect(page.locator("details.alike")).to_have_count(0)
    expect(page.locator("main > .entries > li")).to_have_count(2)


def test_a_conversation_is_kept_only_with_agreement(visit: Open, store: Store, address: str) -> None:
    from playwright.sync_api import expect

    records = Records(store)
    page = visit("/?scheme=silver")
    page.wait_for_selector("html.ready")
    box = page.get_by_label("この会話を残すことに同意する")
    expect(box).not_to_be_checked()
    expect(page.locator("#consent .help").first).to_contain_text("30日間")
    ask(page, "情報漏えい限定プランで著作権侵害は補償されますか")
    ask(page, "田中さんの明日の天気は", turn=2)
    assert holds(address, lambda: records.overview(Span()).asked == 2)
    assert records.talks(Span()) == ([], 0)
    # The conversation so far, and what follows.
    box.check()
    assert holds(address, lambda: records.overview(Span()).conversations == 1)
    ask(page, "タイプ G II、ランク B の年間保険料はいくらですか", turn=3)
    assert holds(address, lambda: records.talks(Span())[0][0].questions == 3)
    talk = records.talks(Span())[0][0].id
    assert records.talk(talk)[1].question == "［氏名］さんの明日の天気は"
    # An opinion finds its place in it; it outlives a change of language and a reload.
    page.locator("#turn-3 .opinion").get_by_role("button", name="はい").click()
    expect(page.locator("#turn-3 .said")).to_contain_text("受け取りました")
    assert records.talk(talk)[2].opinions[0].helpful
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("I agree that this conversation is kept")).to_be_checked()
    page.reload()
    page.wait_for_selector("html.ready")
    english = page.get_by_label("I agree that this conversation is kept")
    expect(english).to_be_checked()
    expect(page.locator("#turn-3 .answer")).to_be_visible()
    # Taken back, it is gone; the next conversation starts without.
    english.uncheck()
    expect(page.locator("#consent .said")).to_contain_text("is deleted")
    assert records.talks(Span()) == ([], 0)
    english.check()
    assert holds(address, lambda: records.overview(Span()).conversations == 1)
    page.get_by_role("button", name="Clear conversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(english).not_to_be_checked()


def test_the_theme_is_chosen_kept_and_used_without_storage(visit: Open) -> None:
    from playwright.sync_api import expect

    page = visit("/")
    page.wait_for_selector("html.ready")
    white, dark = "rgb(255, 255, 255)", "rgb(26, 26, 26)"
    body = page.locator("body")
    switch = page.get_by_role("button", name="配色：")
    expect(switch).to_have_accessible_name("配色：端末に合わせる")
    expect(body).to_have_css("background-color", white)
    page.emulate_media(color_scheme="dark")
    expect(body).to_have_css("background-color", dark)
    switch.click()
    expect(switch).to_have_accessible_name("配色：明るい")
    expect(body).to_have_css("background-color", white)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="Colours:")).to_have_accessible_name("Colours: Light")
    page.reload()
    page.wait_for_selector("html.ready")
    expect(body).to_have_css("background-color", white)
    page.goto(page.url.split("/?")[0].rstrip("/") + "/owner/sign-in")
    expect(body).to_have_css("background-color", white)

    blocked = (
        "for (const name of ['localStorage', 'sessionStorage']) "
        "Object.defineProperty(window, name, { get() { throw new DOMException('blocked', 'SecurityError'); } });"
    )
    page = visit("/?scheme=silver", script=blocked)
    page.wait_for_selector("html.ready")
    page.get_by_role("button", name="配色：").click()
    page.get_by_role("button", name="配色：").click()
    expect(page.locator("body")).to_have_css("background-color", dark)
    ask(page, "情報漏えい限定プランで著作権侵害は補償されますか")
    expect(page.locator("#turn-1 .badge").first).to_have_text("対象外")
