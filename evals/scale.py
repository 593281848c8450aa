"""What an index costs as it grows: seconds to build and to open, milliseconds a question, memory, and their exponents.

`python -m evals scale` measures it over made-up brochures: sentences of the restated ones, shuffled by a seed and given
made-up numbers, so that words occur as often as in real ones. Beside the large scheme stands a small one, which is asked
as well: what is asked of one scheme must not cost more because there are others. Each size is measured in a folder that
is removed afterwards, in the order of the sizes, as memory is that of the process so far.
"""

from __future__ import annotations

import json
import math
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.corpus.brochure import Section
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.retrieval import Retrieval

QUESTIONS = 200
"""Questions asked of each scheme at each size; each is a sentence of the brochures cut short."""

SMALL = 200
"""Passages of the small scheme."""

SIZES = (1_000, 10_000, 100_000)
"""The sizes of the curve, in passages."""

_SEED = 8
_SENTENCES = 3
GROWING = ("build_s", "build_cpu_s", "open_s", "p50_ms", "known_p50_ms", "disk_mb", "peak_memory_mb")
"""Figures whose growth is told."""

_LEAST = 1e-3


class Curve(BaseModel):
    """Everything that was measured, as it is stored.

    `exponents` tell of each figure how it grows with the passages n, as n to this power: the slope of a line through the
    logarithms of both.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Annotated[Literal["scale/1"], Field(alias="schema")] = "scale/1"
    embedding: str
    load: float
    sizes: tuple[dict[str, float], ...]
    exponents: dict[str, float]


def made_up(
    sections: Sequence[Section], count: int, language: str = "ja", scheme: str = "made-up"
) -> Iterator[Section]:
    """`count` sections of three sentences each, the same every time."""
    rng = random.Random(_SEED)
    sentences = [
        line.strip("-*| ")
        for section in sections
        if section.language == language
        for line in section.text.splitlines()
        if len(line) > 20 and not line.startswith("|")
    ]
    for number in range(count):
        text = "\n\n".join(f"{rng.choice(sentences)} {rng.randrange(100_000)}" for _ in range(_SENTENCES))
        yield Section(scheme, scheme, f"s-{number:07d}", 1, language, 2, f"{number:07d}", text, None)


def measure_size(sections: Sequence[Section], count: int, settings: Settings) -> dict[str, float]:
    """Build, open and ask an index of `count` passages and a small scheme beside them.

    Seconds are of the clock, or of all processors where the name ends in `cpu_s`; milliseconds a question are of the clock,
    or of the processor where it ends in `cpu_ms`; sizes are in millions of bytes.
    """
    from assistant.retrieval import Retrieval

    large = tuple(made_up(sections, count))
    generated = (*large, *made_up(sections, SMALL, scheme="small"))
    with tempfile.TemporaryDirectory() as scratch:
        place = replace(settings, data_dir=Path(scratch))
        started, worked = time.perf_counter(), time.process_time()
        Retrieval.open(generated, place.data_dir, place.embedding)
        built, building = time.perf_counter() - started, time.process_time() - worked
        started = time.perf_counter()
        retrieval = Retrieval.open(generated, place.data_dir, place.embedding)
        opened = time.perf_counter() - started
        rng = random.Random(_SEED)
        questions = [rng.choice(large).text[:30] for _ in range(QUESTIONS)]
        times, worked_times = _ask(retrieval, questions, "made-up")
        known, known_worked = _ask(retrieval, questions, "small")
        size = sum(file.stat().st_size for file in Path(scratch).rglob("*") if file.is_file())
    return {
        "passages": float(count),
        "build_s": round(built, 1),
        "build_cpu_s": round(building, 1),
        "open_s": round(opened, 2),
        "p50_ms": _at(times, 0.5),
        "p95_ms": _at(times, 0.95),
        "p50_cpu_ms": _at(worked_times, 0.5),
        "known_p50_ms": _at(known, 0.5),
        "known_p50_cpu_ms": _at(known_worked, 0.5),
        "disk_mb": round(size / 1e6, 1),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 0),
    }


def measure_curve(
    sections: Sequence[Section], sizes: Sequence[int], settings: Settings, tell: Callable[[str], None]
) -> Curve:
    """The figures at each size, the smallest first.

    Raises:
        AssistantError: the embedding or the index cannot be used.
    """
    from assistant.retrieval.embedding import load_embedder

    load = round(os.getloadavg()[0], 1)
    found = []
    for count in sorted(set(sizes)):
        tell(f"{count:,} passages …")
        found.append(measure_size(sections, count, settings))
    identity = load_embedder(settings.embedding).identity
    return Curve(embedding=identity, load=load, sizes=tuple(found), exponents=exponents(found))


def exponents(sizes: Sequence[dict[str, float]]) -> dict[str, float]:
    """How each figure grows with the passages; nothing where there are not two sizes."""
    if len(sizes) < 2:
        return {}
    passages = [math.log(each["passages"]) for each in sizes]
    middle = sum(passages) / len(passages)
    spread = sum((x - middle) ** 2 for x in passages)
    grown = {}
    for name in GROWING:
        values = [math.log(max(each[name], _LEAST)) for each in sizes]
        grown[name] = round(sum((x - middle) * y for x, y in zip(passages, values, strict=True)) / spread, 2)
    return grown


def write_curve(curve: Curve, path: Path) -> None:
    """Write the figures as JSON."""
    text = json.dumps(curve.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def curve_lines(curve: Curve) -> Iterator[str]:
    """The figures for a terminal: a line a figure, a column a size, and the exponent."""
    yield f"embedding {curve.embedding}, load at the start {curve.load}"
    for name in curve.sizes[0]:
        cells = "".join(f"{each[name]:>14,g}" for each in curve.sizes)
        grown = f"   n^{curve.exponents[name]}" if name in curve.exponents else ""
        yield f"{name:18}{cells}{grown}"


def _ask(retrieval: Retrieval, questions: Sequence[str], scheme: str) -> tuple[list[float], list[float]]:
    """Milliseconds of each question by the clock and by the processor, ascending; the first one warms up."""
    retrieval.search(questions[0], 5, scheme, "ja")
    times, worked = [], []
    for question in questions:
        started, working = time.perf_counter(), time.process_time()
        retrieval.search(question, 5, scheme, "ja")
        times.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - working) * 1000)
    return sorted(times), sorted(worked)


def _at(times: Sequence[float], share: float) -> float:
    return round(times[int(len(times) * share)], 2)
