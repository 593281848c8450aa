"""Serving the application on a socket that is already bound."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

# The page keeps a connection open for as long as it is shown; stopping does not wait for it.
_GRACE_SECONDS = 2


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.on_ready()


def serving(app: FastAPI, on_ready: Callable[[], None]) -> uvicorn.Server:
    """Return a server for `app`; `on_ready` is called once, when requests are answered."""
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=_GRACE_SECONDS, server_header=False)
    return _Server(config, on_ready)


def serve(app: FastAPI, listening: socket.socket, on_ready: Callable[[], None]) -> None:
    """Serve `app` on a bound socket until the process is told to stop (Ctrl+C, SIGTERM)."""
    # uvicorn has shut down by the time it hands Ctrl+C on; there is nothing left to interrupt.
    with contextlib.suppress(KeyboardInterrupt):
        serving(app, on_ready).run(sockets=[listening])
