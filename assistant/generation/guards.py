"""What keeps a model from costing more than it gives: a budget a day, and a rest after failures in a row."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

FAILURES_IN_A_ROW = 3
FIRST_REST, LONGEST_REST = 30.0, 600.0  # seconds
_DAY = 86_400


class Budget:
    """Calls and tokens of one process and day (UTC); safe to use from several threads."""

    def __init__(self, calls: int, tokens: int, clock: Callable[[], float] = time.time) -> None:
        self._calls, self._tokens, self._clock = calls, tokens, clock
        self._lock = Lock()
        self._day, self._called, self._used = -1, 0, 0

    def take(self) -> bool:
        """Take one call; False where calls or tokens of the day are used up."""
        with self._lock:
            self._turn_day()
            if self._called >= self._calls or self._used >= self._tokens:
                return False
            self._called += 1
            return True

    def spend(self, tokens: int) -> None:
        """Count tokens of a call."""
        with self._lock:
            self._turn_day()
            self._used += tokens

    @property
    def left(self) -> tuple[int, int]:
        """Calls and tokens that are left today."""
        with self._lock:
            self._turn_day()
            return max(0, self._calls - self._called), max(0, self._tokens - self._used)

    def _turn_day(self) -> None:
        day = int(self._clock() // _DAY)
        if day != self._day:
            self._day, self._called, self._used = day, 0, 0


class Breaker:
    """Lets nobody through for a while after failures in a row, then one to try; safe to use from several threads.

    The rest doubles each time that the trial fails, from 30 seconds to 10 minutes.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._failures, self._rest, self._until = 0, FIRST_REST, float("-inf")
        self._trying = False

    def admits(self) -> bool:
        """Whether a call may be made now; after a rest only one at a time."""
        with self._lock:
            if self._failures < FAILURES_IN_A_ROW:
                return self._clock() >= self._until
            if self._clock() < self._until or self._trying:
                return False
            self._trying = True
            return True

    def released(self) -> None:
        """The call that was let through is not made after all."""
        with self._lock:
            self._trying = False

    def succeeded(self) -> None:
        """A call came back."""
        with self._lock:
            self._failures, self._rest, self._trying = 0, FIRST_REST, False

    def failed(self, *, rest: float | None = None) -> float:
        """A call failed. Returns the seconds of rest that begin now, 0 where none does.

        `rest` is how long the model asked to be left alone, in seconds.
        """
        with self._lock:
            self._failures += 1
            self._trying = False
            seconds = min(rest, LONGEST_REST) if rest is not None else 0.0
            if self._failures >= FAILURES_IN_A_ROW:
                seconds = max(seconds, self._rest)
                self._rest = min(2 * self._rest, LONGEST_REST)
            self._until = max(self._until, self._clock() + seconds)
            return seconds
