"""The HTTP interface for programs, as the machine interface describes it: ask, list the schemes, health, figures."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from assistant.answer import Answer
from assistant.web.body import read_json_object
from assistant.web.caching import cached
from assistant.web.metrics import Metrics
from assistant.web.owner.recording import Recorder
from assistant.web.problems import ProblemError, computed, request_id_of
from assistant.web.protocol import Assistant, SchemeInfo
from assistant.web.queueing import WorkQueue
from assistant.web.schema import AskRequest, read_request
from assistant.web.stopping import Leaving

logger = logging.getLogger(__name__)

_EVENT_STREAM = "text/event-stream"
_SENTENCE = re.compile(r"[^。\n]*(?:。|\n+|$)")
_ASK_DOC: dict[str, Any] = {
    "responses": {
        "200": {
            "description": "The answer. With `Accept: text/event-stream`: `delta` events with the computed text, then one "
            "`answer` event; where a language model phrased the answer (`generator` is `llm`), its text replaces that of the "
            "deltas.",
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Answer"}},
                _EVENT_STREAM: {"schema": {"type": "string"}},
            },
        },
        "4XX": {"description": "A problem document that names the field.", "content": {"application/problem+json": {}}},
    },
}


def api_router(
    assistant: Assistant,
    max_question_chars: int,
    metrics: Metrics,
    recorder: Recorder | None = None,
    leaving: Leaving | None = None,
    queue: WorkQueue | None = None,
    *,
    figures_served: bool = True,
) -> APIRouter:
    """Build the routes over one assistant; `max_question_chars` is the longest question that is read."""
    router = APIRouter()
    notes = recorder or Recorder()
    waiting = queue or WorkQueue()

    @router.post("/api/v1/ask", openapi_extra=_ASK_DOC, response_class=JSONResponse)
    async def ask(request: Request) -> Response:
        """Answer a question about the schemes."""
        asked = read_request(await read_json_object(request), max_question_chars)
        request_id = request_id_of(request)
        answers = _counted(_answers(assistant, asked), metrics)
        streamed = _wants_stream(request.headers.get("accept", ""))

        async def answer_with(compute: Callable[[], Answer]) -> Answer:
            # Answering is computation, not waiting: it runs beside the event loop, which goes on serving.
            computing = waiting.run(compute, request.is_disconnected)
            detail = (
                f"The question could not be answered. Try again, and report the request id {request_id} if it stays."
            )
            return await computed(computing, request_id, logger, "answered", detail, lambda: _note(notes, asked, None))

        # It takes less than handing it to a thread would, and is there while all threads are busy.
        answer = _known(assistant, asked, metrics)
        if answer is not None:
            answers = iter(())
        else:
            # With a language model a second answer may come: a stream sends the first one at once.
            answer = await answer_with(lambda: next(answers) if streamed else list(answers)[-1])
        noting = BackgroundTask(_note, notes, asked, answer) if notes.notes_questions else None
        headers = {"Cache-Control": "no-store"}
        if streamed:
            return EventSourceResponse(stream(answer, answers), headers=headers, sep="\n", background=noting)
        body = answer.model_dump_json(by_alias=True)
        return Response(body, media_type="application/json", headers=headers, background=noting)

    @router.get("/api/v1/schemes")
    async def schemes(request: Request) -> Response:
        """List the schemes with their plans, types and ranks."""
        listed = await run_in_threadpool(assistant.catalogue)
        return cached(
            request, json.dumps({"schemes": [scheme_as_json(s) for s in listed]}, ensure_ascii=False).encode()
        )

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Tell that the process serves requests."""
        return {"status": "ok"}

    @router.get("/readyz")
    async def readyz() -> dict[str, str]:
        """Tell that questions can be answered, and will be in a moment."""
        if leaving is not None and leaving.soon:
            raise ProblemError(503, "stopping", "This server is going down. Ask another, or try again in a moment.")
        try:
            ready = bool(await run_in_threadpool(assistant.catalogue))
        except Exception:
            logger.exception("The catalogue cannot be read")
            ready = False
        if not ready:
            raise ProblemError(503, "not_ready", "No scheme is loaded yet. Try again in a moment.")
        return {"status": "ready"}

    @router.get("/metrics", include_in_schema=False)
    async def figures() -> Response:
        """Return the figures for Prometheus."""
        if not figures_served:
            raise ProblemError(404, "not_found", "No figures are served here.")
        return metrics.response()

    return router


def stream(first: Answer, later: Iterable[Answer] = ()) -> Iterator[ServerSentEvent]:
    """Write an answer as events: `delta` for each sentence of the computed text, at once, and `answer` at the end.

    The deltas joined are the text of `first`. Where a language model made it better, the `answer` event holds the answer
    that takes its place, with another text.
    """
    for match in _SENTENCE.finditer(first.text):
        if match[0]:
            yield ServerSentEvent(json.dumps({"text": match[0]}, ensure_ascii=False), event="delta", sep="\n")
    last = first
    for answer in later:
        last = answer
    yield ServerSentEvent(last.model_dump_json(by_alias=True), event="answer", sep="\n")


def scheme_as_json(scheme: SchemeInfo) -> dict[str, object]:
    """Return one scheme of the catalogue as `GET /api/v1/schemes` lists it."""
    return {
        "id": scheme.id,
        "name": dict(scheme.name),
        "plans": [{"id": plan.id, "name": dict(plan.name), "types": list(plan.types)} for plan in scheme.plans],
        "type_label": dict(scheme.type_label) if scheme.type_label else None,
        "ranks": list(scheme.ranks),
        "rank_label": dict(scheme.rank_label) if scheme.rank_label else None,
        "residents": scheme.residents,
        "agency": dict(scheme.agency),
        "agency_phone": scheme.agency_phone,
        "examples": {language: list(questions) for language, questions in scheme.examples.items()},
    }


def _answers(assistant: Assistant, asked: AskRequest) -> Iterator[Answer]:
    return assistant.answers(
        asked.question, selection=asked.selection(), history=asked.turns(), language=asked.language
    )


def _known(assistant: Assistant, asked: AskRequest, metrics: Metrics) -> Answer | None:
    """The answer where it was computed before, counted."""
    started = time.perf_counter()
    answer = assistant.known(
        asked.question, selection=asked.selection(), history=asked.turns(), language=asked.language
    )
    if answer is not None:
        metrics.count_answer("api", answer, started)
    return answer


def _counted(answers: Iterator[Answer], metrics: Metrics) -> Iterator[Answer]:
    """The answers; the last of them, which is the one that stays, is counted."""
    started = time.perf_counter()
    last: Answer | None = None
    for last in answers:
        yield last
    if last is not None:
        metrics.count_answer("api", last, started)


def _note(recorder: Recorder, asked: AskRequest, answer: Answer | None) -> None:
    """Write down for the owner how a question ended, once it is answered."""
    recorder.answered("api", asked.question, asked.selection(), answer, asked.language or "ja")


def _wants_stream(accept: str) -> bool:
    kinds = [part.split(";")[0].strip().lower() for part in accept.split(",")]
    return _EVENT_STREAM in kinds
