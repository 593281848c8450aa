"""Progress of a run: a bar in a terminal, plain lines where output goes into a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Tell(Protocol):
    """Told what is going on: `step` for a line, `advance` for each case that was asked."""

    def step(self, line: str) -> None:
        """Say what begins."""
        ...

    def advance(self) -> None:
        """Count one case."""
        ...


class Quiet:
    """Says nothing."""

    def step(self, line: str) -> None:
        """Say nothing."""

    def advance(self) -> None:
        """Say nothing."""


class Lines:
    """A line for each tenth of the cases, on standard error."""

    def __init__(self, total: int) -> None:
        self._total, self._done, self._started = max(1, total), 0, time.monotonic()

    def step(self, line: str) -> None:
        """Print the line."""
        print(line, file=sys.stderr, flush=True)

    def advance(self) -> None:
        """Print a line when another tenth is done, unless there are only a few."""
        before, self._done = self._done * 10 // self._total, self._done + 1
        if self._total >= 50 and self._done * 10 // self._total > before:
            self.step(f"{self._done} of {self._total} cases, {time.monotonic() - self._started:.0f} s")


class _Bar:
    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self.progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self.progress.add_task("Asking", total=total)

    def step(self, line: str) -> None:
        self.progress.update(self._task, description=line)

    def advance(self) -> None:
        self.progress.advance(self._task)


@contextmanager
def progress(total: int) -> Iterator[Tell]:
    """Show the progress over `total` cases, as suits where standard error goes."""
    if not sys.stderr.isatty():
        yield Lines(total)
        return
    bar = _Bar(total)
    with bar.progress:
        yield bar
