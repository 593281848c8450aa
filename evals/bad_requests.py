"""Bodies for `POST /api/v1/ask` that no honest client sends, and whether the server takes them as a good one does."""

from __future__ import annotations

import json
from typing import Any

from evals.outcomes import Outcome
from evals.records import BadRequest
from evals.slicing import slices_of
from evals.targets import Posted, Target

_STATUS = {"200": (200, 200), "4xx": (400, 499), "4xx_or_200": (200, 499)}


def body_of(request: BadRequest) -> bytes:
    """The bytes to send; `{"repeat": [text, n]}` and `{"concat": [parts]}` are written out."""
    if request.raw_hex is not None:
        return bytes.fromhex(request.raw_hex)
    if request.raw_parts is not None:
        return "".join(str(_built(part)) for part in request.raw_parts).encode()
    return json.dumps(_built(request.body), ensure_ascii=False).encode("utf-8", "surrogatepass")


def judge_request(dataset: str, request: BadRequest, target: Target) -> Outcome:
    """Send one bad request and judge the reply.

    Raises:
        TargetDiedError: the target cannot be reached.
    """
    problems = reply_problems(request, target.post(body_of(request), request.headers))
    return Outcome(
        id=request.id,
        dataset=dataset,
        cluster=f"none {request.category}",
        slices=slices_of(dataset, request),
        aspects={"answer": not problems},
        problems=tuple(f"request: {problem}" for problem in problems),
        shares={"bad_input": (float(not problems), 1)},
    )


def reply_problems(request: BadRequest, reply: Posted) -> list[str]:
    """What is wrong with a reply: its status, the fields it does not name, what it gives away, and how long it took."""
    expect, problems = request.expect, []
    low, high = _STATUS[expect.status]
    refused = 400 <= reply.status <= 499
    if not (low <= reply.status <= high) or (reply.status != 200 and not refused):
        problems.append(f"status {reply.status}, want {expect.status}")
    if refused:
        problems += [f"the reply does not name {name}" for name in expect.names if name not in reply.text]
    problems += [f"{said!r} in the reply" for said in expect.must_not if said in reply.text]
    if reply.seconds > expect.max_seconds:
        problems.append(f"took longer than {expect.max_seconds:g} s")
    return problems


def _built(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"repeat"}:
            text, times = value["repeat"]
            return str(text) * int(times)
        if set(value) == {"concat"}:
            return "".join(str(_built(part)) for part in value["concat"])
        return {key: _built(inner) for key, inner in value.items()}
    return [_built(inner) for inner in value] if isinstance(value, list) else value
