"""The widget's file, for other sites to load: its addresses, how long they may be kept, and its integrity value."""

from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse

from assistant.web import widget_demo
from assistant.web.problems import ProblemError
from assistant.web.protocol import Assistant

BUNDLE = Path(__file__).parent / "static" / "widget.js"
# What a page relies on (attributes, events, the JavaScript interface) changes only with this.
VERSION = "v1"

_HOUR, _DAY, _YEAR = 3600, 86_400, 31_536_000
_BOTH = ["GET", "HEAD"]
# Any page may load the file: it holds nothing of anybody's. Integrity is checked only on what is shared this way.
_SHARED = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
_MOVING = f"public, max-age={_HOUR}, stale-while-revalidate={_DAY}"
_FOR_GOOD = f"public, max-age={_YEAR}, immutable"


@dataclass(frozen=True)
class Bundle:
    """The built file."""

    content: bytes

    @cached_property
    def packed(self) -> bytes:
        """The file as gzip; the same bytes for the same file."""
        return gzip.compress(self.content, 9, mtime=0)

    @cached_property
    def digest(self) -> str:
        """The short digest in the address that never changes its content: 16 hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()[:16]

    @cached_property
    def integrity(self) -> str:
        """The value for the attribute `integrity` of a script tag, which also serves as a source in a policy."""
        return "sha384-" + base64.b64encode(hashlib.sha384(self.content).digest()).decode("ascii")

    @property
    def path(self) -> str:
        """The path of the address that never changes its content."""
        return f"/widget/{VERSION}/widget.{self.digest}.js"

    def manifest(self) -> dict[str, object]:
        """Return addresses, integrity and sizes (bytes) of the file."""
        return {
            "version": VERSION,
            "path": f"/widget/{VERSION}/widget.js",
            "pinned_path": self.path,
            "integrity": self.integrity,
            "bytes": len(self.content),
            "bytes_gzip": len(self.packed),
        }


def widget_router(assistant: Assistant) -> APIRouter:
    """Build the routes of the widget over the built file; the demo page lists the schemes of `assistant`."""
    bundle = Bundle(BUNDLE.read_bytes())
    router = APIRouter(include_in_schema=False)

    @router.api_route(f"/widget/{VERSION}/widget.js", methods=_BOTH)
    async def newest(request: Request) -> Response:
        """Send the file as this server has it; a later version may differ."""
        return _script(bundle, request, _MOVING)

    @router.api_route(f"/widget/{VERSION}/widget.{{digest}}.js", methods=_BOTH)
    async def pinned(request: Request, digest: str) -> Response:
        """Send the file of this digest, to be kept for good."""
        if digest != bundle.digest:
            detail = (
                f"This server has another version of the widget: {bundle.path}. "
                "Copy the tag and its integrity value again from /widget/demo."
            )
            raise ProblemError(404, "not_found", detail, headers={"Cache-Control": "no-store"})
        return _script(bundle, request, _FOR_GOOD)

    @router.api_route(f"/widget/{VERSION}/manifest.json", methods=_BOTH)
    async def manifest() -> Response:
        """Tell addresses, integrity and size."""
        return JSONResponse(bundle.manifest(), headers={**_SHARED, "Cache-Control": f"public, max-age={_HOUR}"})

    @router.api_route("/widget/demo", methods=_BOTH)
    async def demo(request: Request) -> Response:
        """Show the widget, inline and as a launcher, with the tag to copy."""
        schemes = await run_in_threadpool(assistant.catalogue)
        wanted = widget_demo.Wanted.read(request.query_params, schemes)
        base = str(request.base_url).rstrip("/")
        page = widget_demo.page(wanted, schemes, base + bundle.path, bundle.integrity)
        headers = {"Content-Security-Policy": widget_demo.POLICY, "Cache-Control": "no-cache"}
        return HTMLResponse(page, headers=headers)

    return router


def _script(bundle: Bundle, request: Request, keep: str) -> Response:
    headers = {**_SHARED, "Cache-Control": keep, "ETag": f'"{bundle.digest}"', "Vary": "Accept-Encoding"}
    # A proxy that packs or unpacks what it passes on marks the tag as weak (`W/`).
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if headers["ETag"] in known or "*" in known:
        return Response(status_code=304, headers=headers)
    if _takes_gzip(request.headers.get("accept-encoding", "")):
        content, headers["Content-Encoding"] = bundle.packed, "gzip"
    else:
        content = bundle.content
    return Response(content, media_type="text/javascript; charset=utf-8", headers=headers)


def _takes_gzip(accepted: str) -> bool:
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
