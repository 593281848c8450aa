"""Bounds and headers around the whole application, as plain ASGI: request size, request id, safety headers."""

from __future__ import annotations

import asyncio
import re
import time
import uuid
from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.problems import FieldError, ProblemError, problem_response

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
# A body that is refused is still read and thrown away up to here, so that its sender gets to see the answer.
_MOST_DRAINED_BYTES = 128 * 1024 * 1024
_LONGEST_DRAIN_SECONDS = 10.0
LONGEST_BODY_SECONDS = 30.0

# Gradio builds its page with inline scripts, inline styles and templates that are compiled in the browser; everything
# must still come from this server.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
# What is no page of its own: pieces of HTML, figures, problems. Opened by itself, nothing in it loads or runs.
STRICT_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_PAGES = ("/", "/docs")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SafetyHeaders:
    """Give every answer a request id (the caller's own, if it is a plain one) and the safety headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        scope["request_id"] = request_id

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                policy = CONTENT_SECURITY_POLICY if scope["path"] in _PAGES else STRICT_POLICY
                headers.setdefault("Content-Security-Policy", policy)  # a page may have one of its own
            await send(message)

        await self.app(scope, receive, send_with_headers)


class BodyLimit:
    """Refuse a body above `most` bytes with 413, whether it is announced or streamed; memory stays below `most`.

    A body that is not there after `longest` seconds is refused with 408: nobody holds a place by sending nothing.
    """

    def __init__(self, app: ASGIApp, most: int, longest: float = LONGEST_BODY_SECONDS) -> None:
        self.app = app
        self.most, self.longest = most, longest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        announced = headers.get("content-length", "")
        if announced.isdigit() and (len(announced) > _DIGITS or int(announced) > self.most):
            # Who asks before sending (Expect: 100-continue) is told at once; reading would ask for the body.
            drain = "expect" not in headers
            await self._refuse(scope, receive, send, drain=drain)
            return
        parts: list[bytes] = []
        size, more = 0, True
        try:
            async with asyncio.timeout(self.longest):
                while more and size <= self.most:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return
                    parts.append(message.get("body", b""))
                    size += len(parts[-1])
                    more = message.get("more_body", False)
        except TimeoutError:
            detail = f"The body did not arrive within {self.longest:g} s."
            problem = ProblemError(408, "body_too_slow", detail, headers={"Connection": "close"})
            await problem_response(problem, str(scope.get("request_id", "")))(scope, receive, send)
            return
        if size > self.most:
            parts.clear()
            await self._refuse(scope, receive, send, drain=more)
            return
        await self.app(scope, _replay(b"".join(parts), receive), send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, *, drain: bool) -> None:
        if drain:
            await _drain(receive)
        asks = scope["path"] == "/api/v1/ask" or not scope["path"].startswith("/api/")
        hint = "Shorten this field, or send fewer of the earlier messages."
        problem = ProblemError(
            413,
            "body_too_large",
            f"The body is larger than {self.most // 1024} KiB." + (" Shorten question or history." if asks else ""),
            [FieldError("question", hint), FieldError("history", hint)] if asks else [],
            headers={"Connection": "close"},
        )
        response = problem_response(problem, str(scope.get("request_id", "")))
        await response(scope, receive, send)


_DIGITS = 12


async def _drain(receive: Receive) -> None:
    end = time.monotonic() + _LONGEST_DRAIN_SECONDS
    size, more = 0, True
    while more and size < _MOST_DRAINED_BYTES and time.monotonic() < end:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size += len(message.get("body", b""))
        more = message.get("more_body", False)


def _replay(body: bytes, receive: Receive) -> Callable[[], Awaitable[Message]]:
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if not sent:
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return replay
