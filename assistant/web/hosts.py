"""Under which names the server answers: a Host header that is none is refused, and others where names are listed.

A page of another site whose name is made to lead here (DNS rebinding) would else be served as this one; by the addresses of this
machine alone, such as 127.0.0.1, no page of another site can come.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.problems import ProblemError, problem_response

_HOST = re.compile(r"(?P<name>[a-z0-9](?:[a-z0-9._-]{0,252})|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?", re.IGNORECASE)
_PROBES = ("/healthz", "/readyz", "/metrics")
"""They tell nothing, and what watches a server calls it by any address."""


class Hosts:
    """Answer 400 to a request with a broken Host, 421 to one for a name that is not listed; no list: any name."""

    def __init__(self, app: ASGIApp, names: Sequence[str]) -> None:
        self.app, self.names = app, frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sent = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        found = _HOST.fullmatch(sent[0]) if len(sent) == 1 else None
        if sent and found is None:
            await _refuse(400, "bad_host", "The Host header names no host.", scope, receive, send)
            return
        name = found["name"].lower().rstrip(".") if found else ""
        if self.names and name not in self.names and not _of_this_machine(name) and scope["path"] not in _PROBES:
            detail = "This server does not answer under that name. Its administrator lists names in ASSISTANT_HOSTS."
            await _refuse(421, "other_host", detail, scope, receive, send)
            return
        await self.app(scope, receive, send)


def _of_this_machine(name: str) -> bool:
    try:
        return name == "localhost" or ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


async def _refuse(status: int, code: str, detail: str, scope: Scope, receive: Receive, send: Send) -> None:
    response = problem_response(ProblemError(status, code, detail), str(scope.get("request_id", "")))
    await response(scope, receive, send)
