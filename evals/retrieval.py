"""Search measured alone: where the passages with the answer stand, by scheme, language and kind of question.

`python -m evals retrieval` ranks the restated brochures for every case whose grounds are known and for the searches in
lay words; the originals too where their folder is given (`ASSISTANT_BROCHURES`), and general Japanese text where that
of JGLUE is (`ASSISTANT_JGLUE`). Search by words (`lexical`), by meaning (`dense`), by both (`fused`) and with what the
computed answer rests on besides (`grounded`, which is what a person gets) are told apart, and what the answer cites is a
row of its own. Over the originals, `linked` is search by both with the links from restated sections. The slice `tuning` are
the searches that weights are set on; they tell nothing of how well it does.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.conversation import Selection
from assistant.settings import Settings
from evals.home import Home
from evals.manifest import read_manifest
from evals.originals_search import rank_originals
from evals.records import Question, Search
from evals.searches import PARTS, metrics_of, rankings_over
from evals.sets import Sets, check_sets, load_sets
from evals.targets import InProcess, converse, open_in_process

if TYPE_CHECKING:
    from assistant.retrieval import Hit, Retrieval

Figures = dict[str, float]

SHOWN = ("success@1", "success@3", "success@5", "success@10", "mrr", "ndcg@10")
"""The metrics of the table: a passage with the answer among the first 1, 3, 5 and 10, and two that weigh ranks."""

TUNING = "tuning"
"""The slice of the searches that weights are set on."""

GROUNDED = "grounded"
"""The ranking that a person gets: by words, by meaning, and by what the computed answer rests on."""

BY_ANSWER = "cited"
"""The ranking that an answer gives: its citations in their order, then what search finds."""


class Row(BaseModel):
    """The figures of one ranking over the cases of one slice."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    corpus: str
    slice: str
    way: str
    cases: int
    figures: Figures


class Measured(BaseModel):
    """Everything that was measured, as it is stored."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Annotated[Literal["retrieval/1"], Field(alias="schema")] = "retrieval/1"
    embedding: str
    rows: tuple[Row, ...]
    general: Figures = {}
    scale: tuple[Figures, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A question and the sections of which one answers it; `slices` are what it is counted under."""

    search: Search
    slices: tuple[str, ...]
    turns: tuple[str, ...] = ()
    question: Question | None = None


def cases_of(sets: Sets) -> list[Case]:
    """The searches, and the questions whose grounds are known. All turns of a conversation are the query."""
    found: list[Case] = []
    for each in sets.chosen:
        for record in each.records:
            if isinstance(record, Search):
                found.append(Case(record, _slices(each.name, record.scheme, record.lang, "search")))
            elif isinstance(record, Question) and record.id in sets.grounds:
                sections = sets.grounds[record.id].sections
                if not sections:
                    continue
                name = "shared" if each.group == "shared" else each.name
                search = Search(
                    id=record.id,
                    scheme=record.scheme or "",
                    lang=record.lang,
                    question=" ".join(record.turns),
                    sections=list(sections),
                )
                slices = _slices(name, record.scheme or "several", record.lang, record.kind)
                found.append(Case(search, slices, tuple(record.turns), record))
    return found


def _slices(dataset: str, scheme: str, language: str, kind: str) -> tuple[str, ...]:
    inner = (f"{dataset}/{name}" for name in (language, scheme, kind))
    return (dataset, *dict.fromkeys(inner))


