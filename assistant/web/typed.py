"""The rules over HTTP by ids: one route for each typed operation, and the ids of each scheme."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from assistant.answer import Answer
from assistant.errors import UnknownChoiceError
from assistant.operations import Operation, SchemeVocabulary
from assistant.web.body import read_json_object
from assistant.web.caching import cached
from assistant.web.fields import read_fields
from assistant.web.metrics import Metrics
from assistant.web.problems import FieldError, ProblemError, computed, request_id_of
from assistant.web.protocol import Assistant
from assistant.web.queueing import WorkQueue

logger = logging.getLogger(__name__)


def typed_router(assistant: Assistant, metrics: Metrics, queue: WorkQueue | None = None) -> APIRouter:
    """Build the routes over one assistant."""
    router = APIRouter()
    waiting = queue or WorkQueue()
    for operation in assistant.operations.all():
        router.add_api_route(
            f"/api/v1/{operation.name}",
            _endpoint(operation, metrics, waiting),
            methods=["POST"],
            name=operation.name,
            summary=operation.summary,
            description=operation.request.__doc__,
            response_model=Answer,
        )

    @router.get(
        "/api/v1/schemes/{scheme}",
        summary="The ids of a scheme, with their names in both languages.",
        response_model=SchemeVocabulary,
    )
    async def vocabulary(scheme: str, request: Request) -> Response:
        try:
            found = await run_in_threadpool(assistant.operations.vocabulary, scheme)
        except UnknownChoiceError as error:
            errors = [FieldError("scheme", error.message, error.choices)]
            raise ProblemError(404, "not_found", error.message, errors) from None
        return cached(request, found.model_dump_json().encode())

    return router


def _endpoint(operation: Operation, metrics: Metrics, queue: WorkQueue) -> Callable[[Request], Awaitable[Response]]:
    required = tuple(name for name, field in operation.request.model_fields.items() if field.is_required())

    async def endpoint(request: Request) -> Response:
        asked = read_fields(operation.request, await read_json_object(request, required))
        started = time.perf_counter()
        request_id = request_id_of(request)
        answer = await computed(
            queue.run(lambda: operation.run(asked), request.is_disconnected),
            request_id,
            logger,
            "answered",
            f"This could not be computed. Report the request id {request_id} if it stays so.",
        )
        metrics.count_answer("api", answer, started)
        body = answer.model_dump_json(by_alias=True)
        return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})

    return endpoint
