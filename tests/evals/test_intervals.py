"""Intervals: Wilson's by the formula, the bootstrap by what it must do, both the same every time."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.intervals import clustered, paired_difference, wilson


@pytest.mark.parametrize(("hits", "total"), [(0, 10), (10, 10), (89, 100), (1, 3), (143, 160)])
def test_wilson_by_its_formula(hits: int, total: int) -> None:
    z, p = 1.959963984540054, hits / total
    centre = (p + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total))
    assert wilson(hits, total) == pytest.approx((max(0.0, centre - half), min(1.0, centre + half)), abs=2e-6)


def test_without_cases_there_is_no_interval() -> None:
    assert wilson(0, 0) is None
    assert clustered([]) is None
    assert clustered([("one", 3.0, 4)]) is None  # one cluster says nothing about others
    assert paired_difference([]) is None


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 5)), min_size=2, max_size=30))
def test_the_bootstrap_stays_within_the_clusters_and_is_steady(cases: list[tuple[str, int]]) -> None:
    marks = [(cluster, float(hits), 5) for cluster, hits in cases]
    interval = clustered(marks)
    if len({cluster for cluster, _ in cases}) < 2:
        assert interval is None
        return
    assert interval is not None
    rates = {c: [hits / 5 for d, hits in cases if d == c] for c, _ in cases}
    means = [sum(values) / len(values) for values in rates.values()]
    assert min(means) - 1e-6 <= interval[0] <= interval[1] <= max(means) + 1e-6
    assert clustered(list(reversed(marks))) == interval


def test_whole_clusters_are_drawn() -> None:
    # Ten like cases a cluster: the interval is that of four independent cases, far wider than of forty.
    marks = [(cluster, hit, 1) for cluster, hit in (("a", 1.0), ("b", 1.0), ("c", 0.0), ("d", 1.0)) for _ in range(10)]
    interval, independent = clustered(marks), wilson(30, 40)
    assert interval is not None and independent is not None
    assert interval[1] - interval[0] > 2 * (independent[1] - independent[0])


def test_a_difference_is_paired() -> None:
    better = [((c, float(n % 2), 1), (c, 1.0, 1)) for c in "abcdef" for n in range(4)]  # 50% before, 100% after
    assert paired_difference(better) == (0.5, 0.5)
