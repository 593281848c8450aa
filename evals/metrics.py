"""The metrics: what each is called, which way is better, and how the outcomes of cases add up to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from evals.intervals import DECIMALS, Interval, clustered, wilson
from evals.outcomes import Outcome

Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric for people: a plain title, which way is better, and what it counts. `rate`: of cases right or wrong."""

    name: str
    title: str
    what: str
    better: Better = "higher"
    rate: bool = True


SEARCHED = {"lexical": "words alone", "dense": "meaning alone", "fused": "words and meaning"}
"""The ways to search that are compared."""

EVERYTHING = "all"
"""What a metric is over when it is over every case."""

CUTS = (1, 3, 5, 10)
"""How many sections are looked at."""

METRICS: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric("accuracy", "Right answers", "cases in which every check of the gold holds"),
        Metric(
            "wrong_verdict",
            "Wrong verdicts",
            "of cases with a gold verdict: covered said for not covered or the reverse",
            "lower",
        ),
        Metric("answered", "Answered", "of questions that the brochures answer: not abstained on"),
        Metric("false_answer", "False answers", "of questions that they do not answer: not declined rightly", "lower"),
        Metric("recall_covered", "Recall of covered", "of plans that are covered: said so"),
        Metric("recall_not_covered", "Recall of not covered", "of plans that are not covered: said so"),
        Metric("recall_conditional", "Recall of conditional", "of plans where it depends: said so"),
        Metric("abstention_recall", "Recall of abstention", "of questions to decline: declined, without a verdict"),
        Metric("abstention_precision", "Precision of abstention", "of questions declined: rightly so"),
        Metric("amounts", "Amounts", "of cases with a gold amount: all of them there, to the yen"),
        Metric("must", "Must be said", "of cases with words that must be said: all said"),
        Metric("must_not", "Must not be said", "of cases with words that must not be said: none said"),
        Metric("citation_places", "Sources exist", "of citations: section, document and page exist as cited"),
        Metric(
            "citation_rules", "Sources of the rule", "of governing rules: a section that the rule rests on is cited"
        ),
        Metric("citation_gold", "Sources a reader named", "of cases with gold sections: one of them is cited"),
        Metric("justification", "Justification", "of cases with gold rules: all of them are named"),
        Metric("conversation", "Conversations", "of cases with several turns: right"),
        Metric("attack_withstood", "Attacks withstood", "of messages that try to bend the assistant: answered rightly"),
        Metric(
            "bad_input", "Bad requests", "of bodies no honest client sends: refused or answered as a good server does"
        ),
        Metric("guardrail_false_accept", "Guardrail lets a lie pass", "of drafts to reject: accepted", "lower"),
        Metric("guardrail_false_reject", "Guardrail stops the truth", "of drafts to pass: rejected", "lower"),
        Metric("index_fresh", "Fresh index", "of collections of the index: what a new build of the corpus gives"),
        *(
            Metric(
                f"success@{k}/{how}", f"Found in the first {k}, {words}", "of searches: a right section is among them"
            )
            for how, words in SEARCHED.items()
            for k in CUTS
        ),
        *(
            Metric(f"recall@{k}/{how}", f"Recall@{k}, {words}", "mean share of the right sections found", rate=False)
            for how, words in SEARCHED.items()
            for k in CUTS
        ),
        *(
            Metric(f"mrr/{how}", f"MRR, {words}", "mean of 1 / rank of the first right section", rate=False)
            for how, words in SEARCHED.items()
        ),
        *(
            Metric(f"ndcg@10/{how}", f"nDCG@10, {words}", "mean normalised gain of the first 10", rate=False)
            for how, words in SEARCHED.items()
        ),
    )
}


class Figure(BaseModel):
    """A metric over some cases: its value, out of how much, and two intervals of 95%.

    `wilson` takes the cases as independent; `clustered` draws clusters of like cases (scheme and question family).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float
    scored: float
    total: int
    wilson: Interval | None = None
    clustered: Interval | None = None


def figure(name: str, outcomes: Iterable[Outcome], *, intervals: bool = True) -> Figure | None:
    """The metric over these cases; None where no case adds to it."""
    marks = [(o.cluster, *o.shares[name]) for o in outcomes if name in o.shares]
    total = sum(out_of for _, _, out_of in marks)
    if not total:
        return None
    scored = round(sum(got for _, got, _ in marks), DECIMALS)
    return Figure(
        value=round(scored / total, DECIMALS),
        scored=scored,
        total=total,
        wilson=wilson(scored, total) if intervals and METRICS[name].rate else None,
        clustered=clustered(marks) if intervals else None,
    )


def figures(outcomes: Sequence[Outcome], *, intervals: bool = True) -> dict[str, Figure]:
    """Every metric that these cases add to, in the order of `METRICS`."""
    found = ((name, figure(name, outcomes, intervals=intervals)) for name in METRICS)
    return {name: value for name, value in found if value is not None}


def confusion(outcomes: Iterable[Outcome]) -> dict[str, dict[str, int]]:
    """How often each gold verdict was answered with which."""
    table: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for outcome in outcomes:
        for want, got in outcome.confusion:
            table[want][got] += 1
    return {want: dict(row) for want, row in table.items()}


def by_slice(outcomes: Sequence[Outcome]) -> dict[str, dict[str, dict[str, Figure]]]:
    """Accuracy, wrong verdicts and answered by slice and value."""
    groups: dict[str, dict[str, list[Outcome]]] = defaultdict(lambda: defaultdict(list))
    for outcome in outcomes:
        for key, values in outcome.slices.items():
            for value in values:
                groups[key][value].append(outcome)
    return {key: {value: _headline(cases) for value, cases in sorted(values.items())} for key, values in groups.items()}


def _headline(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    found = ((name, figure(name, outcomes)) for name in ("accuracy", "wrong_verdict", "answered"))
    return {name: value for name, value in found if value is not None}
