"""What changed between two runs: every metric on the cases that both have, and every case that changed sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scipy import stats

from evals.intervals import DECIMALS, Interval, paired_difference
from evals.metrics import METRICS
from evals.outcomes import Outcome
from evals.results import Case, Results


@dataclass(frozen=True, slots=True)
class Difference:
    """A metric in A and in B on the cases that add to it in both; `interval` is of B minus A, 95%, by clusters."""

    scope: str
    metric: str
    a: float
    b: float
    cases: int
    interval: Interval | None

    @property
    def change(self) -> float:
        """B minus A."""
        return round(self.b - self.a, DECIMALS)

    @property
    def better(self) -> bool:
        """Whether B is better."""
        return self.change != 0 and (self.change > 0) == (METRICS[self.metric].better == "higher")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs side by side. `worse` and `improved` are (case, aspect); `reworded` are cases whose answer changed.

    `chance` is the two-sided exact McNemar test on right and wrong answers: how likely so uneven a change is by chance.
    """

    differences: tuple[Difference, ...]
    worse: tuple[tuple[str, str], ...]
    improved: tuple[tuple[str, str], ...]
    reworded: tuple[str, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    chance: float


def compare(
    a: Results, b: Results, cases_a: Mapping[str, Case] | None = None, cases_b: Mapping[str, Case] | None = None
) -> Comparison:
    """Compare two runs; with the answers of both, it is also told which answers changed without changing sides."""
    left = {outcome.id: outcome for outcome in a.ran}
    right = {outcome.id: outcome for outcome in b.ran}
    both = [ident for ident in left if ident in right]
    worse = [pair for ident in both for pair in _changed(left[ident], right[ident])]
    improved = [pair for ident in both for pair in _changed(right[ident], left[ident])]
    lost, won = (sum(aspect == "answer" for _, aspect in pairs) for pairs in (worse, improved))
    return Comparison(
        differences=tuple(_differences(a, b, left, right)),
        worse=tuple(worse),
        improved=tuple(improved),
        reworded=tuple(ident for ident in both if _reworded(cases_a or {}, cases_b or {}, ident)),
        only_a=tuple(ident for ident in left if ident not in right),
        only_b=tuple(ident for ident in right if ident not in left),
        chance=round(float(stats.binomtest(lost, lost + won).pvalue), DECIMALS) if lost + won else 1.0,
    )


def _reworded(a: Mapping[str, Case], b: Mapping[str, Case], ident: str) -> bool:
    return ident in a and ident in b and a[ident].digest != b[ident].digest


def _changed(before: Outcome, after: Outcome) -> list[tuple[str, str]]:
    return [
        (before.id, aspect)
        for aspect, right in before.aspects.items()
        if right and not after.aspects.get(aspect, False)
    ]


def _differences(a: Results, b: Results, left: Mapping[str, Outcome], right: Mapping[str, Outcome]) -> list[Difference]:
    found = []
    scopes = [scope for scope in a.scopes if scope in b.scopes]
    for scope in scopes:
        members = set(a.groups.get(scope, (scope,)))
        common = [o for o in left.values() if o.dataset in members and o.id in right]
        for metric in METRICS:
            pairs = [
                ((o.cluster, *o.shares[metric]), (o.cluster, *right[o.id].shares[metric]))
                for o in common
                if metric in o.shares and metric in right[o.id].shares
            ]
            if not pairs:
                continue
            values = [
                round(sum(p[side][1] for p in pairs) / sum(p[side][2] for p in pairs), DECIMALS) for side in (0, 1)
            ]
            interval = paired_difference(pairs) if values[0] != values[1] else None
            found.append(Difference(scope, metric, values[0], values[1], len(pairs), interval))
    return found
