"""Two runs side by side: what got better, what got worse, and whether that may be chance."""

from __future__ import annotations

from evals.comparing import compare
from evals.outcomes import Outcome
from evals.report.console import comparison_lines
from evals.results import Case, Results, Versions, summarise


def run(right: dict[str, bool]) -> Results:
    outcomes = [
        Outcome(
            id=ident, dataset="set", cluster=ident[0], aspects={"answer": hit}, shares={"accuracy": (float(hit), 1)}
        )
        for ident, hit in right.items()
    ]
    versions = Versions(assistant="1", corpus="c", sets={})
    return summarise(outcomes, {}, complete=True, target="in-process", versions=versions)


def test_equal_runs_differ_in_nothing() -> None:
    a = run({"a1": True, "b1": False})
    found = compare(a, a)
    assert (found.worse, found.improved, found.reworded, found.chance) == ((), (), (), 1.0)
    assert list(comparison_lines(found)) == ["No metric changed."]


def test_changes_are_told_case_by_case_on_what_both_have() -> None:
    a = run({"a1": True, "a2": False, "b1": True, "old": True})
    b = run({"a1": False, "a2": True, "b1": True, "new": True})
    found = compare(a, b)
    assert (found.worse, found.improved) == ((("a1", "answer"),), (("a2", "answer"),))
    assert (found.only_a, found.only_b) == (("old",), ("new",))
    (accuracy,) = found.differences
    assert (accuracy.a, accuracy.b, accuracy.cases, accuracy.change) == (0.666667, 0.666667, 3, 0.0)


def test_a_change_comes_with_an_interval_and_the_odds_of_chance() -> None:
    before = {f"{cluster}{n}": n > 0 for cluster in "abcdef" for n in range(4)}  # 18 of 24
    found = compare(run(before), run(dict.fromkeys(before, True)))
    (accuracy,) = found.differences
    assert (accuracy.change, accuracy.interval, accuracy.better) == (0.25, (0.25, 0.25), True)
    assert found.chance == 0.03125  # six of six in one direction: 2 × 0.5⁶
    lines = "\n".join(comparison_lines(found))
    assert "better" in lines and "6 now right: a0 (answer)" in lines


def test_reworded_answers_are_told_apart_from_better_or_worse_ones() -> None:
    a = run({"a1": True, "b1": True})
    cases = {ident: Case(id=ident, dataset="set", digest=ident) for ident in ("a1", "b1")}
    changed = {**cases, "b1": Case(id="b1", dataset="set", digest="other")}
    assert compare(a, a, cases, changed).reworded == ("b1",)
