"""Serving the application on a socket that is already bound, and stopping when what was begun is answered."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import socket
import sys
import time
from collections.abc import Callable
from types import FrameType

import uvicorn
from fastapi import FastAPI
from sse_starlette.sse import AppStatus

from assistant.web.stopping import STOP_SECONDS, Leaving

SWITCH_SECONDS = 0.001
READ_SECONDS = 0.1
"""How long requests are still read after the last connection was accepted."""

KEEP_ALIVE_SECONDS = 75
"""How long an idle connection stays open: longer than nginx keeps one (60), so that none is closed while it is being used."""


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None], leaving: Leaving, delay: float) -> None:
        super().__init__(config)
        self.on_ready, self.leaving, self.delay = on_ready, leaving, delay
        self._until: float | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.on_ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.delay and not self.leaving.soon:
            self.leaving.soon = True
            self._until = time.monotonic() + self.delay
            self._captured_signals.append(sig)
        else:
            super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        if self._until is not None and time.monotonic() >= self._until:
            self.should_exit = True
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.leaving.go()
        # uvicorn closes a connection of which it has read nothing yet, though its request may be on the way. So accepting ends
        # first, and what was accepted at the last moment is read.
        for server in self.servers:
            server.close()
        await asyncio.sleep(READ_SECONDS)
        await super().shutdown(sockets)


def serving(app: FastAPI, on_ready: Callable[[], None], *, delay: float = 0) -> uvicorn.Server:
    """Return a server for `app`; `on_ready` is called once, when requests are answered.

    `delay` is how many seconds it still answers when it was told to stop and `/readyz` says no.
    """
    # Streams of answers end by themselves; by default they would be broken off when the server is told to stop.
    AppStatus.enable_automatic_graceful_drain = False
    config = uvicorn.Config(
        app,
        log_level="warning",
        timeout_graceful_shutdown=STOP_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        server_header=False,
    )
    return _Server(config, on_ready, getattr(app.state, "leaving", None) or Leaving(), delay)


def give_back() -> None:
    """Give memory that loading needed for a while back to the system, where the C library can (14 of 611 MB here)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def serve(app: FastAPI, listening: socket.socket, on_ready: Callable[[], None], *, delay: float = 0) -> None:
    """Serve `app` on a bound socket until the process is told to stop (Ctrl+C, SIGTERM); a second Ctrl+C stops at once."""
    # uvicorn has shut down by the time it hands Ctrl+C on; there is nothing left to interrupt.
    with contextlib.suppress(KeyboardInterrupt):
        # What was loaded stays: looking through it for what nobody needs would stop every answer for a fifth of a second.
        gc.collect()
        gc.freeze()
        give_back()
        # A thread that computes lets the one that reads and writes go on after this time, in seconds; 0.005 by default.
        sys.setswitchinterval(SWITCH_SECONDS)
        serving(app, on_ready, delay=delay).run(sockets=[listening])
