"""The committed baseline: the figures of the last accepted run, and in which respects each case was right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import EvaluationError
from evals.loading import explain
from evals.metrics import EVERYTHING, METRICS, figure
from evals.results import Results, Versions


class Baseline(BaseModel):
    """Figures by scope and metric; by data set and case, the aspects that were right (none: the case was wrong)."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Annotated[Literal["baseline/1"], Field(alias="schema")] = "baseline/1"
    versions: Versions
    figures: dict[str, dict[str, float]]
    cases: dict[str, dict[str, tuple[str, ...]]]


def baseline_of(results: Results) -> Baseline:
    """The baseline that a run gives.

    Raises:
        EvaluationError: the run is incomplete, left something out, or was not of the assistant in this process.
    """
    if not results.complete or not results.whole or results.model is not None or results.target.startswith("http"):
        raise EvaluationError(
            "A baseline is made from a complete run of every data set, in this process and without a model."
        )
    cases: dict[str, dict[str, tuple[str, ...]]] = {}
    for outcome in results.ran:
        right = tuple(aspect for aspect, holds in outcome.aspects.items() if holds)
        cases.setdefault(outcome.dataset, {})[outcome.id] = right
    figures = {scope: {name: value.value for name, value in found.items()} for scope, found in results.scopes.items()}
    overall = ((name, figure(name, results.ran, intervals=False)) for name in METRICS)
    figures[EVERYTHING] = {name: value.value for name, value in overall if value is not None}
    return Baseline(versions=results.versions, figures=figures, cases=cases)


def read_baseline(path: Path) -> Baseline:
    """Read the baseline.

    Raises:
        EvaluationError: it cannot be read or used.
    """
    try:
        return Baseline.model_validate_json(path.read_bytes())
    except OSError as error:
        raise EvaluationError(f"{path}: the file cannot be read ({error.strerror}).", field="file") from error
    except ValidationError as error:
        raise EvaluationError("\n".join(f"{path}: {fault}" for fault in explain(error))) from error


def write_baseline(baseline: Baseline, path: Path) -> None:
    """Write the baseline, a line a case, so that a change can be read in a review."""
    data = baseline.model_dump(mode="json", by_alias=True)
    cases = data.pop("cases")
    lines = [json.dumps(data, ensure_ascii=False, indent=1)[:-2] + ',\n "cases": {']
    for number, (dataset, entries) in enumerate(cases.items()):
        lines.append(f"  {json.dumps(dataset)}: {{")
        rows = [f"   {json.dumps(ident)}: {json.dumps(right)}" for ident, right in sorted(entries.items())]
        lines.append(",\n".join(rows))
        lines.append("  }" + ("," if number + 1 < len(cases) else ""))
    lines.append(" }\n}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
