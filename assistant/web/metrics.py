"""Counters for operators at `/metrics`, in a registry of their own; no question, name or address is in them."""

from __future__ import annotations

import time

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.answer import Answer

_CALLS = ("ask", "compare", "coverage", "deadline", "feedback", "payout", "premium", "schemes", "search", "verify")
_ROUTES = frozenset({*(f"/api/v1/{call}" for call in _CALLS), "/healthz", "/readyz", "/metrics"})


class Metrics:
    """Requests by route and status, answers by door, kind and language, and the seconds an answer took."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
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
        path = scope["path"]
        route = path if path in _ROUTES else "/api" if path.startswith("/api/") else "page"
        method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "OPTIONS") else "other"

        async def count(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.metrics.requests.labels(route, method, str(message["status"])).inc()
            await send(message)

        await self.app(scope, receive, count)
