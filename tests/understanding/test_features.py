"""What messages look like to the classifiers: like meaning looks alike, figures do not matter, length is bounded."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from assistant.language.word_vectors import DIMENSIONS
from assistant.understanding.features import READ, block_values, text_features, with_found
from assistant.understanding.found import found_in
from assistant.understanding.numbers import find_all
from assistant.understanding.query import Cost, SchemeReading
from assistant.understanding.text import prepare


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("調査に300,000円かかった", "調査に50円かかった"),
        ("it cost 1.5 million", "it cost 20 million"),
        ("ＡＢＣ社の名簿", "abc社の名簿"),
    ],
)
def test_figures_and_widths_make_no_difference(one: str, other: str) -> None:
    a, b = text_features(prepare(one)), text_features(prepare(other))

    assert a.counts == b.counts
    assert np.array_equal(a.vector, b.vector)


@pytest.mark.parametrize(
    ("one", "other", "word"), [("two lawyers called", "a lawyer calls", "lawyer"), ("漏れました", "漏れた", "漏れる")]
)
def test_inflections_are_one_word(one: str, other: str, word: str) -> None:
    assert text_features(prepare(one)).counts["word"][word] == 1
    assert text_features(prepare(other)).counts["word"][word] == 1


def test_synonyms_share_groups_and_not_letters() -> None:
    # lawyer and attorney lie in one fine group of words
    a, b = text_features(prepare("lawyer")).counts, text_features(prepare("attorney")).counts

    assert a["group"].keys() & b["group"].keys()
    assert not a["letter"].keys() & b["letter"].keys()


@pytest.mark.parametrize(("text", "lengths"), [("名簿が漏れた", (1, 0)), ("a lawyer", (0, 1)), ("", (0, 0))])
def test_the_mean_vectors_have_length_one_where_there_are_words(text: str, lengths: tuple[int, int]) -> None:
    vector = text_features(prepare(text)).vector
    halves = vector[:DIMENSIONS], vector[DIMENSIONS:]

    assert vector.shape == (2 * DIMENSIONS,)
    assert [float(np.linalg.norm(h)) for h in halves] == pytest.approx(lengths, abs=1e-5)


def test_pairs_of_words_do_not_reach_over_a_mark() -> None:
    words = text_features(prepare("server down, lawyer paid")).counts["word"]

    assert words["server down"] == 1
    assert not any("down" in w and "lawyer" in w for w in words)


def test_a_long_message_is_looked_at_by_head_and_tail() -> None:
    middle = "x" * 10
    text = "a lawyer " + "y " * READ + middle + " z" * READ + " the server"

    words = text_features(prepare(text)).counts["word"]

    assert words["lawyer"] == words["server"] == 1
    assert middle not in words


@pytest.mark.parametrize("weight", [1.0, 0.5])
def test_a_block_has_the_length_of_its_weight_and_only_known_features(weight: float) -> None:
    values = dict(block_values(Counter({"a": 1, "b": 3, "new": 9}), {"a": 2.0, "b": 1.0}, weight))

    assert set(values) == {"a", "b"}
    assert sum(v * v for v in values.values()) == pytest.approx(weight**2)
    # (1 + ln 1) × 2 = 2 against (1 + ln 3) × 1 = 2.0986
    assert values["b"] / values["a"] == pytest.approx(1.0493, abs=1e-4)


def test_a_block_without_known_features_is_empty() -> None:
    assert block_values(Counter({"new": 1}), {"a": 1.0}, 1.0) == []


def test_what_patterns_found_is_named() -> None:
    reading = SchemeReading(
        "orchard",
        plans=("basket", "barn", "shed"),
        choices={"type": ("S",)},
        riders=("hail",),
        facts={"leak": True, "attack": False, "disaster": None},
        items=("ransom",),
        costs=(Cost("ransom", 300_000), Cost("damages")),
        sections=("liability",),
        limits=("restoration",),
    )

    found = set(found_in(("premium",), find_all("300,000 yen"), reading, ["silent_instalments"]))

    assert found == {
        *("+leak", "-attack", "?disaster", "facts 3"),
        *("item ransom", "cost ransom", "items 1", "yen 1"),
        *("choice type", "rider hail", "section liability", "limit restoration", "plans 2"),  # two or more
        *("intent premium", "dates 0", "orchard:silent_instalments"),
    }


def test_what_was_found_joins_the_features_and_leaves_them_as_they_were() -> None:
    plain = text_features(prepare("a lawyer"))

    joined = with_found(plain, ["+leak", "+leak", "item lawyer"])

    assert joined.counts["found"] == Counter({"+leak": 2, "item lawyer": 1})
    assert "found" not in plain.counts
    assert joined.counts["word"] == plain.counts["word"]
