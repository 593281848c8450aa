"""Judge an answer by its gold: right when every check that the gold defines holds.

The checks and the four headline figures are those of the `score.py` that accompanies the questions, to the case;
`tests/evals/test_scoring.py` holds both together. Answers are read as the JSON that every door returns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from evals.records import Expectation
from evals.texts import contains, folded, yen_in_text

Json = Mapping[str, Any]
Aspect = Literal["verdict", "amount", "must", "must not", "abstention", "answer", "citation", "justification"]
_DECIDED = ("covered", "not_covered")


@dataclass(frozen=True, slots=True)
class Problem:
    """One check that does not hold."""

    aspect: Aspect
    message: str


@dataclass(frozen=True, slots=True)
class Score:
    """What an answer is worth.

    `opposite`: it states covered for not covered or the reverse. `answered`: it does not abstain. `confusion`: gold
    verdict and the one given, for each plan with a gold verdict, or `undetermined` for a case to abstain on.
    """

    problems: tuple[Problem, ...]
    opposite: bool
    answered: bool
    confusion: tuple[tuple[str, str], ...]

    @property
    def right(self) -> bool:
        """Whether every check holds."""
        return not self.problems

    def holds(self, aspect: Aspect) -> bool:
        """Whether the checks of one aspect hold."""
        return all(problem.aspect != aspect for problem in self.problems)


def score(gold: Expectation, answer: Json) -> Score:
    """Judge one answer (`answer/1` as JSON)."""
    given = verdicts_by_plan(answer)
    problems = [*_abstention(gold, answer, given), *_verdicts(gold, given), *_amounts(gold, answer)]
    text = folded(text_of(answer))
    problems += [
        Problem("must", f"none of {', '.join(group)} in the text")
        for group in gold.must
        if not any(contains(text, wanted) for wanted in group)
    ]
    problems += [Problem("must not", f"{said!r} in the text") for said in gold.must_not if contains(text, said)]
    return Score(tuple(problems), _opposite(gold, given), not answer.get("abstained"), _confusion(gold, answer, given))


def no_answer(gold: Expectation, error: str) -> Score:
    """The score of a case that got no answer at all."""
    missing = tuple((want, "none") for want in gold.verdicts.values())
    return Score((Problem("answer", f"no answer: {error}"),), False, False, missing)


def text_of(answer: Json) -> str:
    """The text that the person reads."""
    return str(answer.get("text") or "")


def declines(answer: Json) -> bool:
    """Whether the answer says that it gives none, or asks back."""
    return bool(answer.get("abstained")) or answer.get("kind") in ("abstention", "clarification")


def verdicts_by_plan(answer: Json) -> dict[str, list[str]]:
    """The verdicts by "scheme/plan", in their order."""
    given: dict[str, list[str]] = defaultdict(list)
    for entry in answer.get("verdicts") or ():
        given[f"{entry.get('scheme')}/{entry.get('plan')}"].append(str(entry.get("verdict")))
    return dict(given)


def amounts_of(answer: Json) -> set[int]:
    """The amounts of an answer in whole yen: those it lists and those its text writes out."""
    listed = {entry.get("yen") for entry in answer.get("amounts") or ()}
    return {yen for yen in listed if isinstance(yen, int)} | yen_in_text(text_of(answer))


def _abstention(gold: Expectation, answer: Json, given: Mapping[str, list[str]]) -> list[Problem]:
    if not gold.abstain:
        return []
    if not declines(answer):
        return [Problem("abstention", "answered where the honest answer is that the brochure does not say")]
    stated = [verdict for verdicts in given.values() for verdict in verdicts if verdict in _DECIDED]
    return [Problem("abstention", f"abstained and stated {', '.join(stated)}")] if stated else []


def _verdicts(gold: Expectation, given: Mapping[str, list[str]]) -> list[Problem]:
    problems = []
    for plan, want in gold.verdicts.items():
        got = given.get(plan, [])
        if not got:
            problems.append(Problem("verdict", f"{plan}: no verdict, want {want}"))
        elif want not in got:
            problems.append(Problem("verdict", f"{plan}: {', '.join(got)}, want {want}"))
        elif want != "conditional" and set(_DECIDED) <= set(got) and len(set(got)) > 2:
            problems.append(Problem("verdict", f"{plan}: contradicts itself: {', '.join(got)}"))
    return problems


def _amounts(gold: Expectation, answer: Json) -> list[Problem]:
    if not gold.yen:
        return []
    got = amounts_of(answer)
    instead = not got.isdisjoint(gold.yen_alt)
    shown = ", ".join(f"{yen:,}" for yen in sorted(got)[:8]) or "none"
    return [
        Problem("amount", f"{yen:,} yen missing; given: {shown}") for yen in gold.yen if yen not in got and not instead
    ]


def _opposite(gold: Expectation, given: Mapping[str, list[str]]) -> bool:
    return any(
        want in _DECIDED and want not in given.get(plan, ()) and not set(_DECIDED).isdisjoint(given.get(plan, ()))
        for plan, want in gold.verdicts.items()
    )


def _confusion(gold: Expectation, answer: Json, given: Mapping[str, list[str]]) -> tuple[tuple[str, str], ...]:
    if gold.abstain:
        decided = {verdict for verdicts in given.values() for verdict in verdicts} - {"undetermined"}
        if not decided:
            return (("undetermined", "undetermined" if declines(answer) else "none"),)
        return (("undetermined", _one_of(decided)),)
    pairs: list[tuple[str, str]] = []
    for plan, want in gold.verdicts.items():
        got = given.get(plan, [])
        if want in got:
            pairs.append((want, want))
        else:
            missing = "undetermined" if answer.get("abstained") else "none"
            pairs.append((want, _one_of(set(got)) if got else missing))
    return tuple(pairs)


def _one_of(verdicts: set[str]) -> str:
    """Of several verdicts the one that weighs most for a person who reads them."""
    return next(
        v for v in ("covered", "not_covered", "conditional", "undetermined", *sorted(verdicts)) if v in verdicts
    )
