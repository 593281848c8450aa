"""Functions timed side by side in one process, in turns, over the same questions: medians, spread and ratios.

By the clock, and by the processor, which a busy machine disturbs less. In each round every function gets every question
before the next one, so that none has what the one before has just read.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.answer import Answer
from assistant.conversation import Selection, Turn
from assistant.keeping import KeptAnswers
from assistant.language.tokens import language_of
from assistant.retrieval.embedding import load_embedder
from assistant.service import Assistant
from assistant.settings import Settings
from evals.bench.generator import percentile
from evals.bench.questions import Request
from evals.home import Home
from evals.manifest import read_manifest
from evals.records import Attack
from evals.sets import load_sets

QUESTIONS = 150
"""Questions of each round: more than any text that is remembered from one question to the next."""

FLOOR = "dot product with all vectors (numpy)"
STOCK = "LangChain: splitter, Chroma, prompt"
_K = 5
_KEPT_MB = 64


@dataclass(frozen=True, slots=True)
class Function:
    """One function: what it is called, and what it does with the question of a number in a round."""

    name: str
    call: Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds of one function; `times_floor` and `times_stock` are ratios of medians in the same run."""

    name: str
    calls: int
    median_ms: float
    p95_ms: float
    p99_ms: float
    median_cpu_ms: float
    times_floor: float
    times_stock: float


def selection_of(request: Request) -> Selection:
    """What was selected in a request."""
    return Selection(*(request.get(name) for name in ("scheme", "plan", "type", "rank", "residents")))


def turns_of(request: Request) -> tuple[Turn, ...]:
    """What was said before it."""
    return tuple(Turn(turn["role"], turn["content"]) for turn in request.get("history", ()))


def functions(assistant: Assistant, settings: Settings, requests: Sequence[Request]) -> list[Function]:
    """What is compared, over these requests. The stock chain is built here, which is not timed."""
    from evals.bench.stock import chain

    embedder = load_embedder(settings.embedding)
    retrieval = assistant.retrieval()
    vectors = np.concatenate([shard.vectors for shard in retrieval._shards if shard.vectors is not None])
    asked = [np.asarray(embedder.embed_query(each["question"]), dtype=np.float32) for each in requests]
    stock = chain(assistant.corpus.sections, embedder)
    off, kept = KeptAnswers(0), KeptAnswers(_KEPT_MB)

    def floor(_: int, number: int) -> object:
        # As retrieval does it: a product of BLAS would let threads wait for each other.
        cosines = np.einsum("ij,j->i", vectors, asked[number])
        return np.argpartition(cosines, -_K)[-_K:]

    def ask(number: int, blanks: int, kept: KeptAnswers) -> Answer:
        request, assistant.kept = requests[number], kept
        question = request["question"] + " " * blanks
        return assistant.ask(question, selection=selection_of(request), history=turns_of(request))

    def search(_: int, number: int) -> object:
        question = requests[number]["question"]
        return retrieval.search(question, _K, requests[number].get("scheme"), language_of(question))

    def grounded(_: int, number: int) -> object:
        return assistant.search(requests[number]["question"], k=_K, scheme=requests[number].get("scheme"))

    return [
        Function(FLOOR, floor),
        Function("embedding of a question", lambda _, number: embedder.embed_query(requests[number]["question"])),
        Function("retrieval: words and meaning, fused", search),
        Function(STOCK, lambda _, number: stock(requests[number]["question"])),
        Function("retrieval with what the answer rests on", grounded),
        Function("answer, computed", lambda turn, number: ask(number, turn, off)),
        Function("answer, asked before", lambda _, number: ask(number, 0, kept)),
    ]


def measure(compared: Sequence[Function], questions: int, rounds: int) -> list[Timed]:
    """Time each function with each question in each round; a first round warms up and is not counted."""
    clock: dict[str, list[float]] = {each.name: [] for each in compared}
    worked: dict[str, list[float]] = {each.name: [] for each in compared}
    for turn in range(rounds + 1):
        for each in compared:
            for number in range(questions):
                started, working = time.perf_counter(), time.process_time()
                each.call(turn, number)
                if turn:
                    clock[each.name].append((time.perf_counter() - started) * 1000)
                    worked[each.name].append((time.process_time() - working) * 1000)
    medians = {name: statistics.median(times) for name, times in clock.items()}
    found = []
    for name, times in clock.items():
        ascending = sorted(times)
        found.append(
            Timed(
                name,
                len(times),
                round(medians[name], 3),
                percentile(ascending, 0.95),
                percentile(ascending, 0.99),
                round(statistics.median(worked[name]), 3),
                _ratio(medians[name], medians.get(FLOOR)),
                _ratio(medians[name], medians.get(STOCK)),
            )
        )
    return found


def measure_drafts(assistant: Assistant, most: int | None = None) -> dict[str, Any]:
    """Milliseconds to judge each draft of our data set against its answer, which was computed before."""
    home = Home()
    (drafts,) = load_sets(read_manifest(home.data), home.data, wanted=("drafts",)).chosen
    answers: dict[str, Answer] = {}
    times: list[float] = []
    guardrail = assistant.guardrail()
    for record in drafts.records[:most]:
        assert isinstance(record, Attack)
        if record.question not in answers:
            answers[record.question] = assistant.ask(record.question, selection=Selection(record.selected.scheme))
        started = time.perf_counter()
        guardrail.verify(record.text, answers[record.question], record.question)
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return {"drafts": len(times), "median_ms": percentile(times, 0.5), "p95_ms": percentile(times, 0.95)}


def _ratio(median: float, other: float | None) -> float:
    return round(median / other, 2) if other else 0.0
