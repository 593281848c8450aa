"""A conversation is read the same whether its turns were read before or not."""

from __future__ import annotations

import pytest

from assistant.conversation import Selection
from assistant.corpus.loader import Corpus
from assistant.understanding import frames
from assistant.understanding.lexicon import lexicons
from assistant.understanding.reading import Reader
from assistant.understanding.text import Language

TALK = (
    "充実プランのF IIに入っています。名簿を誤送信しました。補償されますか",
    "じゃあ限定プランなら？",
    "And what would the premium be for rank B?",
    "弁護士費用はどうですか",
)


@pytest.fixture
def fresh(whole_corpus: Corpus) -> Reader:
    return Reader(whole_corpus.schemes, lexicons(whole_corpus.schemes))


@pytest.mark.parametrize("language", [None, "ja", "en"])
def test_each_turn_is_read_as_by_a_reader_that_knows_nothing(
    whole_corpus: Corpus, fresh: Reader, language: Language
) -> None:
    knowing = fresh
    for said in range(1, len(TALK) + 1):
        for selection in (Selection(), Selection("silver", plan="comprehensive")):
            alone = Reader(whole_corpus.schemes, lexicons(whole_corpus.schemes))
            assert knowing.read(TALK[:said], selection, language) == alone.read(TALK[:said], selection, language)


def test_the_same_words_after_others_are_another_turn(fresh: Reader) -> None:
    before = fresh.read([TALK[0], TALK[1]], Selection())
    assert fresh.read([TALK[3], TALK[1]], Selection()) != before
    assert fresh.read([TALK[0], TALK[1]], Selection()) == before


def test_a_turn_that_comes_again_is_not_read_again(fresh: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    turn = fresh._turn
    monkeypatch.setattr(fresh, "_turn", lambda raw, *rest: read.append(raw) or turn(raw, *rest))
    for said in range(1, len(TALK) + 1):
        fresh.read(TALK[:said], Selection())
    assert read == list(TALK)


def test_no_more_turns_are_kept_than_said(fresh: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "KEPT", 3)
    for n in range(8):
        fresh.read([f"{n}番の保険料は？", TALK[1]], Selection())
    assert len(fresh._frames) == 3


def test_signs_that_are_no_characters_are_read_as_well(fresh: Reader) -> None:
    assert fresh.read(["保険料は\ud800？", "いくら\udfff"], Selection()).message.raw
