"""Bad requests: how they are built, and what a good reply is."""

from __future__ import annotations

from typing import Any

import pytest

from evals.bad_requests import body_of, judge_request, reply_problems
from evals.records import BadRequest
from evals.targets import Posted
from tests.evals.conftest import Small

JSON = {"Content-Type": "application/json"}


def request(expect: dict[str, Any] | None = None, **body: Any) -> BadRequest:
    expect = {"status": "4xx", "max_seconds": 5, "names": ["question"], "must_not": ["Traceback"], **(expect or {})}
    return BadRequest.model_validate(
        {"id": "bad", "category": "x", "headers": JSON, "expect": expect, **(body or {"body": {}})}
    )


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        ({"body": {"question": None}}, b'{"question": null}'),
        ({"body": {"question": {"repeat": ["ab", 3]}}}, b'{"question": "ababab"}'),
        ({"body": {"question": {"concat": ["<", {"repeat": ["é", 2]}, ">"]}}}, '{"question": "<éé>"}'.encode()),
        ({"raw_parts": ['{"question":"', {"repeat": ["A", 4]}, '"}']}, b'{"question":"AAAA"}'),
        ({"raw_hex": "7b007d00"}, b"{\0}\0"),
    ],
)
def test_bodies_are_built_as_they_are_noted(body: dict[str, Any], sent: bytes) -> None:
    assert body_of(request(**body)) == sent


@pytest.mark.parametrize(
    ("expect", "reply", "problems"),
    [
        ({}, Posted(422, "question", 0.1), []),
        ({}, Posted(200, "question", 0.1), ["status 200, want 4xx"]),
        ({}, Posted(500, "question", 0.1), ["status 500, want 4xx"]),
        ({}, Posted(302, "question", 0.1), ["status 302, want 4xx"]),
        ({}, Posted(422, "no", 0.1), ["the reply does not name question"]),
        ({}, Posted(422, "question Traceback", 0.1), ["'Traceback' in the reply"]),
        ({}, Posted(422, "question", 6.0), ["took longer than 5 s"]),
        ({"status": "4xx_or_200"}, Posted(200, "anything", 0.1), []),
        ({"status": "4xx_or_200"}, Posted(302, "anything", 0.1), ["status 302, want 4xx_or_200"]),
        ({"status": "200"}, Posted(422, "question", 0.1), ["status 422, want 200"]),
    ],
)
def test_a_reply_is_judged(expect: dict[str, Any], reply: Posted, problems: list[str]) -> None:
    assert reply_problems(request(expect), reply) == problems


def test_the_whole_application_is_asked_without_a_network(small: Small) -> None:
    target = small.open()
    refused = judge_request("bad", request(body={"question": None}), target)
    assert refused.right and refused.shares == {"bad_input": (1.0, 1)}
    answered = judge_request("bad", request({"status": "200", "names": []}, body={"question": "身代金は？"}), target)
    assert answered.right
