"""A run as a comment for a pull request: short enough to be read, with what failed in front."""

from __future__ import annotations

from collections.abc import Iterator

from evals.report.view import View, expected_lines, given_lines, percent

_MARKS = {"passed": "✓", "failed": "✕", "not judged": "–"}
_MOST_CASES = 20


def markdown(view: View) -> str:
    """The comment, in GitHub's Markdown."""
    return "\n".join(_lines(view)) + "\n"


def _lines(view: View) -> Iterator[str]:
    good, sentence = view.verdict
    yield f"## {'✓' if good else '✕'} Evaluation: {sentence[0].lower()}{sentence[1:]}"
    yield ""
    versions = view.results.versions
    yield f"Version {versions.assistant}, corpus `{versions.corpus}`, target {view.results.target}."
    yield ""
    yield "| | check | value | threshold | baseline |"
    yield "| --- | --- | --- | --- | --- |"
    for check in view.judgement.checks:
        mark = _MARKS[check.verdict]
        if check.threshold is None or check.figure is None:
            yield f"| {mark} | {_cell(check.name)} | {_cell(check.message)} | | |"
            continue
        bound = ("≥ " if check.threshold.at_least is not None else "≤ ") + percent(check.threshold.bound)
        before = view.before(check.threshold.over, check.threshold.metric)
        change = "" if before is None else f"{percent(before)} ({(check.figure.value - before) * 100:+.1f})"
        yield f"| {mark} | {_cell(check.name)} | {percent(check.figure.value)} of {check.figure.total} | {bound} | {change} |"
    yield ""
    judgement = view.judgement
    yield (
        f"{len(judgement.regressions)} regressions, {len(judgement.accepted)} accepted, "
        f"{len(judgement.improvements)} improvements."
    )
    yield from _cases(view)


def _cases(view: View) -> Iterator[str]:
    regressed = [(outcome, case) for outcome, case in view.failures() if outcome.id in view.regressed]
    if not regressed:
        return
    yield ""
    yield f"<details open><summary>Now wrong ({len(regressed)})</summary>"
    yield ""
    for outcome, case in regressed[:_MOST_CASES]:
        yield f"- **{outcome.id}**: {_cell('; '.join(outcome.problems))}"
        if outcome.held or case is None or not case.turns:
            continue
        yield f"  - asked: {_cell(case.turns[-1])}"
        yield f"  - expected: {_cell('; '.join(expected_lines(case)))}"
        yield f"  - got: {_cell('; '.join(given_lines(case)) or 'text only')}"
    if len(regressed) > _MOST_CASES:
        yield f"- … and {len(regressed) - _MOST_CASES} more, in the report."
    yield ""
    yield "</details>"


def _cell(text: str) -> str:
    """Text that ends no cell and starts no markup."""
    flat = " ".join(text.split())
    for sign in "\\`*_[]<>|#":
        flat = flat.replace(sign, "\\" + sign)
    return flat
