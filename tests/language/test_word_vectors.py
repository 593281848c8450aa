"""Word vectors: words of like meaning lie near each other, English words are found in their simple forms."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.language.word_vectors import DIMENSIONS, Language, WordVectors, word_vectors

COARSE, FINE = 300, 1_500  # groups of words, as the README beside the vectors says


def nearness(table: WordVectors, one: str, other: str) -> float:
    """The cosine of two words, from -1 to 1; rows have length 1."""
    a, b = table.row(one), table.row(other)
    assert a is not None and b is not None, f"no vector for {one if a is None else other}"
    return float(table.vectors[a] @ table.vectors[b])


@pytest.mark.parametrize(
    ("language", "word", "like", "unlike"),
    [
        ("ja", "漏洩", "流出", "弁護士"),
        ("ja", "漏洩", "漏れる", "弁護士"),
        ("ja", "弁護士", "法律", "葉書"),
        ("ja", "葉書", "手紙", "ウイルス"),
        ("ja", "ウイルス", "マルウェア", "手紙"),
        ("ja", "鞄", "バッグ", "保険料"),
        ("ja", "盗む", "奪う", "印刷"),
        ("ja", "電車", "バス", "弁護士"),
        ("en", "lawyer", "attorney", "train"),
        ("en", "leak", "disclosure", "lawyer"),
        ("en", "train", "bus", "lawyer"),
        ("en", "steal", "theft", "letter"),
    ],
)
def test_a_word_is_nearer_to_its_synonym_than_to_another_word(
    language: Language, word: str, like: str, unlike: str
) -> None:
    table = word_vectors(language)

    assert nearness(table, word, like) > nearness(table, word, unlike) + 0.2


@pytest.mark.parametrize(
    ("inflected", "word"),
    [
        ("hackers", "hacker"),
        ("passwords", "password"),
        ("laptops", "laptop"),
        ("couriers", "courier"),
        ("emailed", "email"),
        ("emailing", "email"),
        ("forwarded", "forward"),
    ],
)
def test_an_inflected_english_word_has_the_row_of_its_simple_form(inflected: str, word: str) -> None:
    table = word_vectors("en")

    assert inflected not in table.row_of  # otherwise this case shows nothing
    assert table.row(inflected) == table.row(word) is not None


@pytest.mark.parametrize(("language", "word"), [("ja", "ぬぬぬ"), ("ja", ""), ("en", "qwzxv"), ("en", ""), ("en", "s")])
def test_a_word_without_a_vector_has_no_row_or_its_own(language: Language, word: str) -> None:
    table = word_vectors(language)

    assert table.row(word) == table.row_of.get(word)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_rows_have_length_one_and_every_word_a_row_and_groups(language: Language) -> None:
    table = word_vectors(language)
    count = len(table.vectors)

    assert table.vectors.shape == (count, DIMENSIONS)
    assert table.vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(table.vectors, axis=1), 1.0, atol=1e-5)
    assert set(table.row_of.values()) == set(range(count))
    assert table.coarse.shape == table.fine.shape == (count,)
    assert set(table.coarse.tolist()) == set(range(COARSE))
    assert set(table.fine.tolist()) <= set(range(FINE))


def test_each_language_is_read_once() -> None:
    assert word_vectors("en") is word_vectors("en") is not word_vectors("ja")
