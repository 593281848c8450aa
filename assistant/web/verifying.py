"""The guardrail over HTTP: does this draft say what the rules compute for this question?"""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from assistant.web.body import read_json_object
from assistant.web.fields import read_fields
from assistant.web.metrics import Metrics
from assistant.web.problems import computed, request_id_of
from assistant.web.protocol import Assistant
from assistant.web.queueing import WorkQueue
from assistant.web.schema import AskRequest, check_question

logger = logging.getLogger(__name__)

MAX_DRAFT_CHARS = 20_000


class VerifyRequest(AskRequest):
    """A draft that somebody wrote as an answer to a question, with the question as `ask` takes it."""

    draft: Annotated[str, Field(max_length=MAX_DRAFT_CHARS)]


class Judged(BaseModel):
    """Whether the draft may be shown in place of the computed answer, and the reasons where it may not."""

    accepted: bool
    reasons: list[str]


def verify_router(
    assistant: Assistant, max_question_chars: int, metrics: Metrics, queue: WorkQueue | None = None
) -> APIRouter:
    """Build the route over one assistant; `max_question_chars` is the longest question that is read."""
    router = APIRouter()
    waiting = queue or WorkQueue()

    @router.post(
        "/api/v1/verify",
        name="verify",
        summary="Judge a draft against the answer that the rules compute.",
        description=VerifyRequest.__doc__,
        response_model=Judged,
    )
    async def verify(request: Request) -> Judged:
        asked = read_fields(VerifyRequest, await read_json_object(request, ("question", "draft")))
        check_question(asked.question, max_question_chars)
        judging = waiting.run(
            lambda: assistant.verify(
                asked.draft,
                asked.question,
                selection=asked.selection(),
                history=asked.turns(),
                language=asked.language,
            ),
            request.is_disconnected,
        )
        request_id = request_id_of(request)
        detail = f"The draft could not be judged. Report the request id {request_id} if it stays so."
        found = await computed(judging, request_id, logger, "judged", detail)
        metrics.count_judged(accepted=found.accepted)
        return Judged(accepted=found.accepted, reasons=list(found.reasons))

    return router
