"""The description of the interface against the server: schemathesis sends what it allows and what it forbids, with all its checks."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

EXAMPLES = 8
"""Of each operation and kind, allowed and forbidden."""


def described(application: FastAPI) -> Any:
    """The description as schemathesis reads it; imported here, as it takes a second."""
    import schemathesis

    refused = {"checks": {"negative_data_rejection": {"expected-statuses": ["4xx"]}}}  # a body too large (413), too
    return schemathesis.openapi.from_asgi(
        "/api/v1/openapi.json", application, config=schemathesis.Config.from_dict(refused)
    )


def malformed(status: int, text: str) -> bool:
    """Whether a reply says that a body has another form than the document describes.

    That an id does not exist, or does not go with another, no schema can say, and schemathesis would take it for this. A
    schema takes 5.0 for a whole number, too, which this interface does not.
    """
    if status == 422:
        told = json.loads(text)
        whole = all(entry["message"] == "This must be a whole number." for entry in told["errors"])
        return bool(told["detail"].startswith("Not usable")) and not whole
    return 400 <= status < 500 and status != 404


@pytest.mark.tried(
    "Abuse",
    "schemathesis over the OpenAPI document, all checks, bodies that it allows and that it forbids",
    "every reply is one that the document describes; what is allowed is never refused as malformed, what is forbidden never accepted",
    unit="requests",
)
@pytest.mark.usefixtures("no_defects")
def test_every_operation_keeps_to_its_description(
    application: FastAPI, record_property: Callable[[str, object], None]
) -> None:
    import schemathesis
    from schemathesis.checks import load_all_checks
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    load_all_checks()
    sent: list[int] = []

    def send(operation: Any, mode: Any) -> None:
        @seed(9)
        @settings(
            max_examples=EXAMPLES,
            derandomize=False,  # the seed it is
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=[*HealthCheck],
        )
        @given(st.data())
        def call(data: st.DataObject) -> None:
            case = data.draw(operation.as_strategy(generation_mode=mode))
            reply = case.call_and_validate(excluded_checks=[positive_data_acceptance])
            if mode is schemathesis.GenerationMode.POSITIVE:
                assert not malformed(reply.status_code, reply.text), reply.text
            sent.append(reply.status_code)

        call()

    operations = [found.ok() for found in described(application).get_all_operations()]
    for operation in operations:
        for mode in schemathesis.GenerationMode:
            if operation.body or mode is schemathesis.GenerationMode.POSITIVE:  # else there is nothing to get wrong
                send(operation, mode)
    assert len(operations) > 10 and {200, 422} <= set(sent)
    record_property("times", len(sent))
