"""Who may call the interface and how often, over real HTTP: keys, bounds by key and by address, pages of other sites."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from assistant.settings import Settings
from assistant.web.access import Access, address_of
from assistant.web.application import create_app
from assistant.web.buckets import Buckets
from assistant.web.protocol import Assistant

if TYPE_CHECKING:
    from fastapi import FastAPI

Serve = Callable[["FastAPI"], AbstractContextManager[str]]
KEY = "correct-horse-battery-staple"
SITE = "https://www.association.example"
BODY = {"scheme": "silver", "type": "G II", "rank": "B"}


def hashed(key: str) -> str:
    return sha256(key.encode()).hexdigest()


@pytest.fixture
def client(
    assistant: Assistant, settings: Settings, serve_app: Serve, request: pytest.FixtureRequest
) -> "httpx.Client":  # noqa: UP037
    served = create_app(assistant, replace(settings, **request.param))
    context = serve_app(served)
    address = context.__enter__()
    opened = httpx.Client(base_url=address, timeout=20)
    request.addfinalizer(lambda: context.__exit__(None, None, None))
    request.addfinalizer(opened.close)
    return opened


def code(reply: httpx.Response) -> str:
    assert reply.headers["content-type"] == "application/problem+json"
    found: str = reply.json()["code"]
    return found


@pytest.mark.parametrize(
    "client", [{"api_keys": {"desk": hashed(KEY)}, "calls_per_minute": 2, "key_calls_per_minute": 4}], indirect=True
)
def test_a_key_has_its_own_bound_and_others_share_one_by_address(client: httpx.Client) -> None:
    def call(**headers: str) -> httpx.Response:
        return client.post("/api/v1/premium", json=BODY, headers={k.replace("_", "-"): v for k, v in headers.items()})

    assert call(X_API_Key="guess").status_code == 401  # what is tried out counts
    first = call()
    assert first.status_code == 200
    assert (first.headers["ratelimit-limit"], first.headers["ratelimit-remaining"]) == ("2", "0")
    refused = call()
    assert (refused.status_code, code(refused)) == (429, "too_many_requests")
    assert int(refused.headers["retry-after"]) >= 1
    assert call(X_API_Key="guess").status_code == 429
    # Behind a proxy on this machine each address has a bucket.
    assert call(X_Forwarded_For="203.0.113.5").status_code == 200
    assert [call(X_API_Key=KEY).status_code for _ in range(3)] == [200, 200, 200]
    assert call(Authorization=f"Bearer {KEY}").headers["ratelimit-limit"] == "4"
    assert call(Authorization=f"bearer {KEY}").status_code == 429
    # The page, health and the description are not the interface.
    for path in ("/", "/healthz", "/readyz", "/metrics", "/docs", "/api/v1/openapi.json"):
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("client", [{"api_keys": {"desk": hashed(KEY)}, "api_key_required": True}], indirect=True)
def test_where_a_key_is_needed_nothing_is_answered_without(client: httpx.Client) -> None:
    for path in ("/api/v1/schemes", "/api/v1/nothing"):
        reply = client.get(path)
        assert (reply.status_code, code(reply)) == (401, "key_required")
        assert reply.headers["www-authenticate"] == "Bearer"
    for wrong in ("", KEY[:-1], KEY + "x", hashed(KEY), "\u00e9"):
        reply = client.get("/api/v1/schemes", headers={"X-API-Key": wrong.encode("latin-1")})  # type: ignore[dict-item]
        assert reply.status_code == 401
        assert KEY not in reply.text and hashed(KEY) not in reply.text
    assert client.get("/api/v1/schemes", headers={"X-API-Key": KEY}).status_code == 200
    assert client.get("/api/v1/openapi.json").status_code == 200


@pytest.mark.parametrize("client", [{"calls_per_minute": 0}], indirect=True)
def test_without_a_bound_none_is_told(client: httpx.Client) -> None:
    assert "ratelimit-limit" not in client.get("/api/v1/schemes", headers={"X-API-Key": "unused"}).headers


@pytest.mark.parametrize("client", [{"cors_origins": (SITE,), "calls_per_minute": 3}], indirect=True)
def test_pages_of_listed_sites_may_call_the_interface_and_read_refusals(client: httpx.Client) -> None:
    asking = {"Origin": SITE, "Access-Control-Request-Method": "POST"}
    asking["Access-Control-Request-Headers"] = "content-type, x-api-key"
    allowed = client.options("/api/v1/ask", headers=asking)
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == SITE
    assert "access-control-allow-credentials" not in allowed.headers
    assert client.options("/api/v1/ask", headers=asking | {"Origin": "https://other.example"}).status_code == 400
    replies = [
        client.get("/api/v1/schemes", headers={"Origin": SITE}),
        client.post("/api/v1/premium", json={}, headers={"Origin": SITE}),
        client.post("/api/v1/premium", content=b"x" * 300_000, headers={"Origin": SITE}),
        client.get("/api/v1/schemes", headers={"Origin": SITE}),
    ]
    assert [r.status_code for r in replies] == [200, 422, 413, 429]
    for reply in replies:
        assert reply.headers["access-control-allow-origin"] == SITE
        assert "X-Request-Id" in reply.headers["access-control-expose-headers"]
        assert "Origin" in reply.headers["vary"]
    # Not the page, and no site that is not listed.
    assert "access-control-allow-origin" not in client.get("/", headers={"Origin": SITE}).headers
    assert "access-control-allow-origin" not in client.get("/healthz", headers={"Origin": SITE}).headers


@pytest.mark.parametrize("client", [{}], indirect=True)
@pytest.mark.parametrize("origin", ["https://any.example", "null"])
def test_no_other_site_may_call_where_none_is_listed(client: httpx.Client, origin: str) -> None:
    reply = client.get("/api/v1/schemes", headers={"Origin": origin})
    assert "access-control-allow-origin" not in reply.headers


def test_a_bucket_fills_steadily_and_never_overflows() -> None:
    now = 0.0
    buckets = Buckets(60, lambda: now)
    assert [buckets.take("a").allowed for _ in range(61)] == [True] * 60 + [False]
    now = 2.0
    assert [buckets.take("a").allowed for _ in range(3)] == [True, True, False]
    now = 2.25
    assert buckets.take("a").wait == pytest.approx(0.75)
    now = 10_000.0
    assert buckets.take("a").calls == 59


def test_the_callers_unseen_for_longest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.web.buckets._MOST_CALLERS", 2)
    buckets = Buckets(1, lambda: 0.0)
    for caller in ("a", "b", "a", "c"):
        buckets.take(caller)
    assert buckets.take("b").allowed and not buckets.take("c").allowed


@pytest.mark.parametrize(
    ("host", "caller"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("unix", "unix"),
        (None, ""),
    ],
)
def test_a_caller_is_an_address_or_a_network(host: str | None, caller: str) -> None:
    assert address_of({"client": (host, 1) if host else None}) == caller


async def _never(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError("this must not be reached")


def test_what_is_no_request_passes() -> None:
    import asyncio

    access = Access(_never, {}, required=True, per_address=1, per_key=1)
    with pytest.raises(AssertionError, match="must not be reached"):
        asyncio.run(access({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
