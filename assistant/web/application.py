"""The web application: interface for programs first, everything else is the chat page."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.staticfiles import StaticFiles

from assistant import __version__
from assistant.settings import Settings
from assistant.web.access import Access
from assistant.web.api import api_router
from assistant.web.body import MAX_BODY_BYTES
from assistant.web.docs import add_docs
from assistant.web.feedback import feedback_router
from assistant.web.hosts import Hosts
from assistant.web.limits import BodyLimit, SafetyHeaders
from assistant.web.logs import LogRequests
from assistant.web.metrics import CountRequests, Metrics
from assistant.web.openapi import describing
from assistant.web.other_sites import OtherSites
from assistant.web.owner.recording import Recorder
from assistant.web.owner.routes import owner_router
from assistant.web.owner.store import Store
from assistant.web.page import build_page, page_theme
from assistant.web.problems import install_handlers
from assistant.web.protocol import Assistant, Watched
from assistant.web.queueing import AT_ONCE, AT_ONCE_WITH_MODEL, WorkQueue
from assistant.web.shell import PageShell
from assistant.web.stopping import EndStreams, Leaving
from assistant.web.typed import typed_router
from assistant.web.verifying import verify_router
from assistant.web.views import views_router
from assistant.web.widget_routes import widget_router

if TYPE_CHECKING:
    from assistant.web.shared_limits import SharedBuckets

_STATIC = Path(__file__).parent / "static"


def create_app(assistant: Assistant, settings: Settings) -> FastAPI:
    """Build the application over an assistant that is open and ready.

    Gradio makes its locks while it builds, and opens an event loop for each of them where none runs, never to close
    it; so one runs meanwhile.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(_build_in_loop(assistant, settings))
    return _build(assistant, settings)


async def _build_in_loop(assistant: Assistant, settings: Settings) -> FastAPI:
    return _build(assistant, settings)


def _build(assistant: Assistant, settings: Settings) -> FastAPI:
    """Put interface, page and bounds together.

    The interactive documentation of FastAPI is off, as it loads its scripts from another host; ours is at `/docs`, the
    description itself at `/api/v1/openapi.json`.
    """
    metrics = Metrics()
    if settings.metrics and isinstance(assistant, Watched):
        assistant.stages.watch = metrics.count_stage
        metrics.watch_index(assistant.index_built)
    app = FastAPI(
        title="Coverage assistant", version=__version__, docs_url=None, redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )  # fmt: skip
    install_handlers(app)
    leaving = app.state.leaving = Leaving()
    store = (
        Store(settings.data_dir, settings.owner_days, url=settings.database_url) if settings.owner_password else None
    )
    recorder = Recorder(store, log_questions=settings.log_questions)
    queue = WorkQueue(AT_ONCE_WITH_MODEL if settings.model else AT_ONCE, settings.most_waiting)
    app.include_router(
        api_router(
            assistant, settings.max_question_chars, metrics, recorder, leaving, queue, figures_served=settings.metrics
        )
    )
    app.include_router(typed_router(assistant, metrics, queue))
    app.include_router(verify_router(assistant, settings.max_question_chars, metrics, queue))
    app.include_router(views_router(assistant))
    app.include_router(feedback_router(assistant, metrics, recorder))
    if recorder.store is not None and settings.owner_password:
        app.include_router(owner_router(assistant, recorder.store, settings.owner_password))
    app.openapi = describing(app, assistant)  # type: ignore[method-assign]
    add_docs(app)
    app.include_router(widget_router(assistant))
    app.mount("/look", StaticFiles(directory=_STATIC), name="look")
    # No other site may call the page. It must be set before Gradio is mounted, which else allows any with credentials.
    app.add_middleware(CORSMiddleware, allow_origins=())
    gr.mount_gradio_app(
        app,
        build_page(assistant, settings.max_question_chars, metrics, recorder),
        path="/",
        theme=page_theme(),
        favicon_path=str(_STATIC / "favicon.png"),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        max_file_size="1kb",
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )
    # Gradio's mount takes every path, also those whose method the interface refuses; as the router's last resort it
    # takes what is left.
    app.router.default = PageShell(app.router.routes.pop().app)  # type: ignore[attr-defined]
    if settings.mcp:
        from assistant.web.tools import add_tools  # late: it needs an optional package

        add_tools(app, assistant, settings.cors_origins)
    app.add_middleware(EndStreams, leaving=leaving)
    app.add_middleware(BodyLimit, most=MAX_BODY_BYTES)
    app.add_middleware(
        Access,
        keys=settings.api_keys,
        required=settings.api_key_required,
        per_address=settings.calls_per_minute,
        per_key=settings.key_calls_per_minute,
        shared=_shared_buckets(settings),
    )
    app.add_middleware(OtherSites, origins=settings.cors_origins)
    app.add_middleware(Hosts, names=settings.hosts)
    app.add_middleware(CountRequests, metrics=metrics)
    app.add_middleware(LogRequests)
    app.add_middleware(SafetyHeaders)
    return app


def _shared_buckets(settings: Settings) -> tuple[SharedBuckets, SharedBuckets] | None:
    """The bounds that hold for all processes, where there are several."""
    if settings.workers == 1 and settings.database_url is None:
        return None
    from assistant.web.shared_limits import shared_buckets

    bounds = settings.calls_per_minute, settings.key_calls_per_minute
    return shared_buckets(settings.data_dir, settings.database_url, *bounds)
