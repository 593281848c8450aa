"""Texts made to cost time or to break a reader: 10,000 characters of anything are dealt with in a second of a processor."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Answer
from assistant.errors import AssistantError
from assistant.service import Assistant
from assistant.web.markdown import render, without_repeats
from assistant.web.owner.masking import mask
from assistant.web.owner.recording import cleaned

LONG = 10_000  # characters
SECONDS = 1.0  # of a processor
UNITS = {
    "combining signs": "e" + "\u0301\u0327\u0489" * 60, "signs upon signs": "あ" + "\u3099" * 400, "nothing to see": "\u200b\u200d\u2060\ufeff\u00ad",
    "other directions": "\u202e保\u2066険\u2069\u202c", "tags": "\U000e0041\U000e0042", "emoji": "👩\u200d👩\u200d👧\u200d👦🏽", "ligatures": "ﷺ㍿㌖", "half width": "ｶﾞﾎｹﾝﾘｮｳ",
    "letters of mathematics": "𝐩𝐫𝐞𝐦𝐢𝐮𝐦 ", "jamo": "\u1112\u1161\u11ab", "brackets": "（「『【(", "closing alone": "）」』】)", "quotes": "\"'“‘「", "commas": "1,", "points": "1.",
    "units of thousands": "億万千百", "kanji digits": "一二三四五六七八九〇", "circled": "①②③", "hyphens": "-ー―−", "slashes": "2026/4/", "eras": "令和8年平成", "or": "か、または", "not": "not no never ",
    "particles": "をはがにの", "denied denials": "ないことはない", "and": "および並びに", "per cent": "50%の", "ranges": "100万円から", "for each": "1人あたり3円、", "days ago": "3日前の2週間後の", "line breaks": "\n\r\n\u2028",
    "blanks": " \u3000\t", "bars": "|a", "quotation": "> ", "lists in lists": "- * 1. ", "backticks": "``` ` ", "square brackets": "[](", "stars": "**a_", "angle brackets": "<a <!-- ", "entities": "&amp;&#", "backslashes": "\\",
    "addresses": "a@b.c.d.", "telephones": "090-1234-", "long words": "supercalifragilistic", "names": "田中様鈴木さん", "schemes": "シルバーと商工会議所と町村会の", "verdicts": "対象外ではなく対象。", "yes and no": "はい、いいえ、",
}  # fmt: skip


def long(unit: str, end: str = "。補償されますか？") -> str:
    return (unit * (LONG // len(unit) + 1))[: LONG - len(end)] + end


def seconds(call: Callable[[str], object], text: str) -> float:
    """Seconds of a processor; the better of two, as others use the machine. Another text the second time: answers are kept."""
    took = []
    for changed in (text, text[:-1] + "!"):
        started = time.thread_time()
        try:
            call(changed)
        except AssistantError as error:  # a sum that cannot be one is told
            assert error.message
        took.append(time.thread_time() - started)
        if took[-1] < SECONDS:
            break
    return min(took)


@pytest.mark.tried(
    "Abuse",
    "10,000 characters made to cost time: as a question, in turn as a draft and as a search",
    "each answered within a second of a processor",
    unit="texts",
)
@pytest.mark.parametrize("kind", UNITS)
def test_a_long_text_is_dealt_with_in_a_second(
    opened: Assistant, kind: str, record_property: Callable[[str, object], None]
) -> None:
    text, number = long(UNITS[kind]), list(UNITS).index(kind)
    took = {"question": seconds(opened.ask, text)}
    if number % 3 == 0:  # in turn: each is several tenths of a second
        answer, guardrail = opened.ask("情報漏えい限定プランで著作権侵害は補償されますか"), opened.guardrail()
        took["draft"] = seconds(lambda draft: guardrail.verify(draft, answer, "補償されますか"), text)
    elif number % 3 == 1:
        took["search"] = seconds(opened.search, text)
    assert {name: each for name, each in took.items() if each > SECONDS} == {}
    record_property("times", len(took))


@pytest.mark.tried(
    "Abuse",
    "10,000 characters made to cost time: as Markdown to be drawn, as words to be masked",
    "each done within a second of a processor",
    unit="texts",
)
@pytest.mark.parametrize("kind", UNITS)
def test_a_long_text_is_drawn_and_masked_in_a_second(kind: str, record_property: Callable[[str, object], None]) -> None:
    text = long(UNITS[kind])
    calls: tuple[Callable[[str], object], ...] = (
        render,
        mask,
        cleaned,
        lambda t: without_repeats(t, ["a", t[:200]], ["a"]),
    )
    for call in calls:
        assert seconds(call, text) < SECONDS
    record_property("times", len(calls))


WORDS = st.sampled_from(
    [
        "保険料",
        "情報漏えい限定プラン",
        "充実プラン",
        "G",
        "II",
        "タイプ",
        "ランクB",
        "身代金",
        "500万円",
        "3人",
        "ではない",
        "または",
        "補償されますか",
        "いくら",
        "調査費用",
        "著作権",
        "2026年4月1日",
        "前",
        "30日以内",
        "シルバー",
        "商工会議所",
        "町村会",
        "住民",
        "1万人",
        "と",
        "か",
        "、",
        "。",
        "？",
        "「",
        "」",
        "premium",
        "leakage",
        "ransom",
        "not",
        "covered",
        "or",
        "million",
        "yen",
        "how",
        "much",
        "per",
        "year",
        "5%",
        "1/2",
        "¥3,000",
        "the",
        "plan",
    ]
)
ANY = (
    st.text(max_size=60)
    | st.lists(WORDS, max_size=14).map("".join)
    | st.lists(WORDS | st.text(max_size=4), max_size=12).map(" ".join)
)


@pytest.mark.tried(
    "Abuse",
    "Hypothesis: any text, and any jumble of the words that are read, as a conversation",
    "an answer, or a sentence that says what cannot be used",
    unit="examples",
)
@given(turns=st.lists(ANY, min_size=1, max_size=3))
@settings(max_examples=80)
def test_any_conversation_is_answered(opened: Assistant, turns: list[str]) -> None:
    from assistant.conversation import Turn

    try:
        answer = opened.ask(turns[-1], history=[Turn("user", turn) for turn in turns[:-1]])
    except AssistantError as error:
        assert error.message.endswith((".", "。"))
    else:
        assert isinstance(answer, Answer) and answer.text.strip()
        answer.model_dump_json().encode()
        if not any(letter.isalnum() for turn in turns for letter in turn):
            assert answer.abstained or answer.kind == "clarification"


@pytest.mark.tried(
    "Abuse",
    "Hypothesis: any letters of Markdown, in any order",
    "drawn without a link, a picture or an attribute of the text's making",
    unit="examples",
)
@given(st.text(st.sampled_from("<>&\"'`[]()!*_#|-+~=\\\n\t :/.0123abjavscript{}\u200b\u202e\x00&;"), max_size=300))
@settings(max_examples=300)
def test_any_markdown_is_harmless(text: str) -> None:
    drawn = render(text)
    assert "<a" not in drawn and "<img" not in drawn and "<script" not in drawn
    inside = [part.partition(">")[0] for part in drawn.split("<")[1:]]
    assert all("=" not in tag or tag.split(" ", 1)[1].split("=")[0] in ("class", "style", "start") for tag in inside)
