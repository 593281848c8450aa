"""The server's log: a line for people or a JSON object a line, each with the id of its request; no question by itself."""

from __future__ import annotations

import json
import logging
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Literal

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.metrics import route_of

LogForm = Literal["human", "json"]

requests = logging.getLogger("assistant.requests")
"""A line for each request of the interface: its route, status and seconds."""

_request_id: ContextVar[str] = ContextVar("request_id", default="")
_FIELDS = ("route", "method", "status", "seconds", "door", "question")
_QUIET = ("/healthz", "/readyz", "/metrics")


_UNSEEN = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if chr(code) != "\t"}
_UNSEEN |= {ord("\r"): "\\r", ord("\n"): "\\n", 0x2028: "\\u2028", 0x2029: "\\u2029"}


class _WithRequest(logging.Filter):
    """Gives each record the id of the request that it was written for."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _request_id.get()
        return True


class ForPeople(logging.Formatter):
    """Time, level, place and message, and the request's id where there is one."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line, without line breaks and control signs that what was sent might have brought in."""
        line = super().formatMessage(record).translate(_UNSEEN)
        ident = getattr(record, "request_id", "")
        return f"{line} [{ident}]" if ident else line


class ForPrograms(logging.Formatter):
    """One JSON object: `time` (UTC), `level`, `logger`, `message`, and what else is known of the request."""

    def format(self, record: logging.LogRecord) -> str:
        """The object on one line."""
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        fields = {name: getattr(record, name, None) for name in ("request_id", *_FIELDS)}
        told |= {name: value for name, value in fields.items() if value not in (None, "")}
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


def set_up_logging(form: LogForm) -> None:
    """Send all logs of this process to standard error in this form: warnings of libraries, requests of the interface."""
    handler = logging.StreamHandler()
    handler.addFilter(_WithRequest())
    handler.setFormatter(ForPrograms() if form == "json" else ForPeople())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("assistant").setLevel(logging.INFO if form == "json" else logging.WARNING)


class LogRequests:
    """Tell the log which request it is about, and of each request of the interface how it ended."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        token = _request_id.set(str(scope.get("request_id", "")))
        started, status = time.perf_counter(), 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            route = route_of(scope["path"])
            if route != "page" and route not in _QUIET:
                seconds = round(time.perf_counter() - started, 4)
                fields = {"route": route, "method": scope["method"], "status": status, "seconds": seconds}
                requests.info("%s %s %s", scope["method"], route, status, extra=fields)
            _request_id.reset(token)
