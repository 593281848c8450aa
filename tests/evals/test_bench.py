"""The benchmarks measure what they say: short runs against real servers, figures that can be counted by hand."""

from __future__ import annotations

import json
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant.corpus.loader import Corpus
from assistant.errors import EvaluationError
from assistant.retrieval.embedding import load_embedder
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.web.application import create_app
from evals.bench import functions, questions, stock
from evals.bench.__main__ import main
from evals.bench.functions import FLOOR, STOCK, Function
from evals.bench.generator import Plan, percentile
from evals.bench.loads import Loop, Sender, loops, measure_idle, send
from evals.bench.server import Server
from evals.home import Home

if TYPE_CHECKING:
    from fastapi import FastAPI

ServeApp = Callable[["FastAPI"], AbstractContextManager[str]]
REQUESTS: list[questions.Request] = [
    {"question": f"調査に{number}万円かかりました。いくら支払われますか", "scheme": "silver"}
    for number in range(100, 110)
]
BODIES = [json.dumps(request) for request in REQUESTS]


@pytest.fixture(scope="module")
def assistant(settings: Settings) -> Assistant:
    return Assistant.open(settings, lazy=True)


@pytest.fixture(scope="module")
def address(assistant: Assistant, settings: Settings, serve_app: ServeApp) -> Iterator[str]:
    with serve_app(create_app(assistant, replace(settings, calls_per_minute=0))) as found:
        yield found


# What is asked


def test_nothing_that_is_set_aside_is_asked() -> None:
    asked = {request["question"] for request in questions.of_data_sets()}
    held = set()
    for path in Home().data.rglob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if (
                record.get("split") == "held" and "turns" in record
            ):  # of a draft its text is set aside, not its question
                held.add(record["turns"][-1])
    assert len(asked) > 1_000 and held and not asked & held


def test_examples_of_all_schemes_come_first(assistant: Assistant) -> None:
    found = questions.examples(assistant.catalogue())
    first = {request["scheme"] for request in found[:10]}
    assert first == {scheme.id for scheme in assistant.catalogue()}


def test_the_mix_repeats_what_stands_first_and_is_the_same_each_time() -> None:
    taken = questions.taken(questions.mixed(REQUESTS), 3_000)
    counted = Counter(request["question"] for request in taken)
    shares = [counted[request["question"]] / 3_000 for request in REQUESTS]
    whole = sum(1 / rank for rank in range(1, 11))
    assert shares == pytest.approx([1 / rank / whole for rank in range(1, 11)], abs=0.03)
    assert taken == questions.taken(questions.mixed(REQUESTS), 3_000)
    assert questions.repeated(taken) == 1 - 10 / 3_000


def test_distinct_questions_never_repeat() -> None:
    assert questions.repeated(questions.taken(questions.distinct(REQUESTS), 35)) == 0


# The generator


def test_each_user_of_a_closed_loop_waits_for_the_answer(address: str) -> None:
    figures = send(Plan(address, BODIES, users=3, seconds=1.0))
    assert figures.answers == figures.requests >= 3
    assert 0 < figures.p50_ms <= figures.p95_ms <= figures.p99_ms <= figures.max_ms
    # Three at a time: what each waited adds up to no more than three times what it took altogether.
    assert figures.p50_ms * figures.answers / 2 <= 3 * 1000 * figures.answers / figures.answers_per_s
    assert figures.share_429 == figures.share_failed == 0


def test_users_who_think_ask_less(address: str) -> None:
    figures = send(Plan(address, BODIES, users=2, think_s=0.5, seconds=2.0))
    assert 2 <= figures.requests <= 25


def test_an_open_loop_sends_as_many_as_it_is_told(address: str) -> None:
    figures = send(Plan(address, BODIES, loop="open", rate=20, seconds=3.0))
    assert 30 <= figures.requests <= 95 and figures.left_out == 0


def test_who_is_refused_is_counted_apart_from_errors(
    assistant: Assistant, settings: Settings, serve_app: ServeApp
) -> None:
    with serve_app(create_app(assistant, replace(settings, calls_per_minute=3))) as strict:
        figures = send(Plan(strict, BODIES, users=8, seconds=0.5))
    assert figures.answers == 3
    assert figures.share_429 == pytest.approx(1 - 3 / figures.requests, abs=1e-3)
    assert figures.share_failed == 0 and figures.told_to_wait


