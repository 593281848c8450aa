"""Search measured alone: ranks of the small evaluation, originals that a restated section finds, made-up brochures."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus.loader import load_corpus
from assistant.errors import EvaluationError
from assistant.language.tokens import tokenize
from assistant.retrieval.held_out import evaluation_texts, plain
from evals.general import measure_general
from evals.home import Home
from evals.originals import original_files, states
from evals.retrieval import Measured, measure, table_lines, tuning_searches, write_measured
from evals.scale import GROWING, Curve, curve_lines, exponents, made_up, measure_curve, measure_size, write_curve
from evals.searches import PARTS, without
from tests.evals.conftest import Small

CORPUS = Path(__file__).parents[2] / "corpus"


def test_ranks_are_told_by_slice_and_way(small: Small, tmp_path: Path) -> None:
    embedding, rows = measure(small.home, small.settings, lambda line: None)
    ways = {row.way for row in rows}
    assert {"lexical", "dense", "fused"} <= ways
    assert all(0 <= value <= 1 for row in rows for value in row.figures.values())
    measured = Measured(embedding=embedding, rows=tuple(rows), scale=(measure_size_of(small),))
    write_measured(measured, tmp_path / "measured.json")
    assert Measured.model_validate_json((tmp_path / "measured.json").read_bytes()) == measured
    assert any("fused" in line for line in table_lines(measured))


def test_what_each_part_of_words_adds_is_told_of_whole_data_sets(small: Small) -> None:
    _, rows = measure(small.home, small.settings, lambda line: None, answers=False, parts=True)
    parts = {row.way: row.slice for row in rows if row.way in PARTS}
    assert parts.keys() == PARTS.keys()
    assert not any("/" in name for name in parts.values())


@pytest.mark.parametrize(
    ("part", "lost"),
    [
        ("-groups", {"weak"}), ("-kanji", {"weak"}), ("-cuts", {"weak"}), ("-pairs", {"weak"}), ("-readings", {"kana"}),
    ],
)  # fmt: skip
def test_a_part_is_taken_from_the_question_and_nothing_else(part: str, lost: set[str]) -> None:
    text = "ろうえいの調査費用、ランサムウエアズ、料金"
    whole, less = tokenize(text, "ja"), without(part)(text, "ja")
    changed = {name for name in ("words", "weak", "readings", "kana") if getattr(whole, name) != getattr(less, name)}
    assert changed == lost


def test_growth_is_told_as_a_power() -> None:
    # n^1 where ten times the passages take ten times as long, n^0 where they take no longer
    one = dict.fromkeys((*GROWING, "p95_ms"), 4.0) | {"passages": 1000.0}
    ten = one | {"passages": 10_000.0, "build_s": 40.0}
    grown = exponents([one, ten])
    assert (grown["build_s"], grown["p50_ms"]) == (1.0, 0.0)
    assert exponents([one]) == {}


def test_the_curve_is_shown_and_kept(small: Small, tmp_path: Path) -> None:
    sections = load_corpus(small.settings.corpus_dir).sections
    curve = measure_curve(sections, [40, 20], small.settings, lambda line: None)
    write_curve(curve, tmp_path / "curve.json")
    assert Curve.model_validate_json((tmp_path / "curve.json").read_bytes()) == curve
    assert [each["passages"] for each in curve.sizes] == [20, 40]
    assert any(line.startswith("known_p50_ms") for line in curve_lines(curve))


def measure_size_of(small: Small) -> dict[str, float]:
    figures = measure_size(load_corpus(small.settings.corpus_dir).sections, 20, small.settings)
    assert figures["passages"] == 20
    assert figures["p50_ms"] > 0
    return figures


@pytest.mark.parametrize(
    ("passage", "right"),
    [
        ("見舞金は、被害を受けた方1人につき500円を限度とします。ほかの費用は別の表をご覧ください。", True),
        ("被害を受けた方1人につき500円を限度", True),
        ("事故の原因を調べるために外部の会社へ支払う費用です。", False),
        ("見舞金", False),
    ],
)
def test_a_passage_has_the_answer_where_it_states_what_the_section_restates(passage: str, right: bool) -> None:
    assert states(passage, [["被害を受けた方1人につき500円を限度とします。", "見舞金の額"]]) == right


def test_a_folder_without_originals_is_named(tmp_path: Path) -> None:
    (tmp_path / "guide.txt").write_text("案内", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"none of the originals"):
        original_files(tmp_path)


def test_what_weights_are_set_on_names_sections_that_exist_and_no_question_of_an_evaluation() -> None:
    corpus = load_corpus(CORPUS)
    known = {f"{section.scheme}/{section.id}" for section in corpus.sections}
    searches = tuning_searches(Home().tuning)
    assert len(searches) == 100
    assert {section for search in searches for section in search.sections} <= known
    asked = {plain(text) for text in evaluation_texts(Home().data)}
    assert not [search.question for search in searches if plain(search.question) in asked]


def test_missing_general_text_is_named(small: Small, tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="jsts-valid"):
        measure_general(tmp_path, small.settings)


def test_made_up_brochures_are_the_same_every_time(small: Small) -> None:
    sections = load_corpus(small.settings.corpus_dir).sections
    assert list(made_up(sections, 5)) == list(made_up(sections, 5))
