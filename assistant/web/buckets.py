"""A bound on calls a minute: a bucket holds as many as one minute allows and fills steadily."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_MOST_CALLERS = 20_000


@dataclass(frozen=True, slots=True)
class Left:
    """What a bucket has left: whether this call is within the bound, how many more are, seconds until the next one."""

    allowed: bool
    calls: int
    wait: float


class Buckets:
    """One bucket a caller; `per_minute` calls, 0 for no bound. The callers unseen for longest are forgotten first."""

    def __init__(self, per_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        self.per_minute, self._now = per_minute, now
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> Left:
        """Take one call from the caller's bucket."""
        now, most = self._now(), float(self.per_minute)
        level, seen = self._levels.pop(caller, (most, now))
        level = min(most, level + (now - seen) * most / 60)
        allowed = level >= 1
        level -= allowed
        self._levels[caller] = (level, now)
        if len(self._levels) > _MOST_CALLERS:
            self._levels.popitem(last=False)
        return Left(allowed, int(level), max(0.0, (1 - level) * 60 / most))
