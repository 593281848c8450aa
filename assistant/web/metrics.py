"""Figures for operators at `/metrics`, in a registry of their own; no question, name or address is in them.

They are those of one process: each of several has a port of its own (`ASSISTANT_WORKERS`) and is asked there.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.answer import Answer

_CALLS = ("ask", "compare", "coverage", "deadline", "feedback", "payout", "premium", "schemes", "search", "verify")
_ROUTES = frozenset({*(f"/api/v1/{call}" for call in _CALLS), "/healthz", "/readyz", "/metrics"})


class Metrics:
    """Requests by route and status, answers by door, kind and language, and the seconds an answer took."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)  # memory, open files, start: `process_…`
        self.requests = Counter(
            "coverage_http_requests", "HTTP requests.", ("route", "method", "status"), registry=self.registry
        )
        self.answers = Counter(
            "coverage_answers", "Answers given.", ("door", "kind", "language", "abstained"), registry=self.registry
        )
        self.seconds = Histogram(
            "coverage_answer_seconds",
            "Seconds from a question to its answer.",
            ("door",),
            buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
            registry=self.registry,
        )
        self.stages = Histogram(
            "coverage_stage_seconds",
            "Seconds of a stage: understanding, answering (retrieval is part of it), model; kept: an answer given again.",
            ("stage",),
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
            registry=self.registry,
        )
        self.verdicts = Counter("coverage_verdicts", "Verdicts given.", ("door", "verdict"), registry=self.registry)
        self.judged = Counter(
            "coverage_drafts_judged", "Drafts that the guardrail accepted or refused.", ("accepted",),
            registry=self.registry,
        )  # fmt: skip
        self.feedback = Counter(
            "coverage_feedback", "What people said of answers.", ("kind", "helpful", "reason"), registry=self.registry
        )

    def count_feedback(self, kind: str, reason: str, *, helpful: bool) -> None:
        """Count one opinion of an answer of a kind; `reason` is why it did not help, empty where nobody said."""
        self.feedback.labels(kind, str(helpful).lower(), reason).inc()

    def count_answer(self, door: str, answer: Answer, started: float) -> None:
        """Count one answer of the API or the page; `started` is a `time.perf_counter()`."""
        self.answers.labels(door, answer.kind, answer.language, str(answer.abstained).lower()).inc()
        self.seconds.labels(door).observe(time.perf_counter() - started)
        for entry in answer.verdicts:
            self.verdicts.labels(door, entry.verdict).inc()

    def count_judged(self, *, accepted: bool) -> None:
        """Count one draft that the guardrail judged."""
        self.judged.labels(str(accepted).lower()).inc()

    def count_stage(self, stage: str, seconds: float) -> None:
        """Count one stage of an answer."""
        self.stages.labels(stage).observe(seconds)

    def watch_index(self, built: Callable[[], float | None]) -> None:
        """Tell the age of the index; `built` is when it was built, in seconds since 1970, None where nobody knows."""
        age = Gauge("coverage_index_age_seconds", "Seconds since the search index was built.", registry=self.registry)

        def seconds() -> float:
            at = built()
            return math.nan if at is None else max(0.0, time.time() - at)

        age.set_function(seconds)

    def response(self) -> Response:
        """Return all figures in the Prometheus text format."""
        return Response(generate_latest(self.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


class CountRequests:
    """Count every request. Paths that are not part of the interface share one label, so that labels stay few."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        route = route_of(scope["path"])
        method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "OPTIONS") else "other"

        async def count(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.metrics.requests.labels(route, method, str(message["status"])).inc()
            await send(message)

        await self.app(scope, receive, count)


def route_of(path: str) -> str:
    """The route that a path belongs to; what is no route of ours shares one name, so that names stay few."""
    return path if path in _ROUTES else "/api" if path.startswith("/api/") else "page"
