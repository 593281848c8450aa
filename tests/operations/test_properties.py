"""Whatever valid ids are combined: an answer that holds together, or an error that names a field; never anything else."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer import Answer
from assistant.corpus.loader import load_corpus
from assistant.corpus.model import PremiumExamples, Scheme
from assistant.errors import InputError
from assistant.operations import Operations
from assistant.rules.payout import MAX_YEN
from assistant.settings import default_corpus_dir

SCHEMES = tuple(load_corpus(default_corpus_dir()).schemes.values())
YEN = st.one_of(st.integers(0, 10_000_000), st.sampled_from((0, 1, 100_000, MAX_YEN)))
LANGUAGE = st.sampled_from(("ja", "en"))
# The corpus is read once for all examples.
relaxed = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def some(values: Any, most: int = 3) -> st.SearchStrategy[list[Any]]:
    pool = tuple(values)
    return st.lists(st.sampled_from(pool), max_size=most, unique=True) if pool else st.just([])


def maybe(values: Any) -> st.SearchStrategy[Any]:
    pool = tuple(values)
    return st.one_of(st.none(), st.sampled_from(pool)) if pool else st.none()


@st.composite
def cases(draw: st.DrawFn, scheme: Scheme | None = None) -> dict[str, Any]:
    """A case in the ids of one scheme, whether they go together or not."""
    scheme = scheme or draw(st.sampled_from(SCHEMES))
    facts = draw(some(scheme.facts, 5))
    named = [r.plan for r in scheme.riders.values() if r.plan]
    types = scheme.dimensions["type"].values if "type" in scheme.dimensions else ()
    return {
        "scheme": scheme.scheme,
        "plan": draw(maybe((*scheme.plans, *named))),
        "type": draw(maybe(types)),
        "riders": draw(some(scheme.riders, 2)),
        "facts": {f: draw(st.sampled_from((True, False, None))) for f in facts},
        "items": draw(some(scheme.items)),
    }


def run(operations: Operations, name: str, fields: dict[str, Any]) -> Answer | None:
    operation = next(o for o in operations.all() if o.name == name)
    try:
        answer = operation.run(operation.request.model_validate(fields))
    except InputError as error:
        assert error.field and error.message.endswith(".")
        return None
    assert answer.text.strip() and answer.generator == "rules"
    if fields.get("language", "ja") == "en":
        assert answer.language == "en"
    for entry in answer.verdicts:
        # A conditional verdict names its conditions, and no other verdict has any.
        assert bool(entry.conditions) == (entry.verdict == "conditional")
    for amount in answer.amounts:
        assert f"{amount.yen:,}" in answer.text, "every figure is in the text"
    return answer


@relaxed
@given(fields=cases(), language=LANGUAGE)
def test_coverage(operations: Operations, fields: dict[str, Any], language: str) -> None:
    answer = run(operations, "coverage", {**fields, "language": language})
    if answer is not None:
        assert answer.verdicts and answer.derivation


@relaxed
@given(data=st.data(), language=LANGUAGE)
def test_payout(operations: Operations, data: st.DataObject, language: str) -> None:
    scheme = data.draw(st.sampled_from(SCHEMES))
    fields = data.draw(cases(scheme))
    del fields["items"]
    line = st.fixed_dictionaries(
        {"item": st.sampled_from(tuple(scheme.items)), "yen": YEN},
        optional={"heads": st.integers(0, 5000), "incident": st.integers(1, 3), "low": YEN},
    )
    fields["costs"] = data.draw(st.lists(line, min_size=1, max_size=4))
    fields["paid_before"] = {s: data.draw(YEN) for s in data.draw(some(scheme.sections, 2))}
    fields |= {"own_share": data.draw(st.booleans()), "remaining": data.draw(st.booleans()), "language": language}
    answer = run(operations, "payout", fields)
    if answer is not None:
        assert all(amount.yen >= 0 for amount in answer.amounts)


@relaxed
@given(data=st.data(), language=LANGUAGE)
def test_premium(operations: Operations, data: st.DataObject, language: str) -> None:
    scheme = data.draw(st.sampled_from(SCHEMES))
    rule = scheme.premium
    examples = rule.examples if isinstance(rule, PremiumExamples) else ()
    fields = {"scheme": scheme.scheme, "language": language, "riders": data.draw(some(scheme.riders, 1))}
    fields["plan"] = data.draw(maybe(scheme.plans))
    for dimension in ("type", "rank"):
        known = scheme.dimensions.get(dimension)
        fields[dimension] = data.draw(maybe(known.values if known else ()))
    fields["residents"] = data.draw(st.one_of(st.none(), st.integers(1, 10**8)))
    fields["industry"] = data.draw(maybe(e.industry.en for e in examples))
    fields["sales"] = data.draw(maybe((*(e.sales for e in examples), 1)))
    fields["budget"] = data.draw(st.one_of(st.none(), YEN))
    fields["at_least"] = {s: data.draw(YEN) for s in data.draw(some(scheme.sections, 1))}
    # Most fields are idle in most schemes; without them the rest is reached.
    for name in data.draw(some(fields, 8)):
        if name not in ("scheme", "language"):
            del fields[name]
    run(operations, "premium", fields)


@relaxed
@given(
    fields=st.lists(cases(), min_size=1, max_size=4),
    of=st.sampled_from(("coverage", "limits", "deductibles")),
    section=st.sampled_from(("liability", "response_costs", "business_interruption")),
    language=LANGUAGE,
)
def test_compare(operations: Operations, fields: list[Any], of: str, section: str, language: str) -> None:
    run(operations, "compare", {"cases": fields, "of": of, "section": section, "language": language})


@relaxed
@given(data=st.data(), day=st.one_of(st.none(), st.dates()), language=LANGUAGE)
def test_deadline(operations: Operations, data: st.DataObject, day: dt.date | None, language: str) -> None:
    scheme = data.draw(st.sampled_from([s for s in SCHEMES if s.deadlines]))
    deadline = data.draw(st.sampled_from(tuple(scheme.deadlines)))
    plan = data.draw(maybe(scheme.plans))
    fields = {"scheme": scheme.scheme, "deadline": deadline, "plan": plan, "date": day, "language": language}
    run(operations, "deadline", fields)
