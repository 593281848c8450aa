"""What people say of answers: from the page and, over the interface, from the widget and other programs."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from assistant.answer import Kind, Language
from assistant.web.body import read_json_object
from assistant.web.fields import read_fields
from assistant.web.metrics import Metrics
from assistant.web.owner.recording import Recorder
from assistant.web.problems import FieldError, ProblemError
from assistant.web.protocol import Assistant
from assistant.web.topics import MOST_SUBJECT

Reason = Literal["", "verdict", "amount", "misread", "unclear"]
Talk = Annotated[str, Field(pattern=r"^(?:[0-9a-f]{32})?$")]
"""The id of a conversation whose person agreed that it is kept; else empty."""
_MOST_COMMENT = 1_000
_DOC: dict[str, Any] = {"responses": {"204": {"description": "Noted."}}}


class FeedbackRequest(BaseModel):
    """What a person said of an answer. `comment` is in their own words; `kind`, `scheme`, `subject` say which answer it was.

    The question is not among the fields. Personal data in `comment` is masked before it is written down.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    helpful: bool
    reason: Reason = ""
    comment: Annotated[str, Field(max_length=_MOST_COMMENT)] = ""
    kind: Kind | None = None
    scheme: Annotated[str | None, Field(max_length=200)] = None
    subject: Annotated[str, Field(max_length=MOST_SUBJECT)] = ""
    language: Language = "ja"


class PageFeedback(BaseModel):
    """The same from our page, where a click says it all; with the place in the conversation, if that is kept."""

    model_config = ConfigDict(extra="forbid")

    helpful: bool
    kind: Kind
    reason: Reason = ""
    scheme: Annotated[str, Field(max_length=200)] = ""
    subject: Annotated[str, Field(max_length=MOST_SUBJECT)] = ""
    language: Language = "ja"
    conversation: Talk = ""
    number: Annotated[int, Field(ge=0, le=1000)] = 0


class Withdrawal(BaseModel):
    """A conversation that is to be forgotten."""

    model_config = ConfigDict(extra="forbid")

    conversation: Talk


def feedback_router(assistant: Assistant, metrics: Metrics, recorder: Recorder) -> APIRouter:
    """Build the routes: `POST /api/v1/feedback`, and those of the page."""
    router = APIRouter()

    @router.post("/api/v1/feedback", status_code=204, openapi_extra=_DOC, response_class=Response, name="feedback")
    async def feedback(request: Request) -> Response:
        """Say of an answer whether it helped, and why not."""
        said = read_fields(FeedbackRequest, await read_json_object(request, ("helpful",)))
        _check_scheme(assistant, said.scheme or "")
        noted = await run_in_threadpool(
            lambda: recorder.said(
                "api", said.language, helpful=said.helpful, reason=said.reason, comment=said.comment, kind=said.kind or "",
                scheme=said.scheme or "", subject=said.subject,
            )
        )  # fmt: skip
        _check_noted(noted)
        metrics.count_feedback(said.kind or "", said.reason, helpful=said.helpful)
        return Response(status_code=204)

    @router.post("/view/feedback", status_code=204, include_in_schema=False)
    async def from_page(request: Request) -> Response:
        said = read_fields(PageFeedback, await read_json_object(request, ("helpful", "kind")))
        _check_scheme(assistant, said.scheme)
        noted = await run_in_threadpool(
            lambda: recorder.said(
                "page", said.language, helpful=said.helpful, reason=said.reason, kind=said.kind, scheme=said.scheme,
                subject=said.subject, conversation=said.conversation, number=said.number,
            )
        )  # fmt: skip
        _check_noted(noted)
        metrics.count_feedback(said.kind, said.reason, helpful=said.helpful)
        return Response(status_code=204)

    @router.post("/view/forget", status_code=204, include_in_schema=False)
    async def forget(request: Request) -> Response:
        gone = read_fields(Withdrawal, await read_json_object(request, ("conversation",)))
        if gone.conversation and not await run_in_threadpool(recorder.forget, gone.conversation):
            raise ProblemError(503, "not_deleted", "The conversation could not be deleted. Try again in a moment.")
        return Response(status_code=204)

    return router


def _check_noted(noted: bool) -> None:
    """Thank nobody for an opinion that is lost: a disk that is full and a lock that stays pass."""
    if not noted:
        raise ProblemError(503, "not_noted", "The opinion could not be written down. Try again in a moment.")


def _check_scheme(assistant: Assistant, ident: str) -> None:
    known = tuple(scheme.id for scheme in assistant.catalogue())
    if ident and ident not in known:
        message = f"There is no scheme {ident[:80]!r}; choose one of {', '.join(known)}."
        raise ProblemError(422, "unknown_choice", message, [FieldError("scheme", message, known)])
