"""The views beside the chat as the server draws them: the same verdicts and yen as the rules, in both languages."""

from __future__ import annotations

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Citation, Language, Step
from assistant.operations import CoverageRequest
from assistant.operations.matrix import columns_of, groups_of
from assistant.web.charts import waterfall
from assistant.web.feedback import feedback_router
from assistant.web.form import Form
from assistant.web.metrics import Metrics
from assistant.web.names import Names
from assistant.web.owner.recording import Recorder
from assistant.web.passages import applying, source_view
from assistant.web.views import _draw, views_router
from tests.web.shelf import Shelf


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf()


def seen(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def draw(shelf: Shelf, name: str, language: Language = "ja", **fields: str) -> str:
    given = {key.replace("_", "-"): [value] for key, value in fields.items()}
    html = _draw(name, Form(shelf, Names(shelf.catalogue()), language, given))
    assert html is not None
    return html


@pytest.mark.parametrize(
    ("name", "language", "fields", "told"),
    [
        # The premium table of the brochure, and the chosen cell large.
        ("premium", "ja", {"scheme": "silver"}, ["141,150円", "25,250円"]),
        ("premium", "ja", {"scheme": "silver", "plan": "leakage-only", "type": "G II", "rank": "B"}, ["73,810円 (選択中)"]),
        ("premium", "en", {"scheme": "silver", "plan": "comprehensive", "type": "F I", "rank": "A"}, ["155,270 yen (chosen)"]),
        # 93.1 × 10,866 = 1,011,624.6 and 97.3 × 10,866 = 1,057,261.8, half a yen up
        ("premium", "ja", {"scheme": "chosonkai", "residents": "10,866人"}, ["1,011,625円", "1,057,262円"]),
        ("premium", "ja", {"scheme": "chosonkai"}, ["住民数を入れると"]),
        ("premium", "ja", {"scheme": "chosonkai", "residents": "たくさん"}, ["「たくさん」は"]),
        # 5,000,000 − 100,000
        ("payout", "ja", {"scheme": "silver", "plan": "comprehensive", "type": "F II", "peril": "attack", "item_0": "investigation", "yen_0": "500万"}, ["490万円", "5,000,000 − 100,000 ="]),
        # the limit of 10,000,000
        ("payout", "en", {"scheme": "silver", "plan": "comprehensive", "type": "F II", "item_0": "investigation", "yen_0": "30 million yen"}, ["10 million yen"]),
        ("payout", "ja", {"scheme": "silver", "item_0": "investigation", "yen_0": "五つ"}, ["金額として読み取れません"]),
        ("payout", "ja", {"scheme": "silver", "item_0": "investigation", "yen_0": "99999999999999999"}, ["大きすぎます"]),
        ("payout", "ja", {"scheme": "nowhere", "plan": "x", "type": "x", "peril": "x", "item_0": "x", "yen_0": "5"}, ["費用を選んで"]),
        # 30 days, the first of them the day after
        ("deadline", "ja", {"scheme": "silver", "deadline": "emergency_notice", "date": "2026-05-01"}, ["2026年5月31日（日）"]),
        ("deadline", "ja", {"scheme": "silver", "deadline": "emergency_notice"}, ["起算日を入れると"]),
        ("compare", "ja", {"scheme": "silver"}, ["情報漏えい限定プラン", "充実プラン", "対象外です"]),
        ("compare", "en", {"scheme": "*", "of": "coverage", "what": "fact:copyright"}, ["Covered", "Not covered"]),
        ("compare", "ja", {"scheme": "silver", "of": "limits"}, ["1億円"]),
    ],
)  # fmt: skip
def test_a_form_gives_what_the_rules_give(
    shelf: Shelf, name: str, language: Language, fields: dict[str, str], told: list[str]
) -> None:
    text = seen(draw(shelf, name, language, **fields))
    for words in told:
        assert words in text
    assert "{" not in text


def test_cost_lines_are_added_and_taken_away(shelf: Shelf) -> None:
    two = {"scheme": "silver", "item_0": "investigation", "yen_0": "100", "item_1": "call_centre", "yen_1": "200"}
    assert draw(shelf, "payout", **two).count("<fieldset") == 2
    assert draw(shelf, "payout", add="1", **two).count("<fieldset") == 3
    left = draw(shelf, "payout", remove="0", **two)
    assert left.count("<fieldset") == 1 and 'value="call_centre" selected' in left
    per_head = draw(shelf, "payout", scheme="silver", item_0="sympathy_individuals", yen_0="3000000", heads_0="500")
    assert "min(3,000,000, 1,000 × 500)" in seen(per_head)


@pytest.mark.parametrize("view", ["premium", "payout", "deadline", "compare", "matrix"])
def test_every_field_has_a_label_and_english_is_english(shelf: Shelf, view: str) -> None:
    html = draw(shelf, view, "en", scheme="silver")
    fields = set(re.findall(r'<(?:select|input)[^>]*\bid="([^"]+)"', html))
    assert fields <= set(re.findall(r'<label for="([^"]+)"', html))
    assert not re.search("[ぁ-ん]", re.sub(r"[（(][^）)]*[）)]", "", seen(html)))


def test_the_table_says_what_the_rules_say(shelf: Shelf) -> None:
    scheme = shelf.corpus.schemes["silver"]
    for group in groups_of(scheme):
        table = shelf.operations.matrices.of("silver", group)
        for row in table.rows[::4]:
            for column, verdict in zip(table.columns, row.verdicts, strict=True):
                facts: dict[str, bool | None] = {row.peril: True} if row.peril else {}
                answer = shelf.operations.coverage(
                    CoverageRequest(scheme="silver", plan=column.plan, items=[row.item], facts=facts)
                )
                assert {entry.verdict for entry in answer.verdicts} == {verdict}, (row.item, row.peril, column.ident)


def test_a_cell_of_the_table_opens_its_rule(shelf: Shelf) -> None:
    table = shelf.operations.matrices.of("silver", "liability")
    row = next(i for i, r in enumerate(table.rows) if r.peril == "copyright")
    column = [c.ident for c in columns_of(shelf.corpus.schemes["silver"])].index("leakage-only")
    html = draw(shelf, "cell", scheme="silver", group="liability", row=str(row), column=str(column))
    assert "badge-not_covered" in html and "data-document=" in html
    nowhere = Form(shelf, Names(shelf.catalogue()), "ja", {"scheme": ["silver"], "group": ["costs"], "row": ["9999"]})
    assert _draw("cell", nowhere) is None
    options = shelf.operations.matrices.of("sompo-corporate", "costs").columns
    assert len(options) == 1 + len(shelf.corpus.schemes["sompo-corporate"].riders)


def test_a_source_opens_in_both_languages_with_its_passage_marked(shelf: Shelf) -> None:
    cited = Citation(document="silver-2026", section="premiums-leakage-only", page=4, quote="")
    for language, row in (("ja", "G II"), ("en", "G II")):
        html = source_view(shelf, Names(shelf.catalogue()), cited, "G II 73,810", language)  # type: ignore[arg-type]
        assert html is not None
        marked = re.findall(r'<tr class="marked">(.*?)</tr>', html, re.S)
        assert len(marked) == 2, "one row in each language"
        assert all(row in seen(part) and "73,810" in seen(part) for part in marked)
        assert re.findall(r'<section class="passage" lang="(\w+)"', html)[0] == language
    assert source_view(shelf, Names(shelf.catalogue()), cited.model_copy(update={"section": "x"}), "", "ja") is None
    assert applying("何も\n\n関係がない", "保険料 73,810") == ()


def test_a_waterfall_shows_what_is_left_and_what_falls_away() -> None:
    steps = (
        Step(label="cost", expression="10,000,000", yen=10_000_000),
        Step(label="ratio", expression="10,000,000 × 90%", yen=9_000_000),
        Step(label="limit", expression="min(9,000,000, 5,000,000)", yen=5_000_000),
    )
    html = waterfall(steps, "en")
    assert re.findall(r'fall-left"[^>]*width="(\d+)"', html) == ["1000", "900", "500"]
    assert re.findall(r'fall-gone"[^>]*width="(\d+)"', html) == ["100", "400"]
    assert "10,000,000 × 90% = 9,000,000 yen" in seen(html)


HOSTILE = "<img src=x onerror=alert(1)>\u202e{0}{scheme}"


@pytest.mark.parametrize("view", ["premium", "payout", "deadline", "compare", "matrix", "source"])
def test_hostile_fields_stay_text(shelf: Shelf, view: str) -> None:
    names = ("scheme", "plan", "type", "rank", "residents", "date", "deadline", "of", "what", "group", "about")
    fields = dict.fromkeys((*names, "document", "section", "item_0", "yen_0", "heads_0"), HOSTILE)
    assert "<img" not in draw(shelf, view, **fields)


def test_over_http(shelf: Shelf) -> None:
    from fastapi import FastAPI

    from assistant.web.problems import install_handlers

    app, metrics = FastAPI(), Metrics()
    install_handlers(app)
    app.include_router(views_router(shelf))
    app.include_router(feedback_router(shelf, metrics, Recorder()))
    with TestClient(app) as client:
        found = client.get("/view/premium?scheme=silver&lang=en")
        assert found.status_code == 200 and found.headers["cache-control"] == "no-store"
        assert "Work out" not in found.text and "141,150 yen" in found.text
        said = {"helpful": False, "kind": "coverage", "reason": "verdict"}
        assert client.post("/view/feedback", json=said).status_code == 204
        assert client.post("/view/feedback", json={**said, "reason": HOSTILE}).status_code == 422
        assert client.post("/view/forget", json={"conversation": HOSTILE}).status_code == 422
        told = metrics.response().body.decode()
        assert 'coverage_feedback_total{helpful="false",kind="coverage",reason="verdict"} 1.0' in told
        assert client.get("/view/nothing").status_code == 404
        assert client.get("/view/cell?scheme=silver&group=costs&row=x&column=0").status_code == 404
        assert client.get("/view/payout?" + "&".join(f"item-{n}=x" for n in range(500))).status_code == 200
