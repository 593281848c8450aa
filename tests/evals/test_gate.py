"""The gate: a threshold is met or missed, what cannot be computed is missed, and the baseline holds case by case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import EvaluationError
from evals.baseline import Baseline, baseline_of, read_baseline, write_baseline
from evals.gate import Accepted, Gate, Judgement, Threshold, judge, read_gate
from evals.home import Home
from evals.outcomes import Outcome
from evals.results import Results, Versions, summarise

Failed = Callable[[Judgement], set[str]]
WHY = "because a test says so"


def case(ident: str, right: bool = True, **fields: Any) -> Outcome:
    fields = {"dataset": "set", "cluster": ident[:1], "shares": {"accuracy": (float(right), 1)}, **fields}
    return Outcome(id=ident, aspects={"answer": right}, **fields)


def results(*outcomes: Outcome, complete: bool = True, whole: bool = True, **fields: Any) -> Results:
    fields = {"target": "in-process", "versions": Versions(assistant="1", corpus="c", sets={"set": "s"}), **fields}
    return summarise(outcomes, {}, complete=complete, whole=whole, **fields)


def gate(at_least: float = 0.5, accepted: tuple[Accepted, ...] = (), **fields: Any) -> Gate:
    fields = {"metric": "accuracy", "over": "set", "at_least": at_least, "reason": WHY, **fields}
    return Gate(threshold=(Threshold.model_validate(fields),), accepted=accepted)


def baseline(*right: str, wrong: tuple[str, ...] = ()) -> Baseline:
    aspects: dict[str, tuple[str, ...]] = {ident: ("answer",) for ident in right} | dict.fromkeys(wrong, ())
    return Baseline(versions=Versions(assistant="0", corpus="b", sets={}), figures={}, cases={"set": aspects})


def test_all_is_well(failed: Failed) -> None:
    judgement = judge(results(case("a"), case("b")), gate(), baseline("a", "b"))
    assert judgement.passed and failed(judgement) == set()


@pytest.mark.parametrize(("bound", "passes"), [(0.5, True), (0.51, False), (0.49, True)])
def test_a_threshold_has_no_tolerance(bound: float, passes: bool) -> None:
    assert judge(results(case("a"), case("b", False)), gate(bound), baseline("a", wrong=("b",))).passed is passes


def test_a_metric_that_no_case_adds_to_fails(failed: Failed) -> None:
    judgement = judge(results(case("a")), gate(over="other"), baseline("a"))
    assert failed(judgement) == {"Right answers (other)"}
    assert "could not be computed" in judgement.checks[1].message


def test_zero_cases_fail(failed: Failed) -> None:
    assert "the run is complete" in failed(judge(results(), gate(), baseline()))
    skipped = Outcome(id="a", dataset="set", cluster="a", skipped="no door")
    assert "the run is complete" in failed(judge(results(skipped), gate(), baseline()))


def test_an_incomplete_run_fails_whatever_it_measured(failed: Failed) -> None:
    judgement = judge(results(case("a"), complete=False, reason="gone"), gate(), baseline("a"))
    assert failed(judgement) == {"the run is complete"}
    assert judgement.checks[0].message == "incomplete after 1 cases: gone"


def test_a_case_that_was_right_and_is_wrong_fails(failed: Failed) -> None:
    judgement = judge(results(case("a"), case("b", False)), gate(), baseline("a", "b"))
    assert judgement.regressions == (("b", "answer"),)
    assert failed(judgement) == {"nothing that was right is now wrong"}
    assert "b (answer)" in judgement.checks[2].message


def test_an_accepted_regression_passes_and_is_told() -> None:
    listed = gate(accepted=(Accepted(case="b", reason=WHY),))
    judgement = judge(results(case("a"), case("b", False)), listed, baseline("a", "b"))
    assert judgement.passed
    assert (judgement.regressions, judgement.accepted) == ((), (("b", "answer"),))


def test_an_acceptance_is_of_one_aspect() -> None:
    listed = gate(accepted=(Accepted(case="b", aspect="citation", reason=WHY),))
    assert not judge(results(case("a"), case("b", False)), listed, baseline("a", "b")).passed


def test_what_got_better_is_told_and_new_cases_are_free() -> None:
    judgement = judge(results(case("a"), case("new", False)), gate(), baseline(wrong=("a",)))
    assert judgement.passed
    assert judgement.improvements == (("a", "answer"),)


def test_a_case_that_no_longer_runs_is_lost(failed: Failed) -> None:
    judgement = judge(results(case("a")), gate(), baseline("a", "gone"))
    assert judgement.lost == ("gone",)
    assert failed(judgement) == {"every case of the baseline ran"}


def test_without_a_baseline_the_gate_fails(failed: Failed) -> None:
    assert failed(judge(results(case("a")), gate(), None)) == {"nothing that was right is now wrong"}


def test_a_part_is_held_against_the_baseline_alone(failed: Failed) -> None:
    part = results(case("b", False), whole=False)
    assert failed(judge(part, gate(1.0), baseline("a", wrong=("b",)))) == set()
    assert failed(judge(part, gate(1.0), baseline("a", "b"))) == {"nothing that was right is now wrong"}


def test_a_threshold_may_wait_for_a_module_or_be_for_one_target(failed: Failed) -> None:
    waiting = gate(over="none", needs="assistant.guardrail")
    assert failed(judge(results(case("a"), absent=("assistant.guardrail",)), waiting, baseline("a"))) == set()
    assert failed(judge(results(case("a")), waiting, baseline("a"))) == {"Right answers (none)"}
    local = gate(over="none", targets=["in-process"])
    assert failed(judge(results(case("a"), target="http://x"), local, baseline("a"))) == set()
    assert failed(judge(results(case("a")), local, baseline("a"))) == {"Right answers (none)"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[threshold]", "this is no TOML"),
        ('[[threshold]]\nmetric = "luck"\nover = "set"\nat_least = 1.0\nreason = "a long reason"', "no metric 'luck'"),
        ('[[threshold]]\nmetric = "accuracy"\nover = "set"\nreason = "a long reason"', "give either at_least or at_most"),
        ('[[threshold]]\nmetric = "accuracy"\nover = "set"\nat_most = 1.0\nreason = "a long reason"', "at_least is the bound"),
        ('[[threshold]]\nmetric = "accuracy"\nover = "set"\nat_least = 1.0\nreason = ""', "threshold.0.reason"),
        ('[[accepted]]\ncase = "x"\n', "accepted.0.reason"),
    ],
)  # fmt: skip
def test_thresholds_that_cannot_be_used_are_named(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError) as caught:
        read_gate(path)
    assert caught.value.message.startswith(str(path))
    assert told in caught.value.message


def test_the_baseline_is_written_a_line_a_case_and_read_again(tmp_path: Path) -> None:
    made = baseline_of(results(case("b", False), case("a")))
    write_baseline(made, tmp_path / "baseline.json")
    text = (tmp_path / "baseline.json").read_text(encoding="utf-8")
    assert '\n   "a": ["answer"],\n   "b": []\n' in text
    assert read_baseline(tmp_path / "baseline.json") == made
    write_baseline(read_baseline(tmp_path / "baseline.json"), tmp_path / "again.json")
    assert (tmp_path / "again.json").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("fields", [{"complete": False}, {"whole": False}, {"target": "http://x"}, {"model": "m"}])
def test_a_baseline_is_made_from_a_whole_run_alone(fields: dict[str, Any]) -> None:
    with pytest.raises(EvaluationError, match="complete run of every data set"):
        baseline_of(results(case("a"), **fields))


# ---------------------------------------------------------------- what the project itself asks for
def test_the_projects_thresholds_are_those_that_were_agreed() -> None:
    bounds = {(t.metric, t.over): t.bound for t in read_gate(Home().gate).threshold}
    assert bounds[("accuracy", "shared")] >= 0.90
    assert bounds[("wrong_verdict", "shared")] <= 0.01
    assert bounds[("answered", "shared")] >= 0.93
    assert bounds[("false_answer", "shared")] <= 0.08
    assert bounds[("recall_conditional", "shared")] >= 0.80
    assert bounds[("abstention_recall", "shared")] >= 0.80
    assert bounds[("citation_places", "all")] == bounds[("citation_rules", "all")] == 1.0
    assert bounds[("guardrail_false_accept", "injection")] == 0.0
