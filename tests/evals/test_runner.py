"""A run: the same bytes twice, what was measured is kept when the target dies, and nothing that is set aside is shown."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant.conversation import Selection, Turn
from assistant.errors import EvaluationError
from evals.gate import judge_at
from evals.manifest import read_manifest
from evals.results import ANSWERS, RESOURCES, RESULTS, read_cases, read_resources, read_results
from evals.runner import Run
from evals.sets import check_sets, load_sets
from evals.targets import Http, InProcess, Posted, TargetDiedError, converse
from tests.evals.conftest import ROOT, Small

if TYPE_CHECKING:
    from fastapi import FastAPI


def command(small: Small, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "evals", *arguments],
        cwd=ROOT,
        env=environment_of(small, **environment),
        capture_output=True,
        text=True,
        timeout=120,
    )


def environment_of(small: Small, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "ASSISTANT_CORPUS_DIR": str(small.corpus),
        "ASSISTANT_DATA_DIR": str(small.settings.data_dir),
        **more,
    }


def test_two_runs_in_two_processes_give_the_same_bytes(with_baseline: Small, tmp_path: Path) -> None:
    home = str(with_baseline.home.folder)
    for name, seed in (("one", "1"), ("two", "2")):
        done = command(with_baseline, "run", "--home", home, "--out", str(tmp_path / name), PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "This version may be released." in done.stdout
    for file in (RESULTS, ANSWERS, "gate.json", "junit.xml", "report.md"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file


def test_every_kind_of_set_runs_and_adds_to_its_metrics(small: Small, tmp_path: Path) -> None:
    results = small.run(tmp_path)
    assert results.complete and results.whole
    figures = results.scopes["questions"]
    assert figures["accuracy"].scored == 11 and figures["accuracy"].total == 12
    assert figures["conversation"].total == figures["abstention_recall"].total == 1
    assert figures["justification"].value == figures["citation_gold"].value == 1
    assert results.confusion["questions"]["not_covered"] == {"not_covered": 4}
    assert results.scopes["searches"]["success@10/fused"].value == 1
    assert set(results.scopes["searches"]) >= {"mrr/lexical", "ndcg@10/dense", "recall@3/fused"}
    assert results.scopes["attacks"]["attack_withstood"].value == 1
    assert results.scopes["index"]["index_fresh"].total == 2  # one collection a language
    (paper,) = [outcome for outcome in results.outcomes if outcome.id == "paper-1"]
    assert paper.skipped is None and paper.aspects["document"] and paper.right
    assert results.slices["turns"]["several"]["accuracy"].total == 1
    took = read_resources(tmp_path)
    assert took.answers == 12 and took.median_ms is not None and took.peak_mib is not None


def test_latency_is_kept_out_of_what_must_be_the_same(small: Small, tmp_path: Path) -> None:
    small.run(tmp_path)
    assert (tmp_path / RESOURCES).exists()
    assert "_ms" not in (tmp_path / RESULTS).read_text(encoding="utf-8")
    assert "seconds" not in (tmp_path / ANSWERS).read_text(encoding="utf-8")


def test_what_is_set_aside_is_counted_and_not_shown(small: Small, tmp_path: Path) -> None:
    results = small.run(tmp_path)
    (held,) = [outcome for outcome in results.ran if outcome.held]
    assert not held.right
    assert held.problems == ("amount", "must")
    written = "".join((tmp_path / name).read_text(encoding="utf-8") for name in (RESULTS, ANSWERS))
    assert "秘密の合言葉" not in written and "77777" not in written
    assert read_cases(tmp_path)["small-held-1"].turns == ()


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ({"wanted": ["searches"]}, {"find-1", "find-2", "find-3", "find-4"}),
        ({"wanted": ["questions"], "slices": {"turns": {"several"}}}, {"small-premium-3"}),
        ({"slices": {"kind": {"undetermined", "llm_output"}}}, {"small-silent-1", "draft-1", "draft-2"}),
        ({"slices": {"plan": {"orchard/basket"}, "language": {"en"}}}, {"small-restore-2"}),
    ],
)
def test_a_part_can_be_chosen(small: Small, options: dict[str, Any], ids: set[str]) -> None:
    results = small.run(**options)
    assert {outcome.id for outcome in results.outcomes} == ids
    assert not results.whole


class Mortal:
    """A target that dies at its third question."""

    def __init__(self, target: InProcess, death: BaseException) -> None:
        self.name, self.assistant = target.name, target.assistant
        self._target, self._death, self._asked = target, death, 0

    def ask(self, question: str, selection: Selection, history: Sequence[Turn]) -> Mapping[str, Any]:
        self._asked += 1
        if self._asked == 3:
            raise self._death
        return self._target.ask(question, selection, history)

    def post(self, body: bytes, headers: Mapping[str, str]) -> Posted:
        raise NotImplementedError


@pytest.mark.parametrize("death", [TargetDiedError("The server is gone."), KeyboardInterrupt(), MemoryError()])
def test_a_target_that_dies_leaves_what_was_measured(
    with_baseline: Small, tmp_path: Path, death: BaseException
) -> None:
    target = Mortal(with_baseline.open(), death)
    loaded = load_sets(read_manifest(with_baseline.home.data), with_baseline.home.data)
    corpus = target.assistant.corpus
    results = Run(target, check_sets(loaded, corpus), corpus, with_baseline.settings).run(tmp_path)
    assert not results.complete and results.reason
    assert [outcome.id for outcome in results.ran] == ["small-premium-1", "small-premium-2"]
    assert read_results(tmp_path) == results
    assert set(read_cases(tmp_path)) == {"small-premium-1", "small-premium-2"}
    judgement = judge_at(with_baseline.home, results)
    assert not judgement.passed
    assert "incomplete after 2 cases" in judgement.checks[0].message


def test_a_run_that_is_killed_leaves_its_answers_and_counts_as_incomplete(small: Small, tmp_path: Path) -> None:
    # Enough cases that the run is still going on when it is killed.
    rows = [
        {
            "id": f"many-{n}",
            "scheme": "orchard",
            "lang": "ja",
            "turns": ["身代金は？"],
            "kind": "fact",
            "must": [["身代金"]],
        }
        for n in range(5000)
    ]
    many = tmp_path / "many.jsonl"
    many.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    out = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, "-m", "evals", "run", "--home", str(small.home.folder), "--dataset", str(many), "--out", str(out)],
        cwd=ROOT, env=environment_of(small), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while not (out / ANSWERS).exists() or (out / ANSWERS).stat().st_size < 5000:
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    assert len(read_cases(out)) > 2
    results = read_results(out)
    assert not results.complete and "ended from outside" in (results.reason or "")


def test_a_defect_is_the_outcome_of_its_case_alone(small: Small) -> None:
    target = Mortal(small.open(), ValueError("a defect"))
    got = [converse(target, ["身代金は？"], Selection("orchard")) for _ in range(4)]
    assert [answer.error for answer in got] == [None, None, "defect: ValueError: a defect", None]


def test_a_question_that_is_refused_is_wrong_and_says_why(small: Small) -> None:
    got = converse(small.open(), ["保険料は？"], Selection("orchard", "shed"))
    assert got.answer is None and "There is no plan 'shed'" in (got.error or "")


def test_turns_are_asked_with_what_was_said_before(small: Small) -> None:
    target = small.open()
    got = converse(target, ["納屋プラン、タイプS、ランクAの保険料はいくらですか", "ランクBなら？"], Selection())
    assert got.answer is not None
    assert [amount["yen"] for amount in got.answer["amounts"]] == [9800]


def test_over_http_the_answers_are_the_same(
    small: Small, tmp_path: Path, serve_app: Callable[[FastAPI], AbstractContextManager[str]]
) -> None:
    from fastapi import FastAPI

    from assistant.web.api import api_router
    from assistant.web.metrics import Metrics
    from assistant.web.problems import install_handlers

    here = small.open()
    app = FastAPI()
    install_handlers(app)
    app.include_router(api_router(here.assistant, small.settings.max_question_chars, Metrics()))
    loaded = load_sets(read_manifest(small.home.data), small.home.data)
    corpus = here.assistant.corpus
    sets = check_sets(loaded, corpus)
    local = Run(here, sets, corpus, small.settings).run(tmp_path / "local")
    with serve_app(app) as address:
        served = Http.open(address)
        remote = Run(served, sets, corpus, small.settings).run(tmp_path / "remote")
    assert remote.complete and remote.target == address
    asked = {outcome.id: outcome for outcome in remote.ran}
    assert asked and all(asked[o.id] == o for o in local.ran if o.dataset == "questions")
    assert {o.skipped for o in remote.outcomes if o.dataset == "searches"} == {
        "the search has no door of its own over HTTP"
    }
    assert "index" not in remote.scopes
    with pytest.raises(TargetDiedError, match="does not answer any more"):
        served.ask("保険料は？", Selection(), ())
    with pytest.raises(EvaluationError, match="cannot be reached"):
        Http.open(address)
