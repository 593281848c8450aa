"""The figures of the corpus's own texts: kind and exact value, in every notation that the texts use."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.figures import read_figures

# text → (kind, value) of each figure, in any order
READ: list[tuple[str, set[tuple[str, object]]]] = [
    ("1億5千万円", {("yen", 150_000_000)}),
    ("200 万円", {("yen", 2_000_000)}),
    ("1,504,450円", {("yen", 1_504_450)}),
    ("2.5 million yen", {("yen", 2_500_000)}),
    ("類型3：72.1円", {("yen", Fraction("72.1"))}),
    ("90%、9割、90 per cent", {("percent", 90)}),
    ("三十日以内", {("days", 30)}),
    ("one year", {("years", 1)}),
    ("twenty-four hours a day", {("hours", 24)}),
    ("3か月", {("months", 3)}),
    ("午後4時から午前9時半", {("clock", 16 * 60), ("clock", 9 * 60 + 30)}),
    ("9:15 a.m. to 17:00.", {("clock", 9 * 60 + 15), ("clock", 17 * 60)}),
    ("2026年4月1日", {("calendar year", 2026), ("calendar month", 4), ("day of month", 1)}),
    ("1 April 2026", {("calendar year", 2026), ("calendar month", 4), ("day of month", 1)}),
    ("March 2021", {("calendar year", 2021), ("calendar month", 3)}),
    ("令和5年度", {("calendar year", 2023)}),
    (
        "〒101-0041、03-3252-2012、0570-022808",
        {("code", "101-0041"), ("code", "03-3252-2012"), ("code", "0570-022808")},
    ),
    ("二つの会社と4,000件", {("number", 2), ("number", 4000)}),
    ("0.8 × 0.7 = 0.56", {("number", Fraction("0.8")), ("number", Fraction("0.7")), ("number", Fraction("0.56"))}),
    # labels, and one of a thing, are no figures
    ("①〜④、⑥カ、(*4)、類型9、セット1〜4、types 1 to 6, page 7, No. 3", set()),
    ("第三者、一部、十分な、1請求、one of them", set()),
    # a label does not swallow the amount beside it
    ("set 5, 10 billion yen", {("yen", 10_000_000_000)}),
    ("セット 10,000,000円", {("yen", 10_000_000)}),
]


@pytest.mark.parametrize(("text", "figures"), READ, ids=[text for text, _ in READ])
def test_figures_are_read_in_every_notation(text: str, figures: set[tuple[str, object]]) -> None:
    assert {(figure.kind, figure.value) for figure in read_figures(text)} == figures


def test_labels_are_read_where_they_are_wanted() -> None:
    assert [f.value for f in read_figures("類型9", labels=True)] == [9]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("5万円", "50,000 yen", True),
        ("90%", "| 90 |", True),  # a table has its unit in the heading
        ("90%", "90 yen", False),
        ("30日", "30 hours", False),
        ("16:00", "午後4時", True),
        ("16:00", "960", False),
    ],
)
def test_two_notations_of_one_figure_match(one: str, other: str, same: bool) -> None:
    (a,), (b,) = read_figures(one), read_figures(other)
    assert a.matches(b) is same
    assert b.matches(a) is same


@given(st.integers(min_value=2, max_value=10**12))
def test_japanese_and_english_amounts_agree(yen: int) -> None:
    (ja,), (en,) = read_figures(f"{yen:,}円"), read_figures(f"{yen:,} yen")
    assert ja.matches(en)
    if yen >= 10_000:
        oku, rest = divmod(yen, 10**8)
        man, ones = divmod(rest, 10**4)
        kanji = "".join((f"{oku}億" if oku else "", f"{man}万" if man else "", str(ones) if ones else ""))
        (mixed,) = read_figures(f"{kanji}円")
        assert mixed.value == yen


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_figures(text)
    read_figures(text, labels=True)
