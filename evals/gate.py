"""May this version be released? Thresholds of `gate.toml`, and no case that was right in the baseline is now wrong.

There is no tolerance: a threshold is met or missed, a metric that could not be computed counts as missed, and a case of
the baseline that no longer runs counts as lost.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.errors import EvaluationError
from evals.baseline import Baseline, read_baseline
from evals.home import Home
from evals.loading import explain
from evals.metrics import EVERYTHING, METRICS, Figure, figure
from evals.results import Results
from evals.targets import IN_PROCESS

Verdict = Literal["passed", "failed", "not judged"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Threshold(_Strict):
    """One threshold; exactly one of `at_least` and `at_most`, as shares."""

    metric: str
    over: str
    at_least: float | None = None
    at_most: float | None = None
    reason: Annotated[str, Field(min_length=10)]
    needs: str | None = None
    targets: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_bound(self) -> Threshold:
        if self.metric not in METRICS:
            raise ValueError(f"metric: there is no metric {self.metric!r}")
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError(f"{self.metric}: give either at_least or at_most")
        lower = METRICS[self.metric].better == "lower"
        if lower != (self.at_most is not None):
            raise ValueError(f"{self.metric}: {'at_most' if lower else 'at_least'} is the bound that makes sense here")
        return self

    @property
    def bound(self) -> float:
        """The bound, whichever it is."""
        return self.at_least if self.at_least is not None else float(self.at_most or 0.0)

    def met(self, value: float) -> bool:
        """Whether a value reaches the bound."""
        return value >= self.bound if self.at_least is not None else value <= self.bound


class Accepted(_Strict):
    """A case that may be wrong although it was right, and why."""

    case: str
    aspect: str = "answer"
    reason: Annotated[str, Field(min_length=10)]


class Gate(_Strict):
    """The thresholds and the accepted regressions."""

    threshold: tuple[Threshold, ...]
    accepted: tuple[Accepted, ...] = ()


class Check(_Strict):
    """One check of the gate, for people: what was asked of it, and how it came out."""

    name: str
    verdict: Verdict
    message: str
    threshold: Threshold | None = None
    figure: Figure | None = None


class Judgement(_Strict):
    """What the gate says of a run. `regressions` and `improvements` are (case, aspect)."""

    checks: tuple[Check, ...]
    regressions: tuple[tuple[str, str], ...] = ()
    accepted: tuple[tuple[str, str], ...] = ()
    improvements: tuple[tuple[str, str], ...] = ()
    lost: tuple[str, ...] = ()
    baseline: Baseline | None = None

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return all(check.verdict != "failed" for check in self.checks)


def read_gate(path: Path) -> Gate:
    """Read the thresholds.

    Raises:
        EvaluationError: the file cannot be read or used; file and field are named.
    """
    try:
        return Gate.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise EvaluationError(f"{path}: the file cannot be read ({error.strerror}).", field="file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path}: this is no TOML: {error}.", field="file") from error
    except ValidationError as error:
        raise EvaluationError("\n".join(f"{path}: {fault}" for fault in explain(error))) from error


def judge_at(home: Home, results: Results) -> Judgement:
    """Hold a run against the thresholds and the baseline that stand in a home.

    Raises:
        EvaluationError: the thresholds or the baseline cannot be used.
    """
    baseline = read_baseline(home.baseline) if home.baseline.exists() else None
    return judge(results, read_gate(home.gate), baseline)


def judge(results: Results, gate: Gate, baseline: Baseline | None) -> Judgement:
    """Hold a run against thresholds and baseline.

    Thresholds are judged over whole runs alone; regressions over whatever ran.
    """
    checks = [_ran(results)]
    for threshold in gate.threshold:
        checks.append(_threshold(threshold, results))
    regressions, improvements, lost = _compared(results, baseline)
    listed = {(each.case, each.aspect) for each in gate.accepted}
    unlisted = tuple(pair for pair in regressions if pair not in listed)
    checks.append(_regressions(unlisted, baseline))
    if results.whole:
        checks.append(_lost(lost, baseline))
    return Judgement(
        checks=tuple(checks),
        regressions=unlisted,
        accepted=tuple(pair for pair in regressions if pair in listed),
        improvements=improvements,
        lost=lost,
        baseline=baseline,
    )


def scope_figure(results: Results, metric: str, over: str) -> Figure | None:
    """A metric over a data set, a group, or everything; None where it could not be computed."""
    if over == EVERYTHING:
        return figure(metric, results.ran, intervals=False)
    return results.scopes.get(over, {}).get(metric)


def _ran(results: Results) -> Check:
    count = len(results.ran)
    if not results.complete:
        return Check(
            name="the run is complete", verdict="failed", message=f"incomplete after {count} cases: {results.reason}"
        )
    if not count:
        return Check(name="the run is complete", verdict="failed", message="no case ran")
    skipped = len(results.outcomes) - count
    also = f", {skipped} could not be asked yet" if skipped else ""
    return Check(name="the run is complete", verdict="passed", message=f"{count} cases{also}")


def _threshold(threshold: Threshold, results: Results) -> Check:
    sign = "at least" if threshold.at_least is not None else "at most"
    name = f"{METRICS[threshold.metric].title} ({threshold.over})"
    value = scope_figure(results, threshold.metric, threshold.over)

    def check(verdict: Verdict, message: str) -> Check:
        return Check(name=name, verdict=verdict, message=message, threshold=threshold, figure=value)

    kind = IN_PROCESS if results.target == IN_PROCESS else "http"
    if threshold.needs in results.absent:
        return check("not judged", f"{threshold.needs} does not exist yet")
    if threshold.targets and kind not in threshold.targets:
        return check("not judged", f"not for a target over {kind}")
    if value is None:
        if not results.whole:
            return check("not judged", "not part of this run")
        return check("failed", "could not be computed: no case adds to it")
    shown = f"{value.value:.4g} of {value.total}; {sign} {threshold.bound:g}"
    if not results.whole:
        return check("not judged", f"{shown}; only a part was run")
    return check("passed" if threshold.met(value.value) else "failed", shown)


def _compared(
    results: Results, baseline: Baseline | None
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...], tuple[str, ...]]:
    if baseline is None:
        return (), (), ()
    worse, better = [], []
    ran = {(outcome.dataset, outcome.id): outcome for outcome in results.ran}
    for (dataset, ident), outcome in ran.items():
        before = baseline.cases.get(dataset, {}).get(ident)
        if before is None:
            continue
        worse += [(ident, aspect) for aspect in before if not outcome.aspects.get(aspect, False)]
        better += [(ident, aspect) for aspect, right in outcome.aspects.items() if right and aspect not in before]
    sets = set(results.versions.sets) | {outcome.dataset for outcome in results.outcomes}
    lost = [
        ident
        for dataset, cases in baseline.cases.items()
        if results.whole or dataset in sets
        for ident in cases
        if (dataset, ident) not in ran
    ]
    return tuple(worse), tuple(better), tuple(lost)


def _regressions(worse: tuple[tuple[str, str], ...], baseline: Baseline | None) -> Check:
    name = "nothing that was right is now wrong"
    if baseline is None:
        return Check(
            name=name, verdict="failed", message="there is no baseline; make one with `python -m evals baseline`"
        )
    if not worse:
        return Check(name=name, verdict="passed", message="no regression")
    shown = ", ".join(f"{case} ({aspect})" for case, aspect in worse[:12])
    more = f" and {len(worse) - 12} more" if len(worse) > 12 else ""
    return Check(name=name, verdict="failed", message=f"{len(worse)} now wrong: {shown}{more}")


def _lost(lost: tuple[str, ...], baseline: Baseline | None) -> Check:
    name = "every case of the baseline ran"
    if not lost:
        return Check(name=name, verdict="passed", message="none is missing" if baseline else "there is no baseline")
    shown = ", ".join(lost[:12]) + (f" and {len(lost) - 12} more" if len(lost) > 12 else "")
    return Check(name=name, verdict="failed", message=f"{len(lost)} did not run: {shown}")
