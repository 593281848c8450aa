"""Words that a reader takes for the same meet; anything a person may paste is read without harm."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.stemming import stem
from assistant.language.tokens import TEXT_LIMIT, clean, language_of, tokenize


@pytest.mark.parametrize(
    ("one", "other"),
    [("漏えい", "漏洩"), ("サーバ", "サーバー"), ("ＤＤｏＳ攻撃", "DDoS攻撃"), ("5,000,000円", "5000000円")],
)
def test_spellings_of_a_word_meet(one: str, other: str) -> None:
    assert set(tokenize(one, "ja").words) & set(tokenize(other, "ja").words)


def test_words_without_content_are_silent() -> None:
    assert tokenize("これはどのようにすればよいのでしょうか。", "ja").words == ()
    assert tokenize("What is it, and how do I get it?", "en").words == ()


def test_words_that_share_a_kanji_share_weak_evidence() -> None:
    assert "#料" in tokenize("料金", "ja").weak
    assert "#料" in tokenize("保険料", "ja").weak


def test_english_words_of_one_family_share_weak_evidence() -> None:
    shared = set(tokenize("notified", "en").weak) & set(tokenize("notification", "en").weak)
    assert shared == {"~notif"}


def test_a_japanese_term_in_english_text_is_a_word_of_it() -> None:
    assert "見舞い金" in tokenize("Is the 見舞金 covered?", "en").words


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ("claim claims claimed claiming", 1),
        ("pay pays paid paying", 1),
        ("policy policies", 1),
        ("notify notified notifies notifying", 1),
        ("insurer insured insurance", 3),  # different persons and things
    ],
)
def test_inflections_meet_and_derivations_do_not(forms: str, expected: int) -> None:
    assert len({stem(form) for form in forms.split()}) == expected


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("保険料はいくらですか", "ja"),
        ("How much is the premium?", "en"),
        ("Does 充実プラン cover a copyright claim?", "en"),
        ("PCがランサムウェアに感染したらcoverされる?", "ja"),
        ("免責金額", "ja"),
        ("G II rank B", "en"),
        ("", "en"),
    ],
)
def test_language_of_a_question(question: str, language: str) -> None:
    assert language_of(question) == language


@pytest.mark.parametrize("text", ["漏" * 100_000, "ア" * 100_000, "a" * 100_000, "漏えい。" * 25_000, "9," * 50_000])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_hundred_thousand_characters_are_cut(text: str, language: str) -> None:
    tokens = tokenize(text, language)
    assert len(tokens.words) <= 2 * TEXT_LIMIT
    assert len(clean(text)) <= TEXT_LIMIT


@pytest.mark.tried("Abuse", "Hypothesis: any text to be cut into words", "it is cut without an error", unit="examples")
@given(st.text(), st.sampled_from(["ja", "en"]))
def test_any_text_is_read(text: str, language: str) -> None:
    tokens = tokenize(text, language)
    assert all(word and not word.isspace() for word in tokens.words)
    assert tokens == tokenize(text, language)


def test_lone_surrogates_and_control_characters_are_read() -> None:
    assert tokenize("見舞金\ud800\x00\x07は", "ja").words[0] == "見舞い金"


def test_threads_get_the_same_tokens() -> None:
    texts = [f"第{n}回の情報漏えいの見舞金は{n}円です" for n in range(200)]
    alone = [tokenize(text, "ja") for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: tokenize(text, "ja"), texts)) == alone
