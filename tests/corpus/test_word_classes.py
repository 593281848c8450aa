"""Classes of words in patterns."""

from __future__ import annotations

import re

import pytest

from assistant.corpus.patterns import PatternSet
from assistant.corpus.word_classes import WORD_CLASSES, spell_out
from assistant.errors import SchemeError


@pytest.mark.parametrize(
    ("name", "within", "outside"),
    [
        ("record", ["会員名簿", "応募者の連絡先一覧", "健診結果", "電話番号"], ["天気", "センターの電話番号"]),
        ("stranger", ["ママ友", "別の会員", "競合他社"], ["職員", "保険会社"]),
        ("party", ["two customers", "a bakery"], ["we", "our staff"]),
        ("demands", ["wants three years' fees", "has sent us a bill", "is suing"], ["a wish", "supper"]),
        ("insurer", ["引受保険会社", "東京海上日動の担当者"], ["調査会社"]),
    ],
)
def test_a_class_holds_its_words_and_no_others(name: str, within: list[str], outside: list[str]) -> None:
    words = re.compile(WORD_CLASSES[name])
    assert [w for w in within if not words.search(w)] == []
    assert [w for w in outside if words.search(w)] == []


@pytest.mark.parametrize("name", WORD_CLASSES)
def test_a_class_is_a_valid_expression_without_groups_of_its_own(name: str) -> None:
    assert re.compile(WORD_CLASSES[name]).groups == 0


def test_repeats_are_no_classes() -> None:
    assert spell_out("a{1,3}b{2}") == "a{1,3}b{2}"


def test_a_class_that_is_not_there_is_named() -> None:
    with pytest.raises(SchemeError, match="nosuch"):
        PatternSet(["{nosuch}を"], "here")
