"""Which other sites' pages may call the interface (CORS): those on the list, without cookies, and no others."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_EXPOSED = ("X-Request-Id", "ETag", "Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
_SENT = ("Content-Type", "Authorization", "X-API-Key", "X-Request-Id", "Last-Event-ID", "If-None-Match")


class OtherSites:
    """Answer for the interface alone; the page and all else are for this site only.

    It stands outside of whatever may refuse a call, so that a page can read the refusal, too.
    """

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self.app = app
        self.shared = CORSMiddleware(
            app, allow_origins=origins, allow_methods=["GET", "POST"], allow_headers=_SENT, expose_headers=_EXPOSED
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        inside = scope["type"] == "http" and scope["path"].startswith("/api/")
        await (self.shared if inside else self.app)(scope, receive, send)
