"""Several processes, each on a port of its own: replaced without a lost call, started anew when one dies, gone together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs processes that inherit sockets")

SUPERVISOR = """
import socket, sys
from assistant.web.workers import Workers
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
ports = " ".join(str(each.getsockname()[1]) for each in sockets)
print(ports, flush=True)
command = lambda listening, pair: [sys.executable, sys.argv[1], str(listening), str(pair)]
sys.exit(Workers(command, sockets, pause=0.01, patience=float(sys.argv[2])).run(lambda: print("ready", flush=True)))
"""
WORKER = """
import os, socket, sys
from pathlib import Path
from assistant.web.workers import Told
told = Told(int(sys.argv[2]))
if (Path(__file__).parent / "broken").exists():
    sys.exit(7)
from fastapi import FastAPI
from assistant.web.serving import serve
app = FastAPI()
app.get("/")(lambda: os.getpid())
serve(app, socket.socket(fileno=int(sys.argv[1])), told.ready)
"""


class Running:
    """A supervisor with two workers."""

    def __init__(self, folder: Path, patience: float = 60) -> None:
        self.folder = folder
        worker = folder / "worker.py"
        worker.write_text(WORKER, encoding="utf-8")
        root = str(Path(__file__).parents[2])
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR, str(worker), str(patience)], stdout=subprocess.PIPE, text=True, cwd=folder,
            env={**os.environ, "PYTHONPATH": root},
        )  # fmt: skip
        assert self.process.stdout is not None
        self.ports = [int(port) for port in self.process.stdout.readline().split()]
        self.ready = self.process.stdout.readline().strip() == "ready"

    def pids(self) -> list[int]:
        return [httpx.get(f"http://127.0.0.1:{port}/", timeout=60).json() for port in self.ports]

    def comes(self, true: Callable[[list[int]], bool]) -> bool:
        """Tell whether something comes to hold of the workers' process ids; asking passes the time."""
        return any(true(self.pids()) for _ in range(5_000))


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    started = Running(tmp_path)
    yield started
    started.process.kill()
    started.process.wait(60)
    assert started.process.stdout is not None
    started.process.stdout.close()


def gone(port: int) -> bool:
    """Tell whether nothing listens any more, once that is so."""
    for _ in range(5_000):
        try:
            httpx.get(f"http://127.0.0.1:{port}/", timeout=60)
        except httpx.TransportError:
            return True
    return False


def test_all_are_replaced_under_calls_and_none_is_lost(running: Running) -> None:
    before, stop = running.pids(), threading.Event()

    def call(port: int) -> list[int]:
        seen, last = [], False
        while not last:  # and once more after all were replaced, so that the new one is called, too
            last = stop.is_set()
            seen.append(httpx.get(f"http://127.0.0.1:{port}/", timeout=60).raise_for_status().json())
        return seen

    with ThreadPoolExecutor() as pool:
        callers = [pool.submit(call, port) for port in running.ports]
        try:
            running.process.send_signal(signal.SIGHUP)
            replaced = running.comes(lambda now: not set(now) & set(before))
        finally:
            stop.set()  # callers that go on would keep a failed test from ending
        assert replaced and all(len(set(caller.result())) == 2 for caller in callers)


def test_one_that_dies_is_started_anew_and_the_other_stays(running: Running) -> None:
    before = running.pids()
    os.kill(before[0], signal.SIGKILL)
    assert running.comes(lambda now: now[0] != before[0] and now[1] == before[1])


def test_where_a_new_one_cannot_start_the_old_one_stays(running: Running) -> None:
    before = running.pids()
    (running.folder / "broken").touch()
    running.process.send_signal(signal.SIGHUP)
    (running.folder / "worker.py").write_text(WORKER, encoding="utf-8")
    assert running.pids() == before
    # The order is kept: told to stop after that, all stop.
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(60) == 0 and all(map(gone, running.ports))


def test_they_do_not_outlive_the_one_that_looks_after_them(running: Running) -> None:
    running.process.kill()
    assert all(map(gone, running.ports))


def test_where_none_can_start_its_exit_code_is_told(tmp_path: Path) -> None:
    (tmp_path / "broken").touch()
    failed = Running(tmp_path)
    assert not failed.ready and failed.process.wait(60) == 7
    assert failed.process.stdout is not None
    failed.process.stdout.close()


def test_one_that_does_not_stop_is_killed(tmp_path: Path) -> None:
    started = Running(tmp_path, patience=0.5)
    for pid in started.pids():
        os.kill(pid, signal.SIGSTOP)  # it hears nothing any more
    started.process.terminate()
    assert started.process.wait(60) == 0 and all(map(gone, started.ports))
    assert started.process.stdout is not None
    started.process.stdout.close()
