"""The report: one file, nothing loaded, every failure with what was asked and said, and usable by everybody."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from assistant.settings import Settings
from evals.metrics import Figure
from evals.report.charts import bullet, curves
from evals.report.view import count, percent
from evals.report.writing import write_reports
from evals.results import read_cases
from tests.evals.conftest import Small, make_small

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def break_it(small: Small) -> Small:
    """Run with a regression, and put hostile words into what was asked."""
    small.edit(small.scheme, "A: 12300", "A: 12301")
    small.run(small.home.out)
    small.edit(small.home.out / "answers.jsonl", '"turns": ["\\u7d0d', f'"turns": ["{HOSTILE}\\u7d0d')
    write_reports(small.home.out, small.home)
    return small


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory, settings: Settings, small_baseline: Path) -> Small:
    """A run with a regression and its report, made once, to be looked at."""
    small = make_small(tmp_path_factory.mktemp("broken"), settings)
    shutil.copy(small_baseline, small.home.baseline)
    return break_it(small)


def page_of(small: Small) -> str:
    return (small.home.out / "report.html").read_text(encoding="utf-8")


def test_the_page_is_one_file_that_loads_nothing(broken: Small) -> None:
    page = page_of(broken)
    assert re.findall(r"""(?:src|href)=["'](?!#)[^"']*""", page) == []
    assert "@import" not in page and "url(" not in page and "https://" not in page.replace("https://www.w3.org", "")
    assert "default-src &#x27;none&#x27;" in page


def test_the_page_says_whether_the_version_may_be_released(with_baseline: Small) -> None:
    broken = break_it(with_baseline)
    assert "Must not be released: 2 of" in page_of(broken)
    broken.edit(broken.scheme, "A: 12301", "A: 12300")
    broken.run(broken.home.out)
    write_reports(broken.home.out, broken.home)
    assert "May be released</h1>" in page_of(broken)


def test_a_failure_shows_question_expected_got_derivation_and_sources(broken: Small) -> None:
    page = page_of(broken)
    start = page.index('<span class="id">small-premium-1</span>')
    item = page[start : page.index("</details></div></details></li>", start)]
    for part in (
        "now wrong", "amount: 12,300 yen missing", "<h3>Asked</h3>", "amounts: 12,300 yen", "amounts: 12,301 yen",
        "Answer as written", "<summary>Sources (", "orchard-leaflet, premiums, page 2",
    ):  # fmt: skip
        assert part in item, part
    assert page.index("small-premium-1</span>") < page.index("<summary>1 more of the cases")  # regressions first


def test_what_a_person_wrote_cannot_become_markup(broken: Small) -> None:
    page = page_of(broken)
    assert "<script>alert" not in page and "<img" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_cases_that_are_set_aside_are_named_and_not_shown(broken: Small) -> None:
    page = page_of(broken)
    assert "small-held-1" in page
    assert "秘密の合言葉" not in page and "77,777" not in page


def test_markdown_for_a_pull_request(broken: Small) -> None:
    text = (broken.home.out / "report.md").read_text(encoding="utf-8")
    assert text.startswith("## ✕ Evaluation: must not be released: 2 of")
    assert "- **small-premium-1**: amount: 12,300 yen missing" in text
    assert "got: amounts: 12,301 yen" in text
    assert "<script>" not in text
    assert "small-held-1" not in text


def test_junit_xml_can_be_read_by_machines(broken: Small) -> None:
    suites = ElementTree.parse(broken.home.out / "junit.xml").getroot()
    by_name = {suite.get("name"): suite for suite in suites}
    assert set(by_name) == {"gate", "questions", "searches", "attacks", "index"}
    questions = by_name["questions"]
    assert (questions.get("tests"), questions.get("failures"), questions.get("skipped")) == ("12", "1", "1")
    (failure,) = questions.findall("testcase[@name='small-premium-1']/failure")
    assert "12,300 yen missing" in (failure.get("message") or "")


def test_an_answer_file_that_was_cut_off_is_read_up_to_there(with_baseline: Small) -> None:
    broken = break_it(with_baseline)
    whole = len(read_cases(broken.home.out))
    answers = broken.home.out / "answers.jsonl"
    answers.write_bytes(answers.read_bytes()[:-40])
    assert len(read_cases(broken.home.out)) == whole - 1
    write_reports(broken.home.out, broken.home)


@pytest.mark.parametrize(
    ("value", "text"), [(1.0, "100%"), (0.0, "0%"), (0.8938, "89.4%"), (0.9996, "100%"), (0.1, "10%")]
)
def test_shares_are_written_as_people_write_them(value: float, text: str) -> None:
    assert percent(value) == text


def test_counts_keep_what_matters() -> None:
    assert (count(3.0, 4), count(2.345678, 4)) == ("3 of 4", "2.35 of 4")


def test_charts_stay_in_their_frame_and_have_words() -> None:
    figure = Figure(value=0.9, scored=9, total=10, wilson=(0.6, 0.98))
    drawn = bullet(figure, 1.0, 0.0, lower=False, failed=True)
    assert all(0 <= float(x) <= 300 for x in re.findall(r'(?:cx|[^a-z]x)="([\d.]+)"', drawn))
    assert 'aria-hidden="true"' in drawn
    lines = curves([("words", [(1, 0.5), (5, 0.9)]), ("meaning", [(1, 0.4), (5, 0.89)])], "What it shows")
    assert 'role="img" aria-label="What it shows"' in lines
    ends = [float(y) for y in re.findall(r'<text x="[\d.]+" y="([\d.]+)">(?:words|meaning)', lines)]
    assert abs(ends[0] - ends[1]) >= 20  # labels do not lie on one another


# ---------------------------------------------------------------- in a browser
@pytest.fixture(params=[(1280, "light"), (390, "light"), (390, "dark")], ids=["wide", "narrow", "narrow-dark"])
def opened(request: pytest.FixtureRequest, broken: Small, browser: Browser) -> Iterator[Page]:
    """The report in a browser that refuses every connection; an error on the page is a failure."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, offline=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((broken.home.out / "report.html").as_uri())
    yield page
    assert errors == []
    context.close()


def test_nothing_scrolls_sideways(opened: Page) -> None:
    for details in opened.locator("details").all():
        details.evaluate("element => { element.open = true }")
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_failures_can_be_filtered(opened: Page) -> None:
    shown = opened.locator("#list > li:visible")
    assert opened.locator("#shown").inner_text() == "1 case"
    opened.get_by_label("Regressions only").check()
    assert shown.count() == 1
    opened.get_by_label("Words").fill("no such words")
    assert (shown.count(), opened.locator("#shown").inner_text()) == (0, "0 cases")
    opened.get_by_role("button", name="Show all").click()
    opened.locator("#shown", has_text="1 case").wait_for()
    assert shown.count() == 1


def test_a_slice_filters_the_failures_and_the_keyboard_opens_one(opened: Page) -> None:
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.textContent") == "Skip to the checks"
    opened.locator(".slice button[data-key=language][data-value=en]").click()
    opened.locator("#shown", has_text="1 case").wait_for()  # the one failure has no English one to filter by
    summary = opened.locator("#list > li summary").first
    summary.focus()
    opened.keyboard.press("Enter")
    assert opened.locator("#list > li .body").first.is_visible()


def test_every_control_has_a_name_and_every_part_a_heading(opened: Page) -> None:
    for role in ("button", "combobox", "searchbox", "checkbox"):
        for control in opened.get_by_role(role).all():  # type: ignore[arg-type]
            name = control.evaluate("e => (e.labels && e.labels[0] ? e.labels[0].textContent : e.textContent).trim()")
            assert name
    headings = opened.locator("h1, h2, h3").evaluate_all("all => all.map(h => Number(h.tagName[1]))")
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_it_can_be_read_without_javascript(broken: Small, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((broken.home.out / "report.html").as_uri())
    assert page.locator("#filters").is_hidden()
    page.locator("#list > li summary").first.click()
    assert page.locator("#list > li .body").first.is_visible()
    context.close()
