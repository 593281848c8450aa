"""What happens when more is asked than can be computed: nobody waits long, nobody is forgotten, everybody is told."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.types import ASGIApp

from assistant.answer import Answer
from assistant.settings import Settings
from assistant.web.application import create_app
from assistant.web.limits import BodyLimit
from assistant.web.queueing import AT_ONCE
from tests.web.conftest import StandIn

if TYPE_CHECKING:
    from fastapi import FastAPI

ServeApp = Callable[["FastAPI"], AbstractContextManager[str]]
WAITING = 3
KNOWN = "What is the annual premium for type G II, rank B?"
_PATIENCE = 20


class Busy(StandIn):
    """Computes nothing until it is let; knows one answer from before."""

    def __init__(self) -> None:
        super().__init__()
        self.let, self.begun = threading.Event(), threading.Semaphore(0)

    def ask(self, question: str, **more: Any) -> Answer:
        self.begun.release()
        assert self.let.wait(_PATIENCE)
        return super().ask(question, **more)

    def known(self, question: str, **more: Any) -> Answer | None:
        return super().ask(question, **more) if question == KNOWN else None


@pytest.fixture
def busy() -> Iterator[Busy]:
    made = Busy()
    yield made
    made.let.set()


@pytest.fixture
def address(busy: Busy, settings: Settings, serve_app: ServeApp) -> Iterator[str]:
    chosen = replace(settings, most_waiting=WAITING, calls_per_minute=0)
    with serve_app(create_app(busy, chosen)) as found:
        yield found
        busy.let.set()


@pytest.fixture
def asking(address: str) -> Iterator[Callable[[str], Future[httpx.Response]]]:
    with ThreadPoolExecutor(AT_ONCE + WAITING + 20) as pool, httpx.Client(base_url=address, timeout=60) as client:
        yield lambda question: pool.submit(client.post, "/api/v1/ask", json={"question": question})


def fill(busy: Busy, asking: Callable[[str], Future[httpx.Response]], address: str) -> Sequence[Future[httpx.Response]]:
    """Ask until the queue is full."""
    sent = [asking(f"investigation {number}") for number in range(AT_ONCE)]
    for _ in sent:
        assert busy.begun.acquire(timeout=_PATIENCE)
    while True:
        # One more each time; the first one that is refused tells that the queue is full.
        trial = asking(f"investigation {len(sent)}")
        sent.append(trial)
        if len(sent) > AT_ONCE + WAITING:
            return sent


def test_who_comes_to_a_full_queue_is_told_when_to_come_again_and_all_others_are_answered(
    busy: Busy, asking: Callable[[str], Future[httpx.Response]], address: str
) -> None:
    sent = fill(busy, asking, address)
    refused = next(each for each in iter_done(sent) if each.status_code == 429)
    told = refused.json()
    assert refused.headers["content-type"] == "application/problem+json"
    assert told["code"] == "busy" and 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.headers["retry-after"] in told["detail"]
    typed = httpx.post(f"{address}/api/v1/verify", json={"question": "?", "draft": "?"}, timeout=60)
    assert typed.status_code == 429
    busy.let.set()
    ended = [each.result(60).status_code for each in sent]
    assert sorted(ended) == [200] * (AT_ONCE + WAITING) + [429]
    assert asking("investigation later").result(60).status_code == 200


def iter_done(sent: Sequence[Future[httpx.Response]]) -> Iterator[httpx.Response]:
    from concurrent.futures import as_completed

    for each in as_completed(sent, timeout=60):
        yield each.result()


def test_what_is_known_is_answered_while_the_queue_is_full(
    busy: Busy, asking: Callable[[str], Future[httpx.Response]], address: str
) -> None:
    sent = fill(busy, asking, address)
    next(each for each in iter_done(sent) if each.status_code == 429)
    plain = httpx.post(f"{address}/api/v1/ask", json={"question": KNOWN}, timeout=60)
    assert plain.status_code == 200 and plain.json()["kind"] == "amount"
    streamed = httpx.post(
        f"{address}/api/v1/ask", json={"question": KNOWN}, headers={"Accept": "text/event-stream"}, timeout=60
    )
    assert streamed.text.rstrip().split("\n")[-2] == "event: answer"
    assert httpx.get(f"{address}/readyz", timeout=60).status_code == 200


def test_nothing_is_computed_for_who_went_away_while_waiting(
    busy: Busy, asking: Callable[[str], Future[httpx.Response]], address: str
) -> None:
    sent = [asking(f"investigation {number}") for number in range(AT_ONCE)]
    for _ in sent:
        assert busy.begun.acquire(timeout=_PATIENCE)
    impatient = [raw_ask(address, f"investigation for nobody {number}") for number in range(WAITING)]
    # They are in the queue once the next one is refused.
    while asking_now(address) != 429:
        pass
    for each in impatient:
        each.close()
    assert asking_now(address) in (429, None)
    busy.let.set()
    for each in sent:
        assert each.result(60).status_code == 200
    assert asking("investigation at last").result(60).status_code == 200
    assert not any("nobody" in question for question, _, _ in busy.asked)
    figures = httpx.get(f"{address}/metrics", timeout=60).text
    assert float(re.findall(r'route="/api/v1/ask",status="499"} (\S+)', figures)[0]) >= WAITING


def raw_ask(address: str, question: str, *, accept: str = "*/*") -> socket.socket:
    """Send a question on a connection that the caller holds."""
    parts = urlsplit(address)
    opened = socket.create_connection((parts.hostname or "", parts.port or 0), timeout=60)
    body = json.dumps({"question": question}).encode()
    head = (
        f"POST /api/v1/ask HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept: {accept}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    opened.sendall(head.encode() + body)
    return opened


def asking_now(address: str) -> int | None:
    """The status of one more question; None where it was let in, and is given up."""
    try:
        return httpx.post(f"{address}/api/v1/ask", json={"question": "one more"}, timeout=0.5).status_code
    except httpx.TimeoutException:
        return None


# Slow clients, those that leave, and those that only look


def test_a_client_that_leaves_in_mid_stream_disturbs_nobody(address: str, busy: Busy) -> None:
    for _ in range(20):
        leaving = raw_ask(address, KNOWN, accept="text/event-stream")
        assert leaving.recv(1)
        # Not a polite end: what is still on its way cannot be delivered.
        leaving.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        leaving.close()
    reply = httpx.post(f"{address}/api/v1/ask", json={"question": KNOWN}, timeout=60)
    assert reply.status_code == 200
    assert 'status="500"' not in httpx.get(f"{address}/metrics", timeout=60).text


def test_a_client_that_sends_slowly_holds_up_nobody(address: str) -> None:
    parts = urlsplit(address)
    body = json.dumps({"question": KNOWN}).encode()
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=60) as slow:
        head = f"POST /api/v1/ask HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        slow.sendall(head.encode())
        for byte in body:
            slow.sendall(bytes([byte]))
            if byte == ord(" "):
                assert httpx.post(f"{address}/api/v1/ask", json={"question": KNOWN}, timeout=60).status_code == 200
        reply = b"".join(iter(lambda: slow.recv(65536), b""))
    assert reply.startswith(b"HTTP/1.1 200")


def test_a_body_that_never_comes_is_given_up(settings: Settings, serve_app: ServeApp) -> None:
    app = create_app(StandIn(), settings)

    def impatient(inner: ASGIApp) -> ASGIApp:
        return BodyLimit(inner, most=1_000, longest=0.2)

    app.add_middleware(impatient)  # type: ignore[arg-type]
    with serve_app(app) as address:
        parts = urlsplit(address)
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=60) as silent:
            silent.sendall(
                f"POST /api/v1/ask HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{{".encode()
            )
            reply = b"".join(iter(lambda: silent.recv(65536), b""))
    assert reply.startswith(b"HTTP/1.1 408") and b'"body_too_slow"' in reply


def test_many_pages_that_are_only_open_cost_nobody_an_answer(address: str) -> None:
    with ExitStack() as open_pages:
        client = open_pages.enter_context(httpx.Client(base_url=address, limits=httpx.Limits(max_connections=None)))
        for number in range(100):
            page = open_pages.enter_context(client.stream("GET", f"/gradio_api/heartbeat/idle-{number}", timeout=60))
            assert page.status_code == 200
        for _ in range(20):
            assert httpx.post(f"{address}/api/v1/ask", json={"question": KNOWN}, timeout=60).status_code == 200
