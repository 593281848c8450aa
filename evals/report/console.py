"""A run in a terminal or a log: the checks of the gate, then where the report is."""

from __future__ import annotations

from collections.abc import Iterator

from evals.comparing import Comparison
from evals.gate import Judgement
from evals.metrics import METRICS
from evals.results import Resources, Results

_MARKS = {"passed": "ok  ", "failed": "FAIL", "not judged": "–   "}
_MOST = 15


def run_lines(results: Results, judgement: Judgement, resources: Resources) -> Iterator[str]:
    """Say how a run came out."""
    judged = [check for check in judgement.checks if results.whole or check.verdict != "not judged"]
    width = max(len(check.name) for check in judged)
    for check in judged:
        yield f"{_MARKS[check.verdict]}  {check.name:{width}}  {check.message}"
    yield ""
    yield from _scopes(results)
    if judgement.improvements:
        yield f"{len(judgement.improvements)} checks of cases are right that were wrong in the baseline."
    if judgement.accepted:
        yield f"{len(judgement.accepted)} accepted regressions: {', '.join(case for case, _ in judgement.accepted)}."
    if resources.answers:
        yield (
            f"{resources.answers} answers: median {resources.median_ms} ms, 99% within {resources.p99_ms} ms; "
            f"{resources.run_s} s in all, peak memory {resources.peak_mib or '–'} MiB."
        )
    failed = sum(check.verdict == "failed" for check in judgement.checks)
    if failed:
        yield f"This version must not be released: {failed} check{'s' if failed > 1 else ''} failed."
    elif results.whole:
        yield "This version may be released."
    else:
        yield "A part was run, and nothing in it got worse; thresholds are judged on whole runs."


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """Say what changed between two runs."""
    changed = [difference for difference in comparison.differences if difference.change]
    if not changed:
        yield "No metric changed."
    for each in changed:
        sign = "better" if each.better else "WORSE "
        interval = f"  95% {each.interval[0]:+.4f} to {each.interval[1]:+.4f}" if each.interval else ""
        yield (
            f"{sign}  {each.scope:12} {METRICS[each.metric].title:32} "
            f"{each.a:.4f} → {each.b:.4f} ({each.change:+.4f}, {each.cases} cases){interval}"
        )
    for title, pairs in (("now wrong", comparison.worse), ("now right", comparison.improved)):
        yield from _listed(f"{len(pairs)} {title}", [f"{case} ({aspect})" for case, aspect in pairs])
    yield from _listed(f"{len(comparison.reworded)} answers changed in any way", list(comparison.reworded))
    yield from _listed(f"{len(comparison.only_a)} cases in A alone", list(comparison.only_a))
    yield from _listed(f"{len(comparison.only_b)} cases in B alone", list(comparison.only_b))
    if comparison.worse or comparison.improved:
        yield f"A change of right answers as uneven as this comes by chance with probability {comparison.chance:.3f}."


def _scopes(results: Results) -> Iterator[str]:
    names = ("accuracy", "wrong_verdict", "answered", "false_answer", "recall_conditional", "abstention_recall")
    rows = [(scope, found) for scope, found in results.scopes.items() if any(name in found for name in names)]
    if not rows:
        return
    yield f"{'':14}" + "".join(f"{name:>20}" for name in names)
    for scope, found in rows:
        cells = (f"{found[name].value:.4f} of {found[name].total}" if name in found else "–" for name in names)
        yield f"{scope:14}" + "".join(f"{cell:>20}" for cell in cells)
    yield ""


def _listed(title: str, entries: list[str]) -> Iterator[str]:
    if entries:
        more = f" and {len(entries) - _MOST} more" if len(entries) > _MOST else ""
        yield f"{title}: {', '.join(entries[:_MOST])}{more}"
