"""Time warm answers: `python -m evals.bench [--rounds N] [--json FILE]`.

Asks the example questions of every scheme in both languages, each several times in one process, through the same door
that users have, and prints the median, the 95th and the 99th percentile in milliseconds. The first round warms up and
is not counted. Then the drafts of our data set are judged, each once. Exit code 0 when something was measured, 2 when the assistant cannot start.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path

from assistant.answer import Answer
from assistant.conversation import Selection
from assistant.errors import AssistantError
from assistant.service import Assistant
from assistant.settings import Settings
from evals.home import Home
from evals.manifest import read_manifest
from evals.records import Attack
from evals.sets import load_sets


def measure(assistant: Assistant, rounds: int) -> list[float]:
    """Milliseconds of each answer, over all example questions and rounds; one warm-up round is left out."""
    cases = [
        (info.id, question) for info in assistant.catalogue() for group in info.examples.values() for question in group
    ]
    times: list[float] = []
    for number in range(rounds + 1):
        for scheme, question in cases:
            start = time.perf_counter()
            assistant.ask(question, selection=Selection(scheme))
            if number:
                times.append((time.perf_counter() - start) * 1000)
    return times


def measure_drafts(assistant: Assistant) -> list[float]:
    """Milliseconds to judge each draft of our data set against its answer, which was computed before."""
    home = Home()
    (drafts,) = load_sets(read_manifest(home.data), home.data, wanted=("drafts",)).chosen
    answers: dict[str, Answer] = {}
    times: list[float] = []
    guardrail = assistant.guardrail()
    for record in drafts.records:
        assert isinstance(record, Attack)
        if record.question not in answers:
            answers[record.question] = assistant.ask(record.question, selection=Selection(record.selected.scheme))
        start = time.perf_counter()
        guardrail.verify(record.text, answers[record.question], record.question)
        times.append((time.perf_counter() - start) * 1000)
    return times


def percentile(sorted_times: list[float], share: float) -> float:
    """The value at `share` (0 to 1) of an ascending list."""
    return sorted_times[min(len(sorted_times) - 1, int(share * len(sorted_times)))]


def main(argv: list[str] | None = None) -> int:
    """Run the benchmark; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10, help="counted rounds over all questions (default 10)")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args(argv)
    try:
        begin = time.perf_counter()
        assistant = Assistant.open(Settings.from_environment(), lambda line: print(line, file=sys.stderr))
        opened = (time.perf_counter() - begin) * 1000
        times = sorted(measure(assistant, max(1, options.rounds)))
        drafts = sorted(measure_drafts(assistant))
    except AssistantError as error:
        print(error.message, file=sys.stderr)
        return 2
    figures = {
        "answers": len(times),
        "open_ms": round(opened, 1),
        "median_ms": round(statistics.median(times), 2),
        "p95_ms": round(percentile(times, 0.95), 2),
        "p99_ms": round(percentile(times, 0.99), 2),
        "max_ms": round(times[-1], 2),
        "draft_median_ms": round(statistics.median(drafts), 2),
        "draft_p95_ms": round(percentile(drafts, 0.95), 2),
    }
    width = max(map(len, figures))
    for name, value in figures.items():
        print(f"{name:{width}}  {value:>10}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
