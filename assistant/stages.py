"""How long each stage of an answer takes, told to whoever watches: a server's figures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Watch = Callable[[str, float], None]
"""Told the name of a stage and the seconds that it took."""


class Stages:
    """The stages of answering: `understanding`, `answering` with its `retrieval` within, `model`; or `kept` alone, where an
    answer is given again. Costs nothing unwatched.
    """

    def __init__(self) -> None:
        self.watch: Watch | None = None

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        """Time what is done within."""
        if self.watch is None:
            yield
            return
        started = time.perf_counter()
        try:
            yield
        finally:
            self.watch(stage, time.perf_counter() - started)

    def tell(self, stage: str, seconds: float) -> None:
        """Tell of a stage that was timed elsewhere."""
        if self.watch is not None:
            self.watch(stage, seconds)
