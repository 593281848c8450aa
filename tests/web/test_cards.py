"""The answer card: what a reader sees, and that nothing in an answer can become markup."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import AmountEntry, Answer, Citation, DerivationNode, Language, Option, Step, VerdictEntry
from assistant.answering.wording import phrase
from assistant.web import cards, money, turns
from assistant.web.markdown import render, without_repeats
from assistant.web.names import Names
from assistant.web.text import TEXTS, language_of

NO_NAMES = Names(())


def seen(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize(
    ("verdict", "ja", "en"),
    [
        ("covered", "補償されます", "Covered"),
        ("not_covered", "対象外", "Not covered"),
        ("conditional", "条件つき", "Depends"),
        ("undetermined", "記載なし", "Not stated"),
    ],
)
def test_a_verdict_is_shape_word_and_colour(verdict: str, ja: str, en: str) -> None:
    languages: tuple[tuple[Language, str], ...] = (("ja", ja), ("en", en))
    for language, word in languages:
        entry = VerdictEntry.model_validate(
            {"scheme": "s", "plan": "Plan P", "section": "liability", "subject": "x", "verdict": verdict}
        )
        answer = Answer(language=language, kind="coverage", text="t", verdicts=(entry,))
        html = cards.answer_card(answer, NO_NAMES, 1)
        badge = re.search(r'<span class="badge badge-(\w+)"><svg.*?</svg>(.*?)</span>', html)
        assert badge and badge.groups() == (verdict, word)
        assert "Plan P" in seen(html)
        assert phrase("insurer_decides", language) in seen(html)


def test_plans_and_sections_are_told_apart() -> None:
    def entry(section: str, verdict: str) -> VerdictEntry:
        return VerdictEntry.model_validate(
            {"scheme": "s", "plan": "P", "section": section, "subject": "x", "verdict": verdict}
        )

    answer = Answer(
        kind="coverage", text="t", verdicts=(entry("liability", "covered"), entry("response_costs", "not_covered"))
    )
    text = seen(cards.answer_card(answer, NO_NAMES, 1))
    assert "賠償責任" in text and "事故対応費用" in text


def test_an_abstention_is_not_stated_and_tells_no_verdict() -> None:
    text = seen(cards.answer_card(Answer(kind="abstention", text="t", abstained=True), NO_NAMES, 1))
    assert "記載なし" in text and "補償されます" not in text


HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script> [a](javascript:alert(3)) ![b](https://x.example/b)'


@pytest.mark.tried("Abuse", "scripts and markup in every place of an answer", "they stay text")
def test_hostile_text_in_every_place_stays_text() -> None:
    answer = Answer(
        language="en",
        kind="amount",
        text=HOSTILE,
        verdicts=(
            VerdictEntry(
                scheme=HOSTILE, plan=HOSTILE, section=HOSTILE, subject=HOSTILE, verdict="conditional",
                conditions=(HOSTILE,), reason=HOSTILE + "!",
            ),
        ),
        amounts=(
            AmountEntry(
                label=HOSTILE, yen=1, plan=HOSTILE, type=HOSTILE, rank=HOSTILE, basis="inferred",
                steps=(Step(label=HOSTILE, expression=HOSTILE, yen=1), Step(label="b", expression=HOSTILE, yen=1)),
            ),
        ),
        citations=(Citation(document=HOSTILE, section=HOSTILE, page=1, quote=HOSTILE, title=HOSTILE),),
        caveats=(HOSTILE + "?",),
        derivation=(DerivationNode(label=HOSTILE, value="true", rule=HOSTILE),),
        options=(Option(label=HOSTILE, message=HOSTILE),),
        basis={"scheme": HOSTILE, "plan": HOSTILE, "type": HOSTILE},
    )  # fmt: skip
    html = turns.turn(1, HOSTILE, cards.answer_card(answer, NO_NAMES, 1), TEXTS["en"], "en")
    html += turns.failure(HOSTILE, TEXTS["en"])
    for harmful in ("<img", "<script", "<a href", 'onerror="'):
        assert harmful not in html


@pytest.mark.tried(
    "Abuse", "Hypothesis: any Markdown as an answer", "harmless tags alone, no link, no picture", unit="examples"
)
@given(st.text(st.sampled_from("<>&\"'`[]()!*_#|-\n :/ahrefscipt&;x"), max_size=80))
def test_markdown_yields_only_harmless_tags(text: str) -> None:
    tags = set(re.findall(r"</?([a-zA-Z][a-zA-Z0-9]*)", render(text)))
    blocks = {"p", "br", "ul", "ol", "li", "pre", "blockquote", "hr", "table", "thead", "tbody", "tr", "th", "td"}
    assert tags <= blocks | {"strong", "em", "code"}
    assert not re.search(r"<[^>]*\b(href|src|on\w+)=", render(text))


def test_a_lead_in_before_a_bold_line_goes_with_its_boxes() -> None:
    text = "**1 yen** (basic plan)\n\nThis is paid only if:\n- ☐ the rider is attached\n\n**1 yen** (wide plan)"
    assert "only if" not in without_repeats(text, ["the rider is attached"])


def test_conditions_are_listed_once_as_a_checklist() -> None:
    text = "支払われます。\n\n確認すること:\n\n- 同意を得る\n- ☐ 通知する\n\n以上です。"
    assert without_repeats(text, ["同意を得る", "通知する"]).split() == ["支払われます。", "以上です。"]
    # What only the text says stays, with the line that leads to it.
    kept = without_repeats(text, ["同意を得る"])
    assert "確認すること" in kept and "通知する" in kept and "同意を得る" not in kept
    assert without_repeats(text, []) == text


def test_what_the_card_shows_apart_is_not_said_twice() -> None:
    decides = phrase("insurer_decides", "ja")
    answer = Answer(
        kind="fact",
        text=f"期限は3月5日です。\n\n{phrase('sources', 'ja')}：「手続き」5ページ\n\n{decides}",
        citations=(Citation(document="d", section="s", page=5, quote="q", title="手続き"),),
        caveats=(decides,),
    )
    text = seen(cards.answer_card(answer, NO_NAMES, 1))
    assert text.count(decides) == 1 and text.count("手続き") == 1 and "3月5日" in text


def test_a_source_unfolds_to_the_section_as_the_brochure_has_it() -> None:
    answer = Answer(kind="fact", text="t", citations=(Citation(document="d", section="s", page=5, quote="short"),))
    html = cards.answer_card(answer, NO_NAMES, 1, lambda citation: f"- {citation.section}\n- second")
    assert "<li>s</li>" in html and "short" not in html


@pytest.mark.parametrize(
    ("yen", "ja", "en"),
    [
        (0, "0円", "0 yen"),
        (1_000, "1,000円", "1,000 yen"),
        (73_810, "73,810円", "73,810 yen"),
        (10_000, "1万円", "10,000 yen"),
        (4_400_000, "440万円", "4.4 million yen"),
        (4_410_000, "441万円", "4.41 million yen"),
        (30_000_000, "3,000万円", "30 million yen"),
        (100_000_000, "1億円", "100 million yen"),
        (120_500_000, "1億2,050万円", "120.5 million yen"),
        (1_057_262, "1,057,262円", "1,057,262 yen"),
    ],
)
def test_amounts_as_people_write_them(yen: int, ja: str, en: str) -> None:
    assert money.spoken(yen, "ja") == ja
    assert money.spoken(yen, "en") == en


def test_a_short_amount_has_the_exact_yen_beside_it() -> None:
    text = seen(
        cards.answer_card(
            Answer(kind="amount", text="t", amounts=(AmountEntry(label="額", yen=4_400_000),)), NO_NAMES, 1
        )
    )
    assert "440万円" in text and "4,400,000円" in text


def test_many_amounts_become_a_table_with_all_of_them() -> None:
    amounts = tuple(AmountEntry(label=f"額{index}", yen=index * 1_001) for index in range(1, 7))
    html = cards.answer_card(Answer(kind="comparison", text="t", amounts=amounts), NO_NAMES, 1)
    assert '<table class="figure-table">' in html
    assert all(f"{index * 1_001:,}円" in html for index in range(1, 7))
    told = " ".join(f"{index * 1_001:,}円" for index in range(1, 7))
    again = cards.answer_card(Answer(kind="comparison", text=told, amounts=amounts), NO_NAMES, 1)
    assert "<table" not in again


@pytest.mark.parametrize(
    ("question", "page", "language"),
    [
        ("著作権は?", "en", "ja"),
        ("is a copyright claim covered", "ja", "en"),
        ("F II?", "ja", "ja"),
        ("F II?", "en", "en"),
    ],
)
def test_the_words_choose_the_language_and_the_page_where_they_do_not(
    question: str, page: Language, language: Language
) -> None:
    assert language_of(question, page) == language


def test_no_word_of_the_page_is_missing_or_loud() -> None:
    for text in TEXTS.values():
        for name in text.__dataclass_fields__:
            value = getattr(text, name)
            words = list(value.values()) if isinstance(value, dict) else [value]
            assert all(word.strip() or name == "between" for word in words), name
            assert not any("!" in word or "！" in word or "AI" in word.split() for word in words), name
