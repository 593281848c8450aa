"""Who may call the interface, and how often: optional keys, known by their hashes, and a bound on calls a minute.

A bucket holds as many calls as one minute allows and fills steadily; a caller with a key has a bucket of its own,
others share one by address (by network for IPv6, as one household has 2^64 addresses).
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import time
from collections.abc import Callable, Mapping
from hmac import compare_digest
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.buckets import Buckets, Left
from assistant.web.problems import ProblemError, problem_response

if TYPE_CHECKING:
    from assistant.web.shared_limits import SharedBuckets

_GUARDED = ("/api/", "/mcp")
_OPEN = "/api/v1/openapi.json"  # the description itself tells how to send a key


class Access:
    """Let a call to the interface through, or answer 401 or 429 with a problem document.

    `keys` maps the name of each key to its SHA-256, in hexadecimal digits; the key itself is kept nowhere.
    """

    def __init__(
        self,
        app: ASGIApp,
        keys: Mapping[str, str],
        *,
        required: bool,
        per_address: int,
        per_key: int,
        shared: tuple[SharedBuckets, SharedBuckets] | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`shared` are the buckets of addresses and of keys, where several processes serve."""
        self.app, self.keys, self.required = app, dict(keys), required
        own = Buckets(per_address, now), Buckets(per_key, now)
        self.by_address: Buckets | SharedBuckets
        self.by_key: Buckets | SharedBuckets
        self.by_address, self.by_key = shared or own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith(_GUARDED) or path == _OPEN or scope["method"] == "OPTIONS":
            await self.app(scope, receive, send)
            return
        sent = _key_of(Headers(scope=scope)) if self.keys else ""
        name = self._name(sent) if sent else None
        buckets = self.by_key if name is not None else self.by_address
        # Keys that are tried out count as well.
        left = await _take(buckets, name or address_of(scope)) if buckets.per_minute else None
        if left is not None and not left.allowed:
            await self._refuse(_too_many(buckets.per_minute, left), scope, receive, send)
            return
        if sent and name is None:
            await self._refuse(_unauthorised("invalid_key", "This API key is not known."), scope, receive, send)
            return
        if name is None and self.required:
            detail = "An API key is needed: send it as X-API-Key, or as Authorization: Bearer."
            await self._refuse(_unauthorised("key_required", detail), scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start" and left is not None:
                MutableHeaders(scope=message).update(_headers(buckets.per_minute, left))
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _name(self, key: str) -> str | None:
        """The name of a key; every hash is compared, whichever fits."""
        given = hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
        found = None
        for name, known in self.keys.items():
            if compare_digest(given, known.lower()):
                found = name
        return found

    async def _refuse(self, problem: ProblemError, scope: Scope, receive: Receive, send: Send) -> None:
        await problem_response(problem, str(scope.get("request_id", "")))(scope, receive, send)


async def _take(buckets: Buckets | SharedBuckets, caller: str) -> Left:
    return buckets.take(caller) if isinstance(buckets, Buckets) else await buckets.take(caller)


def address_of(scope: Scope) -> str:
    """The caller's address, as the server gives it; the network of an IPv6 address."""
    client = scope.get("client")
    host = str(client[0]) if client else ""
    try:
        parsed = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False))
    return host


def _key_of(headers: Headers) -> str:
    scheme, _, rest = headers.get("authorization", "").partition(" ")
    return headers.get("x-api-key", "").strip() or (rest.strip() if scheme.lower() == "bearer" else "")


def _headers(most: int, left: Left) -> dict[str, str]:
    wait = "0" if left.calls else str(math.ceil(left.wait))
    return {"RateLimit-Limit": str(most), "RateLimit-Remaining": str(left.calls), "RateLimit-Reset": wait}


def _too_many(most: int, left: Left) -> ProblemError:
    wait = max(1, math.ceil(left.wait))
    detail = f"At most {most:,} calls a minute are answered. Try again in {wait} s."
    return ProblemError(429, "too_many_requests", detail, headers={"Retry-After": str(wait), **_headers(most, left)})


def _unauthorised(code: str, detail: str) -> ProblemError:
    return ProblemError(401, code, detail, headers={"WWW-Authenticate": "Bearer"})
