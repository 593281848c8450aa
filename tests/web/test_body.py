"""Strict JSON: whatever bytes arrive, the result is an object of clean values or a refusal."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.web.body import parse_json_object
from assistant.web.problems import ProblemError, problem_response

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=4))
def test_every_clean_object_is_read_as_it_was_sent(value: dict[str, object]) -> None:
    assert parse_json_object(json.dumps(value, ensure_ascii=False).encode()) == value


@pytest.mark.tried(
    "Abuse", "Hypothesis: any bytes as a body", "an object of clean values or a refusal", unit="examples"
)
@given(st.binary(max_size=60) | st.text('{}[]",:\\u0123456789dDeE NaInfity-', max_size=60).map(str.encode))
def test_any_bytes_are_an_object_or_a_refusal_that_can_be_sent(raw: bytes) -> None:
    try:
        value = parse_json_object(raw)
    except ProblemError as error:
        assert error.status == 400
        json.loads(bytes(problem_response(error).body))
    else:
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()


def test_the_place_of_a_mistake_is_told() -> None:
    with pytest.raises(ProblemError, match="line 2, column 3"):
        parse_json_object(b'{"question": "?",\n  question: 1}')
