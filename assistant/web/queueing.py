"""Work that takes a processor, done beside the event loop: so much at once, so much waiting, and no more.

Answers are computed by threads of one process that take turns; more of them at once only make each wait for all others. So
a few work, the rest wait in the order in which they came, and who comes when the queue is full is told at once when to
come again, before memory grows and while the others still get their answers in time.
"""

from __future__ import annotations

import math
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import anyio
from anyio.to_thread import run_sync

from assistant.settings import DEFAULT_MOST_WAITING
from assistant.web.problems import GoneError, ProblemError

T = TypeVar("T")

AT_ONCE = 2
"""Answers that are computed at the same time: beside one that takes long, short ones go on."""

AT_ONCE_WITH_MODEL = 40
"""The same where a language model is waited for, which takes no processor."""

_LONGEST_WAIT = 60
_FIRST_GUESS = 0.05
_WEIGHT = 0.1


class WorkQueue:
    """Runs functions in threads, `at_once` at the same time; at most `waiting` more wait for their turn.

    It belongs to one event loop. `refused` and `left` count who was told to come again, and who went away while waiting.
    """

    def __init__(self, at_once: int = AT_ONCE, waiting: int = DEFAULT_MOST_WAITING) -> None:
        self.at_once, self.waiting = at_once, waiting
        self.inside = self.refused = self.left = 0
        self._seconds = _FIRST_GUESS
        self._turns, self._threads = anyio.CapacityLimiter(at_once), anyio.CapacityLimiter(at_once)

    async def run(self, work: Callable[[], T], gone: Callable[[], Awaitable[bool]] | None = None) -> T:
        """Return what `work` returns, once it was its turn; `gone` tells whether nobody waits for it any more.

        Raises:
            ProblemError: 429 with Retry-After, when the queue is full.
            GoneError: it was gone before its turn.
        """
        if self.inside >= self.at_once + self.waiting:
            self.refused += 1
            raise self._full()
        self.inside += 1
        try:
            waits = self._turns.available_tokens < 1
            async with self._turns:
                if waits and gone is not None and await gone():
                    self.left += 1
                    raise GoneError
                started = time.perf_counter()
                try:
                    return await run_sync(work, limiter=self._threads)
                finally:
                    self._seconds += _WEIGHT * (time.perf_counter() - started - self._seconds)
        finally:
            self.inside -= 1

    def _full(self) -> ProblemError:
        wait = min(_LONGEST_WAIT, max(1, math.ceil(self.inside / self.at_once * self._seconds)))
        detail = f"Many questions are being answered just now. Try again in {wait} s."
        return ProblemError(429, "busy", detail, headers={"Retry-After": str(wait)})