def measure(
    home: Home,
    settings: Settings,
    tell: Callable[[str], None],
    originals: Path | None = None,
    answers: bool = True,
    parts: bool = False,
) -> tuple[str, list[Row]]:
    """The embedding that was searched with, and the figures over the shipped corpus and, if given, the originals.

    With `parts`, search by words and meaning is also measured without each of the parts of what words are looked for.

    Raises:
        AssistantError: the corpus, the index, a data set or an original cannot be used.
    """
    manifest = read_manifest(home.data)
    loaded = load_sets(manifest, home.data)
    tell("Opening the assistant …")
    target = open_in_process(settings, manifest.asked_on)
    corpus = target.assistant.corpus
    cases = cases_of(check_sets(loaded, corpus))
    cases += [Case(each, (TUNING,)) for each in tuning_searches(home.tuning)]
    ways = rankings_over(corpus.sections, settings, parts=parts)
    tell(f"Searching the restated brochures for {len(cases)} questions …")
    ranked = {way: {c.search.id: _sections(r, c.search) for c in cases} for way, r in ways.items()}
    ranked[GROUNDED] = {c.search.id: _grounded(target, c.search) for c in cases}
    if answers:
        tell("Asking …")
        ranked[BY_ANSWER] = cited_first(target, cases, ranked["fused"])
    rows = list(_rows("restated", cases, ranked))
    if originals is not None:
        tell(f"Searching the originals in {originals} …")
        slices = {case.search.id: case.slices for case in cases}
        moved, found = rank_originals(target, settings, originals, [case.search for case in cases], tell)
        rows += _rows("originals", [Case(each, slices[each.id]) for each in moved], found)
    return ways["fused"].embedding, rows


def tuning_searches(path: Path) -> list[Search]:
    """The searches that weights are set on; none where there is no such file."""
    return (
        [Search.model_validate(each) for each in map(json.loads, path.read_text(encoding="utf-8").splitlines())]
        if path.exists()
        else []
    )


def _sections(retrieval: Retrieval, search: Search) -> list[str]:
    return _names(retrieval.search(search.question, 10, search.scheme or None, search.lang))


def _grounded(target: InProcess, search: Search) -> list[str]:
    return _names(target.assistant.search(search.question, k=10, scheme=search.scheme or None, language=search.lang))


def _names(hits: Iterable[Hit]) -> list[str]:
    return [f"{hit.passage.scheme}/{hit.passage.section}" for hit in hits]


def cited_first(target: InProcess, cases: Sequence[Case], found: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What the assistant's answers cite, in their order, then what search found. Searches are not asked."""
    ranked: dict[str, list[str]] = {}
    for case in cases:
        if case.question is None:
            continue
        got = converse(target, case.question.turns, Selection(**case.question.selected.model_dump()))
        cited = [f"{each['scheme']}/{each['section']}" for each in (got.answer or {}).get("citations") or ()]
        ranked[case.search.id] = list(dict.fromkeys((*cited, *found[case.search.id])))
    return ranked


def _rows(name: str, cases: Sequence[Case], ranked: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[Row]:
    for way, results in ranked.items():
        asked = [case for case in cases if case.search.id in results]
        values: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        # What a part adds is told of whole data sets; one question more or less of a slice tells nothing.
        few = way in PARTS
        slices = {c.search.id: tuple(s for s in c.slices if not (few and "/" in s)) for c in asked}
        for ident, metric, value in metrics_of([case.search for case in asked], results):
            for each in slices[ident]:
                values[each][metric].append(value)
        for each, found in sorted(values.items()):
            figures = {metric: round(sum(all_) / len(all_), 4) for metric, all_ in sorted(found.items())}
            yield Row(corpus=name, slice=each, way=way, cases=len(next(iter(found.values()))), figures=figures)


def write_measured(measured: Measured, path: Path) -> None:
    """Write the figures, the same bytes for the same figures."""
    text = json.dumps(measured.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def table_lines(measured: Measured) -> Iterator[str]:
    """The figures for a terminal: slices one below the other, each in all its rankings."""
    yield f"embedding {measured.embedding}"
    if measured.rows:
        width = max(len(row.slice) for row in measured.rows) + 2
        yield f"{'':{width}}{'':>9}{'n':>5}" + "".join(f"{name:>12}" for name in SHOWN)
        for corpus, rows in _grouped(measured.rows):
            yield f"— {corpus}"
            for row in rows:
                cells = "".join(f"{row.figures.get(name, 0):>12.3f}" for name in SHOWN)
                yield f"{row.slice:{width}}{row.way:>9}{row.cases:>5}{cells}"
    for name, value in measured.general.items():
        yield f"{name:40} {value:.4f}"
    for each in measured.scale:
        yield "  ".join(f"{name} {value:,g}" for name, value in each.items())


def _grouped(rows: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.corpus].append(row)
    for name, found in groups.items():
        yield name, sorted(found, key=lambda row: row.slice)
