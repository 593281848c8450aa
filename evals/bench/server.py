"""A server of our own for a benchmark: `app.py` in a process of its own, on a free port of this machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from assistant.errors import EvaluationError

ROOT = Path(__file__).resolve().parents[2]
_LONGEST_START = 300.0
_OPEN = re.compile(r"^Open (http://\S+)", re.MULTILINE)
_RESIDENT = re.compile(r"^VmRSS:\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its address, its process id, and the seconds until it was ready."""

    url: str
    pid: int
    ready_s: float

    def memory_mb(self) -> float | None:
        """What its processes hold in memory, in millions of bytes; None where the system does not tell."""
        try:
            kilobytes = [resident_kb(pid) for pid in (self.pid, *children(self.pid))]
        except (OSError, ValueError):
            return None
        return round(sum(kilobytes) * 1024 / 1e6, 1)

    def cpu_s(self) -> float | None:
        """Seconds of processor that they have used since they were started; None where the system does not tell."""
        try:
            return sum(map(used_s, (self.pid, *children(self.pid))))
        except (OSError, ValueError):
            return None


@contextmanager
def serving(env: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Start it, with further settings; stop it at the end. Calls a minute are not bounded, as one address asks them all.

    Raises:
        EvaluationError: it did not start; the message holds what it printed.
    """
    settings = {"ASSISTANT_PORT": "0", "ASSISTANT_HOST": "127.0.0.1", "ASSISTANT_CALLS_PER_MINUTE": "0", **(env or {})}
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py")],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said: list[str] = []
    try:
        address = None
        while address is None and time.perf_counter() - started < _LONGEST_START:
            line = process.stdout.readline()
            if not line:
                break
            said.append(line)
            address = _OPEN.search(line)
        if address is None:
            raise EvaluationError(f"The server did not start:\n{''.join(said)}")
        ready = time.perf_counter() - started
        # What it goes on to print is read, or it would stop at a full pipe.
        Thread(target=process.stdout.read, daemon=True).start()
        yield Server(address[1], process.pid, round(ready, 2))
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def resident_kb(pid: int) -> int:
    """Kilobytes of a process that are in memory (Linux).

    Raises:
        OSError: there is no such process, or the system has no `/proc`.
        ValueError: it does not say.
    """
    found = _RESIDENT.search(Path(f"/proc/{pid}/status").read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"/proc/{pid}/status does not tell the memory")
    return int(found[1])


def used_s(pid: int) -> float:
    """Seconds of processor that a process has used (Linux).

    Raises:
        OSError: there is no such process, or the system has no `/proc`.
    """
    # The name of the program stands in brackets and may hold blanks; `utime` and `stime` are fields 14 and 15.
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run (Linux)."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += map(int, (task / "children").read_text(encoding="utf-8").split())
    return found
