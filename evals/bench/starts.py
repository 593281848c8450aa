"""How long it takes until something answers: the command line from nothing, and a server over an index that is there."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from typing import Any

from assistant.errors import EvaluationError
from evals.bench.server import ROOT

QUESTION = "情報漏えい限定プランで著作権侵害は補償されますか"


def measure_command_line(times: int) -> dict[str, Any]:
    """Seconds of `python -m assistant ask`, by the clock and by the processor: the median of several starts.

    One more start before them is not counted: it makes what is kept for the next ones.

    Raises:
        EvaluationError: it gave no answer.
    """
    clock, worked = [], []
    for number in range(times + 1):
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        ended = subprocess.run(
            [sys.executable, "-m", "assistant", "ask", QUESTION],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
        )  # fmt: skip
        if ended.returncode:
            raise EvaluationError(f"The command line gave no answer:\n{ended.stderr.decode(errors='replace')[-2000:]}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if number:
            clock.append(time.perf_counter() - started)
            worked.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {
        "starts": times,
        "ask_s": round(statistics.median(clock), 2),
        "ask_cpu_s": round(statistics.median(worked), 2),
    }
