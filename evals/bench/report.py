"""The figures as tables for a terminal, in the Markdown that documents take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_FUNCTIONS = {
    "name": "function",
    "median_ms": "median, ms",
    "p95_ms": "p95",
    "p99_ms": "p99",
    "median_cpu_ms": "median, ms of processor",
    "times_floor": "× floor",
    "times_stock": "× LangChain",
}
_LOADS = {
    "name": "loop",
    "answers_per_s": "answers/s",
    "p50_ms": "p50, ms",
    "p95_ms": "p95",
    "p99_ms": "p99",
    "share_429": "429",
    "share_failed": "other errors",
    "repeated": "asked before",
    "cpu_ms": "ms of processor a request",
    "memory_before_mb": "memory, MB",
    "memory_after_mb": "after",
    "load": "load",
}
_SHARES = ("share_429", "share_failed", "repeated")


def lines(results: Mapping[str, Any]) -> Iterator[str]:
    """All parts that were measured."""
    yield f"Python {results['python']}, {results['processors']} processors, load {results['load']} at the start"
    if "functions" in results:
        yield ""
        yield from table(_FUNCTIONS, results["functions"])
        judged = results["guardrail"]
        yield f"judging one of {judged['drafts']} drafts: median {judged['median_ms']} ms, p95 {judged['p95_ms']} ms"
    if "starts" in results:
        told = results["starts"]
        yield ""
        yield f"python -m assistant ask, from nothing: {told['ask_s']} s ({told['ask_cpu_s']} s of processor)"
    if "server" in results:
        told = results["server"]
        yield ""
        yield f"server: ready after {told['ready_s']} s, {told['memory_mb']} MB; the mix follows Zipf with {told['zipf']:g}"
        yield ""
        yield from table(_LOADS, results["load_runs"])
    if "idle" in results:
        told = results["idle"]
        yield ""
        yield (
            f"{told['streams']} idle streams: {told['memory_before_mb']} MB before, {told['memory_with_mb']} MB with them; "
            f"answers meanwhile p50 {told['p50_ms']} ms, p99 {told['p99_ms']} ms, other errors {told['share_failed']:.0%}"
        )


def table(columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A Markdown table of these columns; shares in per cent."""
    cells = [[*columns.values()]] + [[_cell(name, row.get(name)) for name in columns] for row in rows]
    widths = [max(len(row[number]) for row in cells) for number in range(len(columns))]
    for number, row in enumerate(cells):
        padded = [
            text.ljust(width) if not place else text.rjust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield f"| {' | '.join(padded)} |"
        if number == 0:
            yield f"| {' | '.join('-' * width for width in widths)} |"


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name in _SHARES:
        return f"{value:.1%}"
    return f"{value:,g}" if isinstance(value, int | float) else str(value)
