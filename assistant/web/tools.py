"""The tools over MCP at `/mcp`, for agents that reach this server by HTTP; off unless a setting turns it on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.agents.mcp_server import mcp_server
from assistant.web.body import MAX_BODY_BYTES
from assistant.web.problems import ProblemError, problem_response
from assistant.web.protocol import Assistant

PATH = "/mcp"


def add_tools(app: FastAPI, assistant: Assistant, origins: Sequence[str]) -> None:
    """Serve the tools. Each call stands alone: no session is kept, so that any number of servers can share the work.

    Raises:
        SettingsError: the SDK is not installed.
    """
    server = mcp_server(lambda: assistant.operations)
    inner = server.streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        json_response=True,
        max_request_body_size=MAX_BODY_BYTES,
        host="",  # `NoBrowsers` stands for its check of host names, which a server behind a proxy cannot know
    )
    app.router.routes.append(Route(PATH, NoBrowsers(inner, origins), include_in_schema=False))
    outer = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(whole: Any) -> AsyncIterator[Any]:
        async with server.session_manager.run(), outer(whole) as state:
            yield state

    app.router.lifespan_context = lifespan


class NoBrowsers:
    """Let agents through, and pages of listed sites: a browser sends the origin of the page that it acts for.

    So that no page that somebody happens to visit can use a server on their own machine or network.
    """

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self.app, self.origins = app, frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        origin = Headers(scope=scope).get("origin")
        if origin is not None and origin.lower() not in self.origins:
            problem = ProblemError(403, "origin_not_allowed", "Pages of this site may not call the tools.")
            await problem_response(problem, str(scope.get("request_id", "")))(scope, receive, send)
            return
        await self.app(scope, receive, send)
