"""Run the benchmarks: `python -m evals.bench [functions|starts|load …] [--json FILE]`, by default all.

Prints a table of each part. Exit code 0 when everything was measured, 2 when something cannot be used.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError
from assistant.service import Assistant
from assistant.settings import Settings
from evals.bench import functions, loads, starts
from evals.bench.questions import ZIPF, examples, of_data_sets
from evals.bench.report import lines
from evals.bench.server import serving

PARTS = ("functions", "starts", "load")
IDLE = 1_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks; returns the exit code."""
    options = _parser().parse_args(arguments)
    parts = options.part or PARTS
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        print(f"There is no part {unknown[0]!r}; there are {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    try:
        results = run(parts, options)
    except AssistantError as error:
        print(error.message, file=sys.stderr)
        return 2
    print("\n".join(lines(results)))
    if options.json:
        options.json.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def run(parts: Sequence[str], options: argparse.Namespace) -> dict[str, Any]:
    """Measure the parts.

    Raises:
        AssistantError: the corpus, the index, a setting or a data set cannot be used, or a process failed.
    """
    settings = Settings.from_environment()
    tell("Opening the assistant …")
    assistant = Assistant.open(settings, tell)
    assistant.library = None  # figures do not depend on what somebody has added to the data folder
    own, shown = of_data_sets(), examples(assistant.catalogue())
    results: dict[str, Any] = {
        "schema": "bench/1",
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }
    if "functions" in parts:
        tell(f"Functions, {options.rounds} rounds …")
        asked = own[: options.questions]
        compared = functions.functions(assistant, settings, asked)
        results["functions"] = [asdict(each) for each in functions.measure(compared, len(asked), options.rounds)]
        results["guardrail"] = functions.measure_drafts(assistant, options.drafts)
    del assistant
    if "starts" in parts:
        tell(f"Starts, {options.starts} …")
        results["starts"] = starts.measure_command_line(options.starts)
    if "load" in parts:
        chosen = loads.loops(options.users, options.rates, options.think)
        with serving() as server:
            results["server"] = {"ready_s": server.ready_s, "memory_mb": server.memory_mb(), "zipf": ZIPF}
            ran = loads.run_all(server, [*shown, *own], chosen, options.seconds, tell)
            results["load_runs"] = [each.as_json() for each in ran]
            if options.idle:
                tell(f"{options.idle} idle streams …")
                results["idle"] = loads.measure_idle(server, [*shown, *own], options.idle, min(10.0, options.seconds))
    return results


def tell(line: str) -> None:
    """Print one line of progress."""
    print(line, file=sys.stderr, flush=True)


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(",") if part)


def _whole_numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(",") if part)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.bench", description=__doc__)
    parser.add_argument("part", nargs="*", help=f"{', '.join(PARTS)}; default: all")
    parser.add_argument("--rounds", type=int, default=5, help="counted rounds of the functions (5)")
    parser.add_argument("--questions", type=int, default=functions.QUESTIONS, help="questions of each round")
    parser.add_argument("--drafts", type=int, default=None, help="drafts that are judged; default: all")
    parser.add_argument("--starts", type=int, default=5, help="starts of the command line (5)")
    parser.add_argument("--users", type=_whole_numbers, default=loads.USERS, help="users of the closed loops: 1,10,50")
    parser.add_argument("--rates", type=_numbers, default=loads.RATES, help="requests a second of the open loops")
    parser.add_argument("--think", type=float, default=loads.THINK, help="mean seconds that a user thinks (1)")
    parser.add_argument("--seconds", type=float, default=loads.SECONDS, help="seconds of each loop (60)")
    parser.add_argument("--idle", type=int, default=IDLE, help="streams that are open and idle (1000)")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    return parser


if __name__ == "__main__":
    sys.exit(main())