def test_a_server_that_is_not_there_is_an_error_by_its_name() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = taken.getsockname()[1]
    figures = send(Plan(f"http://127.0.0.1:{nobody}", BODIES, users=2, think_s=0.1, seconds=0.3))
    assert figures.answers == 0 and figures.share_failed == 1.0
    assert set(figures.failures) == {"ConnectError"}


def test_a_plan_that_cannot_be_read_says_so() -> None:
    with pytest.raises(EvaluationError, match="load generator failed"):
        send(Plan("http://127.0.0.1:9", BODIES, seconds=0.1, users="many"))  # type: ignore[arg-type]


def test_percentiles_are_values_that_were_measured() -> None:
    times = [float(n) for n in range(1, 101)]
    assert [percentile(times, share) for share in (0.5, 0.95, 0.99, 1.0)] == [51, 96, 100, 100]
    assert percentile([], 0.5) == 0.0


# Loops


def test_a_run_has_the_mix_and_distinct_questions_with_and_without_thinking() -> None:
    found = {loop.name for loop in loops([1, 200], [20.0], think_s=1.0)}
    assert found == {
        "closed, 1 users, think 1 s, mix",
        "closed, 200 users, think 1 s, mix",
        "closed, 1 users, think 1 s, distinct",
        "closed, 200 users, think 1 s, distinct",
        "closed, 1 users, no thinking, mix",
        "closed, 200 users, no thinking, mix",
        "open, 20 a second, mix",
        "open, 20 a second, distinct",
    }


def test_a_loop_tells_what_it_did_to_the_server(address: str) -> None:
    import os

    server = Server(address, os.getpid(), 0.0)
    sender = Sender(REQUESTS)
    ran = sender.run(server, Loop("closed", "distinct", 2), 0.5).as_json()
    assert ran["repeated"] == 0 and ran["answers"] > 0
    assert ran["memory_before_mb"] > 50 and ran["cpu_ms"] > 0
    idle = measure_idle(server, REQUESTS, 20, 0.5)
    assert idle["streams"] == 20 and idle["share_failed"] == 0


# Functions


def test_functions_are_timed_in_turns_and_held_against_each_other() -> None:
    called: list[str] = []

    def does(name: str, work: int) -> Function:
        def call(turn: int, number: int) -> object:
            called.append(name)
            return sum(range(work))

        return Function(name, call)

    floor, slow = functions.measure([does(FLOOR, 2_000), does(STOCK, 200_000)], questions=5, rounds=2)
    assert called == ([FLOOR] * 5 + [STOCK] * 5) * 3
    assert (floor.calls, slow.calls) == (10, 10)
    assert floor.times_floor == slow.times_stock == 1.0
    assert slow.times_floor > 10 > 1 > floor.times_stock


def test_the_stock_chain_finds_the_brochures(whole_corpus: Corpus) -> None:
    ask = stock.chain([each for each in whole_corpus.sections if each.scheme == "silver"], load_embedder(None))
    prompt: Any = ask("情報漏えい限定プランの免責金額はいくらですか")
    assert "免責" in prompt.to_string()


# The command


def test_functions_and_load_in_one_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    short = ["--rounds", "1", "--questions", "3", "--drafts", "2"]
    quick = ["--users", "2", "--rates", "5", "--think", "0", "--seconds", "1", "--idle", "5"]
    assert main(["functions", "load", *short, *quick, "--json", str(tmp_path / "bench.json")]) == 0
    shown = capsys.readouterr().out
    told = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert told["schema"] == "bench/1"
    names = {each["name"] for each in told["functions"]}
    assert {FLOOR, STOCK, "answer, computed", "answer, asked before"} <= names
    assert all(each["share_failed"] == 0 and each["answers"] for each in told["load_runs"])
    for each in [*told["functions"], *told["load_runs"]]:
        assert f"| {each['name']}" in shown
    assert "5 idle streams" in shown


def test_a_part_that_does_not_exist_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["everything"]) == 2
    assert "functions, starts, load" in capsys.readouterr().err
