"""Load over HTTP: which loops are run, one after the other, and what each did to latency, errors and the server's memory."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from assistant.errors import EvaluationError
from evals.bench.generator import TIMEOUT, Figures, Plan
from evals.bench.questions import Request, distinct, mixed, repeated, taken
from evals.bench.server import ROOT, Server

USERS = (1, 10, 50, 100, 200)
"""Users of the closed loops."""

SECONDS = 60.0
"""How long each loop sends."""

THINK = 1.0
"""Mean seconds between an answer and the next question of the same user."""

RATES = (20.0, 100.0)
"""Requests a second of the open loops."""

Questions = Literal["mix", "distinct"]
_MOST_A_SECOND = 500


@dataclass(frozen=True, slots=True)
class Loop:
    """One loop: `questions` are the realistic mix or all different, `size` users (closed) or requests a second (open)."""

    kind: Literal["closed", "open"]
    questions: Questions
    size: float
    think_s: float = 0.0

    @property
    def name(self) -> str:
        """As it stands in tables."""
        if self.kind == "open":
            return f"open, {self.size:g} a second, {self.questions}"
        thinking = f"think {self.think_s:g} s" if self.think_s else "no thinking"
        return f"closed, {self.size:g} users, {thinking}, {self.questions}"


@dataclass(frozen=True, slots=True)
class Ran:
    """A loop with its figures; memory of the server in millions of bytes, before and after; `load` of the machine before.

    `cpu_ms` is what the server needed of a processor for each request, which a busy machine disturbs little.

    `repeated` is the share of its requests that had been asked before in the same loop.
    """

    loop: Loop
    figures: Figures
    repeated: float
    memory_before_mb: float | None
    memory_after_mb: float | None
    cpu_ms: float | None
    load: float

    def as_json(self) -> dict[str, Any]:
        """All of it in one object."""
        rest = {"repeated": self.repeated, "cpu_ms": self.cpu_ms, "load": self.load}
        memory = {"memory_before_mb": self.memory_before_mb, "memory_after_mb": self.memory_after_mb}
        return {"name": self.loop.name, **asdict(self.loop), **asdict(self.figures), **rest, **memory}


def loops(users: Sequence[int], rates: Sequence[float], think_s: float) -> list[Loop]:
    """The loops of a whole run: closed with and without thinking, open; the mix and distinct questions apart."""
    found = [Loop("closed", questions, n, think_s) for questions in ("mix", "distinct") for n in users]
    found += [Loop("closed", "mix", n) for n in users] if think_s else []
    return found + [Loop("open", questions, rate) for questions in ("mix", "distinct") for rate in rates]


class Sender:
    """Runs loops against one server; distinct questions stay distinct from loop to loop."""

    def __init__(self, requests: Sequence[Request]) -> None:
        self._mix = mixed(requests)
        self._distinct = distinct(requests)

    def run(self, server: Server, loop: Loop, seconds: float) -> Ran:
        """Run one loop.

        Raises:
            EvaluationError: the generator failed.
        """
        paced = loop.size / loop.think_s if loop.think_s else _MOST_A_SECOND
        count = int((loop.size if loop.kind == "open" else min(_MOST_A_SECOND, paced)) * seconds * 1.5) + 100
        source: Iterator[Request] = self._mix if loop.questions == "mix" else self._distinct
        requests = taken(source, count)
        open_loop = loop.kind == "open"
        plan = Plan(
            url=server.url,
            bodies=[json.dumps(request, ensure_ascii=False) for request in requests],
            loop=loop.kind,
            users=1 if open_loop else int(loop.size),
            rate=loop.size if open_loop else 1.0,
            think_s=loop.think_s,
            seconds=seconds,
        )
        load, before, used = round(os.getloadavg()[0], 1), server.memory_mb(), server.cpu_s()
        figures = send(plan)
        now = server.cpu_s()
        cpu = None if now is None or used is None else round((now - used) * 1000 / max(1, figures.requests), 2)
        again = round(repeated(requests[: figures.requests]), 3)
        return Ran(loop, figures, again, before, server.memory_mb(), cpu, load)


def send(plan: Plan) -> Figures:
    """Send a plan from a process of its own.

    Raises:
        EvaluationError: that process failed.
    """
    ended = subprocess.run(
        [sys.executable, "-m", "evals.bench.generator"],
        input=json.dumps(asdict(plan)),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=plan.seconds + 4 * TIMEOUT,
        check=False,
    )
    if ended.returncode:
        raise EvaluationError(f"The load generator failed:\n{ended.stderr[-2000:]}")
    return Figures(**json.loads(ended.stdout))


def measure_idle(server: Server, requests: Sequence[Request], streams: int, seconds: float) -> dict[str, Any]:
    """What so many open pages cost that nobody uses: memory, and the answers that ten others get meanwhile.

    Raises:
        EvaluationError: a stream was refused, or the generator failed.
    """
    before = server.memory_mb()
    parts = urlsplit(server.url)
    with ExitStack() as opened:
        for number in range(streams):
            held = opened.enter_context(socket.create_connection((parts.hostname or "", parts.port or 0), timeout=30))
            held.sendall(f"GET /gradio_api/heartbeat/idle-{number} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
            if not held.recv(12).endswith(b"200"):
                raise EvaluationError(f"Stream {number + 1} of {streams} was refused.")
        figures = Sender(requests).run(server, Loop("closed", "mix", 10, 1.0), seconds).figures
        held_mb = server.memory_mb()
    told = {"p50_ms": figures.p50_ms, "p99_ms": figures.p99_ms, "share_failed": figures.share_failed}
    return {"streams": streams, "memory_before_mb": before, "memory_with_mb": held_mb, **told}


def run_all(
    server: Server, requests: Sequence[Request], chosen: Sequence[Loop], seconds: float, tell: Callable[[str], None]
) -> list[Ran]:
    """Run the loops in their order.

    Raises:
        EvaluationError: the generator failed.
    """
    sender = Sender(requests)
    ran = []
    for loop in chosen:
        tell(f"{loop.name}: {seconds:g} s …")
        ran.append(sender.run(server, loop, seconds))
    return ran
