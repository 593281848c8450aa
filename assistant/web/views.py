"""The views beside the chat over HTTP: pieces of HTML that the page's script puts into its panel."""

from __future__ import annotations

import logging
from collections.abc import Callable
from html import escape

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse

from assistant.answer import Citation, Language
from assistant.web import forms, matrix_view
from assistant.web.compare_form import compare
from assistant.web.fields_html import problem
from assistant.web.form import Form
from assistant.web.names import Names
from assistant.web.passages import MOST_ABOUT, source_view
from assistant.web.payout_form import payout
from assistant.web.problems import ProblemError
from assistant.web.protocol import Assistant
from assistant.web.tool_text import TOOL_TEXTS

logger = logging.getLogger(__name__)

_MOST_FIELDS = 80
_VIEWS: dict[str, Callable[[Form], str]] = {
    "matrix": matrix_view.matrix,
    "premium": forms.premium,
    "payout": payout,
    "deadline": forms.deadline,
    "compare": compare,
}


def views_router(assistant: Assistant) -> APIRouter:
    """Build the routes over one assistant."""
    router = APIRouter(include_in_schema=False)

    @router.get("/view/{name}")
    async def view(name: str, request: Request) -> HTMLResponse:
        pairs = request.query_params.multi_items()
        language: Language = "en" if request.query_params.get("lang") == "en" else "ja"
        fields: dict[str, list[str]] = {}
        for key, value in pairs[:_MOST_FIELDS]:
            fields.setdefault(key, []).append(value)
        form = Form(assistant, Names(assistant.catalogue()), language, fields)
        try:
            body = await run_in_threadpool(_draw, name, form)
        except Exception:
            # What was typed is not logged: it may tell of an incident.
            logger.exception("The view %s could not be drawn", name if name in _VIEWS else "?")
            body = problem(form.text.not_computed)
        if body is None:
            raise ProblemError(404, "not_found", f"There is nothing at {request.url.path}.")
        return HTMLResponse(body, headers={"Cache-Control": "no-store"})

    return router


def _draw(name: str, form: Form) -> str | None:
    """The HTML of a view, or None where there is none of that name."""
    if name == "cell":
        return matrix_view.cell(form)
    text = TOOL_TEXTS[form.language]
    if name == "source":
        cited = Citation(document=form.get("document"), section=form.get("section"), page=0, quote="")
        subject = "".join(form.fields.get("about", ()))[:MOST_ABOUT]
        body = source_view(form.assistant, form.names, cited, subject, form.language)
        return body if body is not None else problem(text.not_found)
    if name not in _VIEWS:
        return None
    intro = f'<p class="tool-intro">{escape(text.intros[name])}</p>'
    return intro + _VIEWS[name](form)
