"""JSON answers that a client may keep for a while."""

from __future__ import annotations

import hashlib

from fastapi import Request, Response

# What a scheme holds changes with a new version of the program only; a stale copy does no harm for this long.
_FRESH_SECONDS = 300


def cached(request: Request, body: bytes) -> Response:
    """Return `body` (UTF-8 JSON) with its tag, or 304 where the client has it already."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    # An answer that was given for a key is nobody else's.
    shared = not {"authorization", "x-api-key"} & set(request.headers)
    headers = {"ETag": tag, "Cache-Control": f"{'public' if shared else 'private'}, max-age={_FRESH_SECONDS}"}
    headers["Vary"] = "Origin"  # for a page of another site the answer carries one header more
    wanted = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    if tag in wanted or "*" in wanted:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)
