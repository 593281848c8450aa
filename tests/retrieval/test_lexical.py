"""BM25 over two kinds of tokens, comparable over questions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import IndexDamagedError
from assistant.language.tokens import Tokens, tokenize
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.postings import K1, B

TEXTS = ["見舞金は1人1,000円です", "保険料は年に12,300円です", "電話は平日に受け付けます"]


@pytest.fixture
def index() -> LexicalIndex:
    return LexicalIndex.build([tokenize(text, "ja") for text in TEXTS])


@pytest.mark.parametrize(("question", "best"), [("見舞金の額", 0), ("保険料", 1), ("電話したい", 2)])
def test_the_passage_with_the_word_is_first(index: LexicalIndex, question: str, best: int) -> None:
    assert int(index.score(tokenize(question, "ja")).scores.argmax()) == best


@pytest.mark.parametrize(
    ("question", "best"), [("みまいきんはいくら", 0), ("ほけんりょうをしりたい", 1), ("でんわでききたい", 2)]
)
def test_what_is_written_in_hiragana_is_found_by_its_reading(index: LexicalIndex, question: str, best: int) -> None:
    evidence = index.score(tokenize(question, "ja"))
    assert int(evidence.scores.argmax()) == best
    assert 0 < evidence.shares[best] <= 1


@pytest.mark.parametrize("question", ["保険料はいくらになりますか", "見舞金についておしえてください"])
def test_grammar_in_hiragana_counts_for_nothing(index: LexicalIndex, question: str) -> None:
    tokens = tokenize(question, "ja")
    assert tokens.kana
    without = index.score(replace(tokens, kana=()))
    assert index.score(tokens).shares.tolist() == without.shares.tolist()


def test_weaker_evidence_decides_where_no_word_is_shared(index: LexicalIndex) -> None:
    evidence = index.score(tokenize("電波", "ja"))  # shares a kanji with 電話
    assert int(evidence.scores.argmax()) == 2
    assert evidence.scores[2] > 0


def test_nothing_in_common_is_zero(index: LexicalIndex) -> None:
    evidence = index.score(Tokens(("quasar",), ("~quasa",)))
    assert evidence.scores.tolist() == [0.0, 0.0, 0.0]
    assert evidence.shares.tolist() == [0.0, 0.0, 0.0]


def test_an_empty_question_is_zero(index: LexicalIndex) -> None:
    assert index.score(Tokens((), ())).shares.tolist() == [0.0, 0.0, 0.0]


WORDS = st.lists(st.sampled_from(["risk", "claim", "premium", "agency", "hotline"]), max_size=12)


@given(st.lists(WORDS, min_size=1, max_size=6), WORDS)
def test_shares_lie_between_zero_and_one(passages: list[list[str]], question: list[str]) -> None:
    index = LexicalIndex.build([Tokens(tuple(words), ()) for words in passages])
    evidence = index.score(Tokens(tuple(question), ("~unknown",)))
    assert ((evidence.shares >= 0) & (evidence.shares <= 1)).all()


@given(st.lists(WORDS, min_size=1, max_size=6), WORDS)
def test_scores_are_those_of_the_library(passages: list[list[str]], question: list[str]) -> None:
    # A passage ends with a token that all of them carry, so that none is empty.
    library = bm25s.BM25(method="lucene", k1=K1, b=B)
    library.index([[*words, ""] for words in passages], show_progress=False)
    index = LexicalIndex.build([Tokens(tuple(words), ()) for words in passages])
    known = sorted({word for word in question if any(word in words for words in passages)})
    expected = library.get_scores(known) if known else np.zeros(len(passages))
    assert index.score(Tokens(tuple(question), ())).scores.tolist() == expected.tolist()


def test_it_is_the_same_after_saving(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "a")
    again = LexicalIndex.load(tmp_path / "a", 3)
    again.save(tmp_path / "b")
    question = tokenize("見舞金と保険料", "ja")
    assert np.array_equal(again.score(question).scores, index.score(question).scores)
    for file in (tmp_path / "a").rglob("*.*"):
        assert file.read_bytes() == (tmp_path / "b" / file.relative_to(tmp_path / "a")).read_bytes()


def test_a_file_cut_short_is_noticed(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    file = next(tmp_path.rglob("data*.npy"))
    file.write_bytes(file.read_bytes()[:40])
    with pytest.raises(IndexDamagedError, match="lexical index"):
        LexicalIndex.load(tmp_path, 3)


def test_another_number_of_passages_is_noticed(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    with pytest.raises(IndexDamagedError, match="4 passages"):
        LexicalIndex.load(tmp_path, 4)
