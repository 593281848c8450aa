"""What each part adds: the same questions, answered without it.

Lexical or dense search alone; the corpus without its example utterances; every last message asked without the ones before
it; with a language model that follows an honest script, and with one that lies. The table is measured by a command,
committed, and shown in the report with the corpus that it was measured on.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.corpus.loader import Corpus
from assistant.corpus.model import Words
from assistant.errors import EvaluationError
from assistant.settings import Settings
from evals.home import Home
from evals.loading import explain
from evals.manifest import read_manifest
from evals.metrics import figure
from evals.models import connected
from evals.outcomes import Outcome
from evals.records import Question
from evals.runner import Run, corpus_digest
from evals.searches import rankings
from evals.sets import DataSet, Sets, check_sets, load_sets
from evals.targets import InProcess, open_in_process

if TYPE_CHECKING:
    from assistant.retrieval import Retrieval
    from assistant.service import Assistant

METRICS = ("accuracy", "wrong_verdict", "answered", "false_answer", "conversation")
_GROUPS = ("shared", "own")


class Row(BaseModel):
    """One variant: what was taken away, and its metrics; `missing` says why there are none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    what: str
    figures: dict[str, float] = {}
    missing: str | None = None


class Table(BaseModel):
    """All variants, the whole assistant first, and what they were measured on."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Annotated[Literal["ablations/1"], Field(alias="schema")] = "ablations/1"
    corpus: str
    sets: dict[str, int]
    rows: tuple[Row, ...]


def measure(home: Home, settings: Settings, datasets: Sequence[str], tell: Callable[[str], None]) -> Table:
    """Measure every variant on these data sets of questions (the shared ones and our own by default).

    Raises:
        AssistantError: the corpus, the index or a data set cannot be used.
    """
    manifest = read_manifest(home.data)
    loaded = load_sets(manifest, home.data, wanted=tuple(datasets) or _GROUPS)
    tell("Opening the assistant …")
    whole = open_in_process(settings, manifest.asked_on)
    corpus = whole.assistant.corpus
    sets = check_sets(loaded, corpus)
    ways = rankings(corpus, settings)

    def over(assistant: Assistant) -> AbstractContextManager[InProcess]:
        return nullcontext(InProcess(assistant, settings, manifest.asked_on))

    def with_model(script: str) -> AbstractContextManager[InProcess]:
        return _with_model(whole, replace(settings, model=f"scripted:{script}"))

    variants: list[tuple[str, str, Callable[[], AbstractContextManager[InProcess]], Sets]] = [
        ("whole", "everything, as people get it", lambda: nullcontext(whole), sets),
        ("lexical alone", "search by words alone", lambda: over(_with_search(corpus, ways["lexical"])), sets),
        ("dense alone", "search by meaning alone", lambda: over(_with_search(corpus, ways["dense"])), sets),
        (
            "no utterances",
            "without the example utterances",
            lambda: over(_with_search(without_utterances(corpus), ways["fused"])),
            sets,
        ),
        ("no context", "the last message alone", lambda: nullcontext(whole), without_context(sets)),
        ("scripted model", "with an honest language model", lambda: with_model("honest"), sets),
        ("lying model", "with a language model that lies", lambda: with_model("liar"), sets),
    ]
    several = {r.id for each in sets.chosen for r in each.records if isinstance(r, Question) and len(r.turns) > 1}
    rows = []
    for name, what, make, asked in variants:
        tell(f"{name} …")
        with make() as target:
            outcomes = Run(target, asked, corpus, settings).run().ran
        rows.append(Row(name=name, what=what, figures=_figures(outcomes, several)))
    counts = {each.name: len(each.records) for each in sets.chosen}
    return Table(corpus=corpus_digest(settings.corpus_dir), sets=counts, rows=tuple(rows))


def without_utterances(corpus: Corpus) -> Corpus:
    """The corpus with every example utterance taken away."""
    schemes = {ident: _stripped(scheme) for ident, scheme in corpus.schemes.items()}
    return Corpus(schemes, corpus.sections, corpus.sources)


def without_context(sets: Sets) -> Sets:
    """The same cases, each with its last message alone."""
    return Sets(tuple(_last_turns(each) for each in sets.chosen), sets.grounds, whole=False, index=False)


def read_table(path: Path) -> Table | None:
    """The table as it was last measured; None where it was not.

    Raises:
        EvaluationError: the file cannot be used.
    """
    if not path.exists():
        return None
    try:
        return Table.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise EvaluationError("\n".join(f"{path}: {fault}" for fault in explain(error))) from error


def write_table(table: Table, path: Path) -> None:
    """Write the table, the same bytes for the same figures."""
    text = json.dumps(table.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def table_lines(table: Table) -> Iterator[str]:
    """The table for a terminal."""
    yield f"{'':16}" + "".join(f"{name:>16}" for name in METRICS)
    for row in table.rows:
        if row.missing:
            yield f"{row.name:16}  {row.missing}"
        else:
            cells = (f"{row.figures[name]:.4f}" if name in row.figures else "–" for name in METRICS)
            yield f"{row.name:16}" + "".join(f"{cell:>16}" for cell in cells)


def _with_search(corpus: Corpus, retrieval: Retrieval) -> Assistant:
    from assistant.service import Assistant

    return Assistant(corpus, lambda: retrieval)


@contextmanager
def _with_model(whole: InProcess, settings: Settings) -> Iterator[InProcess]:
    """The same assistant with a language model at its side."""
    from assistant.generation import open_helper

    helped = copy.copy(whole.assistant)
    with connected(settings) as callable_settings:
        helped.helper = open_helper(callable_settings, helped.corpus.schemes, helped.hits)
        yield InProcess(helped, whole.settings, whole.asked_on)


def _stripped(value: Any) -> Any:
    """The same model with the utterances of all its words left out."""
    if isinstance(value, Words):
        return value.model_copy(update={"utterances": ()})
    if isinstance(value, BaseModel):
        return value.model_copy(update={name: _stripped(getattr(value, name)) for name in type(value).model_fields})
    if isinstance(value, Mapping):
        return {key: _stripped(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(_stripped(inner) for inner in value)
    return value


def _last_turns(each: DataSet) -> DataSet:
    records = tuple(
        record.model_copy(update={"turns": record.turns[-1:]})
        if isinstance(record, Question) and len(record.turns) > 1
        else record
        for record in each.records
    )
    return DataSet(each.name, each.kind, each.group, each.path, each.sha256, records, each.listed)


def _figures(outcomes: Sequence[Outcome], several: Container[str]) -> dict[str, float]:
    found = {name: figure(name, outcomes, intervals=False) for name in METRICS if name != "conversation"}
    talks = [outcome for outcome in outcomes if outcome.id in several]
    found["conversation"] = figure("accuracy", talks, intervals=False)
    return {name: value.value for name, value in found.items() if value is not None}
