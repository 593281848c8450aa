"""Loanwords in hiragana are read as katakana; nothing else changes, and offsets stay."""

from __future__ import annotations

import pytest

from assistant.understanding.loanwords import in_katakana


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("のートぱそこん", "ノートパソコン"),
        ("しるばーのぷらん", "シルバーのプラン"),
        ("めーるのういるす", "メールのウイルス"),
        ("さーばーがとまった", "サーバーがとまった"),
        ("ください。さいとう", "ください。さいとう"),
        ("plain English", "plain English"),
    ],
)
def test_loanwords_are_read_in_katakana(said: str, read: str) -> None:
    assert in_katakana(said) == read
    assert len(in_katakana(said)) == len(said)
