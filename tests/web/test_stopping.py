"""A server that is told to stop: it says so first, finishes what it has begun, and ends what has no end."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import StreamingResponse

from assistant.settings import Settings
from assistant.web.application import create_app
from assistant.web.protocol import Assistant
from assistant.web.serving import serving
from assistant.web.stopping import EndStreams, Leaving


class Served:
    """An application on a port of its own, with a door that stays closed until the test opens it."""

    def __init__(self, app: FastAPI, delay: float = 0) -> None:
        self.begun, self.open = threading.Event(), threading.Event()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        started = threading.Event()
        self.server: uvicorn.Server = serving(app, started.set, delay=delay)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.listening]}, daemon=True)
        self.thread.start()
        assert started.wait(60)

    def ended(self) -> bool:
        self.open.set()
        self.thread.join(20)
        return not self.thread.is_alive()

    def refuses(self) -> bool:
        """Tell whether no new connection is taken, once that is so."""
        for _ in range(1_000_000):
            try:
                socket.create_connection(self.listening_on, timeout=5).close()
            except OSError:
                return True
        return False

    @property
    def listening_on(self) -> tuple[str, int]:
        return "127.0.0.1", int(self.address.rpartition(":")[2])


@pytest.fixture
def slow() -> Iterator[Served]:
    """An application whose answers wait for the test."""
    app = FastAPI()
    app.state.leaving = Leaving()

    def door() -> None:
        served.begun.set()
        assert served.open.wait(60)

    @app.get("/answer")
    def answer() -> str:
        door()
        return "whole"

    @app.get("/stream")
    def stream() -> EventSourceResponse:
        def events() -> Iterator[ServerSentEvent]:
            yield ServerSentEvent("first", sep="\n")
            door()
            yield ServerSentEvent("last", sep="\n")

        return EventSourceResponse(events(), sep="\n")

    @app.get("/gradio_api/heartbeat/abc")
    def beat() -> StreamingResponse:
        def beats() -> Iterator[str]:
            yield "data: ALIVE\n\n"
            door()
            yield "data: never\n\n"

        return StreamingResponse(beats(), media_type="text/event-stream")

    app.add_middleware(EndStreams, leaving=app.state.leaving)
    served = Served(app)
    yield served
    served.server.should_exit = True
    assert served.ended()


@pytest.mark.parametrize(("path", "last"), [("/answer", '"whole"'), ("/stream", "data: first\n\ndata: last\n\n")])
def test_an_answer_that_was_begun_is_finished(slow: Served, path: str, last: str) -> None:
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(httpx.get, slow.address + path, timeout=60)
        assert slow.begun.wait(30)
        slow.server.handle_exit(signal.SIGTERM, None)
        assert slow.refuses()
        assert not asked.done()
        slow.open.set()
        assert asked.result().text == last
    slow.server._captured_signals.clear()  # it is this process that would be told
    assert slow.ended()


def test_a_page_that_stays_open_holds_nothing_up(slow: Served) -> None:
    with httpx.stream("GET", slow.address + "/gradio_api/heartbeat/abc", timeout=60) as beats:
        parts = beats.iter_text()
        assert next(parts) == "data: ALIVE\n\n"
        slow.server.should_exit = True
        assert list(parts) == []


def test_it_says_no_before_it_goes(assistant: Assistant, settings: Settings) -> None:
    served = Served(create_app(assistant, settings), delay=300)
    assert httpx.get(f"{served.address}/readyz").status_code == 200
    served.server.handle_exit(signal.SIGTERM, None)
    said = httpx.get(f"{served.address}/readyz")
    assert (said.status_code, said.json()["code"]) == (503, "stopping")
    assert httpx.get(f"{served.address}/healthz").status_code == 200
    answer = httpx.post(f"{served.address}/api/v1/ask", json={"question": "保険料は"})
    assert answer.status_code == 200
    # Told again, it goes at once.
    served.server.handle_exit(signal.SIGTERM, None)
    served.server._captured_signals.clear()
    assert served.ended()
