"""What a reader would call a passage: whole lines, readable alone, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.brochure import Section
from assistant.retrieval.passages import TARGET_LENGTH, Passage, plain_text, split_sections

SECTION = Section("harbour", "harbour-2030", "costs", 4, "ja", 2, "費用", "", None)


def split(text: str, language: str = "ja") -> tuple[Passage, ...]:
    return split_sections([replace(SECTION, text=text, language=language)])


def test_a_short_section_is_one_passage_with_all_that_a_citation_needs() -> None:
    (passage,) = split("見舞金は1人1,000円までです。")
    assert passage == Passage(
        "harbour/costs/ja/1", "harbour", "harbour-2030", "costs", 4, "ja", "費用", "見舞金は1人1,000円までです。"
    )


def test_a_section_without_text_of_its_own_is_no_passage() -> None:
    assert split("") == ()


def test_neighbours_know_each_other() -> None:
    passages = split("\n\n".join(f"第{n}の段落。{'あ' * 200}" for n in range(4)))
    assert len(passages) > 2
    assert passages[0].previous is None and passages[-1].next is None
    assert all(a.next == b.id and b.previous == a.id for a, b in pairwise(passages))


def test_a_table_that_is_cut_repeats_its_header() -> None:
    rows = [f"| 種類{n} | {'説明' * 20} | {n},000円 |" for n in range(20)]
    passages = split("\n".join(["| 種類 | 説明 | 額 |", "|---|---|---:|", *rows]))
    assert len(passages) > 2
    assert all(passage.text.startswith("| 種類 | 説明 | 額 |\n|---|---|---:|\n| 種類") for passage in passages)
    assert [line for p in passages for line in p.text.splitlines()[2:]] == rows


def test_a_list_that_is_cut_repeats_the_line_that_introduces_it() -> None:
    items = "\n".join(f"- 第{n}の場合。{'い' * 90}" for n in range(12))
    passages = split(f"次の場合は支払いません:\n{items}")
    assert len(passages) > 2
    assert all(passage.text.startswith("次の場合は支払いません:") for passage in passages)


def test_an_item_stays_with_the_items_nested_in_it() -> None:
    nested = "- 費用\n  - 通信費\n  - 交通費"
    passages = split("\n".join([nested] * 30))
    assert all(passage.text.count("- 費用") == passage.text.count("  - 交通費") for passage in passages)


def test_parents_are_named_from_the_outside_in() -> None:
    top = replace(SECTION, id="top", title="補償")
    child = replace(SECTION, id="child", level=3, title="調査費用", text="調べる費用。", parent="top")
    (passage,) = split_sections([top, child])
    assert passage.parents == ("補償",)
    assert "補償" in passage.searchable


def test_a_parent_of_itself_does_not_hang() -> None:
    (passage,) = split_sections([replace(SECTION, text="文。", parent="costs")])
    assert passage.parents == ()


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("**太字**と`符号`", "太字と符号"),
        ("[案内](https://example.org/a)を見る", "案内を見る"),
        ("| 額 | 率 |\n|---|---|\n| 1円 | 90% |", " 額   率 \n 1円   90% "),
        ("5 * 3 = 15", "5 * 3 = 15"),
    ],
)
def test_plain_text_has_no_signs(markdown: str, plain: str) -> None:
    assert plain_text(markdown) == plain


LINE = st.text(st.sampled_from("あ漢字,。 ABC-|*1"), min_size=1, max_size=120)


@given(st.lists(LINE, max_size=30), st.sampled_from(["ja", "en"]))
def test_nothing_is_lost_and_ids_are_unique(lines: list[str], language: str) -> None:
    text = "\n".join(lines)
    passages = split(text, language)
    joined = "".join("".join(passage.text.split()) for passage in passages)
    assert set("".join(text.split())) == set(joined)
    assert len(joined) >= len("".join(text.split()))
    assert len({passage.id for passage in passages}) == len(passages)
    assert passages == split(text, language)


@given(st.integers(1, 40))
def test_plain_prose_is_cut_near_the_target(sentences: int) -> None:
    passages = split("これは一つの文でありそれなりの長さを持っています。" * sentences)
    assert all(len(passage.text) <= TARGET_LENGTH["ja"] * 2 for passage in passages)
