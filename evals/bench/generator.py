"""A bounded load generator for `POST /api/v1/ask`, in a process of its own: a plan on standard input, figures on standard output.

A closed loop has as many users as are told: each asks, waits for the answer, thinks for a while (exponentially, as people
do) and asks again. An open loop sends as many requests a second as are told, whether answers come or not, as a crowd
does that knows nothing of each other; what would exceed `MOST_OPEN` at once is left out and counted. It imports little,
so that it measures the server and not itself.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import httpx

TIMEOUT = 30.0
"""Seconds until an answer counts as failed."""

MOST_OPEN = 1_000
"""Requests of an open loop that are on their way at once, at most."""

_SEED = 9
_ASK = "/api/v1/ask"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to send: `bodies` are requests as JSON, sent in their order and then from the beginning.

    `users`: of the closed loop; `rate`: requests a second of the open one; `think_s`: mean seconds between an answer and
    the next question of the same user; `seconds`: how long new requests are sent.
    """

    url: str
    bodies: list[str]
    loop: Literal["closed", "open"] = "closed"
    users: int = 1
    rate: float = 10.0
    think_s: float = 0.0
    seconds: float = 60.0


@dataclass(slots=True)
class Figures:
    """What came of it. Times are in milliseconds, of answers (status 200) alone; shares are of all requests."""

    requests: int = 0
    answers: int = 0
    answers_per_s: float = 0.0
    p50_ms: float = 0.0
    p95_ms: float = 0.0
    p99_ms: float = 0.0
    max_ms: float = 0.0
    share_429: float = 0.0
    share_failed: float = 0.0
    left_out: int = 0
    told_to_wait: bool = True
    failures: dict[str, int] = field(default_factory=dict)


class Generator:
    """Sends a plan and remembers how each request ended."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.sent = 0
        self.times: list[float] = []
        self.ended: Counter[str] = Counter()
        self.told_to_wait = True
        self.left_out = 0
        self._rng = random.Random(_SEED)

    async def run(self) -> Figures:
        """Send it all; returns when the last answer has come or was given up."""
        async with AsyncExitStack() as self._opened:
            started = time.perf_counter()
            await (self._closed(started) if self.plan.loop == "closed" else self._open(started))
            took = time.perf_counter() - started
        return self.figures(took)

    async def _client(self) -> httpx.AsyncClient:
        """A client with a connection of its own: one for all looks through all connections for each request."""
        one = httpx.Limits(max_connections=1)
        return await self._opened.enter_async_context(
            httpx.AsyncClient(base_url=self.plan.url, limits=one, timeout=TIMEOUT, verify=False, trust_env=False)
        )

    async def _closed(self, started: float) -> None:
        async def user() -> None:
            client = await self._client()
            # Nobody starts at the same moment as all others, where people think at all.
            await asyncio.sleep(self._rng.random() * self.plan.think_s)
            while time.perf_counter() - started < self.plan.seconds:
                await self._ask(client)
                await asyncio.sleep(self._rng.expovariate(1 / self.plan.think_s) if self.plan.think_s else 0)

        await asyncio.gather(*(user() for _ in range(self.plan.users)))

    async def _open(self, started: float) -> None:
        on_their_way: set[asyncio.Task[None]] = set()
        idle: list[httpx.AsyncClient] = []

        async def one() -> None:
            client = idle.pop() if idle else await self._client()
            await self._ask(client)
            idle.append(client)

        due = started
        while (due := due + self._rng.expovariate(self.plan.rate)) - started < self.plan.seconds:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            if len(on_their_way) >= MOST_OPEN:
                self.left_out += 1
                continue
            task = asyncio.create_task(one())
            on_their_way.add(task)
            task.add_done_callback(on_their_way.discard)
        await asyncio.gather(*on_their_way)

    async def _ask(self, client: httpx.AsyncClient) -> None:
        body = self.plan.bodies[self.sent % len(self.plan.bodies)]
        self.sent += 1
        started = time.perf_counter()
        try:
            reply = await client.post(_ASK, content=body, headers={"Content-Type": "application/json"})
        except httpx.HTTPError as error:
            self.ended[type(error).__name__] += 1
            return
        self.ended[str(reply.status_code)] += 1
        if reply.status_code == 200:
            self.times.append((time.perf_counter() - started) * 1000)
        elif reply.status_code == 429:
            self.told_to_wait &= reply.headers.get("retry-after", "").isdigit()
            # Who is refused reads it and waits, as told, but no longer than a person would.
            await asyncio.sleep(min(float(reply.headers.get("retry-after", "1")), 1.0) * self._rng.uniform(0.5, 1.5))

    def figures(self, took: float) -> Figures:
        """The figures, over the seconds that it took."""
        times, total = sorted(self.times), max(1, self.ended.total())
        failed = {name: count for name, count in self.ended.items() if name not in ("200", "429")}
        return Figures(
            requests=self.ended.total(),
            answers=len(times),
            answers_per_s=round(len(times) / took, 1),
            p50_ms=percentile(times, 0.5),
            p95_ms=percentile(times, 0.95),
            p99_ms=percentile(times, 0.99),
            max_ms=percentile(times, 1.0),
            share_429=round(self.ended["429"] / total, 4),
            share_failed=round(sum(failed.values()) / total, 4),
            left_out=self.left_out,
            told_to_wait=self.told_to_wait,
            failures=failed,
        )


def percentile(ascending: list[float], share: float) -> float:
    """The value at `share` (0 to 1) of an ascending list, in its unit; 0 of an empty one."""
    return round(ascending[min(len(ascending) - 1, int(share * len(ascending)))], 2) if ascending else 0.0


def main() -> int:
    """Send the plan that stands on standard input; returns the exit code."""
    given: dict[str, Any] = json.load(sys.stdin)
    json.dump(asdict(asyncio.run(Generator(Plan(**given)).run())), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
