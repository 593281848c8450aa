"""What the reports are written from, and how figures and cases are put for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from evals.ablations import Table
from evals.gate import Judgement
from evals.outcomes import Outcome
from evals.results import Case, Resources, Results

VERDICTS: Mapping[str, tuple[str, str]] = {
    "covered": ("●", "covered"),
    "not_covered": ("✕", "not covered"),
    "conditional": ("◐", "depends"),
    "undetermined": ("？", "not stated"),
    "none": ("–", "no verdict"),
}
"""The shape and the word of each verdict, as on the chat page."""


@dataclass(frozen=True)
class View:
    """A run with its judgement, its answers, what it took, and the ablations as last measured."""

    results: Results
    judgement: Judgement
    cases: Mapping[str, Case]
    resources: Resources
    ablations: Table | None

    @property
    def verdict(self) -> tuple[bool, str]:
        """Whether the version may be released, and the sentence that says so."""
        failed = sum(check.verdict == "failed" for check in self.judgement.checks)
        if not self.results.complete:
            return False, "The run is incomplete"
        if failed:
            return False, f"Must not be released: {failed} of {len(self.judgement.checks)} checks failed"
        if not self.results.whole:
            return True, "A part was run, and nothing in it got worse"
        return True, "May be released"

    @cached_property
    def regressed(self) -> frozenset[str]:
        """The cases that were right and are wrong, without being accepted."""
        return frozenset(case for case, _ in self.judgement.regressions)

    def failures(self) -> Iterator[tuple[Outcome, Case | None]]:
        """Every case that is wrong in any respect, regressions first, with what was asked and answered."""
        wrong = [outcome for outcome in self.results.ran if not outcome.right]
        for outcome in sorted(wrong, key=lambda each: each.id not in self.regressed):
            yield outcome, self.cases.get(outcome.id)

    def before(self, scope: str, metric: str) -> float | None:
        """The baseline's value of a metric."""
        baseline = self.judgement.baseline
        return baseline.figures.get(scope, {}).get(metric) if baseline else None


def percent(value: float, digits: int = 1) -> str:
    """A share as people write it: 97.5%, 100%, 0%."""
    text = f"{value * 100:.{digits}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def count(scored: float, total: int) -> str:
    """How many of how many; a sum of parts keeps two decimals."""
    return f"{scored:g} of {total}" if float(scored).is_integer() else f"{scored:.2f} of {total}"


def expected_lines(case: Case) -> Iterator[str]:
    """What was expected of a case, a line each."""
    expected = case.expected
    for plan, verdict in expected.get("verdicts", {}).items():
        yield f"{plan}: {VERDICTS[verdict][0]} {VERDICTS[verdict][1]}"
    if expected.get("yen"):
        yield "amounts: " + ", ".join(f"{yen:,} yen" for yen in expected["yen"])
    if expected.get("yen_alt"):
        yield "or instead: " + ", ".join(f"{yen:,} yen" for yen in expected["yen_alt"])
    for group in expected.get("must", []):
        yield "says " + " or ".join(f"“{word}”" for word in group)
    for word in expected.get("must_not", []):
        yield f"does not say “{word}”"
    if expected.get("abstain"):
        yield "declines: the brochures do not say"
    if expected.get("sections"):
        yield "one of the sections " + ", ".join(expected["sections"])
    if expected.get("expect") and not expected.get("verdicts"):
        yield str(expected["expect"])


def given_lines(case: Case) -> Iterator[str]:
    """What was answered, a line each: verdicts, amounts, and whether it declined."""
    if case.error is not None:
        yield f"no answer: {case.error}"
        return
    answer = case.answer or {}
    for entry in answer.get("verdicts", ()):
        shape, word = VERDICTS.get(entry.get("verdict"), VERDICTS["none"])
        yield f"{entry.get('scheme')}/{entry.get('plan')}: {shape} {word}"
    amounts = answer.get("amounts", ())
    if amounts:
        yield "amounts: " + ", ".join(f"{entry['yen']:,} yen" for entry in amounts[:8])
    if answer.get("abstained"):
        yield "declined"
    elif answer.get("kind") == "clarification":
        yield "asked back"
