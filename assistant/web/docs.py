"""The interactive documentation at `/docs`: Swagger UI from a package that is installed here; no other host is asked."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

# Addresses are relative, so that the page also works under a prefix behind a proxy.
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Coverage assistant: the interface for programs</title>
<link rel="icon" href="look/favicon.png">
<link rel="stylesheet" href="docs-assets/swagger-ui.css">
</head>
<body>
<main id="swagger-ui"></main>
<script src="docs-assets/swagger-ui-bundle.js"></script>
<script src="look/docs.js"></script>
</body>
</html>
"""


def add_docs(app: FastAPI) -> None:
    """Serve the documentation page and its assets."""
    router = APIRouter()

    @router.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(_PAGE)

    app.include_router(router)
    app.mount("/docs-assets", StaticFiles(directory=_assets()), name="docs-assets")


def _assets() -> Path:
    # The package also offers an application class that is not needed; only its files are.
    found = find_spec("fastapi_offline")
    assert found is not None and found.origin is not None
    return Path(found.origin).parent / "static"
