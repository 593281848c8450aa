"""Search measured alone: ranks of the small evaluation, originals that a restated section finds, made-up brochures."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus.brochure import Section
from assistant.corpus.loader import load_corpus
from assistant.errors import EvaluationError
from evals.general import measure_general
from evals.published import read_originals, restated_by, split_original
from evals.retrieval import Measured, measure, table_lines, write_measured
from evals.scale import GROWING, Curve, curve_lines, exponents, made_up, measure_curve, measure_size, write_curve
from tests.evals.conftest import Small

ORIGINAL = """# 補償の内容

## 調査の費用

事故の原因を調べるために外部の会社へ支払う費用です。300万円が限度です。

## 見舞金

被害を受けた方にお渡しする見舞金で、1人につき500円までとします。
"""


def test_ranks_are_told_by_slice_and_way(small: Small, tmp_path: Path) -> None:
    embedding, rows = measure(small.home, small.settings, lambda line: None)
    ways = {row.way for row in rows}
    assert {"lexical", "dense", "fused"} <= ways
    assert all(0 <= value <= 1 for row in rows for value in row.figures.values())
    measured = Measured(embedding=embedding, rows=tuple(rows), scale=(measure_size_of(small),))
    write_measured(measured, tmp_path / "measured.json")
    assert Measured.model_validate_json((tmp_path / "measured.json").read_bytes()) == measured
    assert any("fused" in line for line in table_lines(measured))


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


def test_a_restated_section_finds_its_original() -> None:
    originals = tuple(split_original(ORIGINAL, "orchard", "guide"))
    assert [each.title for each in originals] == ["補償の内容 調査の費用", "見舞金"] or len(originals) >= 2
    restated = Section(
        "orchard", "guide", "sympathy", 1, "ja", 2, "見舞金", "一人あたり500円を限度とする見舞金。", None
    )
    (found,) = restated_by([restated], originals).values()
    (ident,) = found
    assert "500円" in next(each.text for each in originals if each.id == ident)


def test_a_missing_original_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"guide\.txt"):
        read_originals(tmp_path, {"guide": "orchard"})


def test_missing_general_text_is_named(small: Small, tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="jsts-valid"):
        measure_general(tmp_path, small.settings)


def test_made_up_brochures_are_the_same_every_time(small: Small) -> None:
    sections = load_corpus(small.settings.corpus_dir).sections
    assert list(made_up(sections, 5)) == list(made_up(sections, 5))
