"""How sure a figure is: Wilson intervals for rates, and a seeded bootstrap that draws whole clusters of cases.

Questions of one scheme and one family resemble one another, so that a hundred of them tell less than a hundred
independent ones would: the bootstrap draws clusters, not cases. Same data, same interval.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy import stats

SEED = 20_261_120
RESAMPLES = 2_000
LEVEL = 0.95
DECIMALS = 6
"""Decimals that are written: enough for any rate, and the same on every machine."""

Interval = tuple[float, float]
Mark = tuple[str, float, int]
"""Of one case: its cluster, what it scored, and out of how many."""


def wilson(hits: float, total: int) -> Interval | None:
    """The Wilson score interval of a rate; None without cases."""
    if total <= 0:
        return None
    result = stats.binomtest(round(hits), total).proportion_ci(LEVEL, method="wilson")
    return _rounded(float(result.low), float(result.high))


def clustered(marks: Iterable[Mark]) -> Interval | None:
    """The bootstrap interval of a ratio of sums, over clusters; None with fewer than two of them."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for cluster, scored, out_of in marks:
        sums[cluster][0] += scored
        sums[cluster][1] += out_of
    rows = np.array([sums[key] for key in sorted(sums) if sums[key][1] > 0])
    return _bootstrap(rows, lambda hits, totals, axis: hits.sum(axis) / totals.sum(axis))


def paired_difference(pairs: Sequence[tuple[Mark, Mark]]) -> Interval | None:
    """The bootstrap interval of B minus A on the same cases, over clusters; None with fewer than two of them."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0] * 4)
    for (cluster, a_scored, a_total), (_, b_scored, b_total) in pairs:
        row = sums[cluster]
        for index, value in enumerate((a_scored, a_total, b_scored, b_total)):
            row[index] += value
    rows = np.array([row for _, row in sorted(sums.items()) if row[1] > 0 and row[3] > 0])
    return _bootstrap(rows, lambda a, n, b, m, axis: b.sum(axis) / m.sum(axis) - a.sum(axis) / n.sum(axis))


def _bootstrap(rows: Any, statistic: Any) -> Interval | None:
    if len(rows) < 2:
        return None
    result = stats.bootstrap(
        tuple(rows.T),
        statistic,
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        confidence_level=LEVEL,
        method="percentile",  # BCa has no value where every cluster scores the same
        rng=np.random.default_rng(SEED),
    )
    return _rounded(float(result.confidence_interval.low), float(result.confidence_interval.high))


def _rounded(low: float, high: float) -> Interval:
    return round(low, DECIMALS), round(high, DECIMALS)
