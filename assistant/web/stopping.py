"""Going down without losing an answer: what is begun is finished, what has no end is ended, and `/readyz` says no first."""

from __future__ import annotations

import asyncio
import contextlib
import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

STOP_SECONDS = 30
"""Longest that a server which was told to stop goes on with the answers that it has begun, in seconds."""
# A page holds the first open for as long as it is shown, an agent the second.
_ENDLESS = re.compile(r"/gradio_api/heartbeat/[^/]+|/mcp/?")


class Leaving:
    """Whether this server is going down.

    `soon` is set first: `/readyz` says no, so that a balancer sends nothing more, and all is still answered. `now` is set
    when no new connection is taken any more.
    """

    def __init__(self) -> None:
        self.soon = False
        self.now = asyncio.Event()

    def go(self) -> None:
        """Tell that no new connection is taken. To be called in the event loop."""
        self.soon = True
        self.now.set()


class EndStreams:
    """End the streams that have no end of their own when the server goes down; answers go on to theirs."""

    def __init__(self, app: ASGIApp, leaving: Leaving) -> None:
        self.app, self.leaving = app, leaving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "GET" or not _ENDLESS.fullmatch(scope["path"]):
            await self.app(scope, receive, send)
            return
        begun = ended = False

        async def watched(message: Message) -> None:
            nonlocal begun, ended
            begun = True
            ended = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        served = asyncio.ensure_future(self.app(scope, receive, watched))
        told = asyncio.create_task(self.leaving.now.wait())
        try:
            await asyncio.wait({served, told}, return_when=asyncio.FIRST_COMPLETED)
            if served.done():
                served.result()
                return
            served.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await served
            if begun and not ended:
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            served.cancel()
            told.cancel()
