"""Remarks in brackets and signs of numbered lists: what is left out, and that places in the text stay right."""

from __future__ import annotations

import pytest

from assistant.understanding.asides import list_signs, without_asides
from assistant.understanding.text import prepare


def test_what_is_said_goes_on_behind_a_remark_in_brackets() -> None:
    text = "取引先(東京の会社)のシステムが止まった"
    short = without_asides(text)
    assert short is not None and short.text == "取引先のシステムが止まった"
    start = short.text.index("先のシステム")
    assert short.span(start, start + 6) == (2, 15)
    assert text[slice(*short.span(start, start + 6))] == "先(東京の会社)のシステム"


@pytest.mark.parametrize("text", ["括弧なし", "開いたまま(とじない", ""])
def test_without_remarks_there_is_nothing_to_shorten(text: str) -> None:
    assert without_asides(text) is None


@pytest.mark.parametrize(
    "text", ["①複写機のリース料 ②時間外手当", "① 連合会 充実 ② ランクA", "費用は①弁護士 ②郵送料 ③広告の3つ"]
)
def test_signs_before_things_make_a_list(text: str) -> None:
    assert len(list_signs(prepare(text).text)) >= 2


@pytest.mark.parametrize(
    "text",
    [
        "①が50万円、②が30万円",
        "①と②の違いは",
        "②のアと②のイ",
        "①〜⑧の費用",
        "③の調査費用は出ますか",
        "②緊急 ③調査",
        "①50万円 ②30万円",
    ],
)
def test_numbers_of_costs_are_no_list(text: str) -> None:
    assert list_signs(prepare(text).text) == []
