"""Problem documents (RFC 9457): how every error of the HTTP interface looks, with the fields it is about."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeVar

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from assistant.errors import AmountError, InputError, MessageTooLongError, UnknownChoiceError

T = TypeVar("T")

MEDIA_TYPE = "application/problem+json"
_GONE = 499  # as nginx calls it


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field: its dotted path (`history.0.role`), a sentence, and the valid choices, if few."""

    field: str
    message: str
    choices: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the entry as it stands in a problem document; `pointer` is a JSON pointer (RFC 6901) fragment."""
        steps = [step.replace("~", "~0").replace("/", "~1") for step in self.field.split(".")]
        entry: dict[str, object] = {"field": self.field, "pointer": "#/" + "/".join(steps), "message": self.message}
        if self.choices:
            entry["choices"] = list(self.choices)
        return entry


class ProblemError(Exception):
    """A request that cannot be served; it becomes a problem document with this status."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        errors: Sequence[FieldError] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = headers


class GoneError(Exception):
    """Who asked is gone, and the answer was not computed; for the figures and the log it ends with status 499."""


def problem_of(error: InputError) -> ProblemError:
    """Return the problem for an error that the assistant raised about what was sent: 422 with the field."""
    field = error.field or "question"
    choices = error.choices if isinstance(error, UnknownChoiceError) else ()
    told = isinstance(error, UnknownChoiceError | AmountError | MessageTooLongError)
    code = error.code if told else InputError.code
    return ProblemError(422, code, error.message, [FieldError(field, error.message, choices)])


async def computed(
    computing: Awaitable[T],
    request_id: str,
    log: logging.Logger,
    what: str,
    detail: str,
    failed: Callable[[], None] | None = None,
) -> T:
    """Return what was computed; `failed` is called in a thread where a defect of ours prevents it.

    Args:
        what: what could not be done to the request, for the log: "answered".
        detail: what the caller is told then.

    Raises:
        ProblemError: what was sent cannot be used, or a defect, which is logged. The question itself is not logged: it may
            hold personal data.
        GoneError: nobody waits for it any more.
    """
    try:
        return await computing
    except InputError as error:
        raise problem_of(error) from None
    except (ProblemError, GoneError):
        raise
    except Exception:
        log.exception("Request %s could not be %s", request_id, what)
        if failed is not None:
            await run_in_threadpool(failed)
        raise ProblemError(500, "internal_error", detail) from None


def problem_response(problem: ProblemError, request_id: str = "") -> JSONResponse:
    """Write a problem document. Text that UTF-8 cannot carry is replaced, so that an error never causes another."""
    body: dict[str, object] = {
        "type": f"urn:coverage-assistant:problem:{problem.code}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "code": problem.code,
        "detail": _printable(problem.detail),
    }
    if problem.errors:
        body["errors"] = [_clean(error).as_json() for error in problem.errors]
    if request_id:
        body["request_id"] = request_id
    return JSONResponse(body, problem.status, headers=problem.headers, media_type=MEDIA_TYPE)


def install_handlers(app: FastAPI) -> None:
    """Make `app` answer every error with a problem document."""

    async def on_problem(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, ProblemError)
        return problem_response(error, request_id_of(request))

    async def on_http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        path = request.url.path
        allowed = (error.headers or {}).get("allow") or (error.headers or {}).get("Allow")
        if error.status_code == 404:
            problem = ProblemError(404, "not_found", f"There is nothing at {path}.")
        elif error.status_code == 405:
            detail = f"{request.method} is not possible at {path}" + (f"; use {allowed}." if allowed else ".")
            problem = ProblemError(405, "method_not_allowed", detail, headers={"Allow": allowed} if allowed else None)
        else:
            problem = ProblemError(error.status_code, "http_error", str(error.detail))
        return problem_response(problem, request_id_of(request))

    async def on_gone(request: Request, error: Exception) -> Response:
        return Response(status_code=_GONE)

    app.add_exception_handler(GoneError, on_gone)
    app.add_exception_handler(ProblemError, on_problem)
    app.add_exception_handler(HTTPException, on_http)


def request_id_of(request: Request) -> str:
    """Return the id that the request carries in its answer and in the log."""
    return str(request.scope.get("request_id", ""))


def _clean(error: FieldError) -> FieldError:
    choices = tuple(_printable(choice) for choice in error.choices)
    return FieldError(_printable(error.field), _printable(error.message), choices)


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
