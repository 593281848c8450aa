"""What a run leaves behind: `results.json` and `answers.jsonl` (the same bytes for the same answers), `resources.json`.

Times and memory differ from run to run and stand in `resources.json` alone. Of a case that is set aside neither question
nor answer is written, only whether it is right and a digest that tells whether the answer changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import EvaluationError
from evals.loading import explain
from evals.metrics import Figure, by_slice, confusion, figures
from evals.outcomes import Outcome

AnyModel = TypeVar("AnyModel", bound=BaseModel)
RESULTS, ANSWERS, RESOURCES = "results.json", "answers.jsonl", "resources.json"


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Versions(_Written):
    """What was measured with what: the program, the corpus (a digest of its files), each data set (its SHA-256)."""

    assistant: str
    corpus: str
    sets: dict[str, str]


class Results(_Written):
    """One run. `whole`: nothing was left out by option; `absent`: modules that are not there yet.

    `scopes` holds the metrics of each data set and of each group of them; `slices` those of all questions.
    """

    schema_: Annotated[Literal["evaluation/1"], Field(alias="schema")] = "evaluation/1"
    complete: bool
    reason: str | None = None
    whole: bool = True
    target: str
    model: str | None = None
    versions: Versions
    absent: tuple[str, ...] = ()
    groups: dict[str, tuple[str, ...]] = {}
    scopes: dict[str, dict[str, Figure]] = {}
    confusion: dict[str, dict[str, dict[str, int]]] = {}
    slices: dict[str, dict[str, dict[str, Figure]]] = {}
    outcomes: tuple[Outcome, ...] = ()

    @property
    def ran(self) -> tuple[Outcome, ...]:
        """The cases that were judged."""
        return tuple(outcome for outcome in self.outcomes if outcome.skipped is None)


class Resources(_Written):
    """What it took: milliseconds an answer (of the last turn), seconds in all, the largest memory in MiB."""

    answers: int = 0
    median_ms: float | None = None
    p95_ms: float | None = None
    p99_ms: float | None = None
    max_ms: float | None = None
    open_s: float | None = None
    run_s: float | None = None
    peak_mib: float | None = None
    machine: str = ""


class Case(_Written):
    """What was asked and answered, for people who look at a failure; empty for a case that is set aside."""

    id: str
    dataset: str
    digest: str
    turns: tuple[str, ...] = ()
    selected: dict[str, Any] = {}
    expected: dict[str, Any] = {}
    note: str = ""
    answer: dict[str, Any] | None = None
    error: str | None = None


def summarise(outcomes: Sequence[Outcome], groups: dict[str, tuple[str, ...]], **fields: Any) -> Results:
    """Put the outcomes of a run together with all their metrics."""
    ran = [outcome for outcome in outcomes if outcome.skipped is None]
    datasets = tuple(dict.fromkeys(outcome.dataset for outcome in ran))
    scopes = {name: (name,) for name in datasets} | groups
    members = {name: [outcome for outcome in ran if outcome.dataset in sets] for name, sets in scopes.items()}
    tables = {name: confusion(cases) for name, cases in members.items()}
    return Results(
        groups=groups,
        scopes={name: figures(cases) for name, cases in members.items() if cases},
        confusion={name: table for name, table in tables.items() if table},
        slices=by_slice([outcome for outcome in ran if "difficulty" in outcome.slices]),
        outcomes=tuple(outcomes),
        **fields,
    )


def answer_digest(answer: object) -> str:
    """A digest that changes when anything in an answer does."""
    return hashlib.sha256(json.dumps(answer, sort_keys=True, ensure_ascii=True).encode()).hexdigest()[:16]


def json_text(value: BaseModel) -> str:
    """A model as JSON, the same text for the same content."""
    return json.dumps(value.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=1) + "\n"


def write_results(results: Results, folder: Path) -> None:
    """Write `results.json` into a folder, which is made if missing.

    Raises:
        EvaluationError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / RESULTS).write_text(json_text(results), encoding="utf-8")
    except OSError as error:
        raise EvaluationError(
            f"{folder}: cannot be written ({error.strerror}). Give another --out.", field="out"
        ) from error


def read_results(folder: Path) -> Results:
    """Read the results of a run.

    Raises:
        EvaluationError: there are none, or they are of another format.
    """
    return _read(folder / RESULTS, Results)


def read_resources(folder: Path) -> Resources:
    """Read what a run took; empty where that was not written."""
    return _read(folder / RESOURCES, Resources) if (folder / RESOURCES).exists() else Resources()


def read_cases(folder: Path) -> dict[str, Case]:
    """Read what was asked and answered, by id; a last line that was cut off is left out."""
    path = folder / ANSWERS
    return {case.id: case for case in _cases(path)} if path.exists() else {}


def _cases(path: Path) -> Iterable[Case]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        try:
            yield Case.model_validate_json(line)
        except ValidationError:
            continue


def _read(path: Path, model: type[AnyModel]) -> AnyModel:
    try:
        return model.model_validate_json(path.read_bytes())
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be read ({error.strerror}). Is it the folder of a run?") from error
    except ValidationError as error:
        raise EvaluationError("\n".join(f"{path}: {fault}" for fault in explain(error))) from error
