"""Denials that reach further than the next word: rows, questions that answer themselves, what was not even claimed."""

from __future__ import annotations

import pytest

from assistant.understanding.denials import taken_back
from assistant.understanding.polarity import polarity


@pytest.mark.parametrize(
    ("text", "mention", "expected"),
    [
        ("攻撃とも漏えいとも関係ありません", "攻撃", False),
        ("漏えいや攻撃は一切ありません", "漏えい", False),
        ("漏えいや攻撃で迷惑をかけました", "漏えい", True),
        ("特許の話は一切ありません", "特許", False),
        ("特許の話はどうなりますか", "特許", True),
        ("漏えいは結局無かった", "漏えい", False),
        ("名簿をだまし取られたのではありません", "だまし取", False),
        ("名簿をだまし取られたのではありませんか", "だまし取", True),
        ("漏えいにつながるようなものではない", "漏えい", False),
        ("重過失とまでは言われていません", "重過失", False),
        ("公的調査は見送りになりました", "公的調査", False),
        ("漏えいの件は対象ではありませんか", "漏えい", True),
        ("漏えいの話はしていません", "漏えい", False),
        ("sanctions? nope. it is a baker in kobe", "sanctions", False),
        ("a leak? no, an outage", "leak", False),
        ("is a leak covered? no, i fear", "leak", True),
        ("leak: none so far", "leak", False),
        ("copyright not claimed, only a patent", "copyright", False),
        ("nobody's been hacked here", "been hacked", False),
        ("none of our data got out", "data got out", False),
        ("nobody was told that we had been hacked", "been hacked", True),
    ],
)
def test_what_a_message_denies(text: str, mention: str, expected: bool) -> None:
    start = text.index(mention)
    assert polarity(text, start, start + len(mention)) is expected


@pytest.mark.parametrize(
    ("text", "denial", "expected"),
    [
        ("nothing stolen but names", "nothing stolen", True),
        ("nothing stolen but we paid a lawyer", "nothing stolen", False),
        ("漏えいがないとは言えません", "漏えいがない", True),
        ("漏えいがないと聞きました", "漏えいがない", False),
        ("名簿が出たかもしれない", "名簿が出たかもしれない", True),
        ("カードが悪用されていないか見張る費用", "カードが悪用されていない", True),
        ("カードが悪用されていないから安心", "カードが悪用されていない", False),
    ],
)
def test_denials_that_are_none(text: str, denial: str, expected: bool) -> None:
    start = text.index(denial)
    assert taken_back(text, start, start + len(denial)) is expected
